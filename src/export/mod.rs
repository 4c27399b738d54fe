//! **The picture or the answer → bytes.** Every file here writes one format, from the same data by the same signature.

pub mod animation;
pub mod document;
pub mod pdf;
pub mod picture;
pub mod png;
pub mod report;
pub mod svg;
mod tree;
mod values;
