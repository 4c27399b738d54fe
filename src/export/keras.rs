//! A stack as the code of a Keras `Sequential`, channels last.
//!
//! Keras pads by words (`"valid"`, `"same"`); other padding is a layer of its own. What it has not at all is a comment, and
//! so is a layer that is switched off.

use std::fmt::Write as _;

use super::code::{Line, Names, is_one, lines, linked, padding_of, quoted, reached, tuple, value};
use crate::axes::{Axes, PerAxis};
use crate::field::{Rule, Step};
use crate::net::{
    Conv, ConvTransposed, Ends, Interpolation, Linear, Op, Pointwise, Pool, PoolKind, Shape, Stack, Window,
};

/// Writes a stack as Python.
pub fn write(stack: &Stack) -> String {
    let mut names = Names::default();
    let mut body = String::new();
    for line in lines(stack) {
        let name = line.layer.name.as_ref().map(|name| names.free(&name.replace('/', "_"), &[]));
        let writer = Writer { line: &line, name, rank: stack.input.size.rank() };
        for code in writer.layers() {
            let off = if line.layer.enabled || code.starts_with('#') { "" } else { "# off: " };
            let comma = if code.starts_with('#') { "" } else { "," };
            let _ = writeln!(body, "    {off}{code}{comma}");
        }
    }
    let Shape { batch, channels, size } = &stack.input;
    let sizes: Vec<String> = size.iter().chain([channels]).map(u64::to_string).collect();
    let sizes = sizes.join(", ");
    format!(
        "import numpy as np\nfrom keras import Sequential, layers\n\n\
         # Channels last: height, width, channels. A vector behind Flatten has another order than in PyTorch.\n\
         model = Sequential([\n    layers.Input(({sizes})),\n{body}])\n\n\
         x = np.random.rand({batch}, {sizes})\nprint(model(x).shape)\n"
    )
}

struct Writer<'l> {
    line: &'l Line<'l>,
    /// The name that somebody gave it, as far as no other one has it.
    name: Option<String>,
    /// The axes of the image.
    rank: usize,
}

impl Writer<'_> {
    /// The lines of one layer.
    fn layers(&self) -> Vec<String> {
        match &self.line.layer.op {
            Op::Conv(conv) => self.conv(conv),
            Op::ConvTransposed(conv) => self.transposed(conv),
            Op::Pool(pool) => self.pool(pool),
            Op::AdaptivePool { kind, .. } => self.adaptive(*kind),
            Op::GlobalPool(kind) => {
                let class = format!("Global{}Pooling{}D", kind_of(*kind), self.rank);
                vec![self.layer(&class, &["keepdims=True".to_owned()])]
            }
            Op::Upsample { factor, mode } => self.upsample(factor, *mode),
            Op::Pointwise(op) => vec![match op {
                Pointwise::Relu => self.layer("ReLU", &[]),
                Pointwise::Sigmoid => self.activation("sigmoid"),
                Pointwise::Tanh => self.activation("tanh"),
                Pointwise::Gelu => self.activation("gelu"),
                Pointwise::BatchNorm => self.layer("BatchNormalization", &[]),
                Pointwise::Dropout => self.layer("Dropout", &["0.5".to_owned()]),
            }],
            Op::Flatten => vec![self.layer("Flatten", &[])],
            Op::Linear(Linear { channels, bias }) => {
                vec![self.layer("Dense", &[channels.to_string(), bias_of(*bias)])]
            }
            Op::Pad(ends) => vec![self.around("ZeroPadding", ends)],
            Op::Crop(ends) => vec![self.around("Cropping", ends)],
            // What only imported networks have.
            _ => self.nothing("Keras has no such layer"),
        }
    }

    /// A layer with the name that somebody gave it.
    fn layer(&self, class: &str, arguments: &[String]) -> String {
        let name = self.name.as_ref().map(|name| format!("name={}", quoted(name)));
        let arguments: Vec<&str> =
            arguments.iter().chain(&name).map(String::as_str).filter(|argument| !argument.is_empty()).collect();
        format!("layers.{class}({})", arguments.join(", "))
    }

    fn activation(&self, word: &str) -> String {
        self.layer("Activation", &[format!("\"{word}\"")])
    }

    /// A comment in the place of a layer.
    fn nothing(&self, why: &str) -> Vec<String> {
        vec![format!("# {}: {why}", self.line.layer.op.to_string().replace('\n', " "))]
    }

    /// A layer that adds units, or takes them away.
    fn around(&self, class: &str, ends: &PerAxis<Ends>) -> String {
        let amount = match ends {
            PerAxis::All(ends) if ends.begin == ends.end => ends.begin.to_string(),
            ends => {
                let pair = |axis| format!("({}, {})", ends.at(axis).begin, ends.at(axis).end);
                // Of one axis, the pair alone.
                if self.rank == 1 { pair(0) } else { tuple((0..self.rank).map(pair)) }
            }
        };
        format!("layers.{class}{}D({amount})", self.rank)
    }

    /// The word for the padding of a window, and before it, where no word says it, a layer that pads.
    fn padding(&self, window: &Window, ceil: bool) -> Option<(&'static str, Option<String>)> {
        let steps = self.line.steps.as_ref();
        let padding = padding_of(window, steps);
        let nothing = |ends: &PerAxis<Ends>| ends.written().iter().all(|ends| *ends == Ends::both(0));
        if padding.as_ref().is_some_and(nothing) && !ceil {
            return Some(("valid", None));
        }
        let Some(steps) = steps else {
            return padding.map(|padding| ("valid", Some(self.around("ZeroPadding", &padding))));
        };
        if steps.iter().all(is_same) {
            return Some(("same", None));
        }
        let padding = if ceil { linked(&steps.map(reached)) } else { padding? };
        if nothing(&padding) {
            return Some(("valid", None));
        }
        Some(("valid", Some(self.around("ZeroPadding", &padding))))
    }

    fn conv(&self, conv: &Conv) -> Vec<String> {
        let window = &conv.window;
        let Some((word, around)) = self.padding(window, false) else { return self.nothing("its padding is not known") };
        let Some(filters) = conv.channels.or(self.line.input.as_ref().map(|input| input.channels)) else {
            return self.nothing("its number of channels is not known");
        };
        if !is_one(&window.stride) && !is_one(&window.dilation) {
            return self.nothing("Keras has no stride together with a dilation");
        }
        let arguments = [
            filters.to_string(),
            value(&window.kernel),
            set("strides", &window.stride, &PerAxis::All(1)),
            if word == "same" { "padding=\"same\"".to_owned() } else { String::new() },
            set("dilation_rate", &window.dilation, &PerAxis::All(1)),
            set("groups", &PerAxis::All(conv.groups), &PerAxis::All(1)),
            bias_of(conv.bias),
        ];
        around.into_iter().chain([self.layer(&format!("Conv{}D", self.rank), &arguments)]).collect()
    }

    fn transposed(&self, conv: &ConvTransposed) -> Vec<String> {
        let window = &conv.window;
        let Some(steps) = &self.line.steps else { return self.nothing("its padding is not known") };
        let Some(filters) = conv.channels.or(self.line.input.as_ref().map(|input| input.channels)) else {
            return self.nothing("its number of channels is not known");
        };
        if conv.groups != 1 {
            return self.nothing("Keras has no groups here");
        }
        if !is_one(&window.stride) && !is_one(&window.dilation) {
            return self.nothing("Keras has no stride together with a dilation");
        }
        // Without padding Keras makes the output as long as the kernels reach, and at least N·S: what is over is cut, and
        // what is added lies behind that.
        let (mut cut, mut added) = (Vec::new(), Vec::new());
        for step in steps {
            let Rule::Transposed { kernel, stride, dilation, pad, added: more } = step.rule else { continue };
            let span = (kernel - 1) * dilation + 1;
            let made = step.inputs * stride + span.saturating_sub(stride);
            let wanted = (step.inputs - 1) * stride + span + more;
            let (made, wanted) = (made + pad.end, wanted);
            cut.push(Ends { begin: pad.begin, end: made.saturating_sub(wanted) });
            added.push(Ends { begin: 0, end: wanted.saturating_sub(made) });
        }
        let arguments = [
            filters.to_string(),
            value(&window.kernel),
            set("strides", &window.stride, &PerAxis::All(1)),
            set("dilation_rate", &window.dilation, &PerAxis::All(1)),
            bias_of(conv.bias),
        ];
        let mut layers = vec![self.layer(&format!("Conv{}DTranspose", self.rank), &arguments)];
        for (class, ends) in [("Cropping", cut), ("ZeroPadding", added)] {
            if ends.iter().any(|ends| *ends != Ends::both(0)) {
                layers.push(self.around(class, &linked(&ends.into_iter().collect())));
            }
        }
        layers
    }

    fn pool(&self, pool: &Pool) -> Vec<String> {
        let window = &pool.window;
        let max = pool.kind == PoolKind::Max;
        if !is_one(&window.dilation) {
            return self.nothing("Keras has no dilated pools");
        }
        let Some((word, around)) = self.padding(window, pool.ceil) else {
            return self.nothing("its padding is not known");
        };
        let mut layers = Vec::new();
        // The padding of Keras itself is in no maximum and in no average; that of a layer is zeros.
        if max && around.is_some() {
            layers.push("# The maximum is over these zeros too.".to_owned());
        } else if !max && (around.is_some() != pool.count_padding || pool.ceil) && (around.is_some() || word == "same")
        {
            layers.push("# At the border the average is over another number of units.".to_owned());
        }
        layers.extend(around);
        let arguments = [
            value(&window.kernel),
            set("strides", &window.stride, &window.kernel),
            if word == "same" { "padding=\"same\"".to_owned() } else { String::new() },
        ];
        layers.push(self.layer(&format!("{}Pooling{}D", kind_of(pool.kind), self.rank), &arguments));
        layers
    }

    /// An adaptive pool is an ordinary one where its windows are all alike.
    fn adaptive(&self, kind: PoolKind) -> Vec<String> {
        let Some(steps) = &self.line.steps else { return self.nothing("Keras has no adaptive pools") };
        if steps.iter().any(|step| step.inputs % step.outputs != 0) {
            return self.nothing("Keras has no adaptive pools");
        }
        let kernel: Axes<u64> = steps.map(|step| step.inputs / step.outputs);
        vec![self.layer(&format!("{}Pooling{}D", kind_of(kind), self.rank), &[value(&linked(&kernel))])]
    }

    fn upsample(&self, factor: &PerAxis<u64>, mode: Interpolation) -> Vec<String> {
        let linear = match (mode, self.rank) {
            (Interpolation::Nearest, _) => "",
            (Interpolation::Linear, 2) => "interpolation=\"bilinear\"",
            (Interpolation::Linear, _) => return self.nothing("Keras interpolates on two axes alone"),
        };
        vec![self.layer(&format!("UpSampling{}D", self.rank), &[value(factor), linear.to_owned()])]
    }
}

/// True of an axis on which the windows lie as with Keras' `"same"`.
fn is_same(step: &Step) -> bool {
    let (Rule::Window { kernel, stride, dilation, .. } | Rule::Same { kernel, stride, dilation, .. }) = step.rule
    else {
        return false;
    };
    let outputs = step.inputs.div_ceil(stride);
    let total = ((outputs - 1) * stride + (kernel - 1) * dilation + 1).saturating_sub(step.inputs);
    step.outputs == outputs && step.pad().begin == total / 2
}

fn kind_of(kind: PoolKind) -> &'static str {
    match kind {
        PoolKind::Max => "Max",
        PoolKind::Average | PoolKind::Lp => "Average",
    }
}

fn bias_of(bias: bool) -> String {
    if bias { String::new() } else { "use_bias=False".to_owned() }
}

fn set(name: &str, setting: &PerAxis<u64>, default: &PerAxis<u64>) -> String {
    if setting == default { String::new() } else { format!("{name}={}", value(setting)) }
}
