//! The view of the numbers in the window: its board, the player below it, and what is chosen of the layer.

use egui::containers::menu::MenuButton;
use egui::{Button, DragValue, Rect, RichText, Stroke, Ui, UiBuilder, vec2};

use super::canvas::{CanvasState, Seen, canvas_ui};
use super::cells::{self, Asked, Cells};
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
    /// The unit that was shown last: another one is brought into sight.
    seen: Option<Unit>,
}

/// How many channels a layer's filter reads one by one, and how many it makes; 1 where there is nothing to choose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    pub channels: u64,
    pub filters: u64,
}

impl Choices {
    pub fn of(graph: &Graph, analysis: &Analysis, map: MapId) -> Self {
        let channels = |map: MapId| analysis.map(map).shape.as_ref().map_or(1, |shape| shape.channels);
        let made = channels(map);
        let Some(node) = graph.node(map) else { return Self { channels: 1, filters: 1 } };
        let read = node.inputs().first().map_or(1, |map| channels(*map));
        let channels = match &node.op {
            Op::Conv(conv) => read / conv.groups.max(1),
            Op::ConvTransposed(conv) => read / conv.groups.max(1),
            // The others read the channel that they make.
            _ => 1,
        };
        Self { channels: channels.max(1), filters: made.max(1) }
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
    let walk = Walk::of(&view.lowered.graph, view.analysis, view.pin);
    state.player.tick(ui.ctx(), walk.as_ref(), actions);
    let room = ui.available_rect_before_wrap();
    let wanted = choices_width(ui, walk.as_ref(), view);
    let choices = Place::of(room, wanted);
    let rows = if choices == Place::Below { player::ROW + CHOICES } else { player::ROW };
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
    }
    bar_ui(ui, bar, (choices, wanted), state, walk.as_ref(), view, actions);
    ui.advance_cursor_after_rect(room);
}

/// The unit whose window is shown: the pinned one, or the first one of the first layer.
pub fn shown_unit(view: &View<'_>) -> Option<Unit> {
    let walk = Walk::of(&view.lowered.graph, view.analysis, view.pin)?;
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

/// The channel of the image that the view shows.
pub fn shown_channel(look: Look, graph: &Graph, analysis: &Analysis, map: MapId) -> usize {
    let choices = Choices::of(graph, analysis, map);
    let filter = look.filter.min(choices.filters - 1);
    let channel = look.channel.min(choices.channels - 1);
    let groups = match graph.node(map).map(|node| &node.op) {
        Some(Op::Conv(conv)) => conv.groups,
        Some(Op::ConvTransposed(conv)) => conv.groups,
        // A layer without channels of its own reads the one that it makes.
        _ => choices.filters,
    };
    let in_group = (choices.filters / groups.max(1)).max(1);
    (filter / in_group * choices.channels + channel) as usize
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
    let channel = shown_channel(look, &view.lowered.graph, view.analysis, walk.map);
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
    let choices = Choices::of(&view.lowered.graph, view.analysis, walk.map);
    let (filter, channel) = (look.filter.min(choices.filters - 1) as usize, look.channel.min(choices.channels - 1));
    let mut at = vec![0; kernel.ndim()];
    if let Op::ConvTransposed(_) = view.lowered.graph.node(walk.map)?.op {
        let in_group = kernel.shape()[1].max(1);
        (at[0], at[1]) = (filter / in_group * choices.channels as usize + channel as usize, filter % in_group);
    } else {
        at[0] = filter;
        if at.len() > 2 {
            at[1] = channel as usize;
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
    let pickers = pickers(walk, view).into_iter().map(|(count, _, key)| {
        let of = words.with("play-of", &[("count", words.number(count).into())]);
        BEFORE_PICKER + width(words.get(key)) + PICKED + width(&of) + 3.0 * GAP
    });
    buttons + pickers.sum::<f32>()
}

/// What can be picked: of how many, which one, and what it is called.
fn pickers(walk: Option<&Walk>, view: &View<'_>) -> Vec<(u64, u64, &'static str)> {
    let Some(walk) = walk else { return Vec::new() };
    let choices = Choices::of(&view.lowered.graph, view.analysis, walk.map);
    let look = view.facts.look;
    let all = [(choices.channels, look.channel, "play-channel"), (choices.filters, look.filter, "play-filter")];
    all.into_iter().filter(|(count, ..)| *count > 1).collect()
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
    for (.., key) in pickers(walk, view) {
        commands.extend(match key {
            "play-channel" => [Command::NextChannel, Command::PreviousChannel],
            _ => [Command::NextFilter, Command::PreviousFilter],
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
    for (count, value, key) in pickers(walk, view) {
        ui.add_space(BEFORE_PICKER);
        let chosen = picker_ui(ui, view, key, value.min(count - 1), count);
        let action = if key == "play-channel" { Action::Channel } else { Action::Filter };
        actions.extend(chosen.map(action));
    }
}

/// `channel 2 of 64`: gives the chosen one, 0-based, if it is another.
fn picker_ui(ui: &mut Ui, view: &View<'_>, key: &'static str, value: u64, count: u64) -> Option<u64> {
    let words = view.words;
    let dim = |text: String| RichText::new(text).color(style::color(view.theme, Role::TextDim));
    ui.label(dim(words.get(key).to_owned()));
    let mut shown = value + 1;
    let response = ui.add(DragValue::new(&mut shown).range(1..=count).speed(0.1));
    let of = words.with("play-of", &[("count", words.number(count).into())]);
    ui.label(dim(of.clone()));
    let response = response.accessible_name(words.get(key));
    response.on_hover_text(format!("{} {} {of}", words.get(key), words.number(value + 1)));
    (shown != value + 1).then(|| shown.clamp(1, count) - 1)
}
