//! What is said of a network as a whole, part by part: for the window the words, for reports the parts themselves.

pub mod border;
pub mod centres;
pub mod padding;
mod page;
pub mod rules;
pub mod sizes;
pub mod tiles;

use std::fmt::Write as _;

use serde_json::{Value, json};

use self::page::Section;
use super::csv::record;
use super::{Format, json::list, name_of, one_line, stopped};
use crate::field::Analysis;
use crate::field::centres::Convention;
use crate::locale::Words;
use crate::net::{Graph, MapId};

/// Rows of a table that people read. Programs get all of them.
const MOST_ROWS: usize = 100;
/// Layers that are named in one sentence.
const MOST_NAMES: usize = 8;

/// A part of what is said of the whole network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// Input sizes near the present one: without loss, and those that cannot run.
    Sizes,
    /// The layers that add nothing at this input size.
    Border,
    /// The share of padding in what the units see.
    Padding,
    /// How to cut a large image into tiles.
    Tiles,
    /// Where the units sit on the image.
    Centres,
    /// The layers under the rules of several frameworks.
    Rules,
}

impl Part {
    /// Every part with the word that the command line uses.
    pub const WORDS: [(&str, Self); 6] = [
        ("sizes", Self::Sizes),
        ("border", Self::Border),
        ("padding", Self::Padding),
        ("tiles", Self::Tiles),
        ("centres", Self::Centres),
        ("rules", Self::Rules),
    ];

    /// The word that the command line uses; also the key in JSON.
    pub fn word(self) -> &'static str {
        Self::WORDS[self as usize].0
    }

    fn section(self, about: &About<'_>) -> Section {
        match self {
            Self::Sizes => sizes::section(about),
            Self::Border => border::section(about),
            Self::Padding => padding::section(about),
            Self::Tiles => tiles::section(about),
            Self::Centres => centres::section(about),
            Self::Rules => rules::section(about),
        }
    }

    /// The part as one table for programs, its head first: the same in every language.
    fn records(self, about: &About<'_>) -> Vec<Vec<String>> {
        match self {
            Self::Sizes => sizes::records(about),
            Self::Border => border::records(about),
            Self::Padding => padding::records(about),
            Self::Tiles => tiles::records(about),
            Self::Centres => centres::records(about),
            Self::Rules => rules::records(about),
        }
    }

    fn values(self, about: &About<'_>) -> Vec<Value> {
        match self {
            Self::Sizes => sizes::values(about),
            Self::Border => border::values(about),
            Self::Padding => padding::values(about),
            Self::Tiles => tiles::values(about),
            Self::Centres => centres::values(about),
            Self::Rules => rules::values(about),
        }
    }
}

/// The network that is told of.
#[derive(Clone, Copy)]
pub struct About<'a> {
    pub graph: &'a Graph,
    pub analysis: &'a Analysis,
    pub words: &'a Words,
    /// What the centres are told in.
    pub convention: Convention,
}

/// Why a format cannot hold what is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoRoom {
    #[error("csv holds one table; name one part, or use --format text, markdown or json")]
    OneTable,
    #[error("latex has only the table of layers; use --format text, markdown, csv or json")]
    OnlyLayers,
}

/// The parts of a network in a format, in their order. Ends with a line end.
pub fn write(format: Format, parts: &[Part], about: &About<'_>) -> Result<String, NoRoom> {
    match (format, parts) {
        (Format::Text, _) => Ok(page::text(&about.lead(), &about.sections(parts))),
        (Format::Markdown, _) => Ok(page::markdown(&about.lead(), &about.sections(parts))),
        (Format::Json, _) => Ok(about.json(parts)),
        (Format::Csv, [part]) => Ok(part.records(about).iter().map(|fields| record(fields)).collect()),
        (Format::Csv, _) => Err(NoRoom::OneTable),
        (Format::Latex, _) => Err(NoRoom::OnlyLayers),
    }
}

impl About<'_> {
    fn sections(&self, parts: &[Part]) -> Vec<Section> {
        parts.iter().map(|part| part.section(self)).collect()
    }

    /// What must be known before the parts are read.
    fn lead(&self) -> Vec<String> {
        let words = self.words;
        let mut lead = Vec::new();
        if let Some(reason) = stopped(self.graph, self.analysis, words) {
            lead.push(words.get("report-stopped").to_owned());
            lead.push(one_line(&reason));
        }
        lead
    }

    fn json(&self, parts: &[Part]) -> String {
        let input = &self.graph.input;
        let outputs: Vec<&str> = self.graph.outputs().into_iter().map(|map| name_of(self.graph, map)).collect();
        let input =
            json!({ "batch": input.batch, "channels": input.channels, "size": list(&input.size, |&n| n.into()) });
        let stopped = Value::from(stopped(self.graph, self.analysis, self.words));
        let outputs = Value::from(outputs);
        let mut text = format!("{{\n  \"input\": {input},\n  \"outputs\": {outputs},\n  \"stopped\": {stopped}");
        for part in parts {
            let lines: Vec<String> = part.values(self).iter().map(|value| format!("    {value}")).collect();
            let body = if lines.is_empty() { String::new() } else { format!("\n{}\n  ", lines.join(",\n")) };
            let _ = write!(text, ",\n  \"{}\": [{body}]", part.word());
        }
        text.push_str("\n}\n");
        text
    }

    /// The number of axes of the image.
    fn rank(&self) -> usize {
        self.graph.input.size.rank()
    }

    /// The name of a map, for people.
    fn shown_name(&self, map: MapId) -> String {
        let name = self.graph.node(map).map_or_else(|| self.words.get("report-input"), |node| &node.name);
        one_line(name)
    }

    /// `conv1, conv2 and conv3`, or the first of them and how many more there are.
    pub fn names(&self, maps: &[MapId]) -> String {
        let names = |maps: &[MapId]| maps.iter().map(|map| self.shown_name(*map)).collect::<Vec<_>>();
        match maps.len().checked_sub(MOST_NAMES) {
            None | Some(0 | 1) => self.words.list(&names(maps)),
            Some(more) => format!("{} {}", names(&maps[..MOST_NAMES]).join(", "), self.more(more)),
        }
    }

    /// For which maps a part is not known.
    fn unknown(&self, maps: &[MapId]) -> String {
        self.words.with("about-unknown", &[("layers", self.names(maps).into())])
    }

    /// `and 5 more`.
    fn more(&self, count: usize) -> String {
        self.words.with("borders-more", &[("count", count.into())])
    }
}

/// The only map that the layer of this map reads.
fn before(about: &About<'_>, map: MapId) -> Option<MapId> {
    match about.graph.node(map)?.inputs() {
        [input] => Some(*input),
        _ => None,
    }
}
