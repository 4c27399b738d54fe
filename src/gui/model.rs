//! ONNX models in the window: what is said about them, and what they mean with an image of another size.

use std::sync::Arc;

use crate::import::document::Opened;
use crate::import::onnx::{Finding, MAX_NODES, OnnxError, Reason, Remark, Written};
use crate::locale::Words;
use crate::net::{Edit, MAX_CHANNELS, MAX_LAYERS, MAX_SIZE, Stack};

/// The edit that gives a network another image. What a model means may depend on its size, so it is asked again.
pub fn edit_of(model: Option<&Arc<Written>>, stack: &Stack, edit: Edit) -> Edit {
    let (Edit::SetInput(shape), Some(model)) = (&edit, model) else { return edit };
    let same_kind = shape.channels == stack.input.channels && shape.size.rank() == stack.input.size.rank();
    if stack.wiring().is_none() || !same_kind {
        return edit;
    }
    let Ok(opened) = Opened::of_model(Arc::clone(model), Some(shape.size.as_slice())) else { return edit };
    let mut meant = opened.document.stack;
    meant.input = shape.clone();
    meant.take_values(stack);
    Edit::Replace(meant)
}

/// What is to be said about a model that was read.
pub fn of_remark(words: &Words, remark: &Remark) -> String {
    let said = match &remark.finding {
        Finding::SizeAssumed { input, size } => {
            words.with("onnx-size-assumed", &[("tensor", input.into()), ("size", size.into())])
        }
        Finding::ChannelsAssumed { input, channels } => {
            words.with("onnx-channels-assumed", &[("tensor", input.into()), ("count", (*channels).into())])
        }
        Finding::OtherInputs { taken, others } => {
            words.with("onnx-other-inputs", &[("tensor", taken.into()), ("others", others.into())])
        }
        Finding::Unknown { op, reason } => {
            let reason = of_reason(words, reason);
            words.with("onnx-unknown", &[("op", op.into()), ("reason", reason.into())])
        }
        Finding::ReadAs { op, simpler } => {
            words.with("onnx-read-as", &[("op", op.into()), ("simpler", (*simpler).into())])
        }
        Finding::Repeats { op } => words.with("onnx-repeats", &[("op", op.into())]),
        Finding::More { count } => words.with("remark-more", &[("count", (*count).into())]),
    };
    match &remark.node {
        Some(node) => words.with("onnx-of-node", &[("node", node.into()), ("said", said.into())]),
        None => said,
    }
}

fn of_reason(words: &Words, reason: &Reason) -> String {
    match reason {
        Reason::Op => words.get("onnx-reason-op").to_owned(),
        Reason::Behind => words.get("onnx-reason-behind").to_owned(),
        Reason::Dimensions => words.get("onnx-reason-dimensions").to_owned(),
        Reason::Computed(what) => words.with("onnx-reason-computed", &[("what", (*what).into())]),
        Reason::Setting(what) => words.with("onnx-reason-setting", &[("what", (*what).into())]),
    }
}

/// Why a model was not opened.
pub fn of_error(words: &Words, error: &OnnxError) -> String {
    let of_tensor = |key, tensor: &str| words.with(key, &[("tensor", tensor.into())]);
    match error {
        OnnxError::Damaged { part } => words.with("onnx-damaged", &[("part", part.into())]),
        OnnxError::NoGraph => words.get("onnx-no-graph").to_owned(),
        OnnxError::TooManyNodes => words.with("onnx-too-many-nodes", &[("most", MAX_NODES.into())]),
        OnnxError::TooManyLayers => words.with("onnx-too-many-layers", &[("most", MAX_LAYERS.into())]),
        OnnxError::MadeTwice { tensor, by } => {
            words.with("onnx-made-twice", &[("tensor", tensor.into()), ("node", by.into())])
        }
        OnnxError::Missing { node, tensor } => {
            words.with("onnx-missing", &[("tensor", tensor.into()), ("node", node.into())])
        }
        OnnxError::Circle { node } => words.with("onnx-circle", &[("node", node.into())]),
        OnnxError::Negative { tensor, size } => {
            words.with("onnx-negative", &[("tensor", tensor.into()), ("size", size.to_string().into())])
        }
        OnnxError::NoImage => words.get("onnx-no-image").to_owned(),
        OnnxError::EmptyInput { input } => of_tensor("onnx-empty-input", input),
        OnnxError::InputTooLarge { input } => {
            let most = [("pixels", MAX_SIZE.into()), ("channels", MAX_CHANNELS.into())];
            words.with("onnx-input-too-large", &[&[("tensor", input.into())], &most[..]].concat())
        }
        OnnxError::SizesAsked { asked, axes } => {
            words.with("onnx-sizes-asked", &[("asked", (*asked).into()), ("axes", (*axes).into())])
        }
        OnnxError::NoLayers { input } => of_tensor("onnx-no-layers", input),
        OnnxError::Wiring(reason) => words.with("onnx-wiring", &[("reason", reason.into())]),
    }
}
