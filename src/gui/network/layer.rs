//! The selected layer in its network: the padding in what its units see, where they sit on the image, and what other
//! frameworks would make of it.

use egui::{Rect, Role as Access, Sense, Ui, WidgetInfo, pos2, vec2};
use num_rational::Ratio;

use super::super::branches::table_row_ui;
use super::super::insight::Part;
use super::super::inspector::{dim, row_ui, section_ui};
use super::super::{Action, View, style, textures};
use super::{NetworkState, heads_ui, name};
use crate::export::report::centres::csv;
use crate::field::centres::{Centre, Convention};
use crate::field::derive::rational;
use crate::field::frameworks::{Compared, Framework};
use crate::field::padding::{Share, count};
use crate::net::MapId;
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

fn share_number(share: Share) -> f64 {
    *share.numer() as f64 / *share.denom() as f64
}

pub(super) fn padding_ui(ui: &mut Ui, view: &View<'_>, part: &Part) {
    let words = view.words;
    heading_ui(ui, view, "section-padding", part.map);
    let Some(padding) = &part.padding else {
        ui.label(dim(view, words.get("padding-unknown")));
        return;
    };
    let percent = |share: Share| words.percent(share_number(share));
    row_ui(ui, view, words.get("padding-least"), &percent(padding.least));
    row_ui(ui, view, words.get("padding-mean"), &padding.mean.map_or_else(|| "–".to_owned(), percent));
    row_ui(ui, view, words.get("padding-most"), &percent(padding.most));
    if padding.of_box {
        ui.label(dim(view, words.get("padding-of-box")));
    }
    let units = view
        .analysis
        .map(part.map)
        .shape
        .as_ref()
        .and_then(|shape| shape.size.iter().copied().try_fold(1, u64::checked_mul));
    if let (Some(free), Some(units)) = (part.free.as_ref().and_then(count), units) {
        let values = [("count", words.number(free).into()), ("of", words.number(units).into())];
        row_ui(ui, view, words.get("padding-free"), &words.with("padding-free-of", &values));
    }
    if let Some(raster) = &part.picture {
        ui.add_space(4.0);
        let (width, height) = (raster.width as f32, raster.height as f32);
        let scale = PICTURE / width.max(height);
        let size = vec2((width * scale).max(6.0), (height * scale).max(6.0));
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        let values = [("least", percent(padding.least).into()), ("most", percent(padding.most).into())];
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
    let added = if state.half_pixel { Ratio::new(1, 2) } else { Ratio::from(0) };
    if part.centres.is_empty() {
        ui.label(dim(view, words.get("centres-unknown")));
    } else {
        const FIRST: f32 = 0.5;
        heads_ui(ui, view, FIRST, &["centres-units", "centres-offset", "centres-stride"]);
        for centre in part.centres.iter().take(MOST_CENTRES) {
            let offset = centre.offset.map_or_else(|| "–".to_owned(), |offset| rational(offset + added));
            let cells = [units_text(view, rank, centre), offset, centre.stride.to_string()];
            table_row_ui(ui, view, FIRST, &cells, Role::Text);
        }
        if part.centres.len() > MOST_CENTRES {
            ui.label("…");
        }
    }
    ui.checkbox(&mut state.half_pixel, words.get("centres-half"));
    if ui.button(words.get("centres-copy")).clicked() {
        let convention = if state.half_pixel { Convention::HalfPixel } else { Convention::Index };
        let text = csv(&view.lowered.graph, view.analysis, convention);
        actions.push(Action::CopyText { text, said: words.get("centres-copied").to_owned() });
    }
}

/// `rows`, or `rows: 1, 3, 5, …` where there are several kinds of units.
fn units_text(view: &View<'_>, rank: usize, centre: &Centre) -> String {
    let axis = view.words.axis(rank, centre.axis);
    match centre.every {
        1 => axis.to_owned(),
        every => format!("{axis} {}, {}, …", centre.first, centre.first + every),
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
    let rule_name = words.get(match rule.framework {
        Framework::TorchFloor => "rule-torch-floor",
        Framework::TorchCeil => "rule-torch-ceil",
        Framework::TensorFlowSame => "rule-tensorflow-same",
        Framework::TensorFlowValid => "rule-tensorflow-valid",
        Framework::CaffeConv => "rule-caffe-conv",
        Framework::CaffePool => "rule-caffe-pool",
    });
    let (size, padding) = rule.made.map_or_else(
        || ("–".to_owned(), "–".to_owned()),
        |made| (made.outputs.to_string(), format!("{} + {}", made.begin, made.end).replace('-', "−")),
    );
    let differs = rule.differs_from.map_or_else(|| words.get("rules-never").to_owned(), |n| n.to_string());
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
