//! **The picture**: items at fixed places, each with a role and a tag.
//!
//! A [`Scene`] is complete: a renderer measures nothing and decides nothing. What depends on how large a cell comes out
//! on the screen or the page (lines, indices) is decided here too, by [`detail`], so that the window and an exported file
//! agree. Colours come from roles through the [`theme`], nowhere else. Lengths are points: one pixel at scale 1.

pub mod detail;
pub mod maps;
pub mod theme;

use crate::net::MapId;
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
    /// The picture's own heading and legend.
    Frame,
    /// A map's cells.
    Map(MapId),
    /// A map's heading and remarks.
    Label(MapId),
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

/// What an item looks like.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A filled rectangle.
    Fill(Rect),
    /// An outline, `width` wide, drawn inwards and outwards alike.
    Outline {
        rect: Rect,
        width: f64,
        dashed: bool,
    },
    /// Diagonal hatching.
    Hatch(Rect),
    /// A map's cells: [`detail`] tells which of their lines and indices there is room for.
    Cells(Cells),
    Line {
        from: Point,
        to: Point,
        width: f64,
        dashed: bool,
    },
    /// A filled convex polygon.
    Polygon(Vec<Point>),
    /// One line of text; `at` is on its baseline.
    Text {
        at: Point,
        align: Align,
        face: Face,
        size: f64,
        text: String,
    },
}

/// The cells of a map and of the padding around it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cells {
    /// The map itself, without padding.
    pub rect: Rect,
    pub columns: u64,
    pub rows: u64,
    /// Rows and columns of padding around it: left, top, right, bottom.
    pub padding: [u64; 4],
    /// Whether rows and columns are numbered.
    pub row_indices: bool,
    pub column_indices: bool,
}

impl Cells {
    /// Points from one column to the next, and from one row to the next.
    pub fn pitch(&self) -> (f64, f64) {
        (self.rect.width() / self.columns as f64, self.rect.height() / self.rows as f64)
    }

    /// The map with its padding.
    pub fn padded(&self) -> Rect {
        let (column, row) = self.pitch();
        let [left, top, right, bottom] = self.padding.map(|n| n as f64);
        Rect {
            min: Point::new(self.rect.min.x - left * column, self.rect.min.y - top * row),
            max: Point::new(self.rect.max.x + right * column, self.rect.max.y + bottom * row),
        }
    }
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
    /// The rectangle the shape lies in; of texts, a generous estimate.
    pub fn bounds(&self) -> Rect {
        match self {
            Self::Fill(rect) | Self::Hatch(rect) | Self::Outline { rect, .. } => *rect,
            Self::Cells(cells) => {
                let mut rect = cells.padded();
                rect.min.x -= 40.0;
                rect.max.y += 24.0;
                rect
            }
            Self::Line { from, to, .. } => corners(&[*from, *to]),
            Self::Polygon(points) => corners(points),
            Self::Text { at, align, size, text, face } => {
                let width = text_width(text, *size, *face);
                let left = match align {
                    Align::Start => at.x,
                    Align::Middle => at.x - width / 2.0,
                    Align::End => at.x - width,
                };
                Rect::new(left, at.y - size, width, size * 1.3)
            }
        }
    }
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
