//! The maps that a view of a chain shows, and which of them each layer reads.
//!
//! Of a network with branches that is one path. What is drawn between two of its maps belongs to the layer that makes the
//! second one and to that branch of it which reads the first: neither the map with the next index nor the layer's first
//! input need be on the path.

use super::view::Subject;
use crate::axes::Axes;
use crate::field::{Analysis, Step};
use crate::net::{Graph, MapId};

/// The shown maps, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Chain {
    maps: Vec<MapId>,
    /// For every map of the network its place among those that are shown.
    places: Vec<Option<usize>>,
    /// They are one path of several: of each layer one branch counts.
    path: bool,
}

/// One input of a layer: which of its branches, 0-based, and the map that it reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Branch {
    pub at: usize,
    pub read: MapId,
}

impl Chain {
    /// The image, and of the subject's path what is ascending and in the network.
    pub fn of(subject: &Subject<'_>) -> Self {
        Self::along(subject.graph, subject.path)
    }

    /// The same of a path alone.
    pub fn along(graph: &Graph, path: Option<&[MapId]>) -> Self {
        let mut maps = vec![MapId::INPUT];
        let mut places = vec![None; graph.map_count()];
        places[0] = Some(0);
        let mut push = |map: MapId| {
            if map.index() < places.len() && maps.last().is_none_or(|last| *last < map) {
                places[map.index()] = Some(maps.len());
                maps.push(map);
            }
        };
        match path {
            Some(path) => path.iter().copied().for_each(&mut push),
            None => graph.maps().for_each(&mut push),
        }
        Self { maps, places, path: path.is_some() }
    }

    pub fn maps(&self) -> impl DoubleEndedIterator<Item = MapId> + '_ {
        self.maps.iter().copied()
    }

    /// Where a map lies among the shown ones, 0-based; `None` if it is not shown.
    pub fn place(&self, map: MapId) -> Option<usize> {
        self.places.get(map.index()).copied().flatten()
    }

    /// True if `map` is shown right behind `last`.
    pub fn follows(&self, last: MapId, map: MapId) -> bool {
        self.place(last).zip(self.place(map)).is_some_and(|(last, map)| last + 1 == map)
    }

    fn beside(&self, map: MapId, way: isize) -> Option<MapId> {
        self.maps.get(self.place(map)?.checked_add_signed(way)?).copied()
    }

    /// The inputs of a shown map's layer that count: on a path the one that reads the map before.
    pub fn branches<'a>(&self, graph: &'a Graph, map: MapId) -> impl Iterator<Item = Branch> + use<'a> {
        let before = self.beside(map, -1);
        let inputs = graph.node(map).map_or(&[][..], |node| node.inputs()).iter().copied().enumerate();
        let all = inputs.map(|(at, read)| Branch { at, read });
        let path = self.path;
        // A layer may read the same map twice.
        all.filter(move |branch| !path || Some(branch.read) == before).take(if path { 1 } else { usize::MAX })
    }

    /// The same, if it is one alone.
    pub fn branch(&self, graph: &Graph, map: MapId) -> Option<Branch> {
        let mut branches = self.branches(graph, map);
        branches.next().filter(|_| branches.next().is_none())
    }

    /// What happens on each axis of the inputs that count.
    pub fn steps<'a>(
        &self,
        graph: &'a Graph,
        analysis: &'a Analysis,
        map: MapId,
    ) -> impl Iterator<Item = (MapId, &'a Axes<Step>)> + use<'a> {
        let steps = &analysis.map(map).steps;
        self.branches(graph, map).filter_map(move |branch| Some((branch.read, steps.get(branch.at)?)))
    }

    /// The shown maps whose layers read `map` by an input that counts, ascending, each with all such inputs.
    pub fn readers<'a>(&'a self, graph: &'a Graph, map: MapId) -> impl Iterator<Item = MapId> + use<'a> {
        let next = self.beside(map, 1);
        let (on_path, path) = (move |reader: &MapId| Some(*reader) == next, self.path);
        graph.readers(map).iter().copied().filter(move |reader| !path || on_path(reader))
    }

    /// How many branches besides the path's meet in a map.
    pub fn others(&self, graph: &Graph, map: MapId) -> usize {
        let inputs = graph.node(map).map_or(0, |node| node.inputs().len());
        if self.path { inputs.saturating_sub(1) } else { 0 }
    }

    /// `+ 1 more branch`, where branches meet that the path does not go through.
    pub fn others_text(&self, subject: &Subject<'_>, map: MapId) -> Option<String> {
        self.others_texts(subject, &[map])
    }

    /// The same for several maps together.
    pub fn others_texts(&self, subject: &Subject<'_>, maps: &[MapId]) -> Option<String> {
        let others: usize = maps.iter().map(|map| self.others(subject.graph, *map)).sum();
        (others > 0).then(|| subject.words.with("map-more-branches", &[("count", others.into())]))
    }
}
