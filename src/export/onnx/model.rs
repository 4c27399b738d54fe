//! What an ONNX file is made of: nodes, constants and the shapes of tensors, and the messages of `onnx.proto` for them.

use std::collections::BTreeMap;

use super::proto::Message;
use crate::export::code::Names;
use crate::net::Shape;

/// The domain of ops that ONNX has not.
pub(super) const OWN_DOMAIN: &str = "receptive";

/// The oldest set of ops that is written. Newer ones only where an op needs it, so that older runtimes read the rest.
const LEAST_OPSET: i64 = 17;

/// `TensorProto.DataType`
const FLOAT: i64 = 1;
const INT64: i64 = 7;

/// An attribute of a node.
pub(super) enum Attribute {
    Int(i64),
    Ints(Vec<i64>),
    Text(&'static str),
    /// A tensor of one number.
    Value(f32),
}

/// An op with what it reads and the one tensor that it makes.
pub(super) struct Node {
    op: String,
    domain: &'static str,
    name: String,
    inputs: Vec<String>,
    output: String,
    attributes: Vec<(&'static str, Attribute)>,
}

impl Node {
    pub fn new(op: impl Into<String>, inputs: Vec<String>) -> Self {
        Self { op: op.into(), domain: "", name: String::new(), inputs, output: String::new(), attributes: Vec::new() }
    }

    /// The same of a domain that is not ONNX's.
    pub fn of_domain(self, domain: &'static str) -> Self {
        Self { domain, ..self }
    }

    pub fn with(mut self, name: &'static str, value: Attribute) -> Self {
        self.attributes.push((name, value));
        self
    }

    pub fn int(self, name: &'static str, value: i64) -> Self {
        self.with(name, Attribute::Int(value))
    }

    pub fn ints(self, name: &'static str, values: Vec<i64>) -> Self {
        self.with(name, Attribute::Ints(values))
    }

    pub fn text(self, name: &'static str, value: &'static str) -> Self {
        self.with(name, Attribute::Text(value))
    }

    /// `NodeProto`
    fn message(&self) -> Message {
        let inputs = self.inputs.iter().fold(Message::default(), |message, input| message.text(1, input));
        let message = inputs.text(2, &self.output).text(3, &self.name).text(4, &self.op);
        let message =
            self.attributes.iter().fold(message, |message, (name, value)| message.message(5, &attribute(name, value)));
        if self.domain.is_empty() { message } else { message.text(7, self.domain) }
    }
}

/// `AttributeProto`
fn attribute(name: &str, value: &Attribute) -> Message {
    let message = Message::default().text(1, name);
    match value {
        Attribute::Int(value) => message.int(3, *value).int(20, 2),
        Attribute::Ints(values) => message.ints(8, values).int(20, 7),
        Attribute::Text(text) => message.text(4, text).int(20, 3),
        Attribute::Value(value) => message.message(5, &tensor("", FLOAT, &[1], &value.to_le_bytes())).int(20, 4),
    }
}

/// `TensorProto`
fn tensor(name: &str, data: i64, dims: &[i64], raw: &[u8]) -> Message {
    let message = Message::default().ints(1, dims).int(2, data);
    let message = if name.is_empty() { message } else { message.text(8, name) };
    message.bytes(9, raw)
}

/// The sizes of a tensor, batch and channels first.
pub(super) fn dims(shape: &Shape) -> Vec<i64> {
    [shape.batch, shape.channels].iter().chain(shape.size.iter()).map(|&n| n as i64).collect()
}

/// `ValueInfoProto`: a tensor of floats.
fn value_info(name: &str, shape: &Shape) -> Message {
    let size = |message: Message, &n: &i64| message.message(1, &Message::default().int(1, n));
    let sizes = dims(shape).iter().fold(Message::default(), size);
    let tensor_type = Message::default().int(1, FLOAT).message(2, &sizes);
    Message::default().text(1, name).message(2, &Message::default().message(1, &tensor_type))
}

/// A graph that is being written.
pub(super) struct Model {
    nodes: Vec<Node>,
    initializers: Vec<Message>,
    /// Constants of floats that are written already, by their bits.
    floats: BTreeMap<u32, String>,
    names: Names,
    opset: i64,
    has_own_ops: bool,
}

impl Model {
    /// A model in which these names are taken: those of the maps.
    pub fn new(names: Names) -> Self {
        Self {
            nodes: Vec::new(),
            initializers: Vec::new(),
            floats: BTreeMap::new(),
            names,
            opset: LEAST_OPSET,
            has_own_ops: false,
        }
    }

    /// Says that an op is in no older set of ops than this one.
    pub fn need_opset(&mut self, opset: i64) {
        self.opset = self.opset.max(opset);
    }

    /// Adds a node that makes the tensor `output`.
    pub fn push(&mut self, node: Node, name: &str, output: &str) {
        self.has_own_ops |= !node.domain.is_empty();
        self.nodes.push(Node { name: name.to_owned(), output: output.to_owned(), ..node });
    }

    /// Adds a node whose tensor is read inside of its layer alone, and gives the tensor's name.
    pub fn step(&mut self, node: Node, name: &str) -> String {
        let name = self.names.free(name, &[]);
        self.push(node, &name, &name);
        name
    }

    /// Whole numbers as a tensor of one axis; gives its name.
    pub fn whole_numbers(&mut self, name: &str, values: &[i64]) -> String {
        let name = self.names.free(name, &[]);
        let raw: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        self.initializers.push(tensor(&name, INT64, &[values.len() as i64], &raw));
        name
    }

    /// Numbers as a tensor of one axis; gives its name.
    pub fn numbers(&mut self, name: &str, values: &[f32]) -> String {
        let name = self.names.free(name, &[]);
        let raw: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        self.initializers.push(tensor(&name, FLOAT, &[values.len() as i64], &raw));
        name
    }

    /// A number as a tensor without axes; gives its name.
    pub fn number(&mut self, value: f32) -> String {
        if let Some(name) = self.floats.get(&value.to_bits()) {
            return name.clone();
        }
        let name = self.names.free("constant", &[]);
        self.initializers.push(tensor(&name, FLOAT, &[], &value.to_le_bytes()));
        self.floats.insert(value.to_bits(), name.clone());
        name
    }

    /// A tensor of one value everywhere, which takes no more room than its shape; gives its name.
    pub fn filled(&mut self, name: &str, dims: &[i64], value: f32) -> String {
        let shape = self.whole_numbers(&format!("{name}.shape"), dims);
        self.step(Node::new("ConstantOfShape", vec![shape]).with("value", Attribute::Value(value)), name)
    }

    /// `ModelProto`: the whole file. `input`, `outputs` and `maps` are tensors of the graph by name.
    pub fn write(self, input: (&str, &Shape), outputs: &[(String, &Shape)], maps: &[(String, &Shape)]) -> Vec<u8> {
        let graph = self.nodes.iter().fold(Message::default(), |message, node| message.message(1, &node.message()));
        let graph = graph.text(2, "network");
        let graph = self.initializers.iter().fold(graph, |message, tensor| message.message(5, tensor));
        let graph = graph.message(11, &value_info(input.0, input.1));
        let graph = outputs.iter().fold(graph, |graph, (name, shape)| graph.message(12, &value_info(name, shape)));
        let graph = maps.iter().fold(graph, |graph, (name, shape)| graph.message(13, &value_info(name, shape)));
        let opset = |domain: &str, version: i64| Message::default().text(1, domain).int(2, version);
        // The versions of the format that appeared with these sets of ops.
        let model = Message::default().int(1, if self.opset > 18 { 9 } else { 8 });
        let model = model.text(2, "receptive").text(3, env!("CARGO_PKG_VERSION"));
        let model = model.text(6, "Shapes and settings. Kernels are constants, the mean of what they read.");
        let model = model.message(7, &graph).message(8, &opset("", self.opset));
        let model = if self.has_own_ops { model.message(8, &opset(OWN_DOMAIN, 1)) } else { model };
        model.into_bytes()
    }
}
