//! A page of sections for people: headings, lines, names with their values, tables.

use std::fmt::Write as _;

use super::super::markdown::escaped;
use super::super::{column_widths, padded};

/// One part with its heading.
pub(super) struct Section {
    pub title: String,
    pub blocks: Vec<Block>,
}

pub(super) enum Block {
    Line(String),
    /// A name and its value on each line.
    Rows(Vec<(String, String)>),
    Table(Grid),
}

/// A table; its columns from `texts` on hold numbers, which stand at the right.
pub(super) struct Grid {
    pub texts: usize,
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Grid {
    /// The head, then the rows: every cell filled up to the width of its column. With the widths.
    fn lines(&self) -> (Vec<Vec<String>>, Vec<usize>) {
        let all = || [&self.head].into_iter().chain(&self.rows);
        let widths = column_widths(all());
        let cells = |row: &Vec<String>| {
            row.iter()
                .zip(&widths)
                .enumerate()
                .map(|(at, (cell, width))| padded(at < self.texts, cell, *width))
                .collect()
        };
        (all().map(cells).collect(), widths)
    }

    fn escaped(&self) -> Self {
        let row = |row: &Vec<String>| row.iter().map(|cell| escaped(cell)).collect();
        Self { texts: self.texts, head: row(&self.head), rows: self.rows.iter().map(row).collect() }
    }
}

/// For a terminal: an empty line between sections.
pub(super) fn text(lead: &[String], sections: &[Section]) -> String {
    let mut parts: Vec<String> = Vec::new();
    if !lead.is_empty() {
        parts.push(lead.join("\n") + "\n");
    }
    for Section { title, blocks } in sections {
        let mut text = format!("{title}\n");
        for block in blocks {
            push_text(&mut text, block);
        }
        parts.push(text);
    }
    parts.join("\n")
}

fn push_text(text: &mut String, block: &Block) {
    match block {
        Block::Line(line) => {
            let _ = writeln!(text, "  {line}");
        }
        Block::Rows(rows) => {
            let width = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
            for (name, value) in rows {
                let _ = writeln!(text, "  {}  {value}", padded(true, name, width));
            }
        }
        Block::Table(grid) => {
            let (lines, widths) = grid.lines();
            for (at, cells) in lines.iter().enumerate() {
                let _ = writeln!(text, "  {}", cells.join("  ").trim_end());
                if at == 0 {
                    let rules: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
                    let _ = writeln!(text, "  {}", rules.join("  "));
                }
            }
        }
    }
}

/// With a heading for each section.
pub(super) fn markdown(lead: &[String], sections: &[Section]) -> String {
    let mut parts: Vec<String> = lead.iter().map(|line| escaped(line) + "\n").collect();
    for Section { title, blocks } in sections {
        parts.push(format!("## {}\n", escaped(title)));
        parts.extend(blocks.iter().map(block_markdown));
    }
    parts.join("\n")
}

fn block_markdown(block: &Block) -> String {
    match block {
        Block::Line(line) => escaped(line) + "\n",
        Block::Rows(rows) => {
            let mut list = String::new();
            for (name, value) in rows {
                let _ = writeln!(list, "- **{}**: {}", escaped(name), escaped(value));
            }
            list
        }
        Block::Table(grid) => {
            let (lines, widths) = grid.escaped().lines();
            let mut text = String::new();
            for (at, cells) in lines.iter().enumerate() {
                let _ = writeln!(text, "| {} |", cells.join(" | "));
                if at == 0 {
                    let rule = |(at, width): (usize, &usize)| {
                        let dashes = "-".repeat(width + 1);
                        if at < grid.texts { format!("|:{dashes}") } else { format!("|{dashes}:") }
                    };
                    let rules: String = widths.iter().enumerate().map(rule).collect();
                    let _ = writeln!(text, "{rules}|");
                }
            }
            text
        }
    }
}
