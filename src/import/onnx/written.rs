//! A model as it is written: nodes, names, settings, shapes. Weights are never copied; of small tensors of whole numbers
//! the values are kept, since they say what shapes come out.
//!
//! The numbers of the fields are those of `onnx.proto3` of the ONNX project.

use rten_onnx::onnx::DataType;
use rten_onnx::protobuf::ProtobufError;

use super::Meant;
use super::image::Image;
use super::numbers::{MOST_VALUES, Numbers};
use super::order::order;
use super::problem::{OnnxError, shown};
use super::walk::meant;
use super::wire::{Content, fields};

/// The most nodes that are read.
pub const MAX_NODES: usize = 200_000;

/// A model as the file has it.
#[derive(Clone, Debug, Default)]
pub struct Written {
    pub nodes: Vec<Node>,
    /// The tensors that the file holds, weights and constants.
    pub initializers: Vec<Tensor>,
    pub inputs: Vec<ValueInfo>,
    pub outputs: Vec<ValueInfo>,
    /// What the file says about other tensors.
    pub infos: Vec<ValueInfo>,
    /// The versions of the operator sets, by domain; the standard domain is empty.
    pub opsets: Vec<(String, i64)>,
    image: Image,
}

/// One node.
#[derive(Clone, Debug, Default)]
pub struct Node {
    pub op: String,
    pub domain: String,
    pub name: String,
    /// The tensors that it reads; an empty name is an optional one that is left out.
    pub inputs: Vec<String>,
    pub outputs: Vec<String>,
    pub settings: Vec<(String, Setting)>,
    /// The tensors that graphs within its settings may read from outside.
    pub captured: Vec<String>,
}

/// An attribute of a node.
#[derive(Clone, Debug)]
pub enum Setting {
    Int(i64),
    Float(f32),
    Text(String),
    Ints(Vec<i64>),
    Floats(Vec<f32>),
    Tensor(Tensor),
    /// A graph, a long list, or what else changes no size.
    Other,
}

/// A tensor that the file holds.
#[derive(Clone, Debug, Default)]
pub struct Tensor {
    pub name: String,
    pub shape: Vec<u64>,
    /// Its values, if they are few and whole numbers, or very few.
    pub values: Option<Numbers>,
}

/// What the file says about a tensor.
#[derive(Clone, Debug, Default)]
pub struct ValueInfo {
    pub name: String,
    /// Its sizes, `None` of each that is not fixed; `None` if not even their number is told.
    pub shape: Option<Vec<Option<u64>>>,
    /// Whether its values are numbers of a kind that images have.
    pub pixels: bool,
}

impl Node {
    /// What messages call it: its name, or the first tensor that it makes.
    pub fn shown(&self) -> String {
        let called = [&self.name].into_iter().chain(&self.outputs).find(|name| !name.is_empty());
        format!("{} “{}”", shown(&self.op), called.map_or("?".to_owned(), |name| shown(name)))
    }

    pub fn setting(&self, name: &str) -> Option<&Setting> {
        self.settings.iter().find(|(key, _)| key == name).map(|(_, setting)| setting)
    }

    pub fn int(&self, name: &str) -> Option<i64> {
        match self.setting(name)? {
            Setting::Int(value) => Some(*value),
            _ => None,
        }
    }

    pub fn ints(&self, name: &str) -> Option<&[i64]> {
        match self.setting(name)? {
            Setting::Ints(values) => Some(values),
            _ => None,
        }
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        match self.setting(name)? {
            Setting::Text(value) => Some(value),
            _ => None,
        }
    }
}

impl Written {
    /// The image that the network takes.
    pub fn image(&self) -> &Image {
        &self.image
    }

    /// The network as layers, for an image of `size` (outermost axis first); without one, for that which the file says,
    /// and where it leaves an axis open, 224 (64 of three axes).
    pub fn meant(&self, size: Option<&[u64]>) -> Result<Meant, OnnxError> {
        meant(self, size)
    }
}

/// Reads a model. Every list is as long as the file makes it, so memory stays within a small multiple of the file.
pub fn read(bytes: &[u8]) -> Result<Written, OnnxError> {
    let mut model = Written::default();
    let mut graphs = Vec::new();
    fields(bytes, |number, content| {
        match number {
            7 => graphs.push(content.bytes()?),
            8 => model.opsets.push(opset(content.bytes()?)?),
            _ => {}
        }
        Ok(())
    })
    .map_err(|_| damaged("the file"))?;
    if graphs.is_empty() {
        return Err(OnnxError::NoGraph);
    }
    for graph in graphs {
        read_graph(graph, &mut model)?;
    }
    model.image = Image::of(&model, &order(&model)?)?;
    Ok(model)
}

fn damaged(part: impl Into<String>) -> OnnxError {
    OnnxError::Damaged { part: part.into() }
}

fn read_graph(graph: &[u8], model: &mut Written) -> Result<(), OnnxError> {
    let mut parts = Vec::new();
    fields(graph, |number, content| {
        if matches!(number, 1 | 5 | 11 | 12 | 13 | 15) {
            parts.push((number, content.bytes()?));
        }
        Ok(())
    })
    .map_err(|_| damaged("the graph"))?;
    for (number, part) in parts {
        match number {
            1 => {
                if model.nodes.len() == MAX_NODES {
                    return Err(OnnxError::TooManyNodes);
                }
                let at = model.nodes.len() + 1;
                model.nodes.push(node(part).map_err(|trouble| trouble.named(format!("node {at}")))?);
            }
            5 | 15 => {
                let at = model.initializers.len() + 1;
                let read = if number == 5 { tensor(part) } else { sparse(part) };
                model.initializers.push(read.map_err(|trouble| trouble.named(format!("tensor {at}")))?);
            }
            _ => {
                let infos = match number {
                    11 => &mut model.inputs,
                    12 => &mut model.outputs,
                    _ => &mut model.infos,
                };
                infos.push(value_info(part).map_err(|trouble| trouble.named("an input or output".to_owned()))?);
            }
        }
    }
    Ok(())
}

/// What went wrong in a part of the file, before that part has a name.
enum Trouble {
    Damaged,
    Negative { tensor: String, size: i64 },
}

impl From<ProtobufError> for Trouble {
    fn from(_: ProtobufError) -> Self {
        Self::Damaged
    }
}

impl Trouble {
    fn named(self, part: String) -> OnnxError {
        match self {
            Self::Damaged => damaged(part),
            Self::Negative { tensor, size } => {
                OnnxError::Negative { tensor: if tensor.is_empty() { part } else { shown(&tensor) }, size }
            }
        }
    }
}

fn opset(message: &[u8]) -> Result<(String, i64), ProtobufError> {
    let mut opset = (String::new(), 0);
    fields(message, |number, content| {
        match number {
            1 => opset.0 = content.text()?,
            2 => opset.1 = content.int()?,
            _ => {}
        }
        Ok(())
    })?;
    Ok(opset)
}

fn node(message: &[u8]) -> Result<Node, Trouble> {
    let mut node = Node::default();
    let mut settings = Vec::new();
    fields(message, |number, content| {
        match number {
            1 => node.inputs.push(content.text()?),
            2 => node.outputs.push(content.text()?),
            3 => node.name = content.text()?,
            4 => node.op = content.text()?,
            5 => settings.push(content.bytes()?),
            7 => node.domain = content.text()?,
            _ => {}
        }
        Ok(())
    })?;
    if node.domain == "ai.onnx" {
        node.domain.clear();
    }
    let mut graphs = Vec::new();
    for message in settings {
        node.settings.push(setting(message, &mut graphs)?);
    }
    node.captured = captured(graphs)?;
    Ok(node)
}

/// The names that nodes within these graphs read. A list of work in place of recursion: the file says how deep they lie.
fn captured(mut graphs: Vec<&[u8]>) -> Result<Vec<String>, ProtobufError> {
    let mut names = Vec::new();
    while let Some(graph) = graphs.pop() {
        let mut nodes = Vec::new();
        fields(graph, |number, content| {
            if number == 1 {
                nodes.push(content.bytes()?);
            }
            Ok(())
        })?;
        for node in nodes {
            let mut settings = Vec::new();
            fields(node, |number, content| {
                match number {
                    1 => names.push(content.text()?),
                    5 => settings.push(content.bytes()?),
                    _ => {}
                }
                Ok(())
            })?;
            for setting in settings {
                graphs_of(setting, &mut graphs)?;
            }
        }
    }
    Ok(names)
}

fn graphs_of<'a>(setting: &'a [u8], graphs: &mut Vec<&'a [u8]>) -> Result<(), ProtobufError> {
    fields(setting, |number, content| {
        if matches!(number, 6 | 11) {
            graphs.push(content.bytes()?);
        }
        Ok(())
    })
}

/// An attribute. Old files do not say of which kind it is: that it has what it has tells it.
fn setting<'a>(message: &'a [u8], graphs: &mut Vec<&'a [u8]>) -> Result<(String, Setting), Trouble> {
    const INTS: i64 = 7;
    let (mut name, mut kind, mut found, mut held) = (String::new(), 0, Setting::Other, None);
    let (mut ints, mut floats, mut fit) = (Vec::new(), Vec::new(), true);
    fields(message, |number, content| {
        match number {
            1 => name = content.text()?,
            2 => found = Setting::Float(content.float()?),
            3 => found = Setting::Int(content.int()?),
            4 => found = Setting::Text(content.text()?),
            5 => held = Some(content.bytes()?),
            6 | 11 => graphs.push(content.bytes()?),
            7 => fit &= content.floats(&mut floats, MOST_VALUES)?,
            8 => fit &= content.ints(&mut ints, MOST_VALUES)?,
            20 => kind = content.int()?,
            _ => {}
        }
        Ok(())
    })?;
    let setting = match held {
        Some(held) => Setting::Tensor(tensor(held)?),
        None if !fit => Setting::Other,
        None if !ints.is_empty() || kind == INTS => Setting::Ints(ints),
        None if !floats.is_empty() => Setting::Floats(floats),
        // Zero and an empty text need not be written.
        None => match (kind, found) {
            (1, Setting::Other) => Setting::Float(0.0),
            (2, Setting::Other) => Setting::Int(0),
            (3, Setting::Other) => Setting::Text(String::new()),
            (_, found) => found,
        },
    };
    Ok((name, setting))
}

fn sizes(name: &str, written: &[i64]) -> Result<Vec<u64>, Trouble> {
    let size = |&size: &i64| u64::try_from(size).map_err(|_| Trouble::Negative { tensor: name.to_owned(), size });
    written.iter().map(size).collect()
}

/// A tensor: its name, its shape, and its values if they are few.
fn tensor(message: &[u8]) -> Result<Tensor, Trouble> {
    let (mut name, mut shape, mut kind) = (String::new(), Vec::new(), DataType(0));
    let (mut raw, mut ints, mut floats) = (None, Vec::new(), Vec::new());
    fields(message, |number, content| {
        match number {
            1 => {
                content.ints(&mut shape, MOST_VALUES)?;
            }
            2 => kind = DataType(content.int()? as i32),
            4 => {
                content.floats(&mut floats, MOST_VALUES)?;
            }
            5 | 7 => {
                content.ints(&mut ints, MOST_VALUES)?;
            }
            8 => name = content.text()?,
            9 => raw = Some(content.bytes()?),
            _ => {}
        }
        Ok(())
    })?;
    let shape = sizes(&name, &shape)?;
    let count = shape.iter().try_fold(1_u64, |count, &size| count.checked_mul(size));
    let values = count.filter(|&count| count <= MOST_VALUES as u64).and_then(|count| {
        let values = match raw {
            Some(raw) => Numbers::of_bytes(kind, raw)?,
            None if kind == DataType::FLOAT => Numbers::Floats(floats.iter().map(|&value| f64::from(value)).collect()),
            None if is_whole(kind) => Numbers::Ints(ints),
            None => return None,
        };
        (values.len() as u64 == count).then_some(values)
    });
    Ok(Tensor { name, shape, values })
}

fn is_whole(kind: DataType) -> bool {
    let kinds = [DataType::INT64, DataType::INT32, DataType::INT16, DataType::INT8, DataType::UINT8, DataType::BOOL];
    kinds.contains(&kind)
}

/// A sparse tensor has the name of its values and a shape of its own.
fn sparse(message: &[u8]) -> Result<Tensor, Trouble> {
    let (mut values, mut shape): (&[u8], _) = (&[], Vec::new());
    fields(message, |number, content| {
        match number {
            1 => values = content.bytes()?,
            3 => {
                content.ints(&mut shape, MOST_VALUES)?;
            }
            _ => {}
        }
        Ok(())
    })?;
    let name = tensor(values)?.name;
    Ok(Tensor { shape: sizes(&name, &shape)?, name, values: None })
}

fn value_info(message: &[u8]) -> Result<ValueInfo, Trouble> {
    let mut info = ValueInfo { pixels: true, ..ValueInfo::default() };
    let mut kind = None;
    fields(message, |number, content| {
        match number {
            1 => info.name = content.text()?,
            2 => kind = Some(content.bytes()?),
            _ => {}
        }
        Ok(())
    })?;
    let Some(kind) = kind else { return Ok(info) };
    let mut of_tensor = None;
    fields(kind, |number, content| {
        match number {
            1 => of_tensor = Some(content.bytes()?),
            _ => info.pixels = false,
        }
        Ok(())
    })?;
    let Some(of_tensor) = of_tensor else { return Ok(info) };
    info.pixels = true;
    let mut shape = None;
    fields(of_tensor, |number, content| {
        match number {
            1 => {
                let kind = DataType(content.int()? as i32);
                let none = [DataType::INT64, DataType::INT32, DataType::BOOL, DataType::STRING];
                info.pixels = !none.contains(&kind);
            }
            2 => shape = Some(content.bytes()?),
            _ => {}
        }
        Ok(())
    })?;
    info.shape = shape.map(|shape| dimensions(&info.name, shape)).transpose()?;
    Ok(info)
}

/// The sizes of a shape; one that has a name or none at all is not fixed, and neither is −1, which exporters write.
fn dimensions(name: &str, message: &[u8]) -> Result<Vec<Option<u64>>, Trouble> {
    let mut all = Vec::new();
    fields(message, |number, content| {
        if number == 1 {
            all.push(content.bytes()?);
        }
        Ok(())
    })?;
    let size_of = |message: &[u8]| {
        let mut size = None;
        fields(message, |number, content| {
            if let (1, Content::Number(value)) = (number, content) {
                size = Some(value as i64);
            }
            Ok(())
        })?;
        match size {
            None | Some(-1) => Ok(None),
            Some(size) => sizes(name, &[size]).map(|sizes| sizes.first().copied()),
        }
    };
    all.into_iter().map(size_of).collect()
}
