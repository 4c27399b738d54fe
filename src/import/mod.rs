//! **Bytes → the question**: layer text, documents, PyTorch in text and ONNX models.
//!
//! Reading any bytes never panics, never hangs and never allocates from an unchecked length; what is malformed gives
//! one error that says what is wrong, where, and what to write instead.

pub mod document;
pub mod layer_text;
pub mod mistake;
pub mod onnx;
pub mod pytorch;
mod slip;
mod values;

use std::fmt;

/// What is to be said about how a network was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    Python(pytorch::Remark),
    Onnx(onnx::Remark),
}

/// In English, as the command line prints it.
impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Python(remark) => remark.fmt(f),
            Self::Onnx(remark) => remark.fmt(f),
        }
    }
}
