//! **The picture or the answer → bytes.** Every file here writes one format, from the same data by the same signature.

pub mod animation;
mod code;
pub mod document;
pub mod keras;
pub mod onnx;
pub mod pdf;
pub mod picture;
pub mod png;
pub mod pytorch;
pub mod report;
pub mod svg;
mod tree;
mod values;
