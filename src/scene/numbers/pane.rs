//! One matrix of the view: an input, the kernel or the output. Of a large map the neighbourhood of the kernel is shown,
//! in cells that can be read, with a small picture of the whole below it.

use crate::axes::Axes;
use crate::field::{Span, Spans};
use crate::net::MapId;
use crate::scene::{Cells, Point, Rect, Run};

/// Values of a vector in one row, and its rows.
pub(super) const VECTOR_COLUMNS: u64 = 10;
const VECTOR_ROWS: u64 = 8;

/// The small picture of the whole.
const OVERVIEW_SIDE: f64 = 72.0;
const OVERVIEW_GAP: f64 = 10.0;

/// What a pane shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// An input of the layer, by its place among them.
    Read(usize),
    Kernel,
    Made,
}

/// One axis of a matrix before it has a place: how many cells it has, with those of the padding, and where the window is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Extent {
    pub count: u64,
    pub padding: (u64, u64),
    pub window: Span,
}

/// How many cells of an axis are shown: of at most `whole` every one, of more as many as the window has and one on either
/// side, but at least `least` and at most `most`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    whole: u64,
    least: u64,
    most: u64,
}

impl Limits {
    pub const READ: Self = Self { whole: 12, least: 9, most: 16 };
    pub const MADE: Self = Self { whole: 10, least: 7, most: 7 };
    pub const KERNEL: Self = Self { whole: 11, least: 11, most: 11 };
    /// Of a map of one axis, which has the width of the page.
    pub const LINE: Self = Self { whole: 24, least: 20, most: 28 };
    pub const VECTOR: Self = Self { whole: VECTOR_ROWS, least: VECTOR_ROWS, most: VECTOR_ROWS };
}

/// A matrix in its place.
#[derive(Clone, Debug)]
pub(super) struct Pane {
    pub what: What,
    pub map: MapId,
    /// The cells that are shown; those of its padding are padding of the layer.
    pub cells: Cells,
    /// The row and the column of the first of them that is no padding.
    pub first: [i64; 2],
    /// All rows and columns of the map.
    pub size: [u64; 2],
    /// The axes of the map that run down and across.
    pub axes: [Option<usize>; 2],
    /// The plane that is shown of a map of three axes.
    pub slice: Option<i64>,
    /// Of a vector: how many values it has. They are written in rows.
    pub vector: Option<u64>,
    /// The small picture of the whole map.
    pub overview: Option<Rect>,
    pub lines: [String; 2],
    /// The room that the second line takes at any position.
    pub heading_room: f64,
}

/// The part of an axis that is shown: a run whose first cell is the one of the index, and that index.
fn shown(extent: Extent, limits: Limits, pitch: f64) -> (Run, i64) {
    let Extent { count, padding: (before, after), window } = extent;
    let run = |before: u64, count: u64, after: u64| Run {
        origin: before as f64 * pitch,
        pitch,
        count,
        before,
        after,
        numbered: false,
    };
    let all = part(extent, limits);
    if all == before + count + after {
        return (run(before, count, after), 0);
    }
    // The part moves in pages: while the window walks over one, the matrix stands still.
    let (low, high) = (-(before as i64), (count + after) as i64);
    let shown = all as i64;
    let width = (window.count() as i64).clamp(1, shown);
    let page = (shown - width - 1).max(1);
    let start = (low + (window.first - low).div_euclid(page) * page - 1).clamp(low, high - shown);
    // At least one cell of the map itself, however much padding there is.
    let start = start.clamp(1 - shown, count as i64 - 1);
    let end = start + shown;
    let (first, last) = (start.max(0), end.min(count as i64));
    (run((first - start) as u64, (last - first) as u64, (end - last) as u64), first)
}

/// How many cells are shown of an axis, with padding.
pub(super) fn part(Extent { count, padding: (before, after), window }: Extent, limits: Limits) -> u64 {
    let all = before + count + after;
    if all <= limits.whole { all } else { (window.count() + 2).clamp(limits.least, limits.most).min(all) }
}

impl Pane {
    /// A matrix whose first cell, with padding, begins at the origin.
    pub fn new(what: What, map: MapId, [rows, columns]: [Extent; 2], limits: [Limits; 2], pitch: f64) -> Self {
        let (row_run, row) = shown(rows, limits[0], pitch);
        let (column_run, column) = shown(columns, limits[1], pitch);
        Self {
            what,
            map,
            cells: Cells { columns: column_run, rows: row_run },
            first: [row, column],
            size: [rows.count, columns.count],
            axes: [None, None],
            slice: None,
            vector: None,
            overview: None,
            lines: [String::new(), String::new()],
            heading_room: 0.0,
        }
    }

    /// True if cells of the map are left out.
    pub fn is_part(&self) -> bool {
        let Cells { rows, columns } = &self.cells;
        rows.count < self.size[0] || columns.count < self.size[1]
    }

    /// Gives it its place: the left upper corner of its padding.
    pub fn put(&mut self, at: Point) {
        let padded = self.cells.padded();
        self.cells.columns.origin += at.x - padded.min.x;
        self.cells.rows.origin += at.y - padded.min.y;
        if self.is_part() && self.what != What::Kernel && self.vector.is_none() {
            let [rows, columns] = self.size.map(|n| n as f64);
            let scale =
                (OVERVIEW_SIDE / rows).min(if self.axes[0].is_some() { 1.5 } else { 9.0 } * OVERVIEW_SIDE / columns);
            let height = (rows * scale).max(6.0);
            let matrix = self.cells.padded();
            let beside = self.what == What::Made && self.axes[0].is_some();
            let (x, y) = if beside { (matrix.max.x + OVERVIEW_GAP, at.y) } else { (at.x, matrix.max.y + OVERVIEW_GAP) };
            self.overview = Some(Rect::new(x, y, (columns * scale).max(6.0), height));
        }
    }

    /// The matrix with its padding and the small picture.
    pub fn rect(&self) -> Rect {
        let padded = self.cells.padded();
        self.overview.map_or(padded, |overview| padded.union(&overview))
    }

    /// The cell of a row and a column of the map, or of its padding; `None` if it is not shown.
    pub fn cell(&self, row: i64, column: i64) -> Option<Rect> {
        let Cells { rows, columns } = &self.cells;
        let (row, column) = (row - self.first[0], column - self.first[1]);
        let within = |run: &Run, at: i64| (-(run.before as i64)..(run.count + run.after) as i64).contains(&at);
        (within(rows, row) && within(columns, column))
            .then(|| Rect::spanning((columns.at(column), columns.at(column + 1)), (rows.at(row), rows.at(row + 1))))
    }

    /// All cells that are shown, with those of the padding: row and column in the map.
    pub fn shown(&self) -> impl Iterator<Item = (i64, i64)> + use<> {
        let Cells { rows, columns } = self.cells;
        let [first_row, first_column] = self.first;
        let range = |run: Run, first: i64| first - run.before as i64..first + (run.count + run.after) as i64;
        range(rows, first_row).flat_map(move |row| range(columns, first_column).map(move |column| (row, column)))
    }

    /// Whether a row and a column are a unit of the map, and no padding.
    pub fn has(&self, row: i64, column: i64) -> bool {
        let [rows, columns] = self.size.map(|n| n as i64);
        (0..rows).contains(&row)
            && (0..columns).contains(&column)
            && self.vector.is_none_or(|n| row * columns + column < n as i64)
    }

    /// The row and the column at a place, in the matrix or in the small picture of the whole.
    pub fn at(&self, at: Point) -> Option<(i64, i64)> {
        let Cells { rows, columns } = &self.cells;
        if self.cells.padded().contains(at) {
            let index = |run: &Run, at: f64| ((at - run.origin) / run.pitch).floor() as i64;
            return Some((self.first[0] + index(rows, at.y), self.first[1] + index(columns, at.x)));
        }
        let overview = self.overview.filter(|overview| overview.contains(at))?;
        let share = |at: f64, low: f64, length: f64, n: u64| {
            (((at - low) / length * n as f64).floor() as i64).clamp(0, n as i64 - 1)
        };
        Some((
            share(at.y, overview.min.y, overview.height(), self.size[0]),
            share(at.x, overview.min.x, overview.width(), self.size[1]),
        ))
    }

    /// Where a run of rows and columns lies in the small picture.
    pub fn in_overview(&self, rows: Span, columns: Span) -> Option<Rect> {
        let overview = self.overview?;
        let ends = |span: Span, low: f64, length: f64, n: u64| {
            let place = |index: i64| low + length * (index.clamp(0, n as i64) as f64 / n as f64);
            (place(span.first), place(span.last + 1))
        };
        Some(Rect::spanning(
            ends(columns, overview.min.x, overview.width(), self.size[1]),
            ends(rows, overview.min.y, overview.height(), self.size[0]),
        ))
    }

    /// The unit of the map in a row and a column.
    pub fn unit(&self, row: i64, column: i64, rank: usize) -> Axes<i64> {
        (0..rank)
            .map(|axis| match axis {
                _ if self.axes[0] == Some(axis) => row,
                _ if self.axes[1] == Some(axis) => column,
                _ => self.slice.unwrap_or(0),
            })
            .collect()
    }

    /// The row and the column of a unit; `None` if it is in another plane.
    pub fn row_and_column(&self, unit: &[i64]) -> Option<(i64, i64)> {
        let on = |axis: Option<usize>| axis.map_or(Some(0), |axis| unit.get(axis).copied());
        let hidden = (0..unit.len()).find(|axis| !self.axes.contains(&Some(*axis)));
        let same = hidden.is_none_or(|axis| self.slice == unit.get(axis).copied());
        same.then_some(())?;
        Some((on(self.axes[0])?, on(self.axes[1])?))
    }

    /// Sets of the map's axes as rows and columns of the shown cells, without what is not shown.
    pub fn sets(&self, sets: &Axes<Spans>) -> Option<[Spans; 2]> {
        if let Some(slice) = self.slice {
            let hidden = (0..sets.rank()).find(|axis| !self.axes.contains(&Some(*axis)));
            hidden.is_none_or(|axis| sets[axis].contains(slice)).then_some(())?;
        }
        Some([0, 1].map(|way| self.local(way, self.axes[way].and_then(|axis| sets.get(axis)))))
    }

    /// A set of rows (0) or columns (1) as it lies in the shown cells; all of them if there is no such axis.
    pub fn local(&self, way: usize, set: Option<&Spans>) -> Spans {
        let run = if way == 0 { self.cells.rows } else { self.cells.columns };
        let window = Span::new(-(run.before as i64), (run.count + run.after) as i64 - 1);
        let Some(set) = set else { return Spans::from(window) };
        set.shifted(-self.first[way]).map_or_else(Spans::empty, |set| set.clip(window))
    }
}
