//! The table of feature centres, to paste: plain, or as comma-separated values. The same in every language.

use super::csv::{literal, record};
use super::json::decimal;
use super::{name_of, padded};
use crate::field::Analysis;
use crate::field::centres::{Convention, centres};
use crate::net::Graph;

const HEAD: [&str; 6] = ["layer", "axis", "first_unit", "every", "offset", "stride"];

/// One row for every layer, axis and kind of unit: `offset` is the centre of unit `first_unit`, every `every`-th unit
/// lies `stride` pixels further on. The offset is empty where the units see nothing.
pub(super) fn rows(graph: &Graph, analysis: &Analysis, convention: Convention) -> impl Iterator<Item = [String; 6]> {
    let head = HEAD.map(str::to_owned);
    let rows = centres(graph, analysis, convention).into_iter().map(|centre| {
        [
            literal(name_of(graph, centre.map)),
            centre.axis.to_string(),
            centre.first.to_string(),
            centre.every.to_string(),
            centre.offset.map_or_else(String::new, |offset| decimal(offset).to_string()),
            centre.stride.to_string(),
        ]
    });
    std::iter::once(head).chain(rows)
}

/// Comma-separated values (RFC 4180), with a head.
pub fn csv(graph: &Graph, analysis: &Analysis, convention: Convention) -> String {
    rows(graph, analysis, convention).map(|row| record(&row)).collect()
}

/// In columns, with a head.
pub fn plain(graph: &Graph, analysis: &Analysis, convention: Convention) -> String {
    let rows: Vec<[String; 6]> = rows(graph, analysis, convention).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..HEAD.len()).map(width).collect();
    let line = |row: &[String; 6]| {
        let cells = row.iter().zip(&widths).enumerate().map(|(at, (cell, width))| padded(at == 0, cell, *width));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}
