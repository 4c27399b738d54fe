//! Every way a stack can change. The window, its undo, fixes and tests use these and nothing else.

use std::collections::BTreeSet;

use super::{Layer, LayerId, MAX_LAYERS, NewLayer, Op, Parameters, Shape, Source, Stack};

/// One change of a stack. Applying an edit to a stack that lacks the named layer changes nothing, and so does an edit of
/// the layers of an imported network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    SetInput(Shape),
    SetOp(LayerId, Op),
    /// Chooses where the values of the image come from.
    SetSource(Source),
    /// Chooses a layer's kernels and biases.
    SetParameters(LayerId, Parameters),
    Rename(LayerId, Option<String>),
    Enable(LayerId, bool),
    /// Adds a layer before this position (0-based).
    Insert {
        at: usize,
        op: Op,
    },
    /// Adds layers before this position (0-based), as many as the stack has room for.
    InsertMany {
        at: usize,
        layers: Vec<NewLayer>,
    },
    /// Adds a copy behind the layer.
    Duplicate(LayerId),
    Remove(LayerId),
    /// Moves the layer so that it ends at this position (0-based).
    Move {
        id: LayerId,
        to: usize,
    },
    /// Puts another stack in the place of this one. Layers of the same kind at the same place keep their identity.
    Replace(Stack),
}

impl Edit {
    /// True of an edit of the layers themselves, which an imported network does not take.
    pub const fn changes_layers(&self) -> bool {
        !matches!(self, Self::SetInput(_) | Self::SetSource(_) | Self::SetParameters(..) | Self::Replace(_))
    }

    /// Changes `stack`. Gives the layer that should be looked at next, if the edit suggests one.
    pub fn apply(self, stack: &mut Stack) -> Option<LayerId> {
        if stack.wiring().is_some() && self.changes_layers() {
            return None;
        }
        match self {
            Self::SetInput(shape) => {
                stack.input = shape;
                None
            }
            Self::SetOp(id, op) => {
                stack.layer_mut(id)?.op = op;
                Some(id)
            }
            Self::SetSource(source) => {
                stack.source = source;
                None
            }
            Self::SetParameters(id, parameters) => {
                stack.layer_mut(id)?.parameters = parameters;
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
            Self::InsertMany { at, mut layers } => {
                layers.truncate(MAX_LAYERS.saturating_sub(stack.layers().len()));
                // A name is one layer's own: one that is taken is left out.
                let given = stack.layers().iter().filter_map(|layer| layer.name.clone());
                let mut taken: BTreeSet<String> = given.collect();
                for layer in &mut layers {
                    layer.name = layer.name.take().filter(|name| taken.insert(name.clone()));
                }
                stack.insert_all(at, layers)
            }
            Self::Duplicate(id) => {
                let at = stack.position(id)?;
                let Layer { enabled, op, parameters, .. } = stack.layer(id)?.clone();
                // A name is one layer's own: the copy starts without it.
                (stack.layers().len() < MAX_LAYERS).then(|| {
                    let id = stack.insert(at + 1, None, enabled, op);
                    stack.layers_mut()[at + 1].parameters = parameters;
                    id
                })
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
                stack.replace_with(other);
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::Window;

    fn conv(kernel: u64) -> Op {
        Op::conv(Window::new(kernel, 1))
    }

    fn stack(ops: impl IntoIterator<Item = Op>) -> Stack {
        Stack::of(Shape::image(1, [32, 32]), ops)
    }

    fn ids(stack: &Stack) -> Vec<u64> {
        stack.layers().iter().map(|layer| layer.id.0).collect()
    }

    #[test]
    fn a_replaced_stack_keeps_who_its_layers_are() {
        let mut shown = stack([conv(3), Op::Flatten, conv(3)]);
        Edit::Replace(stack([conv(5), conv(7), conv(9), Op::Flatten])).apply(&mut shown);
        // The first and the third are convolutions as before; the others never were.
        assert_eq!(ids(&shown), [1, 4, 3, 5]);
        Edit::Insert { at: 0, op: conv(3) }.apply(&mut shown);
        assert_eq!(ids(&shown), [6, 1, 4, 3, 5]);
        let before = shown.clone();
        Edit::Replace(stack([conv(3), conv(5), conv(7), conv(9), Op::Flatten])).apply(&mut shown);
        assert_eq!(shown, before, "the same text is no change at all");
    }

    #[test]
    fn the_same_to_people_is_not_the_same_to_ids() {
        let first = stack([conv(3)]);
        let mut other = first.clone();
        let id = Edit::Insert { at: 0, op: conv(3) }.apply(&mut other).expect("there is room");
        assert!(!other.same_as(&first));
        Edit::Remove(id).apply(&mut other);
        assert!(other.same_as(&first));
        assert_ne!(other, first);
    }

    #[test]
    fn many_layers_come_in_together_and_as_many_as_there_is_room_for() {
        let mut shown = stack([conv(3), conv(3)]);
        let flatten = |name: &str| NewLayer {
            name: Some(name.to_owned()),
            enabled: true,
            op: Op::Flatten,
            parameters: Parameters::default(),
        };
        let last = Edit::InsertMany { at: 1, layers: vec![flatten("a"), flatten("a")] }.apply(&mut shown);
        assert_eq!(ids(&shown), [1, 3, 4, 2]);
        assert_eq!(last, Some(LayerId(4)));
        let names: Vec<_> = shown.layers().iter().map(|layer| layer.name.as_deref()).collect();
        assert_eq!(names, [None, Some("a"), None, None], "a name is one layer's own");
        Edit::InsertMany { at: 4, layers: vec![flatten("b"); MAX_LAYERS] }.apply(&mut shown);
        assert_eq!(shown.layers().len(), MAX_LAYERS);
    }
}
