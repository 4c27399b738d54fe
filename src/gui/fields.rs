//! The controls of settings: numbers that are dragged or typed, one for all axes or one for each.

use std::ops::RangeInclusive;

use egui::{Align, Checkbox, DragValue, Layout, Rect, RichText, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::{View, style};
use crate::axes::{Axes, PerAxis};
use crate::net::Ends;
use crate::scene::theme::Role;

/// What a control did to its setting in this frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    #[default]
    None,
    /// One step of a drag, which goes on.
    Drag,
    /// A change of its own.
    Once,
}

impl Change {
    /// Notes another change of the same frame.
    pub fn add(&mut self, other: Self) {
        *self = (*self).max(other);
    }
}

/// Where the controls of a row begin.
pub const LABEL_WIDTH: f32 = 92.0;
const ROW_HEIGHT: f32 = 24.0;
const LINK_WIDTH: f32 = 22.0;

/// A row with its label at the left.
pub fn row_ui<R>(ui: &mut Ui, view: &View<'_>, label: &str, controls: impl FnOnce(&mut Ui) -> R) -> R {
    ui.allocate_ui_with_layout(vec2(ui.available_width(), ROW_HEIGHT), Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let (rect, _) = ui.allocate_exact_size(vec2(LABEL_WIDTH - 4.0, ROW_HEIGHT), Sense::hover());
        let color = style::color(view.theme, Role::TextDim);
        let text = super::card::line(ui.painter(), label, style::plain(12.5), color, rect.width());
        ui.painter().galley(pos2(rect.left(), rect.center().y - text.size().y / 2.0), text, color);
        controls(ui)
    })
    .inner
}

/// One number.
pub fn number_ui(ui: &mut Ui, name: &str, value: &mut u64, range: RangeInclusive<u64>, width: f32) -> Change {
    let speed = (*value as f64 * 0.004).max(0.06);
    ui.scope(|ui| {
        ui.spacing_mut().interact_size = vec2(width, ROW_HEIGHT);
        ui.spacing_mut().button_padding.x = 3.0;
        // A typed number counts when it is finished: half of it is no setting.
        let field = DragValue::new(value).range(range).speed(speed).update_while_editing(false);
        let field = ui.add_sized([width, ROW_HEIGHT], field);
        let change = match (field.changed(), field.dragged()) {
            (false, _) => Change::None,
            (true, true) => Change::Drag,
            (true, false) => Change::Once,
        };
        field.accessible_name(name);
        change
    })
    .inner
}

/// A setting of every axis, with the switch between one value for all and one for each.
pub fn per_axis_ui(
    ui: &mut Ui,
    view: &View<'_>,
    label: &str,
    value: &mut PerAxis<u64>,
    rank: usize,
    range: RangeInclusive<u64>,
) -> Change {
    per_axis_named_ui(ui, view, label, label, value, rank, range)
}

/// The same with a label that is not the setting's name.
pub fn per_axis_named_ui(
    ui: &mut Ui,
    view: &View<'_>,
    label: &str,
    name: &str,
    value: &mut PerAxis<u64>,
    rank: usize,
    range: RangeInclusive<u64>,
) -> Change {
    row_ui(ui, view, label, |ui| {
        let mut change = Change::None;
        let count = value.written().len();
        let linked = matches!(value, PerAxis::All(_));
        let width = field_width(ui, count.max(1));
        let mut written: Axes<u64> = value.written().iter().copied().collect();
        for axis in 0..count {
            let name = if linked { name.to_owned() } else { axis_name(view, name, count, axis) };
            if let Some(number) = written.get_mut(axis) {
                ui.push_id(axis, |ui| change.add(number_ui(ui, &name, number, range.clone(), width)));
            }
        }
        if change != Change::None {
            *value = if linked { PerAxis::All(written[0]) } else { PerAxis::Each(written) };
        }
        change.add(link_ui(ui, view, name, value, rank));
        change
    })
}

/// Amounts at the beginning and at the end of every axis.
pub fn ends_ui(
    ui: &mut Ui,
    view: &View<'_>,
    label: &str,
    value: &mut PerAxis<Ends>,
    rank: usize,
    range: RangeInclusive<u64>,
) -> Change {
    let mut change = Change::None;
    let linked = matches!(value, PerAxis::All(_));
    let mut written: Axes<Ends> = value.written().iter().copied().collect();
    let count = written.rank();
    for axis in 0..count {
        let axis_label = if linked { view.words.get("begin-end") } else { view.words.axis(count, axis) };
        row_ui(ui, view, axis_label, |ui| {
            let width = field_width(ui, 2);
            let name = if linked { label.to_owned() } else { axis_name(view, label, count, axis) };
            if let Some(ends) = written.get_mut(axis) {
                for (amount, side) in [(&mut ends.begin, "side-begin"), (&mut ends.end, "side-end")] {
                    let name = format!("{name}, {}", view.words.get(side));
                    ui.push_id((axis, side), |ui| change.add(number_ui(ui, &name, amount, range.clone(), width)));
                }
            }
            if axis == 0 {
                if change != Change::None {
                    *value = if linked { PerAxis::All(written[0]) } else { PerAxis::Each(written.clone()) };
                }
                change.add(link_ui(ui, view, label, value, rank));
            }
        });
    }
    if change != Change::None && matches!(value, PerAxis::Each(_)) && !linked {
        *value = PerAxis::Each(written);
    }
    change
}

/// A setting that is on or off.
pub fn check_ui(ui: &mut Ui, label: &str, value: &mut bool) -> Change {
    if ui.add(Checkbox::new(value, RichText::new(label).size(12.5))).changed() { Change::Once } else { Change::None }
}

/// `kernel, rows`: a setting's name on one axis.
pub fn axis_name(view: &View<'_>, label: &str, rank: usize, axis: usize) -> String {
    format!("{label}, {}", view.words.axis(rank, axis))
}

/// How wide each of `count` fields is: two fit as in the design, three share the same room.
fn field_width(ui: &Ui, count: usize) -> f32 {
    let room = ui.available_width() - LINK_WIDTH - 4.0;
    let gaps = 4.0 * (count as f32 - 1.0);
    ((room - gaps) / count as f32).clamp(24.0, 52.0)
}

/// The switch between one value for all axes and one for each. Maps of one axis need none.
fn link_ui<T: Copy>(ui: &mut Ui, view: &View<'_>, label: &str, value: &mut PerAxis<T>, rank: usize) -> Change {
    let linked = matches!(value, PerAxis::All(_));
    if rank <= 1 && (linked || value.written().len() <= 1) {
        return Change::None;
    }
    if !link_button_ui(ui, view, label, linked) {
        return Change::None;
    }
    *value = if linked { PerAxis::Each(Axes::splat(value.at(0), rank)) } else { PerAxis::All(value.at(0)) };
    Change::Once
}

/// Draws the switch; true if it was pressed.
pub fn link_button_ui(ui: &mut Ui, view: &View<'_>, label: &str, linked: bool) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(LINK_WIDTH, ROW_HEIGHT), Sense::click());
    let name = format!("{label}: {}", view.words.get("link"));
    response.widget_info(|| WidgetInfo::selected(egui::Role::CheckBox, true, linked, &name));
    let strong = response.hovered() || response.has_focus();
    let role = if linked { Role::Accent } else { Role::Padding };
    let stroke = Stroke::new(if strong { 2.0 } else { 1.5 }, style::color(view.theme, role));
    // Two links of a chain: joined, or apart.
    let centre = rect.center();
    let apart = if linked { 2.5 } else { 5.5 };
    for side in [-1.0, 1.0] {
        let link = Rect::from_center_size(pos2(centre.x + side * apart, centre.y), vec2(9.0, 7.0));
        ui.painter().rect_stroke(link, 3.5, stroke, StrokeKind::Middle);
    }
    if response.has_focus() {
        ui.painter().rect_stroke(
            rect,
            4.0,
            Stroke::new(1.0, style::color(view.theme, Role::Accent)),
            StrokeKind::Inside,
        );
    }
    let tip = view.words.get(if linked { "link-on" } else { "link-off" });
    response.on_hover_text(tip).clicked()
}
