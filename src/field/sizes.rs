//! Output sizes, on one axis and as whole shapes, and the tap map that goes with each.
//!
//! Sources of the rules: PyTorch's `Conv2d`, `ConvTranspose2d` and pooling pages for floor, `ceil_mode` and
//! `output_padding`; ONNX's `auto_pad` and TensorFlow's `SAME` for size-dependent padding.

mod resample;

use num_rational::Ratio;

use super::spans::Spans;
use super::taps::Taps;
use crate::axes::{Axes, PerAxis};
use crate::net::{
    Conv, ConvTransposed, Cut, Ends, Interpolation, Join, Linear, MAX_SETTING, Op, Padding, Pool, Shape, Window,
};

/// Why a layer cannot run. `axis` is 0-based, outermost first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Impossible {
    /// The dilated kernel is wider than the padded map.
    KernelTooLarge { axis: usize, span: u64, padded: u64 },
    /// A kernel, stride, dilation, factor, output size, group or channel number is 0.
    Zero,
    /// As many settings as axes are needed, or one for all.
    Rank { written: usize, axes: usize },
    /// The groups must divide both channel numbers.
    Groups { groups: u64, channels: u64 },
    /// The layer needs rows and columns, but the map is a flat vector.
    NeedsAxes,
    /// The layer needs a flat vector.
    NeedsFlat,
    /// More is cut off than there is.
    CropTooLarge { axis: usize, cut: u64, size: u64 },
    /// The size must be so many whole blocks.
    NotDivisible { axis: usize, size: u64, by: u64 },
    /// The added end must be smaller than the stride or the dilation.
    OutputPadding { axis: usize, added: u64 },
    /// A size of 0 at the input.
    EmptyInput,
    /// Branches that meet must have the same shape.
    ShapesDiffer { first: Shape, other: Shape },
    /// A size, a setting or a number of channels is past all limits.
    TooLarge,
}

/// How a size is rounded, which is what decides whether pixels are lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// The division leaves no remainder.
    Exact,
    /// The remainder is cut.
    Floor,
    /// A last partial window is kept.
    Ceil,
    /// A last partial window would start in the end padding: it is cut after all.
    CeilCut,
}

/// What happens to one axis at one layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub inputs: u64,
    pub outputs: u64,
    pub taps: Taps,
    pub rule: Rule,
}

/// The size rule of a step, with its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// `1 + (N + P − D(K−1) − 1)/S`, rounded.
    Window { kernel: u64, stride: u64, dilation: u64, pad: Ends, quotient: Ratio<i64>, rounding: Rounding },
    /// `⌈N/S⌉` by size-dependent padding.
    Same { kernel: u64, stride: u64, dilation: u64, pad: Ends },
    /// `(N−1)S − P + D(K−1) + 1 + extra`.
    Transposed { kernel: u64, stride: u64, dilation: u64, pad: Ends, added: u64 },
    /// `N·factor`.
    Scale { factor: u64 },
    /// `N + P`.
    Pad(Ends),
    /// `N − P`.
    Crop(Ends),
    /// `⌈(N − P)/S⌉`: every S-th of what is left.
    Slice { cut: Ends, step: u64 },
    /// A size that is written down (adaptive pools), or 1 (global pools).
    Fixed,
    /// The size stays.
    Kept,
}

impl Step {
    /// A step that changes nothing.
    pub const fn kept(n: u64) -> Self {
        Self { inputs: n, outputs: n, taps: Taps::SAME, rule: Rule::Kept }
    }

    /// The padding that the op puts around its input.
    pub fn pad(&self) -> Ends {
        match self.rule {
            Rule::Window { pad, .. } | Rule::Same { pad, .. } | Rule::Pad(pad) => pad,
            _ => Ends::both(0),
        }
    }

    /// All units that the op makes.
    pub fn all_outputs(&self) -> Spans {
        Spans::axis(self.outputs)
    }
}

/// The shape that an op makes of `input`, and its step on every axis of the input.
///
/// A flat result has no axes, but its steps say that each unit reads all of every axis.
pub fn step_of(op: &Op, input: &Shape) -> Result<(Shape, Axes<Step>), Impossible> {
    if input.size.iter().any(|&n| n == 0) || input.channels == 0 || input.batch == 0 {
        return Err(Impossible::EmptyInput);
    }
    let shape_of = |channels: u64, steps: Axes<Step>| {
        (Shape { batch: input.batch, channels, size: steps.map(|step| step.outputs) }, steps)
    };
    match op {
        Op::Conv(Conv { window, channels, groups, .. }) => {
            let channels = grouped(input.channels, *channels, *groups)?;
            Ok(shape_of(channels, window_steps(window, input, false)?))
        }
        Op::Pool(Pool { window, ceil, .. }) => Ok(shape_of(input.channels, window_steps(window, input, *ceil)?)),
        Op::ConvTransposed(conv) => {
            let channels = grouped(input.channels, conv.channels, conv.groups)?;
            Ok(shape_of(channels, transposed_steps(conv, input)?))
        }
        Op::AdaptivePool { out, .. } => {
            let out = resolve(out, input)?;
            let steps = lift(input, |axis, n| {
                let outputs = positive(out[axis])?;
                let taps = Taps::Adaptive { inputs: n as i64, outputs: outputs as i64 };
                Ok(Step { inputs: n, outputs, taps, rule: Rule::Fixed })
            })?;
            Ok(shape_of(input.channels, steps))
        }
        Op::GlobalPool(_) => {
            need_axes(input)?;
            let steps = input.size.map(|&n| Step { inputs: n, outputs: 1, taps: whole(n), rule: Rule::Fixed });
            Ok(shape_of(input.channels, steps))
        }
        Op::Upsample { factor, mode } => {
            let factor = resolve(factor, input)?;
            let steps = lift(input, |axis, n| {
                let factor = positive(factor[axis])?;
                let outputs = n.checked_mul(factor).filter(|&n| n <= SIZE_LIMIT).ok_or(Impossible::TooLarge)?;
                let taps = match mode {
                    Interpolation::Nearest => Taps::repeat(factor as i64),
                    Interpolation::Linear => Taps::interpolate(factor as i64),
                };
                Ok(Step { inputs: n, outputs, taps, rule: Rule::Scale { factor } })
            })?;
            Ok(shape_of(input.channels, steps))
        }
        Op::Pointwise(_) => Ok((input.clone(), input.size.map(|&n| Step::kept(n)))),
        Op::Flatten => {
            let channels = input.values().filter(|&values| values <= SIZE_LIMIT).ok_or(Impossible::TooLarge)?;
            Ok((Shape { batch: input.batch, channels, size: Axes::none() }, flat_steps(input)))
        }
        Op::Linear(Linear { channels, .. }) => {
            if !input.size.is_empty() {
                return Err(Impossible::NeedsFlat);
            }
            Ok((Shape { channels: positive(*channels)?, ..input.clone() }, Axes::none()))
        }
        Op::Pad(ends) => {
            let ends = resolve(ends, input)?;
            let steps = lift(input, |axis, n| {
                let pad = ends[axis];
                let outputs = n + setting(pad.begin)? + setting(pad.end)?;
                Ok(Step { inputs: n, outputs, taps: Taps::shift(-(pad.begin as i64)), rule: Rule::Pad(pad) })
            })?;
            Ok(shape_of(input.channels, steps))
        }
        Op::Crop(ends) => {
            let ends = resolve(ends, input)?;
            let steps = lift(input, |axis, n| {
                let crop = ends[axis];
                let cut = setting(crop.begin)? + setting(crop.end)?;
                let outputs = n.checked_sub(cut).filter(|&n| n > 0);
                let outputs = outputs.ok_or(Impossible::CropTooLarge { axis, cut, size: n })?;
                Ok(Step { inputs: n, outputs, taps: Taps::shift(crop.begin as i64), rule: Rule::Crop(crop) })
            })?;
            Ok(shape_of(input.channels, steps))
        }
        Op::Slice(cuts) => Ok(shape_of(input.channels, slice_steps(cuts, input)?)),
        Op::Resize(resize) => Ok(shape_of(input.channels, resample::steps(resize, input)?)),
        Op::DepthToSpace(block) => {
            let block = resolve(block, input)?;
            let product = product_of(&block)?;
            if !input.channels.is_multiple_of(product) {
                return Err(Impossible::Groups { groups: product, channels: input.channels });
            }
            let steps = lift(input, |axis, n| {
                let factor = positive(block[axis])?;
                let outputs = n.checked_mul(factor).filter(|&n| n <= SIZE_LIMIT).ok_or(Impossible::TooLarge)?;
                Ok(Step { inputs: n, outputs, taps: Taps::repeat(factor as i64), rule: Rule::Scale { factor } })
            })?;
            Ok(shape_of(input.channels / product, steps))
        }
        Op::SpaceToDepth(block) => {
            let block = resolve(block, input)?;
            let channels = input.channels.checked_mul(product_of(&block)?).filter(|&n| n <= SIZE_LIMIT);
            let steps = lift(input, |axis, n| {
                let by = positive(block[axis])?;
                if n % by != 0 {
                    return Err(Impossible::NotDivisible { axis, size: n, by });
                }
                let side = by as i64;
                let taps = Taps::Window { kernel: side, stride: side, dilation: 1, begin: 0 };
                Ok(Step { inputs: n, outputs: n / by, taps, rule: Rule::Fixed })
            })?;
            Ok(shape_of(channels.ok_or(Impossible::TooLarge)?, steps))
        }
        Op::Unit(unit) => {
            let channels = positive(unit.channels.unwrap_or(input.channels))?;
            Ok((Shape { channels, ..input.clone() }, input.size.map(|&n| Step::kept(n))))
        }
        // A join of one branch; of several, `join_of` tells the shape.
        Op::Join(_) => Ok((input.clone(), input.size.map(|&n| Step::kept(n)))),
        Op::Unsupported(_) => Ok((input.clone(), Axes::none())),
    }
}

/// The shape where branches meet, and for every branch its step on every axis.
pub fn join_of(join: Join, branches: &[&Shape]) -> Result<(Shape, Vec<Axes<Step>>), Impossible> {
    let first = *branches.first().ok_or(Impossible::EmptyInput)?;
    let rank = first.size.rank();
    if let Some(other) = branches.iter().find(|branch| branch.size.rank() != rank) {
        return Err(Impossible::ShapesDiffer { first: first.clone(), other: (*other).clone() });
    }
    // The largest on each axis: a branch of one value there is spread over it.
    let largest = |value: &dyn Fn(&Shape) -> u64| branches.iter().map(|branch| value(branch)).max().unwrap_or(0);
    let mut shape = Shape {
        batch: first.batch,
        channels: largest(&|branch| branch.channels),
        size: (0..rank).map(|axis| largest(&|branch| branch.size[axis])).collect(),
    };
    if join == Join::Concat {
        let channels = branches.iter().try_fold(0_u64, |sum, branch| sum.checked_add(branch.channels));
        shape.channels = channels.filter(|&sum| sum <= SIZE_LIMIT).ok_or(Impossible::TooLarge)?;
    }
    let steps = branches.iter().map(|branch| {
        let channels_fit = join == Join::Concat || branch.channels == shape.channels || branch.channels == 1;
        let differ = || Impossible::ShapesDiffer { first: first.clone(), other: (*branch).clone() };
        if !channels_fit || branch.batch != shape.batch {
            return Err(differ());
        }
        branch
            .size
            .zip_map(&shape.size, |&n, &outputs| match n {
                _ if n == outputs => Ok(Step::kept(n)),
                // One value spread over the axis.
                1 if join != Join::Concat => Ok(Step {
                    inputs: 1,
                    outputs,
                    taps: Taps::All { inputs: 1, outputs: outputs as i64 },
                    rule: Rule::Fixed,
                }),
                _ => Err(differ()),
            })
            .try_map(Clone::clone)
    });
    Ok((shape.clone(), steps.collect::<Result<_, _>>()?))
}

/// No size may pass this on its way through a network, so that coordinates stay far inside an `i64`.
const SIZE_LIMIT: u64 = 1 << 40;

fn product_of(block: &Axes<u64>) -> Result<u64, Impossible> {
    let product = block.iter().try_fold(1_u64, |product, &side| product.checked_mul(positive(side).ok()?));
    product.filter(|&product| product <= SIZE_LIMIT).ok_or(Impossible::Zero)
}

fn slice_steps(cuts: &PerAxis<Cut>, input: &Shape) -> Result<Axes<Step>, Impossible> {
    let cuts = resolve(cuts, input)?;
    lift(input, |axis, n| {
        let Cut { begin, end, step } = cuts[axis];
        let (cut, step) = (setting(begin)? + setting(end)?, positive(step)?);
        let left = n.checked_sub(cut).filter(|&n| n > 0);
        let left = left.ok_or(Impossible::CropTooLarge { axis, cut, size: n })?;
        let taps = Taps::Window { kernel: 1, stride: step as i64, dilation: 1, begin: -(begin as i64) };
        let rule = Rule::Slice { cut: Ends { begin, end }, step };
        Ok(Step { inputs: n, outputs: left.div_ceil(step), taps, rule })
    })
}

fn whole(n: u64) -> Taps {
    Taps::All { inputs: n as i64, outputs: 1 }
}

/// For a flat result: every unit reads all of every axis.
pub(super) fn flat_steps(input: &Shape) -> Axes<Step> {
    input.size.map(|&n| Step { inputs: n, outputs: 1, taps: whole(n), rule: Rule::Fixed })
}

fn positive(value: u64) -> Result<u64, Impossible> {
    if value == 0 { Err(Impossible::Zero) } else { setting(value) }
}

fn setting(value: u64) -> Result<u64, Impossible> {
    if value > MAX_SETTING { Err(Impossible::TooLarge) } else { Ok(value) }
}

fn need_axes(input: &Shape) -> Result<(), Impossible> {
    if input.size.is_empty() { Err(Impossible::NeedsAxes) } else { Ok(()) }
}

fn resolve<T: Copy>(value: &PerAxis<T>, input: &Shape) -> Result<Axes<T>, Impossible> {
    need_axes(input)?;
    let axes = input.size.rank();
    value.resolve(axes).ok_or(Impossible::Rank { written: value.written().len(), axes })
}

fn lift(input: &Shape, mut rule: impl FnMut(usize, u64) -> Result<Step, Impossible>) -> Result<Axes<Step>, Impossible> {
    input.size.iter().enumerate().map(|(axis, &n)| rule(axis, n)).collect()
}

fn grouped(inputs: u64, outputs: Option<u64>, groups: u64) -> Result<u64, Impossible> {
    let (outputs, groups) = (positive(outputs.unwrap_or(inputs))?, positive(groups)?);
    match [inputs, outputs].into_iter().find(|channels| channels % groups != 0) {
        Some(channels) => Err(Impossible::Groups { groups, channels }),
        None => Ok(outputs),
    }
}

/// A window's settings on one axis, checked.
struct AxisWindow {
    kernel: u64,
    stride: u64,
    dilation: u64,
    /// Units from the first tap to the last, both included.
    span: u64,
}

fn axis_windows(window: &Window, input: &Shape) -> Result<Axes<AxisWindow>, Impossible> {
    let (kernel, stride) = (resolve(&window.kernel, input)?, resolve(&window.stride, input)?);
    let dilation = resolve(&window.dilation, input)?;
    (0..input.size.rank())
        .map(|axis| {
            let (kernel, stride, dilation) =
                (positive(kernel[axis])?, positive(stride[axis])?, positive(dilation[axis])?);
            let span = (kernel - 1).checked_mul(dilation).map(|n| n + 1);
            let span = span.filter(|&span| span <= SIZE_LIMIT).ok_or(Impossible::TooLarge)?;
            Ok(AxisWindow { kernel, stride, dilation, span })
        })
        .collect()
}

/// Splits `total` padding: the odd unit goes to the end, or with `lower` to the beginning.
fn split(total: u64, padding: &Padding) -> Ends {
    let (less, more) = (total / 2, total - total / 2);
    if *padding == Padding::SameLower { Ends { begin: more, end: less } } else { Ends { begin: less, end: more } }
}

fn window_steps(window: &Window, input: &Shape, ceil: bool) -> Result<Axes<Step>, Impossible> {
    let windows = axis_windows(window, input)?;
    let explicit = match &window.padding {
        Padding::Explicit(ends) => Some(resolve(ends, input)?),
        Padding::Same | Padding::SameLower => None,
    };
    lift(input, |axis, n| {
        let AxisWindow { kernel, stride, dilation, span } = windows[axis];
        let taps = |pad: Ends| Taps::Window {
            kernel: kernel as i64,
            stride: stride as i64,
            dilation: dilation as i64,
            begin: pad.begin as i64,
        };
        let Some(explicit) = &explicit else {
            let outputs = n.div_ceil(stride);
            // A kernel smaller than the stride would need negative padding; TensorFlow takes none.
            let pad = split(((outputs - 1) * stride + span).saturating_sub(n), &window.padding);
            return Ok(Step {
                inputs: n,
                outputs,
                taps: taps(pad),
                rule: Rule::Same { kernel, stride, dilation, pad },
            });
        };
        let pad = explicit[axis];
        let padded = n + setting(pad.begin)? + setting(pad.end)?;
        let too_large = Impossible::KernelTooLarge { axis, span, padded };
        let room = padded as i64 - span as i64;
        let floor = room.div_euclid(stride as i64) + 1;
        let exact = room.rem_euclid(stride as i64) == 0;
        let mut outputs = if ceil && !exact { floor + 1 } else { floor };
        let mut rounding = match (exact, ceil) {
            (true, _) => Rounding::Exact,
            (false, false) => Rounding::Floor,
            (false, true) => Rounding::Ceil,
        };
        // PyTorch: the last window must start inside the input or its left padding.
        if rounding == Rounding::Ceil && (outputs - 1) * stride as i64 >= (n + pad.begin) as i64 {
            outputs -= 1;
            rounding = Rounding::CeilCut;
        }
        if outputs < 1 {
            return Err(too_large);
        }
        let quotient = Ratio::new(room, stride as i64) + 1;
        let rule = Rule::Window { kernel, stride, dilation, pad, quotient, rounding };
        Ok(Step { inputs: n, outputs: outputs as u64, taps: taps(pad), rule })
    })
}

fn transposed_steps(conv: &ConvTransposed, input: &Shape) -> Result<Axes<Step>, Impossible> {
    let windows = axis_windows(&conv.window, input)?;
    let explicit = match &conv.window.padding {
        Padding::Explicit(ends) => Some(resolve(ends, input)?),
        Padding::Same | Padding::SameLower => None,
    };
    let added = resolve(&conv.output_padding, input)?;
    lift(input, |axis, n| {
        let AxisWindow { kernel, stride, dilation, span } = windows[axis];
        let added = setting(added[axis])?;
        if added > 0 && added >= stride.max(dilation) {
            return Err(Impossible::OutputPadding { axis, added });
        }
        let pad = match &explicit {
            Some(explicit) => explicit[axis],
            None => split((span + added).saturating_sub(stride), &conv.window.padding),
        };
        // ONNX, TensorFlow: `same` makes the output N·S long, also where the last kernel ends before that.
        let added = if explicit.is_some() { added } else { added.max(stride.saturating_sub(span)) };
        let spread = (n - 1).checked_mul(stride).map(|n| n + span + added);
        let spread = spread.filter(|&n| n <= SIZE_LIMIT).ok_or(Impossible::TooLarge)?;
        let cut = setting(pad.begin)? + setting(pad.end)?;
        let outputs = spread.checked_sub(cut).filter(|&n| n > 0);
        let outputs = outputs.ok_or(Impossible::CropTooLarge { axis, cut, size: spread })?;
        let taps = Taps::Transposed {
            kernel: kernel as i64,
            stride: stride as i64,
            dilation: dilation as i64,
            begin: pad.begin as i64,
        };
        Ok(Step { inputs: n, outputs, taps, rule: Rule::Transposed { kernel, stride, dilation, pad, added } })
    })
}
