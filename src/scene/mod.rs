//! **The picture**: items at fixed places, each with a role and a tag.
//!
//! A [`Scene`] is complete: a renderer measures nothing and decides nothing. What depends on how large a cell comes out
//! on the screen or the page (lines, indices, what is told apart) is decided here too, by [`detail`], so that the window
//! and an exported file agree. Colours come from roles through the [`theme`], nowhere else. Lengths are points: one pixel
//! at scale 1.

pub mod beads;
pub mod block_indices;
pub mod blocks;
mod chain;
pub mod charts;
pub mod colours;
pub mod columns;
pub mod depths;
pub mod detail;
pub mod figure;
pub mod graph;
mod grid;
pub mod image;
mod labels;
pub mod ladder;
pub mod legend;
pub mod lines;
pub mod maps;
pub mod nested;
pub mod numbers;
pub mod paths;
pub mod picture;
pub mod series;
pub mod table;
pub mod theme;
pub mod view;

use std::sync::Arc;

use crate::field::Spans;
use crate::net::MapId;
use beads::{BeadLook, Beads, Links};
use series::Chart;
use theme::Role;

/// A place, in points, y downwards. `f64`, because a stack of a thousand maps is a very wide picture.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    pub x: f64,
    pub y: f64,
}

impl Point {
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }
}

/// An upright rectangle.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    pub min: Point,
    pub max: Point,
}

impl Rect {
    pub const fn new(x: f64, y: f64, width: f64, height: f64) -> Self {
        Self { min: Point::new(x, y), max: Point::new(x + width, y + height) }
    }

    /// From the ends on both axes.
    pub const fn spanning((left, right): (f64, f64), (top, bottom): (f64, f64)) -> Self {
        Self { min: Point::new(left, top), max: Point::new(right, bottom) }
    }

    pub fn width(&self) -> f64 {
        self.max.x - self.min.x
    }

    pub fn height(&self) -> f64 {
        self.max.y - self.min.y
    }

    pub fn contains(&self, at: Point) -> bool {
        (self.min.x..self.max.x).contains(&at.x) && (self.min.y..self.max.y).contains(&at.y)
    }

    pub fn meets(&self, other: &Self) -> bool {
        self.min.x <= other.max.x && other.min.x <= self.max.x && self.min.y <= other.max.y && other.min.y <= self.max.y
    }

    /// The same with this much more on every side.
    pub fn grown(&self, by: f64) -> Self {
        Self::spanning((self.min.x - by, self.max.x + by), (self.min.y - by, self.max.y + by))
    }

    pub fn centre(&self) -> Point {
        Point::new(f64::midpoint(self.min.x, self.max.x), f64::midpoint(self.min.y, self.max.y))
    }

    /// The smallest rectangle around both.
    pub fn union(&self, other: &Self) -> Self {
        Self {
            min: Point::new(self.min.x.min(other.min.x), self.min.y.min(other.min.y)),
            max: Point::new(self.max.x.max(other.max.x), self.max.y.max(other.max.y)),
        }
    }

    /// The part that both have, or nothing.
    pub fn clip(&self, other: &Self) -> Option<Self> {
        let clipped = Self {
            min: Point::new(self.min.x.max(other.min.x), self.min.y.max(other.min.y)),
            max: Point::new(self.max.x.min(other.max.x), self.max.y.min(other.max.y)),
        };
        (clipped.min.x < clipped.max.x && clipped.min.y < clipped.max.y).then_some(clipped)
    }
}

/// What an item belongs to. Hover, clicks and the ids of SVG files find items by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tag {
    /// The picture's title, and what is said of all of it.
    Heading,
    /// What the colours mean.
    Legend,
    /// The axes, lines and texts of a chart.
    Chart(Chart),
    /// The head, the sums and the lines of a table.
    Table,
    /// A map's cells.
    Map(MapId),
    /// A map's heading and remarks.
    Label(MapId),
    /// The lines between the boxes of a graph.
    Lines,
    /// What the shown unit sees and feeds.
    Trace,
}

/// Which end of a text stands at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Align {
    Start,
    Middle,
    End,
}

/// The face of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Face {
    Regular,
    Bold,
    Mono,
}

/// What an item looks like. [`detail::marks`] tells what of it is drawn, and how.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A filled rectangle.
    Fill(Rect),
    /// An outline, `width` wide, drawn inwards and outwards alike.
    Outline { rect: Rect, width: f64, dashed: bool },
    /// Diagonal hatching.
    Hatch(Rect, Lean),
    /// The shown unit, filled and with the pin's outline, however small it is.
    Spot(Rect),
    /// The lines between a map's cells.
    Grid(Cells),
    /// A picture of so many pixels, each as large as the next, without smoothing.
    Raster { rect: Rect, pixels: Arc<Raster> },
    /// The indices beside a map's cells.
    Indices(Cells),
    /// Lines of text below each other that are never too small to be read.
    Lines(Box<lines::Lines>),
    /// The indices of a block of a map, above and to the left of its cells.
    BlockIndices(block_indices::BlockIndices),
    /// Marked cells of a map.
    Units(Units),
    /// Tiles with round corners, all alike, with an outline in a role of its own.
    Tiles { rects: Vec<Rect>, line: Option<Role>, dashed: bool },
    /// Straight lines from point to point. A closed one comes back to its first point.
    Polyline { points: Vec<Point>, width: f64, dashed: bool, closed: bool },
    /// Single lines, all alike.
    Segments { segments: Vec<[Point; 2]>, width: f64, dashed: bool },
    /// A filled convex polygon.
    Face(Vec<Point>),
    /// Filled discs, all of one size, in points on the screen or page.
    Dots { at: Vec<Point>, radius: f64 },
    /// A short text on a ground of its own with round corners; `at` is on its baseline. The item's role is the text's.
    Badge { at: Point, align: Align, size: f64, text: String, ground: Role },
    /// The way between what a unit has of two neighbouring maps: from the ends of one to those of the other.
    Frustum { near: [Point; 2], far: [Point; 2], haze: Role },
    /// Units of one axis in a row.
    Beads(Beads),
    /// The lines between two rows.
    Links(Box<Links>),
    /// One line of text; `at` is on its baseline.
    Text {
        at: Point,
        align: Align,
        face: Face,
        size: f64,
        text: String,
        /// Whether the ground is laid under it, over what lines may run there.
        haze: bool,
    },
    /// Many texts of one size, such as the values in the cells of a map. They grow with the picture as far as they are
    /// magnified, and those that are not in sight cost nothing.
    Texts(Box<Texts>),
    /// What stands above or beside a map. It stays readable when the map is small: its lines become fewer and are cut to
    /// the room they have.
    Heading {
        /// Where its last line begins, on the baseline.
        at: Point,
        /// The most important line first.
        lines: Vec<HeadingLine>,
        /// Points to the right that are free.
        room: f64,
        /// Points up or down to the next heading that is shown rather than this one, where there is no height for both.
        apart: f64,
    },
}

/// Texts of one size and face. Each place is on the text's baseline.
#[derive(Clone, Debug, PartialEq)]
pub struct Texts {
    pub texts: Vec<(Point, String)>,
    pub align: Align,
    pub face: Face,
    pub size: f64,
    /// Whether the ground is laid under them, over what lines may run there.
    pub haze: bool,
}

/// The pixels of a picture.
#[derive(Debug, PartialEq, Eq)]
pub struct Raster {
    pub width: u32,
    pub height: u32,
    /// Red, green, blue and opacity of each pixel, rows first; not premultiplied.
    pub rgba: Vec<u8>,
}

/// The room above a map for its heading.
const HEADING_HEIGHT: f64 = 53.0;
/// From one line of a heading to the next.
const HEADING_LINE: f64 = 16.5;

/// One line of a heading.
#[derive(Clone, Debug, PartialEq)]
pub struct HeadingLine {
    pub text: String,
    pub size: f64,
    pub face: Face,
    pub role: Role,
}

/// Which way the lines of a hatching run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lean {
    /// All of it.
    Rising,
    /// Some of it: too small to be told apart.
    Falling,
}

/// The cells of a map along one axis of the picture, and those of the padding at both ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Run {
    /// Where the map's first cell begins; padding lies before it.
    pub origin: f64,
    /// From one cell to the next.
    pub pitch: f64,
    pub count: u64,
    /// Cells of padding.
    pub before: u64,
    pub after: u64,
    /// Whether the cells have indices.
    pub numbered: bool,
}

impl Run {
    /// Where the cell of an index begins. Indices outside the map lie in the padding.
    pub fn at(&self, index: i64) -> f64 {
        self.origin + index as f64 * self.pitch
    }

    /// Both ends of the map.
    pub fn ends(&self) -> (f64, f64) {
        (self.origin, self.at(self.count as i64))
    }

    /// Both ends of the map with its padding.
    pub fn padded_ends(&self) -> (f64, f64) {
        (self.at(-(self.before as i64)), self.at((self.count + self.after) as i64))
    }

    /// The wider one of the paddings at both ends.
    fn widest_padding(&self) -> f64 {
        self.before.max(self.after) as f64 * self.pitch
    }

    /// The cell at a place, the nearest one of a place outside the map.
    pub fn index(&self, at: f64) -> i64 {
        (((at - self.origin) / self.pitch) as i64).clamp(0, self.count as i64 - 1)
    }

    /// The cells of the map and its padding that meet `low..high`: the first, and the one after the last.
    pub fn meeting(&self, low: f64, high: f64) -> (i64, i64) {
        let clamp = |cell: f64| (cell as i64).clamp(-(self.before as i64), (self.count + self.after) as i64);
        (clamp(((low - self.origin) / self.pitch).floor()), clamp(((high - self.origin) / self.pitch).ceil()))
    }
}

/// The cells of a map and of the padding around it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cells {
    pub columns: Run,
    pub rows: Run,
}

impl Cells {
    /// The map itself, without padding.
    pub fn rect(&self) -> Rect {
        Rect::spanning(self.columns.ends(), self.rows.ends())
    }

    /// The map with its padding.
    pub fn padded(&self) -> Rect {
        Rect::spanning(self.columns.padded_ends(), self.rows.padded_ends())
    }

    /// The map with its padding and its indices.
    fn with_indices(&self) -> Rect {
        let mut rect = self.padded();
        rect.min.x -= if self.rows.numbered { detail::index_room(&self.rows) } else { 0.0 };
        rect.max.y += if self.columns.numbered { detail::INDEX_HEIGHT } else { 0.0 };
        rect
    }
}

/// Cells of a map that are marked alike. A set has more rows and columns than can be drawn: [`detail`] finds out which
/// of them are told apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Units {
    pub cells: Cells,
    pub columns: Spans,
    pub rows: Spans,
    pub which: Which,
    /// Whether they are hatched and what colour lies under the hatching; filled if not.
    pub look: Look,
}

/// Which cells a set of rows and a set of columns mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Those in a row and a column of the sets.
    Both,
    /// Those in a row or a column of the sets.
    Either,
}

/// How marked cells are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    Filled,
    /// Hatched, on a ground of its own if there is one.
    Hatched(Option<Role>),
}

/// A shape, its colour's role, and what it belongs to.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub shape: Shape,
    pub role: Role,
    pub tag: Tag,
}

/// A finished picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// What is drawn; the origin may lie anywhere.
    pub bounds: Rect,
    /// From the back to the front.
    pub items: Vec<Item>,
    /// For readers who do not see it: a name and a sentence.
    pub title: String,
    pub description: String,
}

impl Shape {
    /// True of the numbers of rows, columns and units.
    fn is_indices(&self) -> bool {
        let numbers = [BeadLook::Numbers, BeadLook::EndNumbers];
        matches!(self, Self::Indices(_) | Self::BlockIndices(_))
            || matches!(self, Self::Beads(beads) if numbers.contains(&beads.look))
    }

    /// Where it lies as it is shown through a lens: texts that keep a size to be read at take more room.
    pub fn reach(&self, lens: &detail::Lens) -> Rect {
        match self {
            Self::Lines(lines) => lines.reach(lens),
            _ => self.bounds(),
        }
    }

    /// The rectangle the shape lies in; of texts, a generous estimate.
    pub fn bounds(&self) -> Rect {
        match self {
            Self::Fill(rect)
            | Self::Hatch(rect, _)
            | Self::Spot(rect)
            | Self::Outline { rect, .. }
            | Self::Raster { rect, .. } => *rect,
            Self::Grid(cells) => cells.padded(),
            Self::Indices(cells) => cells.with_indices(),
            Self::BlockIndices(indices) => indices.bounds(),
            Self::Lines(lines) => lines.bounds(),
            Self::Units(units) => units.cells.rect(),
            Self::Tiles { rects, .. } => rects.iter().copied().reduce(|a, b| a.union(&b)).unwrap_or_default(),
            Self::Polyline { points, .. } | Self::Face(points) => corners(points),
            Self::Segments { segments, .. } => corners(segments.as_flattened()),
            Self::Dots { at, radius } => corners(at).grown(*radius),
            Self::Badge { at, align, size, text, .. } => badge_rect(*at, *align, *size, text, 1.0),
            Self::Frustum { near: [a, b], far: [c, d], .. } => corners(&[*a, *b, *c, *d]),
            Self::Beads(beads) => beads.bounds(),
            Self::Links(links) => links.bounds(),
            Self::Text { at, align, size, text, face, .. } => {
                text_rect(*at, *align, text_width(text, *size, *face), *size)
            }
            Self::Texts(texts) => texts.bounds(),
            Self::Heading { at, lines, room, .. } => {
                let width = lines.iter().map(|line| text_width(&line.text, line.size, line.face)).fold(0.0, f64::max);
                let height =
                    lines.first().map_or(0.0, |line| line.size) + (lines.len().max(1) - 1) as f64 * HEADING_LINE;
                Rect::new(at.x, at.y - height, width.min(*room), height + 4.0)
            }
        }
    }
}

impl Texts {
    /// Where one of the texts lies; its size is `size`, in points of the scene.
    fn rect(&self, (at, text): &(Point, String), size: f64) -> Rect {
        text_rect(*at, self.align, text_width(text, size, self.face), size)
    }

    fn bounds(&self) -> Rect {
        let rects = self.texts.iter().map(|text| self.rect(text, self.size));
        rects.reduce(|a, b| a.union(&b)).unwrap_or_default()
    }
}

/// Where a text of this width lies whose baseline begins, is in the middle or ends at a point.
fn text_rect(at: Point, align: Align, width: f64, size: f64) -> Rect {
    let left = match align {
        Align::Start => at.x,
        Align::Middle => at.x - width / 2.0,
        Align::End => at.x - width,
    };
    Rect::new(left, at.y - size, width, size * 1.3)
}

/// The ground of a badge. Its text has this size in points on the screen or page, of which one of the scene has `zoom`.
fn badge_rect(at: Point, align: Align, size: f64, text: &str, zoom: f64) -> Rect {
    const SIDE: f64 = 0.5;
    const ABOVE: f64 = 0.22;
    let text = text_rect(at, align, text_width(text, size, Face::Bold) / zoom, size / zoom);
    let (beside, above) = (SIDE * size / zoom, ABOVE * size / zoom);
    Rect::spanning((text.min.x - beside, text.max.x + beside), (text.min.y - above, text.max.y + above))
}

fn corners(points: &[Point]) -> Rect {
    let first = points.first().copied().unwrap_or_default();
    let start = Rect { min: first, max: first };
    points.iter().fold(start, |rect, point| rect.union(&Rect { min: *point, max: *point }))
}

/// An upper estimate of a text's width in points. Layout needs room, not a measure: scenes are built without fonts.
pub fn text_width(text: &str, size: f64, face: Face) -> f64 {
    let per_character = match face {
        Face::Regular => 0.60,
        Face::Bold => 0.69,
        Face::Mono => 0.61,
    };
    text.chars().count() as f64 * per_character * size
}
