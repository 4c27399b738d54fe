//! One matrix of the view: an input, the kernel or the output. Of a large map a block is shown, in cells that can be
//! read, with a small picture of the whole below it; the block is scrolled, one row or column at a time.

use crate::axes::Axes;
use crate::field::{Span, Spans};
use crate::net::MapId;
use crate::scene::block_indices::BlockIndices;
use crate::scene::view::Block;
use crate::scene::{Cells, Point, Rect, Run};

/// Values of a vector in one row, and its rows.
pub(super) const VECTOR_COLUMNS: u64 = 10;
const VECTOR_ROWS: u64 = 8;

/// The room of scroll bars beside a block, and of the indices of its columns above it.
const BAR_ROOM: f64 = 12.0;
pub(super) const INDEX_ROOM: f64 = 16.0;

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

/// How many inputs, kernels and outputs are drawn at most.
pub(super) const MOST_BRANCHES: usize = 3;
pub(super) const PLACES: usize = MOST_BRANCHES + 2;

impl What {
    /// Its place among all matrices.
    pub const fn place(self) -> usize {
        match self {
            Self::Read(at) => at,
            Self::Kernel => MOST_BRANCHES,
            Self::Made => MOST_BRANCHES + 1,
        }
    }
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
    /// The first row and column of all that are shown, and the least and greatest of each to which they can be scrolled.
    start: [i64; 2],
    starts: [[i64; 2]; 2],
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

impl Extent {
    /// The least and the greatest index at which a block of so many cells begins. It may begin and end in the padding,
    /// but it has at least one cell of the map, however much padding there is.
    fn starts(self, shown: i64) -> [i64; 2] {
        let Self { count, padding: (before, after), .. } = self;
        [(1 - shown).max(-(before as i64)), ((count + after) as i64 - shown).min(count as i64 - 1)]
    }

    /// Where a block of so many cells begins: where it was asked to, or else with the window in its middle.
    fn start(self, shown: i64, asked: Option<i64>) -> i64 {
        let [low, high] = self.starts(shown);
        let width = self.window.count().min(shown as u64) as i64;
        asked.unwrap_or(self.window.first - (shown - width) / 2).clamp(low, high)
    }

    /// Where a block begins that was moved by as little as it takes to have the window in sight, with a cell on either
    /// side of it if there is room. Of a window that is larger than the block some part of it is in sight.
    fn followed(self, shown: i64, start: i64) -> i64 {
        let [low, high] = self.starts(shown);
        let Span { first, last } = self.window;
        let width = last - first + 1;
        let moved = if width > shown {
            start.clamp(first, last + 1 - shown)
        } else {
            let beside = i64::from(width + 2 <= shown);
            start.max(last + beside + 1 - shown).min(first - beside)
        };
        moved.clamp(low, high)
    }
}

/// A matrix before it has a place: what of a map it shows, in how many cells.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub what: What,
    pub map: MapId,
    /// The axes of the map; 0 of a flat vector.
    pub rank: usize,
    /// Rows and columns.
    pub extents: [Extent; 2],
    pub limits: [Limits; 2],
}

impl Frame {
    /// How many rows and columns are shown, with padding.
    pub fn shown(&self) -> [u64; 2] {
        [0, 1].map(|way| part(self.extents[way], self.limits[way]))
    }

    /// The first row and column of a block, where it was asked to begin or around the window.
    pub fn start(&self, asked: Option<[i64; 2]>) -> [i64; 2] {
        let shown = self.shown();
        [0, 1].map(|way| self.extents[way].start(shown[way] as i64, asked.map(|asked| asked[way])))
    }

    /// The same, moved so that the window is in sight.
    pub fn followed(&self, start: [i64; 2]) -> [i64; 2] {
        let shown = self.shown();
        // The elements of a kernel have no window on them.
        let still = self.what == What::Kernel && self.rank > 0;
        if still { start } else { [0, 1].map(|way| self.extents[way].followed(shown[way] as i64, start[way])) }
    }

    /// The run of the shown cells of an axis, and the index of the first one of them that is no padding.
    fn run(&self, way: usize, start: i64, pitch: f64) -> (Run, i64) {
        let Extent { count, .. } = self.extents[way];
        let end = start + self.shown()[way] as i64;
        let (first, last) = (start.max(0), end.min(count as i64));
        let [before, shown, after] = [first - start, last - first, end - last].map(|n| n.max(0) as u64);
        let origin = before as f64 * pitch;
        (Run { origin, pitch, count: shown, before, after, numbered: false }, first)
    }
}

/// How many cells are shown of an axis, with padding.
fn part(Extent { count, padding: (before, after), window }: Extent, limits: Limits) -> u64 {
    let all = before + count + after;
    if all <= limits.whole { all } else { (window.count() + 2).clamp(limits.least, limits.most).min(all) }
}

impl Pane {
    /// A matrix whose first cell, with padding, begins at the origin; `asked` is where its block is to begin.
    pub fn new(frame: &Frame, asked: Option<[i64; 2]>, pitch: f64) -> Self {
        let start = frame.start(asked);
        let (row_run, row) = frame.run(0, start[0], pitch);
        let (column_run, column) = frame.run(1, start[1], pitch);
        let shown = frame.shown();
        Self {
            what: frame.what,
            map: frame.map,
            cells: Cells { columns: column_run, rows: row_run },
            first: [row, column],
            start,
            starts: [0, 1].map(|way| frame.extents[way].starts(shown[way] as i64)),
            size: frame.extents.map(|extent| extent.count),
            axes: match frame.rank {
                0 => [None, None],
                1 => [None, Some(0)],
                rank => [Some(rank - 2), Some(rank - 1)],
            },
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
            let matrix = self.with_bars();
            let beside = self.what == What::Made && self.axes[0].is_some();
            let (x, y) = if beside { (matrix.max.x + OVERVIEW_GAP, at.y) } else { (at.x, matrix.max.y + OVERVIEW_GAP) };
            self.overview = Some(Rect::new(x, y, (columns * scale).max(6.0), height));
        }
    }

    /// Whether there are more rows (0) or columns (1), with padding, than are shown.
    fn scrolls(&self, way: usize) -> bool {
        self.starts[way][0] < self.starts[way][1]
    }

    /// The matrix with its padding and its scroll bars.
    fn with_bars(&self) -> Rect {
        let mut rect = self.cells.padded();
        rect.max.x += if self.scrolls(0) { BAR_ROOM } else { 0.0 };
        rect.max.y += if self.scrolls(1) { BAR_ROOM } else { 0.0 };
        rect
    }

    /// The matrix with its padding, its scroll bars and the small picture.
    pub fn rect(&self) -> Rect {
        let matrix = self.with_bars();
        self.overview.map_or(matrix, |overview| matrix.union(&overview))
    }

    /// The block that can be scrolled; `None` if all cells are shown.
    pub fn block(&self) -> Option<Block> {
        let Cells { rows, columns } = &self.cells;
        let shown = [rows, columns].map(|run| run.before + run.count + run.after);
        (self.scrolls(0) || self.scrolls(1)).then(|| Block {
            place: self.what.place(),
            map: self.map,
            is_kernel: self.what == What::Kernel,
            cells: self.cells.padded(),
            overview: self.overview,
            pitch: columns.pitch,
            size: self.size,
            shown,
            start: self.start,
            starts: self.starts,
        })
    }

    /// The numbers of its rows and columns; of a vector, those of the first values of its rows. A kernel has none.
    pub fn indices(&self) -> Option<BlockIndices> {
        let rows = self.vector.is_some() && self.size[0] > 1 || self.axes[0].is_some();
        let columns = self.axes[1].is_some();
        let step = if self.vector.is_some() { self.size[1] as i64 } else { 1 };
        (self.what != What::Kernel && (rows || columns)).then(|| BlockIndices {
            cells: self.cells,
            first: self.first,
            shown: [rows, columns],
            step,
            longest: (self.size[0] as i64 * step).max(self.size[1] as i64) as u64,
        })
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
