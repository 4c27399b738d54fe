//! The selected layer in its network: the padding in what its units see, where they sit on the image, and what other
//! frameworks would make of it.

use egui::{Rect, Role as Access, Sense, Ui, WidgetInfo, pos2, vec2};

use super::super::branches::table_row_ui;
use super::super::insight::Part;
use super::super::inspector::{dim, row_ui, section_ui};
use super::super::{Action, View, style, textures};
use super::{NetworkState, heads_ui, name};
use crate::export::report::about::{centres, padding, rules};
use crate::export::report::centres::csv;
use crate::field::centres::Convention;
use crate::field::frameworks::Compared;
use crate::field::padding::count;
use crate::net::{MapId, Shape};
use crate::scene::theme::Role;

/// Kinds of units whose centres are listed.
const MOST_CENTRES: usize = 12;
/// The longer side of the picture of padding.
const PICTURE: f32 = 84.0;
/// The part of a table's row that a rule's name takes.
const RULE: f32 = 0.37;

fn heading_ui(ui: &mut Ui, view: &View<'_>, key: &'static str, map: MapId) {
    section_ui(ui, view, key);
    ui.label(name(view, map));
}

pub(super) fn padding_ui(ui: &mut Ui, view: &View<'_>, part: &Part) {
    let words = view.words;
    heading_ui(ui, view, "section-padding", part.map);
    let Some(share) = &part.padding else {
        ui.label(dim(view, words.get("padding-unknown")));
        return;
    };
    let [least, mean, most] = padding::percentages(share, words);
    row_ui(ui, view, words.get("padding-least"), &least);
    row_ui(ui, view, words.get("padding-mean"), &mean);
    row_ui(ui, view, words.get("padding-most"), &most);
    if share.of_box {
        ui.label(dim(view, words.get("padding-of-box")));
    }
    let units = view.analysis.map(part.map).shape.as_ref().and_then(Shape::units);
    if let (Some(free), Some(units)) = (part.free.as_ref().and_then(count), units) {
        row_ui(ui, view, words.get("padding-free"), &padding::free_text(free, units, words));
    }
    if let Some(raster) = &part.picture {
        ui.add_space(4.0);
        let (width, height) = (raster.width as f32, raster.height as f32);
        let scale = PICTURE / width.max(height);
        let size = vec2((width * scale).max(6.0), (height * scale).max(6.0));
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        let values = [("least", least.into()), ("most", most.into())];
        let text = words.with("padding-picture", &values);
        response.widget_info(|| WidgetInfo::labeled(Access::Image, true, &text));
        let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
        ui.painter().image(textures::of(ui.ctx(), raster), rect, whole, style::AS_IT_IS);
        ui.label(dim(view, &text));
    }
}

pub(super) fn centres_ui(
    ui: &mut Ui,
    state: &mut NetworkState,
    view: &View<'_>,
    part: &Part,
    actions: &mut Vec<Action>,
) {
    let words = view.words;
    heading_ui(ui, view, "section-centres", part.map);
    let rank = view.stack().input.size.rank();
    let convention = if state.half_pixel { Convention::HalfPixel } else { Convention::Index };
    if part.centres.is_empty() {
        ui.label(dim(view, words.get("centres-unknown")));
    } else {
        const FIRST: f32 = 0.5;
        heads_ui(ui, view, FIRST, &["centres-units", "centres-offset", "centres-stride"]);
        for centre in part.centres.iter().take(MOST_CENTRES) {
            let centre = centres::in_convention(centre, convention);
            let units = centres::units_text(words, rank, &centre);
            let cells = [units, centres::offset_text(&centre), centre.stride.to_string()];
            table_row_ui(ui, view, FIRST, &cells, Role::Text);
        }
        if part.centres.len() > MOST_CENTRES {
            ui.label("…");
        }
    }
    ui.checkbox(&mut state.half_pixel, words.get("centres-half"));
    if ui.button(words.get("centres-copy")).clicked() {
        let text = csv(&view.lowered.graph, view.analysis, convention);
        actions.push(Action::CopyText { text, said: words.get("centres-copied").to_owned() });
    }
}

pub(super) fn rules_ui(ui: &mut Ui, view: &View<'_>, part: &Part) {
    let words = view.words;
    heading_ui(ui, view, "section-rules", part.map);
    if part.rules.is_empty() {
        ui.label(dim(view, words.get("rules-none")));
        return;
    }
    let rank = view.stack().input.size.rank();
    heads_ui(ui, view, RULE, &["rules-rule", "rules-size", "rules-padding", "rules-differs"]);
    for (axis, rules) in &part.rules {
        if let Some(axis) = axis {
            ui.label(dim(view, words.axis(rank, *axis)));
        }
        for rule in rules {
            rule_ui(ui, view, rule);
        }
    }
    ui.label(dim(view, words.get("rules-text")));
}

fn rule_ui(ui: &mut Ui, view: &View<'_>, rule: &Compared) {
    let words = view.words;
    let rule_name = words.get(rules::title(rule.framework));
    let [size, padding, differs] = rules::cells(rule, words);
    let spoken = words.with(
        "rules-spoken",
        &[("size", (&size).into()), ("padding", (&padding).into()), ("differs", (&differs).into())],
    );
    let response = table_row_ui(ui, view, RULE, &[rule_name.to_owned(), size, padding, differs], Role::Text);
    ui.accesskit_node_builder(response.id, |node| {
        node.set_value(format!("{rule_name}: {spoken}"));
        node.clear_label();
    });
    response.on_hover_text(format!("{rule_name}: {spoken}"));
}
