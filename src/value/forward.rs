//! One op: tensors in, a tensor out.

use libm::erff;
use ndarray::{ArrayViewD, Axis as Dimension, IxDyn, Slice, concatenate};
use rayon::prelude::*;
use rten_gemm::{BiasVector, GemmExecutor, GemmInputA, GemmInputB, GemmOptions};
use rten_tensor::NdTensorView;

use super::conv::{self, Channels};
use super::geometry::{Geometry, sizes};
use super::lanes::widest;
use super::memory::Memory;
use super::pool::pool;
use super::{Tensor, Weights};
use crate::axes::Axes;
use crate::field::{Step, step_of};
use crate::net::{Cut, Ends, Interpolation, Join, Op, Pointwise, Pool, PoolKind, Shape};

/// What PyTorch adds to a variance of one before it divides.
const BATCH_NORM_EPSILON: f32 = 1e-5;

/// The tensor that an op makes of `inputs`, whose shape is `shape`. `weights` are those of convolutions and linear layers.
/// `None` if the op is not known, cannot run on these inputs, or lacks its weights.
pub fn forward(op: &Op, inputs: &[&Tensor], weights: Option<&Weights>, shape: &Shape) -> Option<Tensor> {
    forward_in(op, inputs, weights, shape, &Memory::default())
}

/// The same, in memory that there is.
pub fn forward_in(
    op: &Op,
    inputs: &[&Tensor],
    weights: Option<&Weights>,
    shape: &Shape,
    memory: &Memory,
) -> Option<Tensor> {
    let input = *inputs.first()?;
    let wanted = sizes(shape);
    if let Op::Join(join) = op {
        return joined(*join, inputs, &wanted, memory);
    }
    let (_, steps) = step_of(op, &shape_of(input)?).ok()?;
    match op {
        Op::Pointwise(function) => {
            let mut out = memory.take(input.len());
            pointwise(*function, Some(input.as_slice()?), &mut out);
            Tensor::from_shape_vec(input.shape(), out).ok()
        }
        Op::Flatten => input.to_shape(wanted).ok().map(ndarray::CowArray::into_owned),
        Op::Pad(_) => Some(padded(input, &wanted, &steps)),
        Op::Crop(ends) => Some(cropped(input, &ends.resolve(steps.rank())?)),
        Op::Upsample { mode, .. } => Some(upsampled(input, *mode, &steps)),
        Op::Linear(_) => linear(input, weights?, &wanted),
        Op::Conv(_)
        | Op::ConvTransposed(_)
        | Op::Pool(Pool { kind: PoolKind::Max | PoolKind::Average, .. })
        | Op::AdaptivePool { .. }
        | Op::GlobalPool(_) => windowed(op, input, weights, &steps, wanted, memory),
        Op::Slice(cuts) => Some(sliced(input, &cuts.resolve(steps.rank())?)),
        // What an imported network names and nobody wrote out here.
        Op::Join(_)
        | Op::Unsupported(_)
        | Op::Pool(_)
        | Op::Resize(_)
        | Op::DepthToSpace(_)
        | Op::SpaceToDepth(_)
        | Op::Unit(_) => None,
    }
}

/// The same, of one input that nobody else needs: ops that change every value for itself work where it is, others leave
/// its memory to those after them.
pub fn forward_owned(
    op: &Op,
    mut input: Tensor,
    weights: Option<&Weights>,
    shape: &Shape,
    memory: &Memory,
) -> Option<Tensor> {
    match op {
        Op::Pointwise(function) => {
            pointwise(*function, None, input.as_slice_mut()?);
            Some(input)
        }
        Op::Flatten => input.into_shape_with_order(sizes(shape)).ok(),
        _ => {
            let made = forward_in(op, &[&input], weights, shape, memory);
            memory.give(input.into_raw_vec_and_offset().0);
            made
        }
    }
}

fn shape_of(tensor: &Tensor) -> Option<Shape> {
    let [batch, channels, size @ ..] = tensor.shape() else { return None };
    Some(Shape { batch: *batch as u64, channels: *channels as u64, size: size.iter().map(|n| *n as u64).collect() })
}

/// Ops with windows, image by image.
fn windowed(
    op: &Op,
    input: &Tensor,
    weights: Option<&Weights>,
    steps: &Axes<Step>,
    wanted: Vec<usize>,
    memory: &Memory,
) -> Option<Tensor> {
    let geometry = Geometry::of(steps);
    let (read, made) = (input.shape()[1], wanted[1]);
    let mut out = memory.take(wanted.iter().product());
    let images = input.as_slice()?.chunks((read * geometry.inputs()).max(1));
    for (image, out) in images.zip(out.chunks_mut((made * geometry.outputs()).max(1))) {
        match op {
            Op::Conv(settings) => {
                let Weights { kernel, bias } = weights?;
                let channels = Channels { read, made, groups: settings.groups as usize };
                conv::conv(image, kernel.as_slice()?, bias.as_slice()?, channels, &geometry, out, memory);
            }
            Op::ConvTransposed(settings) => {
                let Weights { kernel, bias } = weights?;
                let channels = Channels { read, made, groups: settings.groups as usize };
                conv::transposed(image, kernel.as_slice()?, bias.as_slice()?, channels, &geometry, out);
            }
            Op::Pool(settings) => pool(image, settings.kind, settings.count_padding, &geometry, out),
            Op::AdaptivePool { kind, .. } | Op::GlobalPool(kind) => pool(image, *kind, false, &geometry, out),
            _ => return None,
        }
    }
    Tensor::from_shape_vec(wanted, out).ok()
}

/// Values that are changed together: what fits the nearest cache.
const PART: usize = 1 << 13;

/// Changes every value for itself: those of `from`, or else those that are in `to`.
fn pointwise(function: Pointwise, from: Option<&[f32]>, to: &mut [f32]) {
    match function {
        // A comparison with a value that is no number fails: it stays.
        Pointwise::Relu => each(from, to, |x| if x < 0.0 { 0.0 } else { x }),
        Pointwise::Sigmoid => each(from, to, |x| 1.0 / (1.0 + (-x).exp())),
        Pointwise::Tanh => each(from, to, f32::tanh),
        Pointwise::Gelu => each(from, to, |x| 0.5 * x * (1.0 + erff(x * std::f32::consts::FRAC_1_SQRT_2))),
        // As a new layer has it: mean 0, variance 1, scale 1, shift 0.
        Pointwise::BatchNorm => each(from, to, |x| x / (1.0 + BATCH_NORM_EPSILON).sqrt()),
        Pointwise::Dropout => each(from, to, |x| x),
    }
}

fn each(from: Option<&[f32]>, to: &mut [f32], of: impl Fn(f32) -> f32 + Sync) {
    let parts = to.par_chunks_mut(PART);
    match from {
        Some(from) => parts.zip(from.par_chunks(PART)).for_each(|(to, from)| {
            widest(|| to.iter_mut().zip(from).for_each(|(to, value)| *to = of(*value)));
        }),
        None => parts.for_each(|part| widest(|| part.iter_mut().for_each(|value| *value = of(*value)))),
    }
}

/// `x · Wᵀ + b`.
fn linear(input: &Tensor, Weights { kernel, bias }: &Weights, wanted: &[usize]) -> Option<Tensor> {
    let &[batch, features] = input.shape() else { return None };
    let made = *wanted.get(1)?;
    let mut out = vec![0.0; batch * made];
    let rows = NdTensorView::from_data([batch, features], input.as_slice()?);
    let columns = NdTensorView::from_data([made, features], kernel.as_slice()?);
    let options = GemmOptions { bias: Some(BiasVector::Row(bias.as_slice()?)), ..GemmOptions::default() };
    let (a, b) = (GemmInputA::Unpacked(rows), GemmInputB::Unpacked(columns.transposed()));
    GemmExecutor::<f32>::new().gemm(&mut out, a, b, options).ok()?;
    Tensor::from_shape_vec(wanted.to_vec(), out).ok()
}

/// Zeros around the map.
fn padded(input: &Tensor, wanted: &[usize], steps: &Axes<Step>) -> Tensor {
    let mut out = Tensor::zeros(wanted);
    let mut inner = out.view_mut();
    for (axis, step) in steps.iter().enumerate() {
        let begin = step.pad().begin as isize;
        inner.slice_axis_inplace(Dimension(axis + 2), Slice::new(begin, Some(begin + step.inputs as isize), 1));
    }
    inner.assign(input);
    out
}

fn cropped(input: &Tensor, ends: &Axes<Ends>) -> Tensor {
    let mut inner = input.view();
    for (axis, Ends { begin, end }) in ends.iter().enumerate() {
        let kept = (input.shape()[axis + 2] as isize) - *end as isize;
        inner.slice_axis_inplace(Dimension(axis + 2), Slice::new(*begin as isize, Some(kept), 1));
    }
    inner.as_standard_layout().into_owned()
}

/// Axis by axis: interpolation between neighbours is a product of its axes.
fn upsampled(input: &Tensor, mode: Interpolation, steps: &Axes<Step>) -> Tensor {
    let mut tensor = input.clone();
    for (axis, step) in steps.iter().enumerate() {
        let dimension = Dimension(axis + 2);
        let mut sizes = tensor.shape().to_vec();
        sizes[axis + 2] = step.outputs as usize;
        let mut out = Tensor::zeros(sizes);
        let factor = (step.outputs / step.inputs.max(1)).max(1) as usize;
        for (unit, mut made) in out.axis_iter_mut(dimension).enumerate() {
            match mode {
                Interpolation::Nearest => made.assign(&tensor.index_axis(dimension, unit / factor)),
                Interpolation::Linear => {
                    // Pixel centres at ½; before the first centre the first pixel stands alone.
                    let place = ((unit as f32 + 0.5) / factor as f32 - 0.5).max(0.0);
                    let first = place as usize;
                    let second = (first + 1).min(step.inputs as usize - 1);
                    let share = place - first as f32;
                    made.assign(&tensor.index_axis(dimension, first));
                    made.zip_mut_with(&tensor.index_axis(dimension, second), |a, b| {
                        *a = *a * (1.0 - share) + b * share;
                    });
                }
            }
        }
        tensor = out;
    }
    tensor
}

/// Every `step`-th unit of what is left on each axis.
fn sliced(input: &Tensor, cuts: &Axes<Cut>) -> Tensor {
    let mut view = input.view();
    for (axis, cut) in cuts.iter().enumerate() {
        let end = input.shape()[axis + 2].saturating_sub(cut.end as usize) as isize;
        view.slice_axis_inplace(
            Dimension(axis + 2),
            Slice::new(cut.begin as isize, Some(end), cut.step.max(1) as isize),
        );
    }
    view.as_standard_layout().into_owned()
}

fn joined(join: Join, inputs: &[&Tensor], wanted: &[usize], memory: &Memory) -> Option<Tensor> {
    if join == Join::Concat {
        let views: Vec<ArrayViewD<'_, f32>> = inputs.iter().map(|input| input.view()).collect();
        return concatenate(Dimension(1), &views).ok().map(|joined| joined.as_standard_layout().into_owned());
    }
    let (first, rest) = inputs.split_first()?;
    let sizes = IxDyn(wanted);
    let first = first.broadcast(sizes.clone())?;
    let mut out = Tensor::from_shape_vec(sizes.clone(), memory.take(first.len())).ok()?;
    out.assign(&first);
    for input in rest {
        let spread = input.broadcast(sizes.clone())?;
        match join {
            Join::Add => out += &spread,
            Join::Mul => out *= &spread,
            Join::Max => out.zip_mut_with(&spread, |a, b| *a = if a.is_nan() || *a >= *b { *a } else { *b }),
            Join::Concat => {}
        }
    }
    Some(out)
}
