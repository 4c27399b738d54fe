//! The boxes of a graph: an op with the ops on single units that follow it, and groups of boxes that repeat.

use std::collections::HashMap;
use std::ops::Range;

use smallvec::{SmallVec, smallvec};

use super::layers::Plan;
use super::texts::{self, Texts};
use crate::field::Analysis;
use crate::net::{Graph, Look, MapId, Op};
use crate::scene::Rect;
use crate::scene::blocks::{captions, fold};
use crate::scene::view::{Repeat, Subject};

/// A network of more maps than this has its repeats folded.
pub const MOST_UNFOLDED: usize = 60;
/// So many groups are opened each on its own; those after them open with the last of these.
const GROUPS: usize = 63;

/// A box: a layer, and the layers on single units that follow it, which nothing else reads in between.
#[derive(Clone, Debug)]
pub struct Card {
    pub maps: SmallVec<[MapId; 3]>,
    pub texts: Texts,
}

impl Card {
    pub fn first(&self) -> MapId {
        self.maps[0]
    }

    /// The map that other boxes read.
    pub fn last(&self) -> MapId {
        self.maps[self.maps.len() - 1]
    }
}

/// A group of boxes that repeats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The boxes that are shown of it: of a folded one the first repeat.
    pub cards: Range<usize>,
    pub times: usize,
    pub open: bool,
    /// The bit that opens it.
    pub bit: usize,
    /// The first and the last map of all its repeats.
    pub maps: (MapId, MapId),
}

impl Group {
    /// What is told of it to those who press `area`.
    pub fn told(&self, area: Rect) -> Repeat {
        Repeat { area, bit: self.bit, times: self.times, open: self.open, maps: self.maps }
    }
}

/// Everything that is laid out.
#[derive(Clone, Debug, Default)]
pub struct Cards {
    pub all: Vec<Card>,
    pub groups: Vec<Group>,
    pub plan: Plan,
}

/// True of ops that are a line in the box of the op before them.
pub fn is_band(op: &Op) -> bool {
    matches!(op, Op::Pointwise(_) | Op::Unit(_))
}

/// True where repeats are folded, but for those that were opened.
pub fn folds(graph: &Graph, look: Look) -> bool {
    look.opened != Look::ALL_OPENED && (look.folded || graph.map_count() > MOST_UNFOLDED)
}

/// The look in which a group is open if it is folded in this one, and the other way round.
pub fn toggled(look: Look, bit: usize) -> Look {
    Look { opened: look.opened ^ (1 << bit.min(GROUPS - 1)), ..look }
}

impl Cards {
    pub fn of(subject: &Subject<'_>, look: Look) -> Self {
        let Subject { graph, analysis, .. } = *subject;
        let (rows, row_of) = rows(graph);
        let inputs: Vec<SmallVec<[usize; 2]>> = rows
            .iter()
            .map(|row| graph.node(row[0]).map_or(&[][..], |node| node.inputs()))
            .map(|inputs| inputs.iter().map(|input| row_of[input.index()]).collect())
            .collect();
        let repeats =
            if folds(graph, look) { fold::repeats(&keys(graph, analysis, &rows, &inputs)) } else { Vec::new() };
        let mut cards = Self::default();
        // For every row the box that stands for it, and which repeat it is in.
        let mut shown: Vec<(usize, usize)> = Vec::with_capacity(rows.len());
        let mut repeats =
            repeats.into_iter().filter(|repeat| repeat.period * (repeat.times - 1) > 1).enumerate().peekable();
        while shown.len() < rows.len() {
            let at = shown.len();
            let here = repeats.next_if(|(_, repeat)| repeat.first == at);
            let (period, times) = here.map_or((1, 1), |(_, repeat)| (repeat.period, repeat.times));
            let first = cards.all.len();
            let bit = here.map_or(0, |(index, _)| index.min(GROUPS - 1));
            let open = here.is_some() && look.opened >> bit & 1 == 1;
            let drawn = if open { period * times } else { period };
            cards.all.extend((at..at + drawn).map(|row| {
                let twin = if open { row } else { row + period * (times - 1) };
                let twin = *rows[twin].last().unwrap_or(&MapId::INPUT);
                Card { maps: rows[row].clone(), texts: Texts::of(subject, &rows[row], twin) }
            }));
            if here.is_some() {
                let last = rows[at..at + period * times].iter().flatten().max();
                let maps = (rows[at][0], last.copied().unwrap_or(rows[at][0]));
                cards.groups.push(Group { cards: first..first + drawn, times, open, bit, maps });
            }
            shown.extend((0..period * times).map(|row| (first + row % drawn, row / drawn)));
        }
        cards.plan.sizes = cards.all.iter().map(|card| card.texts.room()).collect();
        cards.connect(&inputs, &shown);
        cards
    }

    /// The lines between the boxes that are shown. Those from one repeat to the next are the brace's to tell.
    fn connect(&mut self, inputs: &[SmallVec<[usize; 2]>], shown: &[(usize, usize)]) {
        let mut lines = Vec::new();
        for (row, inputs) in inputs.iter().enumerate() {
            let (to, repeat) = shown[row];
            for input in inputs {
                let (from, other) = shown[*input];
                // A later repeat reads what the first one also reads, or the repeat before.
                if from < to && (repeat == 0 || repeat == other) {
                    lines.push((from, to));
                }
            }
        }
        lines.sort_unstable();
        lines.dedup();
        self.plan.lines = lines;
    }
}

/// The maps of every box, and for every map its box.
pub(in crate::scene) fn rows(graph: &Graph) -> (Vec<SmallVec<[MapId; 3]>>, Vec<usize>) {
    let mut rows: Vec<SmallVec<[MapId; 3]>> = Vec::new();
    let mut row_of: Vec<usize> = Vec::with_capacity(graph.map_count());
    let outputs = graph.outputs();
    for map in graph.maps() {
        let before = graph.node(map).filter(|node| is_band(&node.op)).and_then(|node| match node.inputs() {
            [input] if *input != MapId::INPUT && graph.readers(*input).len() == 1 => Some(*input),
            _ => None,
        });
        let before = before.filter(|input| outputs.binary_search(input).is_err());
        if let Some(input) = before {
            let row = row_of[input.index()];
            rows[row].push(map);
            row_of.push(row);
        } else {
            row_of.push(rows.len());
            rows.push(smallvec![map]);
        }
    }
    (rows, row_of)
}

/// For every box a number that is the same for boxes which a reader takes for repeats of each other: of the same ops,
/// with maps of the same shape, reading from as many boxes back, and losing pixels alike.
fn keys(
    graph: &Graph,
    analysis: &Analysis,
    rows: &[SmallVec<[MapId; 3]>],
    inputs: &[SmallVec<[usize; 2]>],
) -> Vec<usize> {
    type Key<'a> = (Vec<&'a Op>, Vec<usize>, Option<String>, bool);
    let mut numbers: HashMap<Key<'_>, usize> = HashMap::new();
    let key = |(at, maps): (usize, &SmallVec<[MapId; 3]>)| {
        let ops = maps.iter().filter_map(|map| graph.node(*map).map(|node| &node.op)).collect();
        let back = inputs[at].iter().map(|input| at - input).collect();
        let shape = analysis.map(maps[0]).shape.as_ref().map(texts::shape_text);
        let loses = captions::lost(analysis, maps[0]).is_some();
        (ops, back, shape, loses)
    };
    rows.iter()
        .enumerate()
        .map(|each| {
            let next = numbers.len();
            *numbers.entry(key(each)).or_insert(next)
        })
        .collect()
}
