//! The growth strip: the receptive field of every layer against the size of the input.

use egui_plot::{
    HLine, HoverPosition, Line, LineStyle, MarkerShape, Plot, PlotBounds, PlotPoint, PlotPoints, Points, Text, VLine,
};

use super::{Action, View, style};
use crate::net::MapId;
use crate::scene::theme::Role;

/// With more maps than this the points have no numbers and the axis no names.
const MOST_LABELLED: usize = 14;

pub fn growth_ui(ui: &mut egui::Ui, view: &View<'_>, actions: &mut Vec<Action>) {
    let words = view.words;
    let graph = &view.lowered.graph;
    let rank = graph.input.size.rank();
    let of = |role| style::color(view.theme, role);
    ui.add_space(2.0);
    ui.label(egui::RichText::new(words.get("growth-title")).font(style::bold(style::BODY_PT)));

    let series = series(view);
    let alike = series.windows(2).all(|pair| pair[0] == pair[1]);
    let shown = if alike { series.get(..1).unwrap_or_default() } else { &series[..] };
    let count = series.first().map_or(0, Vec::len);
    let names: Vec<&str> =
        graph.maps().take(count).map(|map| graph.node(map).map_or(words.get("map-input"), |node| &node.name)).collect();
    let labelled = count <= MOST_LABELLED && ui.available_width() / count as f32 > 44.0;
    let selected = view.selected;

    // Room for the numbers above the points, and half a map on either side.
    let image = graph.input.size.iter().copied().max().unwrap_or(1);
    let most = series.iter().flatten().copied().max().unwrap_or(1).max(image);
    let (top, side) = (most as f64 * 1.22, count as f64 * 0.04);

    let axis_names = names.clone();
    let hover_names = names.clone();
    let plot = Plot::new("growth")
        .allow_zoom(false)
        .allow_drag(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        .show_background(false)
        .show_grid([false, true])
        .set_margin_fraction(egui::vec2(0.0, 0.0))
        .grid_color(of(Role::Border))
        .default_x_bounds(-side, (count.max(1) - 1) as f64 + side)
        .default_y_bounds(0.0, top)
        .auto_bounds(false)
        .y_grid_spacer(move |_| y_marks(top))
        .x_grid_spacer(move |_| {
            let every = count.div_ceil(if labelled { MOST_LABELLED } else { 8 }).max(1);
            let step_size = every as f64;
            (0..count).step_by(every).map(|i| egui_plot::GridMark { value: i as f64, step_size }).collect()
        })
        .x_axis_formatter(move |mark, _| {
            let index = mark.value.round() as usize;
            axis_names.get(index).map_or_else(String::new, |name| (*name).to_owned())
        })
        .label_formatter(move |position| match position {
            HoverPosition::NearDataPoint { position, .. } => {
                let name = hover_names.get(position.x.round() as usize)?;
                Some(format!("{name}: {}", position.y))
            }
            HoverPosition::Elsewhere { .. } => None,
        });
    let response = plot.show(ui, |plot| {
        // Bounds follow the network, not the pointer.
        plot.set_plot_bounds(PlotBounds::from_min_max([-side, 0.0], [(count.max(1) - 1) as f64 + side, top]));
        let title = words.with("growth-input", &[("size", image.into())]);
        plot.hline(
            HLine::new(title.as_str(), image as f64)
                .color(of(Role::TextDim))
                .style(LineStyle::dashed_dense())
                .width(1.0)
                .allow_hover(false),
        );
        let at = PlotPoint::new((count.max(1) - 1) as f64, image as f64);
        let label = egui::RichText::new(title).font(style::plain(style::SMALL_PT)).color(of(Role::TextDim));
        plot.text(Text::new("input-size", at, label).anchor(egui::Align2::RIGHT_BOTTOM).allow_hover(false));
        if let Some(map) = selected.filter(|map| map.index() < count) {
            let color = of(Role::Accent).gamma_multiply(0.5);
            plot.vline(VLine::new("selected", map.index() as f64).color(color).width(1.5).allow_hover(false));
        }
        for (axis, values) in shown.iter().enumerate() {
            let points: Vec<[f64; 2]> = values.iter().enumerate().map(|(i, &rf)| [i as f64, rf as f64]).collect();
            let name = if alike { words.get("rf-short") } else { words.axis(rank, axis) };
            let dashed = axis > 0;
            let line_style = if dashed { LineStyle::dashed_loose() } else { LineStyle::Solid };
            plot.line(
                Line::new(name, PlotPoints::from(points.clone())).color(of(Role::Field)).width(2.0).style(line_style),
            );
            if let (false, Some(&rf)) = (alike, values.last()) {
                let label = egui::RichText::new(name).font(style::plain(style::SMALL_PT)).color(of(Role::TextDim));
                let at = PlotPoint::new((count - 1) as f64, rf as f64);
                let anchor = if axis == 0 { egui::Align2::RIGHT_TOP } else { egui::Align2::RIGHT_BOTTOM };
                plot.text(Text::new(name, at, format_text(label)).anchor(anchor).allow_hover(false));
            }
            if labelled {
                let shape = if dashed { MarkerShape::Square } else { MarkerShape::Circle };
                plot.points(Points::new(name, points).color(of(Role::Field)).radius(4.0).shape(shape));
                for (i, &rf) in values.iter().enumerate().filter(|_| axis == 0) {
                    let label =
                        egui::RichText::new(rf.to_string()).font(style::bold(style::SMALL_PT)).color(of(Role::Text));
                    let at = PlotPoint::new(i as f64, rf as f64);
                    plot.text(
                        Text::new("value", at, format_text(label))
                            .anchor(egui::Align2::CENTER_BOTTOM)
                            .allow_hover(false),
                    );
                }
            }
        }
        plot.pointer_coordinate()
    });
    let clicked = response.response.clicked();
    if let Some(map) = response.inner.filter(|_| clicked).and_then(|at| {
        let index = at.x.round().clamp(0.0, (count.max(1) - 1) as f64) as usize;
        graph.map(index)
    }) {
        actions.push(Action::Select(map));
    }
    let last = series.first().and_then(|values| values.last().copied()).unwrap_or(0);
    response.response.widget_info(|| {
        let text = words.with("growth-summary", &[("layers", (count.max(1) - 1).into()), ("rf", last.into())]);
        egui::WidgetInfo::labeled(egui::Role::Image, true, text)
    });
}

/// Four to eight round values from 0 on.
fn y_marks(top: f64) -> Vec<egui_plot::GridMark> {
    let rough = top / 5.0;
    let decade = 10_f64.powf(rough.log10().floor()).max(1.0);
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|factor| factor * decade).find(|step| *step >= rough);
    let step = step.unwrap_or(decade);
    (0..=(top / step) as u32).map(|i| egui_plot::GridMark { value: f64::from(i) * step, step_size: step }).collect()
}

/// A line of room between a point and its number.
fn format_text(label: egui::RichText) -> egui::RichText {
    label.line_height(Some(22.0))
}

/// Per axis, the field's width at every map that is known.
fn series(view: &View<'_>) -> Vec<Vec<u64>> {
    let analysis = view.preview.map_or(view.analysis, |preview| &preview.analysis);
    let rank = analysis.map(MapId::INPUT).field.as_deref().map_or(0, crate::axes::Axes::rank);
    (0..rank)
        .map(|axis| analysis.maps().iter().map_while(|map| Some(map.field.as_ref()?[axis].rf())).collect())
        .collect()
}
