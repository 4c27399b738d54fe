//! The branches that meet at a join: what each sees, how they lie to each other, and which of them the views of a chain
//! follow.

use egui::{Align, Layout, RichText, Role as Access, Sense, Ui, WidgetInfo, pos2, vec2};

use super::insight::Joined;
use super::inspector::{dim, elided, row_ui, section_ui, seen_text};
use super::{Action, View, style};
use crate::axes::Axes;
use crate::export::report::name_of;
use crate::field::Field;
use crate::field::branches::{Alignment, Branch, Extremes, Meeting, Shift, UnitSeen};
use crate::field::derive::rational;
use crate::field::route::past;
use crate::net::MapId;
use crate::scene::maps::unit_text;
use crate::scene::theme::Role;

/// Kinds of units whose offset is told.
const MOST_KINDS: usize = 4;
/// The height of a branch's name with its button.
const NAME: f32 = 22.0;

/// What each branch of the join that makes `map` sees, and all of them together. Nothing of every other layer.
pub fn branches_ui(ui: &mut Ui, view: &View<'_>, map: MapId, actions: &mut Vec<Action>) {
    let Some(joined) = view.joined else { return };
    let meeting = &joined.meeting;
    section_ui(ui, view, "section-branches");
    let heads = ["branch-head-size", "branch-head-jump", "branch-head-start", "branch-head-centre"];
    let heads = heads.map(|key| view.words.get(key).to_owned());
    table_row_ui(ui, view, 0.0, &heads, Role::TextDim);
    for (at, branch) in meeting.branches.iter().enumerate() {
        ui.push_id(at, |ui| branch_ui(ui, view, (map, meeting), (at, branch), actions));
    }
    if let Some(local) = &meeting.local {
        ui.label(RichText::new(view.words.get("branch-together")).font(style::bold(12.5)));
        let name = view.words.get("branch-together");
        spoken_row_ui(ui, view, name, &numbers(local));
    }
    alignment_ui(ui, view, meeting);
    if meeting.branches.iter().any(|branch| branch.global.iter().any(|global| *global)) {
        ui.label(dim(view, view.words.get("branch-global-text")));
    }
    if let Some(paths) = &joined.paths {
        paths_ui(ui, view, map, paths);
    }
    units_ui(ui, view, joined);
}

fn branch_ui(
    ui: &mut Ui,
    view: &View<'_>,
    (join, meeting): (MapId, &Meeting),
    (at, branch): (usize, &Branch),
    actions: &mut Vec<Action>,
) {
    let words = view.words;
    let name = name_of(&view.lowered.graph, branch.map);
    let name = if branch.map == MapId::INPUT { words.get("map-input") } else { name };
    let size = vec2(ui.available_width(), NAME);
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
        if view.path.is_some_and(|path| path.windows(2).any(|pair| pair == [branch.map, join])) {
            ui.label(dim(view, words.get("branch-shown")));
        } else {
            let spoken = words.with("branch-show-of", &[("layer", name.into())]);
            ui.spacing_mut().button_padding = vec2(6.0, 1.0);
            let button = ui.button(RichText::new(words.get("branch-show")).size(style::SMALL_PT));
            if button.accessible_name(spoken).clicked() {
                actions.push(chosen(view, join, branch.map));
            }
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.add(egui::Label::new(RichText::new(name).font(style::bold(12.5))).truncate()).on_hover_text(name);
        });
    });
    match &branch.field {
        None => {
            ui.label(dim(view, words.get("field-too-large")));
        }
        Some(field) if field.iter().all(Field::is_whole) => {
            row_ui(ui, view, words.get("branch-whole"), &view.stack().input.size_text());
        }
        Some(field) => {
            spoken_row_ui(ui, view, name, &numbers(field));
        }
    }
    if !branch.exact {
        ui.label(dim(view, words.get("branch-largest-only")));
    }
    offset_ui(ui, view, meeting, at);
}

/// A layer that is on the path already, as where a crossing begins, leads to the join in another way.
fn chosen(view: &View<'_>, join: MapId, branch: MapId) -> Action {
    let graph = &view.lowered.graph;
    match view.path.filter(|path| path.binary_search(&branch).is_ok()) {
        Some(path) => match past(graph, view.analysis, path, (join, branch)) {
            Some(path) => Action::Follow(path),
            None => Action::Through(branch),
        },
        None => Action::Through(branch),
    }
}

/// How far the centres of a branch lie from those of the widest one, where they do.
fn offset_ui(ui: &mut Ui, view: &View<'_>, meeting: &Meeting, at: usize) {
    let rank = meeting.alignment.rank();
    let offset = |how: &Option<Alignment>| match how {
        Some(Alignment::Shifted(shift)) if shift.reference != at => offset_text(view, shift, at),
        _ => String::new(),
    };
    let offsets = meeting.alignment.map(offset);
    let alike = offsets.iter().all(|offset| *offset == offsets[0]);
    for (axis, offset) in offsets.iter().enumerate().filter(|(_, offset)| !offset.is_empty()) {
        let name = view.words.get("branch-offset");
        if alike {
            row_ui(ui, view, name, offset);
            break;
        }
        row_ui(ui, view, &format!("{name}, {}", view.words.axis(rank, axis)), offset);
    }
}

/// `½ px`; `0, ½, 1 px` for the first kinds of units where they differ.
fn offset_text(view: &View<'_>, shift: &Shift, at: usize) -> String {
    let kinds = if shift.varies() { MOST_KINDS } else { 1 };
    let text = |kind: &smallvec::SmallVec<[Option<num_rational::Ratio<i64>>; 4]>| {
        kind.get(at).copied().flatten().map_or_else(|| "–".to_owned(), rational)
    };
    let told: Vec<String> = shift.offsets.iter().take(kinds).map(text).collect();
    let more = if shift.varies() && shift.offsets.len() > kinds { ", …" } else { "" };
    format!("{}{more}\u{a0}{}", told.join(", "), view.words.get("unit-px"))
}

fn alignment_ui(ui: &mut Ui, view: &View<'_>, meeting: &Meeting) {
    let words = view.words;
    if meeting.branches.len() < 2 {
        return;
    }
    if meeting.aligned() {
        ui.label(RichText::new(words.get("branches-aligned")).color(style::color(view.theme, Role::GoodText)));
        return;
    }
    let text = match meeting.unaligned() {
        Some((_, Alignment::StridesDiffer)) => words.get("branches-strides-differ"),
        Some(_) => words.get("branches-shifted"),
        None => words.get("branches-unknown"),
    };
    ui.label(text);
}

/// The narrowest and the widest path, where they are not one.
fn paths_ui(ui: &mut Ui, view: &View<'_>, map: MapId, paths: &Extremes) {
    if paths.smallest == paths.largest {
        return;
    }
    let words = view.words;
    let pixels = |size: &Axes<u64>| format!("{}\u{a0}{}", size.alike_text(" × "), words.get("unit-px"));
    ui.add_space(4.0);
    row_ui(ui, view, words.get("branches-smallest"), &pixels(&paths.smallest));
    row_ui(ui, view, words.get("branches-largest"), &pixels(&paths.largest));
    if view.analysis.map(map).rf().is_some_and(|rf| rf == paths.largest) {
        ui.label(dim(view, words.get("branches-headline")));
    }
}

/// What single units see, where that depends on the unit.
fn units_ui(ui: &mut Ui, view: &View<'_>, joined: &Joined) {
    if joined.units.is_empty() {
        return;
    }
    section_ui(ui, view, "section-branch-units");
    for seen in &joined.units {
        unit_ui(ui, view, &joined.meeting, seen);
    }
}

fn unit_ui(ui: &mut Ui, view: &View<'_>, meeting: &Meeting, seen: &UnitSeen) {
    let words = view.words;
    let text = |region: &crate::field::Region| {
        if region.has_units() { seen_text(view, region) } else { words.get("unit-only-padding").to_owned() }
    };
    let name = words.with("branch-unit", &[("unit", unit_text(&seen.unit).into())]);
    ui.label(RichText::new(name).font(style::bold(12.5)));
    for (branch, (region, _)) in meeting.branches.iter().zip(&seen.branches) {
        row_ui(ui, view, name_of(&view.lowered.graph, branch.map), &text(region));
    }
    row_ui(ui, view, words.get("branch-together"), &text(&seen.union));
}

/// Size, effective stride, first pixel of unit 0 and centre of unit 0, per axis where the axes differ.
fn numbers(field: &Axes<Field>) -> [String; 4] {
    let none = || "–".to_owned();
    let whole = |field: &Field, text: Option<String>| if field.is_whole() { none() } else { text.unwrap_or_else(none) };
    [
        field.map(Field::rf).alike_text(" × "),
        field.map(|field| whole(field, field.jump().map(rational))).alike_text(" × "),
        field.map(|field| whole(field, field.start().map(|start| rational(start.into())))).alike_text("; "),
        field.map(|field| whole(field, field.centre(0).map(rational))).alike_text("; "),
    ]
}

/// The numbers of a branch, for those who hear with what each of them is.
fn spoken_row_ui(ui: &mut Ui, view: &View<'_>, name: &str, numbers: &[String; 4]) {
    let response = table_row_ui(ui, view, 0.0, numbers, Role::Text);
    let [rf, jump, start, centre] = numbers;
    let values = [("rf", rf.into()), ("jump", jump.into()), ("start", start.into()), ("centre", centre.into())];
    let text = view.words.with("branch-numbers", &values);
    ui.accesskit_node_builder(response.id, |node| {
        node.set_value(format!("{name}: {text}"));
        node.clear_label();
    });
    response.on_hover_text(text);
}

/// A row of a table. The first cell begins at the left and takes this share of the width, the others are equally wide
/// and end at their right edges; with a share of 0 all are so. What does not fit is cut.
pub(super) fn table_row_ui(ui: &mut Ui, view: &View<'_>, first: f32, cells: &[String], role: Role) -> egui::Response {
    const GAP: f32 = 8.0;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 20.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Access::Label, true, cells.join(", ")));
    let color = style::color(view.theme, role);
    let heads = role == Role::TextDim;
    let named = usize::from(first > 0.0);
    let left = rect.width() * first;
    let cell = (rect.width() - left) / (cells.len() - named).max(1) as f32;
    for (at, text) in cells.iter().enumerate() {
        let is_name = at < named;
        let width = if is_name { left } else { cell } - GAP;
        let font = if heads || is_name { style::plain(style::SMALL_PT) } else { style::mono(12.0) };
        let galley = ui.painter().layout_job(elided(text.clone(), font, color, width));
        let x =
            if is_name { rect.left() } else { rect.left() + left + cell * (at + 1 - named) as f32 - galley.size().x };
        ui.painter().galley(pos2(x, rect.center().y - galley.size().y / 2.0), galley, color);
    }
    let stroke = egui::Stroke::new(1.0, style::color(view.theme, Role::Border).gamma_multiply(0.6));
    ui.painter().hline(rect.x_range(), rect.max.y, stroke);
    response
}
