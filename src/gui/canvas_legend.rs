//! The strip below a picture: what is shown in words, and what the colours mean.

use egui::{Role as Access, Sense, WidgetInfo};

use super::canvas::Shown;
use super::inspector::seen_text;
use super::painter::{Camera, ScenePainter};
use super::{View, style};
use crate::field::{LostUnit, Trace};
use crate::net::MapId;
use crate::scene::legend::{self, Legend};
use crate::scene::maps::unit_text;
use crate::scene::theme::Role;
use crate::scene::view::ViewName;
use crate::scene::{Point, Shape};

/// A line for what is shown, in words, and one for what the colours mean; two of both where the view is narrower than
/// this.
const LEGEND_LINE: f32 = 22.0;
const LEGEND_MARGIN: f32 = 8.0;
const NARROW: f32 = 440.0;
/// Narrower than this it has three lines for what is shown.
const VERY_NARROW: f32 = 260.0;
/// The most of the height of a view that is given to lines that many colours need.
const MOST_OF_VIEW: f32 = 0.4;
/// However low a view is, so many lines are told what colours mean where there is so much to tell.
const LEAST_LINES: usize = 2;
/// At both sides of them.
const SIDE: f32 = 16.0;

/// What the shown unit sees, in words: for screen readers, and for those who cannot make out the picture.
pub fn describe(ui: &egui::Ui, name: ViewName, response: &egui::Response, view: &View<'_>, value: Option<&str>) {
    response.widget_info(|| WidgetInfo::labeled(Access::Canvas, true, view.words.get(name.title())));
    ui.accesskit_node_builder(response.id, |node| node.set_value(hint_text(view, value)));
}

/// The value under the pointer and what is shown, in a sentence, or how to be shown something.
fn hint_text(view: &View<'_>, value: Option<&str>) -> String {
    match view.trace {
        _ if view.preview.is_some() => view.words.get("preview-hint").to_owned(),
        Some(trace) => {
            value.into_iter().map(str::to_owned).chain([trace_text(view, trace)]).collect::<Vec<_>>().join(" · ")
        }
        None => view.words.get("maps-hint").to_owned(),
    }
}

/// `unit (0, 1) of conv1 sees rows 0–2, columns 3–5 of the input`.
pub fn trace_text(view: &View<'_>, trace: &Trace) -> String {
    let words = view.words;
    let graph = &view.lowered.graph;
    let Some(node) = graph.node(trace.map) else {
        let unit = [("unit", unit_text(&trace.unit).into())];
        return match view.analysis.lost_unit(graph, MapId::INPUT, &trace.unit) {
            Some(LostUnit::Unread) => words.with("pixel-lost", &unit),
            Some(LostUnit::Later) => words.with("pixel-lost-later", &unit),
            None => words.with("pixel-at", &unit),
        };
    };
    let name = node.name.as_str().into();
    let unit = unit_text(&trace.unit).into();
    match trace.at(MapId::INPUT).filter(|traced| traced.units.has_units()) {
        Some(traced) => {
            let seen = seen_text(view, &traced.units).into();
            if trace.unit.is_empty() {
                return words.with("unit-sees-flat", &[("map", name), ("seen", seen)]);
            }
            words.with("unit-sees", &[("unit", unit), ("map", name), ("seen", seen)])
        }
        None => words.with("unit-sees-nothing", &[("unit", unit), ("map", name)]),
    }
}

/// How high the strip of a view of this size is, whatever is under the pointer. Lines of the legend beyond those that
/// have room are told when it is pointed at.
pub fn height(name: ViewName, [width, height]: [f32; 2], view: &View<'_>) -> f32 {
    let hint = hint_lines(width);
    let room = (height * MOST_OF_VIEW - LEGEND_MARGIN) / LEGEND_LINE;
    let most = (room as usize).saturating_sub(hint).max(LEAST_LINES);
    let lines = view.sceneries.get(name as usize).copied().flatten().map_or(1, |scenery| {
        let entries = legend::most_entries(&view.lowered.graph, scenery.marks, view.pin_trace, view.words);
        let entries = told(entries, width, view.pin_trace, scenery.marks, view);
        Legend::of(entries, Point::default(), f64::from((width - 2.0 * SIDE).max(20.0))).lines()
    });
    let lines = lines.clamp(hint.min(LEAST_LINES), most);
    // On the stage the sentence stands in the caption.
    LEGEND_MARGIN + LEGEND_LINE * if view.facts.stage { lines } else { lines + hint } as f32
}

/// How many lines what is shown has, in words.
fn hint_lines(width: f32) -> usize {
    match width {
        ..VERY_NARROW => 3,
        ..NARROW => 2,
        _ => 1,
    }
}

/// The entries as they are told in a view of this width: where it is narrow, the sentence above them names the unit.
fn told(
    entries: Vec<legend::Entry>,
    width: f32,
    trace: Option<&Trace>,
    marks: legend::Marks,
    view: &View<'_>,
) -> Vec<legend::Entry> {
    let short = hint_lines(width) > 1 && marks.kernel.is_none() && !view.facts.stage;
    if short { legend::in_few_words(entries, trace, view.words) } else { entries }
}

/// What is shown in words, and below it what the colours mean.
pub fn legend_ui(
    ui: &mut egui::Ui,
    strip: egui::Rect,
    view: &View<'_>,
    shown: &Shown<'_>,
    coarse: bool,
    value: Option<&str>,
) {
    let lines = hint_lines(strip.width());
    let painter = ui.painter_at(strip);
    painter.rect_filled(strip, 0, style::color(view.theme, Role::Ground));
    let text_color = style::color(view.theme, Role::TextDim);
    let room = (strip.width() - 2.0 * SIDE).max(20.0);
    let marks = shown.scenery.marks;
    let entries = legend::entries(shown.subject.graph, marks, view.trace, coarse, view.words);
    let entries = told(entries, strip.width(), view.trace, marks, view);
    let legend = Legend::of(entries, Point::new(f64::from(SIDE), 0.0), f64::from(room));
    // On the stage the sentence stands in the caption.
    let below = if view.facts.stage { 0.0 } else { LEGEND_LINE * lines as f32 };
    let high = strip.height() - LEGEND_MARGIN / 2.0 - below - 2.0;
    let drawn = legend.clone().first_lines((high / LEGEND_LINE) as usize);
    let camera = Camera { origin: Point::new(0.0, -f64::from(LEGEND_MARGIN / 2.0 + below + 2.0)), zoom: 1.0 };
    let mut scene = ScenePainter::new(&painter, strip, camera, view.theme);
    scene.add(&drawn.items);
    scene.finish();
    let said = legend.items.iter().filter_map(|item| match &item.shape {
        Shape::Text { text, .. } => Some(text.as_str()),
        _ => None,
    });
    let said = said.collect::<Vec<_>>();
    let node = ui.interact(strip, ui.make_persistent_id("legend"), Sense::hover());
    node.widget_info(|| WidgetInfo::labeled(Access::Label, true, said.join(", ")));
    let cut = drawn != legend;
    if view.facts.stage {
        tell_cut(node, cut.then(|| said.join("\n")));
        return;
    }
    let mut hint =
        egui::text::LayoutJob::simple(hint_text(view, value), style::plain(style::BODY_PT), text_color, room);
    hint.wrap.max_rows = lines;
    hint.wrap.break_anywhere = lines == 1;
    let galley = painter.layout_job(hint);
    let middle = strip.min.y + LEGEND_MARGIN / 2.0 + below / 2.0;
    let hidden = [galley.elided.then(|| hint_text(view, value)), cut.then(|| said.join("\n"))];
    let hidden = hidden.into_iter().flatten().collect::<Vec<_>>().join("\n");
    tell_cut(node, Some(hidden).filter(|text| !text.is_empty()));
    painter.galley(egui::pos2(strip.min.x + SIDE, middle - galley.size().y / 2.0), galley, text_color);
}

/// Tells what has no room in the strip when it is pointed at.
fn tell_cut(node: egui::Response, text: Option<String>) {
    if let Some(text) = text {
        node.on_hover_text(text);
    }
}
