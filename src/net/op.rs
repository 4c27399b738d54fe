//! The ops of a network and their settings, as they are written.

use num_rational::Ratio;

use crate::axes::PerAxis;

/// Padding or cropping of one axis: so many units before the first and after the last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Ends {
    pub begin: u64,
    pub end: u64,
}

impl Ends {
    /// The same on both ends.
    pub const fn both(amount: u64) -> Self {
        Self { begin: amount, end: amount }
    }
}

/// The padding of a window op.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Padding {
    /// So many units at each end.
    Explicit(PerAxis<Ends>),
    /// As much as makes the output ⌈N/S⌉, the odd unit at the end (TensorFlow `SAME`, ONNX `SAME_UPPER`).
    Same,
    /// The same with the odd unit at the beginning (ONNX `SAME_LOWER`).
    SameLower,
}

impl Padding {
    /// No padding ("valid").
    pub const NONE: Self = Self::Explicit(PerAxis::All(Ends::both(0)));

    /// The same padding on every end of every axis.
    pub const fn both(amount: u64) -> Self {
        Self::Explicit(PerAxis::All(Ends::both(amount)))
    }
}

/// The settings that every sliding window has.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Window {
    /// Taps per axis, K.
    pub kernel: PerAxis<u64>,
    /// Units from one window to the next, S.
    pub stride: PerAxis<u64>,
    pub padding: Padding,
    /// Units from one tap to the next, D.
    pub dilation: PerAxis<u64>,
}

impl Window {
    /// A window of `kernel` taps on every axis, every `stride` units, with neither padding nor dilation.
    pub const fn new(kernel: u64, stride: u64) -> Self {
        Self {
            kernel: PerAxis::All(kernel),
            stride: PerAxis::All(stride),
            padding: Padding::NONE,
            dilation: PerAxis::All(1),
        }
    }

    /// The same window with `amount` of padding on every end.
    pub fn padded(self, amount: u64) -> Self {
        Self { padding: Padding::both(amount), ..self }
    }
}

/// A convolution.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Conv {
    pub window: Window,
    /// Output channels; `None` keeps the input's.
    pub channels: Option<u64>,
    pub groups: u64,
    pub bias: bool,
}

/// A transposed convolution ("deconvolution").
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ConvTransposed {
    /// The window as the convolution that this one transposes would have it: padding is cut from the output.
    pub window: Window,
    /// Units added to the end of the output.
    pub output_padding: PerAxis<u64>,
    /// Output channels; `None` keeps the input's.
    pub channels: Option<u64>,
    pub groups: u64,
    pub bias: bool,
}

/// What a pool takes from its window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PoolKind {
    Max,
    Average,
    /// The p-norm of the window (ONNX `LpPool`). Its values are not worked out.
    Lp,
}

/// A pooling window.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pool {
    pub kind: PoolKind,
    pub window: Window,
    /// Keep a last window that is only partly inside (PyTorch's `ceil_mode`).
    pub ceil: bool,
    /// Whether an average divides by the padding too. It changes values, never sizes or fields.
    pub count_padding: bool,
}

/// How upsampling fills the units between.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Interpolation {
    Nearest,
    /// Between the two neighbours on each axis, pixel centres at ½ (PyTorch's `align_corners=False`).
    Linear,
}

/// The sizes that resampling makes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Resized {
    /// ⌊N·scale⌋.
    Scale(PerAxis<Ratio<u64>>),
    Size(PerAxis<u64>),
}

/// Which unit nearest-neighbour resampling takes of a place between two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Round {
    /// The nearer one; of two as near the one before.
    PreferFloor,
    /// The nearer one; of two as near the one behind.
    PreferCeil,
    Floor,
    Ceil,
}

/// How resampling makes a unit of those around its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Filter {
    Nearest(Round),
    /// Of the units closer than 1.
    Linear,
    /// Of the units closer than 2.
    Cubic,
}

/// Where a unit of the resampled axis lies among those of the old one (ONNX `coordinate_transformation_mode`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Anchor {
    /// (u + ½)·N/N′ − ½: units are squares around their centres.
    HalfPixel,
    /// u·N/N′.
    Asymmetric,
    /// u·(N−1)/(N′−1): the first and last units lie on each other.
    Corners,
    /// As [`Self::HalfPixel`], but a single unit lies at 0 (ONNX `pytorch_half_pixel`).
    PytorchHalfPixel,
    /// As [`Self::HalfPixel`], with the middles of both axes on each other where N·scale is no whole number (ONNX
    /// `half_pixel_symmetric`).
    Centred,
    /// (u + ½)·N/N′ (ONNX `tf_half_pixel_for_nn`).
    TensorflowHalfPixel,
}

/// Resampling of any ratio, as imported networks have it. [`Op::Upsample`] says what needs a whole factor alone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Resize {
    pub to: Resized,
    pub filter: Filter,
    pub anchor: Anchor,
}

/// Some of the units of an axis: `begin` are cut before and `end` behind, and every `step`-th is kept, the first too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Cut {
    pub begin: u64,
    pub end: u64,
    pub step: u64,
}

/// An op on single units that an imported network names. Sizes and fields pass unchanged; its values are not known.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnitOp {
    pub name: String,
    /// Channels that it leaves; `None` keeps the input's.
    pub channels: Option<u64>,
    /// It also reads the whole map, as normalising over it does.
    pub global: bool,
}

/// Ops on single units: they change no size and no field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pointwise {
    Relu,
    Sigmoid,
    Tanh,
    Gelu,
    BatchNorm,
    Dropout,
}

/// A fully connected layer on a flat vector.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Linear {
    /// Output features.
    pub channels: u64,
    pub bias: bool,
}

/// Where branches of a graph meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Join {
    /// Sum of equal shapes.
    Add,
    /// Product of equal shapes; a 1×1 branch is spread over the map (squeeze-and-excitation).
    Mul,
    /// Side by side along the channels.
    Concat,
    /// The greatest (or the least) of equal shapes.
    Max,
}

/// What a layer does.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Op {
    Conv(Conv),
    ConvTransposed(ConvTransposed),
    Pool(Pool),
    /// A pool whose windows are chosen so that the output has this size.
    AdaptivePool {
        kind: PoolKind,
        out: PerAxis<u64>,
    },
    /// A pool over the whole map.
    GlobalPool(PoolKind),
    Upsample {
        factor: PerAxis<u64>,
        mode: Interpolation,
    },
    Pointwise(Pointwise),
    Flatten,
    Linear(Linear),
    /// Units added around the map.
    Pad(PerAxis<Ends>),
    /// Units cut from the map.
    Crop(PerAxis<Ends>),
    /// Some of the units, every so many.
    Slice(PerAxis<Cut>),
    /// Resampling by any ratio.
    Resize(Resize),
    /// Channels become a block of units each (pixel shuffle): blocks of this size.
    DepthToSpace(PerAxis<u64>),
    /// Blocks of units of this size become channels.
    SpaceToDepth(PerAxis<u64>),
    /// An op on single units that only an imported network has.
    Unit(UnitOp),
    /// Branches meet. Only in a graph: a stack has none.
    Join(Join),
    /// An op of an imported network that nothing is known of: all that follows is unknown.
    Unsupported(String),
}

impl Op {
    /// A convolution with a bias, one group and the input's channels.
    pub const fn conv(window: Window) -> Self {
        Self::Conv(Conv { window, channels: None, groups: 1, bias: true })
    }

    /// A convolution to `channels` channels, with a bias.
    pub const fn conv_to(window: Window, channels: u64) -> Self {
        Self::Conv(Conv { window, channels: Some(channels), groups: 1, bias: true })
    }

    /// A maximum over a window.
    pub const fn max_pool(window: Window) -> Self {
        Self::Pool(Pool { kind: PoolKind::Max, window, ceil: false, count_padding: true })
    }

    /// An average over a window.
    pub const fn average_pool(window: Window) -> Self {
        Self::Pool(Pool { kind: PoolKind::Average, window, ceil: false, count_padding: true })
    }

    /// The window of the ops that have one.
    pub fn window(&self) -> Option<&Window> {
        match self {
            Self::Conv(conv) => Some(&conv.window),
            Self::ConvTransposed(conv) => Some(&conv.window),
            Self::Pool(pool) => Some(&pool.window),
            _ => None,
        }
    }

    /// The window of the ops that have one, to be changed.
    pub fn window_mut(&mut self) -> Option<&mut Window> {
        match self {
            Self::Conv(conv) => Some(&mut conv.window),
            Self::ConvTransposed(conv) => Some(&mut conv.window),
            Self::Pool(pool) => Some(&mut pool.window),
            _ => None,
        }
    }
}
