//! What is wrong with a document, where, and what to do.

use std::fmt;
use std::ops::Range;

use super::super::layer_text::TextError;
use super::super::onnx::OnnxError;
use super::super::pytorch::PythonProblem;
use super::MAX_BYTES;
use crate::axes::MAX_AXES;
use crate::net::{FORMAT_VERSION, MAX_LAYERS, WiringError};

/// The most characters of a line that an excerpt shows, and how many of them before the place.
const EXCERPT_CHARS: usize = 120;
const EXCERPT_BEFORE: usize = 60;

/// A place in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// 1-based.
    pub line: usize,
    /// 1-based, in characters.
    pub column: usize,
    /// The line, cut if it is long, and below it a mark under the place.
    pub excerpt: String,
}

impl Place {
    /// The place of some bytes of a text.
    pub fn of(text: &str, range: Range<usize>) -> Self {
        let start = floor_boundary(text, range.start);
        let end = floor_boundary(text, range.end).max(start);
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let before = text[line_start..start].chars().count();
        let marked = text[start..end.min(line_end)].trim_end().chars().count().max(1);

        let skipped = before.saturating_sub(EXCERPT_BEFORE);
        let line: Vec<char> =
            text[line_start..line_end].trim_end().chars().skip(skipped).take(EXCERPT_CHARS + 1).collect();
        let cut = line.len() > EXCERPT_CHARS;
        let shown = line.iter().take(EXCERPT_CHARS).map(|c| if c.is_control() { ' ' } else { *c });
        let head = if skipped > 0 { "…" } else { "" };
        let tail = if cut { "…" } else { "" };
        let shown: String = shown.collect();
        let indent = before - skipped + head.chars().count();
        let marked = marked.min((EXCERPT_CHARS + 1).saturating_sub(before - skipped)).max(1);
        let excerpt = format!("{head}{shown}{tail}\n{}{}", " ".repeat(indent), "^".repeat(marked));
        Self { line: text[..start].matches('\n').count() + 1, column: before + 1, excerpt }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

pub(super) fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// What is wrong with a document, where, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    #[error("the text is empty; write a stack, as in 1x7x7: conv k3 s3")]
    Empty,
    #[error("{0}; save it as UTF-8 text")]
    Encoding(String),
    #[error("more than {} MiB; a document is never that large, choose another file", MAX_BYTES >> 20)]
    TooLarge,
    #[error("too many entries; a document never has so many, choose another file")]
    TooManyEntries,
    /// This is no TOML: what its reader says, in English.
    #[error("{at}: {message}; correct it there{}", if *at_end { "; perhaps the end of the file is missing" } else { "" })]
    Toml { at: Box<Place>, message: String, at_end: bool },
    /// A key of the document.
    #[error("{at}: {problem}")]
    Key { at: Box<Place>, problem: KeyProblem },
    /// A key is not there at all.
    #[error("the key {key} is missing; add it, as in {example}")]
    MissingKey { key: &'static str, example: &'static str },
    #[error(
        "{at}: version {found} of the format is newer than this program, which reads version {FORMAT_VERSION}; \
         update receptive"
    )]
    NewerVersion { at: Box<Place>, found: i64 },
    /// A layer of the document; `number` is 1-based.
    #[error("{at}: layer {number}: {}; {}", error.problem, error.remedy)]
    Layer { at: Box<Place>, number: usize, error: Box<TextError> },
    /// A plain layer text, or the input of a document.
    #[error("{at}: {}; {}", error.problem, error.remedy)]
    Text { at: Box<Place>, error: Box<TextError> },
    /// Python text without a network of PyTorch that can be read.
    #[error("line {line}: {problem}")]
    Python { line: usize, problem: PythonProblem },
    /// An ONNX model that cannot be read.
    #[error(transparent)]
    Onnx(#[from] OnnxError),
}

impl DocumentError {
    /// Where in the text it is.
    pub fn place(&self) -> Option<&Place> {
        match self {
            Self::Empty
            | Self::Encoding(_)
            | Self::TooLarge
            | Self::TooManyEntries
            | Self::MissingKey { .. }
            | Self::Python { .. }
            | Self::Onnx(_) => None,
            Self::Toml { at, .. }
            | Self::Key { at, .. }
            | Self::NewerVersion { at, .. }
            | Self::Layer { at, .. }
            | Self::Text { at, .. } => Some(at),
        }
    }
}

/// What is wrong with a key, and what to write.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyProblem {
    #[error("{key} is of the kind {found}, not {wanted}; write it as in {example}")]
    Kind { key: &'static str, found: &'static str, wanted: Kind, example: &'static str },
    /// An entry of the list of layers; `number` is 1-based.
    #[error("layer {number} is of the kind {found}, not text; write it as in {example}")]
    LayerKind { number: usize, found: &'static str, example: &'static str },
    #[error("this is no version of the format; write version = {FORMAT_VERSION}")]
    Version,
    #[error("more than {MAX_LAYERS} layers; keep to {MAX_LAYERS} layers")]
    TooManyLayers,
    /// One of two words was expected.
    #[error("“{word}” is no {key}; write {}", one_of(words))]
    Word { key: &'static str, word: String, words: Vec<&'static str> },
    #[error("this is no axis; write a whole number from 0 to {}", MAX_AXES - 1)]
    Axis,
    /// A value that is none of those that the key takes.
    #[error("this is no {key}; write it as in {example}")]
    Value { key: &'static str, example: &'static str },
    /// A key that a part of the document does not have.
    #[error("{of} has no key “{key}”; write it as in {example}")]
    UnknownKey { of: &'static str, key: String, example: &'static str },
    #[error("pin has no key “{key}”; write it as in {PIN}")]
    PinKey { key: String },
    #[error("pin has no {key}; write it as in {PIN}")]
    PinWithout { key: &'static str },
    /// The layers cannot be connected as it is written.
    #[error(transparent)]
    Wiring(WiringError),
    #[error("this is no index of a unit; write one whole number from 0 for each of up to {MAX_AXES} axes")]
    Unit,
}

/// What a key holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    List,
    Table,
    Switch,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "text",
            Self::List => "a list",
            Self::Table => "a table",
            Self::Switch => "true or false",
        })
    }
}

/// A pin as it is written.
pub const PIN: &str = "pin = { layer = \"conv1\", unit = [0, 1] }";

/// `"a", "b" or "c"`.
fn one_of(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.join(""),
    }
}
