//! A network as an ONNX file: ops, settings and shapes. Kernels are constants of a few bytes each, as in the "light"
//! models of the onnx package, so that a file has kilobytes whatever the network.
//!
//! Ops and attributes are those of <https://onnx.ai/onnx/operators/>. Layers that are switched off are left out.

mod model;
mod nodes;
mod proto;
mod units;
mod windows;

use std::fmt;

use crate::export::code::Names;
use crate::field::{Analysis, Impossible};
use crate::locale::{Lang, Words};
use crate::net::{Graph, MapId, Stack};
use model::{Model, Node};
use nodes::Place;

/// A layer that ONNX cannot say. The others were not written either: a network with a gap is another network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unwritable {
    /// The shown name of the layer, or that of the image.
    pub layer: String,
    pub reason: Reason,
}

/// Why a layer cannot be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It cannot run; the image has so many axes.
    Impossible { reason: Box<Impossible>, rank: usize },
    /// Nothing is known of it, so neither what it makes nor what all layers behind it read.
    Unknown,
    /// The windows of an adaptive pool are not all alike: `size` units do not give `out` of them. `axis` is 0-based.
    Windows { axis: usize, size: u64, out: u64 },
}

impl fmt::Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} cannot be written as ONNX: ", self.layer)?;
        match &self.reason {
            Reason::Impossible { reason, rank } => {
                let text = Words::new(Lang::En).impossible(reason, *rank);
                f.write_str(text.trim_end_matches('.'))
            }
            Reason::Unknown => f.write_str(
                "nothing is known of this layer, and so of no shape behind it; take it out or put a known layer in its place",
            ),
            Reason::Windows { axis, size, out } => write!(
                f,
                "its windows on axis {axis} have different sizes, since {size} units do not divide into {out}, and ONNX \
                 has no such pool; choose an output size that divides {size}, or use a pool with a kernel and a stride"
            ),
        }
    }
}

impl std::error::Error for Unwritable {}

/// Writes a network.
///
/// # Errors
/// The first layer that cannot be written, with the reason.
pub fn write(stack: &Stack) -> Result<Vec<u8>, Unwritable> {
    let lowered = stack.lower();
    let graph = &lowered.graph;
    let analysis = Analysis::of(graph);
    let (tensors, names) = tensors_of(graph);
    let mut model = Model::new(names);
    let shape_of = |map: MapId| analysis.map(map).shape.as_ref();
    for map in graph.maps() {
        let layer = graph.node(map).map_or_else(|| graph.image_name(), |node| node.name.as_str());
        let unwritable = |reason| Unwritable { layer: layer.to_owned(), reason };
        if let Some(reason) = analysis.map(map).impossible.clone() {
            return Err(unwritable(Reason::Impossible { reason: Box::new(reason), rank: graph.input.size.rank() }));
        }
        let Some(node) = graph.node(map) else { continue };
        let own = stack.wiring().map_or("", |wiring| wiring.node(map.index() - 1));
        let tensor = &tensors[map.index()];
        // In the order of the layers the first one without a shape is the one that nothing is known of.
        let shapes = (shape_of(node.inputs()[0]), analysis.map(map).steps.first(), shape_of(map));
        let (Some(input), Some(steps), Some(output)) = shapes else { return Err(unwritable(Reason::Unknown)) };
        let place = Place {
            tensor,
            node: if own.is_empty() { tensor } else { own },
            inputs: node.inputs().iter().map(|input| tensors[input.index()].clone()).collect(),
            input,
            steps,
            output,
        };
        nodes::write(&mut model, &node.op, &place).map_err(unwritable)?;
    }
    let mut outputs: Vec<(String, MapId)> = Vec::new();
    for map in graph.outputs() {
        let tensor = &tensors[map.index()];
        // What leaves a graph must be made in it.
        let copied = map == MapId::INPUT;
        let name =
            if copied { model.step(Node::new("Identity", vec![tensor.clone()]), "output") } else { tensor.clone() };
        outputs.push((name, map));
    }
    let told = |(name, map): (&'_ str, MapId)| shape_of(map).map(|shape| (name.to_owned(), shape));
    let outside: Vec<_> = outputs.iter().filter_map(|(name, map)| told((name, *map))).collect();
    let inside = graph.maps().skip(1).filter(|map| outputs.iter().all(|(_, output)| output != map));
    let inside: Vec<_> = inside.filter_map(|map| told((&tensors[map.index()], map))).collect();
    Ok(model.write((&tensors[0], &graph.input), &outside, &inside))
}

/// A name for the tensor of every map, no two alike and none empty, which in ONNX means that there is none: the shown
/// names, as far as that goes.
fn tensors_of(graph: &Graph) -> (Vec<String>, Names) {
    let mut names = Names::default();
    let shown = |map| graph.node(map).map_or_else(|| graph.image_name(), |node: &crate::net::Node| node.name.as_str());
    let tensors = graph.maps().map(|map| names.free(shown(map), &[""])).collect();
    (tensors, names)
}
