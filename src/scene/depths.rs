//! Where the layers of a network with branches stand along a chart: by their depth, so that branches lie above each
//! other.
//!
//! A point is a layer with the layers on single units that follow it, which is what a box of the view **Graph** is. Its
//! depth is the number of points on the longest way to it from the image. All of it is linear in the edges.

use smallvec::SmallVec;

use super::graph::rows;
use crate::net::{Graph, MapId};

/// The points of a network, which reads which, and how deep each lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Depths {
    /// The maps of each point, the layer itself first, in the order of these.
    points: Vec<SmallVec<[MapId; 3]>>,
    /// For every map its point.
    point_of: Vec<usize>,
    /// For every point how many others lie on the longest way to it; 0 of the image.
    depth_of: Vec<usize>,
    /// The points of each depth, ascending.
    columns: Vec<Vec<usize>>,
    /// From the point that is read to the one that reads it, each once, in the order of the second one.
    edges: Vec<[usize; 2]>,
}

impl Depths {
    /// `None` of a chain, whose layers stand one behind the other.
    pub fn of(graph: &Graph) -> Option<Self> {
        let chained = |map: MapId| match graph.node(map) {
            Some(node) => node.inputs().iter().all(|input| input.index() + 1 == map.index()),
            None => true,
        };
        if graph.maps().all(chained) {
            return None;
        }
        let (points, point_of) = rows(graph);
        let mut depth_of: Vec<usize> = vec![0; points.len()];
        let mut edges: Vec<[usize; 2]> = Vec::new();
        for (at, maps) in points.iter().enumerate() {
            let inputs = graph.node(maps[0]).map_or(&[][..], |node| node.inputs());
            let mut read: SmallVec<[usize; 2]> = inputs.iter().map(|input| point_of[input.index()]).collect();
            read.sort_unstable();
            read.dedup();
            depth_of[at] = read.iter().map(|input| depth_of[*input] + 1).max().unwrap_or(0);
            edges.extend(read.into_iter().map(|input| [input, at]));
        }
        let mut columns = vec![Vec::new(); depth_of.iter().max().map_or(0, |deepest| deepest + 1)];
        for (at, depth) in depth_of.iter().enumerate() {
            columns[*depth].push(at);
        }
        Some(Self { points, point_of, depth_of, columns, edges })
    }

    /// How many points there are.
    pub fn len(&self) -> usize {
        self.points.len()
    }

    /// Never: the image is a point.
    pub fn is_empty(&self) -> bool {
        self.points.is_empty()
    }

    /// The maps of a point, the layer itself first.
    pub fn maps(&self, point: usize) -> &[MapId] {
        &self.points[point]
    }

    /// The point of a map.
    pub fn point(&self, map: MapId) -> Option<usize> {
        self.point_of.get(map.index()).copied()
    }

    /// How deep a point lies.
    pub fn depth(&self, point: usize) -> usize {
        self.depth_of[point]
    }

    /// The points of each depth, from the image's on.
    pub fn columns(&self) -> &[Vec<usize>] {
        &self.columns
    }

    /// From the point that is read to the one that reads it.
    pub fn edges(&self) -> &[[usize; 2]] {
        &self.edges
    }

    /// True if a point reads the other one.
    pub fn reads(&self, point: usize, other: usize) -> bool {
        self.edges.binary_search_by_key(&(point, other), |[from, to]| (*to, *from)).is_ok()
    }

    /// The points along a path of maps.
    pub fn along(&self, path: &[MapId]) -> Vec<usize> {
        let mut points: Vec<usize> = path.iter().filter_map(|map| self.point(*map)).collect();
        points.dedup();
        points
    }
}
