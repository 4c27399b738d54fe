//! The layers that add nothing at this input size.

use serde_json::{Value, json};

use super::super::{csv::literal, name_of};
use super::About;
use super::page::{Block, Section};
use crate::field::Analysis;
use crate::field::border::{Border, Survey, border_layers, survey};
use crate::locale::Words;

/// Layers that people read.
pub const MOST_LAYERS: usize = 40;

/// The locale's key of the grounds on which a layer is listed.
pub const fn grounds(border: &Border) -> &'static str {
    match (border.covered, border.gains) {
        (true, Some(false)) => "border-both",
        (true, Some(true)) => "border-width-only",
        (true, None) => "border-width",
        (false, _) => "border-count",
    }
}

/// What stands above the layers, or in their place if there are none.
pub fn lead<'w>(survey: &Survey, analysis: &Analysis, words: &'w Words) -> &'w str {
    words.get(match survey.layers.as_slice() {
        [] if survey.uncounted > 0 || !analysis.runs() => "borders-unknown",
        [] => "borders-none",
        _ => "borders-text",
    })
}

/// How many layers are missing from the list, because they could not be counted.
pub fn uncounted_text(survey: &Survey, words: &Words) -> Option<String> {
    let missing = survey.uncounted > 0 && !survey.layers.is_empty();
    missing.then(|| words.with("borders-uncounted", &[("count", survey.uncounted.into())]))
}

pub(super) fn section(about: &About<'_>) -> Section {
    let words = about.words;
    let survey = survey(about.graph, about.analysis);
    let mut blocks = vec![Block::Line(lead(&survey, about.analysis, words).to_owned())];
    if !survey.layers.is_empty() {
        let row = |border: &Border| (about.shown_name(border.map), words.get(grounds(border)).to_owned());
        blocks.push(Block::Rows(survey.layers.iter().take(MOST_LAYERS).map(row).collect()));
    }
    if let Some(more @ 1..) = survey.layers.len().checked_sub(MOST_LAYERS) {
        blocks.push(Block::Line(about.more(more)));
    }
    blocks.extend(uncounted_text(&survey, words).map(Block::Line));
    Section { title: words.get("section-borders").to_owned(), blocks }
}

/// True of a layer that by count adds nothing; `None` where that is not known.
fn by_count(border: &Border) -> Option<bool> {
    border.gains.map(|gains| !gains)
}

pub(super) fn records(about: &About<'_>) -> Vec<Vec<String>> {
    let head = ["layer", "by_width", "by_count"].map(str::to_owned).to_vec();
    let record = |border: &Border| {
        let by_count = by_count(border).map_or_else(String::new, |adds_nothing| adds_nothing.to_string());
        vec![literal(name_of(about.graph, border.map)), border.covered.to_string(), by_count]
    };
    std::iter::once(head).chain(border_layers(about.graph, about.analysis).iter().map(record)).collect()
}

pub(super) fn values(about: &About<'_>) -> Vec<Value> {
    let value = |border: &Border| {
        let layer = name_of(about.graph, border.map);
        json!({ "layer": layer, "by_width": border.covered, "by_count": by_count(border) })
    };
    border_layers(about.graph, about.analysis).iter().map(value).collect()
}
