//! The answer as a table: every layer with its size, field, losses and cost, then the remarks.
//!
//! One file per format, each with the same `write`; what the rows say is decided here, once.

pub mod csv;
pub mod json;
pub mod latex;
pub mod markdown;
pub mod text;

use num_rational::Ratio;

use crate::axes::Axes;
use crate::field::{Analysis, Cost, Field, Loss, Status, Unread};
use crate::locale::Words;
use crate::net::{Graph, INPUT_NAME, MapId, Op, Shape};

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

/// The name of a map in reports: its layer's, or [`INPUT_NAME`].
pub fn name_of(graph: &Graph, map: MapId) -> &str {
    graph.node(map).map_or(INPUT_NAME, |node| &node.name)
}

/// Everything that a report says of one map.
struct Row<'a> {
    /// `None` for the image.
    op: Option<&'a Op>,
    name: &'a str,
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

/// The columns of the tables that people read.
const COLUMNS: usize = 9;

/// The columns that hold text and stand to the left; numbers stand to the right.
const TEXT_COLUMNS: usize = 2;

/// A table that people read: a head and a row of texts per map, not yet escaped for any format.
struct Table {
    head: [String; COLUMNS],
    rows: Vec<[String; COLUMNS]>,
    /// Every remark about a layer, behind the layer's name.
    remarks: Vec<(String, String)>,
}

impl Table {
    fn of(graph: &Graph, analysis: &Analysis, words: &Words) -> Self {
        let head = [
            "report-layer",
            "report-text",
            "report-output",
            "report-field",
            "report-stride",
            "report-start",
            "report-lost",
            "report-params",
            "report-macs",
        ];
        let (mut cells, mut remarks) = (Vec::new(), Vec::new());
        for row in rows(graph, analysis, words) {
            let name = one_line(row.shown_name(words));
            cells.push(row.cells(words));
            remarks.extend(row.notes.into_iter().map(|note| (name.clone(), one_line(&note))));
        }
        Self { head: head.map(|key| words.get(key).to_owned()), rows: cells, remarks }
    }

    /// How wide each column is, in characters, if every cell is written by `cell`.
    fn widths(&self) -> [usize; COLUMNS] {
        std::array::from_fn(|column| {
            let cells = self.rows.iter().chain([&self.head]).map(|row| row[column].chars().count());
            cells.max().unwrap_or(0)
        })
    }

    /// The same table with every cell rewritten; the function is given the column.
    fn map(self, cell: impl Fn(usize, String) -> String) -> Self {
        let each = |row: [String; COLUMNS]| {
            let mut column = 0..;
            row.map(|text| cell(column.next().unwrap_or(0), text))
        };
        Self { head: each(self.head), rows: self.rows.into_iter().map(each).collect(), ..self }
    }
}

/// Fills a cell up to its column's width.
fn padded(column: usize, cell: &str, width: usize) -> String {
    let space = " ".repeat(width.saturating_sub(cell.chars().count()));
    if column < TEXT_COLUMNS { format!("{cell}{space}") } else { format!("{space}{cell}") }
}

/// What stands for a number that is not known.
const UNKNOWN: &str = "?";

impl Row<'_> {
    fn cells(&self, words: &Words) -> [String; COLUMNS] {
        let known = |text: Option<String>| text.unwrap_or_else(|| UNKNOWN.to_owned());
        let number = |n: Option<u64>| known(n.map(|n| words.number(n)));
        let Some(shape) = self.shape else {
            let why = match self.status {
                Status::Impossible => words.get("report-impossible"),
                _ => words.get("report-unknown"),
            };
            let mut texts = [one_line(self.shown_name(words)), self.text(), why.to_owned()].into_iter();
            return std::array::from_fn(|_| texts.next().unwrap_or_default());
        };
        let per_axis = |text: fn(&Field, &Words) -> String| {
            known(self.field.map(|field| field.map(|axis| text(axis, words)).alike_text("×")))
        };
        [
            one_line(self.shown_name(words)),
            self.text(),
            shape.to_string().replace('x', "×"),
            per_axis(|field, words| match (field.rf_min(), field.rf()) {
                (least, most) if least == most => words.number(most),
                (least, most) => format!("{}–{}", words.number(least), words.number(most)),
            }),
            per_axis(|field, words| field.jump().map_or_else(|| "–".to_owned(), |jump| fraction(jump, words))),
            per_axis(|field, words| field.start().map_or_else(|| "–".to_owned(), |start| signed(start, words))),
            known(self.loss.map(|loss| match loss.count {
                0 => "0".to_owned(),
                count => format!("{} ({})", words.number(count), words.percent(loss.share())),
            })),
            number(self.cost.params),
            number(self.cost.macs),
        ]
    }

    fn shown_name<'w>(&'w self, words: &'w Words) -> &'w str {
        if self.op.is_some() { self.name } else { words.get("report-input") }
    }

    fn text(&self) -> String {
        self.op.map(|op| one_line(&op.to_string())).unwrap_or_default()
    }
}

fn signed(n: i64, words: &Words) -> String {
    let digits = words.number(n.unsigned_abs());
    if n < 0 { format!("−{digits}") } else { digits }
}

fn fraction(value: Ratio<i64>, words: &Words) -> String {
    let numerator = signed(*value.numer(), words);
    if value.is_integer() { numerator } else { format!("{numerator}/{}", signed(*value.denom(), words)) }
}

/// A name without line ends and without what would steer a terminal.
fn one_line(name: &str) -> String {
    name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
