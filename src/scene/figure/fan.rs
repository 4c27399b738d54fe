//! The lines and bars of a network with branches: every point above its depth, a line from each point to those that read
//! it, the followed path strong, and whiskers from the narrowest path where branches meet.

use std::collections::HashSet;

use super::{ABOVE, BAR, Caption, Figure, OVERLAP, TO_BASELINE, WIDEST_BAR};
use crate::locale::Words;
use crate::scene::depths::Depths;
use crate::scene::series::{Chart, Series};
use crate::scene::theme::Role;
use crate::scene::{Align, Face, Item, Point, Rect, Shape, Tag};

/// The lines of the followed path, those of other branches, and whiskers.
pub(super) const STRONG: f64 = 2.4;
pub(super) const THIN: f64 = 1.0;
/// The whiskers where many stand beside each other.
const HAIR: f64 = 0.5;
/// The radius of a point on the followed path, and that of others in parts of it.
const POINT: f64 = 3.5;
const SMALLER: f64 = 0.72;
/// Depths nearer to each other than this have no points on the lines.
const LEAST_DOTTED: f64 = 5.0;
/// Half the width of a whisker's foot, at most, and in depths.
const FOOT: (f64, f64) = (4.0, 0.35);
/// The room of several bars of one depth, in depths. They stand side by side as long as each has at
/// least this much, and those of other branches are outlined from this on.
const SEVERAL: f64 = 0.9;
const LEAST_BAR: f64 = 1.5;
const LEAST_OUTLINED: f64 = 3.2;
/// The part of its room that one of several bars takes.
const FILLED: f64 = 0.86;
/// Points and bars as near as this to each other cannot be told apart by pointing.
const NEAR: f64 = 1.5;
/// How far above its foot a chart with bars tells of layers that have none.
const ON_FOOT: f64 = 5.0;

/// What a network with branches has in a chart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fan {
    /// From the back to the front.
    pub items: Vec<Item>,
    /// The points that have bars, ascending, with their bars. Where several of one depth have no room beside each other
    /// they share one bar as high as the highest.
    pub bars: Vec<(usize, Rect)>,
}

/// The followed path: for every point the next one, if both are on it.
struct Followed {
    on: Vec<bool>,
    next: Vec<Option<usize>>,
    points: Vec<usize>,
}

impl Followed {
    fn of(depths: &Depths, points: Vec<usize>) -> Self {
        let (mut on, mut next) = (vec![false; depths.len()], vec![None; depths.len()]);
        for point in &points {
            on[*point] = true;
        }
        for pair in points.windows(2).filter(|pair| depths.reads(pair[1], pair[0])) {
            next[pair[0]] = Some(pair[1]);
        }
        Self { on, next, points }
    }
}

impl Fan {
    /// `path` are the followed points, ascending.
    pub(super) fn of(figure: &Figure, depths: &Depths, path: Vec<usize>) -> Self {
        let path = Followed::of(depths, path);
        let mut fan = Self::default();
        if figure.curves.chart.has_bars() {
            if let Some(series) = figure.curves.series.first() {
                fan.add_bars(figure, depths, series, &path);
            }
            return fan;
        }
        for (at, series) in figure.curves.series.iter().enumerate() {
            fan.add_lines(figure, depths, series, &path, at > 0);
        }
        fan
    }

    fn push(&mut self, figure: &Figure, role: Role, shape: Shape) {
        self.items.push(Item { shape, role, tag: Tag::Chart(figure.curves.chart) });
    }

    fn add_lines(&mut self, figure: &Figure, depths: &Depths, series: &Series, path: &Followed, dashed: bool) {
        let role = figure.curves.chart.role();
        let place = |point: usize| series.values[point].map(|value| figure.place(depths, point, value));
        let whiskers = whiskers(figure, depths, series);
        if !whiskers.is_empty() {
            let width = if figure.pitch() < LEAST_DOTTED { HAIR } else { THIN };
            let shape = Shape::Segments { segments: whiskers, width, dashed: false };
            self.push(figure, Role::TextDim, shape);
        }
        let segment = |[from, to]: &[usize; 2]| Some([place(*from)?, place(*to)?]);
        let others = depths.edges().iter().filter(|[from, to]| path.next[*from] != Some(*to)).filter_map(segment);
        let others = told_apart(others);
        if !others.is_empty() {
            self.push(figure, role, Shape::Segments { segments: others, width: THIN, dashed });
        }
        // It is broken where a number is missing.
        let pieces = path.points.chunk_by(|from, to| path.next[*from] == Some(*to)).flat_map(|piece| {
            let known = piece.chunk_by(|one, other| place(*one).is_some() && place(*other).is_some());
            known.map(|points| points.iter().filter_map(|point| place(*point)).collect::<Vec<Point>>())
        });
        for points in pieces.filter(|piece| piece.len() > 1) {
            self.push(figure, role, Shape::Polyline { points, width: STRONG, dashed, closed: false });
        }
        self.add_dots(figure, depths, series, path);
    }

    /// Where depths are near each other, only the points that no line leads to.
    fn add_dots(&mut self, figure: &Figure, depths: &Depths, series: &Series, path: &Followed) {
        let mut alone = vec![true; depths.len()];
        for [from, to] in depths.edges() {
            if series.values[*from].is_some() && series.values[*to].is_some() {
                (alone[*from], alone[*to]) = (false, false);
            }
        }
        let radius = figure.point_radius();
        let dotted = figure.pitch() >= LEAST_DOTTED;
        for (on_path, radius) in [(false, SMALLER * radius), (true, radius)] {
            let points = (0..depths.len()).filter(|point| path.on[*point] == on_path && (dotted || alone[*point]));
            let at: Vec<Point> =
                points.filter_map(|point| Some(figure.place(depths, point, series.values[point]?))).collect();
            if !at.is_empty() {
                self.push(figure, figure.curves.chart.role(), Shape::Dots { at, radius });
            }
        }
    }

    fn add_bars(&mut self, figure: &Figure, depths: &Depths, series: &Series, path: &Followed) {
        let (chart, pitch) = (figure.curves.chart, figure.pitch());
        for (depth, points) in depths.columns().iter().enumerate() {
            let value = |point: usize| series.values[point].filter(|value| *value > 0.0);
            let shown: Vec<(usize, f64)> = points.iter().filter_map(|&point| Some((point, value(point)?))).collect();
            let count = shown.len() as f64;
            let width = (if shown.len() > 1 { SEVERAL } else { BAR } * pitch).min(WIDEST_BAR * count);
            let middle = figure.x(depth as f64);
            let bar = |(left, right): (f64, f64), value: f64| {
                Rect::spanning((left, right), (figure.y(value), figure.plot.max.y))
            };
            let slot = width / count;
            if shown.len() > 1 && slot < LEAST_BAR || pitch <= 4.0 {
                let highest = shown.iter().map(|(_, value)| *value).fold(0.0, f64::max);
                let half = if pitch > 4.0 { width / 2.0 } else { f64::midpoint(pitch, OVERLAP) };
                let rect = bar((middle - half, middle + half), highest);
                self.bars.extend(shown.iter().map(|(point, _)| (*point, rect)));
                if highest > 0.0 {
                    self.push(figure, chart.role(), Shape::Fill(rect));
                }
                continue;
            }
            for (at, (point, value)) in shown.into_iter().enumerate() {
                let left = middle - width / 2.0 + at as f64 * slot;
                let gap = if count > 1.0 { (1.0 - FILLED) * slot / 2.0 } else { 0.0 };
                let rect = bar((left + gap, left + slot - gap), value);
                self.bars.push((point, rect));
                if path.on[point] || slot < LEAST_OUTLINED {
                    self.push(figure, chart.role(), Shape::Fill(rect));
                } else {
                    self.push(figure, pale(chart), Shape::Fill(rect));
                    let rect = Rect::spanning((rect.min.x + 0.5, rect.max.x - 0.5), (rect.min.y + 0.5, rect.max.y));
                    self.push(figure, chart.role(), Shape::Outline { rect, width: THIN, dashed: false });
                }
            }
        }
        self.bars.sort_unstable_by_key(|(point, _)| *point);
    }

    fn bar(&self, point: usize) -> Option<&Rect> {
        let at = self.bars.binary_search_by_key(&point, |(point, _)| *point).ok()?;
        Some(&self.bars[at].1)
    }
}

/// The ground of a bar that is not on the followed path.
pub(super) const fn pale(chart: Chart) -> Role {
    match chart {
        Chart::Params => Role::KernelFill,
        Chart::Macs => Role::RampFill(51),
        _ => Role::LostFill,
    }
}

/// Lines without those that come to lie on others: of dense networks that are many.
fn told_apart(lines: impl Iterator<Item = [Point; 2]>) -> Vec<[Point; 2]> {
    let mut seen: HashSet<[i64; 4]> = HashSet::new();
    let halves = |at: &Point| [(2.0 * at.x).round() as i64, (2.0 * at.y).round() as i64];
    lines
        .filter(|[from, to]| {
            let ([x, y], [to_x, to_y]) = (halves(from), halves(to));
            seen.insert([x, y, to_x, to_y])
        })
        .collect()
}

/// From the field along the narrowest path to that of the point, with a foot.
fn whiskers(figure: &Figure, depths: &Depths, series: &Series) -> Vec<[Point; 2]> {
    let foot = FOOT.0.min(FOOT.1 * figure.pitch());
    let mut segments = Vec::new();
    for (point, least) in series.smallest.iter().enumerate() {
        let Some((least, value)) = least.zip(series.values[point]) else { continue };
        let (low, high) = (figure.place(depths, point, least), figure.place(depths, point, value));
        segments.push([low, high]);
        segments.push([Point::new(low.x - foot, low.y), Point::new(low.x + foot, low.y)]);
    }
    segments
}

impl Figure {
    /// Where a number of a point lies.
    fn place(&self, depths: &Depths, point: usize, value: f64) -> Point {
        Point::new(self.x(depths.depth(point) as f64), self.y(value))
    }

    /// The radius of a point on the followed path: smaller where many stand beside each other.
    pub fn point_radius(&self) -> f64 {
        POINT * (self.pitch() / 16.0).clamp(0.55, 1.0)
    }

    /// Where the number of a point lies: of a bar, at its head.
    pub fn head(&self, point: usize) -> Vec<Point> {
        let Some(depths) = &self.depths else { return Vec::new() };
        if self.curves.chart.has_bars() {
            return self.fan.bar(point).map(|bar| Point::new(bar.centre().x, bar.min.y)).into_iter().collect();
        }
        let values = self.curves.series.iter().filter_map(|one| one.values.get(point).copied().flatten());
        values.map(|value| self.place(depths, point, value)).collect()
    }

    /// The points at a place: of the depth there the nearest, and all that lie on it. None of a chain.
    pub fn points_at(&self, at: Point) -> Vec<usize> {
        let Some(depths) = &self.depths else { return Vec::new() };
        let column = &depths.columns()[self.map_at(at.x).min(depths.columns().len() - 1)];
        let distance = |point: usize| -> f64 {
            let foot = (self.plot.max.y - at.y).abs();
            if self.curves.chart.has_bars() {
                return match self.fan.bar(point) {
                    // Bars that share a place are told together.
                    Some(bar) => (bar.min.x - at.x).max(at.x - bar.max.x).max(0.0),
                    None if self.plot.max.y - at.y < ON_FOOT => -1.0,
                    None => f64::from(f32::MAX),
                };
            }
            let heads = self.head(point).into_iter().map(|head| (head.y - at.y).abs());
            heads.reduce(f64::min).unwrap_or(foot)
        };
        let near: Vec<(usize, f64)> = column.iter().map(|&point| (point, distance(point))).collect();
        let least = near.iter().map(|(_, distance)| *distance).fold(f64::INFINITY, f64::min);
        let first = near.iter().find(|(_, distance)| *distance <= least).map(|(point, _)| *point);
        let same = |point: usize| first.is_some_and(|first| self.meet(first, point));
        near.into_iter().map(|(point, _)| point).filter(|&point| Some(point) == first || same(point)).collect()
    }

    /// True of points of one depth that lie on each other.
    fn meet(&self, one: usize, other: usize) -> bool {
        let (one, other) = (self.head(one), self.head(other));
        one.len() == other.len()
            && one.iter().zip(&other).all(|(a, b)| (a.x - b.x).abs() <= NEAR && (a.y - b.y).abs() <= NEAR)
    }

    /// Of every depth the largest number above its point and the smallest below it; above the highest of its bars its
    /// number.
    pub(super) fn fan_captions(&self, words: &Words) -> Vec<Caption> {
        let Some(depths) = &self.depths else { return Vec::new() };
        let caption = |x: f64, y: f64, value: f64| Caption {
            at: Point::new(x, y),
            align: Align::Middle,
            face: Face::Bold,
            role: Role::Text,
            text: words.short(value),
        };
        let mut captions = Vec::new();
        for (depth, points) in depths.columns().iter().enumerate() {
            let series = &self.curves.series;
            let values = || points.iter().flat_map(|point| series.iter().filter_map(|one| one.values[*point]));
            let (Some(most), Some(least)) = (values().reduce(f64::max), values().reduce(f64::min)) else { continue };
            if self.curves.chart.has_bars() {
                let highest = points.iter().filter_map(|point| self.fan.bar(*point));
                let highest = highest.min_by(|a, b| a.min.y.total_cmp(&b.min.y));
                let x = highest.map_or(self.x(depth as f64), |bar| bar.centre().x);
                captions.push(caption(x, self.y(most) - 4.0, most));
                continue;
            }
            let x = self.x(depth as f64);
            captions.push(caption(x, self.y(most) - ABOVE, most));
            let below = self.y(least) + ABOVE + 2.0 * TO_BASELINE;
            if least < most && below < self.plot.max.y {
                captions.push(caption(x, below, least));
            }
        }
        captions
    }
}
