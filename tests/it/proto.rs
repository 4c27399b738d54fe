//! Writes messages of Protocol Buffers, and with them ONNX models, without the reader that is tested.
//!
//! The numbers of the fields are those of `onnx.proto3` of the ONNX project.
#![allow(dead_code, reason = "each of the two test binaries uses a part of it")]

/// A message as it is written.
#[derive(Clone, Debug, Default)]
pub struct Message(pub Vec<u8>);

/// `value` seven bits to a byte, lowest first.
pub fn push_number(into: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        into.push(value as u8 | 0x80);
        value >>= 7;
    }
    into.push(value as u8);
}

impl Message {
    pub fn number(mut self, field: u64, value: i64) -> Self {
        push_number(&mut self.0, field << 3);
        push_number(&mut self.0, value as u64);
        self
    }

    pub fn bytes(mut self, field: u64, bytes: impl AsRef<[u8]>) -> Self {
        let bytes = bytes.as_ref();
        push_number(&mut self.0, field << 3 | 2);
        push_number(&mut self.0, bytes.len() as u64);
        self.0.extend_from_slice(bytes);
        self
    }

    pub fn message(self, field: u64, message: &Self) -> Self {
        self.bytes(field, &message.0)
    }

    pub fn each<'t>(self, field: u64, texts: impl IntoIterator<Item = &'t str>) -> Self {
        texts.into_iter().fold(self, |message, text| message.bytes(field, text))
    }
}

/// A node that reads and makes tensors, its name last.
pub fn node(op: &str, inputs: &[&str], outputs: &[&str], name: &str) -> Message {
    let message = Message::default().each(1, inputs.iter().copied()).each(2, outputs.iter().copied());
    message.bytes(3, name).bytes(4, op)
}

/// An attribute of whole numbers.
pub fn ints(name: &str, values: &[i64]) -> Message {
    let message = Message::default().bytes(1, name).number(20, 7);
    values.iter().fold(message, |message, &value| message.number(8, value))
}

/// An attribute of one whole number.
pub fn int(name: &str, value: i64) -> Message {
    Message::default().bytes(1, name).number(20, 2).number(3, value)
}

/// An attribute that is a graph.
pub fn graph_setting(name: &str, graph: &Message) -> Message {
    Message::default().bytes(1, name).number(20, 5).message(6, graph)
}

/// An input or output of 32-bit floats with these sizes; one that is 0 or less is written as it is.
pub fn value_info(name: &str, sizes: &[i64]) -> Message {
    let sizes =
        sizes.iter().fold(Message::default(), |shape, &size| shape.message(1, &Message::default().number(1, size)));
    let tensor = Message::default().number(1, 1).message(2, &sizes);
    Message::default().bytes(1, name).message(2, &Message::default().message(1, &tensor))
}

/// A tensor of 32-bit floats whose values are left out, as in the light models of the ONNX project.
pub fn weights(name: &str, sizes: &[i64]) -> Message {
    let message = sizes.iter().fold(Message::default(), |message, &size| message.number(1, size));
    message.number(2, 1).bytes(8, name)
}

/// A list of whole numbers as a tensor.
pub fn list(name: &str, values: &[i64]) -> Message {
    let message = Message::default().number(1, values.len() as i64).number(2, 7).bytes(8, name);
    values.iter().fold(message, |message, &value| message.number(7, value))
}

/// A graph while it is put together.
#[derive(Clone, Default)]
pub struct GraphText(pub Message);

impl GraphText {
    /// A graph with one input, `image`, of these sizes.
    pub fn new(sizes: &[i64]) -> Self {
        Self::default().input("image", sizes)
    }

    pub fn input(self, name: &str, sizes: &[i64]) -> Self {
        Self(self.0.message(11, &value_info(name, sizes)))
    }

    pub fn output(self, name: &str) -> Self {
        Self(self.0.message(12, &value_info(name, &[])))
    }

    pub fn holds(self, tensor: &Message) -> Self {
        Self(self.0.message(5, tensor))
    }

    pub fn node(self, node: &Message) -> Self {
        Self(self.0.message(1, node))
    }

    /// A node with attributes.
    pub fn set(self, node: Message, settings: &[Message]) -> Self {
        self.node(&settings.iter().fold(node, |node, setting| node.message(5, setting)))
    }

    /// The file.
    pub fn model(&self) -> Vec<u8> {
        let opset = Message::default().bytes(1, "").number(2, 17);
        Message::default().number(1, 8).message(7, &self.0).message(8, &opset).0
    }
}
