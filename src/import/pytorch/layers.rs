//! One module of PyTorch → the ops that do the same, or nearly.
//!
//! Signatures, defaults and the order of arguments are those of the pages of `torch.nn`.

use super::arguments::{Arguments, Unknown, one};
use super::expression::{Call, Key, Value};
use super::remark::{Finding, Remarks, shown};
use crate::axes::{MAX_AXES, PerAxis};
use crate::net::{
    Conv, ConvTransposed, Ends, Interpolation, Linear, MAX_CHANNELS, MAX_SETTING, Op, Padding, Pointwise, Pool,
    PoolKind, Window,
};

/// What a module is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    Conv {
        lazy: bool,
    },
    ConvTransposed {
        lazy: bool,
    },
    MaxPool,
    AveragePool,
    Adaptive(PoolKind),
    Upsample,
    UpsampleNearest,
    UpsampleBilinear,
    Pointwise(Pointwise),
    /// Of another kind, and read as this.
    Like(Pointwise),
    BatchNorm {
        lazy: bool,
    },
    Dropout,
    Flatten,
    Linear {
        lazy: bool,
    },
    /// It does nothing.
    Identity,
    /// It changes no size and no field, and is left out.
    Without,
    /// Units around the map: zeros, or others, which is told.
    Pad {
        zeros: bool,
    },
    Unsupported,
}

/// Every module that has an equal here, and those that are known to have none; names end with the number of axes where
/// they have one.
const MODULES: [(&str, Family); 81] = [
    ("Conv", Family::Conv { lazy: false }),
    ("LazyConv", Family::Conv { lazy: true }),
    ("ConvTranspose", Family::ConvTransposed { lazy: false }),
    ("LazyConvTranspose", Family::ConvTransposed { lazy: true }),
    ("MaxPool", Family::MaxPool),
    ("AvgPool", Family::AveragePool),
    ("AdaptiveMaxPool", Family::Adaptive(PoolKind::Max)),
    ("AdaptiveAvgPool", Family::Adaptive(PoolKind::Average)),
    ("Upsample", Family::Upsample),
    ("UpsamplingNearest", Family::UpsampleNearest),
    ("UpsamplingBilinear", Family::UpsampleBilinear),
    ("ReLU", Family::Pointwise(Pointwise::Relu)),
    ("Sigmoid", Family::Pointwise(Pointwise::Sigmoid)),
    ("Tanh", Family::Pointwise(Pointwise::Tanh)),
    ("GELU", Family::Pointwise(Pointwise::Gelu)),
    ("ReLU6", Family::Like(Pointwise::Relu)),
    ("LeakyReLU", Family::Like(Pointwise::Relu)),
    ("RReLU", Family::Like(Pointwise::Relu)),
    ("PReLU", Family::Like(Pointwise::Relu)),
    ("ELU", Family::Like(Pointwise::Relu)),
    ("CELU", Family::Like(Pointwise::Relu)),
    ("SELU", Family::Like(Pointwise::Relu)),
    ("Softplus", Family::Like(Pointwise::Relu)),
    ("Threshold", Family::Like(Pointwise::Relu)),
    ("SiLU", Family::Like(Pointwise::Gelu)),
    ("Mish", Family::Like(Pointwise::Gelu)),
    ("Hardswish", Family::Like(Pointwise::Gelu)),
    ("Hardsigmoid", Family::Like(Pointwise::Sigmoid)),
    ("LogSigmoid", Family::Like(Pointwise::Sigmoid)),
    ("Hardtanh", Family::Like(Pointwise::Tanh)),
    ("Softsign", Family::Like(Pointwise::Tanh)),
    ("Tanhshrink", Family::Like(Pointwise::Tanh)),
    ("BatchNorm", Family::BatchNorm { lazy: false }),
    ("LazyBatchNorm", Family::BatchNorm { lazy: true }),
    ("SyncBatchNorm", Family::BatchNorm { lazy: false }),
    ("GroupNorm", Family::Like(Pointwise::BatchNorm)),
    ("LayerNorm", Family::Like(Pointwise::BatchNorm)),
    ("RMSNorm", Family::Like(Pointwise::BatchNorm)),
    ("InstanceNorm", Family::Like(Pointwise::BatchNorm)),
    ("LazyInstanceNorm", Family::Like(Pointwise::BatchNorm)),
    ("LocalResponseNorm", Family::Without),
    ("CrossMapLRN", Family::Without),
    ("Softmax", Family::Without),
    ("LogSoftmax", Family::Without),
    ("Softmin", Family::Without),
    ("Softshrink", Family::Without),
    ("Hardshrink", Family::Without),
    ("Dropout", Family::Dropout),
    ("AlphaDropout", Family::Dropout),
    ("FeatureAlphaDropout", Family::Dropout),
    ("Flatten", Family::Flatten),
    ("Linear", Family::Linear { lazy: false }),
    ("LazyLinear", Family::Linear { lazy: true }),
    ("NonDynamicallyQuantizableLinear", Family::Linear { lazy: false }),
    ("Identity", Family::Identity),
    ("ZeroPad", Family::Pad { zeros: true }),
    ("ConstantPad", Family::Pad { zeros: true }),
    ("ReflectionPad", Family::Pad { zeros: false }),
    ("ReplicationPad", Family::Pad { zeros: false }),
    ("CircularPad", Family::Pad { zeros: false }),
    ("PixelShuffle", Family::Unsupported),
    ("PixelUnshuffle", Family::Unsupported),
    ("ChannelShuffle", Family::Unsupported),
    ("Fold", Family::Unsupported),
    ("Unfold", Family::Unsupported),
    ("Unflatten", Family::Unsupported),
    ("MaxUnpool", Family::Unsupported),
    ("LPPool", Family::Unsupported),
    ("FractionalMaxPool", Family::Unsupported),
    ("GLU", Family::Unsupported),
    ("Bilinear", Family::Unsupported),
    ("Embedding", Family::Unsupported),
    ("RNN", Family::Unsupported),
    ("LSTM", Family::Unsupported),
    ("GRU", Family::Unsupported),
    ("MultiheadAttention", Family::Unsupported),
    ("Transformer", Family::Unsupported),
    ("TransformerEncoder", Family::Unsupported),
    ("TransformerEncoderLayer", Family::Unsupported),
    ("TransformerDecoderLayer", Family::Unsupported),
    ("EmbeddingBag", Family::Unsupported),
];

/// The family of a module, and the number of its axes if its name says it.
fn family_of(name: &str) -> Option<(Family, Option<usize>)> {
    let find = |name: &str| MODULES.iter().find(|(known, _)| *known == name).map(|(_, family)| *family);
    let axes = |digit: u8| usize::from(digit - b'0');
    match name.as_bytes() {
        [.., digit @ b'1'..=b'3', b'd'] => Some((find(&name[..name.len() - 2])?, Some(axes(*digit)))),
        _ => Some((find(name)?, None)),
    }
}

/// True of the name of a module that PyTorch has.
pub fn is_known(name: &str) -> bool {
    family_of(name).is_some()
}

/// What a layer is written to get.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inputs {
    /// The argument that says it.
    pub setting: &'static str,
    pub count: u64,
}

/// A module as it was understood.
#[derive(Debug, Default)]
pub struct Layer {
    /// None of what is left out, two of what cuts here and adds there.
    pub ops: Vec<Op>,
    pub inputs: Option<Inputs>,
    /// The number of axes of the maps that it takes.
    pub rank: Option<usize>,
    /// It pads with what is below every value.
    pub lowest: bool,
}

impl Layer {
    fn of(op: Op) -> Self {
        Self { ops: vec![op], ..Self::default() }
    }
}

/// Reads a module. One that is not known, or has a setting that is not to be understood, is
/// [`Op::Unsupported`]: nothing behind it is guessed.
pub fn read(call: &Call<'_>, remarks: &mut Remarks) -> Layer {
    let Some((family, rank)) = family_of(call.name).filter(|(family, _)| *family != Family::Unsupported) else {
        remarks.tell(call.line, Finding::UnknownLayer { layer: shown(call.name) });
        return Layer::of(unsupported(call.name));
    };
    let mut reading = Reading { call, remarks };
    match reading.layer(family) {
        Ok(layer) => Layer { rank: layer.rank.or(rank), ..layer },
        Err(Unknown { setting }) => {
            reading.tell(Finding::UnknownSetting { layer: call.name.to_owned(), setting });
            Layer { rank, ..Layer::of(unsupported(call.name)) }
        }
    }
}

/// An op of this name; `off` would switch it off as layer text.
fn unsupported(name: &str) -> Op {
    let name = shown(name);
    Op::Unsupported(if name.eq_ignore_ascii_case("off") { format!("{name}()") } else { name })
}

struct Reading<'c, 't> {
    call: &'c Call<'t>,
    remarks: &'c mut Remarks,
}

impl<'c, 't> Reading<'c, 't> {
    fn tell(&mut self, finding: Finding) {
        self.remarks.tell(self.call.line, finding);
    }

    fn name(&self) -> String {
        self.call.name.to_owned()
    }

    fn arguments(&mut self, signature: &[&'static str]) -> Arguments<'c, 't> {
        Arguments::of(self.call, signature, self.remarks)
    }

    fn layer(&mut self, family: Family) -> Result<Layer, Unknown> {
        Ok(match family {
            Family::Conv { lazy } => self.conv(lazy)?,
            Family::ConvTransposed { lazy } => self.transposed(lazy)?,
            Family::MaxPool => self.max_pool()?,
            Family::AveragePool => self.average_pool()?,
            Family::Adaptive(kind) => self.adaptive(kind)?,
            Family::Upsample => self.upsample(&["size", "scale_factor", "mode", "align_corners"], "nearest", 0)?,
            Family::UpsampleNearest => self.upsample(&["size", "scale_factor"], "nearest", 0)?,
            // Its corners are aligned, always.
            Family::UpsampleBilinear => self.upsample(&["size", "scale_factor"], "bilinear", 1)?,
            Family::Pointwise(op) => {
                if op == Pointwise::Gelu {
                    let arguments = self.arguments(&["approximate"]);
                    arguments.ignored("approximate", &[Value::Text("none"), Value::Name("none")], self.remarks);
                }
                Layer::of(Op::Pointwise(op))
            }
            Family::Like(op) => {
                let op = Op::Pointwise(op);
                self.tell(Finding::ReadAs { layer: self.name(), op: op.word() });
                Layer::of(op)
            }
            Family::BatchNorm { lazy } => {
                let inputs = if lazy { None } else { self.inputs(&["num_features"]) };
                Layer { inputs, ..Layer::of(Op::Pointwise(Pointwise::BatchNorm)) }
            }
            Family::Dropout => Layer::of(Op::Pointwise(Pointwise::Dropout)),
            Family::Flatten => self.flatten()?,
            Family::Linear { lazy } => self.linear(lazy)?,
            Family::Identity | Family::Unsupported => Layer::default(),
            Family::Without => {
                self.tell(Finding::LeftOut { layer: self.name() });
                Layer::default()
            }
            Family::Pad { zeros } => self.pad(zeros)?,
        })
    }

    /// A lazy module is printed with the inputs that it does not know yet, as 0.
    fn is_printed_lazy(&self) -> bool {
        self.call.arguments.first().is_some_and(|first| first.key == Key::None && first.value == Value::Whole(0))
    }

    /// What the first argument says of the channels that come in.
    fn inputs(&self, signature: &[&'static str]) -> Option<Inputs> {
        // Only the first one is asked for; all others change no size.
        let arguments = Arguments::of(self.call, signature, &mut Remarks::default());
        inputs_of(&arguments, signature[0])
    }

    fn conv(&mut self, lazy: bool) -> Result<Layer, Unknown> {
        const SIGNATURE: [&str; 9] = [
            "in_channels",
            "out_channels",
            "kernel_size",
            "stride",
            "padding",
            "dilation",
            "groups",
            "bias",
            "padding_mode",
        ];
        let arguments = self.arguments(&SIGNATURE[usize::from(lazy && !self.is_printed_lazy())..]);
        let stride = stride_of(&arguments)?.unwrap_or(PerAxis::All(1));
        let padding = match arguments.word("padding") {
            Some("valid") => Padding::NONE,
            Some("same") => {
                if stride.written().iter().any(|&stride| stride != 1) {
                    self.tell(Finding::SameWithStride { layer: self.name() });
                }
                Padding::Same
            }
            Some(_) => return Err(arguments.unknown("padding")),
            None => padding_of(&arguments)?,
        };
        let kernel = kernel_of(&arguments)?;
        let conv = Conv {
            window: Window { kernel, stride, padding, dilation: dilation_of(&arguments)? },
            channels: Some(arguments.needed("out_channels", 1, MAX_CHANNELS)?),
            groups: arguments.whole("groups", 1, MAX_CHANNELS)?.unwrap_or(1),
            bias: arguments.flag("bias", true)?,
        };
        self.zeros_around(&arguments);
        Ok(Layer { inputs: inputs_of(&arguments, SIGNATURE[0]), ..Layer::of(Op::Conv(conv)) })
    }

    fn transposed(&mut self, lazy: bool) -> Result<Layer, Unknown> {
        const SIGNATURE: [&str; 10] = [
            "in_channels",
            "out_channels",
            "kernel_size",
            "stride",
            "padding",
            "output_padding",
            "groups",
            "bias",
            "dilation",
            "padding_mode",
        ];
        let arguments = self.arguments(&SIGNATURE[usize::from(lazy && !self.is_printed_lazy())..]);
        let conv = ConvTransposed {
            window: Window {
                kernel: kernel_of(&arguments)?,
                stride: stride_of(&arguments)?.unwrap_or(PerAxis::All(1)),
                padding: padding_of(&arguments)?,
                dilation: dilation_of(&arguments)?,
            },
            output_padding: arguments.per_axis("output_padding", 0, MAX_SETTING)?.unwrap_or(PerAxis::All(0)),
            channels: Some(arguments.needed("out_channels", 1, MAX_CHANNELS)?),
            groups: arguments.whole("groups", 1, MAX_CHANNELS)?.unwrap_or(1),
            bias: arguments.flag("bias", true)?,
        };
        self.zeros_around(&arguments);
        Ok(Layer { inputs: inputs_of(&arguments, SIGNATURE[0]), ..Layer::of(Op::ConvTransposed(conv)) })
    }

    /// Padding with anything but zeros is told of: it changes values.
    fn zeros_around(&mut self, arguments: &Arguments<'_, '_>) {
        arguments.ignored("padding_mode", &[Value::Text("zeros"), Value::Name("zeros")], self.remarks);
    }

    fn max_pool(&mut self) -> Result<Layer, Unknown> {
        let arguments =
            self.arguments(&["kernel_size", "stride", "padding", "dilation", "return_indices", "ceil_mode"]);
        arguments.ignored("return_indices", &[Value::Name("False")], self.remarks);
        let window = pool_window(&arguments)?;
        let ceil = arguments.flag("ceil_mode", false)?;
        Ok(Layer::of(Op::Pool(Pool { kind: PoolKind::Max, window, ceil, count_padding: true })))
    }

    fn average_pool(&mut self) -> Result<Layer, Unknown> {
        let arguments =
            self.arguments(&["kernel_size", "stride", "padding", "ceil_mode", "count_include_pad", "divisor_override"]);
        arguments.ignored("divisor_override", &[], self.remarks);
        let window = pool_window(&arguments)?;
        let ceil = arguments.flag("ceil_mode", false)?;
        let count_padding = arguments.flag("count_include_pad", true)?;
        Ok(Layer::of(Op::Pool(Pool { kind: PoolKind::Average, window, ceil, count_padding })))
    }

    fn adaptive(&mut self, kind: PoolKind) -> Result<Layer, Unknown> {
        let arguments = self.arguments(&["output_size", "return_indices"]);
        let out = arguments.per_axis("output_size", 1, MAX_SETTING)?;
        let out = out.ok_or_else(|| arguments.unknown("output_size"))?;
        // `1` is a global pool, `(1, 1)` is what it says.
        if arguments.value("output_size") == Some(&Value::Whole(1)) {
            return Ok(Layer::of(Op::GlobalPool(kind)));
        }
        Ok(Layer::of(Op::AdaptivePool { kind, out }))
    }

    fn upsample(&mut self, signature: &[&'static str], mode: &str, aligned: i64) -> Result<Layer, Unknown> {
        let arguments = self.arguments(signature);
        let factor = arguments.per_axis("scale_factor", 1, MAX_SETTING)?;
        let factor = factor.ok_or_else(|| {
            let given = if arguments.value("size").is_some() { "size" } else { "scale_factor" };
            arguments.unknown(given)
        })?;
        let (mode, rank) = match arguments.word("mode").unwrap_or(mode) {
            "nearest" | "nearest-exact" => (Interpolation::Nearest, None),
            "linear" => (Interpolation::Linear, Some(1)),
            "bilinear" => (Interpolation::Linear, Some(2)),
            "trilinear" => (Interpolation::Linear, Some(3)),
            "bicubic" => {
                self.tell(Finding::ReadAs { layer: "bicubic Upsample".to_owned(), op: "upsample linear" });
                (Interpolation::Linear, Some(2))
            }
            _ => return Err(arguments.unknown("mode")),
        };
        let given = arguments.flag("align_corners", aligned == 1)?;
        if given && mode == Interpolation::Linear {
            let setting = "align_corners=True".to_owned();
            self.tell(Finding::Ignored { layer: self.name(), setting });
        }
        Ok(Layer { rank, ..Layer::of(Op::Upsample { factor, mode }) })
    }

    fn flatten(&mut self) -> Result<Layer, Unknown> {
        let arguments = self.arguments(&["start_dim", "end_dim"]);
        let is = |name, wanted| arguments.value(name).is_none_or(|value| *value == Value::Whole(wanted));
        match (is("start_dim", 1), is("end_dim", -1)) {
            (true, true) => Ok(Layer::of(Op::Flatten)),
            (false, _) => Err(arguments.unknown("start_dim")),
            (_, false) => Err(arguments.unknown("end_dim")),
        }
    }

    fn linear(&mut self, lazy: bool) -> Result<Layer, Unknown> {
        const SIGNATURE: [&str; 3] = ["in_features", "out_features", "bias"];
        let arguments = self.arguments(if lazy { &SIGNATURE[1..] } else { &SIGNATURE });
        let channels = arguments.needed("out_features", 1, MAX_CHANNELS)?;
        let linear = Linear { channels, bias: arguments.flag("bias", true)? };
        Ok(Layer { inputs: inputs_of(&arguments, SIGNATURE[0]), ..Layer::of(Op::Linear(linear)) })
    }

    fn pad(&mut self, zeros: bool) -> Result<Layer, Unknown> {
        let arguments = self.arguments(&["padding", "value"]);
        let (mut added, mut cut) = (Vec::new(), Vec::new());
        for ends in pairs(&arguments)? {
            added.push(Ends { begin: ends[0].max(0) as u64, end: ends[1].max(0) as u64 });
            cut.push(Ends { begin: ends[0].min(0).unsigned_abs(), end: ends[1].min(0).unsigned_abs() });
        }
        let lowest = arguments.value("value").is_some_and(is_lowest);
        if lowest {
            // Told of where no maximum is taken of it.
        } else if zeros {
            arguments.ignored("value", &[Value::Whole(0), Value::Real(0.0)], self.remarks);
        } else {
            self.tell(Finding::ReadAs { layer: self.name(), op: "pad" });
        }
        let per_axis = |ends: Vec<Ends>| match ends.as_slice() {
            [one] => PerAxis::All(*one),
            _ => PerAxis::Each(ends.into_iter().collect()),
        };
        let nothing = |ends: &[Ends]| ends.iter().all(|ends| *ends == Ends::both(0));
        let (adds, cuts) = (!nothing(&added), !nothing(&cut));
        let mut ops = Vec::new();
        if cuts {
            ops.push(Op::Crop(per_axis(cut)));
        }
        if adds || !cuts {
            ops.push(Op::Pad(per_axis(added)));
        }
        Ok(Layer { ops, lowest, ..Layer::default() })
    }
}

/// `float("-inf")`
fn is_lowest(value: &Value<'_>) -> bool {
    let Value::Call(call) = value else { return false };
    call.name == "float" && matches!(call.arguments.as_slice(), [argument] if argument.value == Value::Text("-inf"))
}

/// The maximum over a map that was padded with what is below every value, as one pool; `None` of anything else.
pub fn padded_maximum(pad: &Layer, pool: &Layer) -> Option<Op> {
    match (pad.lowest, pad.ops.as_slice(), pool.ops.as_slice()) {
        (true, [Op::Pad(ends)], [Op::Pool(pool)])
            if pool.kind == PoolKind::Max && pool.window.padding == Padding::NONE && !pool.ceil =>
        {
            let window = Window { padding: Padding::Explicit(ends.clone()), ..pool.window.clone() };
            Some(Op::Pool(Pool { window, ..pool.clone() }))
        }
        _ => None,
    }
}

/// The padding of a module that pads: so many units before and after on each axis, outermost first, or once for all
/// axes. PyTorch writes the innermost axis first.
fn pairs(arguments: &Arguments<'_, '_>) -> Result<Vec<[i64; 2]>, Unknown> {
    let unknown = || arguments.unknown("padding");
    let amount = |value: &Value<'_>| match value {
        Value::Whole(n) if n.unsigned_abs() <= MAX_SETTING => Ok(*n),
        _ => Err(unknown()),
    };
    match arguments.value("padding").ok_or_else(unknown)? {
        Value::Sequence(values) if values.len() % 2 == 0 && (1..=MAX_AXES).contains(&(values.len() / 2)) => {
            values.chunks(2).rev().map(|pair| Ok([amount(&pair[0])?, amount(&pair[1])?])).collect()
        }
        value => amount(value).map(|n| vec![[n, n]]),
    }
}

fn inputs_of(arguments: &Arguments<'_, '_>, setting: &'static str) -> Option<Inputs> {
    let value = arguments.value(setting).and_then(|value| one(value, 1, MAX_CHANNELS));
    value.map(|count| Inputs { setting, count })
}

fn kernel_of(arguments: &Arguments<'_, '_>) -> Result<PerAxis<u64>, Unknown> {
    arguments.per_axis("kernel_size", 1, MAX_SETTING)?.ok_or_else(|| arguments.unknown("kernel_size"))
}

fn stride_of(arguments: &Arguments<'_, '_>) -> Result<Option<PerAxis<u64>>, Unknown> {
    arguments.per_axis("stride", 1, MAX_SETTING)
}

fn dilation_of(arguments: &Arguments<'_, '_>) -> Result<PerAxis<u64>, Unknown> {
    Ok(arguments.per_axis("dilation", 1, MAX_SETTING)?.unwrap_or(PerAxis::All(1)))
}

fn padding_of(arguments: &Arguments<'_, '_>) -> Result<Padding, Unknown> {
    let padding = arguments.per_axis("padding", 0, MAX_SETTING)?;
    Ok(padding.map_or(Padding::NONE, |padding| Padding::Explicit(padding.map(Ends::both))))
}

/// The window of a pool, whose stride is its kernel where none is given.
fn pool_window(arguments: &Arguments<'_, '_>) -> Result<Window, Unknown> {
    let kernel = kernel_of(arguments)?;
    let stride = stride_of(arguments)?.unwrap_or_else(|| kernel.clone());
    Ok(Window { stride, padding: padding_of(arguments)?, dilation: dilation_of(arguments)?, kernel })
}

/// The op with one value where a setting has the same one for every axis, as nobody would write it who may write one.
pub fn linked(op: Op) -> Op {
    fn link<T: Copy + PartialEq>(value: PerAxis<T>) -> PerAxis<T> {
        match value.written() {
            [first, rest @ ..] if rest.iter().all(|value| value == first) => PerAxis::All(*first),
            _ => value,
        }
    }
    fn window(window: Window) -> Window {
        let padding = match window.padding {
            Padding::Explicit(ends) => Padding::Explicit(link(ends)),
            padding => padding,
        };
        Window { kernel: link(window.kernel), stride: link(window.stride), padding, dilation: link(window.dilation) }
    }
    match op {
        Op::Conv(conv) => Op::Conv(Conv { window: window(conv.window), ..conv }),
        Op::ConvTransposed(conv) => Op::ConvTransposed(ConvTransposed {
            window: window(conv.window),
            output_padding: link(conv.output_padding),
            ..conv
        }),
        Op::Pool(pool) => Op::Pool(Pool { window: window(pool.window), ..pool }),
        Op::AdaptivePool { kind, out } => Op::AdaptivePool { kind, out: link(out) },
        Op::Upsample { factor, mode } => Op::Upsample { factor: link(factor), mode },
        Op::Pad(ends) => Op::Pad(link(ends)),
        Op::Crop(ends) => Op::Crop(link(ends)),
        op => op,
    }
}

/// An adaptive pool to one unit, whose sizes are printed for every axis, is what is called a global pool.
pub fn global(op: Op) -> Op {
    match op {
        Op::AdaptivePool { kind, out: PerAxis::All(1) } => Op::GlobalPool(kind),
        op => op,
    }
}
