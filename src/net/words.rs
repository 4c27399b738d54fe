//! How ops, layers and stacks are written: the layer text that files, tests, the clipboard and the command line share.
//! [`crate::import::layer_text`] reads it back; printing then reading gives the same stack.

use std::fmt;

use num_rational::Ratio;

use super::{
    Anchor, Conv, ConvTransposed, Cut, Ends, Filter, Interpolation, Join, Layer, Op, Padding, Pointwise, Pool,
    PoolKind, Resize, Resized, Round, Stack, Window,
};
use crate::axes::PerAxis;

/// The first word of every layer text, which also numbers layers without a name.
pub const DEFAULT_NAMES: [&str; 19] = [
    "conv", "convt", "maxpool", "avgpool", "adaptavg", "adaptmax", "gap", "gmp", "upsample", "relu", "sigmoid", "tanh",
    "gelu", "bn", "dropout", "flatten", "linear", "pad", "crop",
];

/// The first words of layers that only imported networks have; messages do not offer them. The joins come last.
pub const IMPORTED_NAMES: [&str; 10] =
    ["lppool", "slice", "resize", "depthtospace", "spacetodepth", "unit", "add", "mul", "concat", "max"];

impl Op {
    /// The first word of the op's layer text.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Conv(_) => "conv",
            Self::ConvTransposed(_) => "convt",
            Self::Pool(Pool { kind: PoolKind::Max, .. }) => "maxpool",
            Self::Pool(Pool { kind: PoolKind::Average, .. }) => "avgpool",
            Self::Pool(Pool { kind: PoolKind::Lp, .. }) => "lppool",
            Self::AdaptivePool { kind: PoolKind::Max, .. } => "adaptmax",
            Self::AdaptivePool { .. } => "adaptavg",
            Self::GlobalPool(PoolKind::Max) => "gmp",
            Self::GlobalPool(_) => "gap",
            Self::Upsample { .. } => "upsample",
            Self::Pointwise(Pointwise::Relu) => "relu",
            Self::Pointwise(Pointwise::Sigmoid) => "sigmoid",
            Self::Pointwise(Pointwise::Tanh) => "tanh",
            Self::Pointwise(Pointwise::Gelu) => "gelu",
            Self::Pointwise(Pointwise::BatchNorm) => "bn",
            Self::Pointwise(Pointwise::Dropout) => "dropout",
            Self::Flatten => "flatten",
            Self::Linear(_) => "linear",
            Self::Pad(_) => "pad",
            Self::Crop(_) => "crop",
            Self::Slice(_) => "slice",
            Self::Resize(_) => "resize",
            Self::DepthToSpace(_) => "depthtospace",
            Self::SpaceToDepth(_) => "spacetodepth",
            Self::Unit(_) => "unit",
            Self::Join(Join::Add) => "add",
            Self::Join(Join::Mul) => "mul",
            Self::Join(Join::Concat) => "concat",
            Self::Join(Join::Max) => "max",
            Self::Unsupported(_) => "unknown",
        }
    }
}

/// The op alone, without name or `off`: `conv k3 s2 p1 c64`.
impl fmt::Display for Op {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())?;
        match self {
            Self::Conv(Conv { window, channels, groups, bias }) => {
                window_words(f, window, &PerAxis::All(1))?;
                channel_words(f, *channels, *groups, *bias)
            }
            Self::ConvTransposed(ConvTransposed { window, output_padding, channels, groups, bias }) => {
                window_words(f, window, &PerAxis::All(1))?;
                setting(f, "op", output_padding, &PerAxis::All(0))?;
                channel_words(f, *channels, *groups, *bias)
            }
            Self::Pool(Pool { window, ceil, count_padding, .. }) => {
                window_words(f, window, &window.kernel)?;
                f.write_str(if *ceil { " ceil" } else { "" })?;
                f.write_str(if *count_padding { "" } else { " nocountpad" })
            }
            Self::AdaptivePool { out, .. } => write!(f, " o{}", Joined(out)),
            Self::Upsample { factor, mode } => {
                write!(f, " x{}", Joined(factor))?;
                f.write_str(match mode {
                    Interpolation::Nearest => "",
                    Interpolation::Linear => " linear",
                })
            }
            Self::Linear(linear) => {
                write!(f, " c{}", linear.channels)?;
                f.write_str(if linear.bias { "" } else { " nobias" })
            }
            Self::Pad(ends) | Self::Crop(ends) => write!(f, " p{}", Joined(ends)),
            Self::Slice(cuts) => {
                let ends = |cut: Cut| Ends { begin: cut.begin, end: cut.end };
                write!(f, " p{}", Joined(&cuts.map(ends)))?;
                setting(f, "s", &cuts.map(|cut| cut.step), &PerAxis::All(1))
            }
            Self::Resize(resize) => resize_words(f, resize),
            Self::DepthToSpace(block) | Self::SpaceToDepth(block) => write!(f, " x{}", Joined(block)),
            Self::Unit(unit) => {
                write!(f, " {}", named(&unit.name))?;
                channel_words(f, unit.channels, 1, true)?;
                f.write_str(if unit.global { " global" } else { "" })
            }
            Self::Unsupported(name) => write!(f, " {}", named(name)),
            Self::GlobalPool(_) | Self::Pointwise(_) | Self::Flatten | Self::Join(_) => Ok(()),
        }
    }
}

/// The whole layer: its op, then its name if it was given one, then `off` if it is switched off.
impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.op)?;
        if let Some(name) = &self.name {
            // Quoted and escaped as in JSON, so that any name at all survives.
            let quoted = serde_json::to_string(name).map_err(|_| fmt::Error)?;
            write!(f, " name={quoted}")?;
        }
        f.write_str(if self.enabled { "" } else { " off" })
    }
}

/// The whole stack on one line: `1x28x28: conv k5 c3, relu`.
impl fmt::Display for Stack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.input)?;
        self.layers().iter().enumerate().try_for_each(|(i, layer)| {
            f.write_str(if i == 0 { " " } else { ", " })?;
            write!(f, "{layer}")
        })
    }
}

/// A setting as people write it: `3`, `3×5`, `0:1`.
pub fn setting_text<T: Copy + Written>(value: &PerAxis<T>) -> String {
    Joined(value).to_string().replace('x', "×")
}

/// The name of another program's op as one word: in quotation marks, escaped as in JSON, where it would be several.
fn named(name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_.:-()".contains(c);
    let quoted = || serde_json::to_string(name).unwrap_or_default();
    if !name.is_empty() && name.chars().all(plain) { name.to_owned() } else { quoted() }
}

fn resize_words(f: &mut fmt::Formatter<'_>, resize: &Resize) -> fmt::Result {
    match &resize.to {
        Resized::Scale(scale) => write!(f, " x{}", Joined(scale)),
        Resized::Size(size) => write!(f, " o{}", Joined(size)),
    }?;
    f.write_str(match resize.filter {
        Filter::Nearest(Round::PreferFloor) => "",
        Filter::Nearest(Round::PreferCeil) => " prefer-ceil",
        Filter::Nearest(Round::Floor) => " floor",
        Filter::Nearest(Round::Ceil) => " ceil",
        Filter::Linear => " linear",
        Filter::Cubic => " cubic",
    })?;
    f.write_str(match resize.anchor {
        Anchor::HalfPixel => "",
        Anchor::Asymmetric => " asymmetric",
        Anchor::Corners => " corners",
        Anchor::PytorchHalfPixel => " pytorch",
        Anchor::Centred => " centred",
        Anchor::TensorflowHalfPixel => " tensorflow",
    })
}

/// Linked values as one, separate ones joined by `x`.
struct Joined<'a, T>(&'a PerAxis<T>);

impl<T: Copy + Written> fmt::Display for Joined<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.written().iter().enumerate().try_for_each(|(axis, value)| {
            f.write_str(if axis == 0 { "" } else { "x" })?;
            value.write(f)
        })
    }
}

/// A value of one axis, as layer text writes it.
pub trait Written {
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

impl Written for u64 {
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Written for Ratio<u64> {
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Written for Ends {
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.begin == self.end { write!(f, "{}", self.begin) } else { write!(f, "{}:{}", self.begin, self.end) }
    }
}

fn setting(f: &mut fmt::Formatter<'_>, letter: &str, value: &PerAxis<u64>, default: &PerAxis<u64>) -> fmt::Result {
    if value == default { Ok(()) } else { write!(f, " {letter}{}", Joined(value)) }
}

fn window_words(f: &mut fmt::Formatter<'_>, window: &Window, default_stride: &PerAxis<u64>) -> fmt::Result {
    write!(f, " k{}", Joined(&window.kernel))?;
    setting(f, "s", &window.stride, default_stride)?;
    match &window.padding {
        none if *none == Padding::NONE => Ok(()),
        Padding::Explicit(ends) => write!(f, " p{}", Joined(ends)),
        Padding::Same => f.write_str(" psame"),
        Padding::SameLower => f.write_str(" psame-lower"),
    }?;
    setting(f, "d", &window.dilation, &PerAxis::All(1))
}

fn channel_words(f: &mut fmt::Formatter<'_>, channels: Option<u64>, groups: u64, bias: bool) -> fmt::Result {
    if let Some(channels) = channels {
        write!(f, " c{channels}")?;
    }
    if groups != 1 {
        write!(f, " g{groups}")?;
    }
    f.write_str(if bias { "" } else { " nobias" })
}
