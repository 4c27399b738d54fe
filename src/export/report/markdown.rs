//! The report as a Markdown table with aligned pipes, as GitHub and most note programs read it.

use std::fmt::Write as _;

use super::{TEXT_COLUMNS, Table, network_notes, padded};
use crate::field::Analysis;
use crate::locale::Words;
use crate::net::Graph;

/// The table, then the remarks as a list.
pub fn write(graph: &Graph, analysis: &Analysis, words: &Words) -> String {
    let table = Table::of(graph, analysis, words).map(|_, cell| escaped(&cell));
    let widths = table.widths();
    let mut text = String::new();
    for (line, cells) in [&table.head].into_iter().chain(&table.rows).enumerate() {
        let cells = cells.iter().zip(widths).enumerate().map(|(column, (cell, width))| padded(column, cell, width));
        let cells: Vec<String> = cells.collect();
        let _ = writeln!(text, "| {} |", cells.join(" | "));
        if line == 0 {
            for (column, width) in widths.iter().enumerate() {
                let dashes = "-".repeat(width + 1);
                let _ = if column < TEXT_COLUMNS { write!(text, "|:{dashes}") } else { write!(text, "|{dashes}:") };
            }
            text.push_str("|\n");
        }
    }
    let remarks = table.remarks.iter().map(|(name, note)| format!("- **{}**: {}", escaped(name), escaped(note)));
    let verdicts = network_notes(graph, analysis, words).into_iter().map(|note| format!("- {}", escaped(&note)));
    let list: Vec<String> = remarks.chain(verdicts).collect();
    if !list.is_empty() {
        let _ = writeln!(text, "\n{}", list.join("\n"));
    }
    text
}

/// Text that Markdown takes literally.
fn escaped(text: &str) -> String {
    let mut literal = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '$' | '&') {
            literal.push('\\');
        }
        literal.push(c);
    }
    literal
}
