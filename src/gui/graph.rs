//! The view of the graph in the window: the search for layers, and the overview in a corner that moves what is seen.

use std::sync::Arc;

use egui::accesskit::{Action as Asked, Live};
use egui::{
    Button, Color32, Key, Mesh, Rect, Role as Access, Sense, Stroke, StrokeKind, TextEdit, Ui, UiBuilder, WidgetInfo,
    pos2, vec2,
};

use super::canvas::{self, CanvasState, Seen, canvas_ui};
use super::scenery::Scenery;
use super::{Action, Command, View, style, top};
use crate::net::{MapId, Tint};
use crate::scene::Point;
use crate::scene::series::Charts;
use crate::scene::theme::Role;
use crate::scene::view::{Hit, ViewName};

/// The commands of the view, as its menus have them.
pub const TINTS: [Command; 5] = [
    Command::Tint(Tint::Kind),
    Command::Tint(Tint::Field),
    Command::Tint(Tint::Stride),
    Command::Tint(Tint::Loss),
    Command::Tint(Tint::Cost),
];
pub const OPTIONS: [Command; 6] = [Command::Fold, TINTS[0], TINTS[1], TINTS[2], TINTS[3], TINTS[4]];

/// The row of the search, its field, and the room at its sides.
const ROW: f32 = 38.0;
const FIELD: f32 = 220.0;
const SIDE: f32 = 12.0;
/// A view lower or narrower than this has the picture alone.
const LEAST_HEIGHT: f32 = 220.0;
const LEAST_WIDTH: f32 = 260.0;
/// In a picture narrower than this the overview would lie on what is looked at.
const LEAST_OVERVIEWED: f32 = 420.0;
/// The overview, at most, and how far it is from the corner.
const OVERVIEW: egui::Vec2 = vec2(120.0, 190.0);
const OVERVIEW_GAP: f32 = 12.0;
/// So many boxes at most are told to those who hear the window.
const MOST_TOLD: usize = 300;
/// A picture of which more than this is seen needs none.
const MOST_SEEN: f64 = 0.85;

/// What the view keeps between frames.
#[derive(Default)]
pub struct GraphState {
    text: String,
    /// Which of the found maps was gone to last.
    at: Option<usize>,
    found: Found,
    /// The map to go to, as soon as the repeat that it is in is unfolded.
    going: Option<MapId>,
}

/// The maps that a text finds, by request.
#[derive(Default)]
struct Found {
    text: String,
    /// Numbers of the network that was searched, which every network has of its own.
    network: Option<Arc<Charts>>,
    maps: Vec<MapId>,
}

impl GraphState {
    /// Looks through the names and the ops, unless that was done.
    fn search(&mut self, view: &View<'_>) {
        let graph = &view.lowered.graph;
        let searched = self.found.network.as_ref().is_some_and(|network| Arc::ptr_eq(network, &view.net.charts));
        if searched && self.found.text == self.text {
            return;
        }
        let wanted = self.text.trim().to_lowercase();
        let holds = |text: &str| text.to_lowercase().contains(&wanted);
        let meant = |map: &MapId| match graph.node(*map) {
            Some(node) => holds(&node.name) || holds(&node.op.to_string()),
            None => holds(view.words.get("map-input")),
        };
        let maps = if wanted.is_empty() { Vec::new() } else { graph.maps().filter(meant).collect() };
        self.found = Found { text: self.text.clone(), network: Some(Arc::clone(&view.net.charts)), maps };
        (self.at, self.going) = (None, None);
    }

    /// Goes on to the next map that was found, or back.
    fn step(&mut self, back: bool) -> Option<MapId> {
        let last = self.found.maps.len().checked_sub(1)?;
        let at = match (self.at, back) {
            (None, false) => 0,
            (None, true) => last,
            (Some(at), false) => (at + 1) % (last + 1),
            (Some(at), true) => at.checked_sub(1).unwrap_or(last),
        };
        self.at = Some(at);
        self.found.maps.get(at).copied()
    }

    /// Brings the middle of the box that is gone to to the middle of the view. One in a folded repeat is there in a
    /// later frame, when the repeat is unfolded.
    fn go(&mut self, canvas: &mut CanvasState, view: &View<'_>, actions: &mut Vec<Action>) {
        let (Some(map), Some(scenery)) = (self.going, view.sceneries[ViewName::Graph as usize]) else { return };
        if let Some(place) = scenery.board.place_of(&view.subject(), &Hit::Map(map)) {
            canvas.read_at(place.centre());
            self.going = None;
            return;
        }
        let within = |(first, last): (MapId, MapId)| (first..=last).contains(&map);
        match scenery.board.repeats().iter().find(|repeat| !repeat.open && within(repeat.maps)) {
            Some(repeat) if view.facts.look.opened >> repeat.bit & 1 == 0 => actions.push(Action::Group(repeat.bit)),
            // It is being laid out.
            Some(_) => {}
            None => self.going = None,
        }
    }
}

/// Draws the view.
pub fn graph_ui(
    ui: &mut Ui,
    state: &mut GraphState,
    canvas: &mut CanvasState,
    view: &View<'_>,
    actions: &mut Vec<Action>,
) {
    let room = ui.available_rect_before_wrap();
    let tools = !view.facts.stage && room.height() >= LEAST_HEIGHT && room.width() >= LEAST_WIDTH;
    let row = Rect { max: pos2(room.max.x, room.min.y + if tools { ROW } else { 0.0 }), ..room };
    let place = Rect { min: pos2(room.min.x, row.max.y), ..room };
    state.search(view);
    if tools {
        search_ui(ui, row, state, view, actions);
    }
    state.go(canvas, view, actions);
    let mut part = ui.new_child(UiBuilder::new().max_rect(place).id_salt("graph canvas"));
    part.shrink_clip_rect(place);
    if let (Some(seen), Some(scenery)) =
        (canvas_ui(&mut part, ViewName::Graph, canvas, view, actions), view.sceneries[ViewName::Graph as usize])
    {
        found_ui(&part, &seen, scenery, state, view);
        told_ui(&part, &seen, scenery, view, actions);
        repeats_ui(&part, &seen, scenery, canvas, view, actions);
        if tools {
            overview_ui(&mut part, &seen, scenery, canvas, view);
        }
    }
    ui.advance_cursor_after_rect(room);
}

/// The field, how many layers it found, and the way from one to the next.
fn search_ui(ui: &mut Ui, row: Rect, state: &mut GraphState, view: &View<'_>, actions: &mut Vec<Action>) {
    ui.painter().rect_filled(row, 0, style::color(view.theme, Role::Ground));
    let words = view.words;
    let inner = row.shrink2(vec2(SIDE, 4.0));
    let mut part =
        ui.new_child(UiBuilder::new().max_rect(inner).layout(egui::Layout::left_to_right(egui::Align::Center)));
    let width = FIELD.min(inner.width() - 120.0);
    let hint = words.get("graph-search");
    let field = part.add(TextEdit::singleline(&mut state.text).hint_text(hint).desired_width(width).id_salt("search"));
    field.widget_info(|| WidgetInfo::labeled(Access::TextInput, true, hint));
    // A field of one line lets the keyboard go when Enter is pressed.
    let entered = field.lost_focus() && part.input(|input| input.key_pressed(Key::Enter));
    let back = part.input(|input| input.modifiers.shift);
    let mut step = entered.then_some(back);
    if entered {
        field.request_focus();
    }
    state.search(view);
    if state.text.trim().is_empty() {
        return;
    }
    let count = state.found.maps.len();
    let told = match state.at {
        _ if count == 0 => words.get("graph-search-none").to_owned(),
        Some(at) => format!("{}/{count}", at + 1),
        None => words.number(count as u64),
    };
    let told = part.label(told);
    part.ctx().accesskit_node_builder(told.id, |node| node.set_live(Live::Polite));
    for (text, key, back) in [("‹", "graph-search-previous", true), ("›", "graph-search-next", false)] {
        let button = part.add_enabled(count > 0, Button::new(text).min_size(vec2(24.0, 26.0)));
        if button.on_hover_text(words.get(key)).accessible_name(words.get(key)).clicked() {
            step = Some(back);
        }
    }
    if let Some(map) = step.and_then(|back| state.step(back)) {
        state.going = Some(map);
        actions.push(Action::Select(map));
    }
}

/// What the boxes in sight are, for those who hear the window; the other layers come by the search.
fn told_ui(ui: &Ui, seen: &Seen, scenery: &Scenery, view: &View<'_>, actions: &mut Vec<Action>) {
    // Nobody listens.
    if ui.ctx().accesskit_node_builder(seen.response.id, |_| ()).is_none() {
        return;
    }
    let window = seen.camera.window(seen.canvas);
    let parts = scenery.board.parts().iter().filter(|part| part.area.meets(&window)).take(MOST_TOLD);
    for part in parts {
        let name = view.lowered.graph.node(part.map).map_or(view.words.get("map-input"), |node| node.name.as_str());
        let to_screen = |at: Point| seen.camera.to_screen(seen.canvas, at);
        let rect = Rect::from_min_max(to_screen(part.area.min), to_screen(part.area.max));
        let response = ui.interact(rect, seen.response.id.with(part.map), Sense::hover());
        let chosen = view.selected == Some(part.map);
        response.widget_info(|| WidgetInfo::labeled(Access::GraphicsSymbol, true, name));
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_selected(chosen);
            node.add_action(Asked::Click);
        });
        if ui.input(|input| input.has_accesskit_action_request(response.id, Asked::Click)) {
            actions.push(Action::Select(part.map));
        }
    }
}

/// The buttons that fold and unfold groups, which the picture draws.
fn repeats_ui(
    ui: &Ui,
    seen: &Seen,
    scenery: &Scenery,
    canvas: &mut CanvasState,
    view: &View<'_>,
    actions: &mut Vec<Action>,
) {
    for repeat in scenery.board.repeats() {
        let to_screen = |at: Point| seen.camera.to_screen(seen.canvas, at);
        let rect = Rect::from_min_max(to_screen(repeat.area.min), to_screen(repeat.area.max));
        let response = ui.interact(rect, seen.response.id.with(("repeats", repeat.maps)), Sense::click());
        let layer = view.lowered.graph.node(repeat.maps.0).map_or("", |node| node.name.as_str());
        let key = if repeat.open { "graph-fold" } else { "graph-unfold" };
        let name = view.words.with(key, &[("count", repeat.times.into()), ("layer", layer.into())]);
        response.widget_info(|| WidgetInfo::selected(Access::Button, true, repeat.open, &name));
        if response.gained_focus() {
            canvas.keep_in_sight(vec![repeat.area]);
        }
        if response.has_focus() {
            let stroke = Stroke::new(2.0, style::color(view.theme, Role::Text));
            ui.painter_at(seen.canvas).rect_stroke(rect.expand(1.0), 5, stroke, StrokeKind::Outside);
        }
        if response.on_hover_cursor(egui::CursorIcon::PointingHand).on_hover_text(name).clicked() {
            actions.push(Action::Group(repeat.bit));
        }
    }
}

/// Marks the boxes that were found.
fn found_ui(ui: &Ui, seen: &Seen, scenery: &Scenery, state: &GraphState, view: &View<'_>) {
    let painter = ui.painter_at(seen.canvas);
    let window = seen.camera.window(seen.canvas);
    let subject = view.subject();
    for (at, map) in state.found.maps.iter().enumerate() {
        let place = scenery.board.place_of(&subject, &Hit::Map(*map)).filter(|place| place.meets(&window));
        let Some(place) = place else { continue };
        let to_screen = |at: Point| seen.camera.to_screen(seen.canvas, at);
        let rect = Rect::from_min_max(to_screen(place.min), to_screen(place.max)).expand(3.0);
        let width = if state.at == Some(at) { 3.5 } else { 2.0 };
        let stroke = Stroke::new(width, style::color(view.theme, Role::Accent));
        painter.rect_stroke(rect, 5, stroke, StrokeKind::Outside);
    }
}

/// The whole graph in a corner, with what is seen of it; a press or a drag there moves that.
fn overview_ui(ui: &mut Ui, seen: &Seen, scenery: &Scenery, canvas: &mut CanvasState, view: &View<'_>) {
    let bounds = scenery.board.bounds();
    let window = seen.camera.window(seen.canvas);
    let shown = window.clip(&bounds).map_or(0.0, |shown| shown.width() * shown.height());
    let all = bounds.width() * bounds.height();
    let small = seen.canvas.height() < LEAST_HEIGHT - ROW || seen.canvas.width() < LEAST_OVERVIEWED;
    if all <= 0.0 || shown >= MOST_SEEN * all || small {
        return;
    }
    let height = OVERVIEW.y.min(0.6 * seen.canvas.height());
    let scale = (f64::from(OVERVIEW.x) / bounds.width()).min(f64::from(height) / bounds.height());
    let size = vec2((bounds.width() * scale) as f32, (bounds.height() * scale) as f32).max(vec2(24.0, 24.0));
    let rect = Rect::from_min_size(seen.canvas.max - size - vec2(OVERVIEW_GAP, OVERVIEW_GAP), size);
    let (across, down) = (f64::from(size.x) / bounds.width(), f64::from(size.y) / bounds.height());
    let to_screen = |at: Point| {
        pos2(rect.min.x + ((at.x - bounds.min.x) * across) as f32, rect.min.y + ((at.y - bounds.min.y) * down) as f32)
    };
    let response = ui.interact(
        rect,
        ui.make_persistent_id("overview"),
        // Keys do nothing there: they move the picture itself.
        Sense::CLICK | Sense::DRAG,
    );
    response.widget_info(|| WidgetInfo::labeled(Access::Canvas, true, view.words.get("graph-overview")));
    if let Some(at) = response.interact_pointer_pos().filter(|_| response.dragged() || response.clicked()) {
        let (x, y) = (f64::from(at.x - rect.min.x) / across, f64::from(at.y - rect.min.y) / down);
        canvas.centre_on(Point::new(bounds.min.x + x, bounds.min.y + y));
    }
    let color = |role| style::color(view.theme, role);
    let painter = ui.painter_at(seen.canvas);
    painter.rect_filled(rect.expand(4.0), 4, color(Role::Panel).gamma_multiply(0.93));
    painter.rect_stroke(rect.expand(4.0), 4, Stroke::new(1.0, color(Role::Border)), StrokeKind::Outside);
    painter.add(boxes(scenery, &to_screen, color(Role::TextDim)));
    let part = window.clip(&bounds).unwrap_or(bounds);
    let part = Rect::from_min_max(to_screen(part.min), to_screen(part.max));
    painter.rect_filled(part, 2, color(Role::Accent).gamma_multiply(0.18));
    painter.rect_stroke(part, 2, Stroke::new(1.5, color(Role::Accent)), StrokeKind::Inside);
}

/// The boxes as one shape: there may be thousands.
fn boxes(scenery: &Scenery, to_screen: &impl Fn(Point) -> egui::Pos2, color: Color32) -> Mesh {
    let mut mesh = Mesh::default();
    for part in scenery.board.parts() {
        let rect = Rect::from_min_max(to_screen(part.area.min), to_screen(part.area.max));
        mesh.add_colored_rect(rect.shrink(rect.height().min(rect.width()).min(1.0) * 0.2), color);
    }
    mesh
}

/// The menu of what the colours tell.
pub fn tints_ui(ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
    egui::containers::menu::MenuButton::new(view.words.get("image-colours")).ui(ui, |ui| {
        top::menu_style(ui);
        for command in TINTS {
            top::entry_ui(ui, view, command.spec(), actions);
        }
    });
}

/// A press on a box selects its layer and pins the unit in its middle; another one lets it go.
pub fn press_ui(ui: &Ui, view: &View<'_>, response: &egui::Response, map: MapId, actions: &mut Vec<Action>) {
    if response.dragged() {
        ui.set_cursor_icon(egui::CursorIcon::Grabbing);
        return;
    }
    ui.set_cursor_icon(egui::CursorIcon::PointingHand);
    if !response.clicked() {
        return;
    }
    response.request_focus();
    if view.pin.is_some_and(|(pinned, _)| *pinned == map) {
        actions.push(Action::Pin(None));
        return;
    }
    let pins = canvas::pin_middle(view, map);
    // Of a map that is not known there is no unit, but its layer can be selected all the same.
    if pins.is_empty() {
        actions.push(Action::Select(map));
    }
    actions.extend(pins);
}
