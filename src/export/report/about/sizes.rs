//! Input sizes near the present one: without loss, and those that cannot run.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::csv::{literal, suffixes};
use super::super::{json::list, name_of};
use super::About;
use super::page::{Block, Section};
use crate::field::input_sizes::{InputSize, Outcome, near};
use crate::field::{Impossible, Span, Spans};
use crate::locale::Words;
use crate::net::MapId;

/// Input sizes up to so many pixels smaller and larger are tried.
pub const REACH: u64 = 32;

/// Sizes of least loss that people read.
const MOST_SIZES: usize = 8;
/// Layers that cannot run at some sizes, of which people read.
const MOST_STOPS: usize = 12;

/// `224` where all axes are alike, else `224 × 320`.
pub fn size_text(size: &InputSize) -> String {
    size.size.alike_text(" × ")
}

/// What becomes of an input; `rank` is the number of its axes.
pub fn outcome_text(outcome: &Outcome, rank: usize, words: &Words) -> String {
    match outcome {
        Outcome::Whole => words.get("sizes-outcome-whole").to_owned(),
        Outcome::Loses { count, of } => {
            words.with("sizes-outcome-loses", &[("count", (*count).into()), ("of", words.number(*of).into())])
        }
        Outcome::Stops { reason, .. } => words.impossible(reason, rank),
        Outcome::Unknown => words.get("sizes-outcome-unknown").to_owned(),
    }
}

/// What becomes of the present size, in a sentence.
pub fn now_text(sizes: &[InputSize], rank: usize, words: &Words) -> Option<String> {
    let now = sizes.iter().find(|size| size.offset == 0)?;
    let outcome = outcome_text(&now.outcome, rank, words);
    Some(words.with("sizes-now", &[("size", size_text(now).into()), ("outcome", outcome.into())]))
}

/// The other sizes that lose nothing, ascending.
pub fn without_loss(sizes: &[InputSize]) -> Vec<&InputSize> {
    sizes.iter().filter(|size| size.offset != 0 && size.outcome == Outcome::Whole).collect()
}

/// Of the other sizes that lose some pixels the `most` that lose least, ascending.
pub fn with_least_loss(sizes: &[InputSize], most: usize) -> Vec<&InputSize> {
    let lost = |size: &InputSize| match size.outcome {
        Outcome::Loses { count, .. } if size.offset != 0 => Some(count),
        _ => None,
    };
    let mut found: Vec<_> = sizes.iter().filter_map(|size| Some((lost(size)?, size))).collect();
    found.sort_by_key(|(lost, size)| (*lost, size.offset.unsigned_abs()));
    found.truncate(most);
    found.sort_by_key(|(_, size)| size.offset);
    found.into_iter().map(|(_, size)| size).collect()
}

/// The `most` sizes of these that are nearest to the present one, ascending.
pub fn nearest(mut sizes: Vec<&InputSize>, most: usize) -> Vec<&InputSize> {
    sizes.sort_by_key(|size| size.offset.unsigned_abs());
    sizes.truncate(most);
    sizes.sort_by_key(|size| size.offset);
    sizes
}

/// That none of the sizes loses nothing; `None` where that is not known. Fewer are tried of networks with many layers.
pub fn none_text(sizes: &[InputSize], words: &Words) -> Option<String> {
    if sizes.iter().any(|size| size.outcome == Outcome::Unknown) {
        return None;
    }
    let reach = sizes.iter().map(|size| size.offset.unsigned_abs()).max().unwrap_or(0);
    Some(words.with("sizes-none", &[("count", reach.into())]))
}

/// Sizes as a short list. Where the axes differ, sizes are told by the first one.
pub fn list_text(sizes: &[&InputSize], rank: usize, words: &Words) -> String {
    let run = |size: &&InputSize| {
        let n = size.size.iter().next().map_or(0, |n| n.cast_signed());
        Span::new(n, n)
    };
    let runs = words.indices(&Spans::union_of(sizes.iter().map(run)));
    let alike = sizes.iter().all(|size| size.size.iter().all(|n| *n == size.size[0]));
    if alike { runs } else { format!("{runs} ({})", words.axis(rank, 0)) }
}

/// Sizes at which the layer of one map cannot run.
pub struct Stop<'s> {
    pub map: MapId,
    /// Ascending.
    pub sizes: Vec<&'s InputSize>,
    /// Why, at the nearest of them.
    pub reason: &'s Impossible,
}

impl Stop<'_> {
    pub fn text(&self, rank: usize, words: &Words) -> String {
        words.with("sizes-stop", &[("sizes", list_text(&self.sizes, rank, words).into())])
    }
}

/// The other sizes that cannot run, by layer.
pub fn stops(sizes: &[InputSize]) -> Vec<Stop<'_>> {
    let mut stops: BTreeMap<MapId, Stop<'_>> = BTreeMap::new();
    let mut others: Vec<&InputSize> = sizes.iter().filter(|size| size.offset != 0).collect();
    // The nearest comes first and gives the reason.
    others.sort_by_key(|size| size.offset.unsigned_abs());
    for size in others {
        if let Outcome::Stops { map, reason } = &size.outcome {
            let stop = stops.entry(*map).or_insert_with(|| Stop { map: *map, sizes: Vec::new(), reason });
            stop.sizes.push(size);
        }
    }
    let mut stops: Vec<Stop<'_>> = stops.into_values().collect();
    for stop in &mut stops {
        stop.sizes.sort_by_key(|size| size.offset);
    }
    stops
}

pub(super) fn section(about: &About<'_>) -> Section {
    let (words, rank) = (about.words, about.rank());
    let sizes = near(about.graph, REACH);
    let mut blocks = Vec::new();
    blocks.extend(now_text(&sizes, rank, words).map(Block::Line));
    // Where the axes differ, sizes are told by the first one.
    if about.graph.input.size.iter().any(|n| *n != about.graph.input.size[0]) {
        blocks.push(Block::Line(words.get("sizes-along").to_owned()));
    }
    let whole = without_loss(&sizes);
    if whole.is_empty() {
        blocks.extend(none_text(&sizes, words).map(Block::Line));
        let least = with_least_loss(&sizes, MOST_SIZES);
        if !least.is_empty() {
            blocks.push(Block::Line(words.get("sizes-least").to_owned()));
            let row = |size: &InputSize| (format!("  {}", size_text(size)), outcome_text(&size.outcome, rank, words));
            blocks.push(Block::Rows(least.into_iter().map(row).collect()));
        }
    } else {
        blocks.push(Block::Line(format!("{} {}", words.get("sizes-whole"), list_text(&whole, rank, words))));
    }
    let stops = stops(&sizes);
    for stop in stops.iter().take(MOST_STOPS) {
        let reason = words.impossible(stop.reason, rank);
        let why = [("layer", about.shown_name(stop.map).into()), ("reason", reason.into())];
        blocks.push(Block::Line(format!("{}. {}", stop.text(rank, words), words.with("check-runs", &why))));
    }
    if let Some(more @ 1..) = stops.len().checked_sub(MOST_STOPS) {
        blocks.push(Block::Line(about.more(more)));
    }
    Section { title: words.get("section-sizes").to_owned(), blocks }
}

/// What becomes of an input, in a word.
const fn outcome_word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Whole => "whole",
        Outcome::Loses { .. } => "loses",
        Outcome::Stops { .. } => "stops",
        Outcome::Unknown => "unknown",
    }
}

/// Pixels that reach no output; `None` where that is not known.
fn lost(outcome: &Outcome) -> Option<u64> {
    match outcome {
        Outcome::Whole => Some(0),
        Outcome::Loses { count, .. } => Some(*count),
        Outcome::Stops { .. } | Outcome::Unknown => None,
    }
}

/// The layer that cannot run, and why.
fn stopped<'a>(about: &About<'a>, outcome: &Outcome) -> Option<(&'a str, String)> {
    let Outcome::Stops { map, reason } = outcome else { return None };
    Some((name_of(about.graph, *map), about.words.impossible(reason, about.rank())))
}

pub(super) fn records(about: &About<'_>) -> Vec<Vec<String>> {
    let mut head = vec!["offset".to_owned()];
    head.extend(suffixes(about.rank()).iter().map(|suffix| format!("size{suffix}")));
    head.extend(["outcome", "lost", "layer", "reason"].map(str::to_owned));
    let record = |size: InputSize| {
        let mut fields = vec![size.offset.to_string()];
        fields.extend(size.size.iter().map(u64::to_string));
        fields.resize(1 + suffixes(about.rank()).len(), String::new());
        let (layer, reason) = stopped(about, &size.outcome).unwrap_or_default();
        let lost = lost(&size.outcome).map_or_else(String::new, |count| count.to_string());
        fields.extend([outcome_word(&size.outcome).to_owned(), lost, literal(layer), literal(&reason)]);
        fields
    };
    std::iter::once(head).chain(near(about.graph, REACH).into_iter().map(record)).collect()
}

pub(super) fn values(about: &About<'_>) -> Vec<Value> {
    let value = |size: InputSize| {
        let (layer, reason) = stopped(about, &size.outcome).unzip();
        json!({
            "offset": size.offset,
            "size": list(&size.size, |&n| n.into()),
            "outcome": outcome_word(&size.outcome),
            "lost": lost(&size.outcome),
            "layer": layer,
            "reason": reason,
        })
    };
    near(about.graph, REACH).into_iter().map(value).collect()
}
