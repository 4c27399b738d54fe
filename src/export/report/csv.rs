//! The report as comma-separated values (RFC 4180), for programs: heads and numbers are the same in every language.
//!
//! Every axis has columns of its own, so that a cell is one number: `rf_h`, `rf_w`; `rf_d` on three axes, `rf` on one.
//! What is not known is an empty cell. Spreadsheets take a cell that begins with `=` and the like for a formula and run
//! it: where a text from the network begins so, an apostrophe stands before it.

use super::{Row, json::cause_word, json::decimal, json::status_word, network_notes, rewritten, rows};
use crate::axes::Axes;
use crate::field::{Analysis, Field};
use crate::locale::Words;
use crate::net::Graph;
use crate::scene::columns::Sheet;

/// A head, then a record for the image and for each layer. The last column holds the remarks, in words.
pub fn write(graph: &Graph, analysis: &Analysis, words: &Words) -> String {
    let suffixes = suffixes(graph.input.size.rank());
    let axes = |name: &str| suffixes.iter().map(|suffix| format!("{name}{suffix}")).collect::<Vec<_>>();
    let head = [
        vec!["layer".into(), "op".into(), "text".into(), "inputs".into(), "status".into()],
        vec!["batch".into(), "channels".into()],
        axes("size"),
        axes("rf"),
        axes("rf_min"),
        axes("rf_count"),
        axes("jump"),
        axes("start"),
        vec!["aligned".into(), "global".into(), "unread".into()],
        axes("unread_cause"),
        vec!["dropped".into(), "dropped_of".into(), "params".into(), "macs".into(), "notes".into()],
    ];
    let mut text = record(&head.concat());
    let last = graph.maps().len() - 1;
    for (index, mut row) in rows(graph, analysis, words).enumerate() {
        let mut notes = std::mem::take(&mut row.notes);
        if index == last {
            notes.extend(network_notes(graph, analysis, words));
        }
        text.push_str(&record(&fields(&row, suffixes.len(), &notes)));
    }
    text
}

/// Any table of texts. A number is written as it is: a spreadsheet reads `-1` as the number that it is.
pub fn table(sheet: &Sheet) -> String {
    let is_number = |cell: &str| cell.parse::<f64>().is_ok();
    let sheet = rewritten(
        sheet,
        |column, cell| {
            if column.is_text() || !is_number(cell) { literal(cell) } else { cell.to_owned() }
        },
    );
    [&sheet.head].into_iter().chain(&sheet.rows).map(|row| record(row)).collect()
}

/// What the names of columns of one axis end with.
pub(super) fn suffixes(rank: usize) -> &'static [&'static str] {
    match rank {
        0 | 1 => &[""],
        2 => &["_h", "_w"],
        _ => &["_d", "_h", "_w"],
    }
}

fn fields(row: &Row<'_>, rank: usize, notes: &[String]) -> Vec<String> {
    let number = |n: Option<u64>| n.map_or_else(String::new, |n| n.to_string());
    let known = row.shape.is_some();
    let flag = |value: bool| if known { value.to_string() } else { String::new() };
    let field = |text: &dyn Fn(&Field) -> String| per_axis(row.field, rank, text);
    let decimal = |value| serde_json::Value::from(decimal(value)).to_string();
    let causes = row.unread.as_ref().map(|unread| &unread.cause);
    [
        vec![
            literal(row.name),
            row.op.map_or("input", |op| op.word()).to_owned(),
            literal(&row.op.map(ToString::to_string).unwrap_or_default()),
            literal(&row.inputs.join(" ")),
            status_word(row.status).to_owned(),
        ],
        vec![number(row.shape.map(|shape| shape.batch)), number(row.shape.map(|shape| shape.channels))],
        per_axis(row.shape.map(|shape| &shape.size), rank, u64::to_string),
        field(&|field| field.rf().to_string()),
        field(&|field| field.rf_min().to_string()),
        field(&|field| field.rf_count().to_string()),
        field(&|field| field.jump().map_or_else(String::new, decimal)),
        field(&|field| field.start().map_or_else(String::new, |start| start.to_string())),
        vec![flag(row.aligned), flag(row.global), number(row.unread.as_ref().and_then(|unread| unread.count))],
        per_axis(causes, rank, |cause| cause.map_or("", cause_word).to_owned()),
        vec![
            number(row.loss.map(|loss| loss.count)),
            number(row.loss.map(|loss| loss.of)),
            number(row.cost.params.filter(|_| known)),
            number(row.cost.macs.filter(|_| known)),
            literal(&notes.join("; ")),
        ],
    ]
    .concat()
}

/// One field per axis of the image; empty ones where there is no value.
fn per_axis<T>(values: Option<&Axes<T>>, rank: usize, text: impl Fn(&T) -> String) -> Vec<String> {
    (0..rank).map(|axis| values.and_then(|values| values.get(axis)).map_or_else(String::new, &text)).collect()
}

pub(super) fn record(fields: &[String]) -> String {
    let fields: Vec<String> = fields.iter().map(|field| quoted(field)).collect();
    format!("{}\r\n", fields.join(","))
}

/// A text that no spreadsheet takes for a formula. The signs are those that OWASP lists for CSV injection.
pub(super) fn literal(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if formula { format!("'{text}") } else { text.to_owned() }
}

fn quoted(field: &str) -> String {
    if field.contains([',', '"', '\r', '\n']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.to_owned()
    }
}
