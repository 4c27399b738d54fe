//! What is said about Python text that was read as far as it could be, as data: the command line prints it as it is
//! displayed here, in English; the window puts it into the words of its language.

use std::fmt;

use crate::import::mistake::quoted;

/// Something that is not in the network as it was written, and what was done about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// 1-based line in the text; `None` of what the text does not say.
    pub line: Option<usize>,
    pub finding: Finding,
}

/// What was found. `layer` is the name of a module: `LeakyReLU`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Nothing says how large the input is.
    InputAssumed { input: String },
    /// What says it does not fit the layers.
    InputUnfit { sizes: String, input: String },
    /// There is another network.
    OtherNetwork { layers: usize },
    /// There are layers outside of the network.
    Outside { layers: usize },
    /// No `nn.Sequential`: the layers are taken in the order in which they are written.
    AsWritten,
    /// A module of its own class is taken as a chain.
    ClassAsChain { class: String },
    /// What is known by its name as a branch.
    Branch { name: String },
    /// A layer is written for another input than it gets.
    InputsDiffer { layer: String, setting: &'static str, written: u64, given: u64 },
    /// The layer is read as one that is like it; `op` in layer text.
    ReadAs { layer: String, op: &'static str },
    /// It changes no size and no field.
    LeftOut { layer: String },
    /// Nothing is known of it.
    UnknownLayer { layer: String },
    /// A setting is not to be understood, and nothing is known of the layer without it.
    UnknownSetting { layer: String, setting: String },
    /// A setting that changes no size.
    Ignored { layer: String, setting: String },
    /// `padding='same'` with a stride, which PyTorch refuses.
    SameWithStride { layer: String },
    /// This is no layer.
    NoLayer { written: String },
    /// A linear layer comes behind a map.
    Flattened { layer: String },
    /// There was more to say.
    More { count: usize },
}

/// Remarks as they are collected, not more of them than anybody reads.
#[derive(Debug, Default)]
pub(super) struct Remarks {
    all: Vec<Remark>,
    /// How many were not kept.
    more: usize,
}

impl Remarks {
    /// The most that are kept.
    const MOST: usize = 100;
    /// The most that are collected: what comes late in reading may stand early in the text.
    const MOST_COLLECTED: usize = 10 * Self::MOST;

    pub fn tell(&mut self, line: impl Into<Option<usize>>, finding: Finding) {
        if self.all.len() < Self::MOST_COLLECTED {
            self.all.push(Remark { line: line.into(), finding });
        } else {
            self.more += 1;
        }
    }

    /// Those of the other one too.
    pub fn extend(&mut self, other: Self) {
        self.more += other.more;
        for Remark { line, finding } in other.all {
            self.tell(line, finding);
        }
    }

    /// All of them in the order of the text.
    pub fn in_order(mut self) -> Vec<Remark> {
        self.all.sort_by_key(|remark| remark.line.unwrap_or(0));
        let count = self.more + self.all.len().saturating_sub(Self::MOST);
        if count > 0 {
            self.all.truncate(Self::MOST);
            self.all.push(Remark { line: None, finding: Finding::More { count } });
        }
        self.all
    }
}

/// Some Python as remarks repeat it: on one line, cut if it is long.
pub(super) fn shown(python: &str) -> String {
    const MOST_CHARS: usize = 200;
    let head: String = python.chars().take(MOST_CHARS).collect();
    quoted(&head.split_whitespace().collect::<Vec<_>>().join(" "))
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "line {line}: {}", self.finding),
            None => self.finding.fmt(f),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InputAssumed { input } => {
                write!(f, "the text does not say how large the input is; {input} was taken, change it if it is another")
            }
            Self::InputUnfit { sizes, input } => {
                write!(f, "an input of ({sizes}) does not fit the layers; {input} was taken")
            }
            Self::OtherNetwork { layers } => write!(f, "another network (layers: {layers}) was left out"),
            Self::Outside { layers } => write!(f, "layers outside of the network ({layers}) were left out"),
            Self::AsWritten => f.write_str("there is no nn.Sequential; the layers were taken in the order of the text"),
            Self::ClassAsChain { class } => {
                write!(
                    f,
                    "{class}: what it computes is not known; its layers were taken as a chain, in the order of the text"
                )
            }
            Self::Branch { name } => write!(f, "{name}: branches have no place in a chain; it was left out"),
            Self::InputsDiffer { layer, setting, written, given } => {
                write!(f, "{layer}: {setting} is {written}, but {given} come in; the layer was taken with {given}")
            }
            Self::ReadAs { layer, op } => write!(f, "{layer}: there is no such layer here; it was read as {op}"),
            Self::LeftOut { layer } => write!(f, "{layer}: it changes no size and no field; it was left out"),
            Self::UnknownLayer { layer } => {
                write!(f, "{layer}: this layer is not known; all that comes after it is unknown")
            }
            Self::UnknownSetting { layer, setting } => {
                write!(f, "{layer}: {setting} is not understood; the layer and all that comes after it are unknown")
            }
            Self::Ignored { layer, setting } => write!(f, "{layer}: {setting} changes no size; it was left out"),
            Self::SameWithStride { layer } => {
                write!(f, "{layer}: PyTorch has padding='same' only without a stride; the output was taken as ⌈N/S⌉")
            }
            Self::NoLayer { written } => write!(f, "“{written}” is no layer; it was left out"),
            Self::Flattened { layer } => {
                write!(f, "{layer}: the map before it was flattened, with a layer that is not written")
            }
            Self::More { count } => write!(f, "and {count} more remarks"),
        }
    }
}

/// Why there is no network in a Python text, and what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PythonProblem {
    #[error("there are no layers of PyTorch; write them as in {EXAMPLE}")]
    NoLayers,
    #[error("this bracket is not closed; close it")]
    OpenBracket,
    #[error("the text is too long to be a network; cut it to the lines with the layers")]
    TooLong,
    #[error("more than {} layers; keep to fewer", crate::net::MAX_LAYERS)]
    TooManyLayers,
}

/// A network as it is written.
pub const EXAMPLE: &str = "nn.Sequential(nn.Conv2d(1, 3, 5), nn.ReLU())";
