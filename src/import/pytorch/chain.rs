//! The modules of a network in the order in which they are passed through, those that hold others opened.

use std::collections::BTreeSet;

use super::expression::{Call, Key, Value};
use super::remark::{Finding, PythonProblem, Remarks, shown};
use super::script::{Script, is_sequential};
use crate::net::MAX_LAYERS;

/// How deep networks may lie in one another.
const MAX_DEPTH: usize = 64;

/// The most modules that are looked at, of those that are named more than once each time.
const MAX_VISITS: usize = 4 * MAX_LAYERS;

/// The most characters of one name.
const MOST_CHARS: usize = 200;

/// By these names residual networks know what runs beside the layers, not among them.
const BRANCHES: [&str; 4] = ["downsample", "shortcut", "skip", "residual"];

/// One module that holds no others.
pub struct Link<'s, 't> {
    pub call: &'s Call<'t>,
    /// The names that lead to it; `None` if it has only a number.
    pub name: Option<String>,
    /// It was printed, not written.
    pub printed: bool,
}

/// A network, opened.
#[derive(Default)]
pub struct Chain<'s, 't> {
    pub links: Vec<Link<'s, 't>>,
    pub remarks: Remarks,
    /// The modules of the text that stand in it by their names.
    pub named: BTreeSet<usize>,
    visits: usize,
}

/// Where in a network one is.
#[derive(Clone)]
struct Place<'p> {
    /// The names that lead here, with dots.
    path: &'p str,
    depth: usize,
    /// Names mean modules before this one.
    before: usize,
    printed: bool,
}

impl<'s, 't> Chain<'s, 't> {
    /// Opens the modules at these places of all that were found.
    ///
    /// `visits` counts the modules that were looked at, over all chains of a text.
    pub fn of(script: &'s Script<'t>, places: &[usize], visits: &mut usize) -> Result<Self, PythonProblem> {
        let mut chain = Self { visits: std::mem::take(visits), ..Self::default() };
        for &at in places {
            let place = Place { path: "", depth: 0, before: at, printed: script.modules[at].printed };
            chain.module(script, &script.modules[at].call, None, &place)?;
        }
        *visits = chain.visits;
        Ok(chain)
    }

    fn tell(&mut self, line: usize, finding: Finding) {
        self.remarks.tell(line, finding);
    }

    /// Takes a module; `name` is its name where it stands.
    fn module(
        &mut self,
        script: &'s Script<'t>,
        call: &'s Call<'t>,
        name: Option<&str>,
        place: &Place<'_>,
    ) -> Result<(), PythonProblem> {
        self.visits += 1;
        if self.visits > MAX_VISITS || self.links.len() >= MAX_LAYERS {
            return Err(PythonProblem::TooManyLayers);
        }
        let name = name.map(|name| name.char_indices().nth(MOST_CHARS).map_or(name, |(end, _)| &name[..end]));
        let numbered = name.is_none_or(|name| name.bytes().all(|b| b.is_ascii_digit() || b == b'-'));
        let path = match name.filter(|_| !numbered) {
            None => place.path.to_owned(),
            Some(name) if place.path.is_empty() => name.to_owned(),
            Some(name) => format!("{}.{name}", place.path),
        };
        let printed = call.is_printed();
        if !is_sequential(call.name) && !printed {
            let name = (!numbered).then_some(path);
            self.links.push(Link { call, name, printed: place.printed });
            return Ok(());
        }
        if place.depth >= MAX_DEPTH {
            self.tell(call.line, Finding::NoLayer { written: shown(call.name) });
            return Ok(());
        }
        if !is_sequential(call.name) {
            self.tell(call.line, Finding::ClassAsChain { class: shown(call.name) });
        }
        let inside = Place { path: &path, depth: place.depth + 1, printed: printed || place.printed, ..place.clone() };
        for argument in &call.arguments {
            match argument.key {
                Key::Entry(key, times) => {
                    let branch = BRANCHES.contains(&key);
                    if branch {
                        self.tell(argument.line, Finding::Branch { name: key.to_owned() });
                    }
                    for _ in 0..if branch { 0 } else { times } {
                        self.value(script, &argument.value, Some(key), argument.line, argument.written, &inside)?;
                    }
                }
                // The settings of a module that is printed with what it holds.
                _ if printed => {}
                _ => self.value(script, &argument.value, None, argument.line, argument.written, &inside)?,
            }
        }
        Ok(())
    }

    /// Takes what stands in a network.
    fn value(
        &mut self,
        script: &'s Script<'t>,
        value: &'s Value<'t>,
        name: Option<&str>,
        line: usize,
        written: &str,
        place: &Place<'_>,
    ) -> Result<(), PythonProblem> {
        match value {
            Value::Call(call) if matches!(call.name, "OrderedDict" | "dict") => self.pairs(script, call, place),
            Value::Call(call) => self.module(script, call, name, place),
            Value::Sequence(values) => self.values(script, values, line, place),
            Value::Starred(value) if matches!(**value, Value::Sequence(_)) => {
                self.value(script, value, name, line, written, place)
            }
            Value::Name("None") => Ok(()),
            Value::Name(wanted) => {
                let found = script.given(wanted, place.before).filter(|_| place.depth < MAX_DEPTH);
                let Some(at) = found else {
                    self.no_layer(line, written);
                    return Ok(());
                };
                self.named.insert(at);
                let place = Place { before: at, depth: place.depth + 1, ..place.clone() };
                self.module(script, &script.modules[at].call, name, &place)
            }
            _ => {
                self.no_layer(line, written);
                Ok(())
            }
        }
    }

    fn no_layer(&mut self, line: usize, written: &str) {
        self.tell(line, Finding::NoLayer { written: shown(written) });
    }

    /// The modules of a list.
    fn values(
        &mut self,
        script: &'s Script<'t>,
        values: &'s [Value<'t>],
        line: usize,
        place: &Place<'_>,
    ) -> Result<(), PythonProblem> {
        let inside = Place { depth: place.depth + 1, ..place.clone() };
        for value in values {
            let (line, written) = match value {
                Value::Call(call) => (call.line, call.name),
                Value::Name(name) => (line, *name),
                _ => (line, "…"),
            };
            self.value(script, value, None, line, written, &inside)?;
        }
        Ok(())
    }

    /// `OrderedDict([("conv", nn.Conv2d(1, 3, 5))])`, or the same as a dictionary or with keywords.
    fn pairs(&mut self, script: &'s Script<'t>, call: &'s Call<'t>, place: &Place<'_>) -> Result<(), PythonProblem> {
        for argument in &call.arguments {
            if let (Key::Keyword(name), value) = (argument.key, &argument.value) {
                self.value(script, value, Some(name), argument.line, argument.written, place)?;
                continue;
            }
            let Value::Sequence(pairs) = &argument.value else {
                self.no_layer(argument.line, argument.written);
                continue;
            };
            for pair in pairs {
                let (name, value) = match pair {
                    Value::Sequence(pair) => match pair.as_slice() {
                        [Value::Text(name), value] => (unescaped(name), value),
                        _ => (String::new(), &Value::Unknown),
                    },
                    _ => (String::new(), &Value::Unknown),
                };
                let line = if let Value::Call(call) = value { call.line } else { argument.line };
                let written = if name.is_empty() { "OrderedDict(…)" } else { &name };
                self.value(script, value, Some(&name), line, written, place)?;
            }
        }
        Ok(())
    }
}

/// A text as Python reads it, as far as names are written with it.
fn unescaped(written: &str) -> String {
    let mut text = String::new();
    let mut rest = written.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            text.push(c);
            continue;
        }
        match rest.next() {
            Some('n') => text.push('\n'),
            Some('t') => text.push('\t'),
            Some('r') => text.push('\r'),
            Some('b') => text.push('\u{8}'),
            Some('f') => text.push('\u{c}'),
            Some('u') => {
                let code = rest.as_str().get(..4).and_then(|hex| u32::from_str_radix(hex, 16).ok());
                text.extend(code.and_then(char::from_u32));
                rest.by_ref().take(4).for_each(drop);
            }
            Some(c) => text.push(c),
            None => text.push('\\'),
        }
    }
    text
}
