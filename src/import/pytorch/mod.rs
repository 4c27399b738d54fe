//! PyTorch in text: Python code with `nn.Sequential(…)`, and what `print(model)` gives.
//!
//! No Python is run. The text is cut into tokens, calls of modules are looked for, and the largest network among them
//! is read; what is not understood is passed over and told of ([`Remark`]). The input is what the text makes a tensor of
//! (`torch.randn(1, 3, 224, 224)`) or gives to `summary`; without that, one that fits is taken.
//!
//! Time and memory are bounded: see `token::MAX_TOKENS` and the depths in `expression.rs` and `chain.rs`.

mod arguments;
mod chain;
mod expression;
mod input;
mod layers;
mod remark;
mod script;
mod token;

pub use remark::{EXAMPLE, Finding, PythonProblem, Remark};

use chain::{Chain, Link};
use layers::Layer;
use remark::Remarks;
use script::Script;

use crate::field::step_of;
use crate::net::{MAX_LAYERS, Op, Shape, Stack};

/// A network and what is to be said about how it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    pub stack: Stack,
    /// In the order of the text.
    pub remarks: Vec<Remark>,
}

/// Why there is no network in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct PythonError {
    /// 1-based.
    pub line: usize,
    pub problem: PythonProblem,
}

/// True of a text in which a module of PyTorch is called, or one that begins a line as only Python does.
pub fn is_python(text: &str) -> bool {
    let named = |(at, _): (usize, &str)| {
        let before = text[..at].trim_end_matches([' ', '\t']);
        let name = before.rfind(|c: char| !c.is_alphanumeric() && c != '_').map_or(before, |end| {
            let width = before[end..].chars().next().map_or(1, char::len_utf8);
            &before[end + width..]
        });
        name.len() < 64 && (script::is_sequential(name) || layers::is_known(name))
    };
    let starts = ["import torch", "from torch", "class ", "def ", "import "];
    let stated = |line: &str| starts.iter().any(|start| line.starts_with(start));
    text.match_indices('(').any(named) || text.lines().any(stated)
}

/// Reads the largest network of a text.
pub fn read(text: &str) -> Result<Imported, PythonError> {
    let tokens =
        token::tokens(text).map_err(|error| PythonError { line: error.line, problem: PythonProblem::TooLong })?;
    let script = script::look_through(text, &tokens);
    let first = script.modules.first().map_or(1, |module| module.call.line);
    let error = |problem| PythonError { line: first, problem };
    let Some((chain, mut remarks)) = choose(&script).map_err(error)? else {
        // What is behind a bracket that is not closed was not seen.
        return Err(match script.open {
            Some(line) => PythonError { line, problem: PythonProblem::OpenBracket },
            None => error(PythonProblem::NoLayers),
        });
    };
    if let Some(line) = script.open {
        return Err(PythonError { line, problem: PythonProblem::OpenBracket });
    }
    remarks.extend(chain.remarks);
    let read = read_links(&chain.links, &mut remarks);
    let input = input::choose(&script.sizes, &read, &mut remarks);
    let stack = build(input, read, &mut remarks).map_err(error)?;
    Ok(Imported { stack, remarks: remarks.in_order() })
}

/// The network that is read, and what is said of those that are not: the one with the most layers, the first of equals;
/// all modules in their order where more of them stand outside of every network.
fn choose<'s, 't>(script: &'s Script<'t>) -> Result<Option<(Chain<'s, 't>, Remarks)>, PythonProblem> {
    let modules = &script.modules;
    let is_network = |at: &usize| modules[*at].is_network;
    let (networks, loose): (Vec<usize>, Vec<usize>) = (0..modules.len()).partition(is_network);
    let mut chains = Vec::new();
    let (mut links, mut visits) = (0, 0);
    for &at in &networks {
        let chain = Chain::of(script, &[at], &mut visits)?;
        links += chain.links.len();
        // Each is opened once for each other one that holds it.
        if links > MAX_LAYERS {
            return Err(PythonProblem::TooManyLayers);
        }
        chains.push(chain);
    }
    let sizes: Vec<usize> = chains.iter().map(|chain| chain.links.len()).collect();
    let most = sizes.iter().copied().max().unwrap_or(0);
    let line_of = |at: usize| modules[at].call.line;
    let mut remarks = Remarks::default();
    if most == 0 || loose.len() > most {
        let all: Vec<usize> = (0..modules.len()).collect();
        let mut chain = Chain::of(script, &all, &mut visits)?;
        // What stands in another one by its name is there already.
        if !chain.named.is_empty() {
            let named = std::mem::take(&mut chain.named);
            let rest: Vec<usize> = all.into_iter().filter(|at| !named.contains(at)).collect();
            chain = Chain::of(script, &rest, &mut visits)?;
        }
        if chain.links.is_empty() && networks.is_empty() {
            return Ok(None);
        }
        if modules.len() > 1 {
            remarks.tell(line_of(0), Finding::AsWritten);
        }
        return Ok(Some((chain, remarks)));
    }
    let chosen = sizes.iter().position(|&size| size == most).unwrap_or(0);
    let named = std::mem::take(&mut chains[chosen].named);
    for (index, &at) in networks.iter().enumerate() {
        if index != chosen && !named.contains(&at) {
            remarks.tell(line_of(at), Finding::OtherNetwork { layers: sizes[index] });
        }
    }
    let outside: Vec<usize> = loose.into_iter().filter(|at| !named.contains(at)).collect();
    if let Some(&first) = outside.first() {
        remarks.tell(line_of(first), Finding::Outside { layers: outside.len() });
    }
    Ok(Some((chains.swap_remove(chosen), remarks)))
}

/// A link of a chain with the ops that it is read as.
struct Read {
    layer: Layer,
    line: usize,
    /// The name of the module.
    module: String,
    name: Option<String>,
}

fn read_links(links: &[Link<'_, '_>], remarks: &mut Remarks) -> Vec<Read> {
    let read = |link: &Link<'_, '_>| {
        let mut layer = layers::read(link.call, remarks);
        let op = |op| if link.printed { layers::global(layers::linked(op)) } else { op };
        layer.ops = layer.ops.into_iter().map(op).collect();
        Read { layer, line: link.call.line, module: link.call.name.to_owned(), name: link.name.clone() }
    };
    let mut all: Vec<Read> = Vec::with_capacity(links.len());
    for mut next in links.iter().map(read) {
        if let Some(pool) = all.last().and_then(|last| layers::padded_maximum(&last.layer, &next.layer)) {
            all.pop();
            next.layer.ops = vec![pool];
        }
        all.push(next);
    }
    for read in all.iter().filter(|read| read.layer.lowest) {
        let setting = "float(\"-inf\")".to_owned();
        remarks.tell(read.line, Finding::Ignored { layer: read.module.clone(), setting });
    }
    all
}

/// The layers behind one another, and what is said of those that are written for another input than they get.
fn build(input: Shape, read: Vec<Read>, remarks: &mut Remarks) -> Result<Stack, PythonProblem> {
    let mut shape = Some(input.clone());
    let mut stack = Stack::new(input);
    let mut names = Vec::new();
    for Read { layer, line, module, name } in read {
        let mut tell = |finding| remarks.tell(line, finding);
        if let Some(shape) = &mut shape
            && needs_flattening(&layer, shape)
        {
            // A row of one channel is as good as flat.
            if shape.channels > 1 || shape.size.rank() > 1 {
                tell(Finding::Flattened { layer: module.clone() });
            }
            stack.push(None, true, Op::Flatten);
            names.push(None);
            *shape = step_of(&Op::Flatten, shape).map_or_else(|_| shape.clone(), |(shape, _)| shape);
        }
        if let (Some(inputs), Some(shape)) = (layer.inputs, &shape)
            && inputs.count != shape.channels
            && (inputs.setting != "in_features" || shape.size.is_empty())
        {
            let (setting, written, given) = (inputs.setting, inputs.count, shape.channels);
            tell(Finding::InputsDiffer { layer: module, setting, written, given });
        }
        let mut name = name;
        for op in layer.ops {
            if stack.layers().len() >= MAX_LAYERS {
                return Err(PythonProblem::TooManyLayers);
            }
            shape = shape.and_then(|shape| after(&op, &shape));
            names.push(name.take());
            stack.push(None, true, op);
        }
    }
    Ok(named(&stack, names))
}

/// The shape behind an op; `None` if it is not known.
fn after(op: &Op, shape: &Shape) -> Option<Shape> {
    let known = !matches!(op, Op::Unsupported(_));
    known.then(|| step_of(op, shape).ok()).flatten().map(|(shape, _)| shape)
}

/// True of a linear layer that is written for all values of the map that comes in.
fn needs_flattening(layer: &Layer, shape: &Shape) -> bool {
    let linear = matches!(layer.ops.as_slice(), [Op::Linear(_)]);
    linear && !shape.size.is_empty() && layer.inputs.is_some_and(|inputs| Some(inputs.count) == shape.values())
}

/// The most rounds in which names are told from numbers: each takes a number off the run of numbers, which moves those
/// behind it.
const ROUNDS: usize = 8;

/// The stack with these names. One that the layer would be shown by anyway is none that somebody gave it.
fn named(stack: &Stack, mut names: Vec<Option<String>>) -> Stack {
    for name in &mut names {
        *name = name.take().filter(|name| !name.trim().is_empty());
    }
    let numbered = |name: &str, op: &Op| {
        name.strip_prefix(op.word()).is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()))
    };
    let mut free: Vec<bool> = names
        .iter()
        .zip(stack.layers())
        .map(|(name, layer)| name.as_deref().is_none_or(|name| numbered(name, &layer.op)))
        .collect();
    let with = |free: &[bool]| {
        let mut with = Stack::new(stack.input.clone());
        for ((layer, name), free) in stack.layers().iter().zip(&names).zip(free) {
            with.push(name.clone().filter(|_| !free), true, layer.op.clone());
        }
        with
    };
    for _ in 0..ROUNDS {
        let shown = with(&free).shown_names();
        let mut settled = true;
        for ((free, name), shown) in free.iter_mut().zip(&names).zip(shown) {
            if *free && name.as_ref().is_some_and(|name| *name != shown) {
                (*free, settled) = (false, false);
            }
        }
        if settled {
            return with(&free);
        }
    }
    with(&vec![false; names.len()])
}
