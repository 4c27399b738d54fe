//! The nodes of one layer.

use num_rational::Ratio;

use super::model::{Model, Node};
use super::{Reason, units, windows};
use crate::axes::{Axes, PerAxis};
use crate::field::Step;
use crate::net::{Anchor, Cut, Ends, Filter, Interpolation, Join, Op, Pointwise, Resize, Resized, Round, Shape};

/// The set of ops in which ONNX got this one.
const GELU: i64 = 20;

/// The version since which `Resize` has `half_pixel_symmetric`.
const CENTRED: i64 = 19;

/// Where a layer stands in the graph.
pub(super) struct Place<'g> {
    /// The name of the tensor that it makes.
    pub tensor: &'g str,
    /// The name of its last node.
    pub node: &'g str,
    /// The names of the tensors that it reads, at least one.
    pub inputs: Vec<String>,
    /// The shape of the first one.
    pub input: &'g Shape,
    /// What happens on every axis of it.
    pub steps: &'g Axes<Step>,
    pub output: &'g Shape,
}

impl Place<'_> {
    /// Adds the node that makes the layer's tensor.
    pub fn push(&self, model: &mut Model, node: Node) {
        model.push(node, self.node, self.tensor);
    }

    /// The name of something that belongs to the layer.
    fn own(&self, part: &str) -> String {
        format!("{}.{part}", self.tensor)
    }
}

/// The ends of all axes as ONNX has them: all beginnings, then all ends.
pub(super) fn paired(ends: &Axes<Ends>) -> Vec<i64> {
    let begins = ends.iter().map(|ends| ends.begin as i64);
    begins.chain(ends.iter().map(|ends| ends.end as i64)).collect()
}

/// Writes the nodes of a layer that can run.
pub(super) fn write(model: &mut Model, op: &Op, place: &Place<'_>) -> Result<(), Reason> {
    let plain = |name: &str| Node::new(name, place.inputs.clone());
    match op {
        Op::Conv(conv) => windows::conv(model, place, conv),
        Op::ConvTransposed(conv) => windows::transposed(model, place, conv),
        Op::Pool(pool) => windows::pool(model, place, pool),
        Op::AdaptivePool { kind, .. } => return windows::adaptive(model, place, *kind),
        Op::GlobalPool(kind) => windows::global(model, place, *kind),
        Op::Upsample { factor, mode } => {
            let to = Resized::Scale(factor.map(Ratio::from_integer));
            let (filter, anchor) = match mode {
                Interpolation::Nearest => (Filter::Nearest(Round::Floor), Anchor::Asymmetric),
                Interpolation::Linear => (Filter::Linear, Anchor::HalfPixel),
            };
            resize(model, place, &Resize { to, filter, anchor });
        }
        Op::Resize(wanted) => resize(model, place, wanted),
        Op::Pointwise(Pointwise::BatchNorm) => batch_norm(model, place),
        Op::Pointwise(Pointwise::Gelu) => {
            model.need_opset(GELU);
            place.push(model, plain("Gelu"));
        }
        Op::Pointwise(op) => place.push(model, plain(pointwise(*op))),
        Op::Flatten => place.push(model, plain("Flatten").int("axis", 1)),
        Op::Linear(linear) => windows::linear(model, place, linear.bias),
        Op::Pad(_) => {
            let node = windows::padding_node(model, place, &place.steps.map(Step::pad), 0.0);
            place.push(model, node);
        }
        Op::Crop(ends) => slice(model, place, &ends.map(|Ends { begin, end }| Cut { begin, end, step: 1 })),
        Op::Slice(cuts) => slice(model, place, cuts),
        Op::DepthToSpace(block) => windows::blocks(model, place, block, true),
        Op::SpaceToDepth(block) => windows::blocks(model, place, block, false),
        Op::Join(join) => self::join(model, place, *join),
        Op::Unit(unit) => units::unit(model, place, unit),
        Op::Unsupported(_) => return Err(Reason::Unknown),
    }
    Ok(())
}

fn pointwise(op: Pointwise) -> &'static str {
    match op {
        Pointwise::Relu => "Relu",
        Pointwise::Sigmoid => "Sigmoid",
        Pointwise::Tanh => "Tanh",
        Pointwise::Gelu => "Gelu",
        Pointwise::BatchNorm => "BatchNormalization",
        Pointwise::Dropout => "Dropout",
    }
}

/// Changes nothing: a mean of 0, a variance of 1.
fn batch_norm(model: &mut Model, place: &Place<'_>) {
    let mut inputs = place.inputs.clone();
    for (part, value) in [("weight", 1.0), ("bias", 0.0), ("running_mean", 0.0), ("running_var", 1.0)] {
        inputs.push(model.filled(&place.own(part), &[place.input.channels as i64], value));
    }
    place.push(model, Node::new("BatchNormalization", inputs));
}

/// Where one op reads two tensors at most, as many of it as are needed.
fn join(model: &mut Model, place: &Place<'_>, join: Join) {
    let inputs = place.inputs.clone();
    let node = match (join, inputs.as_slice()) {
        (Join::Concat, _) => Node::new("Concat", inputs).int("axis", 1),
        (_, [_]) => Node::new("Identity", inputs),
        (Join::Add, [_, _]) => Node::new("Add", inputs),
        (Join::Add, _) => Node::new("Sum", inputs),
        (Join::Max, _) => Node::new("Max", inputs),
        (Join::Mul, [first, between @ .., last]) => {
            let product = between.iter().fold(first.clone(), |product, next| {
                model.step(Node::new("Mul", vec![product, next.clone()]), &place.own("product"))
            });
            Node::new("Mul", vec![product, last.clone()])
        }
        (Join::Mul, []) => Node::new("Mul", inputs),
    };
    place.push(model, node);
}

fn slice(model: &mut Model, place: &Place<'_>, cuts: &PerAxis<Cut>) {
    let input = place.input;
    let list = |value: &dyn Fn(usize) -> i64| (0..input.size.rank()).map(value).collect::<Vec<i64>>();
    let mut inputs = place.inputs.clone();
    for (part, values) in [
        ("starts", list(&|axis| cuts.at(axis).begin as i64)),
        ("ends", list(&|axis| input.size[axis] as i64 - cuts.at(axis).end as i64)),
        ("axes", list(&|axis| 2 + axis as i64)),
        ("steps", list(&|axis| cuts.at(axis).step as i64)),
    ] {
        inputs.push(model.whole_numbers(&place.own(part), &values));
    }
    place.push(model, Node::new("Slice", inputs));
}

/// The factor as a float that gives this size: ⌊N·factor⌋ loses a unit where the float nearest to it is below it.
fn factor(scale: Ratio<u64>, input: u64, output: u64) -> Option<f32> {
    let nearest = (*scale.numer() as f64 / *scale.denom() as f64) as f32;
    let gives = |scale: &f32| {
        let single = (input as f32 * scale).floor() as u64;
        let double = (input as f64 * f64::from(*scale)).floor() as u64;
        single == output && double == output
    };
    [nearest, nearest.next_up(), nearest.next_down()].into_iter().find(gives)
}

fn resize(model: &mut Model, place: &Place<'_>, resize: &Resize) {
    let (input, output) = (place.input, place.output);
    let factors: Option<Vec<f32>> = match &resize.to {
        Resized::Size(_) => None,
        Resized::Scale(scale) => input
            .size
            .iter()
            .zip(output.size.iter())
            .enumerate()
            .map(|(axis, (&n, &outputs))| factor(scale.at(axis), n, outputs))
            .collect(),
    };
    let mut inputs = vec![place.inputs[0].clone(), String::new()];
    if let Some(factors) = factors {
        let all: Vec<f32> = [1.0, 1.0].into_iter().chain(factors).collect();
        inputs.push(model.numbers(&place.own("scales"), &all));
    } else {
        inputs.push(String::new());
        inputs.push(model.whole_numbers(&place.own("sizes"), &super::model::dims(output)));
    }
    if resize.anchor == Anchor::Centred {
        model.need_opset(CENTRED);
    }
    let node = Node::new("Resize", inputs).text(
        "coordinate_transformation_mode",
        match resize.anchor {
            Anchor::HalfPixel => "half_pixel",
            Anchor::Asymmetric => "asymmetric",
            Anchor::Corners => "align_corners",
            Anchor::PytorchHalfPixel => "pytorch_half_pixel",
            Anchor::Centred => "half_pixel_symmetric",
            Anchor::TensorflowHalfPixel => "tf_half_pixel_for_nn",
        },
    );
    let node = match resize.filter {
        Filter::Linear => node.text("mode", "linear"),
        Filter::Cubic => node.text("mode", "cubic"),
        Filter::Nearest(round) => node.text("mode", "nearest").text(
            "nearest_mode",
            match round {
                Round::PreferFloor => "round_prefer_floor",
                Round::PreferCeil => "round_prefer_ceil",
                Round::Floor => "floor",
                Round::Ceil => "ceil",
            },
        ),
    };
    place.push(model, node);
}
