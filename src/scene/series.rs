//! The numbers of every map as series: what the charts draw, in the window and on a page.
//!
//! A series is worked out once per network, in one pass over the maps, and thinned to what a screen can tell apart; the
//! exact number of one map is asked of the analysis when it is read ([`Chart::exact`]).

use std::sync::Arc;

use num_rational::Ratio;

use super::depths::Depths;
use super::theme::Role;
use crate::axes::Axes;
use crate::field::branches::extremes;
use crate::field::{Analysis, Field};
use crate::locale::Words;
use crate::net::{Graph, MapId, Node, Op};

/// The most points of a line, and the most bars of a chart.
pub const MOST_POINTS: usize = 1000;
const MOST_BARS: usize = 320;

/// A number of every map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Chart {
    /// The receptive field, in pixels per axis.
    Field,
    /// The effective stride, in pixels per axis.
    Stride,
    /// The map's size, in units per axis.
    Size,
    /// Input pixels that no unit depends on, in per cent.
    Lost,
    /// Weights and biases.
    Params,
    /// Multiply-adds for one image.
    Macs,
}

/// One number, exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    Whole(u64),
    Ratio(Ratio<i64>),
    /// So many of so many.
    Share {
        count: u64,
        of: u64,
    },
}

impl Amount {
    /// As it is drawn: a share in per cent.
    pub fn value(self) -> f64 {
        match self {
            Self::Whole(n) => n as f64,
            Self::Ratio(ratio) => *ratio.numer() as f64 / *ratio.denom() as f64,
            Self::Share { count, of } => 100.0 * count as f64 / of as f64,
        }
    }

    fn exact(self, words: &Words) -> String {
        match self {
            Self::Whole(n) => words.number(n),
            Self::Ratio(ratio) if ratio.is_integer() => words.number(ratio.numer().unsigned_abs()),
            Self::Ratio(ratio) => ratio.to_string(),
            Self::Share { count: 0, .. } => words.number(0),
            Self::Share { count, of } => {
                let share = words.percent(count as f64 / of as f64);
                words.with("chart-share", &[("share", share.into()), ("count", count.into()), ("of", of.into())])
            }
        }
    }
}

impl Chart {
    /// Every chart, in the order in which they stand.
    pub const ALL: [Self; 6] = [Self::Field, Self::Stride, Self::Size, Self::Lost, Self::Params, Self::Macs];

    /// The locale's key of its title.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Field => "chart-field",
            Self::Stride => "chart-stride",
            Self::Size => "chart-size",
            Self::Lost => "chart-lost",
            Self::Params => "chart-params",
            Self::Macs => "chart-macs",
        }
    }

    /// The locale's key of what its numbers count.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Field | Self::Stride => "unit-px",
            Self::Size => "chart-unit-size",
            Self::Lost => "chart-unit-lost",
            Self::Params => "chart-unit-params",
            Self::Macs => "chart-unit-macs",
        }
    }

    /// The colour of its lines or bars.
    pub const fn role(self) -> Role {
        match self {
            Self::Field => Role::Field,
            Self::Stride => Role::Feeds,
            Self::Size => Role::Ramp(0),
            Self::Lost => Role::Lost,
            Self::Params => Role::Kernel,
            Self::Macs => Role::Ramp(51),
        }
    }

    /// Bars for what each layer has by itself, lines for what grows from layer to layer.
    pub const fn has_bars(self) -> bool {
        matches!(self, Self::Lost | Self::Params | Self::Macs)
    }

    /// True of numbers that differ from axis to axis.
    const fn is_per_axis(self) -> bool {
        matches!(self, Self::Field | Self::Stride | Self::Size)
    }

    /// The number of a map, on one axis of the image if it has one per axis. `None` where it is not known, and where
    /// there is none: a vector has no size, and where all units see the same there is no stride.
    pub fn amount(self, analysis: &Analysis, map: MapId, axis: usize) -> Option<Amount> {
        let answer = analysis.map(map);
        let field = || answer.field.as_deref().and_then(|field| field.get(axis));
        let shape = answer.shape.as_ref()?;
        match self {
            Self::Field => field().map(|field| Amount::Whole(field.rf())),
            Self::Stride => field().and_then(Field::jump).map(Amount::Ratio),
            Self::Size => shape.size.get(axis).copied().map(Amount::Whole),
            Self::Lost => analysis.loss(map).map(|loss| Amount::Share { count: loss.count, of: loss.of }),
            Self::Params => answer.cost.params.map(Amount::Whole),
            Self::Macs => answer.cost.macs.map(Amount::Whole),
        }
    }

    /// The number of a layer with the layers on single units that follow it: all of their costs, and what none of them
    /// changes. `None` where one is not known.
    pub fn amount_of_all(self, analysis: &Analysis, maps: &[MapId], axis: usize) -> Option<Amount> {
        if !matches!(self, Self::Params | Self::Macs) {
            return self.amount(analysis, *maps.first()?, axis);
        }
        let sum = maps.iter().try_fold(0_u64, |sum, map| match self.amount(analysis, *map, axis)? {
            Amount::Whole(n) => sum.checked_add(n),
            Amount::Ratio(_) | Amount::Share { .. } => None,
        });
        sum.map(Amount::Whole)
    }

    /// The exact number of a map in words; one where all axes are alike, else all of them.
    pub fn exact(self, analysis: &Analysis, map: MapId, words: &Words) -> String {
        self.exact_of_all(analysis, &[map], words)
    }

    /// The same of a layer with those that follow it: see [`Self::amount_of_all`].
    pub fn exact_of_all(self, analysis: &Analysis, maps: &[MapId], words: &Words) -> String {
        let axes = if self.is_per_axis() { rank_of(analysis) } else { 1 };
        let amounts: Option<Axes<String>> =
            (0..axes).map(|axis| Some(self.amount_of_all(analysis, maps, axis)?.exact(words))).collect();
        match (amounts, maps.first()) {
            (Some(amounts), _) => amounts.alike_text(" × "),
            (None, Some(map)) => words.get(self.absence(analysis, *map)).to_owned(),
            (None, None) => String::new(),
        }
    }

    /// Why a map has no number: the locale's key of a few words.
    fn absence(self, analysis: &Analysis, map: MapId) -> &'static str {
        let answer = analysis.map(map);
        match self {
            Self::Size if answer.shape.is_some() => "chart-vector",
            Self::Stride if answer.field.is_some() => "chart-one-field",
            _ if answer.shape.is_some() => "too-large",
            _ => "chart-unknown",
        }
    }
}

fn rank_of(analysis: &Analysis) -> usize {
    analysis.map(MapId::INPUT).field.as_deref().map_or(1, Axes::rank)
}

/// A bar: the largest number of a run of maps, which is one map where there are few.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bar {
    pub first: usize,
    pub last: usize,
    pub value: f64,
}

/// The numbers of a chart on one axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// The axis of the image, 0-based, outermost first.
    pub axis: usize,
    /// One per map; of a network with branches one per point of [`Charts::depths`].
    pub values: Vec<Option<f64>>,
    /// The line in pieces: maps and numbers, without points that no screen tells apart. It is broken where a number is
    /// missing. Empty of a network with branches.
    pub pieces: Vec<Vec<(usize, f64)>>,
    /// For every point where branches meet, the receptive field along the narrowest path to it, in pixels, if that is
    /// smaller; the smallest of all axes that share the line. Empty of a chain, and of other numbers.
    pub smallest: Vec<Option<f64>>,
}

/// What a chart draws.
#[derive(Clone, Debug, PartialEq)]
pub struct Curves {
    pub chart: Chart,
    /// One for each axis; one for all where they are alike.
    pub series: Vec<Series>,
    /// Empty of a chart that has lines, and of a network with branches.
    pub bars: Vec<Bar>,
    /// The largest number, the smallest above 0, and whether some are 0.
    pub most: f64,
    pub least: Option<f64>,
    pub zeros: bool,
}

/// The numbers of a network.
#[derive(Clone, Debug, PartialEq)]
pub struct Charts {
    /// How many maps there are: the input and one per layer.
    pub maps: usize,
    /// Where the layers of a network with branches stand; `None` of a chain, where every map has a place of its own.
    pub depths: Option<Arc<Depths>>,
    /// How many spatial axes the image has.
    pub rank: usize,
    /// The image's size on each axis; one for all where they are alike.
    pub image: Vec<u64>,
    /// The first map of which nothing is known: the lines end before it.
    pub end: Option<MapId>,
    curves: [Arc<Curves>; Chart::ALL.len()],
    /// For every point where branches meet the field along the narrowest path, per axis; empty of a chain.
    smallest: Vec<Option<Axes<u64>>>,
}

impl Charts {
    pub fn of(graph: &Graph, analysis: &Analysis) -> Self {
        let rank = rank_of(analysis);
        let mut image: Vec<u64> = graph.input.size.iter().copied().collect();
        if image.windows(2).all(|pair| pair[0] == pair[1]) {
            image.truncate(1);
        }
        let end = graph.maps().find(|map| analysis.map(*map).shape.is_none());
        let depths = Depths::of(graph).map(Arc::new);
        let smallest = depths.as_deref().map_or_else(Vec::new, |depths| smallest(graph, analysis, depths));
        let source = Source { graph, analysis, depths: depths.as_deref(), smallest: &smallest };
        let curves = Chart::ALL.map(|chart| Arc::new(Curves::of(chart, &source, rank)));
        Self { maps: graph.map_count(), depths, rank, image, end, curves, smallest }
    }

    /// How many places there are along a chart: one per map, of a network with branches one per depth.
    pub fn columns(&self) -> usize {
        self.depths.as_ref().map_or(self.maps, |depths| depths.columns().len())
    }

    /// The place of a map along a chart.
    pub fn column(&self, map: MapId) -> usize {
        let Some(depths) = &self.depths else { return map.index() };
        depths.point(map).map_or(0, |point| depths.depth(point))
    }

    /// The maps that share the point of a map, the layer itself first: of a chain the map alone.
    pub fn together(&self, map: MapId) -> &[MapId] {
        self.depths.as_ref().and_then(|depths| Some(depths.maps(depths.point(map)?))).unwrap_or(&[])
    }

    /// The exact number of a map in words, or of maps that share a point; where branches meet with the field along the
    /// narrowest path.
    pub fn exact(&self, chart: Chart, analysis: &Analysis, maps: &[MapId], words: &Words) -> String {
        let value = chart.exact_of_all(analysis, maps, words);
        let point = maps.first().and_then(|map| self.depths.as_ref()?.point(*map));
        match point.and_then(|point| self.smallest.get(point)?.as_ref()).filter(|_| chart == Chart::Field) {
            Some(least) => {
                let least: Axes<String> = least.iter().map(|rf| words.number(*rf)).collect();
                words.with("chart-span", &[("value", value.into()), ("least", least.alike_text(" × ").into())])
            }
            None => value,
        }
    }

    pub fn curves(&self, chart: Chart) -> &Arc<Curves> {
        &self.curves[chart as usize]
    }

    /// True of a network without layers: there is nothing to compare.
    pub fn is_empty(&self) -> bool {
        self.maps < 2
    }
}

/// The field along the narrowest path to every point where branches meet, if it is smaller than the point's own.
fn smallest(graph: &Graph, analysis: &Analysis, depths: &Depths) -> Vec<Option<Axes<u64>>> {
    let extremes = extremes(graph, analysis);
    let of_point = |point: usize| {
        let map = *depths.maps(point).first()?;
        let Some(Node { op: Op::Join(_), .. }) = graph.node(map) else { return None };
        let least = &extremes.get(map.index())?.as_ref()?.smallest;
        let field = analysis.map(map).rf()?;
        least.iter().zip(field.iter()).any(|(least, own)| least < own).then(|| least.clone())
    };
    (0..depths.len()).map(of_point).collect()
}

/// What the numbers of a chart are of.
struct Source<'a> {
    graph: &'a Graph,
    analysis: &'a Analysis,
    depths: Option<&'a Depths>,
    smallest: &'a [Option<Axes<u64>>],
}

impl Source<'_> {
    /// The number of every place on an axis.
    fn amounts(&self, chart: Chart, axis: usize) -> Vec<Option<Amount>> {
        match self.depths {
            Some(depths) => {
                let amount = |point| chart.amount_of_all(self.analysis, depths.maps(point), axis);
                (0..depths.len()).map(amount).collect()
            }
            None => self.graph.maps().map(|map| chart.amount(self.analysis, map, axis)).collect(),
        }
    }

    fn smallest(&self, chart: Chart, axis: Option<usize>) -> Vec<Option<f64>> {
        if chart != Chart::Field {
            return Vec::new();
        }
        let of_axis = |least: &Axes<u64>| match axis {
            Some(axis) => least.get(axis).copied(),
            None => least.iter().copied().min(),
        };
        self.smallest.iter().map(|least| least.as_ref().and_then(of_axis).map(|rf| rf as f64)).collect()
    }
}

impl Curves {
    fn of(chart: Chart, source: &Source<'_>, rank: usize) -> Self {
        let axes = if chart.is_per_axis() { rank } else { 1 };
        let mut amounts: Vec<Vec<Option<Amount>>> = (0..axes).map(|axis| source.amounts(chart, axis)).collect();
        let alike = amounts.windows(2).all(|pair| pair[0] == pair[1]);
        amounts.truncate(if alike { 1 } else { axes });
        let chained = source.depths.is_none();
        let series = amounts.into_iter().enumerate().map(|(axis, amounts)| {
            let values: Vec<Option<f64>> = amounts.into_iter().map(|amount| amount.map(Amount::value)).collect();
            let pieces = if chart.has_bars() || !chained { Vec::new() } else { pieces(&values) };
            let mut smallest = source.smallest(chart, (!alike).then_some(axis));
            for (least, value) in smallest.iter_mut().zip(&values) {
                *least = least.filter(|least| value.is_some_and(|value| *least < value));
            }
            Series { axis, values, pieces, smallest }
        });
        let series: Vec<Series> = series.collect();
        let known = || series.iter().flat_map(|one| one.values.iter().chain(&one.smallest).flatten().copied());
        let with_bars = series.first().filter(|_| chart.has_bars() && chained);
        let bars = with_bars.map(|one| bars(&one.values)).unwrap_or_default();
        let (most, zeros) = (known().fold(0.0, f64::max), known().any(|value| value == 0.0));
        let least = known().filter(|value| *value > 0.0).reduce(f64::min);
        Self { chart, series, bars, most, least, zeros }
    }
}

/// The runs of known numbers, thinned.
fn pieces(values: &[Option<f64>]) -> Vec<Vec<(usize, f64)>> {
    let mut pieces = vec![Vec::new()];
    for (map, value) in values.iter().enumerate() {
        match (value, pieces.last_mut()) {
            (Some(value), Some(piece)) => piece.push((map, *value)),
            (None, Some(piece)) if !piece.is_empty() => pieces.push(Vec::new()),
            _ => {}
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    let most = MOST_POINTS / pieces.len().max(1);
    pieces.into_iter().map(|piece| thinned(piece, most.max(4))).collect()
}

/// At most `most` of the points: the first, the last, and the lowest and highest of every stretch, so that no peak is
/// lost. `most` is at least 4.
pub fn thinned(points: Vec<(usize, f64)>, most: usize) -> Vec<(usize, f64)> {
    let [first, inner @ .., last] = points.as_slice() else { return points };
    if points.len() <= most {
        return points;
    }
    let mut kept = vec![*first];
    for stretch in inner.chunks(inner.len().div_ceil((most - 2) / 2)) {
        let by_value = |a: &&(usize, f64), b: &&(usize, f64)| a.1.total_cmp(&b.1);
        let ends = [stretch.iter().min_by(by_value), stretch.iter().max_by(by_value)];
        let mut ends: Vec<(usize, f64)> = ends.into_iter().flatten().copied().collect();
        ends.sort_unstable_by_key(|point| point.0);
        ends.dedup_by_key(|point| point.0);
        kept.append(&mut ends);
    }
    kept.push(*last);
    kept
}

/// A bar per map, or per stretch of maps where they are too many.
fn bars(values: &[Option<f64>]) -> Vec<Bar> {
    let every = values.len().div_ceil(MOST_BARS).max(1);
    let stretches = values.chunks(every).enumerate();
    let bar = |(at, stretch): (usize, &[Option<f64>])| {
        let value = stretch.iter().flatten().copied().reduce(f64::max)?;
        Some(Bar { first: at * every, last: at * every + stretch.len() - 1, value })
    };
    stretches.filter_map(bar).collect()
}
