//! The report as a Markdown table with aligned pipes, as GitHub and most note programs read it.

use std::fmt::Write as _;

use super::{Table, lines, network_notes, outputs, rewritten, widths};
use crate::field::Analysis;
use crate::locale::Words;
use crate::net::Graph;
use crate::scene::columns::Sheet;

/// The table, then the remarks as a list.
pub fn write(graph: &Graph, analysis: &Analysis, words: &Words) -> String {
    let Table { sheet, remarks } = Table::of(graph, analysis, words);
    let mut text = table(&sheet);
    let outputs = outputs(graph, analysis, words);
    let remarks =
        outputs.iter().chain(&remarks).map(|(name, note)| format!("- **{}**: {}", escaped(name), escaped(note)));
    let verdicts = network_notes(graph, analysis, words).into_iter().map(|note| format!("- {}", escaped(&note)));
    let list: Vec<String> = remarks.chain(verdicts).collect();
    if !list.is_empty() {
        let _ = writeln!(text, "\n{}", list.join("\n"));
    }
    text
}

/// Any table of texts.
pub fn table(sheet: &Sheet) -> String {
    let sheet = rewritten(sheet, |_, cell| escaped(cell));
    let mut text = String::new();
    for (at, cells) in lines(&sheet).enumerate() {
        let _ = writeln!(text, "| {} |", cells.join(" | "));
        if at == 0 {
            for (column, width) in sheet.columns.iter().zip(widths(&sheet)) {
                let dashes = "-".repeat(width + 1);
                let _ = if column.is_text() { write!(text, "|:{dashes}") } else { write!(text, "|{dashes}:") };
            }
            text.push_str("|\n");
        }
    }
    text
}

/// Text that Markdown takes literally.
pub(super) fn escaped(text: &str) -> String {
    let mut literal = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '$' | '&') {
            literal.push('\\');
        }
        literal.push(c);
    }
    literal
}
