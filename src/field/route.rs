//! One path through a network with branches, for views that show a chain.

use super::Analysis;
use crate::net::{Graph, Lowered, MapId, Stack};

/// The maps of one path from the image to an output, ascending: of the wanted maps as many as lie on one path, those
/// named first before later ones, and elsewhere the branch whose field is widest. Time grows linearly with the edges.
pub fn route(graph: &Graph, analysis: &Analysis, wanted: &[MapId]) -> Vec<MapId> {
    let mut through: Vec<MapId> = Vec::new();
    for map in wanted.iter().filter(|map| **map != MapId::INPUT && map.index() < graph.map_count()) {
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
        path.extend(stretch(graph, analysis, from, to));
    }
    path
}

/// The path that is shown of a network with branches; `None` of a chain, where that is all there is.
pub fn shown(stack: &Stack, lowered: &Lowered, analysis: &Analysis, wanted: &[MapId]) -> Option<Vec<MapId>> {
    let branched = stack.wiring().is_some_and(|wiring| !wiring.is_chain());
    branched.then(|| route(&lowered.graph, analysis, wanted))
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

/// The maps behind `from` to `to`, along the widest branches of those that come from there.
fn stretch(graph: &Graph, analysis: &Analysis, from: MapId, to: MapId) -> Vec<MapId> {
    let behind = behind(graph, from);
    // The widest on the image's axes together; behind a global pool all are alike, and the first is taken.
    let width = |map: &MapId| {
        let local = analysis.map(*map).field.as_ref().filter(|field| !field.iter().any(super::Field::is_whole));
        local.map_or(0, |field| field.iter().fold(0_u64, |sum, field| sum.saturating_add(field.rf())))
    };
    let mut stretch = Vec::new();
    let mut at = to;
    while at != from {
        stretch.push(at);
        let inputs = graph.node(at).map_or(&[][..], |node| node.inputs());
        let inputs = inputs.iter().rev().filter(|input| behind[input.index()]);
        let Some(next) = inputs.max_by_key(|input| width(input)) else { break };
        at = *next;
    }
    stretch.reverse();
    stretch
}
