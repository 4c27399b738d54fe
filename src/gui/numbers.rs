//! The view of the numbers in the window: its board, the player below it, and what is chosen of the layer.

use std::ops::Range;

use egui::containers::menu::MenuButton;
use egui::{Button, DragValue, Rect, RichText, Stroke, Ui, UiBuilder, vec2};

use super::blocks::{self, Scrolling};
use super::canvas::{CanvasState, Seen, canvas_ui};
use super::cells::{self, Asked, Cells};
use super::derived::Net;
use super::player::{self, Player, Walk};
use super::typed::{Cell, Ground};
use super::{Action, Command, Unit, View, style, tools, top};
use crate::axes::Axes;
use crate::field::Analysis;
use crate::net::{Graph, Look, MapId, Op, Reveal};
use crate::scene::theme::Role;
use crate::scene::view::{Hit, ViewName};

/// What the view keeps between frames.
#[derive(Default)]
pub struct NumbersState {
    pub player: Player,
    pub cells: Cells,
    /// How high the player and the choices were.
    pub bar: f32,
    /// Where the blocks of large matrices begin.
    pub scrolling: Scrolling,
    /// The unit that was shown last: another one is brought into sight.
    seen: Option<Unit>,
}

impl NumbersState {
    /// Brings the kernel's window into sight in every block, if it stands elsewhere than in the last frame. Wherever
    /// they were scrolled to, blocks move by no more than that takes.
    pub fn follow(&mut self, net: &Net, path: Option<&[MapId]>, look: Look, pin: Option<&Unit>) {
        self.scrolling.follow(&net.lowered.graph, &net.analysis, path, look, pin);
    }
}

/// What can be chosen of a layer's channels: those that the shown filter reads one by one, of how many, and the filters.
/// Where there is nothing to choose there is one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// 0-based.
    pub channels: Range<u64>,
    of_channels: u64,
    pub filters: u64,
}

impl Choices {
    pub fn of(graph: &Graph, analysis: &Analysis, look: Look, map: MapId) -> Self {
        let channels = |map: MapId| analysis.map(map).shape.as_ref().map_or(1, |shape| shape.channels.max(1));
        let filters = channels(map);
        let filter = look.filter.min(filters - 1);
        let node = graph.node(map);
        let read = node.and_then(|node| node.inputs().first()).map_or(1, |map| channels(*map));
        let groups = match node.map(|node| &node.op) {
            Some(Op::Conv(conv)) => conv.groups,
            Some(Op::ConvTransposed(conv)) => conv.groups,
            // The others read the channel that they make, if there is one.
            _ => {
                let own = filter.min(read - 1);
                return Self { channels: own..own + 1, of_channels: read, filters };
            }
        };
        let in_group = (filters / groups.max(1)).max(1);
        let own = (read / groups.max(1)).max(1);
        let first = filter / in_group * own;
        Self { channels: first..first + own, of_channels: read, filters }
    }

    /// The channel that the view shows.
    pub fn channel(&self, look: Look) -> u64 {
        look.channel.clamp(self.channels.start, self.channels.end.max(self.channels.start + 1) - 1)
    }

    pub fn has_channels(&self) -> bool {
        self.channels.end > self.channels.start + 1
    }
}

/// Where the choices stand: beside the player, in a row below it, or behind a button.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Beside,
    Below,
    Behind,
}

/// The second row, the room that the player keeps beside the choices, and the height of a view that has two rows.
const CHOICES: f32 = 34.0;
const PLAYER: f32 = 520.0;
const TWO_ROWS: f32 = 300.0;
const SIDE: f32 = 12.0;
const OPTIONS: f32 = 36.0;

impl Place {
    /// `wanted` is the width of the choices.
    fn of(room: Rect, wanted: f32) -> Self {
        if room.width() - wanted >= PLAYER {
            Self::Beside
        } else if room.height() >= TWO_ROWS && wanted + 2.0 * SIDE <= room.width() {
            Self::Below
        } else {
            Self::Behind
        }
    }
}

/// Draws the view.
pub fn numbers_ui(
    ui: &mut Ui,
    state: &mut NumbersState,
    canvas: &mut CanvasState,
    view: &View<'_>,
    actions: &mut Vec<Action>,
) {
    let walk = Walk::of(&view.lowered.graph, view.analysis, view.path, view.facts.look, view.pin);
    state.player.tick(ui.ctx(), walk.as_ref(), actions);
    let room = ui.available_rect_before_wrap();
    let wanted = choices_width(ui, walk.as_ref(), view);
    let choices = Place::of(room, wanted);
    let rows = if choices == Place::Below { player::ROW + CHOICES } else { player::ROW };
    state.bar = rows;
    // What is too low for a picture and a player has the player alone.
    let bar = Rect { min: egui::pos2(room.min.x, (room.max.y - rows).max(room.min.y)), ..room };
    let place = Rect { max: egui::pos2(room.max.x, bar.min.y), ..room };
    let shown = walk.as_ref().map(|walk| walk.unit(walk.at));
    if shown != state.seen {
        if state.seen.is_some() {
            canvas.keep_in_sight(in_sight(view, shown.as_ref()));
        }
        if state.seen.as_ref().map(|(map, _)| *map) != shown.as_ref().map(|(map, _)| *map) {
            state.cells.clear();
        }
        state.seen = shown;
    }
    let mut part = ui.new_child(UiBuilder::new().max_rect(place).id_salt("numbers canvas"));
    part.shrink_clip_rect(place);
    if let Some(seen) = canvas_ui(&mut part, ViewName::Numbers, canvas, view, actions) {
        board_ui(&mut part, &seen, &mut state.cells, walk.as_ref(), view, actions);
        if let Some(scenery) = view.sceneries[ViewName::Numbers as usize].filter(|_| view.preview.is_none()) {
            blocks::blocks_ui(&mut part, &seen, scenery.board.blocks(), &mut state.scrolling, view);
        }
    }
    bar_ui(ui, bar, (choices, wanted), state, walk.as_ref(), view, actions);
    ui.advance_cursor_after_rect(room);
}

/// The unit whose window is shown: the pinned one, or the first one of the first layer.
pub fn shown_unit(view: &View<'_>) -> Option<Unit> {
    let walk = Walk::of(&view.lowered.graph, view.analysis, view.path, view.facts.look, view.pin)?;
    Some(walk.unit(walk.at))
}

/// The places of the unit and of the window that it reads.
fn in_sight(view: &View<'_>, shown: Option<&Unit>) -> Vec<crate::scene::Rect> {
    let Some((scenery, unit)) = view.sceneries[ViewName::Numbers as usize].zip(shown) else { return Vec::new() };
    let subject = view.subject();
    let place = |hit: &Hit| scenery.board.place_of(&subject, hit);
    let read = view.lowered.graph.node(unit.0).and_then(|node| node.inputs().first().copied());
    let window = read.and_then(|read| {
        let hull = view.pin_trace?.at(read)?.units.hull()?;
        let corner = |index: Axes<i64>| place(&Hit::Read((read, index)));
        Some(corner(hull.map(|run| run.first))?.union(&corner(hull.map(|run| run.last))?))
    });
    window.into_iter().chain(place(&Hit::Unit(unit.clone()))).collect()
}

/// Presses on the board, and the cells that are edited in it.
fn board_ui(
    ui: &mut Ui,
    seen: &Seen,
    cells: &mut Cells,
    walk: Option<&Walk>,
    view: &View<'_>,
    actions: &mut Vec<Action>,
) {
    let Some(scenery) = view.sceneries[ViewName::Numbers as usize].filter(|_| view.preview.is_none()) else { return };
    let Some(walk) = walk else { return };
    let look = view.facts.look;
    let choices = Choices::of(&view.lowered.graph, view.analysis, look, walk.map);
    let channel = choices.channel(look) as usize;
    let ground = Ground { stack: view.stack(), lowered: view.lowered, values: view.values, channel };
    match cells.take_asked() {
        Some(Asked::Pixel) => {
            let cell = cells.selected().cloned().or_else(|| first_pixel(view, walk));
            cells.extend_edit(cell);
        }
        Some(Asked::Weight) => cells.extend_edit(first_weight(view, walk)),
        None => {}
    }
    press(seen, cells, view, actions);
    keys(ui, seen, cells, view, walk, actions);
    let subject = view.subject();
    let place_of = |cell: &Cell| {
        let place = scenery.board.place_of(&subject, &cells::hit_of(cell))?;
        let corner = |at| seen.camera.to_screen(seen.canvas, at);
        Some(Rect { min: corner(place.min), max: corner(place.max) })
    };
    cells::cells_ui(ui, seen.canvas, cells, &ground, &place_of, view, actions);
}

/// A press chooses a cell whose value can be typed, a double one opens it; one on an output cell goes there, and uncovers
/// it if it is covered.
fn press(seen: &Seen, cells: &mut Cells, view: &View<'_>, actions: &mut Vec<Action>) {
    let response = &seen.response;
    let cell = seen.hit.as_ref().and_then(cells::cell_of);
    if response.double_clicked() {
        match (cell, &seen.hit) {
            (Some(cell), _) => cells.edit(cell),
            (None, Some(Hit::Read(_) | Hit::Unit(_))) => {
                actions.push(Action::Say(view.words.get("play-only-image").to_owned()));
            }
            _ => {}
        }
    } else if response.clicked() {
        cells.select(cell);
        if let Some(Hit::Unit(unit)) = &seen.hit {
            if view.facts.look.reveal == Reveal::Predict {
                actions.push(Action::Uncover(unit.clone()));
            }
            actions.push(Action::Pin(Some(unit.clone())));
        }
    }
}

/// The keys that only this view has. Space, Home and End are here because a control that has the keyboard needs them.
fn keys(ui: &Ui, seen: &Seen, cells: &mut Cells, view: &View<'_>, walk: &Walk, actions: &mut Vec<Action>) {
    use egui::{Key, Modifiers};
    let nobody = ui.memory(|memory| memory.focused().is_none() && memory.top_modal_layer().is_none());
    if !(seen.response.has_focus() || nobody && view.facts.view == ViewName::Numbers) || cells.is_editing() {
        return;
    }
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let commands = [(Key::Space, Command::Play), (Key::Home, Command::First), (Key::End, Command::Last)];
    for (key, command) in commands {
        if pressed(key) {
            actions.push(Action::Command(command));
        }
    }
    if seen.response.has_focus() && pressed(Key::Escape) {
        cells.select(None);
    }
    let opens = pressed(Key::Enter) || pressed(Key::F2);
    if opens && let Some(cell) = cells.selected().cloned().or_else(|| first_pixel(view, walk)) {
        cells.edit(cell);
    }
}

/// The first pixel that the shown unit reads, if it reads the image.
pub fn first_pixel(view: &View<'_>, walk: &Walk) -> Option<Cell> {
    let reads_image = view.lowered.graph.node(walk.map)?.inputs().first() == Some(&MapId::INPUT);
    let shape = view.analysis.map(MapId::INPUT).shape.as_ref().filter(|_| reads_image)?;
    let hull = view.pin_trace.and_then(|trace| trace.at(MapId::INPUT)?.units.hull());
    Some(Cell::Pixel(hull.map_or_else(|| shape.size.map(|_| 0), |hull| hull.map(|run| run.first))))
}

/// The first weight of the shown filter.
pub fn first_weight(view: &View<'_>, walk: &Walk) -> Option<Cell> {
    let kernel = &view.values?.weights(walk.map)?.kernel;
    let look = view.facts.look;
    let choices = Choices::of(&view.lowered.graph, view.analysis, look, walk.map);
    let filter = look.filter.min(choices.filters - 1) as usize;
    let (channel, first) = (choices.channel(look) as usize, choices.channels.start as usize);
    let mut at = vec![0; kernel.ndim()];
    if let Op::ConvTransposed(_) = view.lowered.graph.node(walk.map)?.op {
        let in_group = kernel.shape()[1].max(1);
        (at[0], at[1]) = (channel, filter % in_group);
    } else {
        at[0] = filter;
        if at.len() > 2 {
            at[1] = channel - first;
        }
    }
    Some(Cell::Weight { map: walk.map, at })
}

/// The player and the choices, which are so wide.
fn bar_ui(
    ui: &mut Ui,
    bar: Rect,
    (place, wanted): (Place, f32),
    state: &mut NumbersState,
    walk: Option<&Walk>,
    view: &View<'_>,
    actions: &mut Vec<Action>,
) {
    let of = |role| style::color(view.theme, role);
    // The ground goes to the edges of the view, where the canvas has its own.
    let ground = Rect::from_x_y_ranges(ui.clip_rect().x_range(), bar.y_range());
    ui.painter().rect_filled(ground, 0, of(Role::Panel));
    ui.painter().hline(ground.x_range(), bar.top() + 0.5, Stroke::new(1.0, of(Role::Border)));
    let (player, choices) = match place {
        Place::Beside => bar.split_left_right_at_x(bar.right() - wanted - SIDE),
        Place::Below => bar.split_top_bottom_at_y(bar.top() + player::ROW),
        Place::Behind => bar.split_left_right_at_x(bar.right() - OPTIONS - SIDE),
    };
    player::player_ui(ui, player, &mut state.player, walk, view, actions);
    let row = match place {
        Place::Beside | Place::Behind => Rect { max: choices.max - vec2(SIDE, 0.0), ..choices },
        Place::Below => choices.shrink2(vec2(SIDE, 0.0)).translate(vec2(0.0, -3.0)),
    };
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    let mut part = ui.new_child(UiBuilder::new().max_rect(row).layout(layout).id_salt("numbers choices"));
    part.spacing_mut().item_spacing.x = GAP;
    if place == Place::Behind {
        options_ui(&mut part, walk, view, actions);
    } else {
        choices_ui(&mut part, walk, view, actions);
    }
}

/// Between two choices, beside the text of one, before a picker, and the number in it.
const GAP: f32 = 4.0;
const BESIDE_TEXT: f32 = 18.0;
const BEFORE_PICKER: f32 = 8.0;
const PICKED: f32 = 48.0;

/// How wide the choices are.
fn choices_width(ui: &Ui, walk: Option<&Walk>, view: &View<'_>) -> f32 {
    let words = view.words;
    let color = style::color(view.theme, Role::Text);
    let width = |text: &str| ui.painter().layout_no_wrap(text.to_owned(), style::plain(style::BODY_PT), color).size().x;
    let mut buttons = vec!["play-all", "play-walk", "play-predict"];
    if view.facts.look.reveal == Reveal::Predict {
        buttons.extend(["play-cover", "play-uncover"]);
    }
    let buttons = buttons.into_iter().map(|key| width(words.get(key)) + BESIDE_TEXT + GAP).sum::<f32>();
    let pickers = pickers(walk, view).into_iter().map(|picker| {
        let of = words.with("play-of", &[("count", words.number(picker.of).into())]);
        BEFORE_PICKER + width(words.get(picker.key)) + PICKED + width(&of) + 3.0 * GAP
    });
    buttons + pickers.sum::<f32>()
}

/// A choice by number.
struct Picker {
    key: &'static str,
    /// Of the channel that is made, not of the one that is read.
    is_made: bool,
    /// The numbers that can be chosen, 0-based, of how many, and the chosen one.
    among: Range<u64>,
    of: u64,
    value: u64,
}

/// What can be picked.
fn pickers(walk: Option<&Walk>, view: &View<'_>) -> Vec<Picker> {
    let Some(walk) = walk else { return Vec::new() };
    let look = view.facts.look;
    let choices = Choices::of(&view.lowered.graph, view.analysis, look, walk.map);
    let (filters, channel) = (choices.filters, choices.channel(look));
    let filter = look.filter.min(filters - 1);
    let mut pickers = Vec::new();
    if choices.has_channels() {
        let (among, of) = (choices.channels, choices.of_channels);
        pickers.push(Picker { key: "play-channel", is_made: false, among, of, value: channel });
    }
    // The values of a vector are its positions.
    if filters > 1 && !walk.is_of_vector() {
        // Only what has kernels has filters; the others make channels.
        let node = view.lowered.graph.node(walk.map);
        let has_filters = node.is_some_and(|node| matches!(node.op, Op::Conv(_) | Op::ConvTransposed(_)));
        let key = if has_filters { "play-filter" } else { "play-channel" };
        pickers.push(Picker { key, is_made: true, among: 0..filters, of: filters, value: filter });
    }
    pickers
}

/// The choices behind one button.
fn options_ui(ui: &mut Ui, walk: Option<&Walk>, view: &View<'_>, actions: &mut Vec<Action>) {
    let mut commands = vec![
        Command::Reveal(Reveal::All),
        Command::Reveal(Reveal::Walk),
        Command::Reveal(Reveal::Predict),
        Command::CoverAll,
        Command::UncoverAll,
        Command::Repeat,
    ];
    for picker in pickers(walk, view) {
        commands.extend(if picker.is_made {
            [Command::NextFilter, Command::PreviousFilter]
        } else {
            [Command::NextChannel, Command::PreviousChannel]
        });
    }
    let (button, _) = MenuButton::new("⋯").ui(ui, |ui| {
        top::menu_style(ui);
        for command in commands {
            top::entry_ui(ui, view, command.spec(), actions);
        }
    });
    button.accessible_name(view.words.get("view-options"));
}

/// Which outputs are shown, and which channel and filter.
fn choices_ui(ui: &mut Ui, walk: Option<&Walk>, view: &View<'_>, actions: &mut Vec<Action>) {
    let look = view.facts.look;
    let words = view.words;
    for (reveal, key) in [(Reveal::All, "play-all"), (Reveal::Walk, "play-walk"), (Reveal::Predict, "play-predict")] {
        let command = Command::Reveal(reveal);
        let button = Button::selectable(look.reveal == reveal, words.get(key));
        if ui.add(button).on_hover_text(tools::tip(ui, view, command)).clicked() {
            actions.push(Action::Command(command));
        }
    }
    if look.reveal == Reveal::Predict {
        for (command, key) in [(Command::CoverAll, "play-cover"), (Command::UncoverAll, "play-uncover")] {
            let button = ui.button(words.get(key)).on_hover_text(tools::tip(ui, view, command));
            if button.accessible_name(words.get(command.spec().label)).clicked() {
                actions.push(Action::Command(command));
            }
        }
    }
    for picker in pickers(walk, view) {
        ui.add_space(BEFORE_PICKER);
        let chosen = picker_ui(ui, view, &picker);
        let action = if picker.is_made { Action::Filter } else { Action::Channel };
        actions.extend(chosen.map(action));
    }
}

/// `channel 2 of 64`: gives the chosen one, 0-based, if it is another.
fn picker_ui(ui: &mut Ui, view: &View<'_>, picker: &Picker) -> Option<u64> {
    let words = view.words;
    let name = words.get(picker.key);
    let dim = |text: String| RichText::new(text).color(style::color(view.theme, Role::TextDim));
    ui.label(dim(name.to_owned()));
    let mut shown = picker.value + 1;
    let among = picker.among.start + 1..=picker.among.end;
    let response = ui.add(DragValue::new(&mut shown).range(among.clone()).speed(0.1)).accessible_name(name);
    let of = words.with("play-of", &[("count", words.number(picker.of).into())]);
    ui.label(dim(of.clone()));
    response.on_hover_text(format!("{name} {} {of}", words.number(picker.value + 1)));
    (shown != picker.value + 1).then(|| shown.clamp(*among.start(), *among.end()) - 1)
}
