//! The share of padding in what the units see.

use serde_json::{Value, json};

use super::super::csv::{literal, suffixes};
use super::super::{json::list, name_of};
use super::page::{Block, Grid, Section};
use super::{About, MOST_ROWS, before};
use crate::axes::Axes;
use crate::field::padding::{PaddingShare, Share, count, free_units, shares};
use crate::field::{Span, Spans};
use crate::locale::Words;
use crate::net::{MapId, Shape};

/// A share as a number from 0 to 1.
pub fn number(share: Share) -> f64 {
    *share.numer() as f64 / *share.denom() as f64
}

/// The least, the mean and the greatest share, as percentages; a dash for a mean that is too long a fraction.
pub fn percentages(padding: &PaddingShare, words: &Words) -> [String; 3] {
    let percent = |share: Share| words.percent(number(share));
    [percent(padding.least), padding.mean.map_or_else(|| "–".to_owned(), percent), percent(padding.most)]
}

/// How many of a map's units are free of padding.
pub fn free_text(free: u64, units: u64, words: &Words) -> String {
    words.with("padding-free-of", &[("count", words.number(free).into()), ("of", words.number(units).into())])
}

/// What is known of one map.
struct Told<'m> {
    map: MapId,
    share: &'m PaddingShare,
    free: Option<&'m Axes<Spans>>,
    /// `None` past 2⁶⁴.
    units: Option<u64>,
}

impl Told<'_> {
    fn free_count(&self) -> Option<u64> {
        self.free.and_then(count)
    }
}

/// The shares and the free units of all maps.
struct Found {
    shares: Vec<Option<PaddingShare>>,
    free: Vec<Option<Axes<Spans>>>,
}

impl Found {
    fn of(about: &About<'_>) -> Self {
        Self { shares: shares(about.graph, about.analysis), free: free_units(about.graph, about.analysis) }
    }

    /// `None` where the shares are not known.
    fn told(&self, about: &About<'_>, map: MapId) -> Option<Told<'_>> {
        Some(Told {
            map,
            share: self.shares[map.index()].as_ref()?,
            free: self.free[map.index()].as_ref(),
            units: about.analysis.map(map).shape.as_ref().and_then(Shape::units),
        })
    }
}

pub(super) fn section(about: &About<'_>) -> Section {
    let words = about.words;
    let found = Found::of(about);
    let title = words.get("section-padding").to_owned();
    let unknown: Vec<MapId> = about.graph.maps().filter(|map| found.shares[map.index()].is_none()).collect();
    let told: Vec<Told<'_>> = about.graph.maps().filter_map(|map| found.told(about, map)).collect();
    let mut blocks = Vec::new();
    if told.iter().all(|told| *told.share.most.numer() == 0 && told.free_count() == told.units) {
        blocks.push(Block::Line(words.get("padding-none").to_owned()));
    } else {
        push_table(&mut blocks, about, &told);
    }
    if !unknown.is_empty() {
        blocks.push(Block::Line(about.unknown(&unknown)));
    }
    Section { title, blocks }
}

fn push_table(blocks: &mut Vec<Block>, about: &About<'_>, told: &[Told<'_>]) {
    let words = about.words;
    let keys = ["column-name", "padding-least", "padding-mean", "padding-most", "padding-free"];
    let mut grid = Grid { texts: 1, head: keys.map(|key| words.get(key).to_owned()).into(), rows: Vec::new() };
    let mut cells_of: Vec<Option<[String; 4]>> = vec![None; about.graph.map_count()];
    let (mut alike, mut boxes) = (false, false);
    for told in told {
        let [least, mean, most] = percentages(told.share, words);
        let free = told.free_count().zip(told.units);
        let free = free.map_or_else(|| "?".to_owned(), |(free, units)| free_text(free, units, words));
        let cells = [least, mean, most, free];
        let same = before(about, told.map).is_some_and(|before| cells_of[before.index()].as_ref() == Some(&cells));
        if same {
            alike = true;
        } else {
            let mark = if told.share.of_box { " *" } else { "" };
            boxes |= told.share.of_box;
            grid.rows.push([vec![about.shown_name(told.map) + mark], cells.to_vec()].concat());
        }
        cells_of[told.map.index()] = Some(cells);
    }
    let more = grid.rows.len().checked_sub(MOST_ROWS);
    grid.rows.truncate(MOST_ROWS);
    blocks.push(Block::Table(grid));
    if let Some(more @ 1..) = more {
        blocks.push(Block::Line(about.more(more)));
    }
    if boxes {
        blocks.push(Block::Line(words.get("about-box").to_owned()));
    }
    if alike {
        blocks.push(Block::Line(words.get("about-alike").to_owned()));
    }
}

pub(super) fn records(about: &About<'_>) -> Vec<Vec<String>> {
    let found = Found::of(about);
    let suffixes = suffixes(about.rank());
    let axes = |name: &str| suffixes.iter().map(|suffix| format!("{name}{suffix}")).collect::<Vec<_>>();
    let head = ["layer", "least", "mean", "most", "free", "units"].map(str::to_owned).to_vec();
    let record = |map: MapId| {
        let mut fields = vec![literal(name_of(about.graph, map))];
        let Some(told) = found.told(about, map) else {
            fields.resize(6 + 2 * suffixes.len(), String::new());
            return fields;
        };
        let share = |share: Option<Share>| share.map_or_else(String::new, |share| number(share).to_string());
        let whole = |n: Option<u64>| n.map_or_else(String::new, |n| n.to_string());
        fields.extend([share(Some(told.share.least)), share(told.share.mean), share(Some(told.share.most))]);
        fields.extend([whole(told.free_count()), whole(told.units)]);
        for end in [|hull: Span| hull.first, |hull: Span| hull.last] {
            let on_axis = |axis| told.free.and_then(|free| free.get(axis)?.hull()).map(end);
            let text = |axis| on_axis(axis).map_or_else(String::new, |index| index.to_string());
            fields.extend((0..suffixes.len()).map(text));
        }
        fields
    };
    let head = [head, axes("free_first"), axes("free_last")].concat();
    std::iter::once(head).chain(about.graph.maps().map(record)).collect()
}

pub(super) fn values(about: &About<'_>) -> Vec<Value> {
    let found = Found::of(about);
    let value = |map: MapId| {
        let layer = name_of(about.graph, map);
        let units = about.analysis.map(map).shape.as_ref().and_then(Shape::units);
        let share = json_of(found.shares[map.index()].as_ref(), found.free[map.index()].as_ref());
        json!({ "layer": layer, "units": units, "padding_share": share })
    };
    about.graph.maps().map(value).collect()
}

/// The shares as the report has them at each layer; null where they are not known.
pub(in super::super) fn json_of(share: Option<&PaddingShare>, free: Option<&Axes<Spans>>) -> Value {
    let Some(share) = share else { return Value::Null };
    let end = |end: fn(&Spans) -> Option<i64>| free.map(|free| list(free, |set| end(set).into()));
    let mut told = json!({
        "least": number(share.least),
        "mean": share.mean.map(number),
        "most": number(share.most),
        "free": free.and_then(count),
        "free_first": end(|set| Some(set.hull()?.first)),
        "free_last": end(|set| Some(set.hull()?.last)),
    });
    // Of nearly every layer the shares are of what the units see, and nothing is to be said.
    if share.of_box {
        told["of_box"] = true.into();
    }
    told
}
