//! The view **Charts** on a page: fields, strides, sizes, losses and costs of every layer, in two columns.

use super::figure::{Caption, Figure, Sheet, TEXT_SIZE};
use super::picture::Drawing;
use super::series::{Chart, Charts};
use super::theme::Role;
use super::view::Subject;
use super::{Align, Face, Item, Point, Rect, Shape, Tag, text_width};
use crate::field::route::route;
use crate::net::{Look, MapId};

/// A chart with its title and the names below it, and what lies between two of them.
const CHART: (f64, f64) = (420.0, 200.0);
const BETWEEN: (f64, f64) = (34.0, 26.0);
const COLUMNS: usize = 2;
const WIDTH: f64 = 2.0 * CHART.0 + BETWEEN.0;
/// How far the samples of a network with branches reach above what lies below them, and the room below them.
const KEY_ABOVE: f64 = 4.0;
const KEY_BELOW: f64 = 6.0;

const TITLE_SIZE: f64 = 13.0;
/// From a title's baseline to the chart.
const TITLE_ROOM: f64 = 10.0;

const GRID_LINE: f64 = 0.75;
const LINE: f64 = 2.0;
const POINT: f64 = 3.5;

/// All charts.
pub fn drawing(subject: &Subject<'_>, look: Look) -> Drawing {
    let Subject { graph, analysis, words, .. } = *subject;
    let charts = Charts::of(graph, analysis);
    let mut items = Vec::new();
    if charts.is_empty() {
        let (text, size) = (words.get("chart-empty").to_owned(), TITLE_SIZE);
        let bounds = Rect::new(0.0, 0.0, text_width(&text, size, Face::Regular), 2.0 * size);
        let (at, face) = (Point::new(0.0, 1.5 * size), Face::Regular);
        items.push(of(
            Tag::Heading,
            Role::TextDim,
            Shape::Text { at, align: Align::Start, face, size, text, haze: false },
        ));
        return Drawing { items, bounds, inset: 0.0 };
    }
    let widest = || route(graph, analysis, &[]);
    let path: Vec<MapId> = match (&charts.depths, subject.path) {
        (None, _) => Vec::new(),
        (Some(_), Some(path)) => path.to_vec(),
        (Some(_), None) => widest(),
    };
    let sheet = Sheet { charts: &charts, graph, words, scale: look.scale, path: &path };
    let top = TITLE_SIZE + TITLE_ROOM;
    let height = CHART.1 - top - sheet.names_height();
    let left = sheet.left(&Chart::ALL, height);
    let right = sheet.right(&Chart::ALL, CHART.0 - left);
    let mut bounds = Rect::default();
    let mut below = 0.0;
    if let Some(end) = charts.end {
        let text = words.with("chart-ends", &[("layer", sheet.name(end).into())]);
        let (at, size) = (Point::new(left, TITLE_SIZE), TITLE_SIZE - 1.0);
        let (align, face) = (Align::Start, Face::Regular);
        items.push(of(Tag::Heading, Role::LostText, Shape::Text { at, align, face, size, text, haze: false }));
        below = 2.0 * TITLE_SIZE;
    }
    if let Some(key) = sheet.key(Point::new(left, below - KEY_ABOVE), WIDTH - left) {
        items.extend(key.items);
        below += key.height + KEY_BELOW;
    }
    for (at, chart) in Chart::ALL.into_iter().enumerate() {
        let (column, row) = ((at % COLUMNS) as f64, (at / COLUMNS) as f64);
        let place = Rect::new(column * (CHART.0 + BETWEEN.0), below + row * (CHART.1 + BETWEEN.1), CHART.0, CHART.1);
        bounds = bounds.union(&place);
        let plot = Rect::new(place.min.x + left, place.min.y + top, place.width() - left - right, height);
        let (at, align) = (Point::new(plot.min.x, place.min.y + TITLE_SIZE), Align::Start);
        let (face, size) = (Face::Bold, TITLE_SIZE);
        let text = format!("{}, {}", words.get(chart.title()), words.get(chart.unit()));
        items.push(of(Tag::Chart(chart), Role::Text, Shape::Text { at, align, face, size, text, haze: false }));
        draw(&sheet.figure(chart, plot), &sheet, &mut items);
    }
    Drawing { items, bounds, inset: left }
}

fn of(tag: Tag, role: Role, shape: Shape) -> Item {
    Item { shape, role, tag }
}

/// Grid, bars or lines, base line and texts, from the back to the front.
fn draw(figure: &Figure, sheet: &Sheet<'_>, items: &mut Vec<Item>) {
    let Figure { curves, plot, .. } = figure;
    let role = curves.chart.role();
    let of = |role: Role, shape: Shape| of(Tag::Chart(curves.chart), role, shape);
    let across = |y: f64| [Point::new(plot.min.x, y), Point::new(plot.max.x, y)];
    let ticks = figure.axis.ticks.iter().filter(|tick| tick.value > 0.0);
    for (labelled, width) in [(true, GRID_LINE), (false, GRID_LINE / 2.0)] {
        let segments: Vec<_> =
            ticks.clone().filter(|tick| tick.labelled == labelled).map(|tick| across(figure.y(tick.value))).collect();
        if !segments.is_empty() {
            items.push(of(Role::CellLine, Shape::Segments { segments, width, dashed: false }));
        }
    }
    for bar in curves.bars.iter().filter(|bar| bar.value > 0.0) {
        let (left, right) = figure.bar_ends(bar.first, bar.last);
        let rect = Rect::spanning((figure.x(left), figure.x(right)), (figure.y(bar.value), plot.max.y));
        items.push(of(role, Shape::Fill(rect)));
    }
    items.extend(figure.fan.items.iter().filter(|_| curves.chart.has_bars()).cloned());
    if curves.chart == Chart::Field {
        let segments = sheet.charts.image.iter().map(|n| across(figure.y(*n as f64))).collect();
        items.push(of(Role::TextDim, Shape::Segments { segments, width: 1.0, dashed: true }));
    }
    if let Some(end) = sheet.charts.end {
        let x = figure.x(sheet.charts.column(end) as f64);
        let segments = vec![[Point::new(x, plot.min.y), Point::new(x, plot.max.y)]];
        items.push(of(Role::Lost, Shape::Segments { segments, width: 1.0, dashed: true }));
    }
    let place = |(map, value): &(usize, f64)| Point::new(figure.x(*map as f64), figure.y(*value));
    for (at, series) in curves.series.iter().enumerate() {
        for piece in &series.pieces {
            let points: Vec<Point> = piece.iter().map(place).collect();
            if figure.has_points() || points.len() == 1 {
                items.push(of(role, Shape::Dots { at: points.clone(), radius: POINT }));
            }
            items.push(of(role, Shape::Polyline { points, width: LINE, dashed: at > 0, closed: false }));
        }
    }
    items.extend(figure.fan.items.iter().filter(|_| !curves.chart.has_bars()).cloned());
    items.push(of(Role::TextDim, Shape::Segments { segments: vec![across(plot.max.y)], width: 1.0, dashed: false }));
    items.extend(figure.captions.iter().map(|Caption { at, align, face, role, text }| {
        // Lines run below the numbers of points and the names of lines.
        let haze = plot.contains(*at);
        let (at, align, face, text) = (*at, *align, *face, text.clone());
        of(*role, Shape::Text { at, align, face, size: TEXT_SIZE, text, haze })
    }));
}
