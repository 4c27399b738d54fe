//! The growth strip: the receptive field of every layer against the size of the input.

use egui_plot::{
    HLine, HoverPosition, Line, LineStyle, MarkerShape, Plot, PlotBounds, PlotPoint, PlotPoints, Points, Text, VLine,
};

use super::{Action, View, style};
use crate::axes::Axes;
use crate::field::Analysis;
use crate::net::MapId;
use crate::scene::theme::Role;

/// With more maps than this the points have no numbers and the axis no names.
const MOST_LABELLED: usize = 14;

/// The most points of a line.
const MOST_POINTS: usize = 1000;

pub fn growth_ui(ui: &mut egui::Ui, view: &View<'_>, actions: &mut Vec<Action>) {
    let words = view.words;
    let graph = &view.lowered.graph;
    let rank = graph.input.size.rank();
    let of = |role| style::color(view.theme, role);
    ui.add_space(2.0);
    ui.label(egui::RichText::new(words.get("growth-title")).font(style::bold(style::BODY_PT)));

    let Growth { alike, count, most, ref series } = view.preview.map_or(view.net, |preview| &preview.net).growth;
    let name_at = move |at: f64| {
        let map = graph.map(at.round().max(0.0) as usize).filter(|map| map.index() < count)?;
        Some(graph.node(map).map_or(words.get("map-input"), |node| &node.name))
    };
    let labelled = count <= MOST_LABELLED && ui.available_width() / count as f32 > 44.0;
    let selected = view.selected;

    // Room for the numbers above the points, and half a map on either side.
    let image = graph.input.size.iter().copied().max().unwrap_or(1);
    let (top, side) = (most.max(image) as f64 * 1.22, count as f64 * 0.04);

    let plot = Plot::new("growth")
        .allow_zoom(false)
        .allow_drag(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        // A click needs a place, which a key has not: the keyboard selects layers by their cards.
        .sense(egui::Sense::CLICK)
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
        .x_axis_formatter(move |mark, _| name_at(mark.value).unwrap_or_default().to_owned())
        .show_crosshair(false)
        // The value of the layer that is nearest sideways, wherever the pointer stands above it.
        .label_formatter(move |position| {
            let at = match position {
                HoverPosition::NearDataPoint { position, .. } | HoverPosition::Elsewhere { position } => position.x,
            };
            let name = name_at(at)?;
            let values =
                series.iter().filter_map(|one| Some(one.values.get(at.round().max(0.0) as usize)?.to_string()));
            Some(format!("{name}: {}", values.collect::<Vec<_>>().join(" × ")))
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
        // At the left end: fields grow to the right, and their numbers must not meet it.
        let at = PlotPoint::new(-side, image as f64);
        let label =
            egui::RichText::new(format!(" {title}")).font(style::plain(style::SMALL_PT)).color(of(Role::TextDim));
        plot.text(Text::new("input-size", at, label).anchor(egui::Align2::LEFT_BOTTOM).allow_hover(false));
        if let Some(map) = selected.filter(|map| map.index() < count) {
            let color = of(Role::Accent).gamma_multiply(0.5);
            plot.vline(VLine::new("selected", map.index() as f64).color(color).width(1.5).allow_hover(false));
        }
        for (axis, Series { values, points }) in series.iter().enumerate() {
            let name = if alike { words.get("rf-short") } else { words.axis(rank, axis) };
            let dashed = axis > 0;
            let line_style = if dashed { LineStyle::dashed_loose() } else { LineStyle::Solid };
            let points = points.as_slice();
            plot.line(Line::new(name, PlotPoints::from(points)).color(of(Role::Field)).width(2.0).style(line_style));
            if let (false, Some(&rf)) = (alike, values.last()) {
                let label = egui::RichText::new(name).font(style::plain(style::SMALL_PT)).color(of(Role::TextDim));
                let at = PlotPoint::new((count - 1) as f64, rf as f64);
                let anchor = if axis == 0 { egui::Align2::RIGHT_TOP } else { egui::Align2::RIGHT_BOTTOM };
                plot.text(Text::new(name, at, format_text(label)).anchor(anchor).allow_hover(false));
            }
            if labelled {
                let shape = if dashed { MarkerShape::Square } else { MarkerShape::Circle };
                plot.points(
                    Points::new(name, PlotPoints::from(points)).color(of(Role::Field)).radius(4.0).shape(shape),
                );
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
        // A layer comes into sight in the maps as well.
        actions.push(view.lowered.layer_of_map[map.index()].map_or(Action::Select(map), Action::SelectLayer));
    }
    let last = series.first().and_then(|one| one.values.last().copied()).unwrap_or(0);
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

/// The field's width at every map that is known.
#[derive(Debug)]
pub struct Growth {
    /// One for each axis; one for all where they are alike.
    series: Vec<Series>,
    alike: bool,
    /// How many maps there are.
    count: usize,
    /// The largest width.
    most: u64,
}

#[derive(Debug)]
struct Series {
    values: Vec<u64>,
    /// The same as it is drawn, without points that no screen tells apart.
    points: Vec<PlotPoint>,
}

impl Growth {
    pub fn of(analysis: &Analysis) -> Self {
        let rank = analysis.map(MapId::INPUT).field.as_deref().map_or(0, Axes::rank);
        let values = |axis: usize| analysis.maps().iter().map_while(move |map| Some(map.field.as_ref()?[axis].rf()));
        let alike = (1..rank).all(|axis| values(axis).eq(values(0)));
        let shown = if alike { rank.min(1) } else { rank };
        let series: Vec<Series> = (0..shown).map(|axis| Series::of(values(axis).collect())).collect();
        let count = series.first().map_or(0, |one| one.values.len());
        let most = series.iter().flat_map(|one| &one.values).copied().max().unwrap_or(1);
        Self { series, alike, count, most }
    }
}

impl Series {
    fn of(values: Vec<u64>) -> Self {
        let every = values.len().div_ceil(MOST_POINTS).max(1);
        let last = values.len().checked_sub(1).filter(|last| last % every != 0);
        let shown = (0..values.len()).step_by(every).chain(last);
        let points = shown.map(|at| PlotPoint::new(at as f64, values[at] as f64)).collect();
        Self { values, points }
    }
}
