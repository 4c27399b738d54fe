//! Every way a stack can change. The window, its undo, fixes and tests use these and nothing else.

use super::{Layer, LayerId, MAX_LAYERS, Op, Shape, Stack};

/// One change of a stack. Applying an edit to a stack that lacks the named layer changes nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    SetInput(Shape),
    SetOp(LayerId, Op),
    Rename(LayerId, Option<String>),
    Enable(LayerId, bool),
    /// Adds a layer before this position (0-based).
    Insert {
        at: usize,
        op: Op,
    },
    /// Adds a copy behind the layer.
    Duplicate(LayerId),
    Remove(LayerId),
    /// Moves the layer so that it ends at this position (0-based).
    Move {
        id: LayerId,
        to: usize,
    },
    /// Puts another stack in the place of this one.
    Replace(Stack),
}

impl Edit {
    /// Changes `stack`. Gives the layer that should be looked at next, if the edit suggests one.
    pub fn apply(self, stack: &mut Stack) -> Option<LayerId> {
        match self {
            Self::SetInput(shape) => {
                stack.input = shape;
                None
            }
            Self::SetOp(id, op) => {
                stack.layer_mut(id)?.op = op;
                Some(id)
            }
            Self::Rename(id, name) => {
                stack.layer_mut(id)?.name = name.filter(|name| !name.trim().is_empty());
                Some(id)
            }
            Self::Enable(id, enabled) => {
                stack.layer_mut(id)?.enabled = enabled;
                Some(id)
            }
            Self::Insert { at, op } => (stack.layers().len() < MAX_LAYERS).then(|| stack.insert(at, None, true, op)),
            Self::Duplicate(id) => {
                let at = stack.position(id)?;
                let Layer { enabled, op, .. } = stack.layer(id)?.clone();
                // A name is one layer's own: the copy starts without it.
                (stack.layers().len() < MAX_LAYERS).then(|| stack.insert(at + 1, None, enabled, op))
            }
            Self::Remove(id) => {
                let at = stack.position(id)?;
                stack.layers_mut().remove(at);
                let next = at.min(stack.layers().len().checked_sub(1)?);
                Some(stack.layers()[next].id)
            }
            Self::Move { id, to } => {
                let from = stack.position(id)?;
                let layer = stack.layers_mut().remove(from);
                let to = to.min(stack.layers().len());
                stack.layers_mut().insert(to, layer);
                Some(id)
            }
            Self::Replace(other) => {
                *stack = other;
                None
            }
        }
    }
}
