//! The widest and the narrowest path from the image to every map.
//!
//! The receptive field that tables print for a residual network is that of its largest path, through every block; the
//! smallest goes through the shortcuts alone.

use std::sync::Arc;

use smallvec::SmallVec;

use super::{Budget, Field, Graph, MapId};
use crate::axes::Axes;
use crate::field::{Analysis, Step};

/// Paths of so many different effective strides are kept apart at one map.
const MOST_STRIDES: usize = 8;

/// The receptive field of one path on one axis, in pixels: span and effective stride.
type Reach = Arc<Field>;

/// The widths of the narrowest and the widest path to a map, per axis of the image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extremes {
    pub smallest: Axes<u64>,
    pub largest: Axes<u64>,
}

/// The best paths of one map on one axis, one for each effective stride: a path with a larger stride grows faster, so
/// that it may overtake a wider one.
type Candidates = SmallVec<[(Reach, Reach); 1]>;

/// For every map the widths of its narrowest and widest path; `None` where they are not known. One pass over the graph.
///
/// Paths through a global branch count only where there is no other. On paths of windows the widths are exact: of two
/// paths with one effective stride, the wider one stays the wider one. Behind transposed convolutions and resampling
/// each width is that of a real path, chosen at each join by its width there.
pub fn extremes(graph: &Graph, analysis: &Analysis) -> Vec<Option<Extremes>> {
    let rank = graph.input.size.rank();
    let mut budget = Budget::new();
    let mut kept: Vec<Option<Axes<Candidates>>> = Vec::with_capacity(graph.map_count());
    for map in graph.maps() {
        let found = match graph.node(map) {
            None => analysis.map(map).field.as_ref().map(|field| {
                field.map(|field| {
                    let start = Arc::new(field.clone());
                    SmallVec::from_iter([(Arc::clone(&start), start)])
                })
            }),
            Some(_) => behind(graph, analysis, map, &kept, rank, &mut budget),
        };
        kept.push(found);
    }
    kept.iter().map(|candidates| candidates.as_ref().map(widths)).collect()
}

fn widths(candidates: &Axes<Candidates>) -> Extremes {
    let least = |all: &Candidates| all.iter().map(|(least, _)| least.rf()).min().unwrap_or(0);
    let most = |all: &Candidates| all.iter().map(|(_, most)| most.rf()).max().unwrap_or(0);
    Extremes { smallest: candidates.map(least), largest: candidates.map(most) }
}

fn behind(
    graph: &Graph,
    analysis: &Analysis,
    map: MapId,
    kept: &[Option<Axes<Candidates>>],
    rank: usize,
    budget: &mut Budget,
) -> Option<Axes<Candidates>> {
    let answer = analysis.map(map);
    answer.shape.as_ref()?;
    let inputs = graph.node(map)?.inputs();
    let axis = |axis: usize, budget: &mut Budget| -> Option<Candidates> {
        let mut all: Vec<(Reach, Reach)> = Vec::new();
        for (input, steps) in inputs.iter().zip(&answer.steps) {
            for (least, most) in &kept[input.index()].as_ref()?[axis] {
                let both = Arc::ptr_eq(least, most);
                let next = through(least, steps.get(axis), budget)?;
                let far = if both { Arc::clone(&next) } else { through(most, steps.get(axis), budget)? };
                all.push((next, far));
            }
        }
        best(all)
    };
    (0..rank)
        .map(|at| axis(at, budget))
        .collect::<Option<SmallVec<[Candidates; 3]>>>()
        .map(|all| all.into_iter().collect())
}

fn through(field: &Reach, step: Option<&Step>, budget: &mut Budget) -> Option<Reach> {
    match step {
        Some(step) if step.taps != super::Taps::SAME => Some(Arc::new(field.through(step.taps, budget).ok()?)),
        _ => Some(Arc::clone(field)),
    }
}

/// The narrowest and the widest for each stride.
fn best(mut all: Vec<(Reach, Reach)>) -> Option<Candidates> {
    if all.iter().any(|(field, _)| !field.is_whole()) {
        all.retain(|(field, _)| !field.is_whole());
    }
    let mut kept = Candidates::new();
    for (least, most) in all {
        // The paths of a pair have one stride.
        match kept.iter_mut().find(|(narrow, _)| narrow.jump() == least.jump()) {
            Some((narrow, wide)) => {
                if least.rf() < narrow.rf() {
                    *narrow = least;
                }
                if most.rf() > wide.rf() {
                    *wide = most;
                }
            }
            None => kept.push((least, most)),
        }
    }
    let few = !kept.is_empty() && kept.len() <= MOST_STRIDES;
    few.then_some(kept)
}
