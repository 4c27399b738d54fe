//! A model as it is meant: every node that depends on the image as a layer.

use std::collections::HashMap;

use super::Meant;
use super::constants::{Constant, folded, shape_of};
use super::image::Image;
use super::layout::Layout;
use super::numbers::Numbers;
use super::ops::{self, Call, Made};
use super::order::{Order, order};
use super::problem::{OnnxError, shown};
use super::remark::{Finding, Reason, Remarks};
use super::written::{Node, Written};
use crate::axes::Axes;
use crate::field::step_of;
use crate::import::layer_text::read_wired_layer;
use crate::import::mistake::Problem;
use crate::net::{Join, MAX_LAYERS, Op, Shape, Stack, WiredLayer};

/// A tensor while the nodes are walked.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Constant(Constant),
    Map(Map),
}

/// A tensor that depends on the image.
#[derive(Clone, Debug)]
pub(super) struct Map {
    /// The map of the stack that holds it: 0 is the image, i + 1 what layer i makes.
    pub at: usize,
    /// Its shape there and its dimensions; `None` behind what is unknown or cannot run.
    pub known: Option<Known>,
}

#[derive(Clone, Debug)]
pub(super) struct Known {
    pub shape: Shape,
    pub layout: Layout,
}

/// The most values of constants that are kept at a time in all: shapes are few, and a file must not say how much memory
/// they take.
const MOST_KEPT: usize = 1 << 20;

/// The most dimensions of a tensor.
const MOST_DIMENSIONS: usize = 64;

struct Walk<'w> {
    written: &'w Written,
    opset: i64,
    infos: HashMap<&'w str, &'w [Option<u64>]>,
    values: HashMap<&'w str, Value>,
    layers: Vec<WiredLayer>,
    remarks: Remarks,
    kept: usize,
}

pub(super) fn meant(written: &Written, size: Option<&[u64]>) -> Result<Meant, OnnxError> {
    let order = order(written)?;
    let mut remarks = Remarks::default();
    let image = written.image();
    let (shape, layout) = image.taken(size, &mut remarks)?;
    let opsets = &written.opsets;
    let opset =
        opsets.iter().find(|(domain, _)| domain.is_empty() || domain == "ai.onnx").map_or(1, |(_, version)| *version);
    let infos = written.infos.iter().filter_map(|info| Some((info.name.as_str(), info.shape.as_deref()?))).collect();
    let mut walk = Walk { written, opset, infos, values: HashMap::new(), layers: Vec::new(), remarks, kept: 0 };
    walk.begin(image, &shape, layout);
    let vectors = vectors(written, &order);
    for &at in &order.nodes {
        walk.node(&written.nodes[at], vectors[at])?;
    }
    walk.done(shape, image)
}

/// For every node whether all that follows it takes vectors: a layer that makes a vector may then say so. What is made
/// wide again (squeeze and excitation) stays a map of one unit.
fn vectors(written: &Written, order: &Order<'_>) -> Vec<bool> {
    const TAKE_VECTORS: [&str; 32] = [
        "Gemm",
        "MatMul",
        "MatMulInteger",
        "QLinearMatMul",
        "Add",
        "Sub",
        "Mul",
        "Div",
        "Relu",
        "LeakyRelu",
        "PRelu",
        "Elu",
        "Selu",
        "Celu",
        "Sigmoid",
        "HardSigmoid",
        "HardSwish",
        "Tanh",
        "Gelu",
        "Erf",
        "Clip",
        "Softmax",
        "LogSoftmax",
        "Softplus",
        "Dropout",
        "BatchNormalization",
        "Identity",
        "Cast",
        "Exp",
        "Sqrt",
        "QuantizeLinear",
        "DequantizeLinear",
    ];
    let mut all = vec![true; written.nodes.len()];
    for &at in order.nodes.iter().rev() {
        let take = |&reader: &usize| all[reader] && TAKE_VECTORS.contains(&written.nodes[reader].op.as_str());
        all[at] = order.readers[at].iter().all(take);
    }
    all
}

impl<'w> Walk<'w> {
    fn begin(&mut self, image: &Image, shape: &Shape, layout: Layout) {
        for input in &self.written.inputs {
            let shape = input.shape.as_ref().and_then(|sizes| sizes.iter().copied().collect());
            self.values.insert(&input.name, Value::Constant(Constant { shape, values: None }));
        }
        // What the file holds is the value of an input of that name: old files list all of them as inputs.
        for tensor in &self.written.initializers {
            let constant = self.kept(tensor.into());
            self.values.insert(&tensor.name, Value::Constant(constant));
        }
        let known = Some(Known { shape: shape.clone(), layout });
        if let Some(input) = self.written.inputs.iter().find(|input| input.name == image.name) {
            self.values.insert(&input.name, Value::Map(Map { at: 0, known }));
        }
    }

    /// The constant, without values if there are too many in all.
    fn kept(&mut self, mut constant: Constant) -> Constant {
        constant.shape = constant.shape.filter(|shape| shape.len() <= MOST_DIMENSIONS);
        let count = constant.values.as_ref().map_or(0, Numbers::len);
        if self.kept + count > MOST_KEPT {
            constant.values = None;
        } else {
            self.kept += count;
        }
        constant
    }

    fn node(&mut self, node: &'w Node, vector: bool) -> Result<(), OnnxError> {
        let read = |name: &String| if name.is_empty() { None } else { self.values.get(name.as_str()) };
        let inputs: Vec<Option<&Value>> = node.inputs.iter().map(read).collect();
        let captured = node.captured.iter().filter_map(read).filter_map(Value::map);
        let maps: Vec<usize> = inputs.iter().flatten().filter_map(|value| value.map()).chain(captured).collect();
        if maps.is_empty() {
            let constants: Vec<Option<&Constant>> = inputs.iter().map(|value| (*value)?.constant()).collect();
            let constant = folded(node, &constants);
            self.constant(node, constant);
            return Ok(());
        }
        if let ("Shape" | "Size", Some(Some(Value::Map(map)))) = (node.op.as_str(), inputs.first()) {
            let constant = size_of(node, map).unwrap_or_default();
            self.constant(node, constant);
            return Ok(());
        }
        let call = Call { node, inputs, opset: self.opset, vector };
        let made = if maps.len() > call.maps().len() { Err(Reason::Op) } else { ops::layers_of(&call) };
        let made = made.and_then(|made| made.into_iter().map(|made| shaped(&call, made)).collect());
        let made: Vec<(Made, Option<Known>)> = made.unwrap_or_else(|reason| {
            if reason != Reason::Behind {
                self.remarks.tell(Some(node.shown()), Finding::Unknown { op: shown(&node.op), reason });
            }
            let mut read = maps;
            read.dedup();
            vec![(Made::new(Op::Unsupported(node.op.clone()), read), None)]
        });
        self.layers_made(node, made)
    }

    /// A node of constants: what it makes first is folded, the rest of it is not known.
    fn constant(&mut self, node: &'w Node, constant: Constant) {
        let mut first = Some(self.kept(constant));
        for name in &node.outputs {
            let mut constant = first.take().unwrap_or_default();
            if constant.shape.is_none() {
                let info = self.infos.get(name.as_str());
                constant.shape = info.and_then(|info| info.iter().copied().collect());
            }
            self.values.insert(name, Value::Constant(constant));
        }
    }

    fn layers_made(&mut self, node: &'w Node, made: Vec<(Made, Option<Known>)>) -> Result<(), OnnxError> {
        let several = made.len() > 1;
        let first = self.layers.len() + 1;
        for (at, (made, known)) in made.into_iter().enumerate() {
            if self.layers.len() == MAX_LAYERS {
                return Err(OnnxError::TooManyLayers);
            }
            if let Some(simpler) = made.read_as {
                let op = shown(&node.op);
                let repeats = simpler == ops::REPEATED;
                let finding = if repeats { Finding::Repeats { op } } else { Finding::ReadAs { op, simpler } };
                self.remarks.tell(Some(node.shown()), finding);
            }
            let names = node.outputs.iter().skip(at);
            let name = names.clone().find(|name| !name.is_empty());
            let name = if several { node.outputs.get(at).filter(|name| !name.is_empty()) } else { name };
            let map = Map { at: first + at, known };
            // A layer makes all tensors of its node, unless every tensor has a layer of its own.
            for name in names.take(if several { 1 } else { usize::MAX }).filter(|name| !name.is_empty()) {
                self.values.insert(name, Value::Map(map.clone()));
            }
            self.layers.push(WiredLayer {
                // A name of blanks is none in a document.
                name: name.filter(|name| !name.trim().is_empty()).cloned(),
                node: node.name.clone(),
                op: made.op,
                inputs: made.inputs.into(),
            });
        }
        if node.op == "DynamicQuantizeLinear" {
            // The scale and the zero point are one number each, whatever the map.
            for name in node.outputs.iter().skip(1).filter(|name| !name.is_empty()) {
                let one = Constant { shape: Some(Vec::new()), values: None };
                self.values.insert(name, Value::Constant(one));
            }
        }
        Ok(())
    }

    fn done(self, shape: Shape, image: &Image) -> Result<Meant, OnnxError> {
        if self.layers.is_empty() {
            return Err(OnnxError::NoLayers { input: shown(&image.name) });
        }
        let outputs = self.written.outputs.iter().filter_map(|output| self.values.get(output.name.as_str())?.map());
        let outputs: Vec<usize> = outputs.collect();
        let mut stack =
            Stack::wired(shape, self.layers, outputs).map_err(|error| OnnxError::Wiring(error.to_string()))?;
        // In a file that gives a node's tensor the same name the layer has it, and the image stays without.
        let _ = stack.name_image(image.name.clone());
        Ok(Meant { stack, remarks: self.remarks.done() })
    }
}

impl Value {
    fn map(&self) -> Option<usize> {
        match self {
            Self::Map(map) => Some(map.at),
            Self::Constant(_) => None,
        }
    }

    pub fn constant(&self) -> Option<&Constant> {
        match self {
            Self::Constant(constant) => Some(constant),
            Self::Map(_) => None,
        }
    }
}

/// The sizes of a map as the model computes with them.
fn size_of(node: &Node, map: &Map) -> Option<Constant> {
    let sizes = map.known.as_ref()?.layout.sizes();
    if node.op == "Shape" {
        return shape_of(node, &sizes);
    }
    let count = sizes.iter().try_fold(1_u64, |count, &size| count.checked_mul(size))?;
    Some(Constant { shape: Some(Vec::new()), ..Constant::list(vec![i64::try_from(count).ok()?]) })
}

/// Refuses settings that no text of a layer may have, a stride of 0 or one of a billion: the network would be shown and
/// saved, and its document could not be read again.
fn within_limits(op: &Op) -> Result<(), Reason> {
    let Err(error) = read_wired_layer(&op.to_string()) else { return Ok(()) };
    let word = match &error.problem {
        Problem::TooSmall { word, .. } | Problem::TooLarge { word, .. } => word.as_str(),
        _ => "",
    };
    Err(Reason::Setting(match word.as_bytes().first() {
        Some(b'k') => "kernel_shape",
        Some(b's') => "strides",
        Some(b'p') => "pads",
        Some(b'd') => "dilations",
        Some(b'g') => "group",
        _ => "size",
    }))
}

/// The layer and what is known of its map. An op that is known but cannot run has an unknown map: the analysis says why.
fn shaped(call: &Call<'_>, made: Made) -> Result<(Made, Option<Known>), Reason> {
    within_limits(&made.op)?;
    let shape = match &made.op {
        Op::Join(join) => Some(joined(*join, call, &made.inputs)?),
        Op::Unsupported(_) => None,
        op => step_of(op, &call.shape_of(made.inputs[0])?).ok().map(|(shape, _)| shape),
    };
    let known = match (shape, made.layout.clone()) {
        (Some(shape), Some(layout)) => {
            let layout = if made.resized { layout.resized(&shape) } else { layout };
            Some(Known { shape, layout })
        }
        _ => None,
    };
    Ok((made, known))
}

/// The shape where maps meet: one value is spread over many, on every axis and over the channels.
fn joined(join: Join, call: &Call<'_>, maps: &[usize]) -> Result<Shape, Reason> {
    let shapes = maps.iter().map(|&map| call.shape_of(map)).collect::<Result<Vec<Shape>, _>>()?;
    let first = shapes.first().ok_or(Reason::Dimensions)?;
    let rank = first.size.rank();
    if shapes.iter().any(|shape| shape.size.rank() != rank || shape.batch != first.batch) {
        return Err(Reason::Dimensions);
    }
    let most = |value: &dyn Fn(&Shape) -> u64| shapes.iter().map(value).max().unwrap_or(1);
    let size: Axes<u64> = (0..rank).map(|axis| most(&|shape| shape.size[axis])).collect();
    let channels = match join {
        Join::Concat => shapes.iter().fold(0, |sum: u64, shape| sum.saturating_add(shape.channels)),
        _ => most(&|shape| shape.channels),
    };
    let fits = |shape: &Shape| {
        let axes = shape.size.iter().zip(size.iter()).all(|(n, most)| n == most || (*n == 1 && join != Join::Concat));
        axes && (join == Join::Concat || shape.channels == channels || shape.channels == 1)
    };
    if shapes.iter().all(fits) { Ok(Shape { batch: first.batch, channels, size }) } else { Err(Reason::Dimensions) }
}
