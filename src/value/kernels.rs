//! The kernels and biases of layers.

use super::{Assets, ValueProblem, Weights};
use crate::net::{Node, Parameters, Shape};

/// The weights of a node that has some; `None` of the other ops. `input` and `output` are the shapes of what it reads and
/// makes, `place` is its index among the nodes, 0-based: the seed of what nobody chose. What cannot be had as chosen is
/// put into `problems`, and the program's own choice stands in its place. The caller has held the size against a limit.
pub fn weights(
    _node: &Node,
    _input: &Shape,
    _output: &Shape,
    _place: usize,
    _chosen: Option<&Parameters>,
    _assets: &Assets,
    _problems: &mut Vec<ValueProblem>,
) -> Option<Weights> {
    None
}
