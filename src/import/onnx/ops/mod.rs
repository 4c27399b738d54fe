//! What the nodes of a model are as layers: one function for each kind of operator.

mod cuts;
mod joins;
mod moves;
mod products;
mod resample;
mod units;
mod windows;

use super::constants::{Constant, axis_at};
use super::layout::{Dim, Layout, Role};
use super::remark::Reason;
use super::walk::{Known, Map, Value};
use super::written::Node;
use crate::axes::{Axes, PerAxis};
use crate::net::{Op, Shape, UnitOp};

/// A layer that a node is.
#[derive(Clone, Debug)]
pub(super) struct Made {
    pub op: Op,
    /// The maps that it reads.
    pub inputs: Vec<usize>,
    /// The dimensions of what it makes; `None`: they are not known.
    pub layout: Option<Layout>,
    /// Whether the sizes of the dimensions are those of the map that comes out, whatever the layout says.
    pub resized: bool,
    /// What it is read as, if that is simpler than it is.
    pub read_as: Option<&'static str>,
}

/// What a padding is read as that repeats units of the map.
pub(super) const REPEATED: &str = "Pad of constants";

pub(super) type Layers = Result<Vec<Made>, Reason>;

impl Made {
    pub fn new(op: Op, inputs: Vec<usize>) -> Self {
        Self { op, inputs, layout: None, resized: true, read_as: None }
    }

    fn of(op: Op, map: &Map, layout: Layout) -> Self {
        Self { layout: Some(layout), ..Self::new(op, vec![map.at]) }
    }

    /// Dimensions that are as the layout says.
    fn laid(op: Op, map: &Map, dims: Vec<Dim>) -> Self {
        Self { resized: false, ..Self::of(op, map, Layout::Known(dims)) }
    }

    fn read_as(self, simpler: &'static str) -> Self {
        Self { read_as: Some(simpler), ..self }
    }

    /// The one layer of its node, as every reader of nodes gives it.
    #[allow(clippy::unnecessary_wraps)]
    fn alone(self) -> Layers {
        Ok(vec![self])
    }
}

/// A node with the tensors that it reads.
pub(super) struct Call<'a> {
    pub node: &'a Node,
    pub inputs: Vec<Option<&'a Value>>,
    /// The version of the standard operators.
    pub opset: i64,
    /// Whether all that follows takes vectors.
    pub vector: bool,
}

impl<'a> Call<'a> {
    pub fn maps(&self) -> Vec<&'a Map> {
        let map = |value: &&'a Value| match value {
            Value::Map(map) => Some(map),
            Value::Constant(_) => None,
        };
        self.inputs.iter().flatten().filter_map(map).collect()
    }

    /// The shape of a map that the node reads.
    pub fn shape_of(&self, at: usize) -> Result<Shape, Reason> {
        let map = self.maps().into_iter().find(|map| map.at == at);
        map.and_then(|map| Some(map.known.as_ref()?.shape.clone())).ok_or(Reason::Behind)
    }

    /// The map at an input, and what is known of it.
    fn map(&self, at: usize) -> Result<(&'a Map, &'a Known), Reason> {
        match self.inputs.get(at) {
            Some(Some(Value::Map(map))) => Ok((map, map.known.as_ref().ok_or(Reason::Behind)?)),
            _ => Err(Reason::Computed("weights")),
        }
    }

    /// The map at an input with its dimensions, if they are known one by one.
    fn dims(&self, at: usize) -> Result<(&'a Map, &'a Shape, &'a [Dim]), Reason> {
        let (map, known) = self.map(at)?;
        match &known.layout {
            Layout::Known(dims) => Ok((map, &known.shape, dims)),
            Layout::Viewed { .. } => Err(Reason::Dimensions),
        }
    }

    fn has(&self, at: usize) -> bool {
        self.inputs.get(at).is_some_and(Option::is_some)
    }

    fn constant(&self, at: usize) -> Option<&'a Constant> {
        self.inputs.get(at).copied().flatten()?.constant()
    }

    /// Whole numbers that are an attribute in old versions and an input in newer ones; `None` if they are not given.
    fn ints(&self, name: &'static str, at: usize) -> Result<Option<Vec<i64>>, Reason> {
        if let Some(values) = self.node.ints(name) {
            return Ok(Some(values.to_vec()));
        }
        if !self.has(at) {
            return Ok(None);
        }
        let values = self.constant(at).and_then(Constant::ints);
        values.map(|values| Some(values.to_vec())).ok_or(Reason::Computed(name))
    }

    /// The dimensions that `axes` are, of `rank`.
    fn axes(axes: &[i64], rank: usize) -> Result<Vec<usize>, Reason> {
        axes.iter().map(|&axis| axis_at(axis, rank).ok_or(Reason::Setting("axes"))).collect()
    }

    /// The axis that a single attribute names.
    fn axis(&self, otherwise: i64, rank: usize) -> Result<usize, Reason> {
        axis_at(self.node.int("axis").unwrap_or(otherwise), rank).ok_or(Reason::Setting("axis"))
    }
}

/// Batch, channels and axes of a map as operators take them: which axis each dimension behind the channels is.
fn spatial(shape: &Shape, dims: &[Dim]) -> Result<Vec<usize>, Reason> {
    let [batch, channels, rest @ ..] = dims else { return Err(Reason::Dimensions) };
    let first = batch.role == Role::Batch || batch.size == 1 && batch.role == Role::One;
    let second = channels.size == shape.channels && matches!(channels.role, Role::Channels | Role::One);
    if !first || !second || rest.len() != shape.size.rank() || rest.is_empty() {
        return Err(Reason::Dimensions);
    }
    // A dimension of size 1 that was put in stands for an axis of one unit. A reshape may have put it anywhere among such
    // dimensions, so all of them are taken in order.
    let put_in = rest.iter().any(|dim| dim.role == Role::One);
    let mut free = (0..shape.size.rank()).filter(|axis| shape.size[*axis] == 1);
    rest.iter()
        .map(|dim| match dim.role {
            Role::Axes { first, last } if first == last && !(put_in && shape.size[first] == 1) => Some(first),
            Role::Axes { first, last } if first == last => free.next(),
            Role::One => free.next(),
            _ => None,
        })
        .collect::<Option<Vec<_>>>()
        .ok_or(Reason::Dimensions)
}

/// The dimensions of what a layer makes that takes them as batch, channels and axes: those of size 1 that stood for nothing
/// are what they were taken for, and may grow. `order` has the axis of each dimension behind the channels.
fn layout_of(shape: &Shape, dims: &[Dim], order: &[usize]) -> Layout {
    let axes = order.iter().map(|&axis| Dim { size: shape.size[axis], role: Role::axis(axis) });
    let first = [Dim { role: Role::Batch, ..dims[0] }, Dim { role: Role::Channels, ..dims[1] }];
    Layout::Known(first.into_iter().chain(axes).collect())
}

/// Values of dimensions, put to the axes that these are; one for all if they are alike.
fn per_axis<T: Copy + PartialEq>(order: &[usize], values: &[T]) -> Option<PerAxis<T>> {
    let first = *values.first()?;
    if values.len() != order.len() {
        return None;
    }
    if values.iter().all(|value| *value == first) {
        return Some(PerAxis::All(first));
    }
    let mut axes = Axes::splat(first, order.len());
    for (&axis, &value) in order.iter().zip(values) {
        *axes.get_mut(axis)? = value;
    }
    Some(PerAxis::Each(axes))
}

/// The same for values of axes in their order.
fn of_axes<T: Copy + PartialEq>(values: &[T]) -> Option<PerAxis<T>> {
    per_axis(&(0..values.len()).collect::<Vec<_>>(), values)
}

fn unit(name: &str, channels: Option<u64>, global: bool) -> Op {
    Op::Unit(UnitOp { name: name.to_owned(), channels, global })
}

/// How many channels these dimensions hold.
fn channels_of(dims: &[Dim]) -> u64 {
    let channels = dims.iter().filter(|dim| dim.role == Role::Channels);
    channels.fold(1, |product, dim| product.saturating_mul(dim.size))
}

/// The domains whose operators are known; those of other ones may do anything under the same names.
const KNOWN_DOMAINS: [&str; 2] = ["", "com.microsoft"];

/// The layers that a node is, or why it is not known.
pub(super) fn layers_of(call: &Call<'_>) -> Layers {
    if call.maps().iter().any(|map| map.known.is_none()) {
        return Err(Reason::Behind);
    }
    if !KNOWN_DOMAINS.contains(&call.node.domain.as_str()) {
        return Err(Reason::Op);
    }
    match call.node.op.as_str() {
        "Conv" | "ConvInteger" => windows::conv(call, 1, 2),
        "FusedConv" if !call.has(3) => windows::conv(call, 1, 2),
        "QLinearConv" => windows::conv(call, 3, 8),
        "ConvTranspose" => windows::conv_transposed(call),
        "MaxPool" | "AveragePool" | "LpPool" | "QLinearAveragePool" => windows::pool(call),
        "GlobalAveragePool" | "GlobalMaxPool" | "GlobalLpPool" | "QLinearGlobalAveragePool" => units::global_pool(call),
        "ReduceMean" | "ReduceMax" | "ReduceMin" | "ReduceSum" | "ReduceL1" | "ReduceL2" | "ReduceProd"
        | "ReduceLogSum" | "ReduceLogSumExp" | "ReduceSumSquare" | "ArgMax" | "ArgMin" => units::reduce(call),
        "Gemm" => products::gemm(call),
        "MatMul" | "MatMulInteger" | "FusedMatMul" => products::matmul(call, 1),
        "QLinearMatMul" => products::matmul(call, 3),
        "Flatten" => moves::flatten(call),
        "Reshape" => moves::reshape(call),
        "Squeeze" => moves::squeeze(call),
        "Unsqueeze" => moves::unsqueeze(call),
        "Transpose" => moves::transpose(call),
        "DepthToSpace" | "SpaceToDepth" => moves::blocks(call),
        "Expand" => joins::expand(call),
        "Add" | "Sub" | "Mul" | "Div" | "Sum" | "Mean" | "Max" | "Min" | "PRelu" | "Pow" | "Mod" | "Where" | "And"
        | "Or" | "Xor" | "Equal" | "Greater" | "Less" | "GreaterOrEqual" | "LessOrEqual" | "BitShift" | "BiasGelu" => {
            joins::spread_over(call, 0, 1)
        }
        "QLinearAdd" | "QLinearMul" => joins::spread_over(call, 0, 3),
        "Concat" => joins::concat(call, 0, 1),
        "QLinearConcat" => joins::concat(call, 2, 3),
        "Split" => cuts::split(call),
        "Slice" => cuts::slice(call),
        "Gather" => cuts::gather(call),
        "Pad" => cuts::pad(call),
        "Resize" | "Upsample" => resample::resample(call),
        _ => units::on_units(call),
    }
}
