//! The nodes in an order in which they can run.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};

use super::problem::{OnnxError, shown};
use super::written::Written;

/// Which nodes run when, and who makes what.
pub(super) struct Order<'w> {
    /// The indices of the nodes, each after those that it reads; as in the file wherever that can be.
    pub nodes: Vec<usize>,
    /// For every node, those that read what it makes.
    pub readers: Vec<Vec<usize>>,
    /// The node that makes a tensor, by its name.
    pub makers: HashMap<&'w str, usize>,
}

/// Sorts the nodes; tells of tensors that are made twice or not at all, and of nodes that run in a circle.
pub(super) fn order(written: &Written) -> Result<Order<'_>, OnnxError> {
    let makers = makers(written)?;
    let mut readers = vec![Vec::new(); written.nodes.len()];
    let mut waits = vec![0_usize; written.nodes.len()];
    let known: HashSet<&str> = {
        let held = written.initializers.iter().map(|tensor| tensor.name.as_str());
        held.chain(written.inputs.iter().map(|input| input.name.as_str())).collect()
    };
    for (at, node) in written.nodes.iter().enumerate() {
        for name in node.inputs.iter().filter(|name| !name.is_empty()) {
            match makers.get(name.as_str()) {
                Some(&maker) => {
                    readers[maker].push(at);
                    waits[at] += 1;
                }
                None if known.contains(name.as_str()) => {}
                None => return Err(OnnxError::Missing { node: node.shown(), tensor: shown(name) }),
            }
        }
        // Names within graphs may be of tensors that are made there.
        for maker in node.captured.iter().filter_map(|name| makers.get(name.as_str())) {
            if *maker != at {
                readers[*maker].push(at);
                waits[at] += 1;
            }
        }
    }
    let mut ready: BinaryHeap<Reverse<usize>> =
        waits.iter().enumerate().filter(|(_, waits)| **waits == 0).map(|(at, _)| Reverse(at)).collect();
    let mut nodes = Vec::with_capacity(written.nodes.len());
    while let Some(Reverse(at)) = ready.pop() {
        nodes.push(at);
        for &reader in &readers[at] {
            waits[reader] -= 1;
            if waits[reader] == 0 {
                ready.push(Reverse(reader));
            }
        }
    }
    if nodes.len() < written.nodes.len() {
        return Err(OnnxError::Circle { node: written.nodes[in_circle(written, &makers, &waits)].shown() });
    }
    Ok(Order { nodes, readers, makers })
}

fn makers(written: &Written) -> Result<HashMap<&str, usize>, OnnxError> {
    let mut makers = HashMap::new();
    let held: HashSet<&str> = written.initializers.iter().map(|tensor| tensor.name.as_str()).collect();
    for (at, node) in written.nodes.iter().enumerate() {
        for name in node.outputs.iter().filter(|name| !name.is_empty()) {
            let made_before = makers.insert(name.as_str(), at).is_some();
            if made_before || held.contains(name.as_str()) {
                return Err(OnnxError::MadeTwice { tensor: shown(name), by: node.shown() });
            }
        }
    }
    Ok(makers)
}

/// A node of a circle: from one that still waits, back along those that it waits for, until one comes again.
fn in_circle(written: &Written, makers: &HashMap<&str, usize>, waits: &[usize]) -> usize {
    let mut at = waits.iter().position(|&waits| waits > 0).unwrap_or(0);
    let mut seen = vec![false; waits.len()];
    while !std::mem::replace(&mut seen[at], true) {
        let node = &written.nodes[at];
        let waited = |name: &String| makers.get(name.as_str()).copied().filter(|&maker| waits[maker] > 0);
        at = node.inputs.iter().chain(&node.captured).find_map(waited).unwrap_or(at);
    }
    at
}
