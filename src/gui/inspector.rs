//! The inspector: how the selected layer's numbers come about, what the pinned unit sees, what is lost and what to do.

use egui::{FontId, RichText, Role as Access, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use super::alternatives::alternatives_ui;
use super::branches::branches_ui;
use super::source::image::image_values_ui;
use super::source::kernel::kernel_ui;
use super::story::AxisStory;
use super::sum::sum_ui;
use super::teach::{self, told};
use super::{Action, Selection, View, style};
use crate::axes::Axes;
use crate::export::report::about::padding::number;
use crate::field::derive::{Piece, Sum, rational};
use crate::field::fixes::{Change, Fix};
use crate::field::{Field, Note, Region};
use crate::net::{Edit, MapId, Op, Shape, setting_text};
use crate::scene::maps::unit_text;
use crate::scene::theme::Role;

const CARD_MARGIN: i8 = 10;
const SUM_PT: f32 = 13.0;
const SCROLL_BAR_ROOM: f32 = 10.0;

pub fn inspector_ui(ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
    ScrollArea::vertical().id_salt("inspector").auto_shrink([false, false]).show(ui, |ui| {
        // The scroll bar floats; it must not lie on the numbers.
        ui.set_width(ui.available_width() - SCROLL_BAR_ROOM);
        ui.spacing_mut().item_spacing.y = 3.0;
        match view.selected {
            None => off_ui(ui, view, actions),
            Some(MapId::INPUT) => image_ui(ui, view, actions),
            Some(map) => layer_ui(ui, view, map, actions),
        }
        ui.add_space(12.0);
    });
}

/// A layer that is switched off: its name, and the switch.
fn off_ui(ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
    let Selection::Layer(id) = view.selection else { return };
    let name = view.stack().position(id).and_then(|at| view.names.get(at));
    title_ui(ui, name.map_or("", String::as_str), Some(view.words.get("inspector-off").to_owned()));
    ui.label(dim(view, view.words.get("inspector-off-text")));
    ui.add_space(6.0);
    if ui.button(view.words.get("inspector-switch-on")).clicked() {
        actions.push(Action::Edit(Edit::Enable(id, true)));
    }
}

fn image_ui(ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
    let (words, story) = (view.words, view.story);
    title_ui(ui, words.get("map-input"), Some(view.stack().input.channels_first_text()));
    if let Some(reason) = &view.analysis.map(MapId::INPUT).impossible {
        impossible_ui(ui, view, reason);
        return;
    }
    network_loss_ui(ui, view);
    if story.sizes.iter().any(|sizes| !sizes.is_empty()) {
        section_ui(ui, view, "sizes-without-loss");
        let rank = story.sizes.rank();
        for (axis, sizes) in story.sizes.iter().enumerate() {
            ui.horizontal_wrapped(|ui| {
                ui.label(dim(view, words.axis(rank, axis)));
                for &size in sizes {
                    let label = words.number(size);
                    let name = format!("{} {label}", words.axis(rank, axis));
                    let button = ui.button(label).accessible_name(name);
                    let mut input = view.stack().input.clone();
                    if let Some(n) = input.size.get_mut(axis) {
                        *n = size;
                    }
                    offer(&button, Edit::SetInput(input), actions);
                }
            });
        }
    }
    image_values_ui(ui, view, actions);
    section_ui(ui, view, "section-network");
    output_ui(ui, view);
    cost_rows_ui(ui, view, None, &view.net.totals);
    notes_ui(ui, view, &story.notes);
}

fn output_ui(ui: &mut Ui, view: &View<'_>) {
    if super::outputs::are_several(view) {
        super::outputs::outputs_ui(ui, view);
        return;
    }
    let output = view.analysis.map(view.analysis.output());
    if let Some(shape) = &output.shape {
        row_ui(ui, view, view.words.get("row-output"), &shape.channels_first_text());
    }
    if let Some(rf) = output.rf().filter(|_| view.analysis.output() != MapId::INPUT) {
        row_ui(ui, view, view.words.get("row-output-field"), &pixels(view, &rf.alike_text(" × ")));
    }
}

fn layer_ui(ui: &mut Ui, view: &View<'_>, map: MapId, actions: &mut Vec<Action>) {
    let (words, story) = (view.words, view.story);
    let graph = &view.lowered.graph;
    let answer = view.analysis.map(map);
    let Some(node) = graph.node(map) else { return };
    title_ui(ui, &format!("{} · {}", map.index(), node.name), Some(words.op_name(&node.op)));
    if let Some(reason) = &answer.impossible {
        impossible_ui(ui, view, reason);
        return;
    }
    let Some(shape) = &answer.shape else {
        ui.label(dim(view, words.get("inspector-unknown")));
        return;
    };
    told(&section_ui(ui, view, "section-size"), view, teach::size(&node.op));
    match &story.flat_size {
        Some(sum) => sum_ui(ui, view, sum, SUM_PT, Role::Text),
        None => story.axes.iter().for_each(|axis| size_ui(ui, view, axis)),
    }
    row_ui(ui, view, words.get("row-shape"), &shape.channels_first_text());
    loss_ui(ui, view, map);
    fixes_ui(ui, view, &story.fixes, actions);

    kernel_ui(ui, view, actions);
    section_ui(ui, view, "section-field");
    field_rows_ui(ui, view, map);
    alternatives_ui(ui, view, actions);
    branches_ui(ui, view, map, actions);
    if let Some((pin_map, unit)) = view.pin {
        section_ui(ui, view, "section-unit");
        unit_rows_ui(ui, view, *pin_map, unit);
    }
    next_rows_ui(ui, view);
    section_ui(ui, view, "section-cost");
    cost_rows_ui(ui, view, Some(&node.op), &answer.cost);
    notes_ui(ui, view, &story.notes);
}

fn title_ui(ui: &mut Ui, title: &str, second: Option<String>) {
    ui.add_space(4.0);
    ui.label(RichText::new(title).font(style::bold(style::HEADING_PT)));
    if let Some(second) = second {
        ui.label(RichText::new(second).weak());
    }
}

pub(super) fn section_ui(ui: &mut Ui, view: &View<'_>, key: &'static str) -> egui::Response {
    ui.add_space(8.0);
    ui.label(dim(view, view.words.get(key)).font(style::bold(style::SMALL_PT)))
}

pub(super) fn dim(view: &View<'_>, text: &str) -> RichText {
    RichText::new(text).color(style::color(view.theme, Role::TextDim))
}

/// A name on the left, its value on the right, a hair line below. A value that does not fit stands under its name.
pub(super) fn row_ui(ui: &mut Ui, view: &View<'_>, name: &str, value: &str) -> egui::Response {
    const GAP: f32 = 10.0;
    let width = ui.available_width();
    let text = style::color(view.theme, Role::Text);
    let layout = |ui: &Ui, text_of: &str, font: FontId, wrap: f32| {
        ui.fonts_mut(|fonts| fonts.layout(text_of.to_owned(), font, text, wrap))
    };
    let name_galley = layout(ui, name, style::plain(12.5), width);
    let value_galley = layout(ui, value, style::mono(12.0), width);
    let beside = name_galley.size().x + GAP + value_galley.size().x <= width;
    let (name_size, value_size) = (name_galley.size(), value_galley.size());
    let height = if beside { name_size.y.max(value_size.y) } else { name_size.y + value_size.y + 2.0 };
    let (rect, response) = ui.allocate_exact_size(vec2(width, height + 7.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Access::Label, true, name));
    ui.accesskit_node_builder(response.id, |node| {
        node.set_value(format!("{name}: {value}"));
        node.clear_label();
    });
    let value_at =
        egui::pos2(rect.max.x - value_size.x, if beside { rect.min.y + 3.0 } else { rect.min.y + name_size.y + 4.0 });
    ui.painter().galley(rect.min + vec2(0.0, 2.0), name_galley, text);
    ui.painter().galley(value_at, value_galley, text);
    let stroke = egui::Stroke::new(1.0, style::color(view.theme, Role::Border).gamma_multiply(0.6));
    ui.painter().hline(rect.x_range(), rect.max.y, stroke);
    response
}

/// The sums under the row they explain, one per axis, or one if all axes have the same.
fn explain_ui(ui: &mut Ui, view: &View<'_>, sum_of: impl Fn(&AxisStory) -> Option<&Sum>) {
    let mut sums: Vec<&Sum> = view.story.axes.iter().filter_map(sum_of).collect();
    if sums.windows(2).all(|pair| pair[0] == pair[1]) {
        sums.truncate(1);
    }
    // A sum of one number explains nothing.
    for sum in sums.into_iter().filter(|sum| sum.0.len() > 1) {
        sum_ui(ui, view, sum, 11.5, Role::TextDim);
    }
}

fn size_ui(ui: &mut Ui, view: &View<'_>, story: &AxisStory) {
    if let Some(axis) = story.axis {
        let rank = view.stack().input.size.rank();
        ui.label(dim(view, view.words.axis(rank, axis)));
    }
    let Some(size) = &story.size else { return };
    match &story.size_rule {
        Some(rule) => {
            sum_ui(ui, view, rule, SUM_PT, Role::TextDim);
            sum_ui(ui, view, &Sum([&[Piece::Text("= ".to_owned())], size.0.as_slice()].concat()), SUM_PT, Role::Text);
        }
        None => {
            sum_ui(
                ui,
                view,
                &Sum([&[Piece::Text("N′ = ".to_owned())], size.0.as_slice()].concat()),
                SUM_PT,
                Role::Text,
            );
        }
    }
}

pub(super) fn card_ui(ui: &mut Ui, view: &View<'_>, line: Role, fill: Role, content: impl FnOnce(&mut Ui)) {
    ui.add_space(4.0);
    egui::Frame::new()
        .fill(style::color(view.theme, fill))
        .stroke(egui::Stroke::new(1.0, style::color(view.theme, line)))
        .corner_radius(style::CARD_RADIUS)
        .inner_margin(CARD_MARGIN)
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            content(ui);
        });
}

fn impossible_ui(ui: &mut Ui, view: &View<'_>, reason: &crate::field::Impossible) {
    card_ui(ui, view, Role::Lost, Role::LostFill, |ui| {
        ui.label(RichText::new(view.words.get("map-impossible")).font(style::bold(style::BODY_PT)));
        let rank = view.stack().input.size.rank();
        ui.label(view.words.impossible(reason, rank));
    });
}

/// What this layer loses and why, and what the whole network does.
fn loss_ui(ui: &mut Ui, view: &View<'_>, map: MapId) {
    let (words, story) = (view.words, view.story);
    let unread: u64 = story.unread.iter().filter_map(|unread| unread.count).sum();
    let dropped = story.loss.as_ref().filter(|loss| loss.count > 0);
    if unread == 0 && dropped.is_none() {
        let padding = story
            .unread
            .iter()
            .any(|unread| unread.cause.iter().any(|cause| *cause == Some(crate::field::Cause::PaddingTail)));
        if view.analysis.map(map).steps.iter().flatten().any(|step| step.inputs != step.outputs) {
            ui.add_space(2.0);
            let text = words.get(if padding { "loss-none-padding" } else { "loss-none" });
            ui.label(RichText::new(text).color(style::color(view.theme, Role::GoodText)));
        }
        return;
    }
    let graph = &view.lowered.graph;
    let read = graph.node(map).map(|node| node.inputs()[0]);
    let read_name = read.and_then(|read| graph.node(read)).map_or(words.get("map-input"), |node| node.name.as_str());
    card_ui(ui, view, Role::Lost, Role::LostFill, |ui| {
        if let Some(loss) = dropped {
            let text = words.with("loss-dropped", &[("count", loss.count.into()), ("of", loss.of.into())]);
            told(&ui.label(RichText::new(text).font(style::bold(style::BODY_PT))), view, teach::LOST);
            ui.label(dim(view, &words.with("loss-share", &[("share", words.percent(loss.share()).into())])));
        }
        for unread in &story.unread {
            let rank = unread.indices.rank();
            for (axis, lost) in unread.indices.iter().enumerate().filter(|(_, lost)| !lost.is_empty()) {
                let cause = unread.cause[axis].map_or("", |cause| words.cause(cause));
                // Of the map that the layer reads, which is the input only for the first layer.
                let values = [
                    ("lost", words.axis_at(rank, axis, lost).into()),
                    ("map", read_name.into()),
                    ("cause", cause.into()),
                ];
                ui.label(words.with("loss-unread", &values));
            }
        }
        if unread == 0 {
            ui.label(dim(view, words.get("loss-earlier")));
        }
    });
}

fn network_loss_ui(ui: &mut Ui, view: &View<'_>) {
    let words = view.words;
    let Some(loss) = &view.story.network_loss else { return };
    let several = super::outputs::are_several(view);
    if loss.count == 0 {
        let key = if several { "loss-none-outputs" } else { "loss-none-network" };
        ui.label(RichText::new(words.get(key)).color(style::color(view.theme, Role::GoodText)));
        return;
    }
    card_ui(ui, view, Role::Lost, Role::LostFill, |ui| {
        let text = words.with("loss-dropped", &[("count", loss.count.into()), ("of", loss.of.into())]);
        told(&ui.label(RichText::new(text).font(style::bold(style::BODY_PT))), view, teach::LOST);
        let key = if several { "loss-share-outputs" } else { "loss-share-output" };
        ui.label(dim(view, &words.with(key, &[("share", words.percent(loss.share()).into())])));
        for (axis, lost) in loss.indices.iter().flat_map(|sets| sets.iter().enumerate()) {
            if !lost.is_empty() {
                let rank = view.stack().input.size.rank();
                ui.label(words.axis_at(rank, axis, lost));
            }
        }
    });
}

/// An edit that is shown while the pointer or the focus is on its button, and made by a click.
pub(super) fn offer(button: &egui::Response, edit: Edit, actions: &mut Vec<Action>) {
    if button.clicked() {
        actions.push(Action::Edit(edit));
    } else if button.hovered() || button.has_focus() {
        actions.push(Action::Preview(Some(edit)));
    }
}

fn fixes_ui(ui: &mut Ui, view: &View<'_>, fixes: &[Fix], actions: &mut Vec<Action>) {
    if fixes.is_empty() {
        return;
    }
    let all_seen = fixes.iter().all(|fix| fix.dropped == Some(0));
    section_ui(ui, view, if all_seen { "section-fixes" } else { "section-fixes-less" });
    for fix in fixes {
        let words = view.words;
        let name = change_text(view, &fix.change);
        let result = match fix.dropped {
            Some(0) => words.get("fix-all-seen").to_owned(),
            Some(count) => words.with("fix-still-lost", &[("count", count.into())]),
            None => String::new(),
        };
        let result = format!("{} · {result}", fix.shape.size_text());
        let width = ui.available_width();
        let (rect, button) = ui.allocate_exact_size(vec2(width, 30.0), Sense::click());
        button.widget_info(|| WidgetInfo::labeled(Access::Button, true, format!("{name}: {result}")));
        let fill = if button.hovered() || button.has_focus() { Role::ControlHover } else { Role::Control };
        let line = if button.has_focus() { Role::Accent } else { Role::Border };
        let stroke = egui::Stroke::new(1.0, style::color(view.theme, line));
        ui.painter().rect(
            rect,
            style::CONTROL_RADIUS,
            style::color(view.theme, fill),
            stroke,
            egui::StrokeKind::Inside,
        );
        let text = style::color(view.theme, Role::Text);
        let left = ui.painter().layout_no_wrap(name, style::bold(12.5), text);
        let role = if fix.dropped == Some(0) { Role::GoodText } else { Role::TextDim };
        let color = style::color(view.theme, role);
        let room = width - left.size().x - 30.0;
        let right = ui.painter().layout_job(elided(result, style::plain(style::SMALL_PT), color, room));
        let middle = rect.center().y;
        ui.painter().galley(egui::pos2(rect.min.x + 10.0, middle - left.size().y / 2.0), left, text);
        let at = egui::pos2(rect.max.x - 10.0 - right.size().x, middle - right.size().y / 2.0);
        ui.painter().galley(at, right, color);
        offer(&button, fix.edit.clone(), actions);
    }
}

/// One line that ends in `…` where there is no room for all of it.
pub(super) fn elided(text: String, font: FontId, color: egui::Color32, width: f32) -> egui::text::LayoutJob {
    let mut job = egui::text::LayoutJob::simple_singleline(text, font, color);
    job.wrap = egui::text::TextWrapping::truncate_at_width(width.max(20.0));
    job
}

pub(super) fn change_text(view: &View<'_>, change: &Change) -> String {
    let words = view.words;
    match change {
        Change::Padding(ends) => words.with("fix-padding", &[("n", setting_text(ends).into())]),
        Change::Stride(stride) => words.with("fix-stride", &[("n", setting_text(stride).into())]),
        Change::Kernel(kernel) => words.with("fix-kernel", &[("n", setting_text(kernel).into())]),
        Change::Ceil => words.get("fix-ceil").to_owned(),
        Change::StrideAndPadding(stride, padding) => {
            let values = [("stride", setting_text(stride).into()), ("padding", setting_text(padding).into())];
            words.with("fix-stride-padding", &values)
        }
        Change::InputSize(size) => {
            let size = Shape::image(1, size.clone()).size_text();
            words.with("fix-input", &[("size", size.into())])
        }
    }
}

fn field_rows_ui(ui: &mut Ui, view: &View<'_>, map: MapId) {
    let words = view.words;
    let answer = view.analysis.map(map);
    let Some(fields) = &answer.field else {
        ui.label(dim(view, words.get("field-too-large")));
        return;
    };
    let rf = fields.map(Field::rf);
    let op = view.lowered.graph.node(map).map(|node| &node.op);
    let taught = |response: &egui::Response, tip: fn(&Op) -> teach::Tip| {
        if let Some(op) = op {
            told(response, view, tip(op));
        }
    };
    taught(&row_ui(ui, view, words.get("row-rf"), &pixels(view, &rf.alike_text(" × "))), teach::field);
    explain_ui(ui, view, |axis| axis.rf.as_ref());
    if fields.iter().any(|field| field.rf_min() != field.rf()) {
        row_ui(ui, view, words.get("row-rf-min"), &pixels(view, &fields.map(Field::rf_min).alike_text(" × ")));
    }
    if fields.iter().any(|field| field.rf_count() != field.rf()) {
        row_ui(ui, view, words.get("row-rf-count"), &pixels(view, &fields.map(Field::rf_count).alike_text(" × ")));
    }
    if fields.iter().all(Field::is_whole) {
        let flattens = view.story.flat_size.is_some();
        ui.label(dim(view, words.get(if flattens { "field-vector" } else { "field-whole" })));
        return;
    }
    let jump = fields.map(|field| field.jump().map(rational).unwrap_or_default());
    taught(&row_ui(ui, view, words.get("row-jump"), &pixels(view, &jump.alike_text(" × "))), teach::jump);
    explain_ui(ui, view, |axis| axis.jump.as_ref());
    let start = fields.map(|field| field.start().map_or_else(|| "–".to_owned(), |start| rational(start.into())));
    taught(&row_ui(ui, view, words.get("row-start"), &coordinates(start.as_slice())), teach::start);
    explain_ui(ui, view, |axis| axis.start.as_ref());
    let covered = rf.iter().zip(view.stack().input.size.iter()).map(|(&rf, &n)| rf.min(n) as f64 / n as f64);
    told(&row_ui(ui, view, words.get("row-share"), &words.percent(covered.product())), view, teach::SHARE);
}

/// A number of pixels with its unit.
fn pixels(view: &View<'_>, number: &str) -> String {
    format!("{number}\u{a0}{}", view.words.get("unit-px"))
}

/// A place: `(0, −2)`, or the number alone on one axis.
fn coordinates(values: &[String]) -> String {
    match values {
        [only] => only.clone(),
        values => format!("({})", values.join(", ")),
    }
}

/// What one unit sees, in coordinates.
fn unit_rows_ui(ui: &mut Ui, view: &View<'_>, map: MapId, unit: &Axes<i64>) {
    let words = view.words;
    let name = view.lowered.graph.node(map).map_or(words.get("map-input"), |node| node.name.as_str());
    row_ui(ui, view, words.get("row-unit"), &format!("{name} {}", unit_text(unit)));
    // The trace may be of the unit under the pointer; these lines stay with the pinned one.
    let Some(trace) = view.pin_trace else { return };
    let Some(traced) = trace.at(MapId::INPUT).filter(|_| map != MapId::INPUT) else { return };
    let image = &view.stack().input;
    if !traced.units.has_units() {
        ui.label(dim(view, words.get("unit-only-padding")));
        return;
    }
    row_ui(ui, view, words.get("row-sees"), &seen_text(view, &traced.units));
    if let (Some(seen), Some(of)) = (traced.units.count(), image.units()) {
        row_ui(
            ui,
            view,
            words.get("row-pixels"),
            &format!("{} · {}", words.number(seen), words.percent(seen as f64 / of as f64)),
        );
    }
    let fields = view.analysis.map(map).field.as_ref();
    let centre: Option<Vec<String>> = fields.filter(|fields| fields.rank() == unit.rank()).and_then(|fields| {
        fields.iter().zip(unit.iter()).map(|(field, &u)| Some(rational(field.centre(u)?))).collect()
    });
    if let Some(centre) = centre {
        let row = row_ui(ui, view, words.get("row-centre"), &format!("({})", centre.join(", ")));
        told(&row, view, teach::CENTRE);
    }
    if let Some(share) = view.pin_padding.filter(|share| *share.numer() > 0) {
        let row = row_ui(ui, view, words.get("row-padding-share"), &words.percent(number(share)));
        told(&row, view, teach::PADDING_SHARE);
    }
    let fed = view.lowered.graph.map(map.index() + 1).and_then(|next| trace.at(next)?.units.count());
    if let Some(fed) = fed {
        row_ui(ui, view, words.get("row-feeds"), &words.number(fed));
    }
}

/// `rows 0–2 and columns 3–5`, holes and all where the set is one of rows and columns.
pub fn seen_text(view: &View<'_>, seen: &Region) -> String {
    let words = view.words;
    let sets = seen.product().cloned().or_else(|| Some(seen.hull()?.map(|run| (*run).into())));
    let sets = sets.unwrap_or_else(Axes::none);
    let rank = sets.rank();
    let lines: Vec<String> = sets.iter().enumerate().map(|(axis, set)| words.axis_at(rank, axis, set)).collect();
    words.list(&lines)
}

/// What a next filter would span, and how many more layers like this one it takes to see everything.
fn next_rows_ui(ui: &mut Ui, view: &View<'_>) {
    let words = view.words;
    if view.story.axes.iter().all(|axis| axis.share.is_none()) {
        return;
    }
    section_ui(ui, view, "section-next");
    let rank = view.stack().input.size.rank();
    for axis in &view.story.axes {
        if let Some(index) = axis.axis {
            ui.label(dim(view, words.axis(rank, index)));
        }
        let image = view.stack().input.size[axis.axis.unwrap_or(0)];
        if let Some(share) = &axis.share {
            let title = words.with("row-next-exact", &[("kernel", share.kernel.into())]);
            row_ui(ui, view, &title, &pixels(view, &rational(share.exact)));
            let units = view.analysis.map(view.selected.unwrap_or(MapId::INPUT)).shape.as_ref();
            let units = units.and_then(|shape| shape.size.get(axis.axis.unwrap_or(0)).copied()).unwrap_or(1);
            row_ui(
                ui,
                view,
                words.get("row-next-rule"),
                &pixels(view, &format!("{image}·{}/{units} = {}", share.kernel, rational(share.rule_of_thumb))),
            );
            if let Some(unstrided) = share.without_stride {
                row_ui(ui, view, words.get("row-next-unstrided"), &pixels(view, &rational(unstrided)));
            }
        }
        if let Some(depth) = axis.depth {
            let text = match (depth.needed, depth.possible) {
                (Some(0), _) => words.get("depth-covered").to_owned(),
                (Some(needed), Some(0)) => {
                    words.with("depth-none", &[("needed", needed.into()), ("size", depth.size_then.into())])
                }
                (Some(needed), Some(possible)) if possible < needed => words.with(
                    "depth-impossible",
                    &[("needed", needed.into()), ("possible", possible.into()), ("size", depth.size_then.into())],
                ),
                (Some(needed), _) => {
                    words.with("depth-needed", &[("needed", needed.into()), ("size", depth.size_then.into())])
                }
                (None, _) => words.get("depth-never").to_owned(),
            };
            ui.label(dim(view, &text));
        }
    }
}

fn cost_rows_ui(ui: &mut Ui, view: &View<'_>, op: Option<&Op>, cost: &crate::field::Cost) {
    let words = view.words;
    let number = |value: Option<u64>| value.map_or_else(|| words.get("too-large").to_owned(), |n| words.number(n));
    let params = match (cost.params, cost.biases) {
        (Some(params), biases) if biases > 0 => {
            let values = [("weights", words.number(params - biases).into()), ("biases", words.number(biases).into())];
            format!("{} = {}", words.number(params), words.with("params-split", &values))
        }
        (params, _) => number(params),
    };
    told(&row_ui(ui, view, words.get("row-params"), &params), view, teach::params(op));
    told(&row_ui(ui, view, words.get("row-macs"), &number(cost.macs)), view, teach::macs(op));
    let bytes = cost.activation_bytes.map(|bytes| format!("{} · {}", words.number(bytes / 4), bytes_text(view, bytes)));
    row_ui(ui, view, words.get("row-activations"), &bytes.unwrap_or_else(|| number(None)));
}

/// `16 B`, `392 KiB`.
pub(super) fn bytes_text(view: &View<'_>, bytes: u64) -> String {
    let units = ["unit-b", "unit-kib", "unit-mib", "unit-gib", "unit-tib"];
    let mut value = bytes as f64;
    let mut unit = 0;
    while value >= 1024.0 && unit + 1 < units.len() {
        value /= 1024.0;
        unit += 1;
    }
    let digits = usize::from(unit > 0 && value < 100.0);
    format!("{}\u{a0}{}", view.words.decimal(value, digits), view.words.get(units[unit]))
}

fn notes_ui(ui: &mut Ui, view: &View<'_>, notes: &[Note]) {
    // Losses have a card of their own.
    let told = |note: &&Note| {
        !matches!(note, Note::Unread { .. } | Note::Dropped { .. } | Note::PaddingTail { .. } | Note::Impossible { .. })
    };
    let notes: Vec<&Note> = notes.iter().filter(told).collect();
    if notes.is_empty() {
        return;
    }
    section_ui(ui, view, "section-notes");
    for note in notes {
        ui.label(view.words.note(note, &view.lowered.graph));
    }
}
