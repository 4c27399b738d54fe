//! One chart laid out in a rectangle: its scale, and where its texts stand. The window and a page draw the same.

mod fan;
mod key;

use std::sync::Arc;

use super::depths::Depths;
use super::series::{Chart, Charts, Curves, Series};
use super::theme::Role;
use super::{Align, Face, Point, Rect, text_width};
use crate::locale::Words;
use crate::net::{Graph, MapId, Scale};

pub use fan::Fan;
pub use key::Key;

/// With more maps than this the points have no numbers.
pub const MOST_LABELLED: usize = 14;
/// With more maps than this they are called by their numbers.
const MOST_NAMED: usize = 40;

/// The size of every text of a chart but its title.
pub const TEXT_SIZE: f64 = 10.5;
/// Half the height of a digit: from the middle of a text to its baseline.
pub const TO_BASELINE: f64 = 0.37 * TEXT_SIZE;
/// From one line of text to the next, at least.
const LINE: f64 = 13.0;

/// The part of a chart's height that its largest number takes; above it are texts.
const FULL: f64 = 0.82;
/// Room before the first map and behind the last, in maps.
const SIDE: f64 = 0.6;
/// How wide a bar is, in maps and in points at most; bars without gaps overlap by a little, so that no seam shows.
const BAR: f64 = 0.72;
const WIDEST_BAR: f64 = 44.0;
const OVERLAP: f64 = 1.0;
/// The room below a chart for the names of the layers.
pub const NAMES_HEIGHT: f64 = 18.0;
/// Of a network with branches there is a line more, which says what the numbers are.
const DEPTH_HEIGHT: f64 = 14.0;
/// What lies between a point and its number.
const ABOVE: f64 = 7.0;
/// From a chart to the numbers of its scale.
const TICK_GAP: f64 = 6.0;

/// How numbers are measured off, from the base of a chart to its top.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    scale: Scale,
    /// Numbers, or their decimal logarithms.
    base: f64,
    top: f64,
    pub ticks: Vec<Tick>,
}

/// A line across a chart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tick {
    pub value: f64,
    /// Its number stands beside it.
    pub labelled: bool,
}

impl Axis {
    /// The scale of numbers up to `most`, the smallest above 0 being `least`, with room for so many labels.
    pub fn of(scale: Scale, least: Option<f64>, most: f64, zeros: bool, labels: usize) -> Self {
        let labels = labels.max(2);
        match (scale, least) {
            (Scale::Log, Some(least)) => Self::log(least, most, zeros, labels),
            _ => Self::linear(most, labels),
        }
    }

    fn linear(most: f64, labels: usize) -> Self {
        let zero = Tick { value: 0.0, labelled: true };
        if most <= 0.0 {
            return Self { scale: Scale::Linear, base: 0.0, top: 1.0, ticks: vec![zero] };
        }
        let top = most / FULL;
        let rough = top / labels as f64;
        let decade = 10_f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 5.0].into_iter().map(|factor| factor * decade).find(|step| *step >= rough);
        let step = step.unwrap_or(10.0 * decade);
        let ticks = (0..=(top / step) as u32).map(|i| Tick { value: f64::from(i) * step, labelled: true }).collect();
        Self { scale: Scale::Linear, base: 0.0, top, ticks }
    }

    /// Below the first power of ten is a little room, so that the smallest numbers are not taken for 0: that is the base.
    fn log(least: f64, most: f64, zeros: bool, labels: usize) -> Self {
        const LEAST_BELOW: f64 = 0.35;
        // The room for one label, as a part of the height: two of them must not meet at the base.
        let label = 0.65 / labels as f64;
        let first = least.log10().floor();
        let highest = most.log10().max(first + 1.0);
        let below = if zeros { (highest - first) * label / (1.0 - label) } else { 0.0 };
        let base = first - below.max(LEAST_BELOW);
        let top = base + (highest - base) / FULL;
        let decades = (top - first).floor() as i32;
        let every = (decades + 1).max(1).unsigned_abs().div_ceil(labels as u32) as i32;
        let mut ticks = vec![Tick { value: 0.0, labelled: zeros }];
        for decade in 0..=decades {
            let value = 10_f64.powf(first + f64::from(decade));
            ticks.push(Tick { value, labelled: decade % every == 0 });
            if every == 1 {
                let between = [2.0, 5.0].map(|factor| Tick { value: factor * value, labelled: decades < 2 });
                ticks.extend(between.into_iter().filter(|tick| tick.value.log10() <= top));
            }
        }
        Self { scale: Scale::Log, base, top, ticks }
    }

    /// Where a number lies: 0 at the base, 1 at the top. 0 lies on the base of either scale.
    pub fn place(&self, value: f64) -> f64 {
        match self.scale {
            Scale::Log if value <= 0.0 => 0.0,
            Scale::Log => (value.log10() - self.base) / (self.top - self.base),
            Scale::Linear => (value - self.base) / (self.top - self.base),
        }
    }
}

/// A text of a chart; `at` is on its baseline.
#[derive(Clone, Debug, PartialEq)]
pub struct Caption {
    pub at: Point,
    pub align: Align,
    pub face: Face,
    pub role: Role,
    pub text: String,
}

impl Caption {
    pub fn width(&self) -> f64 {
        text_width(&self.text, TEXT_SIZE, self.face)
    }
}

/// What all charts of a network have in common, so that they stand in line.
pub struct Sheet<'a> {
    pub charts: &'a Charts,
    pub graph: &'a Graph,
    pub words: &'a Words,
    pub scale: Scale,
    /// The followed path of a network with branches, ascending.
    pub path: &'a [MapId],
}

/// One chart in its place.
pub struct Figure {
    pub curves: Arc<Curves>,
    pub axis: Axis,
    /// Between the axes; numbers stand to the left of it, names below it.
    pub plot: Rect,
    /// How many places there are along it.
    columns: usize,
    pub captions: Vec<Caption>,
    /// Of a network with branches where its points stand, and its lines and bars.
    depths: Option<Arc<Depths>>,
    pub fan: Fan,
}

impl<'a> Sheet<'a> {
    fn axis(&self, chart: Chart, height: f64) -> Axis {
        let curves = self.charts.curves(chart);
        let image = self.charts.image.iter().map(|n| *n as f64).filter(|_| chart == Chart::Field);
        let most = image.clone().fold(curves.most, f64::max);
        let least = image.fold(curves.least, |least, n| Some(least.map_or(n, |least| least.min(n))));
        // Shares of which a thousandth is drawn as one bar are still told from nothing.
        Axis::of(self.scale, least.filter(|least| *least > 0.0), most, curves.zeros, (height / 22.0) as usize)
    }

    /// The room to the left for the numbers of the scales of these charts, in plots that are so high.
    pub fn left(&self, charts: &[Chart], height: f64) -> f64 {
        let widest = |chart: &Chart| {
            let ticks = self.axis(*chart, height).ticks.into_iter().filter(|tick| tick.labelled);
            ticks.map(|tick| text_width(&self.words.short(tick.value), TEXT_SIZE, Face::Regular)).fold(0.0, f64::max)
        };
        charts.iter().map(widest).fold(24.0, f64::max) + TICK_GAP
    }

    /// The room to the right for the names of lines that end at the last map, of so much behind the scales.
    pub fn right(&self, charts: &[Chart], room: f64) -> f64 {
        // Half of the last layer's number.
        const LEAST: f64 = 10.0;
        // Between a last point and its name stands half of its number.
        const NUMBER: f64 = 24.0;
        if charts.iter().all(|chart| self.charts.curves(*chart).series.len() < 2) {
            return LEAST;
        }
        let width = |axis| text_width(self.words.axis(self.charts.rank, axis), TEXT_SIZE, Face::Regular);
        let wanted = (0..self.charts.rank).map(width).fold(0.0, f64::max) + NUMBER;
        let pitch = (room - wanted).max(0.0) / (self.charts.columns() as f64 - 1.0 + 2.0 * SIDE);
        (wanted - SIDE * pitch).max(LEAST)
    }

    /// A chart between whose axes `plot` lies.
    pub fn figure(&self, chart: Chart, plot: Rect) -> Figure {
        let curves = Arc::clone(self.charts.curves(chart));
        let axis = self.axis(chart, plot.height());
        let (columns, depths) = (self.charts.columns(), self.charts.depths.clone());
        let mut figure = Figure { curves, axis, plot, columns, captions: Vec::new(), depths, fan: Fan::default() };
        if let Some(depths) = &self.charts.depths {
            figure.fan = Fan::of(&figure, depths, depths.along(self.path));
        }
        let captions = [
            figure.tick_captions(self.words),
            self.map_captions(&figure),
            self.depth_caption(&figure),
            figure.value_captions(self.words),
            self.image_captions(&figure),
            self.line_captions(&figure),
        ];
        figure.captions = captions.into_iter().flatten().collect();
        let curves = &figure.curves;
        if curves.chart == Chart::Lost && curves.most <= 0.0 && curves.zeros {
            let at = Point::new(plot.centre().x, plot.centre().y + TO_BASELINE);
            let text = self.words.get("chart-lost-none").to_owned();
            let (align, face, role) = (Align::Middle, Face::Regular, Role::TextDim);
            figure.captions.push(Caption { at, align, face, role, text });
        }
        figure
    }

    /// The name of a map.
    pub fn name(&self, map: MapId) -> &'a str {
        self.graph.node(map).map_or(self.words.get("map-input"), |node| &node.name)
    }

    /// The names of the maps below a chart, or some of their numbers.
    fn map_captions(&self, figure: &Figure) -> Vec<Caption> {
        let (maps, pitch) = (figure.columns, figure.pitch());
        let y = figure.plot.max.y + NAMES_HEIGHT - 4.0;
        let width = |text: &str| text_width(text, TEXT_SIZE, Face::Regular);
        let caption = |(map, text): (usize, String)| Caption {
            at: Point::new(figure.x(map as f64), y),
            align: Align::Middle,
            face: Face::Regular,
            role: Role::TextDim,
            text,
        };
        if maps <= MOST_NAMED && figure.depths.is_none() {
            let names: Vec<&str> = self.graph.maps().map(|map| self.name(map)).collect();
            if names.windows(2).all(|pair| f64::midpoint(width(pair[0]), width(pair[1])) + 6.0 <= pitch) {
                return names.into_iter().map(str::to_owned).enumerate().map(caption).collect();
            }
        }
        let widest = width(&self.words.number(maps as u64)) + 12.0;
        let steps = (0..9).flat_map(|decade| [1, 2, 5].map(|factor| factor * 10_usize.pow(decade)));
        let step = steps.into_iter().find(|step| *step as f64 * pitch >= widest).unwrap_or(maps);
        (0..maps).step_by(step).map(|map| (map, self.words.number(map as u64))).map(caption).collect()
    }

    /// What the numbers below a chart are, where they are no layers.
    fn depth_caption(&self, figure: &Figure) -> Vec<Caption> {
        let at = Point::new(figure.plot.min.x, figure.plot.max.y + NAMES_HEIGHT + DEPTH_HEIGHT - 4.0);
        let fits = |text: &&str| text_width(text, TEXT_SIZE, Face::Regular) <= figure.plot.width();
        let text = |_: &Arc<Depths>| {
            let long = Some(self.words.get("chart-depth")).filter(fits);
            long.unwrap_or(self.words.get("chart-depth-short")).to_owned()
        };
        let caption = |text| Caption { at, align: Align::Start, face: Face::Regular, role: Role::TextDim, text };
        figure.depths.as_ref().map(text).map(caption).into_iter().collect()
    }

    /// The room below a chart.
    pub fn names_height(&self) -> f64 {
        NAMES_HEIGHT + if self.charts.depths.is_some() { DEPTH_HEIGHT } else { 0.0 }
    }

    /// The size of the image, beside the lines that show it: at the end where no points are near.
    fn image_captions(&self, figure: &Figure) -> Vec<Caption> {
        const NEAR: f64 = 100.0;
        if figure.curves.chart != Chart::Field {
            return Vec::new();
        }
        let (plot, sizes) = (figure.plot, &self.charts.image);
        let ys: Vec<f64> = sizes.iter().map(|n| figure.y(*n as f64)).collect();
        let points = || figure.curves.series.iter().flat_map(|one| figure.places(one));
        let apart = |near: &dyn Fn(f64) -> bool| {
            let points = points().filter(|(column, _)| near(figure.x(*column as f64)));
            let distances = points.flat_map(|(_, value)| ys.iter().map(move |y| (figure.y(value) - y).abs()));
            distances.fold(f64::INFINITY, f64::min)
        };
        let (left, right) = (apart(&|x| x < plot.min.x + NEAR), apart(&|x| x > plot.max.x - NEAR));
        let at_left = left >= 2.0 * LINE || left >= right;
        let text = |axis: usize, size: u64| {
            if sizes.len() == 1 {
                return self.words.with("growth-input", &[("size", size.into())]);
            }
            let axis = self.words.axis(self.charts.rank, axis);
            let text = self.words.with("chart-input-axis", &[("size", size.into()), ("axis", axis.into())]);
            // In a narrow chart it would run into the names of the lines.
            let fits = text_width(&text, TEXT_SIZE, Face::Regular) + 10.0 <= plot.width();
            if fits { text } else { self.words.number(size) }
        };
        // Their middles, half a line above what they tell of.
        let mut places: Vec<f64> = ys.iter().map(|y| y - LINE / 2.0 - 2.0).collect();
        spread(&mut places, (plot.min.y, plot.max.y));
        let caption = |((axis, &size), y): ((usize, &u64), f64)| Caption {
            at: Point::new(if at_left { plot.min.x + 5.0 } else { plot.max.x - 5.0 }, y + TO_BASELINE),
            align: if at_left { Align::Start } else { Align::End },
            face: Face::Regular,
            role: Role::TextDim,
            text: text(axis, size),
        };
        sizes.iter().enumerate().zip(places).map(caption).collect()
    }

    /// The names of the lines, behind their ends.
    fn line_captions(&self, figure: &Figure) -> Vec<Caption> {
        let series = &figure.curves.series;
        if series.len() < 2 {
            return Vec::new();
        }
        let last = |one: &Series| figure.places(one).into_iter().max_by_key(|(column, _)| *column);
        let ends: Vec<(usize, (usize, f64))> = series.iter().filter_map(|one| Some((one.axis, last(one)?))).collect();
        let mut places: Vec<f64> = ends.iter().map(|(_, (_, value))| figure.y(*value)).collect();
        spread(&mut places, (figure.plot.min.y, figure.plot.max.y));
        // Beside the numbers that stand above and below the last points.
        let numbers = figure.value_captions(self.words);
        let beside = |map: usize| {
            let here = numbers.iter().filter(|number| (number.at.x - figure.x(map as f64)).abs() < 1.0);
            here.map(|number| number.width() / 2.0).fold(4.0, f64::max) + 4.0
        };
        let caption = |((axis, (map, _)), y): ((usize, (usize, f64)), f64)| Caption {
            at: Point::new(figure.x(map as f64) + beside(map), y + TO_BASELINE),
            align: Align::Start,
            face: Face::Regular,
            role: Role::Text,
            text: self.words.axis(self.charts.rank, axis).to_owned(),
        };
        ends.into_iter().zip(places).map(caption).collect()
    }
}

impl Figure {
    /// Where a map lies.
    pub fn x(&self, map: f64) -> f64 {
        let (low, high) = self.ends();
        self.plot.min.x + (map - low) / (high - low) * self.plot.width()
    }

    /// Where a number lies.
    pub fn y(&self, value: f64) -> f64 {
        self.plot.max.y - self.axis.place(value) * self.plot.height()
    }

    /// The ends of the chart, in maps.
    pub fn ends(&self) -> (f64, f64) {
        (-SIDE, self.columns as f64 - 1.0 + SIDE)
    }

    /// From one map to the next.
    fn pitch(&self) -> f64 {
        let (low, high) = self.ends();
        self.plot.width() / (high - low)
    }

    /// The places along the chart with their numbers, from left to right.
    fn places(&self, series: &Series) -> Vec<(usize, f64)> {
        match &self.depths {
            Some(depths) => {
                let known = series.values.iter().enumerate();
                known.filter_map(|(point, value)| Some((depths.depth(point), (*value)?))).collect()
            }
            None => series.pieces.iter().flatten().copied().collect(),
        }
    }

    /// The map at a place: its index; of a network with branches the depth.
    pub fn map_at(&self, x: f64) -> usize {
        let (low, _) = self.ends();
        let at = low + (x - self.plot.min.x) / self.pitch();
        (at.round().max(0.0) as usize).min(self.columns.max(1) - 1)
    }

    /// The ends of a bar, in maps.
    pub fn bar_ends(&self, first: usize, last: usize) -> (f64, f64) {
        let pitch = self.pitch();
        if first == last && pitch > 4.0 {
            let half = BAR.min(WIDEST_BAR / pitch) / 2.0;
            return (first as f64 - half, last as f64 + half);
        }
        (first as f64 - 0.5, last as f64 + 0.5 + OVERLAP / pitch)
    }

    /// Whether the points are told apart: they are marked and have numbers.
    pub fn has_points(&self) -> bool {
        self.columns <= MOST_LABELLED && self.pitch() > 26.0
    }

    fn tick_captions(&self, words: &Words) -> Vec<Caption> {
        let ticks = self.axis.ticks.iter().filter(|tick| tick.labelled);
        let caption = |tick: &Tick| Caption {
            at: Point::new(self.plot.min.x - TICK_GAP, self.y(tick.value) + TO_BASELINE),
            align: Align::End,
            face: Face::Regular,
            role: Role::TextDim,
            text: words.short(tick.value),
        };
        ticks.map(caption).collect()
    }

    /// The largest number of every map above its point, and the smallest below it if it is another; none where they
    /// would meet.
    fn value_captions(&self, words: &Words) -> Vec<Caption> {
        if !self.has_points() || (self.curves.chart == Chart::Lost && self.curves.most <= 0.0) {
            return Vec::new();
        }
        let mut captions = self.fan_captions(words);
        for map in 0..if self.depths.is_some() { 0 } else { self.columns } {
            let values = || self.curves.series.iter().filter_map(|one| one.values[map]);
            let (Some(most), Some(least)) = (values().reduce(f64::max), values().reduce(f64::min)) else { continue };
            let above = self.y(most) - if self.curves.chart.has_bars() { 4.0 } else { ABOVE };
            let below = self.y(least) + ABOVE + 2.0 * TO_BASELINE;
            let both = [(most, above, true), (least, below, least < most && below < self.plot.max.y)];
            captions.extend(both.into_iter().filter(|(_, _, shown)| *shown).map(|(value, y, _)| Caption {
                at: Point::new(self.x(map as f64), y),
                align: Align::Middle,
                face: Face::Bold,
                role: Role::Text,
                text: words.short(value),
            }));
        }
        let widest = captions.iter().map(Caption::width).fold(0.0, f64::max);
        if widest + 4.0 <= self.pitch() { captions } else { Vec::new() }
    }
}

/// Moves the middles of lines of text apart until none overprints another, and into `low..high`.
fn spread(places: &mut [f64], (low, high): (f64, f64)) {
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by(|&a, &b| places[a].total_cmp(&places[b]));
    // Down from the top, then back up what left the foot; a pair moves by half each.
    for pair in order.windows(2) {
        let short = LINE - (places[pair[1]] - places[pair[0]]);
        if short > 0.0 {
            places[pair[0]] -= short / 2.0;
            places[pair[1]] += short / 2.0;
        }
    }
    let mut floor = low + LINE / 2.0;
    for &at in &order {
        places[at] = places[at].max(floor);
        floor = places[at] + LINE;
    }
    let mut ceiling = high - LINE / 2.0;
    for &at in order.iter().rev() {
        places[at] = places[at].min(ceiling);
        ceiling = places[at] - LINE;
    }
}
