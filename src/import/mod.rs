//! **Bytes → the question**: layer text, documents and PyTorch in text.
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
