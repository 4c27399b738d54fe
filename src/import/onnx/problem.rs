//! Why a file is no network, and what to do.

use crate::net::{MAX_CHANNELS, MAX_LAYERS, MAX_SIZE};

use super::written::MAX_NODES;

/// The most characters of a name that a message shows.
const MOST_SHOWN: usize = 120;

/// A name as messages show it: exporters write anything into names, and files of others what breaks a line or turns it.
pub(super) fn shown(name: &str) -> String {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let plain = |c: char| if c.is_control() || turns(c) { '\u{fffd}' } else { c };
    let tail = if name.chars().nth(MOST_SHOWN).is_some() { "…" } else { "" };
    name.chars().take(MOST_SHOWN).map(plain).chain(tail.chars()).collect()
}

/// What is wrong with the bytes of an ONNX file, or with what is asked of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OnnxError {
    #[error("{part} cannot be read: the file is cut off or damaged, or it is no ONNX model; export it again")]
    Damaged { part: String },
    #[error("there is no network in the file; export the whole model, not only its weights")]
    NoGraph,
    #[error("the network has more than {MAX_NODES} nodes; export a part of it")]
    TooManyNodes,
    #[error("more than {MAX_LAYERS} nodes depend on the image; export a part of the network")]
    TooManyLayers,
    #[error("{tensor} is made twice, the second time by {by}; every tensor needs a name of its own")]
    MadeTwice { tensor: String, by: String },
    #[error("{node} reads {tensor}, which no node makes and the file does not hold; export the whole network")]
    Missing { node: String, tensor: String },
    #[error("{node} waits for its own result; a network must not run in a circle")]
    Circle { node: String },
    #[error("{tensor} has a size of {size}; sizes are numbers from 0 on")]
    Negative { tensor: String, size: i64 },
    #[error("the network has no image input; it needs an input of batch, channels and one to three axes")]
    NoImage,
    #[error("the input {input} has a size of 0; every size of an image is at least 1")]
    EmptyInput { input: String },
    #[error("the input {input} is larger than the limits ({MAX_SIZE} pixels an axis, {MAX_CHANNELS} channels)")]
    InputTooLarge { input: String },
    #[error("sizes given: {asked}, axes of the image: {axes}; give one for each")]
    SizesAsked { asked: usize, axes: usize },
    #[error("no node depends on the input {input}; there is no layer to show")]
    NoLayers { input: String },
    #[error("the layers do not fit together: {0}")]
    Wiring(String),
}
