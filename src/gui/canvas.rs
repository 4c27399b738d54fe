//! The canvas of a board: pan and zoom, the unit under the pointer, the pinned unit and its keys.

use egui::{EventFilter, Key, Modifiers, Sense, vec2};

use super::canvas_legend;
use super::canvas_notes;
use super::empty;
use super::numbers;
use super::painter::{Camera, ScenePainter};
use super::scenery::Scenery;
use super::{Action, View, style};
use crate::net::MapId;
use crate::scene::detail::Lens;
use crate::scene::theme::Role;
use crate::scene::view::{Board, Flow, Hit, Subject, ViewName, part_of, visible};
use crate::scene::{Point, Rect};

const LEAST_ZOOM: f64 = 0.02;
const MOST_ZOOM: f64 = 400.0;

/// How large a small network is shown at most when it is made to fit.
const MOST_FIT: f64 = 1.35;

/// The height of a view up to which that holds.
const FIT_HEIGHT: f64 = 600.0;

/// Where a picture is wider than this many views it is made to fit by its height alone, and scrolled.
const MOST_VIEWS: f64 = 2.2;

/// Below this a heading cannot be read, so a long picture is rather scrolled both ways.
const LEAST_FIT: f64 = 0.5;

/// At this every text can be read.
const READABLE: f64 = 0.8;

const MARGIN: f64 = 22.0;

/// How a board is moved and zoomed.
#[derive(Default)]
pub struct CanvasState {
    /// Where the person moved them; `None` until then, and the maps are made to fit.
    camera: Option<Camera>,
    /// What a command asked for, to be done when the view's size is known.
    pending: Option<Zoom>,
    /// A map to bring into sight.
    reveal: Option<MapId>,
    /// A place to bring to the middle, and the least zoom there.
    centre: Option<(Point, f64)>,
    /// The pointer was pressed on a matrix that is scrolled by dragging it, at that place of the scene.
    held: Option<Point>,
    /// Places to be brought into sight, the most important one first.
    sight: Vec<Rect>,
    /// The keyboard is to come here.
    focus: bool,
}

/// What the zoom commands ask of the canvas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zoom {
    In,
    Out,
    Fit,
}

impl CanvasState {
    pub fn zoom(&mut self, zoom: Zoom) {
        self.pending = Some(zoom);
    }

    /// Brings a map into sight in the next frame, if it is not.
    pub fn reveal(&mut self, map: MapId) {
        self.reveal = Some(map);
    }

    /// Brings places into sight in the next frame, moving no more than that takes; where there is no room for all of
    /// them, the first ones.
    pub fn keep_in_sight(&mut self, places: Vec<Rect>) {
        self.sight = places;
    }

    /// Brings a place to the middle in the next frame.
    pub fn centre_on(&mut self, place: Point) {
        self.centre = Some((place, LEAST_ZOOM));
    }

    /// The same, at a size that can be read.
    pub fn read_at(&mut self, place: Point) {
        self.centre = Some((place, READABLE));
    }

    /// Gives it the keyboard in the next frame.
    pub fn focus(&mut self) {
        self.focus = true;
    }

    fn camera(&self, board: &dyn Board, view: egui::Rect) -> Camera {
        self.camera.unwrap_or_else(|| fit(board, view, false))
    }
}

/// The whole picture, or of one that is too long its beginning at full width or height, unless `all` is asked for.
fn fit(board: &dyn Board, view: egui::Rect, all: bool) -> Camera {
    let (width, height) = (f64::from(view.width()).max(1.0), f64::from(view.height()).max(1.0));
    let bounds = board.bounds();
    let flow = board.flow();
    let by_width = width / (bounds.width() + 2.0 * MARGIN);
    let by_height = height / (bounds.height() + 2.0 * MARGIN);
    let (along, aside) = if flow == Flow::Across { (by_width, by_height) } else { (by_height, by_width) };
    // On a large screen, or a projector, larger.
    let aside = aside.min(MOST_FIT * (height / FIT_HEIGHT).max(1.0));
    let scrolls = !all && flow != Flow::Still && along * MOST_VIEWS < aside;
    let zoom = if scrolls { aside.max(LEAST_FIT) } else { along.min(aside) }.clamp(LEAST_ZOOM, MOST_ZOOM);
    let centred = |low: f64, high: f64, room: f64| f64::midpoint(low, high) - room / zoom / 2.0;
    let mut origin =
        Point::new(centred(bounds.min.x, bounds.max.x, width), centred(bounds.min.y, bounds.max.y, height));
    if zoom > by_height * 1.001 {
        origin.y = bounds.min.y - MARGIN / zoom;
    }
    // Headings at the left edge are worth more than the middle of the rows.
    if zoom > by_width * 1.001 && matches!(flow, Flow::Down | Flow::Up) {
        origin.x = bounds.min.x - MARGIN / zoom;
    }
    // A long picture begins where the input is.
    match flow {
        Flow::Across if scrolls => origin.x = bounds.min.x - MARGIN / zoom,
        Flow::Down | Flow::Woven if scrolls => origin.y = bounds.min.y - MARGIN / zoom,
        Flow::Up if scrolls => origin.y = bounds.max.y + (MARGIN - height) / zoom,
        _ => {}
    }
    Camera { origin, zoom }
}

/// Zooms so that the scene's point under `at` stays there.
fn zoomed(camera: Camera, view: egui::Rect, at: egui::Pos2, factor: f64) -> Camera {
    let fixed = camera.to_scene(view, at);
    let zoom = (camera.zoom * factor).clamp(LEAST_ZOOM, MOST_ZOOM);
    let offset = at - view.min;
    Camera { origin: Point::new(fixed.x - f64::from(offset.x) / zoom, fixed.y - f64::from(offset.y) / zoom), zoom }
}

/// What is drawn: the document's network, or the one that a hovered fix would make of it.
pub struct Shown<'a> {
    pub subject: Subject<'a>,
    pub scenery: &'a Scenery,
}

/// A board as it was drawn, and what the pointer is at.
pub struct Seen {
    pub canvas: egui::Rect,
    pub camera: Camera,
    pub response: egui::Response,
    pub hit: Option<Hit>,
    /// Where the pointer was pressed on a matrix that is dragged.
    pub held: Option<Point>,
}

/// Draws a board. `None` if there is nothing to be seen of it yet.
pub fn canvas_ui(
    ui: &mut egui::Ui,
    name: ViewName,
    state: &mut CanvasState,
    view: &View<'_>,
    actions: &mut Vec<Action>,
) -> Option<Seen> {
    let available = ui.available_rect_before_wrap();
    let legend_height = canvas_legend::height(name, available.size().into(), view);
    let canvas = egui::Rect { max: available.max - vec2(0.0, legend_height), ..available };
    let strip = egui::Rect { min: egui::pos2(available.min.x, canvas.max.y), ..available };
    let parted = empty::split(canvas, view);
    let canvas = parted.map_or(canvas, |(picture, _)| picture);
    // A view that has just come to the front is worked out for the next frame.
    let Some(scenery) = view.sceneries.get(name as usize).copied().flatten() else {
        ui.ctx().request_repaint();
        return None;
    };
    if canvas.width() < 1.0 || canvas.height() < 1.0 {
        return None;
    }
    let shown = match (view.preview, view.preview_sceneries[name as usize]) {
        (Some(preview), Some(scenery)) => {
            // An edit that a network with branches takes leaves its layers as they are.
            let subject =
                Subject::new(&preview.net.lowered.graph, &preview.net.analysis, view.words).with_path(view.path);
            Shown { subject, scenery }
        }
        _ => Shown { subject: view.subject(), scenery },
    };
    let response = ui.interact(canvas, ui.make_persistent_id(name.word()), Sense::click_and_drag());
    if std::mem::take(&mut state.focus) {
        response.request_focus();
    }
    // A preview is seen from where the network itself is: only what the edit changes may move.
    let board = scenery.board.as_ref();
    move_camera(ui, state, board, canvas, &response);
    let camera = state.camera(board, canvas);

    let hovered = response.hover_pos().filter(|_| !response.dragged()).and_then(|at| {
        let at = camera.to_scene(canvas, at);
        shown.scenery.board.hit(&shown.subject, at, view.hover.or(view.pin))
    });
    let told = response
        .hover_pos()
        .filter(|_| !response.dragged())
        .and_then(|at| shown.scenery.board.told(&shown.subject, camera.to_scene(canvas, at)));
    if view.preview.is_none() {
        pointer(ui, name, view, &response, hovered.clone(), actions);
        // A press on a channel's tile chooses it.
        let channel = told.as_ref().and_then(|told| told.channel).filter(|_| response.clicked());
        actions.extend(channel.map(Action::Channel));
        keys(ui, name, state, view, &response, actions);
    }

    let painter = ui.painter_at(canvas);
    painter.rect_filled(canvas, 0, style::color(view.theme, Role::Ground));
    let coarse = paint(&painter, canvas, camera, view, &shown);
    // On the stage it always has the keyboard.
    if (response.has_focus() && !view.facts.stage) || view.preview.is_some() {
        let stroke = egui::Stroke::new(2.0, style::color(view.theme, Role::Accent));
        painter.rect_stroke(canvas.shrink(1.0), 0, stroke, egui::StrokeKind::Inside);
    }
    let value = told.as_ref().map(|told| told.text.as_str());
    canvas_legend::describe(ui, name, &response, view, value);
    if name.reads_values() {
        canvas_notes::values_ui(ui, canvas, view, actions);
    }
    if name != ViewName::Paths && name.reads_paths(view.facts.look) {
        canvas_notes::paths_ui(ui, canvas, view);
    }
    if let Some((_, room)) = parted {
        empty::empty_ui(ui, room, view, actions);
    }
    canvas_legend::legend_ui(ui, strip, view, &shown, coarse, value);
    ui.advance_cursor_after_rect(available);
    Some(Seen { canvas, camera, response, hit: hovered, held: state.held })
}

fn move_camera(
    ui: &egui::Ui,
    state: &mut CanvasState,
    board: &dyn Board,
    canvas: egui::Rect,
    response: &egui::Response,
) {
    let mut camera = state.camera(board, canvas);
    let mut moved = false;
    match state.pending.take() {
        // All of it, however small; until then a long picture begins at a size that can be read.
        Some(Zoom::Fit) => {
            camera = fit(board, canvas, true);
            moved = true;
        }
        Some(zoom) => {
            camera = zoomed(camera, canvas, canvas.center(), if zoom == Zoom::In { 1.25 } else { 0.8 });
            moved = true;
        }
        None => {}
    }
    let block_at = |at: Point| board.blocks().iter().any(|block| block.contains(at));
    if response.drag_started() {
        let pressed = ui.input(|input| input.pointer.press_origin()).map(|at| camera.to_scene(canvas, at));
        state.held = pressed.filter(|at| block_at(*at));
    } else if !response.dragged() {
        state.held = None;
    }
    if response.dragged() && state.held.is_none() {
        let delta = response.drag_delta();
        camera.origin.x -= f64::from(delta.x) / camera.zoom;
        camera.origin.y -= f64::from(delta.y) / camera.zoom;
        moved |= delta != egui::Vec2::ZERO;
    }
    if let Some(at) = response.hover_pos() {
        let (factor, scroll) = ui.input(|i| (i.zoom_delta(), i.smooth_scroll_delta()));
        if factor != 1.0 {
            camera = zoomed(camera, canvas, at, f64::from(factor));
            moved = true;
        }
        // A block of a large matrix is scrolled itself.
        if scroll != egui::Vec2::ZERO && !block_at(camera.to_scene(canvas, at)) {
            // A wheel has one axis; a picture that is wide but not tall is scrolled along its length by it.
            let tall = reach(camera, board, canvas).height() * camera.zoom > f64::from(canvas.height());
            let scroll = if scroll.x == 0.0 && !tall { vec2(scroll.y, 0.0) } else { scroll };
            camera.origin.x -= f64::from(scroll.x) / camera.zoom;
            camera.origin.y -= f64::from(scroll.y) / camera.zoom;
            moved = true;
        }
    }
    if let Some((centre, least)) = state.centre.take() {
        camera.zoom = camera.zoom.max(least);
        let window = camera.window(canvas);
        camera.origin = Point::new(centre.x - window.width() / 2.0, centre.y - window.height() / 2.0);
        moved = true;
    }
    let still = board.flow() == Flow::Still;
    let part = state.reveal.take().filter(|_| !still).and_then(|map| part_of(board, map));
    if let Some(area) = part.map(|part| board.parts()[part].area) {
        let window = camera.window(canvas);
        if area.max.x > window.max.x || area.min.x < window.min.x {
            camera.origin.x = area.centre().x - window.width() / 2.0;
            moved = true;
        }
        if area.max.y > window.max.y || area.min.y < window.min.y {
            camera.origin.y = area.centre().y - window.height() / 2.0;
            moved = true;
        }
    }
    let before = camera;
    // The least important one first: those after it have the last word.
    for place in state.sight.drain(..).rev() {
        camera.origin = with_in_sight(camera.window(canvas), &place);
    }
    if moved || camera != before {
        state.camera = Some(kept_in_sight(camera, board, canvas));
    }
}

/// Where a window on the scene begins once a place is in it: moved no more than that takes. Of what is larger than the
/// window its beginning is shown.
fn with_in_sight(window: Rect, place: &Rect) -> Point {
    let shift = |low: f64, high: f64, least: f64, most: f64| {
        if low < least || high - low > most - least { low - least } else { (high - most).max(0.0) }
    };
    let room = place.grown(12.0);
    Point::new(
        window.min.x + shift(room.min.x, room.max.x, window.min.x, window.max.x),
        window.min.y + shift(room.min.y, room.max.y, window.min.y, window.max.y),
    )
}

/// Where something is drawn.
fn reach(camera: Camera, board: &dyn Board, canvas: egui::Rect) -> Rect {
    board.reach(&Lens { window: camera.window(canvas), zoom: camera.zoom })
}

/// Never lets the picture be pushed out of the view altogether.
fn kept_in_sight(camera: Camera, board: &dyn Board, canvas: egui::Rect) -> Camera {
    // Smaller than the whole would only be empty ground.
    let least = fit(board, canvas, true).zoom.min(1.0);
    if camera.zoom < least {
        return fit(board, canvas, true);
    }
    let window = camera.window(canvas);
    let keep = 40.0 / camera.zoom;
    let bounds = reach(camera, board, canvas);
    let clamp = |at: f64, low: f64, high: f64| at.clamp(low.min(high), high.max(low));
    let origin = Point::new(
        clamp(camera.origin.x, bounds.min.x - window.width() + keep, bounds.max.x - keep),
        clamp(camera.origin.y, bounds.min.y - window.height() + keep, bounds.max.y - keep),
    );
    Camera { origin, ..camera }
}

fn pointer(
    ui: &egui::Ui,
    name: ViewName,
    view: &View<'_>,
    response: &egui::Response,
    hovered: Option<Hit>,
    actions: &mut Vec<Action>,
) {
    let (map, hovered) = match hovered {
        Some(Hit::Unit((map, unit))) => (Some(map), Some((map, unit))),
        Some(Hit::Map(map)) if name == ViewName::Graph => {
            super::graph::press_ui(ui, view, response, map, actions);
            return;
        }
        // A button lies there.
        Some(Hit::Group(_)) => return,
        Some(Hit::Map(map) | Hit::Weight { map, .. }) => (Some(map), None),
        Some(Hit::Read(unit)) => {
            if response.clicked() {
                response.request_focus();
            }
            actions.push(Action::Hover(Some(unit)));
            return;
        }
        None => (None, None),
    };
    if response.dragged() {
        ui.set_cursor_icon(egui::CursorIcon::Grabbing);
    } else if hovered.is_some() {
        ui.set_cursor_icon(egui::CursorIcon::PointingHand);
    }
    if response.clicked() {
        response.request_focus();
        actions.extend(map.map(Action::Select));
    }
    // The numbers are always those of some position: what a press does there is for that view to say.
    if response.clicked() && name != ViewName::Numbers {
        // A second click on the pinned unit lets it go.
        let pin = hovered.clone().filter(|unit| view.pin != Some(unit));
        actions.push(Action::Pin(pin));
    }
    if hovered.is_some() {
        actions.push(Action::Hover(hovered));
    }
}

/// Arrows move the pin, Page Up and Down along the third axis, Tab goes to the next map, Escape lets the pin go.
fn keys(
    ui: &egui::Ui,
    name: ViewName,
    state: &mut CanvasState,
    view: &View<'_>,
    response: &egui::Response,
    actions: &mut Vec<Action>,
) {
    if !response.has_focus() {
        return;
    }
    if response.gained_focus() {
        actions.push(Action::Touch(name));
    }
    let pinned = view.pin.is_some() && name != ViewName::Numbers;
    let last = view.analysis.output();
    // Past the last map, or back before the first, Tab goes on to the next control, as everywhere.
    let back = ui.input(|input| input.modifiers.shift);
    let leaves = view.pin.is_none_or(|(map, _)| *map == if back { MapId::INPUT } else { last });
    let filter = EventFilter { tab: !leaves, horizontal_arrows: true, vertical_arrows: true, escape: pinned };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let pressed = |modifiers: Modifiers, key: Key| ui.input_mut(|input| input.consume_key(modifiers, key));
    let shown = if name == ViewName::Numbers { numbers::shown_unit(view) } else { view.pin.cloned() };
    let Some((map, unit)) = &shown else {
        let keys = [Key::ArrowUp, Key::ArrowDown, Key::ArrowLeft, Key::ArrowRight, Key::Enter, Key::Space];
        if keys.into_iter().any(|key| pressed(Modifiers::NONE, key)) {
            actions.extend(pin_middle(view, view.selected.unwrap_or(last)));
        }
        return;
    };
    if pinned && pressed(Modifiers::NONE, Key::Escape) {
        actions.push(Action::Pin(None));
        return;
    }
    for (modifiers, back) in [(Modifiers::SHIFT, true), (Modifiers::NONE, false)] {
        if !leaves && pressed(modifiers, Key::Tab) {
            let next = if back { map.index().checked_sub(1) } else { Some(map.index() + 1) };
            if let Some(next) = next.and_then(|next| view.lowered.graph.map(next)).filter(|next| *next <= last) {
                state.reveal(next);
                actions.extend(pin_same(view, next));
            }
            return;
        }
    }
    let Some(shape) = &view.analysis.map(*map).shape else { return };
    let rank = shape.size.rank();
    let mut moved = unit.clone();
    let steps = [
        (Key::ArrowLeft, rank.checked_sub(1), -1),
        (Key::ArrowRight, rank.checked_sub(1), 1),
        (Key::ArrowUp, rank.checked_sub(2), -1),
        (Key::ArrowDown, rank.checked_sub(2), 1),
        (Key::PageUp, rank.checked_sub(3), -1),
        (Key::PageDown, rank.checked_sub(3), 1),
    ];
    for (key, axis, by) in steps {
        if pressed(Modifiers::NONE, key)
            && let Some((index, &n)) = axis.and_then(|axis| Some((moved.get_mut(axis)?, shape.size.get(axis)?)))
        {
            *index = (*index + by).clamp(0, n as i64 - 1);
        }
    }
    if moved != *unit {
        actions.push(Action::Pin(Some((*map, moved))));
    }
}

/// Pins the middle unit of a map and selects its layer.
pub fn pin_middle(view: &View<'_>, map: MapId) -> Vec<Action> {
    let Some(shape) = &view.analysis.map(map).shape else { return Vec::new() };
    vec![Action::Select(map), Action::Pin(Some((map, shape.middle_unit())))]
}

/// Goes from the pinned unit to the one in another map that it sees or feeds: the middle of those.
fn pin_same(view: &View<'_>, map: MapId) -> Vec<Action> {
    let hull = view.trace.and_then(|trace| trace.at(map)?.units.hull());
    let rank = view.analysis.map(map).shape.as_ref().map(|shape| shape.size.rank());
    match hull.filter(|hull| Some(hull.rank()) == rank) {
        Some(hull) => {
            let unit = hull.map(|run| run.first + (run.count() / 2) as i64);
            vec![Action::Select(map), Action::Pin(Some((map, unit)))]
        }
        None => pin_middle(view, map),
    }
}

/// True if some cells are too small to be told apart.
fn paint(
    painter: &egui::Painter,
    canvas: egui::Rect,
    camera: Camera,
    view: &View<'_>,
    Shown { subject, scenery }: &Shown<'_>,
) -> bool {
    let window = camera.window(canvas);
    let board = scenery.board.as_ref();
    let mut scene = ScenePainter::new(painter, canvas, camera, view.theme);
    let selected = view.selected.filter(|_| view.preview.is_none() && board.flow() != Flow::Still);
    for lines in board.lines(&window) {
        scene.add(lines);
    }
    let parts: Vec<usize> = match board.flow() {
        Flow::Woven => visible(board, &window).filter(|part| board.parts()[*part].area.meets(&window)).collect(),
        _ => visible(board, &window).collect(),
    };
    let outline = |area: Rect, corner: u8, width: f32, color: egui::Color32, kind| {
        let (min, max) = (camera.to_screen(canvas, area.min), camera.to_screen(canvas, area.max));
        painter.rect_stroke(egui::Rect { min, max }, corner, egui::Stroke::new(width, color), kind);
    };
    let accent = style::color(view.theme, Role::Accent);
    let woven = board.flow() == Flow::Woven;
    for &part in &parts {
        if !woven && selected == Some(board.parts()[part].map) {
            let area = board.parts()[part].area;
            // The room for row indices is a margin already.
            let left = if board.flow() == Flow::Across { 6.0 } else { 12.0 };
            let around = Rect::spanning((area.min.x - left, area.max.x + 12.0), (area.min.y - 2.0, area.max.y + 4.0));
            outline(around, 8, 1.5, accent.gamma_multiply(0.55), egui::StrokeKind::Inside);
        }
        scene.add(&scenery.items(subject, part).under);
    }
    if let Some(trace) = view.trace {
        scene.add(&board.traced(subject, trace, &window));
    }
    for part in parts {
        scene.add(&scenery.items(subject, part).over);
    }
    let finished = scene.finish();
    // The lines of one box touch: the chosen one is framed above them.
    if let Some(part) = selected.filter(|_| woven).and_then(|map| part_of(board, map)) {
        outline(board.parts()[part].area, 5, 2.5, accent, egui::StrokeKind::Outside);
    }
    finished
}
