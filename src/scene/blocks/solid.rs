//! A box in cabinet projection: the flow runs to the right, rows run down, columns recede to the upper right.
//!
//! Places on its end, the side where the flow leaves it and its units lie, are shares of the map's axes, so that nothing
//! here knows a size.

use crate::scene::{Point, Rect};

/// How far a receding length of 1 goes to the right and up.
const RECEDES: (f64, f64) = (0.36, 0.27);

/// A box.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Solid {
    /// Where its front begins.
    pub left: f64,
    pub thickness: f64,
    /// Lengths of the rows' and the columns' axis.
    pub height: f64,
    pub width: f64,
}

/// A piece of a box's end: from and to, in shares of the axes of rows and columns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Patch {
    pub rows: (f64, f64),
    pub columns: (f64, f64),
}

impl Patch {
    pub const WHOLE: Self = Self { rows: (0.0, 1.0), columns: (0.0, 1.0) };
}

impl Solid {
    /// How far its back lies to the right of its front and above it.
    pub fn depth(&self) -> (f64, f64) {
        (RECEDES.0 * self.width, RECEDES.1 * self.width)
    }

    pub fn right(&self) -> f64 {
        self.left + self.thickness + self.depth().0
    }

    /// Boxes have their middles on one axis at y = 0.
    pub fn bottom(&self) -> f64 {
        f64::midpoint(self.height, self.depth().1)
    }

    pub fn front(&self) -> Rect {
        let bottom = self.bottom();
        Rect::new(self.left, bottom - self.height, self.thickness, self.height)
    }

    /// The front's strip from and to so far from its left, and the one of the top behind it.
    pub fn slice(&self, from: f64, to: f64) -> [[Point; 4]; 2] {
        let Rect { min, max } = self.front();
        let (right, up) = self.depth();
        let (from, to) = (self.left + from, self.left + to);
        let at = Point::new;
        [
            [at(from, min.y), at(to, min.y), at(to, max.y), at(from, max.y)],
            [at(from, min.y), at(from + right, min.y - up), at(to + right, min.y - up), at(to, min.y)],
        ]
    }

    /// The place on its end at so much of the rows and of the columns.
    pub fn place(&self, row: f64, column: f64) -> Point {
        let front = self.front();
        let (right, up) = self.depth();
        Point::new(front.max.x + column * right, front.min.y + row * self.height - column * up)
    }

    /// The corners of a piece of its end, from the first row's first column on around it.
    pub fn corners(&self, Patch { rows, columns }: Patch) -> [Point; 4] {
        [(rows.0, columns.0), (rows.0, columns.1), (rows.1, columns.1), (rows.1, columns.0)]
            .map(|(row, column)| self.place(row, column))
    }

    /// How much of the rows and of the columns lies before a place on its end; `None` beside the end.
    pub fn share(&self, at: Point) -> Option<(f64, f64)> {
        let front = self.front();
        let (right, up) = self.depth();
        let column = (at.x - front.max.x) / right;
        let row = (at.y + column * up - front.min.y) / self.height;
        let inside = 0.0..1.0;
        (inside.contains(&row) && inside.contains(&column)).then_some((row, column))
    }

    /// Whether a place lies on the front or the top, so far from the left of them and further.
    pub fn is_behind(&self, from: f64, at: Point) -> bool {
        let front = self.front();
        let (right, up) = self.depth();
        let back = ((front.min.y - at.y) / up).max(0.0);
        let x = at.x - back * right - self.left;
        back <= 1.0 && at.y < front.max.y && (from..self.thickness).contains(&x)
    }

    /// The outline, and the three edges inside it.
    pub fn edges(&self) -> (Vec<Point>, Vec<[Point; 2]>) {
        let Rect { min, max } = self.front();
        let (right, up) = self.depth();
        let corner = Point::new(max.x, min.y);
        let outline = vec![
            min,
            Point::new(min.x + right, min.y - up),
            Point::new(max.x + right, min.y - up),
            Point::new(max.x + right, max.y - up),
            max,
            Point::new(min.x, max.y),
        ];
        let inner = [min, Point::new(max.x + right, min.y - up), max].map(|end| [corner, end]);
        (outline, inner.to_vec())
    }
}

/// The lines of a hatching in a convex polygon, rising like those of [`crate::scene::detail`].
pub(super) fn hatched(polygon: &[Point], pitch: f64) -> Vec<[Point; 2]> {
    /// Narrow strips of large maps would be hatched point by point otherwise.
    const MOST: f64 = 400.0;
    let along = |point: &Point| point.x + point.y;
    let low = polygon.iter().map(along).fold(f64::INFINITY, f64::min);
    let high = polygon.iter().map(along).fold(f64::NEG_INFINITY, f64::max);
    let pitch = pitch.max((high - low) / MOST);
    let mut lines = Vec::new();
    let mut at = (low / pitch).ceil() * pitch;
    while at < high {
        let edges = polygon.iter().zip(polygon.iter().cycle().skip(1));
        let crossed: Vec<Point> = edges
            .filter_map(|(a, b)| {
                let (from, to) = (along(a), along(b));
                let share = (at - from) / (to - from);
                (0.0..1.0).contains(&share).then(|| Point::new(a.x + share * (b.x - a.x), a.y + share * (b.y - a.y)))
            })
            .collect();
        if let [a, b] = crossed[..] {
            lines.push([a, b]);
        }
        at += pitch;
    }
    lines
}

/// A curly brace below what lies `from..to`, its tip down: a line from left to right.
pub(super) fn brace(from: f64, to: f64, y: f64) -> Vec<Point> {
    const STEPS: u32 = 6;
    let middle = f64::midpoint(from, to);
    let radius = BRACE_HEIGHT.min((to - from) / 4.0) / 2.0;
    let quarter = |step: u32| {
        let angle = f64::from(step) / f64::from(STEPS) * std::f64::consts::FRAC_PI_2;
        (radius * (1.0 - angle.cos()), radius * angle.sin())
    };
    let arc = 0..=STEPS;
    let mut left: Vec<Point> = arc.clone().map(quarter).map(|(x, down)| Point::new(from + x, y + down)).collect();
    left.extend(arc.rev().map(quarter).map(|(x, down)| Point::new(middle - x, y + 2.0 * radius - down)));
    let right: Vec<Point> = left.iter().rev().skip(1).map(|at| Point::new(2.0 * middle - at.x, at.y)).collect();
    left.extend(right);
    left
}

pub(super) const BRACE_HEIGHT: f64 = 10.0;

/// The piece of a line from left to right that lies in `from..to`.
pub(super) fn piece(line: &[Point], from: f64, to: f64) -> Vec<Point> {
    let at = |x: f64| {
        let pair = line.windows(2).find(|pair| (pair[0].x..=pair[1].x).contains(&x) && pair[0].x < pair[1].x)?;
        let share = (x - pair[0].x) / (pair[1].x - pair[0].x);
        Some(Point::new(x, pair[0].y + share * (pair[1].y - pair[0].y)))
    };
    let inside = line.iter().copied().filter(|point| (from..=to).contains(&point.x));
    at(from).into_iter().chain(inside).chain(at(to)).collect()
}
