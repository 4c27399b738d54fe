//! Two networks side by side: the layers that differ, and how.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::{one_line, padded};
use crate::field::Analysis;
use crate::locale::Words;
use crate::net::Graph;
use crate::scene::columns::{Column, Reader, Sheet};
use crate::scene::view::Subject;

/// What is compared, layer by layer.
const COLUMNS: [Column; 8] = [
    Column::Name,
    Column::Setting,
    Column::Output,
    Column::Field,
    Column::Jump,
    Column::Lost,
    Column::Params,
    Column::Macs,
];

/// Two networks, compared.
pub struct Comparison {
    /// A line for every layer that differs, and one for the sums.
    pub text: String,
    /// Nothing differs.
    pub same: bool,
}

/// Compares two networks. Layers are the same layer if they have the same name; where a network has two of one name, in
/// their order.
pub fn write(a: (&Graph, &Analysis), b: (&Graph, &Analysis), words: &Words) -> Comparison {
    let sheet = |(graph, analysis): (&Graph, &Analysis)| {
        let subject = Subject::new(graph, analysis, words);
        let mut sheet = Sheet::of(&subject, &COLUMNS, graph.maps(), Reader::Person);
        let totals = analysis.totals();
        let mut sums: Vec<String> =
            COLUMNS.iter().map(|column| column.total(&totals, &subject).unwrap_or_default()).collect();
        words.get("compare-sum").clone_into(&mut sums[0]);
        sheet.rows.push(sums);
        sheet
    };
    let (first, second) = (sheet(a), sheet(b));
    let mut rows: Vec<Vec<String>> = Vec::new();
    for pair in pairs(&first.rows, &second.rows) {
        match pair {
            (Some(a), Some(b)) if a != b => rows.push(a.iter().zip(b).map(|(a, b)| change(a, b)).collect()),
            (Some(_), Some(_)) | (None, None) => {}
            (Some(only), None) => rows.push(alone('−', only)),
            (None, Some(only)) => rows.push(alone('+', only)),
        }
    }
    if rows.is_empty() {
        return Comparison { text: format!("{}\n", words.get("compare-same")), same: true };
    }
    let all = || [&first.head].into_iter().chain(&rows);
    let width = |column: usize| all().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..COLUMNS.len()).map(width).collect();
    let mut text = String::new();
    for row in all() {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| padded(true, cell, *width)).collect();
        let _ = writeln!(text, "{}", cells.join("  ").trim_end());
    }
    Comparison { text, same: false }
}

/// A cell of a layer that both have: `3 → 5` where it differs.
fn change(a: &str, b: &str) -> String {
    if a == b { one_line(a) } else { format!("{} → {}", one_line(a), one_line(b)) }
}

/// A layer that only one network has.
fn alone(sign: char, row: &[String]) -> Vec<String> {
    row.iter()
        .enumerate()
        .map(|(at, cell)| if at == 0 { format!("{sign} {}", one_line(cell)) } else { one_line(cell) })
        .collect()
}

type Row<'a> = Option<&'a Vec<String>>;

/// The rows of the first table with those of the same name of the second, which otherwise stand behind the last that was
/// found before them.
fn pairs<'a>(first: &'a [Vec<String>], second: &'a [Vec<String>]) -> Vec<(Row<'a>, Row<'a>)> {
    let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, row) in second.iter().enumerate().rev() {
        places.entry(&row[0]).or_default().push(at);
    }
    let names: BTreeSet<&str> = first.iter().map(|row| row[0].as_str()).collect();
    let mut pairs = Vec::with_capacity(first.len());
    let mut taken = vec![false; second.len()];
    let mut told = 0;
    for row in first {
        let found = places.get_mut(row[0].as_str()).and_then(Vec::pop);
        if let Some(at) = found {
            for other in told..at {
                if !taken[other] && !names.contains(second[other][0].as_str()) {
                    taken[other] = true;
                    pairs.push((None, Some(&second[other])));
                }
            }
            told = told.max(at);
            taken[at] = true;
        }
        pairs.push((Some(row), found.map(|at| &second[at])));
    }
    pairs.extend(second.iter().zip(taken).filter(|(_, taken)| !taken).map(|(row, _)| (None, Some(row))));
    pairs
}
