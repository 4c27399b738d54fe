//! The answer as a table: every layer with its size, field, losses and cost, then the remarks.
//!
//! One file per format, each with the same `write`; what the rows say is decided here, once.

pub mod about;
mod beyond;
pub mod centres;
pub mod compare;
pub mod csv;
pub mod json;
pub mod latex;
pub mod markdown;
pub mod text;

use crate::axes::Axes;
use crate::field::{Analysis, Cost, Field, Loss, Status, Unread};
use crate::locale::Words;
use crate::net::{Graph, MapId, Op, Shape};
use crate::scene::columns::{Column, Reader, Sheet, one_line};
use crate::scene::view::Subject;

/// The format of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    #[default]
    Text,
    Markdown,
    Csv,
    Latex,
    Json,
}

impl Format {
    /// Every format with the word that the command line uses.
    pub const WORDS: [(&str, Self); 5] = [
        ("text", Self::Text),
        ("markdown", Self::Markdown),
        ("csv", Self::Csv),
        ("latex", Self::Latex),
        ("json", Self::Json),
    ];
}

/// The report in a format. Ends with a line end.
pub fn write(format: Format, graph: &Graph, analysis: &Analysis, words: &Words) -> String {
    match format {
        Format::Text => text::write(graph, analysis, words),
        Format::Markdown => markdown::write(graph, analysis, words),
        Format::Csv => csv::write(graph, analysis, words),
        Format::Latex => latex::write(graph, analysis, words),
        Format::Json => json::write(graph, analysis, words),
    }
}

/// The name of a map in reports: its layer's, or that of the image, which is `input` unless its tensor has a name.
pub fn name_of(graph: &Graph, map: MapId) -> &str {
    graph.node(map).map_or_else(|| graph.image_name(), |node| &node.name)
}

/// Where and why a network does not run to its end, in a sentence; `None` of one that runs.
pub fn stopped(graph: &Graph, analysis: &Analysis, words: &Words) -> Option<String> {
    let map = graph.maps().find(|map| analysis.map(*map).status > Status::Partial)?;
    let name = name_of(graph, map);
    Some(match (&analysis.map(map).impossible, graph.node(map).map(|node| &node.op)) {
        (Some(reason), _) => {
            let reason = words.impossible(reason, graph.input.size.rank());
            words.with("check-runs", &[("layer", name.into()), ("reason", reason.into())])
        }
        (None, Some(Op::Unsupported(op))) => {
            words.with("check-runs-unsupported", &[("layer", name.into()), ("op", op.into())])
        }
        (None, _) => words.get("check-unknown").to_owned(),
    })
}

/// Everything that a report says of one map.
struct Row<'a> {
    /// `None` for the image.
    op: Option<&'a Op>,
    name: &'a str,
    /// The own name of an imported node; it may be empty.
    node: &'a str,
    inputs: Vec<&'a str>,
    status: Status,
    /// `None` behind a layer that cannot run or is not supported, and so for all that follows.
    shape: Option<&'a Shape>,
    field: Option<&'a Axes<Field>>,
    aligned: bool,
    global: bool,
    /// Units of the layer's input that it never reads.
    unread: Option<Unread>,
    /// Image pixels that no unit of the map depends on.
    loss: Option<&'a Loss>,
    cost: Cost,
    notes: Vec<String>,
}

/// A row for the image and one for each layer, in the order of the graph. One at a time: lists of lost pixels are long,
/// and nothing needs those of all layers at once.
fn rows<'a>(graph: &'a Graph, analysis: &'a Analysis, words: &'a Words) -> impl Iterator<Item = Row<'a>> + 'a {
    graph.maps().map(|map| {
        let answer = analysis.map(map);
        let node = graph.node(map);
        Row {
            op: node.map(|node| &node.op),
            name: name_of(graph, map),
            node: node.map_or("", |node| &node.node),
            inputs: node.iter().flat_map(|node| node.inputs()).map(|&input| name_of(graph, input)).collect(),
            status: answer.status,
            shape: answer.shape.as_ref(),
            field: answer.field.as_deref(),
            aligned: answer.aligned,
            global: answer.global,
            // Joins read all of their inputs, and every other op has one.
            unread: analysis.unread(map).next(),
            loss: answer.loss.as_deref(),
            cost: answer.cost,
            notes: analysis.notes_of(graph, map).iter().map(|note| words.note(note, graph)).collect(),
        }
    })
}

/// The remarks about the network as a whole.
fn network_notes(graph: &Graph, analysis: &Analysis, words: &Words) -> Vec<String> {
    analysis.network_notes().iter().map(|note| words.note(note, graph)).collect()
}

/// What each output of a network with several sees, and what is lost to it: its name and a sentence.
fn outputs(graph: &Graph, analysis: &Analysis, words: &Words) -> Vec<(String, String)> {
    let outputs = analysis.outputs();
    if outputs.len() < 2 || !analysis.runs() {
        return Vec::new();
    }
    let subject = Subject::new(graph, analysis, words);
    let told = |&map: &MapId| {
        let rf = ("rf", Column::Field.text(&subject, map, Reader::Person).into());
        let text = match analysis.loss(map) {
            None => words.with("report-output-unknown", &[rf]),
            Some(loss) if loss.count == 0 => words.with("report-output-sees", &[rf]),
            Some(loss) => {
                let share = words.percent(loss.share()).into();
                let counts = [rf, ("count", loss.count.into()), ("of", loss.of.into()), ("share", share)];
                words.with("report-output-loses", &counts)
            }
        };
        (Column::Name.text(&subject, map, Reader::Person), text)
    };
    outputs.iter().map(told).collect()
}

/// A table that people read, and every remark about a layer behind the layer's name.
struct Table {
    sheet: Sheet,
    remarks: Vec<(String, String)>,
}

impl Table {
    fn of(graph: &Graph, analysis: &Analysis, words: &Words) -> Self {
        let subject = Subject::new(graph, analysis, words);
        let sheet = Sheet::of(&subject, &Column::FIRST, graph.maps(), Reader::Person);
        let remarks = graph.maps().flat_map(|map| {
            let name = Column::Name.text(&subject, map, Reader::Person);
            let notes = analysis.notes_of(graph, map);
            notes.into_iter().map(move |note| (name.clone(), one_line(&words.note(&note, graph))))
        });
        Self { remarks: remarks.collect(), sheet }
    }
}

/// The same table with every cell rewritten.
fn rewritten(sheet: &Sheet, cell: impl Fn(Column, &str) -> String) -> Sheet {
    let row = |row: &Vec<String>| sheet.columns.iter().zip(row).map(|(column, text)| cell(*column, text)).collect();
    Sheet { columns: sheet.columns.clone(), head: row(&sheet.head), rows: sheet.rows.iter().map(row).collect() }
}

/// The lines of a table, its head first: every cell filled up to the width of its column.
fn lines(sheet: &Sheet) -> impl Iterator<Item = Vec<String>> + '_ {
    let widths = widths(sheet);
    [&sheet.head].into_iter().chain(&sheet.rows).map(move |row| {
        let cells = sheet.columns.iter().zip(row).zip(&widths);
        cells.map(|((column, cell), width)| padded(column.is_text(), cell, *width)).collect()
    })
}

/// How wide each column is, in characters.
fn widths(sheet: &Sheet) -> Vec<usize> {
    column_widths([&sheet.head].into_iter().chain(&sheet.rows))
}

fn column_widths<'r>(rows: impl Iterator<Item = &'r Vec<String>>) -> Vec<usize> {
    let mut widths = Vec::new();
    for row in rows {
        widths.resize(row.len().max(widths.len()), 0);
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.chars().count().max(*width);
        }
    }
    widths
}

/// Fills a cell up to its column's width; texts stand to the left, numbers to the right.
fn padded(is_text: bool, cell: &str, width: usize) -> String {
    let space = " ".repeat(width.saturating_sub(cell.chars().count()));
    if is_text { format!("{cell}{space}") } else { format!("{space}{cell}") }
}
