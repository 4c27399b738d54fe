//! Ops on single units that an imported network names.

use super::model::{Model, Node, OWN_DOMAIN};
use super::nodes::Place;
use crate::net::UnitOp;

/// The ops of ONNX that read one tensor, work on each unit alone and need no attribute, with the set of ops that first
/// has them as they are written here.
const OPS: [(&str, i64); 35] = [
    ("Abs", 13),
    ("Acos", 7),
    ("Acosh", 9),
    ("Asin", 7),
    ("Asinh", 9),
    ("Atan", 7),
    ("Atanh", 9),
    ("Ceil", 13),
    ("Celu", 12),
    ("Clip", 13),
    ("Cos", 7),
    ("Cosh", 9),
    ("Elu", 6),
    ("Erf", 13),
    ("Exp", 13),
    ("Floor", 13),
    ("Gelu", 20),
    ("HardSigmoid", 6),
    ("HardSwish", 14),
    ("Identity", 16),
    ("LeakyRelu", 16),
    ("Log", 13),
    ("Mish", 18),
    ("Neg", 13),
    ("Reciprocal", 13),
    ("Round", 11),
    ("Selu", 6),
    ("Shrink", 9),
    ("Sign", 13),
    ("Sin", 7),
    ("Softplus", 1),
    ("Softsign", 1),
    ("Sqrt", 13),
    ("Tan", 7),
    ("ThresholdedRelu", 10),
];

/// Those that go along the channels.
const ALONG_CHANNELS: [&str; 3] = ["Softmax", "LogSoftmax", "Hardmax"];

/// An op of another domain: ONNX has none of this name, or one that needs what is not known.
fn custom(name: &str, place: &Place<'_>) -> Node {
    let name = if name.is_empty() { "Unknown" } else { name };
    Node::new(name, place.inputs.clone()).of_domain(OWN_DOMAIN)
}

/// An op of ONNX where it is known what that does with one tensor, else one of its name in a domain of its own.
pub(super) fn unit(model: &mut Model, place: &Place<'_>, unit: &UnitOp) {
    let channels = place.input.channels;
    let keeps = unit.channels.is_none_or(|made| made == channels);
    let name = unit.name.as_str();
    let plain = || Node::new(name, place.inputs.clone());
    let single = keeps && !unit.global;
    if let Some((_, opset)) = OPS.iter().find(|(op, _)| *op == name && single) {
        model.need_opset(*opset);
        place.push(model, plain());
    } else if ALONG_CHANNELS.contains(&name) && single {
        place.push(model, plain().int("axis", 1));
    } else if name == "InstanceNormalization" && keeps && !place.input.size.is_empty() {
        let mut inputs = place.inputs.clone();
        for (part, value) in [("weight", 1.0), ("bias", 0.0)] {
            inputs.push(model.filled(&format!("{}.{part}", place.tensor), &[channels as i64], value));
        }
        place.push(model, Node::new(name, inputs));
    } else {
        place.push(model, custom(name, place));
    }
}
