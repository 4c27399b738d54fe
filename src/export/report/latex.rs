//! The report as a LaTeX table in the style of `booktabs`.

use std::fmt::Write as _;

use super::{COLUMNS, TEXT_COLUMNS, Table, padded};
use crate::field::Analysis;
use crate::locale::Words;
use crate::net::Graph;

/// A `tabular`, to be put into a `table`.
pub fn write(graph: &Graph, analysis: &Analysis, words: &Words) -> String {
    let is_layer_text = |column: usize, text: &str| column == 1 && !text.is_empty();
    let mut table = Table::of(graph, analysis, words).map(|_, cell| escaped(&cell));
    for row in &mut table.rows {
        for (column, cell) in row.iter_mut().enumerate() {
            if is_layer_text(column, cell) {
                *cell = format!("\\texttt{{{cell}}}");
            }
        }
    }
    let widths = table.widths();
    let line = |cells: &[String; COLUMNS]| {
        let cells = cells.iter().zip(widths).enumerate().map(|(column, (cell, width))| padded(column, cell, width));
        format!("  {} \\\\", cells.collect::<Vec<_>>().join(" & "))
    };
    let columns = format!("{}{}", "l".repeat(TEXT_COLUMNS), "r".repeat(COLUMNS - TEXT_COLUMNS));
    let mut text = format!("% \\usepackage{{booktabs}}\n\\begin{{tabular}}{{{columns}}}\n  \\toprule\n");
    let _ = writeln!(text, "{}\n  \\midrule", line(&table.head));
    for row in &table.rows {
        let _ = writeln!(text, "{}", line(row));
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
