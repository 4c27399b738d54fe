//! Which input of a model is the image, and how large it is.

use std::collections::HashSet;

use super::Written;
use super::layout::{Dim, Layout, Role};
use super::order::Order;
use super::problem::{OnnxError, shown};
use super::remark::{Finding, Remarks};
use super::written::{Node, ValueInfo};
use crate::axes::{Axes, MAX_AXES};
use crate::net::{MAX_BATCH, MAX_CHANNELS, MAX_SIZE, Shape};

/// The image input of a model.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Image {
    /// The name of the input.
    pub name: String,
    /// Images at a time; `None` where the file leaves it open.
    pub batch: Option<u64>,
    pub channels: Option<u64>,
    /// The size of each axis, outermost first; `None` where the file leaves it open.
    pub size: Vec<Option<u64>>,
    /// Whether the channels come last, as in TensorFlow.
    pub channels_last: bool,
    /// Other inputs that may be images.
    others: String,
}

/// How many nodes behind the input are asked how they read it.
const MOST_ASKED: usize = 64;

/// How many inputs are looked at; old files list all weights as inputs, but hold their values.
const MOST_INPUTS: usize = 32;

/// How many other inputs a message names.
const MOST_NAMED: usize = 8;

impl Image {
    /// Finds the image: of the inputs that the file holds no values for, the first whose dimensions are those of images.
    pub(super) fn of(written: &Written, order: &Order<'_>) -> Result<Self, OnnxError> {
        let held: HashSet<&str> = written.initializers.iter().map(|tensor| tensor.name.as_str()).collect();
        let open = written.inputs.iter().filter(|input| input.pixels && !held.contains(input.name.as_str()));
        let candidates: Vec<(&ValueInfo, Vec<Option<u64>>, Reading)> = open
            .filter(|input| !order.makers.contains_key(input.name.as_str()))
            .take(MOST_INPUTS)
            .filter_map(|input| {
                let reading = Reading::of(written, &input.name);
                let sizes = match (&input.shape, reading.rank) {
                    (Some(sizes), _) => sizes.clone(),
                    (None, rank) => vec![None; rank?],
                };
                (3..=MAX_AXES + 2).contains(&sizes.len()).then_some((input, sizes, reading))
            })
            .collect();
        // Pictures before volumes and signals; what a convolution reads before what none does.
        let worth = |(_, sizes, reading): &&(&ValueInfo, Vec<Option<u64>>, Reading)| {
            let usual = match sizes.len() {
                4 => 2,
                5 => 1,
                _ => 0,
            };
            (reading.rank.is_some(), usual)
        };
        let mut best = candidates.first().ok_or(OnnxError::NoImage)?;
        for other in &candidates {
            if worth(&other) > worth(&best) {
                best = other;
            }
        }
        let (input, sizes, reading) = best;
        let others = candidates.iter().map(|(input, ..)| input.name.as_str()).filter(|name| *name != input.name);
        let mut named: Vec<String> = others.clone().take(MOST_NAMED).map(shown).collect();
        if others.count() > MOST_NAMED {
            named.push("…".to_owned());
        }
        Ok(Self { others: named.join(", "), ..Self::with(input, sizes, reading) })
    }

    fn with(input: &ValueInfo, sizes: &[Option<u64>], reading: &Reading) -> Self {
        // Some exporters write 0 for what is open.
        let sizes: Vec<Option<u64>> = sizes.iter().map(|size| size.filter(|&size| size > 0)).collect();
        let few = |size: Option<u64>| matches!(size, Some(1..=4));
        let last = sizes.len() - 1;
        let channels_last = reading.channels_last.unwrap_or(few(sizes[last]) && !few(sizes[1]));
        let (channels, size) = if channels_last { (sizes[last], &sizes[1..last]) } else { (sizes[1], &sizes[2..]) };
        Self {
            name: input.name.clone(),
            batch: sizes[0],
            channels: channels.or(reading.channels),
            size: size.to_vec(),
            channels_last,
            others: String::new(),
        }
    }

    /// The image that is taken: with the size that is asked for, else that of the file, else one that is usual.
    pub(super) fn taken(&self, asked: Option<&[u64]>, remarks: &mut Remarks) -> Result<(Shape, Layout), OnnxError> {
        let axes = self.size.len();
        if let Some(asked) = asked.filter(|asked| asked.len() != axes) {
            return Err(OnnxError::SizesAsked { asked: asked.len(), axes });
        }
        let usual = if axes == MAX_AXES { 64 } else { 224 };
        let own = self.size.iter().map(|size| size.unwrap_or(usual));
        let size: Axes<u64> = asked.map_or_else(|| own.collect(), |asked| asked.iter().copied().collect());
        let channels = self.channels.unwrap_or(3);
        let shape = Shape { batch: self.batch.unwrap_or(1), channels, size };
        let input = || shown(&self.name);
        if shape.batch == 0 || channels == 0 || shape.size.iter().any(|&n| n == 0) {
            return Err(OnnxError::EmptyInput { input: input() });
        }
        if shape.batch > MAX_BATCH || channels > MAX_CHANNELS || shape.size.iter().any(|&n| n > MAX_SIZE) {
            return Err(OnnxError::InputTooLarge { input: input() });
        }
        if !self.others.is_empty() {
            remarks.tell(None, Finding::OtherInputs { taken: input(), others: self.others.clone() });
        }
        if asked.is_none() && self.size.contains(&None) {
            remarks.tell(None, Finding::SizeAssumed { input: input(), size: shape.size_text() });
        }
        if self.channels.is_none() {
            remarks.tell(None, Finding::ChannelsAssumed { input: input(), channels });
        }
        let Layout::Known(mut dims) = Layout::channels_first(&shape) else { return Err(OnnxError::NoImage) };
        if self.channels_last {
            dims.remove(1);
            dims.push(Dim { size: channels, role: Role::Channels });
        }
        Ok((shape, Layout::Known(dims)))
    }
}

/// What the nodes behind an input tell about it.
#[derive(Clone, Copy, Debug, Default)]
struct Reading {
    /// The dimensions that a convolution needs.
    rank: Option<usize>,
    channels: Option<u64>,
    channels_last: Option<bool>,
}

impl Reading {
    /// Asks the first nodes that read the tensor, through those that leave its dimensions alone.
    fn of(written: &Written, name: &str) -> Self {
        let mut reading = Self::default();
        let mut names = vec![name];
        let mut asked = 0;
        while let Some(name) = names.pop() {
            for node in written.nodes.iter().filter(|node| node.inputs.iter().any(|input| input == name)) {
                asked += 1;
                if asked > MOST_ASKED || reading.rank.is_some() || reading.channels_last.is_some() {
                    return reading;
                }
                match node.op.as_str() {
                    "Conv" | "ConvInteger" | "QLinearConv" | "FusedConv" => reading.convolution(written, node),
                    "Transpose" => {
                        let order = node.ints("perm").unwrap_or(&[]);
                        let to_first = [0, order.len() as i64 - 1];
                        if order.len() > 2 && order.starts_with(&to_first) {
                            (reading.channels_last, reading.rank) = (Some(true), Some(order.len()));
                        }
                    }
                    "ConvTranspose" => reading.transposed(written, node),
                    "MaxPool"
                    | "AveragePool"
                    | "LpPool"
                    | "BatchNormalization"
                    | "InstanceNormalization"
                    | "GroupNormalization"
                    | "LRN"
                    | "GlobalAveragePool"
                    | "GlobalMaxPool"
                    | "GlobalLpPool"
                    | "DepthToSpace"
                    | "SpaceToDepth" => reading.channels_last = Some(false),
                    "Identity" | "Cast" | "Sub" | "Add" | "Mul" | "Div" | "Pad" | "Relu" | "QuantizeLinear"
                    | "DequantizeLinear" | "Dropout" | "Clip" | "LeakyRelu" | "Sigmoid" | "Tanh" | "Gelu" | "Slice"
                    | "Resize" | "Upsample" => names.extend(node.outputs.first().map(String::as_str)),
                    _ => {}
                }
            }
        }
        reading
    }

    fn transposed(&mut self, written: &Written, node: &Node) {
        self.channels_last = Some(false);
        let weights =
            node.inputs.get(1).and_then(|name| written.initializers.iter().find(|tensor| tensor.name == *name));
        if let Some(weights) = weights.filter(|weights| weights.shape.len() > 2) {
            (self.rank, self.channels) = (Some(weights.shape.len()), Some(weights.shape[0]));
        }
    }

    fn convolution(&mut self, written: &Written, node: &Node) {
        let place = if node.op == "QLinearConv" { 3 } else { 1 };
        self.channels_last = Some(false);
        let weights =
            node.inputs.get(place).and_then(|name| written.initializers.iter().find(|tensor| tensor.name == *name));
        if let Some(weights) = weights.filter(|weights| weights.shape.len() > 2) {
            self.rank = Some(weights.shape.len());
            let groups = node.int("group").and_then(|groups| u64::try_from(groups).ok()).unwrap_or(1);
            self.channels = weights.shape[1].checked_mul(groups);
        }
    }
}
