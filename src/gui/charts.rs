//! The view **Charts**: fields, strides, sizes, losses and costs of every layer. They share their layers: the one under
//! the pointer is read in all of them, and a click or an arrow key selects it everywhere.

use std::sync::Arc;

use egui::{
    Align2, EventFilter, FontSelection, Key, Mesh, Modifiers, Pos2, Rect, RichText, Role as Access, ScrollArea, Sense,
    Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, WidgetText, pos2, vec2,
};
use egui_plot::{BarChart, HLine, Line, LineStyle, Plot, PlotBounds, PlotPoint, PlotPoints, Points, VLine};

use super::derived::Net;
use super::fan::{FanItem, in_place, mesh};
use super::painter::ScenePainter;
use super::{Action, View, style};
use crate::locale::Lang;
use crate::net::{MapId, Scale};
use crate::scene::figure::{Caption, Figure, Key as Samples, NAMES_HEIGHT, Sheet, TEXT_SIZE};
use crate::scene::series::{Chart, Charts};
use crate::scene::theme::{Role, Theme};
use crate::scene::view::ViewName;
use crate::scene::{self, Align, Face, Point, text_width};

/// A tile wider than this has two columns of charts.
const TWO_COLUMNS: f32 = 640.0;
/// Charts are at least this high with their titles: where there is less room they are scrolled.
const LEAST_HEIGHT: f32 = 150.0;
/// Free ground around the charts, and between two of them.
const MARGIN: f32 = 14.0;
const BETWEEN: f32 = 22.0;
const ROW_GAP: f32 = 8.0;
const TITLE_HEIGHT: f32 = 22.0;
const NOTE_HEIGHT: f32 = 22.0;
/// What lies below the samples of a network with branches.
const SAMPLES_GAP: f32 = 5.0;
/// What lies beside the text that tells what the numbers below a chart are: the scale and free ground.
const DEPTH_ROOM: f32 = 100.0;
const POINT: f32 = 4.0;
/// The room for a number beside a chart's title.
const NUMBER: f32 = 120.0;
/// Of layers that lie on each other so many are named.
const MOST_TOLD: usize = 4;

pub fn charts_ui(ui: &mut Ui, figures: &mut Figures, view: &View<'_>, actions: &mut Vec<Action>) {
    let room = ui.available_rect_before_wrap();
    let net = shown(view);
    if net.charts.is_empty() {
        empty_ui(ui, room, view);
        return;
    }
    let columns = if room.width() > TWO_COLUMNS { 2 } else { 1 };
    let rows = Chart::ALL.len().div_ceil(columns) as f32;
    let note = if net.charts.end.is_some() { NOTE_HEIGHT } else { 0.0 };
    let sheet = sheet(view, view.facts.look.scale);
    let samples_at =
        |corner: Pos2| sheet.key(Point::new(corner.x.into(), corner.y.into()), (room.width() - 2.0 * MARGIN).into());
    let samples = samples_at(Pos2::ZERO).map_or(0.0, |samples| samples.height as f32 + SAMPLES_GAP);
    let free = room.height() - 2.0 * MARGIN - note - samples - (rows - 1.0) * ROW_GAP;
    let height = (free / rows).max(LEAST_HEIGHT);
    let total = room.height() - free + rows * height;
    ScrollArea::vertical().id_salt("charts").auto_shrink(false).show(ui, |ui| {
        let (area, _) = ui.allocate_exact_size(vec2(ui.available_width(), total), Sense::hover());
        let mut place = area.shrink(MARGIN);
        if let Some(end) = net.charts.end {
            let name = net.lowered.graph.node(end).map_or(view.words.get("map-input"), |node| &node.name);
            let text = view.words.with("chart-ends", &[("layer", name.into())]);
            let color = style::color(view.theme, Role::LostText);
            let row = Rect::from_min_size(place.min, vec2(place.width(), NOTE_HEIGHT - 4.0));
            let text = RichText::new(text).size(style::BODY_PT).color(color);
            ui.scope_builder(UiBuilder::new().max_rect(row), |ui| ui.add(egui::Label::new(text).truncate()));
            place.min.y += NOTE_HEIGHT;
        }
        if let Some(row) = samples_at(place.min) {
            samples_ui(ui, &row, view.theme);
            place.min.y += samples;
        }
        let wide = (place.width() - (columns - 1) as f32 * BETWEEN) / columns as f32;
        let blocks = Chart::ALL.into_iter().enumerate().map(|(at, chart)| {
            let (column, row) = ((at % columns) as f32, (at / columns) as f32);
            let corner = place.min + vec2(column * (wide + BETWEEN), row * (height + ROW_GAP));
            Block {
                chart,
                title: chart.title(),
                headed: true,
                taken: 0.0,
                place: Rect::from_min_size(corner, vec2(wide, height)),
            }
        });
        let response = blocks_ui(ui, area, figures, &blocks.collect::<Vec<_>>(), view, actions);
        if response.gained_focus() {
            actions.push(Action::Touch(ViewName::Charts));
        }
        response.widget_info(|| WidgetInfo::labeled(Access::Canvas, true, view.words.get(ViewName::Charts.title())));
        ui.accesskit_node_builder(response.id, |node| node.set_value(view.words.get("charts-keys")));
    });
}

/// The network that is drawn: while an edit is shown before it is made, the one after it.
pub fn shown<'a>(view: &View<'a>) -> &'a Net {
    view.preview.map_or(view.net, |preview| &preview.net)
}

fn sheet<'a>(view: &View<'a>, scale: Scale) -> Sheet<'a> {
    let net = shown(view);
    let path = view.path.unwrap_or_default();
    Sheet { charts: &net.charts, graph: &net.lowered.graph, words: view.words, scale, path }
}

/// What the lines of a network with branches are.
fn samples_ui(ui: &Ui, row: &Samples, theme: Theme) {
    let clip = ui.clip_rect();
    let mut painter = ScenePainter::new(ui.painter(), clip, in_place(clip), theme);
    painter.add(&row.items);
    painter.finish();
}

/// The same at the right end of the last line below a chart, where there is room.
pub fn samples_below_ui(ui: &Ui, place: Rect, view: &View<'_>) {
    let sheet = sheet(view, Scale::Linear);
    let samples = |at: Pos2| sheet.key(Point::new(at.x.into(), at.y.into()), f64::INFINITY);
    let Some(Samples { width, height, .. }) = samples(Pos2::ZERO) else { return };
    let size = vec2(width as f32, height as f32);
    let depth = text_width(view.words.get("chart-depth"), TEXT_SIZE, Face::Regular) as f32;
    if size.x + depth + DEPTH_ROOM < place.width()
        && let Some(row) = samples(place.max - size + vec2(-4.0, 1.0))
    {
        samples_ui(ui, &row, view.theme);
    }
}

/// Where there are no layers: what to do.
pub fn empty_ui(ui: &mut Ui, room: Rect, view: &View<'_>) {
    let text = RichText::new(view.words.get("chart-empty")).color(style::color(view.theme, Role::TextDim));
    let line = Rect::from_center_size(room.center(), vec2(room.width() - 2.0 * MARGIN, 40.0));
    ui.put(line.intersect(room), egui::Label::new(text).wrap());
}

/// A chart with its title.
pub struct Block {
    pub chart: Chart,
    /// The locale's key.
    pub title: &'static str,
    /// Whether the title is drawn: above the strip stand its tabs.
    pub headed: bool,
    /// How much of the left of its first row others take.
    pub taken: f32,
    pub place: Rect,
}

/// A chart laid out, with its lines as they are plotted: those of every axis, each in pieces; or the lines and bars of a
/// network with branches.
struct Laid {
    figure: Figure,
    lines: Vec<Vec<Vec<PlotPoint>>>,
    fan: Option<Arc<Mesh>>,
}

impl Laid {
    fn of(ui: &Ui, figure: Figure, theme: Theme) -> Self {
        let point = |(map, value): &(usize, f64)| PlotPoint::new(*map as f64, figure.axis.place(*value));
        let pieces =
            |pieces: &[Vec<(usize, f64)>]| pieces.iter().map(|piece| piece.iter().map(point).collect()).collect();
        let lines = figure.curves.series.iter().map(|one| pieces(&one.pieces)).collect();
        let fan = (!figure.fan.items.is_empty()).then(|| mesh(ui, &figure.fan.items, theme));
        Self { figure, lines, fan }
    }
}

/// Charts as they were last laid out: a frame in which only the pointer moves lays out nothing.
#[derive(Default)]
pub struct Figures(Option<Page>);

/// The charts of a network in their places.
struct Page {
    charts: Arc<Charts>,
    scale: Scale,
    lang: Lang,
    theme: Theme,
    pixels_per_point: f32,
    path: Vec<MapId>,
    places: Vec<(Chart, Rect)>,
    laid: Vec<Laid>,
}

impl Figures {
    fn of(&mut self, ui: &Ui, blocks: &[Block], charts: &Arc<Charts>, sheet: &Sheet<'_>, theme: Theme) -> &[Laid] {
        let places = || blocks.iter().map(|block| (block.chart, block.place));
        let (scale, lang, pixels_per_point) = (sheet.scale, sheet.words.lang, ui.pixels_per_point());
        let known = self.0.take().filter(|page| {
            // The numbers are worked out once per network: the same ones are of the same network.
            let same = Arc::ptr_eq(&page.charts, charts) && (page.scale, page.lang) == (scale, lang);
            let same = same && page.theme == theme && page.pixels_per_point.to_bits() == pixels_per_point.to_bits();
            same && page.path == sheet.path && places().eq(page.places.iter().copied())
        });
        let page = self.0.insert(known.unwrap_or_else(|| {
            let laid = lay_out(ui, blocks, sheet, theme);
            let (charts, path, places) = (Arc::clone(charts), sheet.path.to_vec(), places().collect());
            Page { charts, scale, lang, theme, pixels_per_point, path, places, laid }
        }));
        &page.laid
    }
}

/// Charts that stand in line.
fn lay_out(ui: &Ui, blocks: &[Block], sheet: &Sheet<'_>, theme: Theme) -> Vec<Laid> {
    let charts: Vec<Chart> = blocks.iter().map(|block| block.chart).collect();
    let below = sheet.names_height() as f32;
    let height = blocks.first().map_or(0.0, |block| block.place.height() - TITLE_HEIGHT) - below;
    let left = sheet.left(&charts, height.into());
    let right = sheet.right(&charts, blocks.first().map_or(0.0, |block| f64::from(block.place.width()) - left));
    let figure = |block: &Block| {
        let min = block.place.min + vec2(left as f32, TITLE_HEIGHT);
        let max = block.place.max - vec2(right as f32, below);
        sheet.figure(block.chart, from_egui(Rect::from_min_max(min, max.max(min + vec2(1.0, 1.0)))))
    };
    blocks.iter().map(|block| Laid::of(ui, figure(block), theme)).collect()
}

/// Draws charts that lie in `area` and share the pointer, the selection and the keys.
pub fn blocks_ui(
    ui: &mut Ui,
    area: Rect,
    figures: &mut Figures,
    blocks: &[Block],
    view: &View<'_>,
    actions: &mut Vec<Action>,
) -> egui::Response {
    let net = shown(view);
    let scale = if blocks.len() > 1 { view.facts.look.scale } else { Scale::Linear };
    let sheet = sheet(view, scale);
    let laid = figures.of(ui, blocks, &net.charts, &sheet, view.theme);

    let response = ui.interact(area, ui.make_persistent_id("charts"), Sense::click());
    let over = |at: Pos2| {
        let laid = blocks.iter().zip(laid).find(|(block, _)| block.place.contains(at)).map(|(_, laid)| laid);
        laid.map_or_else(Vec::new, |laid| maps_at(net, &laid.figure, at))
    };
    let at = ui.input(|input| input.pointer.hover_pos()).filter(|_| response.contains_pointer());
    let pointed = at.map_or_else(Vec::new, over);
    if !pointed.is_empty() {
        ui.set_cursor_icon(egui::CursorIcon::PointingHand);
    }
    if response.clicked() {
        response.request_focus();
        let maps = response.interact_pointer_pos().map_or_else(Vec::new, over);
        actions.extend(chosen(net, &maps, view.selected).map(|map| select(view, map)));
    }
    keys(ui, view, &response, actions);

    for (block, laid) in blocks.iter().zip(laid) {
        let reading = Reading { view, net, sheet: &sheet, pointed: &pointed, selected: view.selected };
        title_ui(ui, block, &reading);
        plot_ui(ui, block, laid, &reading);
        captions_ui(ui, &laid.figure, &reading);
    }
    if response.has_focus() {
        let stroke = Stroke::new(2.0, style::color(view.theme, Role::Accent));
        ui.painter().rect_stroke(area.shrink(1.0), 0, stroke, StrokeKind::Inside);
    }
    response
}

/// The layers at a place of a chart: of a network with branches all that lie on each other there.
fn maps_at(net: &Net, figure: &Figure, at: Pos2) -> Vec<MapId> {
    match &net.charts.depths {
        Some(depths) => {
            let points = figure.points_at(Point::new(at.x.into(), at.y.into()));
            points.into_iter().filter_map(|point| depths.maps(point).first().copied()).collect()
        }
        None => net.lowered.graph.map(figure.map_at(at.x.into())).into_iter().collect(),
    }
}

/// The layer that a press on a place selects: one after the other of those that lie there, then those on single units
/// that follow them.
fn chosen(net: &Net, maps: &[MapId], selected: Option<MapId>) -> Option<MapId> {
    let behind = maps.iter().flat_map(|map| net.charts.together(*map).iter().skip(1));
    let all: Vec<MapId> = maps.iter().chain(behind).copied().collect();
    let at = selected.and_then(|selected| all.iter().position(|map| *map == selected));
    all.get(at.map_or(0, |at| (at + 1) % all.len())).copied()
}

/// What the charts of a frame show.
struct Reading<'a> {
    view: &'a View<'a>,
    net: &'a Net,
    sheet: &'a Sheet<'a>,
    /// The maps under the pointer, in any of the charts: several where points of branches lie on each other.
    pointed: &'a [MapId],
    selected: Option<MapId>,
}

impl Reading<'_> {
    fn color(&self, role: Role) -> egui::Color32 {
        style::color(self.view.theme, role)
    }

    /// The maps that are read: those under the pointer, else the selected one.
    fn maps(&self) -> Vec<MapId> {
        let selected = self.selected.filter(|map| map.index() < self.net.charts.maps);
        if self.pointed.is_empty() { selected.into_iter().collect() } else { self.pointed.to_vec() }
    }

    /// Their numbers, each once. Under the pointer is a point: a layer with those on single units that follow it.
    fn exact(&self, chart: Chart, maps: &[MapId]) -> String {
        let mut texts: Vec<String> = Vec::new();
        for map in maps {
            let alone = std::slice::from_ref(map);
            let together = if self.pointed.is_empty() { &[] } else { self.net.charts.together(*map) };
            let together = if together.is_empty() { alone } else { together };
            let text = self.net.charts.exact(chart, &self.net.analysis, together, self.view.words);
            if !texts.contains(&text) {
                texts.push(text);
            }
            if texts.len() == MOST_TOLD {
                break;
            }
        }
        texts.join(" · ")
    }

    /// Their names.
    fn names(&self, maps: &[MapId]) -> String {
        let names: Vec<&str> = maps.iter().take(MOST_TOLD).map(|map| self.sheet.name(*map)).collect();
        let more = maps.len() - names.len();
        if more > 0 { format!("{}, +{more}", names.join(", ")) } else { names.join(", ") }
    }
}

/// A layer comes into sight in the other views as well.
fn select(view: &View<'_>, map: MapId) -> Action {
    let layer = view.lowered.layer_of_map.get(map.index()).copied().flatten();
    layer.map_or(Action::Select(map), Action::SelectLayer)
}

/// Left and right go from layer to layer, Home and End to the ends.
fn keys(ui: &Ui, view: &View<'_>, response: &egui::Response, actions: &mut Vec<Action>) {
    if !response.has_focus() {
        return;
    }
    let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let last = view.lowered.graph.map_count() - 1;
    let at = view.selected.map_or(0, MapId::index);
    let targets = [
        (Key::ArrowLeft, at.saturating_sub(1)),
        (Key::ArrowRight, (at + 1).min(last)),
        (Key::Home, 0),
        (Key::End, last),
    ];
    for (key, target) in targets {
        let pressed = ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        actions.extend(view.lowered.graph.map(target).filter(|_| pressed).map(|map| select(view, map)));
    }
}

/// The title, what is counted, and at the right end the number of the layer that is read.
fn title_ui(ui: &Ui, block: &Block, reading: &Reading<'_>) {
    let (painter, words) = (ui.painter(), reading.view.words);
    let row = Rect::from_min_size(block.place.min, vec2(block.place.width(), TITLE_HEIGHT - 4.0));
    let line = |text: &str, font: egui::FontId, color, room: f32| {
        let text = WidgetText::from(RichText::new(text).font(font).color(color));
        text.into_galley(ui, Some(egui::TextWrapMode::Truncate), room.max(1.0), FontSelection::Default)
    };
    let place = |galley: &egui::Galley, x: f32| pos2(x, row.center().y - galley.size().y / 2.0);
    let mut end = row.left() + block.taken;
    if block.headed {
        let title = line(words.get(block.title), style::bold(style::BODY_PT), reading.color(Role::Text), row.width());
        end += title.size().x;
        let at = place(&title, row.left());
        painter.galley(at, title, reading.color(Role::Text));
        let unit =
            line(words.get(block.chart.unit()), style::plain(style::SMALL_PT), reading.color(Role::TextDim), 300.0);
        // Kept or left out by the room alone: it does not come and go with the pointer.
        if end + 8.0 + unit.size().x + NUMBER < row.right() {
            let at = place(&unit, end + 8.0);
            end = at.x + unit.size().x;
            painter.galley(at, unit, reading.color(Role::TextDim));
        }
    }
    let maps = reading.maps();
    if !maps.is_empty() {
        let (font, role) = if reading.pointed.is_empty() {
            (style::plain(style::BODY_PT), Role::TextDim)
        } else {
            (style::bold(style::BODY_PT), Role::Text)
        };
        let text = reading.exact(block.chart, &maps);
        let room = row.right() - end - 10.0;
        let number = line(&text, font, reading.color(role), if block.headed { room } else { f32::INFINITY });
        let at = place(&number, row.right() - number.size().x);
        // Too near to what others wrote it would look like theirs.
        if block.headed || number.size().x <= room {
            painter.galley(at, number, reading.color(role));
        }
    }
}

/// Grid, bars or lines, and the layers that are selected and read.
fn plot_ui(ui: &mut Ui, block: &Block, Laid { figure, lines, fan }: &Laid, reading: &Reading<'_>) {
    let Figure { curves, axis, .. } = figure;
    let of = |role| reading.color(role);
    let rect = to_egui(figure.plot);
    let color = of(curves.chart.role());
    let bounds = {
        let (low, high) = figure.ends();
        PlotBounds::from_min_max([low, 0.0], [high, 1.0])
    };
    let plot = Plot::new(block.title)
        .width(rect.width())
        .height(rect.height())
        .min_size(vec2(1.0, 1.0))
        .allow_zoom(false)
        .allow_drag(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        .allow_axis_zoom_drag(false)
        // Clicks and keys belong to the charts together.
        .sense(Sense::hover())
        .show_background(false)
        .show_axes(false)
        .show_grid(false)
        .show_crosshair(false)
        .show_x(false)
        .show_y(false)
        .set_margin_fraction(vec2(0.0, 0.0))
        .auto_bounds(false);
    let charts = reading.sheet.charts;
    let marked = |map: Option<MapId>| map.filter(|map| map.index() < charts.maps).map(|map| charts.column(map) as f64);
    let builder = UiBuilder::new().max_rect(rect).id_salt(block.title);
    let drawn = ui.scope_builder(builder, |ui| {
        plot.show(ui, |plot| {
            // Bounds follow the network, not the pointer.
            plot.set_plot_bounds(bounds);
            for tick in axis.ticks.iter().filter(|tick| tick.value > 0.0) {
                let width = if tick.labelled { 1.0 } else { 0.5 };
                let line = HLine::new("grid", axis.place(tick.value)).color(of(Role::Border)).width(width);
                plot.hline(line.allow_hover(false));
            }
            if let Some(at) = marked(reading.selected) {
                let color = of(Role::Accent).gamma_multiply(0.5);
                plot.vline(VLine::new("selected", at).color(color).width(1.5).allow_hover(false));
            }
            if !curves.bars.is_empty() {
                let bars = curves.bars.iter().filter(|bar| bar.value > 0.0).map(|bar| {
                    let (low, high) = figure.bar_ends(bar.first, bar.last);
                    let bar = egui_plot::Bar::new(f64::midpoint(low, high), axis.place(bar.value));
                    bar.width(high - low).fill(color).stroke(Stroke::NONE)
                });
                plot.bar_chart(BarChart::new("bars", bars.collect()).allow_hover(false));
            }
            let bars = curves.chart.has_bars();
            fan.iter().filter(|_| bars).for_each(|fan| plot.add(FanItem::new(fan)));
            if curves.chart == Chart::Field {
                for size in &charts.image {
                    let line = HLine::new("input", axis.place(*size as f64)).color(of(Role::TextDim)).width(1.0);
                    plot.hline(line.style(LineStyle::dashed_dense()).allow_hover(false));
                }
            }
            if let Some(at) = marked(charts.end) {
                let line = VLine::new("end", at).color(of(Role::Lost)).width(1.0);
                plot.vline(line.style(LineStyle::dashed_dense()).allow_hover(false));
            }
            for (at, pieces) in lines.iter().enumerate() {
                let style = if at > 0 { LineStyle::dashed_loose() } else { LineStyle::Solid };
                for piece in pieces {
                    plot.line(
                        Line::new("line", PlotPoints::Borrowed(piece))
                            .color(color)
                            .width(2.0)
                            .style(style)
                            .allow_hover(false),
                    );
                    if figure.has_points() || piece.len() == 1 {
                        let points = Points::new("points", PlotPoints::Borrowed(piece)).color(color).radius(POINT);
                        plot.points(points.allow_hover(false));
                    }
                }
            }
            fan.iter().filter(|_| !bars).for_each(|fan| plot.add(FanItem::new(fan)));
            let base = HLine::new("base", 0.0).color(of(Role::TextDim)).width(1.0);
            plot.hline(base.allow_hover(false));
            if let Some(at) = marked(reading.pointed.first().copied()) {
                plot.vline(VLine::new("read", at).color(of(Role::TextDim)).width(1.0).allow_hover(false));
                if charts.depths.is_none() {
                    let read = curves.series.iter().filter(|_| !bars);
                    let read = read.filter_map(|one| Some([at, axis.place(one.values[at as usize]?)]));
                    let points = Points::new("read", read.collect::<PlotPoints<'_>>()).color(of(Role::Text));
                    plot.points(points.radius(POINT).allow_hover(false));
                }
            }
        })
        .response
    });
    heads_ui(ui, figure, reading);
    let words = reading.view.words;
    drawn.inner.widget_info(|| WidgetInfo::labeled(Access::Image, true, words.get(block.title)));
    let maps = reading.maps();
    if !maps.is_empty() {
        let (layer, value) = (reading.names(&maps), reading.exact(block.chart, &maps));
        let text = words.with("chart-value", &[("layer", layer.into()), ("value", value.into())]);
        ui.accesskit_node_builder(drawn.inner.id, |node| node.set_value(text));
    }
}

/// Marks the points of a network with branches that are read, and around the selected one draws a ring: of a depth there
/// are several.
fn heads_ui(ui: &Ui, figure: &Figure, reading: &Reading<'_>) {
    let Some(depths) = &reading.sheet.charts.depths else { return };
    let painter = ui.painter();
    let heads = |map: MapId| depths.point(map).map(|point| figure.head(point)).unwrap_or_default();
    let radius = figure.point_radius() as f32;
    let on_screen = |at: Point| pos2(at.x as f32, at.y as f32);
    for at in reading.selected.into_iter().flat_map(heads) {
        painter.circle_stroke(on_screen(at), radius + 3.0, Stroke::new(2.0, reading.color(Role::Accent)));
    }
    for at in reading.pointed.iter().copied().flat_map(heads) {
        painter.circle_filled(on_screen(at), radius + 1.0, reading.color(Role::Text));
    }
}

/// The texts of a chart, and in the place of those below it the name of the layer under the pointer.
fn captions_ui(ui: &Ui, figure: &Figure, reading: &Reading<'_>) {
    let painter = ui.painter();
    let read = reading.pointed.first().map(|map| {
        let font = style::bold(TEXT_SIZE as f32);
        let mut name = reading.names(reading.pointed);
        let several = reading.view.words.with("chart-several", &[("layers", name.as_str().into())]);
        // How to choose one of them is told where there is room for all of it.
        if reading.pointed.len() > 1 && text_width(&several, TEXT_SIZE, Face::Bold) <= figure.plot.width() {
            name = several;
        }
        let plot = to_egui(figure.plot);
        let name = super::card::line(painter, &name, font, reading.color(Role::Text), plot.width());
        let column = reading.sheet.charts.column(*map);
        let at = pos2(figure.x(column as f64) as f32, plot.bottom() + NAMES_HEIGHT as f32 / 2.0 + 1.0);
        let rect = Align2::CENTER_CENTER.anchor_size(at, name.size());
        let shift = (plot.right() - rect.right()).min(0.0);
        let shift = shift.max(plot.left() - rect.left());
        (name, rect.translate(vec2(shift, 0.0)))
    });
    for caption in &figure.captions {
        let color = reading.color(caption.role);
        let font = match caption.face {
            Face::Bold => style::bold(TEXT_SIZE as f32),
            Face::Regular | Face::Mono => style::plain(TEXT_SIZE as f32),
        };
        let galley = painter.layout_no_wrap(caption.text.clone(), font, color);
        let rect = anchor(caption.align).anchor_size(middle(caption), galley.size());
        // The line of the names, and none below it.
        let row = figure.plot.max.y + NAMES_HEIGHT / 2.0;
        let below = (row..row + NAMES_HEIGHT).contains(&caption.at.y);
        if below && read.as_ref().is_some_and(|(_, name)| name.expand2(vec2(4.0, 0.0)).intersects(rect)) {
            continue;
        }
        // Lines run below the numbers of points and the names of lines.
        if figure.plot.contains(caption.at) {
            painter.rect_filled(rect.shrink2(vec2(0.0, 2.0)), 2, reading.color(Role::Ground));
        }
        painter.galley(rect.min, galley, color);
    }
    if let Some((name, rect)) = read {
        painter.galley(rect.min, name, reading.color(Role::Text));
    }
}

fn anchor(align: Align) -> Align2 {
    match align {
        Align::Start => Align2::LEFT_CENTER,
        Align::Middle => Align2::CENTER_CENTER,
        Align::End => Align2::RIGHT_CENTER,
    }
}

/// Where the middle of a text's line lies that stands on a baseline.
fn middle(caption: &Caption) -> Pos2 {
    let Point { x, y } = caption.at;
    pos2(x as f32, (y - scene::figure::TO_BASELINE) as f32)
}

fn from_egui(rect: Rect) -> scene::Rect {
    scene::Rect::spanning((rect.left().into(), rect.right().into()), (rect.top().into(), rect.bottom().into()))
}

fn to_egui(rect: scene::Rect) -> Rect {
    Rect::from_min_max(pos2(rect.min.x as f32, rect.min.y as f32), pos2(rect.max.x as f32, rect.max.y as f32))
}
