//! What there is room for: which lines and indices of a map's cells are drawn at a given magnification, and where.
//!
//! Both the window and exported pictures ask here, and both pass only the part they show, so a map of a million cells
//! costs as much as the part of it that is seen.

use super::{Cells, Point, Rect};

/// Cells narrower than this, in points on the screen or page, get no lines.
const LEAST_CELL_FOR_LINES: f64 = 4.0;

/// The room an index needs, in points on the screen or page.
const LEAST_ROOM_FOR_ROW_INDEX: f64 = 13.0;
const LEAST_ROOM_FOR_COLUMN_INDEX: f64 = 22.0;

/// The shown unit is outlined at least this large, in points on the screen or page.
const LEAST_SHOWN_UNIT: f64 = 7.0;

/// A straight line of the grid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GridLine {
    pub from: Point,
    pub to: Point,
    /// True in the padding.
    pub padding: bool,
}

/// An index beside the map, and the middle of its row or column at the map's edge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Index {
    pub at: Point,
    pub index: u64,
    /// True of row indices, which stand left of the map; column indices stand below.
    pub row: bool,
}

/// The whole cells `first..end` of an axis that meet `low..high`.
fn visible(low: f64, high: f64, origin: f64, pitch: f64, count: i64, before: i64) -> (i64, i64) {
    let first = ((low - origin) / pitch).floor() as i64;
    let end = ((high - origin) / pitch).ceil() as i64;
    (first.clamp(-before, count), end.clamp(-before, count))
}

/// The grid's lines inside `window` at a magnification of `zoom`.
pub fn lines(cells: &Cells, window: &Rect, zoom: f64) -> Vec<GridLine> {
    let (column, row) = cells.pitch();
    let padded = cells.padded();
    let Some(shown) = padded.clip(window) else { return Vec::new() };
    let [left, top, right, bottom] = cells.padding.map(|n| n as i64);
    let mut lines = Vec::new();
    let inner = cells.rect;
    if column * zoom >= LEAST_CELL_FOR_LINES {
        let count = cells.columns as i64 + right;
        let (first, end) = visible(shown.min.x, shown.max.x, inner.min.x, column, count, left);
        for i in first..=end {
            let x = inner.min.x + i as f64 * column;
            let across = (0..=cells.columns as i64).contains(&i);
            push_line(&mut lines, across, (inner.min.y, inner.max.y), (padded.min.y, padded.max.y), |y| {
                Point::new(x, y)
            });
        }
    }
    if row * zoom >= LEAST_CELL_FOR_LINES {
        let count = cells.rows as i64 + bottom;
        let (first, end) = visible(shown.min.y, shown.max.y, inner.min.y, row, count, top);
        for i in first..=end {
            let y = inner.min.y + i as f64 * row;
            let across = (0..=cells.rows as i64).contains(&i);
            push_line(&mut lines, across, (inner.min.x, inner.max.x), (padded.min.x, padded.max.x), |x| {
                Point::new(x, y)
            });
        }
    }
    lines
}

/// One line of the grid: solid inside the map if it crosses it, dashed in the padding.
fn push_line(
    lines: &mut Vec<GridLine>,
    across: bool,
    inner: (f64, f64),
    padded: (f64, f64),
    at: impl Fn(f64) -> Point,
) {
    let mut push = |from: f64, to: f64, padding: bool| {
        if to - from > 1e-9 {
            lines.push(GridLine { from: at(from), to: at(to), padding });
        }
    };
    if across {
        push(inner.0, inner.1, false);
        push(padded.0, inner.0, true);
        push(inner.1, padded.1, true);
    } else {
        push(padded.0, padded.1, true);
    }
}

/// The indices inside `window` at a magnification of `zoom`: every one, or every 2nd, 5th, 10th, … as there is room.
pub fn indices(cells: &Cells, window: &Rect, zoom: f64) -> Vec<Index> {
    let (column, row) = cells.pitch();
    let (rect, padded) = (cells.rect, cells.padded());
    let mut indices = Vec::new();
    if cells.row_indices {
        let every = step_for(LEAST_ROOM_FOR_ROW_INDEX / (row * zoom));
        let (first, end) = visible(window.min.y, window.max.y, rect.min.y, row, cells.rows as i64, 0);
        for i in multiples(first, end, every) {
            let at = Point::new(padded.min.x, rect.min.y + (i as f64 + 0.5) * row);
            indices.push(Index { at, index: i as u64, row: true });
        }
    }
    if cells.column_indices {
        let every = step_for(LEAST_ROOM_FOR_COLUMN_INDEX / (column * zoom));
        let (first, end) = visible(window.min.x, window.max.x, rect.min.x, column, cells.columns as i64, 0);
        for i in multiples(first, end, every) {
            let at = Point::new(rect.min.x + (i as f64 + 0.5) * column, padded.max.y);
            indices.push(Index { at, index: i as u64, row: false });
        }
    }
    indices
}

/// The multiples of `every` in `first..end`.
fn multiples(first: i64, end: i64, every: i64) -> impl Iterator<Item = i64> {
    let next = first + (every - first % every) % every;
    (next..end).step_by(every as usize)
}

/// The rectangle, grown around its middle to a size at which it is seen: the shown unit may be far smaller than a pixel.
pub fn findable(rect: &Rect, zoom: f64) -> Rect {
    let least = LEAST_SHOWN_UNIT / zoom;
    let (x, y) = ((least - rect.width()).max(0.0) / 2.0, (least - rect.height()).max(0.0) / 2.0);
    Rect { min: Point::new(rect.min.x - x, rect.min.y - y), max: Point::new(rect.max.x + x, rect.max.y + y) }
}

/// The smallest of 1, 2, 5, 10, 20, 50, … that is at least `least`.
fn step_for(least: f64) -> i64 {
    let mut decade = 1;
    loop {
        for factor in [1, 2, 5] {
            if (factor * decade) as f64 >= least {
                return factor * decade;
            }
        }
        decade *= 10;
    }
}
