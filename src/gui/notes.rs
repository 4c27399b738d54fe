//! Every remark on the network, each with a jump to its layer and the best way out.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use egui::{Align2, Button, Rect, RichText, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::derived::Net;
use super::inspector::{change_text, elided, offer};
use super::source::trouble::{self, Trouble};
use super::{Action, View, card, style};
use crate::field::Note;
use crate::field::fixes::{Fix, fixes};
use crate::net::{LayerId, MapId, Stack};
use crate::scene::theme::Role;

const ROW: f32 = 30.0;
/// Below this width a remark stands under its layer's name.
const WIDE: f32 = 620.0;
const TALL_ROW: f32 = 50.0;
/// The room for what kind of remark it is, and for the layer's name.
const KIND: f32 = 104.0;
const NAME: f32 = 110.0;
const FIX: f32 = 150.0;

/// The ways out that were worked out so far, for one stack.
#[derive(Default)]
pub struct NotesState {
    of: Option<Arc<Stack>>,
    fixes: HashMap<LayerId, Option<Fix>>,
}

impl NotesState {
    /// Forgets what belongs to another stack.
    pub fn keep_to(&mut self, stack: &Arc<Stack>) {
        if !self.of.as_ref().is_some_and(|of| Arc::ptr_eq(of, stack)) {
            self.of = Some(Arc::clone(stack));
            self.fixes.clear();
        }
    }
}

/// Every remark on a network: what stops it first, then its loss, then layer by layer.
pub fn all(net: &Net) -> Vec<Note> {
    let graph = &net.lowered.graph;
    let maps = (0..net.analysis.maps().len()).filter_map(|index| graph.map(index));
    let mut notes = net.analysis.network_notes();
    notes.extend(maps.flat_map(|map| net.analysis.notes_of(graph, map)));
    notes.sort_by_key(|note| !matches!(note, Note::Impossible { .. }));
    notes
}

/// What kind of remark it is, in a word and a colour.
fn kind(note: &Note) -> (&'static str, Role) {
    match note {
        Note::Impossible { .. } => ("notes-stops", Role::LostText),
        Note::Unread { .. } | Note::Dropped { .. } => ("notes-lost", Role::LostText),
        Note::Gridding { .. } => ("notes-holes", Role::FieldText),
        Note::Unsupported { .. } | Note::TooLarge { .. } => ("notes-unknown", Role::TextDim),
        Note::Unaligned { .. } | Note::GlobalBranch { .. } => ("notes-branches", Role::TextDim),
        Note::FieldCoversInput { .. } | Note::BorderLayers { .. } => ("notes-field", Role::FieldText),
        Note::PaddingTail { .. } | Note::PaddingShare { .. } => ("notes-padding", Role::TextDim),
    }
}

/// Draws the remarks.
pub fn notes_ui(ui: &mut Ui, state: &mut NotesState, view: &View<'_>, actions: &mut Vec<Action>) {
    let troubles = trouble::all(view);
    if view.notes.is_empty() && troubles.is_empty() {
        let text = RichText::new(view.words.get("notes-none")).color(style::color(view.theme, Role::TextDim));
        ui.label(text);
        return;
    }
    let wide = ui.available_width() >= WIDE;
    let height = if wide { ROW } else { TALL_ROW };
    ui.spacing_mut().item_spacing.y = 0.0;
    // Working a way out may go through thousands of layers: one in a frame.
    let mut may_work = true;
    let area = ScrollArea::vertical().id_salt("notes").auto_shrink(false);
    troubles_ui(ui, view, &troubles, actions);
    area.show_rows(ui, height, view.notes.len(), |ui, rows| {
        for at in rows {
            let note = &view.notes[at];
            // A layer's remarks on two axes have one way out.
            let again = at > 0 && view.notes[at - 1].map() == note.map() && is_unread(&view.notes[at - 1]);
            let fix = if is_unread(note) && !again { fix_of(ui, state, view, note, &mut may_work) } else { None };
            row_ui(ui, at, height, wide, view, fix, actions);
        }
    });
}

/// The files of values that are of no use, before all remarks on the network: few, as high as their texts.
fn troubles_ui(ui: &mut Ui, view: &View<'_>, troubles: &[Trouble<'_>], actions: &mut Vec<Action>) {
    // Beyond these, each still has its card beside its layer.
    const MOST: usize = 3;
    for trouble in troubles.iter().take(MOST) {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().button_padding = vec2(8.0, 2.0);
            let layer = trouble.layer().and_then(|id| view.stack().position(id)).and_then(|at| view.names.get(at));
            let owner = layer.map_or(view.words.get("map-input"), String::as_str);
            ui.label(RichText::new(owner).font(style::bold(12.5)).color(style::color(view.theme, Role::LostText)));
            ui.label(RichText::new(trouble.text(view)).font(style::plain(12.5)));
            trouble.buttons_ui(ui, Some(owner), view, actions);
        });
        ui.add_space(4.0);
    }
}

fn is_unread(note: &Note) -> bool {
    matches!(note, Note::Unread { .. })
}

/// The best way out of what a layer leaves unread, as soon as it is worked out.
fn fix_of<'a>(
    ui: &Ui,
    state: &'a mut NotesState,
    view: &View<'_>,
    note: &Note,
    may_work: &mut bool,
) -> Option<&'a Fix> {
    let id = view.lowered.layer_of_map[note.map()?.index()]?;
    match state.fixes.entry(id) {
        Entry::Occupied(known) => known.into_mut().as_ref(),
        Entry::Vacant(place) if std::mem::replace(may_work, false) => {
            place.insert(fixes(view.stack(), id).into_iter().next()).as_ref()
        }
        Entry::Vacant(_) => {
            ui.ctx().request_repaint();
            None
        }
    }
}

fn row_ui(
    ui: &mut Ui,
    at: usize,
    height: f32,
    wide: bool,
    view: &View<'_>,
    fix: Option<&Fix>,
    actions: &mut Vec<Action>,
) {
    let words = view.words;
    let note = &view.notes[at];
    let of = |role| style::color(view.theme, role);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    if !ui.is_rect_visible(rect) {
        return;
    }
    let line = egui::Stroke::new(1.0, of(Role::Border).gamma_multiply(0.6));
    ui.painter().hline(rect.x_range(), rect.bottom(), line);
    let first = if wide { rect.center().y } else { rect.top() + 15.0 };
    let right = rect.right() - 12.0;

    let (key, role) = kind(note);
    let dot = egui::Rect::from_center_size(pos2(rect.left() + 6.0, first), vec2(9.0, 9.0));
    ui.painter().rect_filled(dot, 2, of(role));
    let name_left = if wide {
        let at = pos2(rect.left() + 18.0, first);
        ui.painter().text(at, Align2::LEFT_CENTER, words.get(key), style::plain(style::SMALL_PT), of(role));
        rect.left() + 18.0 + KIND
    } else {
        rect.left() + 18.0
    };

    let map = note.map().unwrap_or(MapId::INPUT);
    let name = view.lowered.graph.node(map).map_or(words.get("map-input"), |node| node.name.as_str());
    let place = Rect::from_min_max(pos2(name_left, first - 12.0), pos2(name_left + NAME, first + 12.0));
    if jump_ui(ui, at, place, view, name) {
        let layer = view.lowered.layer_of_map[map.index()];
        actions.push(layer.map_or(Action::Select(map), Action::SelectLayer));
    }

    let mut text_right = right;
    if let Some(fix) = fix {
        let place = Rect::from_min_max(pos2((right - FIX).max(place.right()), first - 12.0), pos2(right, first + 12.0));
        let left = fix_ui(ui, at, place, view, name, fix, actions);
        if wide {
            text_right = left - 12.0;
        }
    }

    let text = words.note(note, &view.lowered.graph);
    let (left, middle) = if wide { (place.right() + 10.0, first) } else { (rect.left() + 18.0, rect.top() + 37.0) };
    let job = elided(text.clone(), style::plain(12.5), of(Role::Text), text_right - left);
    let galley = ui.painter().layout_job(job);
    let cut = galley.elided;
    let size = galley.size();
    ui.painter().galley(pos2(left, middle - size.y / 2.0), galley, of(Role::Text));
    let place = Rect::from_center_size(pos2(left + size.x / 2.0, middle), size);
    let response = ui.interact(place, ui.scope_id().with(("sentence", at)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, format!("{}: {text}", words.get(key))));
    if cut {
        response.on_hover_text(text);
    }
}

/// The layer's name, which is a way to it; true if it was pressed.
fn jump_ui(ui: &mut Ui, at: usize, place: Rect, view: &View<'_>, name: &str) -> bool {
    let response = ui.interact(place, ui.scope_id().with(("jump", at)), Sense::click());
    let spoken = view.words.with("notes-jump", &[("layer", name.into())]);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &spoken));
    let color = style::color(view.theme, Role::Accent);
    let text = card::line(ui.painter(), name, style::bold(12.5), color, place.width());
    let under = Rect::from_min_size(pos2(place.left(), place.center().y - text.size().y / 2.0), text.size());
    if response.hovered() {
        ui.painter().hline(under.x_range(), under.bottom(), egui::Stroke::new(1.0, color));
        ui.set_cursor_icon(egui::CursorIcon::PointingHand);
    }
    ui.painter().galley(under.min, text, color);
    if response.has_focus() {
        style::focus_ring(ui.painter(), view.theme, under.expand2(vec2(4.0, 2.0)), 4);
    }
    if response.gained_focus() {
        ui.scroll_to_rect(place.expand2(vec2(0.0, TALL_ROW)), None);
    }
    response.on_hover_text(spoken).clicked()
}

/// The fix as a button at the right end of its place; gives where it begins.
fn fix_ui(
    ui: &mut Ui,
    at: usize,
    place: Rect,
    view: &View<'_>,
    layer: &str,
    fix: &Fix,
    actions: &mut Vec<Action>,
) -> f32 {
    let words = view.words;
    let change = change_text(view, &fix.change);
    let result = match fix.dropped {
        Some(0) => words.get("fix-all-seen").to_owned(),
        Some(count) => words.with("fix-still-lost", &[("count", count.into())]),
        None => String::new(),
    };
    let mut part = ui.new_child(
        egui::UiBuilder::new()
            .max_rect(place)
            .id_salt(("fix", at))
            .layout(egui::Layout::right_to_left(egui::Align::Center)),
    );
    part.spacing_mut().button_padding = vec2(8.0, 2.0);
    let button = Button::new(RichText::new(change.as_str()).size(12.0)).truncate();
    let button = part.add(button).on_hover_text(format!("{change}: {} · {result}", fix.shape.size_text()));
    let button = button.accessible_name(format!("{layer}: {change}, {result}"));
    if button.gained_focus() {
        part.scroll_to_rect(place.expand2(vec2(0.0, TALL_ROW)), None);
    }
    offer(&button, fix.edit.clone(), actions);
    button.rect.left()
}
