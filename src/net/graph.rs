//! The one thing that is analysed: feature maps and the ops between them.

use smallvec::{SmallVec, smallvec};

use super::{INPUT_NAME, Op, Shape};

/// A feature map of a graph: 0 is the input, `i` is what node `i − 1` makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MapId(usize);

impl MapId {
    /// The image itself.
    pub const INPUT: Self = Self(0);

    pub(super) const fn at(index: usize) -> Self {
        Self(index)
    }

    pub const fn index(self) -> usize {
        self.0
    }
}

/// One op of a graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    pub name: String,
    /// What the imported network itself calls the node; its `name` is that of the tensor it makes. Mostly empty.
    pub node: String,
    pub op: Op,
    inputs: SmallVec<[MapId; 2]>,
}

impl Node {
    /// A node that is not wired yet; [`Graph::push`] gives it its inputs.
    pub fn new(name: impl Into<String>, op: Op) -> Self {
        Self { name: name.into(), node: String::new(), op, inputs: SmallVec::new() }
    }

    /// The maps it reads. One for every op but a join.
    pub fn inputs(&self) -> &[MapId] {
        &self.inputs
    }
}

/// Why a node cannot be added.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GraphError {
    #[error("node {node} reads map {map}, which does not exist yet; nodes must come after what they read")]
    InputNotBefore { node: String, map: usize },
    #[error("node {node} has {got} inputs; a join takes at least one, every other op exactly one")]
    InputCount { node: String, got: usize },
}

/// A directed acyclic graph of ops. Nodes are stored after everything they read, so a cycle cannot be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graph {
    pub input: Shape,
    /// The name of the image's tensor in an imported network; empty where it has none.
    pub(super) image: String,
    nodes: Vec<Node>,
    /// For every map, the maps of the nodes that read it.
    readers: Vec<SmallVec<[MapId; 2]>>,
    /// The maps that leave the network, ascending; empty: the last one alone.
    outputs: Vec<MapId>,
}

impl Graph {
    /// A graph that is only its input.
    pub fn new(input: Shape) -> Self {
        Self { input, image: String::new(), nodes: Vec::new(), readers: vec![SmallVec::new()], outputs: Vec::new() }
    }

    /// Adds a node that reads `inputs` and gives the map it makes.
    pub fn push(&mut self, node: Node, inputs: &[MapId]) -> Result<MapId, GraphError> {
        let joins = matches!(node.op, Op::Join(_) | Op::Unsupported(_));
        if inputs.is_empty() || (inputs.len() > 1 && !joins) {
            return Err(GraphError::InputCount { node: node.name, got: inputs.len() });
        }
        if let Some(late) = inputs.iter().find(|map| map.0 > self.nodes.len()) {
            return Err(GraphError::InputNotBefore { node: node.name, map: late.0 });
        }
        Ok(self.wire(node, inputs.iter().copied().collect()))
    }

    /// Adds a node behind one map of this graph: the step of a chain, which cannot fail.
    pub(super) fn push_after(&mut self, input: MapId, node: Node) -> MapId {
        debug_assert!(input.0 <= self.nodes.len());
        self.wire(node, smallvec![input])
    }

    pub(super) fn wire(&mut self, node: Node, inputs: SmallVec<[MapId; 2]>) -> MapId {
        let made = MapId(self.nodes.len() + 1);
        for input in &inputs {
            if self.readers[input.0].last() != Some(&made) {
                self.readers[input.0].push(made);
            }
        }
        self.readers.push(SmallVec::new());
        self.nodes.push(Node { inputs, ..node });
        made
    }

    /// The maps of the nodes that read `map`, in ascending order.
    pub fn readers(&self, map: MapId) -> &[MapId] {
        &self.readers[map.0]
    }

    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The name of the image: that of its tensor in an imported network, or [`INPUT_NAME`].
    pub fn image_name(&self) -> &str {
        if self.image.is_empty() { INPUT_NAME } else { &self.image }
    }

    /// The node that makes this map; `None` for the input.
    pub fn node(&self, map: MapId) -> Option<&Node> {
        self.nodes.get(map.0.checked_sub(1)?)
    }

    /// The input and one map per node.
    pub fn map_count(&self) -> usize {
        self.nodes.len() + 1
    }

    pub fn maps(&self) -> impl DoubleEndedIterator<Item = MapId> + ExactSizeIterator + use<> {
        (0..self.map_count()).map(MapId)
    }

    /// The map with this index, if there is one.
    pub fn map(&self, index: usize) -> Option<MapId> {
        (index < self.map_count()).then_some(MapId(index))
    }

    /// The last map: the network's output. The input if there are no nodes.
    pub fn output(&self) -> MapId {
        MapId(self.nodes.len())
    }

    /// The maps that leave the network, ascending: the last one unless others were named.
    pub fn outputs(&self) -> Vec<MapId> {
        if self.outputs.is_empty() { vec![self.output()] } else { self.outputs.clone() }
    }

    /// Names the maps that leave the network; those that do not exist are left out.
    pub(super) fn set_outputs(&mut self, outputs: impl IntoIterator<Item = MapId>) {
        self.outputs = outputs.into_iter().filter(|map| map.0 < self.map_count()).collect();
        self.outputs.sort_unstable();
        self.outputs.dedup();
    }
}
