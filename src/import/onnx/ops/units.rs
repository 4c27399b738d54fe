//! Ops on single units, norms, and what reduces whole axes.

use super::{Call, Dim, Layers, Made, Op, Reason, Role, channels_of, of_axes, spatial, unit};
use crate::net::{Pointwise, PoolKind};

/// Ops on single values, of all versions.
const UNITS: [&str; 48] = [
    "Abs",
    "Affine",
    "BitwiseNot",
    "Cast",
    "CastLike",
    "Ceil",
    "Celu",
    "Clip",
    "Cos",
    "DequantizeLinear",
    "DynamicQuantizeLinear",
    "Elu",
    "Erf",
    "Exp",
    "FastGelu",
    "Floor",
    "HardSigmoid",
    "HardSwish",
    "Identity",
    "ImageScaler",
    "IsInf",
    "IsNaN",
    "LeakyRelu",
    "Log",
    "Mish",
    "Neg",
    "Not",
    "ParametricSoftplus",
    "QLinearLeakyRelu",
    "QLinearSigmoid",
    "QuantizeLinear",
    "QuickGelu",
    "Reciprocal",
    "Round",
    "Scale",
    "ScaledTanh",
    "Selu",
    "Shrink",
    "Sign",
    "Sin",
    "Softplus",
    "Softsign",
    "Sqrt",
    "Swish",
    "Tan",
    "Acos",
    "Atan",
    "ThresholdedRelu",
];

/// What is an op on single units, or a norm.
pub(super) fn on_units(call: &Call<'_>) -> Layers {
    let node = call.node;
    let pointwise = match node.op.as_str() {
        "Relu" => Some(Pointwise::Relu),
        "Sigmoid" => Some(Pointwise::Sigmoid),
        "Tanh" => Some(Pointwise::Tanh),
        "Gelu" => Some(Pointwise::Gelu),
        "BatchNormalization" => Some(Pointwise::BatchNorm),
        "Dropout" => Some(Pointwise::Dropout),
        _ => None,
    };
    let (map, known) = call.map(0)?;
    if call.maps().len() > 1 {
        return Err(Reason::Op);
    }
    let global = match node.op.as_str() {
        _ if pointwise.is_some() => false,
        op if UNITS.contains(&op) => false,
        "InstanceNormalization" | "GroupNormalization" | "GroupNorm" | "SkipGroupNorm" | "Attention" | "QAttention" => {
            true
        }
        "MeanVarianceNormalization" => {
            let axes = node.ints("axes").unwrap_or(&[0, 2, 3]).to_vec();
            over_axes(call, &axes)?
        }
        "LRN" | "LpNormalization" | "Hardmax" | "Softmax" | "LogSoftmax" => softmax(call)?,
        "LayerNormalization" | "SimplifiedLayerNormalization" | "RMSNormalization" => {
            let rank = known.layout.sizes().len() as i64;
            let axis = node.int("axis").unwrap_or(-1);
            let axis = if axis < 0 { axis.saturating_add(rank) } else { axis };
            over_axes(call, &(axis.max(0)..rank).collect::<Vec<_>>())?
        }
        _ => return Err(Reason::Op),
    };
    let op = pointwise.map_or_else(|| unit(&node.op, None, global), Op::Pointwise);
    Made { resized: false, ..Made::of(op, map, known.layout.clone()) }.alone()
}

/// Whether what goes over these dimensions goes over the map.
fn over_axes(call: &Call<'_>, axes: &[i64]) -> Result<bool, Reason> {
    let (_, _, dims) = call.dims(0)?;
    let over = |axis: usize| dims[axis].size > 1 && matches!(dims[axis].role, Role::Axes { .. });
    Ok(Call::axes(axes, dims.len())?.into_iter().any(over))
}

/// Whether a softmax, or a norm of a single dimension, goes over the map. Before version 13 a softmax went over all
/// dimensions from its axis on.
fn softmax(call: &Call<'_>) -> Result<bool, Reason> {
    let rank = call.dims(0)?.2.len() as i64;
    let old = call.opset < 13 && call.node.op.to_lowercase().ends_with("max");
    match (call.node.op.as_str(), call.node.int("axis")) {
        // Over the neighbouring channels.
        ("LRN", _) => Ok(false),
        (_, axis) if old => {
            let axis = axis.unwrap_or(1);
            let axis = if axis < 0 { axis.saturating_add(rank) } else { axis };
            over_axes(call, &(axis.max(0)..rank).collect::<Vec<_>>())
        }
        (_, axis) => over_axes(call, &[axis.unwrap_or(-1)]),
    }
}

pub(super) fn global_pool(call: &Call<'_>) -> Layers {
    let (map, shape, dims) = call.dims(0)?;
    spatial(shape, dims)?;
    let kind = match call.node.op.as_str() {
        "GlobalMaxPool" => PoolKind::Max,
        _ => PoolKind::Average,
    };
    let dims = dims.iter().map(|dim| match dim.role {
        Role::Axes { .. } => Dim { size: 1, ..*dim },
        _ => *dim,
    });
    let made = Made::laid(Op::GlobalPool(kind), map, dims.collect());
    if call.node.op == "GlobalLpPool" { made.read_as("an average pool") } else { made }.alone()
}

/// The mean, the greatest value and the like over some dimensions.
pub(super) fn reduce(call: &Call<'_>) -> Layers {
    let (map, shape, dims) = call.dims(0)?;
    let op = call.node.op.as_str();
    let picks = op.starts_with("Arg");
    let axes = if picks { Some(vec![call.node.int("axis").unwrap_or(0)]) } else { call.ints("axes", 1)? };
    let axes = match axes.filter(|axes| !axes.is_empty()) {
        Some(axes) => Call::axes(&axes, dims.len())?,
        None if call.node.int("noop_with_empty_axes").unwrap_or(0) != 0 => Vec::new(),
        None => (0..dims.len()).collect(),
    };
    let mut gone = vec![false; shape.size.rank()];
    for &at in &axes {
        match dims[at].role {
            Role::Batch if dims[at].size > 1 => return Err(Reason::Dimensions),
            Role::Axes { first, last } => {
                gone.get_mut(first..=last).into_iter().flatten().for_each(|gone| *gone = true);
            }
            _ => {}
        }
    }
    let keeps = call.node.int("keepdims").unwrap_or(1) != 0;
    let left = dims.iter().enumerate().filter(|(at, _)| keeps || !axes.contains(at));
    let left: Vec<Dim> =
        left.map(|(at, dim)| Dim { size: if axes.contains(&at) { 1 } else { dim.size }, ..*dim }).collect();
    let channels = channels_of(&left);
    let kind = if picks || matches!(op, "ReduceMax" | "ReduceMin") { PoolKind::Max } else { PoolKind::Average };
    let reads_axes = gone.contains(&true);
    let made = if reads_axes && !gone.contains(&false) {
        Op::GlobalPool(kind)
    } else if reads_axes {
        let out: Vec<u64> = gone.iter().zip(shape.size.iter()).map(|(gone, &n)| if *gone { 1 } else { n }).collect();
        Op::AdaptivePool { kind, out: of_axes(&out).ok_or(Reason::Dimensions)? }
    } else {
        unit(op, (channels != shape.channels).then_some(channels), false)
    };
    // Over channels and axes: one value, which the map has in every channel.
    let both = reads_axes && axes.iter().any(|&at| dims[at].role == Role::Channels);
    let one = |dim: Dim| if both && dim.role == Role::Channels { Dim { role: Role::One, ..dim } } else { dim };
    let made = Made::laid(made, map, left.into_iter().map(one).collect());
    match op {
        "ReduceMean" | "ReduceMax" => made,
        _ if !reads_axes => made,
        _ => made.read_as(if kind == PoolKind::Max { "a maximum pool" } else { "an average pool" }),
    }
    .alone()
}
