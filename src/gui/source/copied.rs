//! The values of what was copied. A layer text says nothing of them: what is pasted as it was copied has them again.

use crate::net::{LayerId, NewLayer, Parameters, Stack};

/// What was copied last.
pub struct Copied {
    text: String,
    of: Of,
}

enum Of {
    Layer(Parameters),
    Stack(Stack),
}

impl Copied {
    /// A layer of a stack, or all of it, as this text.
    pub fn of(text: String, stack: &Stack, layer: Option<LayerId>) -> Self {
        let layer = layer.and_then(|id| stack.layer(id)).map(|layer| Of::Layer(layer.parameters.clone()));
        Self { text, of: layer.unwrap_or_else(|| Of::Stack(stack.clone())) }
    }

    /// Gives a layer that was read from a text what was copied with that.
    pub fn give_layers(&self, text: &str, layers: &mut [NewLayer]) {
        if let ([layer], Of::Layer(parameters)) = (layers, &self.of)
            && self.text.trim() == text.trim()
        {
            layer.parameters = parameters.clone();
        }
    }

    /// The same of a whole stack.
    pub fn give_stack(&self, text: &str, stack: &mut Stack) {
        if let Of::Stack(copied) = &self.of
            && self.text.trim() == text.trim()
        {
            stack.take_values(copied);
        }
    }
}
