//! One path through a network with branches, for views that show a chain.

mod alternatives;

use std::collections::HashMap;

pub use alternatives::{Alternative, Alternatives, alternatives, branches_of, past};

use super::{Analysis, Field};
use crate::net::{Graph, Lowered, MapId, Stack, View};

/// What a path is to be like.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The maps that it goes through, those that count most first.
    pub through: Vec<MapId>,
    /// Joins, and for each the map that it is come from, where the path may come from there.
    pub branches: Vec<(MapId, MapId)>,
}

impl Wanted {
    /// What a document says of the path. Names that nothing has are left out.
    pub fn of(lowered: &Lowered, view: &View) -> Self {
        let through = named(lowered, &view.path);
        if view.branches.is_empty() {
            return Self { through, branches: Vec::new() };
        }
        let graph = &lowered.graph;
        let name = |map: MapId| graph.node(map).map_or_else(|| graph.image_name(), |node| &node.name);
        // Of two maps of one name the first, as everywhere.
        let maps: HashMap<&str, MapId> = graph.maps().rev().map(|map| (name(map), map)).collect();
        let map = |name: &String| maps.get(name.as_str()).copied();
        let branch = |(join, input): &(String, String)| Some((map(join)?, map(input)?));
        Self { through, branches: view.branches.iter().filter_map(branch).collect() }
    }
}

/// The maps of one path from the image to an output, ascending: of the wanted maps as many as lie on one path, those
/// named first before later ones, and elsewhere the branch whose field is widest. Time grows linearly with the edges.
pub fn route(graph: &Graph, analysis: &Analysis, wanted: &[MapId]) -> Vec<MapId> {
    route_of(graph, analysis, &Wanted { through: wanted.to_vec(), branches: Vec::new() })
}

/// The same, and at these joins from these maps, as far as a path through the wanted maps may come from there.
pub fn route_of(graph: &Graph, analysis: &Analysis, wanted: &Wanted) -> Vec<MapId> {
    let mut through: Vec<MapId> = Vec::new();
    for map in wanted.through.iter().filter(|map| **map != MapId::INPUT && map.index() < graph.map_count()) {
        let at = through.partition_point(|other| other < map);
        let before = at.checked_sub(1).map_or(MapId::INPUT, |at| through[at]);
        let fits = reached(graph, before, *map) && through.get(at).is_none_or(|after| reached(graph, *map, *after));
        if fits && through.get(at) != Some(map) {
            through.insert(at, *map);
        }
    }
    let last = through.last().copied().unwrap_or(MapId::INPUT);
    let behind = behind(graph, last);
    // The last output that lies behind; of a map from which none does, whatever is farthest.
    let end = graph.outputs().into_iter().rev().find(|map| behind[map.index()]);
    let end = end.or_else(|| graph.maps().rfind(|map| behind[map.index()])).unwrap_or(last);
    if through.last() != Some(&end) && end != MapId::INPUT {
        through.push(end);
    }
    let mut path = vec![MapId::INPUT];
    for to in through {
        let from = path.last().copied().unwrap_or(MapId::INPUT);
        path.extend(stretch(graph, analysis, &wanted.branches, from, to));
    }
    path
}

/// The path that is shown of a network with branches; `None` of a chain, where that is all there is.
pub fn shown(stack: &Stack, lowered: &Lowered, analysis: &Analysis, wanted: &Wanted) -> Option<Vec<MapId>> {
    let branched = stack.wiring().is_some_and(|wiring| !wiring.is_chain());
    branched.then(|| route_of(&lowered.graph, analysis, wanted))
}

/// The maps of the layers with these shown names, in their order; names that no layer has are left out.
pub fn named(lowered: &Lowered, names: &[String]) -> Vec<MapId> {
    let graph = &lowered.graph;
    let map_of = |wanted: &String| graph.maps().find(|map| graph.node(*map).is_some_and(|node| node.name == *wanted));
    names.iter().filter_map(map_of).collect()
}

/// The other branches at the joins of a path: each leads to a path of its own.
pub fn others(graph: &Graph, path: &[MapId]) -> Vec<(MapId, MapId)> {
    let pairs = path.windows(2).flat_map(|pair| {
        let inputs = graph.node(pair[1]).map_or(&[][..], |node| node.inputs());
        inputs.iter().filter(|input| **input != pair[0]).map(|input| (pair[1], *input))
    });
    pairs.collect()
}

/// For every map whether it depends on `from`.
fn behind(graph: &Graph, from: MapId) -> Vec<bool> {
    let mut behind = vec![false; graph.map_count()];
    behind[from.index()] = true;
    for map in graph.maps().skip(from.index() + 1) {
        let inputs = graph.node(map).map_or(&[][..], |node| node.inputs());
        behind[map.index()] = inputs.iter().any(|input| behind[input.index()]);
    }
    behind
}

fn reached(graph: &Graph, from: MapId, to: MapId) -> bool {
    from <= to && behind(graph, from)[to.index()]
}

/// The maps behind `from` to `to`, along the wanted branches and else the widest of those that come from there.
fn stretch(graph: &Graph, analysis: &Analysis, branches: &[(MapId, MapId)], from: MapId, to: MapId) -> Vec<MapId> {
    let behind = behind(graph, from);
    let mut stretch = Vec::new();
    let mut at = to;
    while at != from {
        stretch.push(at);
        let inputs = graph.node(at).map_or(&[][..], |node| node.inputs());
        let wanted =
            branches.iter().find(|(join, input)| *join == at && inputs.contains(input) && behind[input.index()]);
        let next = wanted.map(|(_, input)| *input);
        let Some(next) = next.or_else(|| widest_of(analysis, inputs, |input| behind[input.index()])) else { break };
        at = next;
    }
    stretch.reverse();
    stretch
}

/// The input of a map's layer with the widest field: the branch that a path comes from unless another one is wanted.
fn widest(graph: &Graph, analysis: &Analysis, map: MapId) -> Option<MapId> {
    widest_of(analysis, graph.node(map)?.inputs(), |_| true)
}

/// The widest on the image's axes together; behind a global pool all are alike, and the first is taken.
fn widest_of(analysis: &Analysis, inputs: &[MapId], fits: impl Fn(MapId) -> bool) -> Option<MapId> {
    let width = |map: &MapId| {
        let local = analysis.map(*map).field.as_ref().filter(|field| !field.iter().any(Field::is_whole));
        local.map_or(0, |field| field.iter().fold(0_u64, |sum, field| sum.saturating_add(field.rf())))
    };
    inputs.iter().rev().filter(|input| fits(**input)).max_by_key(|input| width(input)).copied()
}
