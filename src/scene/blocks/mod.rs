//! The view **Blocks**: every feature map as a box in perspective, as publications draw networks.
//!
//! A box is as high and deep as its map and as thick as it has channels, on scales that keep the order of any sizes and
//! the equality of equal ones. Layers on single units are bands on the box before them. Every box stands in a column of
//! its own that holds its texts too, so no two texts can ever meet.

pub(super) mod captions;
pub(super) mod fold;
mod items;
mod solid;

use std::collections::HashMap;

use super::legend::Marks;
use super::view::{self, Board, Flow, Hit, Part, Subject, Unit};
use super::{Item, Point, Rect};
use crate::axes::Axes;
use crate::field::{Analysis, Status, Trace};
use crate::net::{Graph, MapId, Op, Shape};
use captions::Caption;
use fold::Repeat;
pub(super) use items::kind_of;
use solid::Solid;

/// Between two columns.
const GAP: f64 = 18.0;
/// From a box to the texts above and below it.
const ABOVE: f64 = 7.0;
const BELOW: f64 = 15.0;
/// From the lowest text at a box to the baseline of the names, and from the last line to the badges.
const TO_NAMES: f64 = 24.0;
const TO_BADGES: f64 = 19.0;
const BADGE_LINE: f64 = 18.0;
/// From the last badge to the braces of folded groups, and from those to the baseline of their texts.
const TO_BRACES: f64 = 9.0;
const TO_TIMES: f64 = 14.0;
const TIMES_SIZE: f64 = 13.0;

/// The largest box, and the smallest that sizes next to it can come to.
const MOST_SIZE: f64 = 150.0;
const LEAST_SIZE: f64 = 10.0;
const MOST_THICKNESS: f64 = 48.0;
const LEAST_THICKNESS: f64 = 5.0;
/// A vector's bar.
const MOST_LENGTH: f64 = 132.0;
const LEAST_LENGTH: f64 = 26.0;
const BAR: f64 = 9.0;
/// What stands for a map that cannot be.
const IMPOSSIBLE: Solid = Solid { left: 0.0, thickness: 34.0, height: 70.0, width: 70.0 };

/// The band of a layer on single units.
const BAND: f64 = 4.0;

/// The view laid out.
pub struct Blocks {
    bounds: Rect,
    parts: Vec<Part>,
    /// Which column a part belongs to.
    column_of_part: Vec<usize>,
    columns: Vec<Column>,
    groups: Vec<Group>,
    /// Whether sizes are written at every box, or only where they change.
    all_sizes: bool,
    lines: Lines,
}

/// A box with its texts.
#[derive(Clone, Debug, PartialEq)]
struct Column {
    map: MapId,
    /// The map of its last band; `map` itself if it has none.
    last: MapId,
    /// The map at the place of `last` in the last repeat of a folded group; `last` itself otherwise.
    twin: MapId,
    solid: Solid,
    possible: bool,
    /// Where the column begins and ends.
    ends: (f64, f64),
}

impl Column {
    /// Its map and those of its bands.
    fn maps<'a>(&self, graph: &'a Graph) -> impl Iterator<Item = MapId> + use<'a> {
        (self.map.index()..=self.last.index()).filter_map(|index| graph.map(index))
    }

    /// How many bands it has: their maps follow `map`.
    const fn bands(&self) -> usize {
        self.last.index() - self.map.index()
    }

    /// Where the bands begin, from the left of the front, and how wide one is.
    fn bands_at(&self) -> (f64, f64) {
        let n = self.bands() as f64;
        let width = BAND.min(self.solid.thickness / (n + 1.5));
        (self.solid.thickness - n * width, width)
    }
}

/// A folded group: the columns of its first repeat, how many repeats it stands for, and where its brace is.
#[derive(Clone, Debug, PartialEq)]
struct Group {
    columns: std::ops::Range<usize>,
    times: usize,
    brace: Vec<Point>,
}

/// Heights that all columns share.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Lines {
    names: f64,
    badges: f64,
    braces: f64,
    bottom: f64,
}

/// How numbers become lengths: as a root, of so high a degree that 1 still comes to the least length.
#[derive(Clone, Copy)]
struct Scale {
    largest: f64,
    most: f64,
    exponent: f64,
}

impl Scale {
    fn of(largest: u64, most: f64, least: f64) -> Self {
        let largest = largest.max(1) as f64;
        let exponent = if largest > 1.0 { (most / least).ln() / largest.ln() } else { 0.5 };
        Self { largest, most, exponent: exponent.min(0.5) }
    }

    fn length(&self, n: u64) -> f64 {
        self.most * (n as f64 / self.largest).powf(self.exponent)
    }
}

/// The scales of a network.
struct Scales {
    size: Scale,
    channels: Scale,
    length: Scale,
}

impl Scales {
    fn of(graph: &Graph, analysis: &Analysis) -> Self {
        let shapes = || graph.maps().filter_map(|map| analysis.map(map).shape.as_ref());
        let images = || shapes().filter(|shape| !shape.size.is_empty());
        let size = images().flat_map(|shape| shape.size.iter().rev().take(2).copied()).max().unwrap_or(1);
        let channels = images().map(|shape| shape.channels).max().unwrap_or(1);
        let length = shapes().filter(|shape| shape.size.is_empty()).map(|shape| shape.channels).max().unwrap_or(1);
        // A network of small maps needs no large boxes.
        let most_size = (34.0 + 26.0 * (size as f64).sqrt()).min(MOST_SIZE);
        let most_thickness = (9.0 * (channels as f64).sqrt()).clamp(9.0, MOST_THICKNESS);
        Self {
            size: Scale::of(size, most_size, LEAST_SIZE),
            channels: Scale::of(channels, most_thickness, LEAST_THICKNESS),
            length: Scale::of(length, MOST_LENGTH.min(most_size.max(90.0)), LEAST_LENGTH),
        }
    }

    fn solid(&self, shape: &Shape) -> Solid {
        let (rows, columns) = face_axes(shape.size.rank());
        let length =
            |axis: Option<usize>| self.size.length(axis.and_then(|axis| shape.size.get(axis)).map_or(1, |n| *n));
        if shape.size.is_empty() {
            return Solid { left: 0.0, thickness: BAR, height: self.length.length(shape.channels), width: 1.5 * BAR };
        }
        let thickness = self.channels.length(shape.channels);
        Solid { left: 0.0, thickness, height: length(rows), width: length(columns) }
    }
}

/// The axes that a box shows as rows and as columns: the last two.
fn face_axes(rank: usize) -> (Option<usize>, Option<usize>) {
    match rank {
        0 => (None, None),
        1 => (Some(0), None),
        _ => (Some(rank - 2), Some(rank - 1)),
    }
}

/// The boxes of a network in the order of the maps: every map that is known, and the first that is impossible.
fn boxes(graph: &Graph, analysis: &Analysis) -> Vec<(MapId, MapId)> {
    let mut boxes: Vec<(MapId, MapId)> = Vec::new();
    for map in graph.maps().filter(|map| analysis.map(*map).status != Status::Unknown) {
        let before = |last: MapId| graph.node(map).is_some_and(|node| node.inputs() == [last]);
        let band = graph.node(map).is_some_and(|node| captions::is_band(&node.op)) && analysis.map(map).shape.is_some();
        match boxes.last_mut() {
            Some((_, last)) if band && last.index() + 1 == map.index() && before(*last) => *last = map,
            _ => boxes.push((map, map)),
        }
    }
    boxes
}

/// For every box a number that is the same for boxes which a reader takes for repeats of each other: of the same ops,
/// with as many channels, reading from as far back, and losing pixels alike.
fn keys(graph: &Graph, analysis: &Analysis, boxes: &[(MapId, MapId)]) -> Vec<usize> {
    type Key<'a> = (Vec<(&'a Op, Vec<usize>)>, Option<u64>, bool, usize);
    let mut numbers: HashMap<Key<'_>, usize> = HashMap::new();
    let key = |&(map, last): &(MapId, MapId)| {
        let maps = (map.index()..=last.index()).filter_map(|index| graph.map(index));
        let ops = maps.filter_map(|map| {
            let node = graph.node(map)?;
            Some((&node.op, node.inputs().iter().map(|input| map.index() - input.index()).collect()))
        });
        let shape = analysis.map(map).shape.as_ref();
        let loses = analysis.unread(map).any(|unread| unread.count != Some(0));
        (ops.collect(), shape.map(|shape| shape.channels), loses, shape.map_or(0, |shape| shape.size.rank()))
    };
    boxes
        .iter()
        .map(|each| {
            let next = numbers.len();
            *numbers.entry(key(each)).or_insert(next)
        })
        .collect()
}

impl Blocks {
    /// Finds a place for every box; of repeats only for the first if they are `folded`.
    pub fn of(subject: &Subject<'_>, folded: bool) -> Self {
        let Subject { graph, analysis, .. } = *subject;
        let boxes = boxes(graph, analysis);
        let repeats = if folded { fold::repeats(&keys(graph, analysis, &boxes)) } else { Vec::new() };
        let scales = Scales::of(graph, analysis);
        let mut columns = Vec::new();
        let mut groups = Vec::new();
        let mut repeats = repeats.into_iter().peekable();
        let mut at = 0;
        while at < boxes.len() {
            let here = repeats.next_if(|repeat| repeat.first == at);
            let Repeat { period, times, .. } = here.unwrap_or(Repeat { first: at, period: 1, times: 1 });
            if here.is_some() {
                let first = columns.len();
                groups.push(Group { columns: first..first + period, times, brace: Vec::new() });
            }
            columns.extend((at..at + period).map(|at| {
                let (map, last) = boxes[at];
                let shape = analysis.map(map).shape.as_ref();
                let solid = shape.map_or(IMPOSSIBLE, |shape| scales.solid(shape));
                let twin = boxes[at + period * (times - 1)].1;
                Column { map, last, twin, solid, possible: shape.is_some(), ends: (0.0, 0.0) }
            }));
            at += period * times;
        }
        let mut blocks = Self {
            bounds: Rect::default(),
            parts: Vec::new(),
            column_of_part: Vec::new(),
            columns,
            groups,
            all_sizes: true,
            lines: Lines::default(),
        };
        blocks.lay_out(subject);
        blocks
    }

    /// Gives the columns their places, from left to right, and the lines that they share their heights.
    fn lay_out(&mut self, subject: &Subject<'_>) {
        let mut captions: Vec<Caption> = self.columns.iter().map(|column| Caption::of(subject, column, true)).collect();
        // Where sizes that say nothing new would push the boxes apart, they are left out.
        let mut pushes = false;
        for (at, caption) in captions.iter_mut().enumerate().filter(|(at, _)| !self.size_changes(subject, *at)) {
            let solid = &self.columns[at].solid;
            let sized = ends(caption, solid);
            let size = std::mem::take(&mut caption.size);
            pushes |= ends(caption, solid) != sized;
            caption.size = size;
        }
        self.all_sizes = !pushes;
        let mut left = 0.0;
        let mut tops = Vec::with_capacity(self.columns.len());
        let (mut lowest, mut lines, mut badges) = (0.0_f64, 0, 0);
        let sized: Vec<bool> = (0..self.columns.len()).map(|at| self.is_sized(subject, at)).collect();
        for ((column, mut caption), sized) in self.columns.iter_mut().zip(captions).zip(sized) {
            if !sized {
                caption.size.clear();
            }
            let (before, after) = ends(&caption, &column.solid);
            column.solid.left = left - before;
            column.ends = (left, left + after - before);
            left = column.ends.1 + GAP;
            lowest = lowest.max(column.solid.bottom() + BELOW);
            lines = lines.max(caption.lines());
            badges = badges.max(caption.badges());
            tops.push(-column.solid.bottom() - ABOVE - caption.size.len() as f64 * captions::LINE);
        }
        let names = lowest + TO_NAMES;
        let badges_at = names + lines as f64 * captions::LINE + TO_BADGES;
        let end = if badges == 0 { badges_at - TO_BADGES } else { badges_at + (badges - 1) as f64 * BADGE_LINE };
        let braces = end + TO_BRACES;
        let folds = !self.groups.is_empty();
        let bottom = if folds { braces + solid::BRACE_HEIGHT + TO_TIMES + 4.0 } else { end + 6.0 };
        self.lines = Lines { names, badges: badges_at, braces, bottom };
        for group in &mut self.groups {
            let shown = &self.columns[group.columns.clone()];
            if let [first, ..] = shown
                && let [.., last] = shown
            {
                group.brace = solid::brace(first.ends.0, last.ends.1, braces);
            }
        }
        self.give_parts(subject.graph, &tops);
        self.bounds = self.parts.iter().map(|part| part.area).reduce(|a, b| a.union(&b)).unwrap_or_default();
        self.bounds.min.x = self.columns.first().map_or(0.0, |column| column.ends.0);
    }

    /// One part for each map: those of bands share the area of their box.
    fn give_parts(&mut self, graph: &Graph, tops: &[f64]) {
        for (at, (column, top)) in self.columns.iter().zip(tops).enumerate() {
            // The canvas frames the selected part further to the right than to the left, where grids have indices.
            let area = Rect::spanning((column.ends.0 - 4.0, column.ends.1), (*top, self.lines.bottom));
            for map in column.maps(graph) {
                self.parts.push(Part { map, area });
                self.column_of_part.push(at);
            }
        }
    }

    /// True if the size of a box is not that of the box before.
    fn size_changes(&self, Subject { analysis, .. }: &Subject<'_>, at: usize) -> bool {
        let column = &self.columns[at];
        let size = |map: MapId| analysis.map(map).shape.as_ref().map(|shape| &shape.size);
        let before = at.checked_sub(1).map(|before| size(self.columns[before].twin));
        before != Some(size(column.map)) || size(column.twin) != size(column.map)
    }

    /// Whether the size of a box is written.
    fn is_sized(&self, subject: &Subject<'_>, at: usize) -> bool {
        self.all_sizes || self.size_changes(subject, at)
    }
}

/// How far a column reaches to both sides of the left of its box.
fn ends(caption: &Caption, solid: &Solid) -> (f64, f64) {
    let (at_front, at_middle) = caption.reach();
    let (front, middle) = (solid.thickness / 2.0, (solid.right() - solid.left) / 2.0);
    ((front - at_front).min(middle - at_middle).min(0.0), (front + at_front).max(middle + at_middle).max(2.0 * middle))
}

impl Board for Blocks {
    fn bounds(&self) -> Rect {
        self.bounds
    }

    fn flow(&self) -> Flow {
        Flow::Across
    }

    fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Boxes have no padding around them, and of what is lost they show what the next layer leaves out.
    fn marks(&self, Subject { graph, analysis, .. }: &Subject<'_>) -> Marks {
        Marks { later: false, padding: false, ..Marks::of(graph, analysis) }
    }

    fn under(&self, subject: &Subject<'_>, part: usize) -> Vec<Item> {
        let at = self.column_of_part[part];
        match self.parts[part].map {
            map if map == self.columns[at].map => self.solid_items(subject, at),
            band => self.band_items(at, band),
        }
    }

    fn over(&self, subject: &Subject<'_>, part: usize) -> Vec<Item> {
        let at = self.column_of_part[part];
        if self.parts[part].map == self.columns[at].map { self.text_items(subject, at) } else { Vec::new() }
    }

    fn traced(&self, subject: &Subject<'_>, trace: &Trace, window: &Rect) -> Vec<Item> {
        let visible = view::visible(self, window);
        // The neighbours, too: what runs to them may be seen although they are not.
        let column = |part: usize| self.column_of_part.get(part).copied();
        let first = column(visible.start).unwrap_or(self.columns.len()).saturating_sub(1);
        let end = visible.end.checked_sub(1).and_then(column).map_or(0, |last| last + 2).min(self.columns.len());
        if first < end { self.trace_items(subject, trace, first..end) } else { Vec::new() }
    }

    fn hit(&self, subject: &Subject<'_>, at: Point, before: Option<&Unit>) -> Option<Hit> {
        let visible = view::visible(self, &Rect { min: at, max: at });
        let part = visible.into_iter().find(|part| self.parts[*part].area.contains(at))?;
        let column = &self.columns[self.column_of_part[part]];
        let shape = subject.analysis.map(column.map).shape.as_ref();
        if let Some((shape, (row, across))) = shape.zip(column.solid.share(at)) {
            let mut unit: Axes<i64> = match before {
                Some((map, unit)) if *map == column.map => unit.clone(),
                _ => shape.size.map(|_| 0),
            };
            let (rows, columns) = face_axes(shape.size.rank());
            for (axis, share) in [(rows, row), (columns, across)] {
                if let Some((axis, index)) = axis.and_then(|axis| Some((axis, unit.get_mut(axis)?))) {
                    let n = shape.size[axis];
                    *index = ((share * n as f64) as i64).min(n as i64 - 1);
                }
            }
            return Some(Hit::Unit((column.map, unit)));
        }
        let (from, width) = column.bands_at();
        let band = (0..column.bands()).rev().find(|band| column.solid.is_behind(from + *band as f64 * width, at));
        let map = band.and_then(|band| subject.graph.map(column.map.index() + 1 + band));
        Some(Hit::Map(map.unwrap_or(column.map)))
    }
}
