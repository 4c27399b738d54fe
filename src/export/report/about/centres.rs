//! Where the units sit on the image.

use std::collections::BTreeMap;

use num_rational::Ratio;
use serde_json::{Value, json};

use super::super::{json::decimal, name_of};
use super::page::{Block, Grid, Section};
use super::{About, MOST_ROWS, before};
use crate::field::centres::{Centre, Convention, centres};
use crate::field::derive::rational;
use crate::locale::Words;
use crate::net::MapId;

/// Kinds of units of one map and axis that people read.
const MOST_KINDS: usize = 12;

/// `rows`, or `rows 1, 3, …` where there are several kinds of units.
pub fn units_text(words: &Words, rank: usize, centre: &Centre) -> String {
    units_of(words.axis(rank, centre.axis), centre)
}

fn units_of(axes: &str, centre: &Centre) -> String {
    match centre.every {
        1 => axes.to_owned(),
        every => format!("{axes} {}, {}, …", centre.first, centre.first + every),
    }
}

/// The centre of the first unit; a dash if it sees nothing.
pub fn offset_text(centre: &Centre) -> String {
    centre.offset.map_or_else(|| "–".to_owned(), rational)
}

/// The same centres, told in the convention of indices, in another one.
pub fn in_convention(centre: &Centre, convention: Convention) -> Centre {
    let added = match convention {
        Convention::Index => Ratio::ZERO,
        Convention::HalfPixel => Ratio::new(1, 2),
    };
    Centre { offset: centre.offset.map(|offset| offset + added), ..*centre }
}

pub(super) fn section(about: &About<'_>) -> Section {
    let words = about.words;
    let mut by_map: BTreeMap<MapId, Vec<Centre>> = BTreeMap::new();
    for centre in centres(about.graph, about.analysis, about.convention) {
        by_map.entry(centre.map).or_default().push(centre);
    }
    let mut grid = Grid {
        texts: 2,
        head: ["column-name", "centres-units", "centres-offset", "centres-stride"]
            .map(|key| words.get(key).into())
            .into(),
        rows: Vec::new(),
    };
    let (mut unknown, mut alike) = (Vec::new(), false);
    for map in about.graph.maps() {
        let Some(centres) = by_map.get(&map) else {
            unknown.push(map);
            continue;
        };
        if before(about, map).and_then(|before| by_map.get(&before)).is_some_and(|before| same(before, centres)) {
            alike = true;
            continue;
        }
        grid.rows.extend(rows(about, &about.shown_name(map), centres));
    }
    let mut blocks = Vec::new();
    let more = grid.rows.len().checked_sub(MOST_ROWS);
    grid.rows.truncate(MOST_ROWS);
    blocks.push(Block::Table(grid));
    if let Some(more @ 1..) = more {
        blocks.push(Block::Line(about.more(more)));
    }
    if alike {
        blocks.push(Block::Line(words.get("about-alike").to_owned()));
    }
    if !unknown.is_empty() {
        blocks.push(Block::Line(about.unknown(&unknown)));
    }
    blocks.push(Block::Line(words.get(convention_key(about.convention)).to_owned()));
    Section { title: words.get("section-centres").to_owned(), blocks }
}

const fn convention_key(convention: Convention) -> &'static str {
    match convention {
        Convention::Index => "centres-index",
        Convention::HalfPixel => "centres-half",
    }
}

/// True of two maps whose units sit at the same places.
fn same(a: &[Centre], b: &[Centre]) -> bool {
    let placed = |centre: &Centre| Centre { map: MapId::INPUT, ..*centre };
    a.iter().map(placed).eq(b.iter().map(placed))
}

/// One row for each kind of unit; axes that are alike stand together.
fn rows(about: &About<'_>, name: &str, centres: &[Centre]) -> Vec<Vec<String>> {
    let rank = about.rank();
    let mut alike: Vec<(Vec<usize>, Vec<Centre>)> = Vec::new();
    for axis in 0..rank {
        let kinds: Vec<Centre> = centres.iter().filter(|centre| centre.axis == axis).copied().collect();
        let same = |(_, others): &&mut (Vec<usize>, Vec<Centre>)| {
            others.iter().map(|other| Centre { axis, ..*other }).eq(kinds.iter().copied())
        };
        match alike.iter_mut().find(same) {
            Some((axes, _)) => axes.push(axis),
            None => alike.push((vec![axis], kinds)),
        }
    }
    let mut rows: Vec<Vec<String>> = Vec::new();
    for (axes, kinds) in alike {
        let axes: Vec<String> = axes.into_iter().map(|axis| about.words.axis(rank, axis).to_owned()).collect();
        let axes = about.words.list(&axes);
        for centre in kinds.iter().take(MOST_KINDS) {
            // The first row names the layer.
            let name = if rows.is_empty() { name.to_owned() } else { String::new() };
            rows.push(vec![name, units_of(&axes, centre), offset_text(centre), centre.stride.to_string()]);
        }
        if kinds.len() > MOST_KINDS {
            rows.push(vec![String::new(), "…".to_owned(), String::new(), String::new()]);
        }
    }
    rows
}

pub(super) fn records(about: &About<'_>) -> Vec<Vec<String>> {
    super::super::centres::rows(about.graph, about.analysis, about.convention).map(Vec::from).collect()
}

pub(super) fn values(about: &About<'_>) -> Vec<Value> {
    let value = |centre: &Centre| {
        json!({
            "layer": name_of(about.graph, centre.map),
            "axis": centre.axis,
            "first_unit": centre.first,
            "every": centre.every,
            "offset": centre.offset.map(decimal),
            "stride": centre.stride,
        })
    };
    centres(about.graph, about.analysis, about.convention).iter().map(value).collect()
}
