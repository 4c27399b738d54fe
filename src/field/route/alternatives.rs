//! Other paths to a map than the one that is shown, and what tells them apart.
//!
//! There may be 2⁵⁰ of them. Told are those that leave the shown path at one join and otherwise keep to it as far as they
//! can: one for every branch that it passes by, and of those a bounded number.

use std::collections::VecDeque;

use super::others;
use crate::axes::Axes;
use crate::field::receptive::Field;
use crate::field::taps::Budget;
use crate::field::{Analysis, Taps};
use crate::net::{Graph, MapId};

/// One path from the image to a map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// Its maps, ascending, the image first.
    pub path: Vec<MapId>,
    /// The widths of the receptive field along this path alone; `None` where that is too large to be listed.
    pub rf: Option<Axes<u64>>,
    /// Maps that the shown path does not go through, ascending.
    pub gains: Vec<MapId>,
    /// Maps of the shown path, up to the same map, that this one goes past.
    pub passes: Vec<MapId>,
}

impl Alternative {
    /// Layers from the image to the map.
    pub fn layers(&self) -> usize {
        self.path.len() - 1
    }
}

/// The shown path to a map and others to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternatives {
    /// The shown path, as far as the map.
    pub shown: Alternative,
    /// The others, those with the widest fields first.
    pub others: Vec<Alternative>,
    /// Branches that the shown path passes by: so many others there are at least.
    pub count: usize,
}

/// Other paths to `to` than `path`, at most `most`; `None` if `path` does not go there. Of every join one is taken before
/// any has two, the join nearest to the map first. Time grows with `most` times the edges.
pub fn alternatives(
    graph: &Graph,
    analysis: &Analysis,
    path: &[MapId],
    to: MapId,
    most: usize,
) -> Option<Alternatives> {
    let path = &path[..=path.binary_search(&to).ok()?];
    let told = |other: Vec<MapId>| {
        let without = |a: &[MapId], b: &[MapId]| -> Vec<MapId> {
            a.iter().filter(|map| b.binary_search(map).is_err()).copied().collect()
        };
        Alternative {
            rf: along(graph, analysis, &other),
            gains: without(&other, path),
            passes: without(path, &other),
            path: other,
        }
    };
    let mut edges = others(graph, path);
    edges.sort_unstable();
    edges.dedup();
    let mut joins: VecDeque<VecDeque<(MapId, MapId)>> =
        edges.chunk_by(|a, b| a.0 == b.0).rev().map(|edges| edges.iter().copied().collect()).collect();
    let mut found = Vec::new();
    while let Some(mut join) = joins.pop_front().filter(|_| found.len() < most) {
        let Some(edge) = join.pop_front() else { continue };
        found.push(told(around(graph, analysis, path, edge)));
        joins.push_back(join);
    }
    let widest =
        |other: &Alternative| other.rf.as_ref().map_or(0, |rf| rf.iter().fold(0, |a: u64, b| a.saturating_add(*b)));
    found.sort_by_key(|other| (std::cmp::Reverse(widest(other)), std::cmp::Reverse(other.layers())));
    Some(Alternatives { shown: told(path.to_vec()), others: found, count: edges.len() })
}

/// A path as far as a join of it, come to from another of its branches; `None` if the join is not on it.
pub fn past(graph: &Graph, analysis: &Analysis, path: &[MapId], edge: (MapId, MapId)) -> Option<Vec<MapId>> {
    let at = path.binary_search(&edge.0).ok()?;
    Some(around(graph, analysis, &path[..=at], edge))
}

/// The path with another branch at one join: back from there along the widest branches until it meets the path again.
fn around(graph: &Graph, analysis: &Analysis, path: &[MapId], (join, branch): (MapId, MapId)) -> Vec<MapId> {
    let mut back = Vec::new();
    let mut at = branch;
    let met = loop {
        if let Ok(met) = path.binary_search(&at) {
            break met;
        }
        back.push(at);
        at = super::widest(graph, analysis, at).unwrap_or(MapId::INPUT);
    };
    let behind = path.partition_point(|map| *map < join);
    path[..=met].iter().copied().chain(back.into_iter().rev()).chain(path[behind..].iter().copied()).collect()
}

/// The widths of the receptive field of the last map of a path along it alone.
fn along(graph: &Graph, analysis: &Analysis, path: &[MapId]) -> Option<Axes<u64>> {
    let mut budget = Budget::new();
    let mut fields = graph.input.size.map(|_| Field::of_input());
    for pair in path.windows(2) {
        let inputs = graph.node(pair[1])?.inputs();
        let steps = analysis.map(pair[1]).steps.get(inputs.iter().position(|input| *input == pair[0])?)?;
        let through = |(axis, field): (usize, &Field)| {
            let taps = steps.get(axis).map_or(Taps::SAME, |step| step.taps);
            field.through(taps, &mut budget).ok()
        };
        fields = fields.iter().enumerate().map(through).collect::<Option<Vec<Field>>>()?.into_iter().collect();
    }
    Some(fields.map(Field::rf))
}

/// What leads along a path: at every join of it where that is not the widest branch, the branch that it takes.
pub fn branches_of(graph: &Graph, analysis: &Analysis, path: &[MapId]) -> Vec<(MapId, MapId)> {
    let pairs = path.windows(2).map(|pair| (pair[1], pair[0]));
    pairs.filter(|(join, input)| super::widest(graph, analysis, *join) != Some(*input)).collect()
}
