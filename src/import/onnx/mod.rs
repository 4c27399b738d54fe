//! ONNX models → the question, in two steps: as it is written ([`read`]) and as it is meant ([`Written::meant`]).
//!
//! Every node that depends on the image becomes a layer of a wired stack, in the order in which they can run; what does
//! not depend on it (weights, shapes) is folded. For every tensor it is known what its dimensions are: batch, channels,
//! axes of the image. So a node that only moves dimensions passes, a product over the channels is a 1×1 convolution, and
//! what cannot be followed is named and unknown, with all that comes after it, and never silently wrong.
//!
//! The sizes, padding rules and differences of versions are those of the operator pages of ONNX (`Operators.md` and
//! `Changelog.md` of its repository).

mod numbers;
mod problem;
mod wire;
mod written;

pub use numbers::Numbers;
pub use problem::OnnxError;
pub use written::{MAX_NODES, Node, Setting, Tensor, ValueInfo, Written, read};
