//! A document: a stack and how it is looked at.
//!
//! The stack is the work: it changes only through [`super::Edit`], every change can be undone, and a change that no file
//! has is asked about before it is lost. How it is looked at ([`View`]) belongs to the session of whoever looks: it is
//! written whenever the stack is saved, but changing it makes no document "changed" and is no entry of an undo list.

use super::Stack;

/// The version of the document's format that is read and written.
pub const FORMAT_VERSION: i64 = 1;

/// What a `*.receptive.toml` file holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    pub stack: Stack,
    pub view: View,
    /// Keys of the file that this version does not know, kept so that saving loses nothing.
    pub unknown: toml::Table,
}

impl Document {
    /// A document that is only a stack.
    pub fn new(stack: Stack) -> Self {
        Self { stack, view: View::default(), unknown: toml::Table::new() }
    }
}

/// How the network is looked at. Not part of the work: see the head of this file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    pub look: Look,
    pub pin: Option<Pin>,
    /// The layers that the shown path of a network with branches goes through, by their names; those named first count.
    pub path: Vec<String>,
    /// Where branches meet, and which of them the shown path takes there: the layer and the one that it reads, by name.
    pub branches: Vec<(String, String)>,
}

/// The choices that change what a view draws.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Look {
    /// How large the cells of the maps are.
    pub layout: Layout,
    /// The axis that the ladder shows, 0-based, outermost first; the last one if it is `None` or there is no such axis.
    pub axis: Option<usize>,
    /// Groups of layers that repeat are drawn once.
    pub folded: bool,
    /// Of the groups that the graph draws once those that it draws in full all the same: a bit each, from the first on.
    pub opened: u64,
    /// What the colours of the graph tell.
    pub tint: Tint,
    /// The scale of the charts.
    pub scale: Scale,
    /// The channel that is read, of those that the numbers show, 0-based.
    pub channel: u64,
    /// The channel that is made, of those that the numbers show, 0-based.
    pub filter: u64,
    /// Which output cells the numbers show.
    pub reveal: Reveal,
    /// How many routes lead from each unit to the shown one is laid over the maps.
    pub paths: bool,
    /// The colours of values.
    pub colours: Colours,
    /// Which values get the ends of the colours.
    pub range: Range,
    /// The page of channels that the image view shows, 0-based.
    pub page: u64,
}

/// Which output cells the numbers show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Reveal {
    /// All of them.
    #[default]
    All,
    /// Those up to the pinned one, as the kernel comes to them.
    Walk,
    /// None but those that were clicked: predict first.
    Predict,
}

impl Reveal {
    /// Every choice with the word that files and the command line use.
    pub const WORDS: [(&str, Self); 3] = [("all", Self::All), ("walk", Self::Walk), ("predict", Self::Predict)];

    pub fn word(self) -> &'static str {
        Self::WORDS[self as usize].0
    }
}

/// What the colours of the graph tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tint {
    /// The kind of op.
    #[default]
    Kind,
    /// How much the units see.
    Field,
    /// How far apart what neighbours see is.
    Stride,
    /// The share of the image that does not reach the layer.
    Loss,
    /// Multiply-adds.
    Cost,
}

impl Tint {
    /// Every choice with the word that files and the command line use.
    pub const WORDS: [(&str, Self); 5] = [
        ("none", Self::Kind),
        ("rf", Self::Field),
        ("stride", Self::Stride),
        ("loss", Self::Loss),
        ("cost", Self::Cost),
    ];

    pub fn word(self) -> &'static str {
        Self::WORDS[self as usize].0
    }
}

/// The colours of values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Colours {
    /// From black to white.
    #[default]
    Gray,
    /// From dark blue over green to yellow, alike in steps for the eye.
    Viridis,
    /// Blue below zero, white at zero, red above.
    Diverging,
}

impl Colours {
    /// Every choice with the word that files and the command line use.
    pub const WORDS: [(&str, Self); 3] =
        [("gray", Self::Gray), ("viridis", Self::Viridis), ("diverging", Self::Diverging)];

    pub fn word(self) -> &'static str {
        Self::WORDS[self as usize].0
    }
}

/// Which values get the ends of the colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Range {
    /// The least and the greatest of each channel.
    #[default]
    Channel,
    /// The least and the greatest of all channels of the map.
    Map,
}

impl Range {
    /// Both choices with the word that files and the command line use.
    pub const WORDS: [(&str, Self); 2] = [("channel", Self::Channel), ("map", Self::Map)];

    pub fn word(self) -> &'static str {
        Self::WORDS[self as usize].0
    }
}

impl Look {
    /// Every group of the graph is opened.
    pub const ALL_OPENED: u64 = i64::MAX as u64;

    /// The axis that the ladder shows of an image of so many axes.
    pub fn axis_of(&self, rank: usize) -> usize {
        let last = rank.saturating_sub(1);
        self.axis.filter(|axis| *axis <= last).unwrap_or(last)
    }
}

/// How numbers are measured off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Scale {
    #[default]
    Linear,
    Log,
}

impl Scale {
    /// Both scales with the word that files and the command line use.
    pub const WORDS: [(&str, Self); 2] = [("linear", Self::Linear), ("log", Self::Log)];

    pub fn word(self) -> &'static str {
        Self::WORDS[self as usize].0
    }
}

/// How large the cells of the maps are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Layout {
    /// All cells alike, so that maps shrink as their sizes do.
    #[default]
    Equal,
    /// Every map in line with the input: a cell is as wide as its effective stride.
    Aligned,
}

impl Layout {
    /// Both layouts with the word that files and the command line use.
    pub const WORDS: [(&str, Self); 2] = [("equal", Self::Equal), ("aligned", Self::Aligned)];

    pub fn word(self) -> &'static str {
        Self::WORDS[self as usize].0
    }
}

/// The unit whose field is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pin {
    /// The shown name of its layer, or the layer's place; `input` for the image. See [`super::Stack::place_named`].
    pub layer: String,
    /// Its index on each axis of the layer's map, 0-based.
    pub unit: Vec<i64>,
}
