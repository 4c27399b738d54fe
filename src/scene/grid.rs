//! How large a cell of each map is, and how its panes lie: every map to one scale, so far as the page has room.

use smallvec::SmallVec;

use super::chain::Chain;
use super::maps::Pane;
use super::view::Subject;
use super::{Cells, Run, detail};
use crate::axes::Axes;
use crate::field::{Analysis, Field};
use crate::net::{Layout, MapId};

/// Points a cell measures at most, and the room that the input takes at most, alone and with its padding. An input much
/// longer than wide takes up to twice as much.
const LARGEST_CELL: f64 = 44.0;
const LARGEST_INPUT: f64 = 340.0;
const LARGEST_INPUT_STRIP: f64 = 720.0;
const MOST_PADDED: f64 = 1.7;
const MOST_LENGTHENED: f64 = 2.0;

/// Where maps grow, cells are made smaller down to this, so that no map is larger than so many inputs.
const LEAST_CELL_OF_GROWN: f64 = 12.0;
const MOST_GROWN: f64 = 2.0;

/// No map is drawn larger than so many inputs of the largest kind: an image of 7×7 may be padded to a million.
const MOST_INPUTS: f64 = 4.0;
const MOST_INPUT_STRIPS: f64 = 2.0;

/// No map is drawn smaller than this, or it could not be found.
const SMALLEST_PANE: f64 = 8.0;

/// The height of a strip of cells: maps of one axis.
pub(super) const STRIP: f64 = 30.0;
/// The width of a flat vector's column.
const VECTOR_WIDTH: f64 = 18.0;
/// Between the two panes of a map of three axes, at least: room for indices.
const PANE_GAP: f64 = 34.0;

/// The most units of a flat vector that are drawn as cells of their own.
const MOST_VECTOR_CELLS: u64 = 1 << 20;

/// The panes of a map, and what of them is not as it is.
#[derive(Default)]
pub(super) struct Panes {
    pub panes: SmallVec<[Pane; 2]>,
    /// Drawn smaller than the other maps.
    pub shrunk: bool,
}

/// The padding that is drawn around a map, per axis.
#[derive(Clone)]
pub(super) struct Padding {
    pub around: Axes<[u64; 2]>,
    /// There is more than is drawn.
    pub cut: bool,
}

/// How large a cell of each map is, and where its first one lies.
pub(super) struct Scale {
    layout: Layout,
    /// Points per input pixel.
    cell: f64,
    image: Axes<u64>,
    /// No map is longer than this.
    most: f64,
}

impl Scale {
    pub fn of(subject: &Subject<'_>, chain: &Chain, layout: Layout, paddings: &[Padding]) -> Self {
        let Subject { graph, analysis, .. } = *subject;
        let image = graph.input.size.clone();
        let strip = image.rank() == 1;
        let (room, inputs) =
            if strip { (LARGEST_INPUT_STRIP, MOST_INPUT_STRIPS) } else { (LARGEST_INPUT, MOST_INPUTS) };
        let mut sizes: SmallVec<[u64; 3]> = image.iter().copied().collect();
        sizes.sort_unstable();
        let largest = sizes.last().copied().unwrap_or(1).max(1) as f64;
        let second = sizes.iter().rev().nth(1).map_or(largest, |&n| n.max(1) as f64);
        let lengthened = (largest / second).sqrt().clamp(1.0, MOST_LENGTHENED);
        let padded = |map: MapId| {
            let size = analysis.map(map).shape.as_ref().map_or(Axes::none(), |shape| shape.size.clone());
            let padded = size.zip_map(&paddings[map.index()].around, |n, [before, after]| n + before + after);
            padded.iter().copied().max().unwrap_or(1).max(1) as f64
        };
        let most = inputs * room;
        let mut cell =
            LARGEST_CELL.min(lengthened * room / largest).min(lengthened * MOST_PADDED * room / padded(MapId::INPUT));
        // Maps that grow make all cells smaller, as far as that helps.
        let grown = chain.maps().map(padded).filter(|n| n * LEAST_CELL_OF_GROWN <= most).fold(1.0, f64::max);
        if layout == Layout::Equal {
            cell = cell.min((MOST_GROWN * room / grown).max(LEAST_CELL_OF_GROWN));
        }
        Self { layout, cell, image, most }
    }

    /// A map's cells along one axis, without padding, at a place of their own.
    fn run(&self, analysis: &Analysis, map: MapId, axis: usize) -> Run {
        let answer = analysis.map(map);
        let count = answer.shape.as_ref().and_then(|shape| shape.size.get(axis)).copied().unwrap_or(1);
        let field = answer.field.as_ref().and_then(|field| field.get(axis));
        let jump = field.and_then(Field::jump);
        let to_f64 = |ratio: num_rational::Ratio<i64>| *ratio.numer() as f64 / *ratio.denom() as f64;
        let (origin, pitch) = match (self.layout, field, jump) {
            (Layout::Equal, ..) => (0.0, self.cell),
            (Layout::Aligned, Some(field), Some(jump)) => {
                // The mean over one period, for maps whose units are of several kinds.
                let centres: Vec<f64> = (0..field.period().min(64))
                    .filter_map(|unit| Some(to_f64(field.centre(unit)?) - unit as f64 * to_f64(jump)))
                    .collect();
                let centre = centres.iter().sum::<f64>() / centres.len().max(1) as f64;
                ((centre + 0.5 - to_f64(jump) / 2.0) * self.cell, to_f64(jump) * self.cell)
            }
            (Layout::Aligned, ..) => (0.0, self.image[axis] as f64 * self.cell / count as f64),
        };
        Run { origin, pitch, count, before: 0, after: 0, numbered: true }
    }

    /// A map's cells on all axes, with padding: smaller cells where there would be no room for all, larger ones where a
    /// map could not be found.
    fn runs(&self, analysis: &Analysis, map: MapId, padding: &Padding) -> (Axes<Run>, bool) {
        let runs: Axes<Run> = (0..padding.around.rank())
            .map(|axis| {
                let [before, after] = padding.around[axis];
                Run { before, after, ..self.run(analysis, map, axis) }
            })
            .collect();
        let extent = |run: &Run| (run.before + run.count + run.after) as f64 * run.pitch;
        let longest = runs.iter().map(extent).fold(0.0, f64::max);
        let shrunk = longest > self.most * 1.001;
        let factor = if shrunk { self.most / longest } else { 1.0 };
        // From its middle, so that it stays in line.
        let sized = runs.map(|run| {
            let pitch = (run.pitch * factor).max(SMALLEST_PANE / run.count as f64);
            Run { origin: run.origin - (pitch - run.pitch) * run.count as f64 / 2.0, pitch, ..*run }
        });
        (sized, shrunk)
    }

    /// The panes of a map; their left edge is moved later.
    pub fn panes(&self, analysis: &Analysis, map: MapId, padding: &Padding) -> Panes {
        let Some(shape) = &analysis.map(map).shape else { return Panes::default() };
        let (runs, shrunk) = self.runs(analysis, map, padding);
        let single = |pitch: f64| Run { origin: 0.0, pitch, count: 1, before: 0, after: 0, numbered: false };
        let strip = |along: Run| single(along.pitch.clamp(STRIP / 2.0, STRIP));
        let mut panes = SmallVec::new();
        match shape.size.rank() {
            0 => {
                let strips = self.image.rank() == 1;
                let largest = if strips { LARGEST_INPUT_STRIP } else { LARGEST_INPUT };
                let room = self.image.iter().last().map_or(1.0, |&n| n as f64 * self.cell).clamp(120.0, largest);
                let count = shape.channels.clamp(1, MOST_VECTOR_CELLS);
                let along = Run { count, ..single((room / count as f64).min(VECTOR_WIDTH)) };
                let (rows, columns) =
                    if strips { (single(VECTOR_WIDTH), along) } else { (along, single(VECTOR_WIDTH)) };
                panes.push(self.pane(None, rows, None, columns, 0.0));
            }
            1 => panes.push(self.pane(None, strip(runs[0]), Some(0), runs[0], 0.0)),
            2 => panes.push(self.pane(Some(0), runs[0], Some(1), runs[1], 0.0)),
            _ => {
                let slices = self.pane(Some(0), runs[0], None, strip(runs[0]), 0.0);
                let right = slices.cells.padded().max.x + PANE_GAP.max(detail::index_room(&runs[1]) + 4.0);
                panes.push(slices);
                panes.push(self.pane(Some(1), runs[1], Some(2), runs[2], right));
            }
        }
        Panes { panes, shrunk }
    }

    fn pane(&self, row_axis: Option<usize>, rows: Run, column_axis: Option<usize>, columns: Run, left: f64) -> Pane {
        let (width, height) = (columns.count as f64 * columns.pitch, rows.count as f64 * rows.pitch);
        let flat_strip = self.image.rank() == 1;
        // Equal cells stand around a common middle, aligned ones where the image has them.
        let top = match (self.layout, row_axis) {
            (Layout::Aligned, Some(_)) if !flat_strip => rows.origin,
            (Layout::Aligned, None) if !flat_strip => {
                (self.image.get(0).map_or(0.0, |&n| n as f64) * self.cell - height) / 2.0
            }
            _ => -height / 2.0,
        };
        // Strips below each other do so, too; maps side by side are moved to their places later.
        let left = match self.layout {
            Layout::Equal if flat_strip => -width / 2.0,
            Layout::Aligned if flat_strip => columns.origin,
            _ if left > 0.0 => left + columns.before as f64 * columns.pitch,
            _ => 0.0,
        };
        let cells = Cells { columns: Run { origin: left, ..columns }, rows: Run { origin: top, ..rows } };
        Pane { cells, row_axis, column_axis }
    }
}

/// The padding that is drawn around each map of the network: the most that a shown layer which reads it adds, per axis;
/// none around a map that is not shown.
pub(super) fn drawn_paddings(subject: &Subject<'_>, chain: &Chain) -> Vec<Padding> {
    let Subject { graph, analysis, .. } = *subject;
    let none = |map: MapId| {
        let shape = analysis.map(map).shape.as_ref();
        Padding { around: shape.map_or(Axes::none(), |shape| shape.size.map(|_| [0, 0])), cut: false }
    };
    let mut paddings: Vec<Padding> = graph.maps().map(none).collect();
    for map in chain.maps() {
        for (input, steps) in chain.steps(graph, analysis, map) {
            let Padding { around, cut } = &mut paddings[input.index()];
            for (axis, step) in steps.iter().enumerate() {
                // More than that would hide the map.
                let most = (step.inputs * 2).max(8);
                let pad = step.pad();
                *cut |= pad.begin.max(pad.end) > most;
                if let Some([begin, end]) = around.get_mut(axis) {
                    *begin = (*begin).max(pad.begin.min(most));
                    *end = (*end).max(pad.end.min(most));
                }
            }
        }
    }
    paddings
}
