//! Documents: `*.receptive.toml`, and plain files of layer text or of Python, which are documents without a view.
//!
//! ```toml
//! version = 1
//! input = "1x7x7"
//! layers = ["conv k3 s3"]
//!
//! [view]
//! layout = "aligned"
//! axis = 1
//! folded = true
//! scale = "log"
//! pin = { layer = "conv1", unit = [0, 1] }
//! ```
//!
//! `[values]` chooses the values of the image and the kernels of layers: see `values.rs` beside this file.
//!
//! `version` may be left out. Keys that are not known, at the top and in `[view]`, are kept in
//! [`Document::unknown`] and written back by [`crate::export::document::write`].

mod problem;
mod wiring;

use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::Remark;
use super::layer_text::{self, TextError};
use super::mistake::quoted;
use super::onnx::{self, OnnxError, Written};
use super::pytorch::{self, PythonError};
use crate::axes::MAX_AXES;
use crate::net::{
    Colours, Document, FORMAT_VERSION, Layout, MAX_LAYERS, Pin, Range as ColourRange, Reveal, Scale, Stack, Tint, View,
};

use problem::floor_boundary;
pub use problem::{DocumentError, KeyProblem, Kind, PIN, Place};

/// The most bytes of a document: a thousand times a long network.
pub const MAX_BYTES: u64 = 16 << 20;

/// The most signs of a document that a value, a key or a line can begin or end with. A long network has a few hundred
/// thousand; the reader of TOML needs hundreds of bytes for each.
const MAX_SIGNS: usize = 1 << 20;

/// Layers as they are written.
const LAYERS: &str = "layers = [\"conv k3 s3\", \"relu\"]";

/// A document, and what is to be said about how it was read.
#[derive(Clone, Debug)]
pub struct Opened {
    pub document: Document,
    /// Nothing to say, save of Python text and ONNX models.
    pub remarks: Vec<Remark>,
    /// The model that it was read from: what it means depends on the size of the image.
    pub model: Option<Arc<Written>>,
}

/// Two models are the same if they were read together.
impl PartialEq for Opened {
    fn eq(&self, other: &Self) -> bool {
        let model = match (&self.model, &other.model) {
            (Some(one), Some(two)) => Arc::ptr_eq(one, two),
            (one, two) => one.is_none() && two.is_none(),
        };
        model && self.document == other.document && self.remarks == other.remarks
    }
}

impl Opened {
    /// A document that nothing is to be said about.
    pub fn silent(document: Document) -> Self {
        Self { document, remarks: Vec::new(), model: None }
    }

    /// What a model means with an image of this size; its own if `None`.
    ///
    /// # Errors
    /// Those of [`Written::meant`].
    pub fn of_model(model: Arc<Written>, size: Option<&[u64]>) -> Result<Self, OnnxError> {
        let meant = model.meant(size)?;
        let remarks = meant.remarks.into_iter().map(Remark::Onnx).collect();
        Ok(Self { document: Document::new(meant.stack), remarks, model: Some(model) })
    }
}

/// The most bytes of an ONNX model: what its format can hold.
pub const MAX_MODEL_BYTES: u64 = 1 << 31;

/// True of bytes that are meant as an ONNX model: its first field is a version, and no text begins with its sign.
pub fn is_model(bytes: &[u8]) -> bool {
    bytes.first() == Some(&8)
}

/// Reads an ONNX model.
///
/// # Errors
/// What is damaged or missing in it.
pub fn open_model(bytes: &[u8]) -> Result<Opened, DocumentError> {
    if bytes.len() as u64 > MAX_MODEL_BYTES {
        return Err(DocumentError::TooLarge);
    }
    Ok(Opened::of_model(Arc::new(onnx::read(bytes)?), None)?)
}

/// Reads an ONNX model, a document, Python text with a network of PyTorch, or else a layer text, by what the bytes look
/// like.
pub fn open(bytes: &[u8]) -> Result<Opened, DocumentError> {
    if is_model(bytes) {
        return open_model(bytes);
    }
    let text = text_of(bytes)?;
    if is_python(text) {
        let read = pytorch::read(text).map_err(|PythonError { line, problem }| DocumentError::Python { line, problem });
        return read.map(|read| Opened {
            remarks: read.remarks.into_iter().map(Remark::Python).collect(),
            ..Opened::silent(Document::new(read.stack))
        });
    }
    if is_toml(text) { read_toml(text) } else { read_layer_text(text) }.map(Opened::silent)
}

/// The same, for those who want no remarks.
pub fn read_any(bytes: &[u8]) -> Result<Document, DocumentError> {
    open(bytes).map(|opened| opened.document)
}

/// True of a text that is Python. A layer text and a document may quote some: the first begins with its input, and the
/// second is read as TOML, which Python with a network never is.
fn is_python(text: &str) -> bool {
    let first = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#')).unwrap_or_default();
    if first.starts_with(|c: char| c.is_ascii_digit() || c == '@') || !pytorch::is_python(text) {
        return false;
    }
    !is_toml(text) || signs(text) > MAX_SIGNS || DeTable::parse(text).is_err()
}

/// How many signs there are of those that a value, a key or a line of TOML begins or ends with.
fn signs(text: &str) -> usize {
    text.bytes().filter(|byte| b",=[{.\"'#\n".contains(byte)).count()
}

/// Reads a document.
pub fn read(bytes: &[u8]) -> Result<Document, DocumentError> {
    read_toml(text_of(bytes)?)
}

/// The bytes as text without a byte order mark.
fn text_of(bytes: &[u8]) -> Result<&str, DocumentError> {
    if bytes.len() as u64 > MAX_BYTES {
        return Err(DocumentError::TooLarge);
    }
    let wide = || DocumentError::Encoding("the text is in UTF-16 or UTF-32".to_owned());
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) || bytes.starts_with(&[0, 0, 0xFE, 0xFF]) {
        return Err(wide());
    }
    let bytes = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes);
    if let Some(zero) = bytes.iter().position(|&byte| byte == 0) {
        // ASCII in UTF-16 has a zero in every second byte; anything else with zeros is no text.
        let near = &bytes[zero / 2 * 2..bytes.len().min(zero / 2 * 2 + 64)];
        let zeros = near.split(|&byte| byte == 0).count() - 1;
        let looks_wide = zero < 2 && (zeros * 4).abs_diff(near.len() * 2) <= near.len();
        return Err(if looks_wide { wide() } else { DocumentError::Encoding("this is no text".to_owned()) });
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if text.trim().is_empty() => Err(DocumentError::Empty),
        Ok(text) => Ok(text),
        Err(error) => {
            let line = bytes[..error.valid_up_to()].split(|&byte| byte == b'\n').count();
            Err(DocumentError::Encoding(format!("line {line} is not in UTF-8")))
        }
    }
}

/// True if the first line that says anything is a table head or `key = …`; a layer text begins with its input.
fn is_toml(text: &str) -> bool {
    let lines = text.lines().map(str::trim);
    let Some(first) = lines.into_iter().find(|line| !line.is_empty() && !line.starts_with('#')) else { return false };
    let key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '"' | '\'');
    first.starts_with('[') || first.trim_start_matches(key).trim_start().starts_with('=')
}

fn read_layer_text(text: &str) -> Result<Document, DocumentError> {
    let stack = layer_text::read_stack(text);
    stack
        .map(Document::new)
        .map_err(|error| DocumentError::Text { at: Place::of(text, error.range.clone()).into(), error: error.into() })
}

fn read_toml(text: &str) -> Result<Document, DocumentError> {
    let broken = |error: &toml::de::Error| {
        let range = error.span().unwrap_or(text.len()..text.len());
        let at_end = text[floor_boundary(text, range.end)..].trim().is_empty();
        let message = error.message().lines().collect::<Vec<_>>().join(", ");
        DocumentError::Toml { at: Place::of(text, range).into(), message, at_end }
    };
    if signs(text) > MAX_SIGNS {
        return Err(DocumentError::TooManyEntries);
    }
    // Once with places, for messages; once as plain values, to keep what is not known.
    let table = DeTable::parse(text).map_err(|error| broken(&error))?;
    let plain: toml::Table = toml::from_str(text).map_err(|error| broken(&error))?;
    let reader = Reader { text };
    reader.check_version(table.get_ref())?;

    let (mut input, mut layers, mut values, mut view) = (None, None, None, View::default());
    let (mut inputs, mut outputs, mut nodes, mut image) = (None, None, None, None);
    let mut unknown = toml::Table::new();
    for (key, value) in table.get_ref() {
        match key.get_ref().as_ref() {
            "version" => {}
            "input" => input = Some(value),
            "layers" => layers = Some(value),
            "inputs" => inputs = Some(value),
            "outputs" => outputs = Some(value),
            "nodes" => nodes = Some(value),
            // Of a chain it means nothing, and is kept like everything that is not known.
            "image" if table.get_ref().contains_key("inputs") => image = Some(value),
            "values" => values = Some(reader.table(value, "values", "[values]")?),
            "view" => {
                let known = reader.table(value, "view", "[view]")?;
                view = reader.view(known)?;
                let rest: toml::Table = match plain.get("view") {
                    Some(toml::Value::Table(all)) => {
                        all.iter().filter(|(key, _)| !VIEW_KEYS.contains(&key.as_str())).map(cloned).collect()
                    }
                    _ => toml::Table::new(),
                };
                if !rest.is_empty() {
                    unknown.insert("view".to_owned(), toml::Value::Table(rest));
                }
            }
            key => unknown.extend(plain.get_key_value(key).map(cloned)),
        }
    }
    let input = input.ok_or(DocumentError::MissingKey { key: "input", example: "input = \"1x7x7\"" })?;
    let layers = layers.ok_or(DocumentError::MissingKey { key: "layers", example: "layers = [\"conv k3 s3\"]" })?;
    let mut stack = reader.stack(input, layers, inputs.is_some())?;
    if let Some(inputs) = inputs {
        reader.wire(&mut stack, inputs, outputs, nodes)?;
        reader.name_image(&mut stack, image)?;
    }
    if let Some(table) = values {
        super::values::read(&reader, table, &mut stack)?;
    }
    Ok(Document { stack, view, unknown })
}

/// A path as it is written.
const PATH: &str = "path = [\"conv1\"]";

/// Branches as they are written.
const BRANCHES: &str = "branches = [[\"add3\", \"conv1\"]]";

const VIEW_KEYS: [&str; 16] = [
    "path", "branches", "layout", "axis", "folded", "opened", "tint", "scale", "pin", "channel", "filter", "page",
    "paths", "reveal", "colours", "range",
];

fn cloned((key, value): (&String, &toml::Value)) -> (String, toml::Value) {
    (key.clone(), value.clone())
}

/// Reads the known keys of a document.
pub(super) struct Reader<'t> {
    text: &'t str,
}

impl<'t> Reader<'t> {
    pub(super) fn error(&self, range: Range<usize>, problem: KeyProblem) -> DocumentError {
        DocumentError::Key { at: Place::of(self.text, range).into(), problem }
    }

    /// The value is of another kind than the key wants.
    fn kind(
        &self,
        value: &Spanned<DeValue<'_>>,
        key: &'static str,
        wanted: Kind,
        example: &'static str,
    ) -> DocumentError {
        let found = value.get_ref().type_str();
        self.error(value.span(), KeyProblem::Kind { key, found, wanted, example })
    }

    /// First of all: what another version means by the other keys is not known.
    fn check_version(&self, table: &DeTable<'t>) -> Result<(), DocumentError> {
        let Some(value) = table.get("version") else { return Ok(()) };
        match integer(value.get_ref()) {
            Some(FORMAT_VERSION) => Ok(()),
            Some(found) if found > FORMAT_VERSION => {
                Err(DocumentError::NewerVersion { at: Place::of(self.text, value.span()).into(), found })
            }
            _ => Err(self.error(value.span(), KeyProblem::Version)),
        }
    }

    pub(super) fn str<'v>(
        &self,
        value: &'v Spanned<DeValue<'t>>,
        key: &'static str,
        example: &'static str,
    ) -> Result<&'v str, DocumentError> {
        value.get_ref().as_str().ok_or_else(|| self.kind(value, key, Kind::Text, example))
    }

    pub(super) fn array<'v>(
        &self,
        value: &'v Spanned<DeValue<'t>>,
        key: &'static str,
        example: &'static str,
    ) -> Result<&'v DeArray<'t>, DocumentError> {
        value.get_ref().as_array().ok_or_else(|| self.kind(value, key, Kind::List, example))
    }

    pub(super) fn table<'v>(
        &self,
        value: &'v Spanned<DeValue<'t>>,
        key: &'static str,
        example: &'static str,
    ) -> Result<&'v DeTable<'t>, DocumentError> {
        value.get_ref().as_table().ok_or_else(|| self.kind(value, key, Kind::Table, example))
    }

    /// The layers as a list; of an imported network, which is `wired`, joins may be among them.
    fn stack(
        &self,
        input: &Spanned<DeValue<'t>>,
        layers: &Spanned<DeValue<'t>>,
        wired: bool,
    ) -> Result<Stack, DocumentError> {
        let read_layer = if wired { layer_text::read_wired_layer } else { layer_text::read_layer };
        let shape = layer_text::read_shape(self.str(input, "input", "input = \"1x7x7\"")?)
            .map_err(|error| DocumentError::Text { at: self.place_in(input, &error).into(), error: error.into() })?;
        let mut stack = Stack::new(shape);
        for (index, value) in self.array(layers, "layers", LAYERS)?.iter().enumerate() {
            if index == MAX_LAYERS {
                return Err(self.error(value.span(), KeyProblem::TooManyLayers));
            }
            let number = index + 1;
            let text = value.get_ref().as_str().ok_or_else(|| {
                let found = value.get_ref().type_str();
                self.error(value.span(), KeyProblem::LayerKind { number, found, example: LAYERS })
            })?;
            let layer = read_layer(text).map_err(|error| {
                let at = self.place_in(value, &error).into();
                DocumentError::Layer { at, number, error: error.into() }
            })?;
            stack.push(layer.name, layer.enabled, layer.op);
        }
        Ok(stack)
    }

    /// The place in the file of an error in the text that a value holds.
    fn place_in(&self, value: &Spanned<DeValue<'_>>, error: &TextError) -> Place {
        let span = value.span();
        let inside = self.text.get(span.start + 1..span.end.saturating_sub(1));
        // Where the value is written with escapes, places in it do not carry over: then the value itself is shown.
        if inside.is_some() && inside == value.get_ref().as_str() {
            let start = span.start + 1;
            return Place::of(self.text, start + error.range.start..start + error.range.end);
        }
        Place::of(self.text, span)
    }

    fn view(&self, table: &DeTable<'t>) -> Result<View, DocumentError> {
        let mut view = View::default();
        let look = &mut view.look;
        if let Some(value) = table.get("layout") {
            look.layout = self.word(value, "layout", "layout = \"equal\"", Layout::WORDS)?;
        }
        if let Some(value) = table.get("axis") {
            let axis = integer(value.get_ref()).and_then(|axis| usize::try_from(axis).ok());
            let axis = axis.filter(|axis| *axis < MAX_AXES);
            look.axis = Some(axis.ok_or_else(|| self.error(value.span(), KeyProblem::Axis))?);
        }
        if let Some(value) = table.get("folded") {
            let folded = value.get_ref().as_bool();
            look.folded = folded.ok_or_else(|| self.kind(value, "folded", Kind::Switch, "folded = true"))?;
        }
        if let Some(value) = table.get("scale") {
            look.scale = self.word(value, "scale", "scale = \"log\"", Scale::WORDS)?;
        }
        let numbers = [
            ("channel", "channel = 0", &mut look.channel),
            ("filter", "filter = 0", &mut look.filter),
            ("page", "page = 0", &mut look.page),
            ("opened", "opened = 0", &mut look.opened),
        ];
        for (key, example, number) in numbers {
            if let Some(value) = table.get(key) {
                let written = integer(value.get_ref()).and_then(|number| u64::try_from(number).ok());
                *number = written.ok_or_else(|| self.error(value.span(), KeyProblem::Value { key, example }))?;
            }
        }
        if let Some(value) = table.get("paths") {
            let paths = value.get_ref().as_bool();
            look.paths = paths.ok_or_else(|| self.kind(value, "paths", Kind::Switch, "paths = true"))?;
        }
        if let Some(value) = table.get("tint") {
            look.tint = self.word(value, "tint", "tint = \"rf\"", Tint::WORDS)?;
        }
        if let Some(value) = table.get("reveal") {
            look.reveal = self.word(value, "reveal", "reveal = \"walk\"", Reveal::WORDS)?;
        }
        if let Some(value) = table.get("colours") {
            look.colours = self.word(value, "colours", "colours = \"viridis\"", Colours::WORDS)?;
        }
        if let Some(value) = table.get("range") {
            look.range = self.word(value, "range", "range = \"map\"", ColourRange::WORDS)?;
        }
        if let Some(value) = table.get("path") {
            let names = self.array(value, "path", PATH)?.iter();
            view.path = names.map(|name| self.str(name, "path", PATH).map(str::to_owned)).collect::<Result<_, _>>()?;
        }
        if let Some(value) = table.get("branches") {
            let pairs = self.array(value, "branches", BRANCHES)?.iter();
            view.branches = pairs.map(|pair| self.branch(pair)).collect::<Result<_, _>>()?;
        }
        view.pin = table.get("pin").map(|value| self.pin(value)).transpose()?;
        Ok(view)
    }

    /// A layer and the one that it reads.
    fn branch(&self, pair: &Spanned<DeValue<'t>>) -> Result<(String, String), DocumentError> {
        let name = |name| self.str(name, "branches", BRANCHES).map(str::to_owned);
        match &self.array(pair, "branches", BRANCHES)?[..] {
            [join, input] => Ok((name(join)?, name(input)?)),
            _ => Err(self.error(pair.span(), KeyProblem::Value { key: "branches", example: BRANCHES })),
        }
    }

    /// One of these words.
    fn word<T: Copy, const N: usize>(
        &self,
        value: &Spanned<DeValue<'t>>,
        key: &'static str,
        example: &'static str,
        words: [(&'static str, T); N],
    ) -> Result<T, DocumentError> {
        let word = self.str(value, key, example)?;
        let unknown = || {
            let words = words.map(|(word, _)| word).to_vec();
            self.error(value.span(), KeyProblem::Word { key, word: quoted(word), words })
        };
        words.iter().find(|(known, _)| *known == word).map(|(_, meant)| *meant).ok_or_else(unknown)
    }

    fn pin(&self, value: &Spanned<DeValue<'t>>) -> Result<Pin, DocumentError> {
        let table = self.table(value, "pin", PIN)?;
        if let Some((key, _)) = table.iter().find(|(key, _)| !matches!(key.get_ref().as_ref(), "layer" | "unit")) {
            return Err(self.error(key.span(), KeyProblem::PinKey { key: quoted(key.get_ref()) }));
        }
        let part =
            |key: &'static str| table.get(key).ok_or_else(|| self.error(value.span(), KeyProblem::PinWithout { key }));
        // A name, or the layer's place: that may as well be written as the number that it is.
        let layer = part("layer")?;
        let layer = match integer(layer.get_ref()) {
            Some(place) => place.to_string(),
            None => self.str(layer, "layer", PIN)?.to_owned(),
        };
        let unit = part("unit")?;
        let indices: Option<Vec<i64>> =
            self.array(unit, "unit", PIN)?.iter().map(|index| integer(index.get_ref()).filter(|&i| i >= 0)).collect();
        match indices {
            Some(unit) if unit.len() <= MAX_AXES => Ok(Pin { layer, unit }),
            _ => Err(self.error(unit.span(), KeyProblem::Unit)),
        }
    }
}

pub(super) fn integer(value: &DeValue<'_>) -> Option<i64> {
    let integer = value.as_integer()?;
    i64::from_str_radix(integer.as_str(), integer.radix()).ok()
}
