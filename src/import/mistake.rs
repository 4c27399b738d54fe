//! What can be wrong with a layer text and what helps, as data: the command line prints it as it is displayed here, in
//! English; the window puts it into the words of its language.

use std::fmt;

use super::layer_text::MAX_WORDS;
use crate::axes::MAX_AXES;
use crate::net::{DEFAULT_NAMES, MAX_LAYERS};

/// The most characters of a word that a message repeats.
const MOST_QUOTED: usize = 60;

/// A word of the text as messages repeat it, cut if it is long.
pub(super) fn quoted(text: &str) -> String {
    match text.char_indices().nth(MOST_QUOTED) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// What is wrong. Texts in it are words as they were written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    EmptyText,
    EmptyLayer,
    EmptyInput,
    NoInput,
    NoColon {
        before: String,
    },
    InputWithoutSizes {
        input: String,
    },
    InputSizes {
        input: String,
        count: usize,
    },
    SecondLayer,
    TooManyLayers,
    TooManyWords,
    OpenQuote,
    NumberMissing {
        word: String,
        what: Quantity,
    },
    NotWhole {
        word: String,
        digits: String,
    },
    TooSmall {
        word: String,
        number: String,
    },
    TooLarge {
        word: String,
        number: String,
    },
    Twice {
        word: String,
        setting: &'static str,
    },
    PaddingTwice {
        first: String,
        second: String,
    },
    NearestAndLinear,
    TooManyValues {
        word: String,
        count: usize,
    },
    /// A layer lacks what it cannot do without.
    Without {
        layer: String,
        what: Quantity,
    },
    NoLayer {
        word: String,
    },
    NoName {
        written: String,
    },
    NotUnderstood {
        layer: &'static str,
        word: String,
    },
}

/// What to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    WriteStack,
    WriteInput,
    WriteLayer,
    OneLayer,
    FewerLayers,
    FewerWords,
    CloseQuote,
    Number {
        what: Quantity,
        least: u64,
        most: u64,
    },
    KeepOne,
    OneValue,
    /// A well-formed layer of this kind.
    As(&'static str),
    AsName,
    /// The layer has no settings.
    Alone(&'static str),
    LayerFirst,
    NoJoins,
    DidYouMean(&'static str),
    OneOfTheLayers,
}

/// What a number counts or sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    Batch,
    Channels,
    Size,
    Kernel,
    Stride,
    Padding,
    Dilation,
    OutputPadding,
    OutputSize,
    Groups,
    Factor,
    Outputs,
    Amount,
}

impl Quantity {
    /// The word by which texts choose the noun.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Batch => "batch",
            Self::Channels => "channels",
            Self::Size => "size",
            Self::Kernel => "kernel",
            Self::Stride => "stride",
            Self::Padding => "padding",
            Self::Dilation => "dilation",
            Self::OutputPadding => "output-padding",
            Self::OutputSize => "output-size",
            Self::Groups => "groups",
            Self::Factor => "factor",
            Self::Outputs => "outputs",
            Self::Amount => "amount",
        }
    }

    const fn noun(self) -> &'static str {
        match self {
            Self::Channels => "number of channels",
            Self::OutputPadding => "output padding",
            Self::OutputSize => "output size",
            Self::Groups => "number of groups",
            Self::Outputs => "number of outputs",
            other => other.word(),
        }
    }

    const fn article(self) -> &'static str {
        match self {
            Self::OutputPadding | Self::OutputSize | Self::Amount => "an",
            _ => "a",
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EmptyText => f.write_str("the text is empty"),
            Self::EmptyLayer => f.write_str("the layer is empty"),
            Self::EmptyInput => f.write_str("the input is empty"),
            Self::NoInput => f.write_str("the input is missing"),
            Self::NoColon { before } => write!(f, "a colon is missing before “{before}”"),
            Self::InputWithoutSizes { input } => write!(f, "the input “{input}” has no sizes"),
            Self::InputSizes { input, count } => write!(f, "the input “{input}” has {count} sizes"),
            Self::SecondLayer => f.write_str("a second layer begins here"),
            Self::TooManyLayers => write!(f, "more than {MAX_LAYERS} layers"),
            Self::TooManyWords => write!(f, "more than {MAX_WORDS} words in one layer"),
            Self::OpenQuote => f.write_str("the quotation mark is not closed"),
            Self::NumberMissing { word, what } => {
                write!(f, "“{word}”: {} {} is missing", what.article(), what.noun())
            }
            Self::NotWhole { word, digits } => write!(f, "“{word}”: “{digits}” is no whole number"),
            Self::TooSmall { word, number } => write!(f, "“{word}”: {number} is too small"),
            Self::TooLarge { word, number } => write!(f, "“{word}”: {number} is too large"),
            Self::Twice { word, setting } => write!(f, "“{word}”: {setting} is given twice"),
            Self::PaddingTwice { first, second } => {
                write!(f, "the padding is given twice, as “{first}” and as “{second}”")
            }
            Self::NearestAndLinear => f.write_str("upsample is both nearest and linear"),
            Self::TooManyValues { word, count } => write!(f, "“{word}” has {count} values"),
            Self::Without { layer, what } => write!(f, "“{layer}” has no {}", what.noun()),
            Self::NoLayer { word } => write!(f, "“{word}” is no layer"),
            Self::NoName { written } if written.is_empty() => f.write_str("the name is empty"),
            Self::NoName { written } => write!(f, "“{written}” is no name"),
            Self::NotUnderstood { layer, word } => write!(f, "{layer} does not understand “{word}”"),
        }
    }
}

impl fmt::Display for Remedy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WriteStack => write!(f, "write the input, a colon and the layers, as in {STACK}"),
            Self::WriteInput => write!(f, "write channels and sizes, as in {INPUT}, with a batch as in {BATCH}"),
            Self::WriteLayer => write!(f, "write a layer such as {LAYER}"),
            Self::OneLayer => f.write_str("write one layer alone"),
            Self::FewerLayers => write!(f, "keep to {MAX_LAYERS} layers"),
            Self::FewerWords => f.write_str("end each layer with a comma or the line"),
            Self::CloseQuote => f.write_str("end the name with a second \""),
            Self::Number { what, least, most } => {
                write!(f, "write {} {} from {least} to {most}", what.article(), what.noun())
            }
            Self::KeepOne => f.write_str("keep one of the two"),
            Self::OneValue => write!(f, "write one value, or one for each of up to {MAX_AXES} axes"),
            Self::As(example) => write!(f, "write it as in {example}"),
            Self::AsName => write!(f, "write it as in {} or {}", NAMES[0], NAMES[1]),
            Self::Alone(layer) => write!(f, "write {layer} alone, or with name=… or off as in {layer} name=last off"),
            Self::LayerFirst => {
                write!(f, "begin a layer with its word; values for several axes are joined as in {PER_AXIS}")
            }
            Self::NoJoins => f.write_str("leave it out: the layers of a stack follow one another, branches never meet"),
            Self::DidYouMean(layer) => write!(f, "did you mean {layer}?"),
            Self::OneOfTheLayers => write!(f, "write one of {}", DEFAULT_NAMES.join(", ")),
        }
    }
}

// What remedies show is layer text, which is the same in every language.
pub const STACK: &str = "1x7x7: conv k3 s3";
pub const INPUT: &str = "3x224x224";
pub const BATCH: &str = "16@3x32x32";
pub const LAYER: &str = "conv k3";
pub const PER_AXIS: &str = "conv k3x5";
pub const NAMES: [&str; 2] = ["name=stem", "name=\"first block\""];
