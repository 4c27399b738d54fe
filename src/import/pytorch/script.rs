//! What a Python text holds of networks: the calls of modules and those that say how large an input is. No Python is
//! run: statements are looked through for such calls, and everything else is passed over.

use std::collections::BTreeMap;

use super::expression::{Call, Key, Reader, Value};
use super::layers;
use super::token::{Kind, Token};

/// A module as it stands in a text, in no other one.
#[derive(Debug)]
pub struct Module<'t> {
    pub call: Call<'t>,
    /// True of modules that hold others.
    pub is_network: bool,
    /// It stands behind `(0):`, as modules are printed.
    pub printed: bool,
}

/// The sizes of a tensor, and the line of the call.
#[derive(Debug)]
pub struct Sizes {
    pub line: usize,
    pub all: Vec<i64>,
    /// They are given to a summary, which asks for no batch.
    pub is_summary: bool,
}

/// What was found, in the order of the text.
#[derive(Debug, Default)]
pub struct Script<'t> {
    pub modules: Vec<Module<'t>>,
    pub sizes: Vec<Sizes>,
    /// The places of the modules that are given a name, ascending.
    given: BTreeMap<&'t str, Vec<usize>>,
    /// The line of the first bracket that nothing closes.
    pub open: Option<usize>,
}

impl Script<'_> {
    /// The last module before place `before` that is given this name, or a name with this last part:
    /// `features` of `self.features = …`.
    pub fn given(&self, name: &str, before: usize) -> Option<usize> {
        let places = self.given.get(name)?;
        let later = places.partition_point(|&place| place < before);
        places.get(later.checked_sub(1)?).copied()
    }
}

/// Functions that make a tensor of the sizes that they are given.
const TENSORS: [&str; 8] = ["randn", "rand", "zeros", "ones", "empty", "full", "randint", "normal"];

/// Functions that tell about a network on an input of sizes that they are given.
const SUMMARY: &str = "summary";

/// True of the name of a module that holds others, one behind the other.
pub fn is_sequential(name: &str) -> bool {
    name == "Sequential"
}

/// Looks through a text.
pub fn look_through<'t>(text: &'t str, tokens: &'t [Token]) -> Script<'t> {
    let mut reader = Reader::new(text, tokens);
    let mut script = Script::default();
    // Up to here a summary has been read: another one inside of it is none, and is not read once more.
    let mut summed_to = 0;
    while let Some(token) = reader.token(reader.at) {
        if !reader.calls_at(reader.at) || is_definition(&reader) {
            reader.at += 1;
            continue;
        }
        let (start, name) = (reader.at, reader.word(token));
        let is_network = is_sequential(name) || reader.entry_at(start + 2).is_some();
        if is_network || layers::is_known(name) {
            let given = given_name(&reader, start);
            let call = reader.call();
            // As `BatchNormAct2d(32, eps=1e-05 (act): ReLU())` is printed: its first argument is no entry.
            let is_network = is_network || call.is_printed();
            let printed = start >= 2 && reader.is_sign(start - 1, ':') && reader.is_sign(start - 2, ')');
            if let Some(given) = given {
                script.given.entry(given).or_default().push(script.modules.len());
            }
            script.modules.push(Module { call, is_network, printed });
        } else if TENSORS.contains(&name) {
            let call = reader.call();
            script.sizes.extend(sizes_of(&call));
        } else if name == SUMMARY && start >= summed_to {
            let call = reader.call();
            script.sizes.extend(sizes_of(&call));
            summed_to = reader.at;
            // The network may stand in it.
            reader.at = start + 1;
        } else {
            reader.at += 1;
        }
    }
    script.open = reader.open;
    script
}

/// `class Sequential(…)`, `def zeros(…)`: no call.
fn is_definition(reader: &Reader<'_>) -> bool {
    let before = reader.at.checked_sub(1).and_then(|at| reader.token(at));
    before.is_some_and(|token| token.kind == Kind::Name && matches!(reader.word(token), "class" | "def"))
}

/// The name before the equals sign before the call that begins here.
fn given_name<'t>(reader: &Reader<'t>, start: usize) -> Option<&'t str> {
    let mut at = start;
    // `torch.nn.` before the last part of the name.
    while at >= 2 && reader.is_sign(at - 1, '.') {
        at -= 2;
    }
    let equals = at.checked_sub(1).filter(|&at| reader.is_sign(at, '='))?;
    let name = reader.token(equals.checked_sub(1)?)?;
    (name.kind == Kind::Name).then(|| reader.word(name))
}

/// The sizes that a call is given: the first list of them, or the numbers that are its arguments.
fn sizes_of(call: &Call<'_>) -> Option<Sizes> {
    let whole = |value: &Value<'_>| match value {
        Value::Whole(n) => Some(*n),
        _ => None,
    };
    let of_list = |value: &Value<'_>| match value {
        Value::Sequence(values) if !values.is_empty() => values.iter().map(whole).collect::<Option<Vec<i64>>>(),
        // `input_data=torch.randn(1, 3, 32, 32)`
        Value::Call(call) if TENSORS.contains(&call.name) => sizes_of(call).map(|sizes| sizes.all),
        _ => None,
    };
    let list = call.arguments.iter().find_map(|argument| of_list(&argument.value));
    let plain = || {
        let placed = call.arguments.iter().filter(|argument| argument.key == Key::None);
        placed.map(|argument| whole(&argument.value)).collect::<Option<Vec<i64>>>()
    };
    let all = list.or_else(plain).filter(|sizes| !sizes.is_empty())?;
    Some(Sizes { line: call.line, all, is_summary: call.name == SUMMARY })
}
