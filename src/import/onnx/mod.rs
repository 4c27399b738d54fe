//! ONNX models → the question, in two steps: as it is written ([`read`]) and as it is meant ([`Written::meant`]).
//!
//! Every node that depends on the image becomes a layer of a wired stack, in the order in which they can run; what does
//! not depend on it (weights, shapes) is folded. For every tensor it is known what its dimensions are: batch, channels,
//! axes of the image. So a node that only moves dimensions passes, a product over the channels is a 1×1 convolution, and
//! what cannot be followed is named and unknown, with all that comes after it, and never silently wrong.
//!
//! The sizes, padding rules and differences of versions are those of the operator pages of ONNX (`Operators.md` and
//! `Changelog.md` of its repository).

mod constants;
mod image;
mod layout;
mod numbers;
mod ops;
mod order;
mod outline;
mod problem;
mod remark;
mod walk;
mod wire;
mod written;

pub use image::Image;
pub use numbers::Numbers;
pub use outline::outline;
pub use problem::OnnxError;
pub use remark::{Finding, Reason, Remark};
pub use written::{MAX_NODES, Node, Setting, Tensor, ValueInfo, Written, read};

use crate::net::Stack;

/// A network as it is meant.
#[derive(Clone, Debug)]
pub struct Meant {
    /// A wired stack: every node that depends on the image, named by the tensor that it makes.
    pub stack: Stack,
    /// What was assumed, and what is not known.
    pub remarks: Vec<Remark>,
}
