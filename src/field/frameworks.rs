//! The same window under the rules of several frameworks: its size, its padding, and where they part.
//!
//! Rules: PyTorch's `Conv2d` and `MaxPool2d` pages (floor; `ceil_mode` keeps a last partial window that starts inside
//! the input or its first padding); TensorFlow's `SAME` (`⌈N/S⌉`, the odd unit of padding at the end) and `VALID`
//! (no padding, floor); Caffe's `conv_layer` (floor) and `pooling_layer` (ceil; a last window that starts in the end
//! padding is cut only where there is padding, so that without it a window may lie wholly outside).

use crate::axes::Axes;
use crate::net::{Ends, Op, Padding};

use super::{Analysis, Graph, MapId};

/// Strides beyond this are not compared at every remainder.
const MOST_STRIDE: i64 = 1 << 12;

/// Whose rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Framework {
    /// PyTorch's convolutions, and its pools without `ceil_mode`.
    TorchFloor,
    /// PyTorch's pools with `ceil_mode`.
    TorchCeil,
    TensorFlowSame,
    TensorFlowValid,
    CaffeConv,
    CaffePool,
}

impl Framework {
    pub const ALL: [Self; 6] = [
        Self::TorchFloor,
        Self::TorchCeil,
        Self::TensorFlowSame,
        Self::TensorFlowValid,
        Self::CaffeConv,
        Self::CaffePool,
    ];

    /// True if layers of this kind follow the rule.
    fn is_for(self, pool: bool) -> bool {
        match self {
            Self::TorchFloor | Self::TensorFlowSame | Self::TensorFlowValid => true,
            Self::TorchCeil | Self::CaffePool => pool,
            Self::CaffeConv => !pool,
        }
    }
}

/// A window's settings on one axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AxisWindow {
    pub kernel: i64,
    pub stride: i64,
    pub dilation: i64,
    /// The written padding. Nothing is added to it where the written padding is `same`.
    pub pad: Ends,
}

/// What a framework makes of `n` units with a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made {
    pub outputs: i64,
    /// Before the first unit.
    pub begin: i64,
    /// Behind the last unit, as far as the last window reaches; negative where units are left over.
    pub end: i64,
}

/// What a framework makes of `n ≥ 1` units; `None` if it refuses.
pub fn made(framework: Framework, window: AxisWindow, n: i64) -> Option<Made> {
    let AxisWindow { kernel, stride, dilation, pad } = window;
    let span = (kernel - 1) * dilation + 1;
    let (begin, pad_end) = (pad.begin.cast_signed(), pad.end.cast_signed());
    let floor = |room: i64| room.div_euclid(stride) + 1;
    let ceil = |room: i64| (room + stride - 1).div_euclid(stride) + 1;
    let room = n + begin + pad_end - span;
    let starts_outside = |outputs: i64| (outputs - 1) * stride >= n + begin;
    let (outputs, begin) = match framework {
        Framework::TorchFloor | Framework::CaffeConv => (floor(room), begin),
        // Only a window that was added can start outside, as long as the padding is less than the kernel.
        Framework::TorchCeil => {
            let added = ceil(room) > floor(room);
            (ceil(room) - i64::from(added && starts_outside(ceil(room))), begin)
        }
        Framework::CaffePool => {
            let padded = begin > 0 || pad_end > 0;
            (ceil(room) - i64::from(padded && starts_outside(ceil(room))), begin)
        }
        Framework::TensorFlowValid => (floor(n - span), 0),
        Framework::TensorFlowSame => {
            let outputs = (n + stride - 1) / stride;
            (outputs, ((outputs - 1) * stride + span - n).max(0) / 2)
        }
    };
    (outputs > 0).then(|| Made { outputs, begin, end: (outputs - 1) * stride + span - begin - n })
}

/// A framework's rule beside the layer as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compared {
    pub framework: Framework,
    /// At the present size; `None` if the framework refuses.
    pub made: Option<Made>,
    /// The first size, from the present one on, at which the number of outputs is another than the layer has; `None`
    /// if it never is.
    pub differs_from: Option<u64>,
    /// Of every `stride` sizes in a row of long inputs, at how many the number of outputs is another.
    pub differs: u64,
}

/// The layer of `map` on one axis under every rule that there is for its kind. Empty for layers without a sliding
/// window, for those that cannot run, and for strides past 4096.
pub fn compare(graph: &Graph, analysis: &Analysis, map: MapId, axis: usize) -> Vec<Compared> {
    let op = graph.node(map).map(|node| &node.op);
    let (Some(op), Some(step)) = (op, analysis.map(map).steps.first().and_then(|steps| steps.get(axis))) else {
        return Vec::new();
    };
    let (own, pool, same) = match op {
        Op::Conv(conv) => (Framework::TorchFloor, false, depends_on_size(&conv.window.padding)),
        Op::Pool(pool) if pool.ceil => (Framework::TorchCeil, true, depends_on_size(&pool.window.padding)),
        Op::Pool(pool) => (Framework::TorchFloor, true, depends_on_size(&pool.window.padding)),
        _ => return Vec::new(),
    };
    let super::Taps::Window { kernel, stride, dilation, .. } = step.taps else { return Vec::new() };
    if stride > MOST_STRIDE {
        return Vec::new();
    }
    let own = if same { Framework::TensorFlowSame } else { own };
    let pad = if same { Ends::both(0) } else { step.pad() };
    let window = AxisWindow { kernel, stride, dilation, pad };
    let n = step.inputs.cast_signed();
    let rules = Framework::ALL.into_iter().filter(|framework| framework.is_for(pool));
    rules.map(|framework| compared(framework, own, window, n)).collect()
}

/// The layer of `map` under every rule, axis by axis; one list, with no axis, where all axes are alike. Axes without
/// rules are left out.
pub fn compare_axes(graph: &Graph, analysis: &Analysis, map: MapId) -> Vec<(Option<usize>, Vec<Compared>)> {
    let rank = analysis.map(map).steps.first().map_or(0, Axes::rank);
    let mut rules: Vec<_> = (0..rank).map(|axis| (Some(axis), compare(graph, analysis, map, axis))).collect();
    rules.retain(|(_, rules)| !rules.is_empty());
    if let [first, rest @ ..] = rules.as_mut_slice()
        && rest.iter().all(|other| other.1 == first.1)
    {
        first.0 = None;
        rules.truncate(1);
    }
    rules
}

fn depends_on_size(padding: &Padding) -> bool {
    !matches!(padding, Padding::Explicit(_))
}

fn compared(framework: Framework, own: Framework, window: AxisWindow, n: i64) -> Compared {
    if framework == own {
        return Compared { framework, made: made(framework, window, n), differs_from: None, differs: 0 };
    }
    let outputs = |framework: Framework, n: i64| made(framework, window, n).map(|made| made.outputs);
    let differs = |n: &i64| outputs(framework, *n) != outputs(own, *n);
    // Past the kernel's span every rule adds one output per stride: what is so once is so every `stride` sizes.
    let span = (window.kernel - 1) * window.dilation + 1;
    let steady = n.max(span + window.stride);
    let shorter = (n..steady).take(2 * MOST_STRIDE as usize);
    let differs_from = shorter.chain(steady..steady + window.stride).find(differs);
    Compared {
        framework,
        made: made(framework, window, n),
        differs_from: differs_from.map(i64::cast_unsigned),
        differs: (steady..steady + window.stride).filter(differs).count() as u64,
    }
}
