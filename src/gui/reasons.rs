//! Why something with a file or a text did not work, in the reader's language. Only what another library says, such as
//! the reader of TOML, stays as it is, in quotation marks.

use std::path::Path;

use super::jobs::WriteProblem;
use crate::axes::MAX_AXES;
use crate::export::onnx::{Reason, Unwritable};
use crate::export::picture::{LEAST_MILLIMETRES, LEAST_SCALE, MOST_MILLIMETRES, MOST_SCALE, MOST_SIDE, PictureError};
use crate::files::{FileProblem, SaveProblem};
use crate::import::Remark;
use crate::import::document::{DocumentError, KeyProblem, Kind, MAX_BYTES, PIN, Place};
use crate::import::layer_text::{MAX_WORDS, TextError};
use crate::import::mistake::{self, Problem, Remedy};
use crate::import::pytorch::{self, Finding, PythonProblem};
use crate::locale::Words;
use crate::net::{DEFAULT_NAMES, FORMAT_VERSION, MAX_LAYERS, WiringError};
use crate::value::{AssetError, ValueProblem};

/// Why a file was not opened.
pub fn of_file(words: &Words, problem: &FileProblem) -> String {
    match problem {
        FileProblem::Missing => words.get("reason-missing").to_owned(),
        FileProblem::Folder => words.get("reason-folder").to_owned(),
        FileProblem::Unreadable(error) => words.with("reason-unreadable", &[("error", error.to_string().into())]),
        FileProblem::Document(error) => of_document(words, error),
    }
}

/// Why this file was not opened: of a file that is known to be something else, what it is.
pub fn of_opened(words: &Words, path: &Path, problem: &FileProblem) -> String {
    const PICTURES: [&str; 9] = ["png", "jpg", "jpeg", "gif", "webp", "bmp", "tif", "tiff", "pdf"];
    const WEIGHTS: [&str; 9] = ["pt", "pth", "h5", "keras", "pb", "tflite", "npz", "safetensors", "pkl"];
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    let foreign = match problem {
        FileProblem::Document(_) if PICTURES.contains(&ending.as_str()) => Some("habit-file-picture"),
        FileProblem::Document(_) if WEIGHTS.contains(&ending.as_str()) => Some("habit-file-weights"),
        _ => None,
    };
    foreign.map_or_else(|| of_file(words, problem), |key| words.get(key).to_owned())
}

/// Why a file of values is of no use.
pub fn of_asset(words: &Words, error: &AssetError) -> String {
    match error {
        AssetError::Missing => words.get("source-missing").to_owned(),
        AssetError::Broken(reason) => words.with("source-broken", &[("reason", reason.as_str().into())]),
    }
}

/// Why there are no values, or not those that were chosen.
pub fn of_values(words: &Words, problem: &ValueProblem) -> String {
    match problem {
        ValueProblem::Asset { path, error: AssetError::Missing } => {
            words.with("play-no-file", &[("path", path.as_str().into())])
        }
        ValueProblem::Asset { path, error: AssetError::Broken(reason) } => {
            words.with("play-bad-file", &[("path", path.as_str().into()), ("reason", reason.as_str().into())])
        }
        ValueProblem::Shape { what, found, wanted, .. } => {
            let shapes = [("found", found.as_str().into()), ("wanted", wanted.as_str().into())];
            let said = words.with("play-bad-shape", &shapes);
            words.with("play-bad-values", &[("what", what.as_str().into()), ("reason", said.into())])
        }
        ValueProblem::Unknown { node } => words.with("play-unknown", &[("layer", node.as_str().into())]),
        ValueProblem::TooLarge { .. } | ValueProblem::Cancelled => words.get("play-too-large").to_owned(),
    }
}

/// The place of the mistake in a file, as an excerpt with a mark under it.
pub fn excerpt_of(problem: &FileProblem) -> Option<&str> {
    match problem {
        FileProblem::Document(error) => error.place().map(|place| place.excerpt.as_str()),
        _ => None,
    }
}

fn of_document(words: &Words, error: &DocumentError) -> String {
    let at = |place: &Place, reason: String| at(words, place.line, place.column, reason);
    match error {
        DocumentError::Empty => words.get("reason-empty").to_owned(),
        DocumentError::Encoding(_) => words.get("reason-encoding").to_owned(),
        DocumentError::TooLarge => words.with("reason-too-large", &[("mib", (MAX_BYTES >> 20).into())]),
        DocumentError::TooManyEntries => words.get("document-entries").to_owned(),
        DocumentError::Toml { at: place, message, at_end } => {
            let key = if *at_end { "document-toml-end" } else { "document-toml" };
            at(place, words.with(key, &[("message", message.into())]))
        }
        DocumentError::Key { at: place, problem } => at(place, of_key(words, problem)),
        DocumentError::MissingKey { key, example } => {
            words.with("reason-missing-key", &[("key", (*key).into()), ("example", (*example).into())])
        }
        DocumentError::NewerVersion { found, .. } => {
            words.with("reason-newer", &[("found", (*found).into()), ("version", FORMAT_VERSION.into())])
        }
        DocumentError::Layer { at: place, number, error } => {
            let reason = mistake_and_remedy(words, error).into();
            at(place, words.with("document-layer", &[("number", (*number).into()), ("reason", reason)]))
        }
        DocumentError::Text { at: place, error } => at(place, mistake_and_remedy(words, error)),
        DocumentError::Onnx(problem) => super::model::of_error(words, problem),
        DocumentError::Python { line, problem } => at_line(words, *line, of_python(words, *problem)),
    }
}

fn at(words: &Words, line: usize, column: usize, reason: String) -> String {
    words.with("reason-at", &[("line", line.into()), ("column", column.into()), ("reason", reason.into())])
}

fn at_line(words: &Words, line: usize, reason: String) -> String {
    words.with("reason-at-line", &[("line", line.into()), ("reason", reason.into())])
}

fn of_python(words: &Words, problem: PythonProblem) -> String {
    match problem {
        PythonProblem::NoLayers => words.with("python-no-layers", &[("example", pytorch::EXAMPLE.into())]),
        PythonProblem::OpenBracket => words.get("python-bracket").to_owned(),
        PythonProblem::TooLong => words.get("python-too-long").to_owned(),
        PythonProblem::TooManyLayers => {
            join(words, &of_problem(words, &Problem::TooManyLayers), &of_remedy(words, Remedy::FewerLayers))
        }
    }
}

/// What is to be said about how a network was read.
pub fn of_remark(words: &Words, remark: &Remark) -> String {
    match remark {
        Remark::Python(remark) => of_python_remark(words, remark),
        Remark::Onnx(remark) => super::model::of_remark(words, remark),
    }
}

fn of_python_remark(words: &Words, remark: &pytorch::Remark) -> String {
    let said = of_finding(words, &remark.finding);
    remark.line.map_or_else(|| said.clone(), |line| at_line(words, line, said.clone()))
}

fn of_finding(words: &Words, finding: &Finding) -> String {
    let layer_and =
        |key, layer: &str, setting: &str| words.with(key, &[("layer", layer.into()), ("setting", setting.into())]);
    let layer_alone = |key, layer: &str| words.with(key, &[("layer", layer.into())]);
    match finding {
        Finding::InputAssumed { input } => words.with("remark-input", &[("input", input.into())]),
        Finding::InputUnfit { sizes, input } => {
            words.with("remark-input-unfit", &[("sizes", sizes.into()), ("input", input.into())])
        }
        Finding::OtherNetwork { layers } => words.with("remark-other-network", &[("count", (*layers).into())]),
        Finding::Outside { layers } => words.with("remark-outside", &[("count", (*layers).into())]),
        Finding::AsWritten => words.with("remark-as-written", &[("example", "nn.Sequential".into())]),
        Finding::ClassAsChain { class } => layer_alone("remark-class", class),
        Finding::Branch { name } => layer_alone("remark-branch", name),
        Finding::InputsDiffer { layer, setting, written, given } => {
            let numbers = [("written", written.to_string().into()), ("given", given.to_string().into())];
            let layer = [("layer", layer.into()), ("setting", (*setting).into())];
            words.with("remark-inputs", &[&layer[..], &numbers[..]].concat())
        }
        Finding::ReadAs { layer, op } => words.with("remark-read-as", &[("layer", layer.into()), ("op", (*op).into())]),
        Finding::LeftOut { layer } => layer_alone("remark-left-out", layer),
        Finding::UnknownLayer { layer } => layer_alone("remark-unknown-layer", layer),
        Finding::UnknownSetting { layer, setting } => layer_and("remark-unknown-setting", layer, setting),
        Finding::Ignored { layer, setting } => layer_and("remark-ignored", layer, setting),
        Finding::SameWithStride { layer } => layer_and("remark-same-stride", layer, "padding='same'"),
        Finding::NoLayer { written } => layer_alone("remark-no-layer", written),
        Finding::Flattened { layer } => layer_alone("remark-flattened", layer),
        Finding::More { count } => words.with("remark-more", &[("count", (*count).into())]),
    }
}

fn of_key(words: &Words, problem: &KeyProblem) -> String {
    match problem {
        KeyProblem::Kind { key, found, wanted, example } => {
            let wanted = match wanted {
                Kind::Text => "text",
                Kind::List => "list",
                Kind::Table => "table",
                Kind::Switch => "boolean",
            };
            let found = ("found", (*found).into());
            let key = ("key", (*key).into());
            words.with("document-kind", &[key, found, ("wanted", wanted.into()), ("example", (*example).into())])
        }
        KeyProblem::LayerKind { number, found, example } => {
            let number = ("number", (*number).into());
            words.with("document-layer-kind", &[number, ("found", (*found).into()), ("example", (*example).into())])
        }
        KeyProblem::Version => {
            words.with("document-version", &[("example", format!("version = {FORMAT_VERSION}").into())])
        }
        KeyProblem::TooManyLayers => {
            join(words, &of_problem(words, &Problem::TooManyLayers), &of_remedy(words, Remedy::FewerLayers))
        }
        KeyProblem::Word { key, word, words: known } => {
            let quoted: Vec<String> = known.iter().map(|word| format!("\"{word}\"")).collect();
            let (last, others) = quoted.split_last().map_or(("", &[][..]), |(last, others)| (last.as_str(), others));
            let (first, second) = (others.join(", "), last.to_owned());
            let choices = [("first", first.into()), ("second", second.into())];
            let given = [("key", (*key).into()), ("word", word.into())];
            words.with("document-word", &[&given[..], &choices[..]].concat())
        }
        KeyProblem::Axis => words.with("document-axis", &[("last", (MAX_AXES - 1).into())]),
        KeyProblem::Value { key, example } => {
            words.with("document-value", &[("key", (*key).into()), ("example", (*example).into())])
        }
        KeyProblem::UnknownKey { of, key, example } => words
            .with("document-unknown-key", &[("of", (*of).into()), ("key", key.into()), ("example", (*example).into())]),
        KeyProblem::PinKey { key } => words.with("document-pin-key", &[("key", key.into()), ("example", PIN.into())]),
        KeyProblem::PinWithout { key } => {
            words.with("document-pin-without", &[("key", (*key).into()), ("example", PIN.into())])
        }
        KeyProblem::Wiring(error) => match error {
            WiringError::InputNotBefore { layer, map } => {
                words.with("document-wiring-not-before", &[("number", (layer + 1).into()), ("map", (*map).into())])
            }
            WiringError::InputCount { layer, got } => {
                words.with("document-wiring-inputs", &[("number", (layer + 1).into()), ("count", (*got).into())])
            }
            WiringError::NoOutput { map } => words.with("document-wiring-output", &[("map", (*map).into())]),
            WiringError::SameName { name } => words.with("document-wiring-name", &[("name", name.into())]),
            WiringError::ImageName { name } => words.with("document-wiring-image", &[("name", name.into())]),
            WiringError::Count { got, written } => {
                words.with("document-wiring-lists", &[("count", (*got).into()), ("written", (*written).into())])
            }
        },
        KeyProblem::Unit => words.with("document-unit", &[("most", MAX_AXES.into())]),
    }
}

/// What is wrong in a layer text.
pub fn of_text(words: &Words, error: &TextError) -> String {
    at(words, error.line, error.column, mistake_and_remedy(words, error))
}

fn mistake_and_remedy(words: &Words, error: &TextError) -> String {
    join(words, &of_problem(words, &error.problem), &of_remedy(words, error.remedy))
}

fn join(words: &Words, mistake: &str, remedy: &str) -> String {
    words.with("mistake-and-remedy", &[("mistake", mistake.into()), ("remedy", remedy.into())])
}

fn of_problem(words: &Words, problem: &Problem) -> String {
    let plain = |key| words.get(key).to_owned();
    match problem {
        Problem::EmptyText => plain("mistake-empty-text"),
        Problem::EmptyLayer => plain("mistake-empty-layer"),
        Problem::EmptyInput => plain("mistake-empty-input"),
        Problem::NoInput => plain("mistake-no-input"),
        Problem::NoColon { before } => words.with("mistake-no-colon", &[("word", before.into())]),
        Problem::InputWithoutSizes { input } => words.with("mistake-no-sizes", &[("input", input.into())]),
        Problem::InputSizes { input, count } => {
            words.with("mistake-sizes", &[("input", input.into()), ("count", (*count).into())])
        }
        Problem::SecondLayer => plain("mistake-second-layer"),
        Problem::TooManyLayers => words.with("mistake-layers", &[("most", MAX_LAYERS.to_string().into())]),
        Problem::TooManyWords => words.with("mistake-words", &[("most", MAX_WORDS.into())]),
        Problem::OpenQuote => plain("mistake-quote"),
        Problem::NumberMissing { word, what } => {
            words.with("mistake-number-missing", &[("word", word.into()), ("what", what.word().into())])
        }
        Problem::NotWhole { word, digits } => {
            words.with("mistake-not-whole", &[("word", word.into()), ("digits", digits.into())])
        }
        Problem::TooSmall { word, number } => {
            words.with("mistake-too-small", &[("word", word.into()), ("digits", number.into())])
        }
        Problem::TooLarge { word, number } => {
            words.with("mistake-too-large", &[("word", word.into()), ("digits", number.into())])
        }
        Problem::Twice { word, setting } => {
            words.with("mistake-twice", &[("word", word.into()), ("setting", (*setting).into())])
        }
        Problem::PaddingTwice { first, second } => {
            words.with("mistake-padding-twice", &[("first", first.into()), ("second", second.into())])
        }
        Problem::NearestAndLinear => plain("mistake-nearest-linear"),
        Problem::TooManyValues { word, count } => {
            words.with("mistake-values", &[("word", word.into()), ("count", (*count).into())])
        }
        Problem::Without { layer, what } => {
            words.with("mistake-without", &[("layer", layer.into()), ("what", what.word().into())])
        }
        Problem::NoLayer { word } => words.with("mistake-no-layer", &[("word", word.into())]),
        Problem::NoName { written } if written.is_empty() => plain("mistake-empty-name"),
        Problem::NoName { written } => words.with("mistake-no-name", &[("written", written.into())]),
        Problem::NotUnderstood { layer, word } => {
            words.with("mistake-not-understood", &[("layer", (*layer).into()), ("word", word.into())])
        }
    }
}

fn of_remedy(words: &Words, remedy: Remedy) -> String {
    let plain = |key| words.get(key).to_owned();
    let as_in = |key, example: &str| words.with(key, &[("example", example.into())]);
    match remedy {
        Remedy::WriteStack => as_in("remedy-stack", mistake::STACK),
        Remedy::WriteInput => {
            words.with("remedy-input", &[("example", mistake::INPUT.into()), ("batch", mistake::BATCH.into())])
        }
        Remedy::WriteLayer => as_in("remedy-layer", mistake::LAYER),
        Remedy::OneLayer => plain("remedy-one-layer"),
        Remedy::FewerLayers => words.with("remedy-fewer-layers", &[("most", MAX_LAYERS.to_string().into())]),
        Remedy::FewerWords => plain("remedy-fewer-words"),
        Remedy::CloseQuote => plain("remedy-quote"),
        Remedy::Number { what, least, most } => {
            // As they are typed, without spaces between the digits.
            let range = [("least", least.to_string().into()), ("most", most.to_string().into())];
            words.with("remedy-number", &[&[("what", what.word().into())], &range[..]].concat())
        }
        Remedy::KeepOne => plain("remedy-keep-one"),
        Remedy::OneValue => words.with("remedy-one-value", &[("most", MAX_AXES.into())]),
        Remedy::As(example) => as_in("remedy-as", example),
        Remedy::AsName => {
            let [example, other] = mistake::NAMES;
            words.with("remedy-name", &[("example", example.into()), ("other", other.into())])
        }
        Remedy::Alone(layer) => words.with("remedy-alone", &[("layer", layer.into())]),
        Remedy::LayerFirst => as_in("remedy-layer-first", mistake::PER_AXIS),
        Remedy::NoJoins => plain("remedy-no-joins"),
        Remedy::DidYouMean(layer) => words.with("remedy-did-you-mean", &[("layer", layer.into())]),
        Remedy::OneOfTheLayers => words.with("remedy-layers", &[("layers", DEFAULT_NAMES.join(", ").into())]),
    }
}

/// Why a file was not written.
pub fn of_write(words: &Words, problem: &WriteProblem) -> String {
    match problem {
        WriteProblem::Save(SaveProblem::IsFolder) => words.get("reason-folder").to_owned(),
        WriteProblem::Save(SaveProblem::NoFolder) => words.get("reason-no-folder").to_owned(),
        WriteProblem::Save(SaveProblem::Circle) => words.get("reason-circle").to_owned(),
        WriteProblem::Save(SaveProblem::ReadOnlyFile) => words.get("reason-read-only").to_owned(),
        WriteProblem::Save(SaveProblem::Folder(error)) => {
            words.with("reason-folder-closed", &[("error", error.to_string().into())])
        }
        WriteProblem::Save(SaveProblem::Write(error)) => {
            words.with("reason-write", &[("error", error.to_string().into())])
        }
        WriteProblem::Save(SaveProblem::Document(error)) => {
            words.with("document-unwritable", &[("error", error.0.to_string().into())])
        }
        WriteProblem::Picture(error) => of_picture(words, error),
        WriteProblem::Animation(error) => super::motion::reason(words, error),
        WriteProblem::Onnx(unwritable) => of_onnx(words, unwritable),
        WriteProblem::Screen(error) => words.with("reason-picture", &[("error", error.as_str().into())]),
    }
}

/// Which layer ONNX cannot say, and why.
fn of_onnx(words: &Words, Unwritable { layer, reason }: &Unwritable) -> String {
    let layer = ("layer", layer.as_str().into());
    match reason {
        Reason::Impossible { reason, rank } => {
            words.with("onnx-impossible", &[layer, ("reason", words.impossible(reason, *rank).into())])
        }
        Reason::Unknown => words.with("onnx-unwritable", &[layer]),
        Reason::Windows { axis, size, out } => {
            let axis = (*axis).into();
            words.with("onnx-windows", &[layer, ("axis", axis), ("size", (*size).into()), ("out", (*out).into())])
        }
    }
}

/// Why a picture was not drawn.
pub fn of_picture(words: &Words, error: &PictureError) -> String {
    let number = |value: f64| words.decimal(value, usize::from(value.fract() != 0.0) * 2);
    let range =
        |key, least: f64, most: f64| words.with(key, &[("least", number(least).into()), ("most", number(most).into())]);
    match error {
        PictureError::Scale => range("export-scale-range", LEAST_SCALE, MOST_SCALE),
        PictureError::Pixels => range("export-pixels-range", 1.0, f64::from(MOST_SIDE)),
        PictureError::Millimetres => range("export-millimetres-range", LEAST_MILLIMETRES, MOST_MILLIMETRES),
        PictureError::TooManyPixels { width, height } => {
            let [width, height] = [width, height].map(|side| words.number(*side).into());
            words.with("export-too-many-pixels", &[("width", width), ("height", height)])
        }
        PictureError::TooLargePage { width, height } => {
            let [width, height] = [width, height].map(|side| words.decimal(*side, 0).into());
            let most = words.decimal(MOST_MILLIMETRES, 0).into();
            words.with("export-too-large-page", &[("width", width), ("height", height), ("most", most)])
        }
        PictureError::Draw(error) => words.with("reason-picture", &[("error", error.into())]),
    }
}
