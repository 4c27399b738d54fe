//! The report as a LaTeX table in the style of `booktabs`.

use std::fmt::Write as _;

use super::{Table, lines, rewritten};
use crate::field::Analysis;
use crate::locale::Words;
use crate::net::Graph;
use crate::scene::columns::{Column, Sheet};

/// A `tabular`, to be put into a `table`.
pub fn write(graph: &Graph, analysis: &Analysis, words: &Words) -> String {
    table(&Table::of(graph, analysis, words).sheet)
}

/// Any table of texts as a `tabular`.
pub fn table(sheet: &Sheet) -> String {
    let mut sheet = rewritten(sheet, |_, cell| escaped(cell));
    let columns: String = sheet.columns.iter().map(|column| if column.is_text() { 'l' } else { 'r' }).collect();
    for row in &mut sheet.rows {
        for (column, cell) in sheet.columns.iter().zip(row) {
            if *column == Column::Setting && !cell.is_empty() {
                *cell = format!("\\texttt{{{cell}}}");
            }
        }
    }
    let mut text = format!("% \\usepackage{{booktabs}}\n\\begin{{tabular}}{{{columns}}}\n  \\toprule\n");
    for (at, cells) in lines(&sheet).enumerate() {
        let _ = writeln!(text, "  {} \\\\", cells.join(" & "));
        if at == 0 {
            text.push_str("  \\midrule\n");
        }
    }
    text.push_str("  \\bottomrule\n\\end{tabular}\n");
    text
}

/// Text that LaTeX takes literally, with the signs that its plain fonts lack as commands.
fn escaped(text: &str) -> String {
    let mut literal = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => literal.push_str("\\textbackslash{}"),
            '~' => literal.push_str("\\textasciitilde{}"),
            '^' => literal.push_str("\\textasciicircum{}"),
            '<' => literal.push_str("\\textless{}"),
            '>' => literal.push_str("\\textgreater{}"),
            '|' => literal.push_str("\\textbar{}"),
            '"' => literal.push_str("\\textquotedbl{}"),
            '{' | '}' | '$' | '&' | '#' | '_' | '%' => {
                literal.push('\\');
                literal.push(c);
            }
            '×' => literal.push_str("$\\times$"),
            '−' => literal.push_str("$-$"),
            '–' => literal.push_str("--"),
            '…' => literal.push_str("\\dots{}"),
            '\u{202F}' => literal.push_str("\\,"),
            '\u{A0}' => literal.push('~'),
            c => literal.push(c),
        }
    }
    literal
}
