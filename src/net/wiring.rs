//! Networks that are no chain: which maps their layers read.
//!
//! A wired [`Stack`] is an imported network. People look at it and choose its image, values and parameters; its layers
//! stay as they were read, so every edit of them changes nothing.

use std::collections::BTreeSet;

use smallvec::SmallVec;

use super::{Join, LayerId, MapId, Node, Op, Shape, Stack};

/// One layer of an imported network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WiredLayer {
    /// The name of the tensor that it makes; no two layers have the same.
    pub name: Option<String>,
    /// The node's own name, which may be empty.
    pub node: String,
    pub op: Op,
    /// The maps that it reads: 0 is the image, i + 1 what layer i makes.
    pub inputs: SmallVec<[usize; 2]>,
}

/// How the layers of a network are connected. Maps are counted as in [`WiredLayer::inputs`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wiring {
    inputs: Vec<SmallVec<[usize; 2]>>,
    nodes: Vec<String>,
    outputs: Vec<usize>,
    /// The name of the image's tensor; empty where it has none.
    image: String,
}

/// Why layers cannot be wired.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WiringError {
    #[error("layer {layer} reads map {map}, which is not made before it; layers must come after what they read")]
    InputNotBefore { layer: usize, map: usize },
    #[error("layer {layer} reads {got} maps; a join reads at least one, every other layer exactly one")]
    InputCount { layer: usize, got: usize },
    #[error("map {map} leaves the network, but there is no such map")]
    NoOutput { map: usize },
    #[error("{name:?} is the name of two layers; every layer needs a name of its own")]
    SameName { name: String },
    #[error("{name:?} is the name of the image and of a layer; each needs a name of its own")]
    ImageName { name: String },
    #[error("there are {got} layers and {written} lists of what they read; each layer needs one")]
    Count { got: usize, written: usize },
}

impl Wiring {
    /// Checks that layers with these ops can be connected so. No `outputs` means what nobody reads.
    ///
    /// # Errors
    /// The first layer that reads what is not there, or as many maps as its op cannot take.
    pub fn new<'a>(
        ops: impl ExactSizeIterator<Item = &'a Op>,
        inputs: Vec<SmallVec<[usize; 2]>>,
        nodes: Vec<String>,
        mut outputs: Vec<usize>,
    ) -> Result<Self, WiringError> {
        let layers = ops.len();
        if inputs.len() != layers || nodes.len() != layers {
            return Err(WiringError::Count { got: layers, written: inputs.len().min(nodes.len()) });
        }
        let mut unread: BTreeSet<usize> = (0..=layers).collect();
        for (layer, (op, inputs)) in ops.zip(&inputs).enumerate() {
            let joins = matches!(op, Op::Join(_) | Op::Unsupported(_));
            if inputs.is_empty() || inputs.len() > 1 && !joins {
                return Err(WiringError::InputCount { layer, got: inputs.len() });
            }
            if let Some(map) = inputs.iter().find(|map| **map > layer) {
                return Err(WiringError::InputNotBefore { layer, map: *map });
            }
            inputs.iter().for_each(|map| {
                unread.remove(map);
            });
        }
        if let Some(map) = outputs.iter().find(|map| **map > layers) {
            return Err(WiringError::NoOutput { map: *map });
        }
        if outputs.is_empty() {
            outputs = unread.into_iter().collect();
        }
        outputs.sort_unstable();
        outputs.dedup();
        Ok(Self { inputs, nodes, outputs, image: String::new() })
    }

    /// The name of the image's tensor; empty where it has none.
    pub fn image(&self) -> &str {
        &self.image
    }

    /// The maps that the layer at this place (0-based) reads.
    pub fn inputs(&self, at: usize) -> &[usize] {
        &self.inputs[at]
    }

    /// The maps that leave the network, ascending.
    pub fn outputs(&self) -> &[usize] {
        &self.outputs
    }

    /// The own name of the node at this place; it may be empty.
    pub fn node(&self, at: usize) -> &str {
        &self.nodes[at]
    }

    /// True if every layer reads the one before and only the last leaves the network.
    pub fn is_chain(&self) -> bool {
        let one = |(at, inputs): (usize, &SmallVec<[usize; 2]>)| inputs.iter().all(|map| *map == at);
        self.inputs.iter().enumerate().all(one) && self.outputs == [self.inputs.len()]
    }
}

impl Stack {
    /// An imported network. No `outputs` means what nobody reads.
    ///
    /// # Errors
    /// Layers that read what is not there, or share a name.
    pub fn wired(input: Shape, layers: Vec<WiredLayer>, outputs: Vec<usize>) -> Result<Self, WiringError> {
        let mut names = BTreeSet::new();
        if let Some(name) = layers.iter().filter_map(|layer| layer.name.as_ref()).find(|name| !names.insert(*name)) {
            return Err(WiringError::SameName { name: name.clone() });
        }
        let mut stack = Self::new(input);
        let (mut inputs, mut nodes) = (Vec::with_capacity(layers.len()), Vec::with_capacity(layers.len()));
        for layer in layers {
            stack.push(layer.name, true, layer.op);
            inputs.push(layer.inputs);
            nodes.push(layer.node);
        }
        stack.wire(inputs, nodes, outputs)?;
        Ok(stack)
    }

    /// Connects the layers of a stack that was read as a list.
    ///
    /// # Errors
    /// Those of [`Wiring::new`].
    pub fn wire(
        &mut self,
        inputs: Vec<SmallVec<[usize; 2]>>,
        nodes: Vec<String>,
        outputs: Vec<usize>,
    ) -> Result<(), WiringError> {
        let wiring = Wiring::new(self.layers().iter().map(|layer| &layer.op), inputs, nodes, outputs)?;
        self.set_wiring(wiring);
        Ok(())
    }

    /// Gives the image of an imported network the name of its tensor. The image of any other stack has none.
    ///
    /// # Errors
    /// A layer has the same name.
    pub fn name_image(&mut self, name: String) -> Result<(), WiringError> {
        if self.layers().iter().any(|layer| layer.name.as_ref() == Some(&name)) {
            return Err(WiringError::ImageName { name });
        }
        if let Some(wiring) = self.wiring_mut() {
            wiring.image = name;
        }
        Ok(())
    }

    /// The layers from the image to a map, one reading the other, as a stack of its own that can be edited. `path` are
    /// layers of this stack in ascending order. A join is left out, since on one path nothing meets; a concatenation
    /// leaves behind it the channels of the one branch, so channels that were the input's by silence stay so.
    pub fn along(&self, path: &[LayerId]) -> Self {
        let mut stack = Self::new(self.input.clone());
        stack.source = self.source.clone();
        for layer in path.iter().filter_map(|id| self.layer(*id)) {
            if !matches!(layer.op, Op::Join(Join::Add | Join::Mul | Join::Concat | Join::Max)) {
                stack.push(layer.name.clone(), layer.enabled, layer.op.clone());
            }
        }
        stack
    }

    /// The graph of a wired stack: one map per layer.
    pub(super) fn lower_wired(&self, wiring: &Wiring) -> super::Lowered {
        let mut graph = super::Graph::new(self.input.clone());
        let mut map_of_layer = Vec::with_capacity(self.layers().len());
        let mut layer_of_map = vec![None];
        for (at, (layer, name)) in self.layers().iter().zip(self.shown_names()).enumerate() {
            let inputs = wiring.inputs(at).iter().map(|map| MapId::at(*map)).collect();
            let mut node = Node::new(name, layer.op.clone());
            wiring.node(at).clone_into(&mut node.node);
            map_of_layer.push(Some(graph.wire(node, inputs)));
            layer_of_map.push(Some(layer.id));
        }
        wiring.image().clone_into(&mut graph.image);
        graph.set_outputs(wiring.outputs().iter().map(|map| MapId::at(*map)));
        super::Lowered { graph, map_of_layer, layer_of_map }
    }
}
