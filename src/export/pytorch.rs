//! A stack as the code of an `nn.Sequential`. [`crate::import::pytorch`] reads it back.
//!
//! What PyTorch has only in two modules is written as two: padding that differs at the ends, or that PyTorch refuses. What
//! it has not at all is a comment, and so is a layer that is switched off.

use std::fmt::Write as _;

use super::code::{Line, Names, is_one, lines, linked, padding_of, quoted, reached, symmetric, tuple, value};
use crate::axes::{Axes, PerAxis};
use crate::field::Rule;
use crate::net::{
    Conv, ConvTransposed, Ends, Interpolation, Linear, Op, Padding, Pointwise, Pool, PoolKind, Shape, Stack, Window,
};

/// What `Sequential` has already: a module of such a name is refused.
const TAKEN: [&str; 56] = [
    "T_destination",
    "add_module",
    "append",
    "apply",
    "bfloat16",
    "buffers",
    "call_super_init",
    "children",
    "compile",
    "cpu",
    "cuda",
    "double",
    "dump_patches",
    "eval",
    "extend",
    "extra_repr",
    "float",
    "forward",
    "get_buffer",
    "get_extra_state",
    "get_parameter",
    "get_submodule",
    "half",
    "insert",
    "ipu",
    "load_state_dict",
    "modules",
    "mtia",
    "named_buffers",
    "named_children",
    "named_modules",
    "named_parameters",
    "parameters",
    "pop",
    "register_backward_hook",
    "register_buffer",
    "register_forward_hook",
    "register_forward_pre_hook",
    "register_full_backward_hook",
    "register_full_backward_pre_hook",
    "register_load_state_dict_post_hook",
    "register_module",
    "register_parameter",
    "register_state_dict_pre_hook",
    "requires_grad_",
    "set_extra_state",
    "set_submodule",
    "share_memory",
    "state_dict",
    "to",
    "to_empty",
    "train",
    "training",
    "type",
    "xpu",
    "zero_grad",
];

/// Writes a stack as Python.
pub fn write(stack: &Stack) -> String {
    let has_names = stack.layers().iter().any(|layer| layer.name.is_some());
    let mut names = Names::default();
    let mut body = String::new();
    for line in lines(stack) {
        let modules = Writer { line: &line, rank: stack.input.size.rank() }.modules();
        for Module { suffix, code } in modules {
            let code = match code {
                Ok(code) if has_names => {
                    format!(
                        "({}, {code}),",
                        quoted(&names.free(&format!("{}{suffix}", line.name.replace('.', "_")), &TAKEN))
                    )
                }
                Ok(code) => format!("{code},"),
                Err(comment) => comment,
            };
            let indent = if has_names { "        " } else { "    " };
            let off = if line.layer.enabled || code.starts_with('#') { "" } else { "# off: " };
            let _ = writeln!(body, "{indent}{off}{code}");
        }
    }
    let (import, open, close) = match (has_names, body.is_empty()) {
        (_, true) => ("", "nn.Sequential(", ")"),
        (true, _) => ("from collections import OrderedDict\n\n", "nn.Sequential(\n    OrderedDict([\n", "    ])\n)"),
        (false, _) => ("", "nn.Sequential(\n", ")"),
    };
    let Shape { batch, channels, size } = &stack.input;
    let sizes = [*batch, *channels].iter().chain(size.iter()).map(u64::to_string).collect::<Vec<_>>().join(", ");
    format!(
        "{import}import torch\nfrom torch import nn\n\nmodel = {open}{body}{close}\n\n\
         x = torch.randn({sizes})\nprint(model.eval()(x).shape)\n"
    )
}

/// A module of PyTorch, or a comment where there is none.
struct Module {
    /// What its name has behind that of the layer.
    suffix: &'static str,
    code: Result<String, String>,
}

/// Arguments that are not the default.
struct Arguments(Vec<String>);

impl Arguments {
    fn set<T: Copy + ToString + PartialEq>(mut self, name: &str, setting: &PerAxis<T>, default: &PerAxis<T>) -> Self {
        if setting != default {
            self.0.push(format!("{name}={}", value(setting)));
        }
        self
    }

    fn when(mut self, condition: bool, argument: &str) -> Self {
        if condition {
            self.0.push(argument.to_owned());
        }
        self
    }

    fn text(&self) -> String {
        self.0.join(", ")
    }
}

/// Writes one layer.
struct Writer<'l> {
    line: &'l Line<'l>,
    /// The axes of the image.
    rank: usize,
}

impl Writer<'_> {
    fn modules(&self) -> Vec<Module> {
        let one = |code: String| vec![Module { suffix: "", code: Ok(code) }];
        match &self.line.layer.op {
            Op::Conv(conv) => self.conv(conv),
            Op::ConvTransposed(conv) => self.transposed(conv),
            Op::Pool(pool) => self.pool(pool),
            Op::AdaptivePool { kind, out } => {
                // One unit alone is how a global pool is written.
                let out =
                    if *out == PerAxis::All(1) { tuple((0..self.rank).map(|_| "1".to_owned())) } else { value(out) };
                one(format!("nn.Adaptive{}Pool{}d({out})", kind_of(*kind), self.rank))
            }
            Op::GlobalPool(kind) => one(format!("nn.Adaptive{}Pool{}d(1)", kind_of(*kind), self.rank)),
            Op::Upsample { factor, mode } => {
                let mode = match (mode, self.rank) {
                    (Interpolation::Nearest, _) => "",
                    (Interpolation::Linear, 1) => ", mode=\"linear\"",
                    (Interpolation::Linear, 2) => ", mode=\"bilinear\"",
                    (Interpolation::Linear, _) => ", mode=\"trilinear\"",
                };
                one(format!("nn.Upsample(scale_factor={}{mode})", value(factor)))
            }
            Op::Pointwise(op) => one(self.pointwise(*op)),
            Op::Flatten => one("nn.Flatten()".to_owned()),
            Op::Linear(linear) => one(self.linear(linear)),
            Op::Pad(ends) => one(pad_code(ends, self.rank, "0", false)),
            Op::Crop(ends) => one(pad_code(ends, self.rank, "0", true)),
            // What only imported networks have.
            _ => self.nothing(),
        }
    }

    /// A comment in the place of a layer.
    fn nothing(&self) -> Vec<Module> {
        let op = self.line.layer.op.to_string();
        vec![Module { suffix: "", code: Err(format!("# {}: PyTorch has no such layer", op.replace('\n', " "))) }]
    }

    fn conv(&self, conv: &Conv) -> Vec<Module> {
        let window = &conv.window;
        let Some(padding) = padding_of(window, self.line.steps.as_ref()) else { return self.nothing() };
        let same = window.padding == Padding::Same && is_one(&window.stride);
        let inside = symmetric(&padding).filter(|_| !same);
        let arguments = Arguments(Vec::new())
            .set("stride", &window.stride, &PerAxis::All(1))
            .when(same, "padding=\"same\"")
            .set("padding", inside.as_ref().unwrap_or(&PerAxis::All(0)), &PerAxis::All(0));
        let around = (!same && inside.is_none()).then(|| pad_code(&padding, self.rank, "0", false));
        let arguments = arguments
            .set("dilation", &window.dilation, &PerAxis::All(1))
            .set("groups", &PerAxis::All(conv.groups), &PerAxis::All(1))
            .when(!conv.bias, "bias=False");
        let Some(conv) = self.with_channels("Conv", conv.channels, window, &arguments) else { return self.nothing() };
        padded(around, conv)
    }

    /// The code of a convolution: its channels, its kernel, and the other arguments.
    fn with_channels(
        &self,
        class: &str,
        channels: Option<u64>,
        window: &Window,
        arguments: &Arguments,
    ) -> Option<String> {
        let input = self.line.input.as_ref().map(|input| input.channels);
        let outputs = channels.or(input)?;
        let (lazy, inputs) = input.map_or(("Lazy", String::new()), |inputs| ("", format!("{inputs}, ")));
        let more = if arguments.0.is_empty() { "" } else { ", " };
        let (kernel, more) = (value(&window.kernel), format!("{more}{}", arguments.text()));
        Some(format!("nn.{lazy}{class}{}d({inputs}{outputs}, kernel_size={kernel}{more})", self.rank))
    }

    fn transposed(&self, conv: &ConvTransposed) -> Vec<Module> {
        let (window, steps) = (&conv.window, self.line.steps.as_ref());
        let Some(cut) = padding_of(window, steps) else { return self.nothing() };
        // With `same` the end may be longer than is written.
        let added = match (&window.padding, steps) {
            (Padding::Explicit(_), _) | (_, None) => conv.output_padding.clone(),
            (_, Some(steps)) => linked(&steps.map(|step| match step.rule {
                Rule::Transposed { added, .. } => added,
                _ => 0,
            })),
        };
        let inside = symmetric(&cut);
        let arguments = Arguments(Vec::new())
            .set("stride", &window.stride, &PerAxis::All(1))
            .set("padding", inside.as_ref().unwrap_or(&PerAxis::All(0)), &PerAxis::All(0))
            .set("output_padding", &added, &PerAxis::All(0))
            .set("groups", &PerAxis::All(conv.groups), &PerAxis::All(1))
            .when(!conv.bias, "bias=False")
            .set("dilation", &window.dilation, &PerAxis::All(1));
        let Some(code) = self.with_channels("ConvTranspose", conv.channels, window, &arguments) else {
            return self.nothing();
        };
        let mut modules = vec![Module { suffix: "", code: Ok(code) }];
        if inside.is_none() {
            modules.push(Module { suffix: "_crop", code: Ok(pad_code(&cut, self.rank, "0", true)) });
        }
        modules
    }

    fn pool(&self, pool: &Pool) -> Vec<Module> {
        let (window, steps) = (&pool.window, self.line.steps.as_ref());
        let max = pool.kind == PoolKind::Max;
        let Some(padding) = padding_of(window, steps) else { return self.nothing() };
        if !max && !is_one(&window.dilation) {
            return self.nothing();
        }
        // Padding that follows from the size leaves nothing to round.
        let ceil = pool.ceil && matches!(window.padding, Padding::Explicit(_));
        // PyTorch pads a pool by half of its kernel at most.
        let fits = |padding: &PerAxis<u64>| (0..self.rank).all(|axis| padding.at(axis) <= window.kernel.at(axis) / 2);
        let inside = symmetric(&padding).filter(fits);
        let around = if inside.is_some() {
            None
        } else if max {
            // What is below everything is never the largest, and so a last partial window may reach into it.
            let Some(steps) = steps else { return self.nothing() };
            Some(pad_code(&linked(&steps.map(reached)), self.rank, "float(\"-inf\")", false))
        } else if ceil || !pool.count_padding {
            return self.nothing();
        } else {
            Some(pad_code(&padding, self.rank, "0", false))
        };
        let kernel = value(&window.kernel);
        let arguments = Arguments(vec![format!("kernel_size={kernel}")])
            .set("stride", &window.stride, &window.kernel)
            .set("padding", inside.as_ref().unwrap_or(&PerAxis::All(0)), &PerAxis::All(0))
            // An average has none.
            .set("dilation", if max { &window.dilation } else { &PerAxis::All(1) }, &PerAxis::All(1))
            .when(ceil && around.is_none(), "ceil_mode=True")
            .when(!max && !pool.count_padding, "count_include_pad=False");
        padded(around, format!("nn.{}Pool{}d({})", kind_of(pool.kind), self.rank, arguments.text()))
    }

    fn pointwise(&self, op: Pointwise) -> String {
        match op {
            Pointwise::Relu => "nn.ReLU()".to_owned(),
            Pointwise::Sigmoid => "nn.Sigmoid()".to_owned(),
            Pointwise::Tanh => "nn.Tanh()".to_owned(),
            Pointwise::Gelu => "nn.GELU()".to_owned(),
            Pointwise::Dropout => "nn.Dropout()".to_owned(),
            Pointwise::BatchNorm => match &self.line.input {
                // A vector is one unit of each channel.
                Some(Shape { channels, size, .. }) => format!("nn.BatchNorm{}d({channels})", size.rank().max(1)),
                None => format!("nn.LazyBatchNorm{}d()", self.rank),
            },
        }
    }

    fn linear(&self, linear: &Linear) -> String {
        let bias = if linear.bias { "" } else { ", bias=False" };
        match &self.line.input {
            Some(Shape { channels, size, .. }) if size.is_empty() => {
                format!("nn.Linear({channels}, {}{bias})", linear.channels)
            }
            _ => format!("nn.LazyLinear({}{bias})", linear.channels),
        }
    }
}

fn kind_of(kind: PoolKind) -> &'static str {
    match kind {
        PoolKind::Max => "Max",
        PoolKind::Average => "Avg",
        PoolKind::Lp => "LP",
    }
}

/// A module, and before it one that pads.
fn padded(around: Option<String>, code: String) -> Vec<Module> {
    let around = around.map(|code| Module { suffix: "_pad", code: Ok(code) });
    around.into_iter().chain([Module { suffix: "", code: Ok(code) }]).collect()
}

/// A module that adds so many units of this value, or cuts them off. PyTorch writes the innermost
/// axis first.
fn pad_code(ends: &PerAxis<Ends>, rank: usize, fill: &str, cuts: bool) -> String {
    let signed = |amount: u64| format!("{}{amount}", if cuts && amount > 0 { "-" } else { "" });
    let amount = match ends {
        PerAxis::All(ends) if ends.begin == ends.end => signed(ends.begin),
        ends => {
            let axes: Axes<Ends> = (0..rank).map(|axis| ends.at(axis)).collect();
            tuple(axes.as_slice().iter().rev().flat_map(|ends| [signed(ends.begin), signed(ends.end)]))
        }
    };
    if rank == 2 && fill == "0" {
        format!("nn.ZeroPad2d({amount})")
    } else {
        format!("nn.ConstantPad{rank}d({amount}, {fill})")
    }
}
