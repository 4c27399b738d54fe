//! The growth strip: the receptive field of every layer against the size of the input, which is the first of the charts.

use egui::{Rect, Role as Access, Ui, WidgetInfo, vec2};

use super::charts::{Block, Figures, blocks_ui, empty_ui, samples_below_ui, shown};
use super::strip::TABS;
use super::{Action, View};
use crate::scene::series::Chart;

/// `tabs` is the right end of the tabs in its first row.
pub fn growth_ui(ui: &mut Ui, tabs: f32, figures: &mut Figures, view: &View<'_>, actions: &mut Vec<Action>) {
    let area = ui.available_rect_before_wrap();
    let charts = &shown(view).charts;
    if charts.is_empty() {
        empty_ui(ui, area, view);
        return;
    }
    let place = area.shrink2(vec2(2.0, 2.0));
    let block = Block { chart: Chart::Field, title: "growth-title", headed: false, taken: tabs - place.left(), place };
    // The first row is that of the tabs: they take what is pressed there.
    let below_tabs = Rect { min: area.min + vec2(0.0, TABS), ..area };
    let response = blocks_ui(ui, below_tabs, figures, &[block], view, actions);
    samples_below_ui(ui, place, view);
    response.widget_info(|| {
        let known = charts.curves(Chart::Field).series.first();
        let last = known.and_then(|one| one.values.iter().rev().find_map(|value| *value)).unwrap_or_default();
        let (layers, rf) = ((charts.maps - 1).into(), (last as u64).into());
        let text = view.words.with("growth-summary", &[("layers", layers), ("rf", rf)]);
        WidgetInfo::labeled(Access::Canvas, true, text)
    });
    ui.accesskit_node_builder(response.id, |node| node.set_value(view.words.get("charts-keys")));
    ui.advance_cursor_after_rect(area);
}
