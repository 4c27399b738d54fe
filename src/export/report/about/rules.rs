//! The layers under the rules of several frameworks.

use serde_json::{Value, json};

use super::super::{csv::literal, name_of};
use super::page::{Block, Grid, Section};
use super::{About, MOST_ROWS};
use crate::axes::Axes;
use crate::field::frameworks::{Compared, Framework, compare, compare_axes};
use crate::locale::Words;
use crate::net::MapId;

/// The locale's key of a rule's name.
pub const fn title(framework: Framework) -> &'static str {
    match framework {
        Framework::TorchFloor => "rule-torch-floor",
        Framework::TorchCeil => "rule-torch-ceil",
        Framework::TensorFlowSame => "rule-tensorflow-same",
        Framework::TensorFlowValid => "rule-tensorflow-valid",
        Framework::CaffeConv => "rule-caffe-conv",
        Framework::CaffePool => "rule-caffe-pool",
    }
}

/// What a rule makes: the number of outputs, the padding at both ends, and the size from which on it differs.
pub fn cells(rule: &Compared, words: &Words) -> [String; 3] {
    let (size, padding) = rule.made.map_or_else(
        || ("–".to_owned(), "–".to_owned()),
        |made| (made.outputs.to_string(), format!("{} + {}", made.begin, made.end).replace('-', "−")),
    );
    let differs = rule.differs_from.map_or_else(|| words.get("rules-never").to_owned(), |n| n.to_string());
    [size, padding, differs]
}

/// Layers under the same rules with the same results.
struct Group {
    maps: Vec<MapId>,
    /// One list, with no axis, where all axes are alike.
    axes: Vec<(Option<usize>, Vec<Compared>)>,
}

impl Group {
    fn differs(&self) -> bool {
        self.axes.iter().any(|(_, rules)| rules.iter().any(|rule| rule.differs_from.is_some()))
    }
}

/// All layers with rules, those with the same results together.
fn groups(about: &About<'_>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for map in about.graph.maps() {
        let axes = compare_axes(about.graph, about.analysis, map);
        if axes.is_empty() {
            continue;
        }
        match groups.iter_mut().find(|group| group.axes == axes) {
            Some(group) => group.maps.push(map),
            None => groups.push(Group { maps: vec![map], axes }),
        }
    }
    groups
}

pub(super) fn section(about: &About<'_>) -> Section {
    let words = about.words;
    let title = words.get("section-rules-all").to_owned();
    let groups = groups(about);
    if groups.is_empty() {
        return Section { title, blocks: vec![Block::Line(words.get("rules-none").to_owned())] };
    }
    let (differ, agree): (Vec<Group>, Vec<Group>) = groups.into_iter().partition(Group::differs);
    let mut blocks = Vec::new();
    if !differ.is_empty() {
        let keys = ["column-name", "rules-rule", "rules-size", "rules-padding", "rules-differs"];
        let mut rows: Vec<Vec<String>> = differ.iter().flat_map(|group| rows(about, group)).collect();
        let more = rows.len().checked_sub(MOST_ROWS);
        rows.truncate(MOST_ROWS);
        blocks.push(Block::Table(Grid { texts: 2, head: keys.map(|key| words.get(key).to_owned()).into(), rows }));
        if let Some(more @ 1..) = more {
            blocks.push(Block::Line(about.more(more)));
        }
        blocks.push(Block::Line(words.get("rules-text").to_owned()));
    }
    let mut agree: Vec<MapId> = agree.into_iter().flat_map(|group| group.maps).collect();
    agree.sort_unstable();
    if !agree.is_empty() {
        blocks.push(Block::Line(words.with("rules-agree", &[("layers", about.names(&agree).into())])));
    }
    Section { title, blocks }
}

/// A row for all rules of one result. The first one names the layers.
fn rows(about: &About<'_>, group: &Group) -> Vec<Vec<String>> {
    let words = about.words;
    let mut rows: Vec<Vec<String>> = Vec::new();
    for (axis, rules) in &group.axes {
        let mut results: Vec<(Vec<&str>, [String; 3])> = Vec::new();
        for rule in rules {
            let (name, cells) = (words.get(title(rule.framework)), cells(rule, words));
            match results.iter_mut().find(|(_, other)| *other == cells) {
                Some((names, _)) => names.push(name),
                None => results.push((vec![name], cells)),
            }
        }
        for (names, cells) in results {
            let rank = about.rank();
            let axis = axis.map_or_else(String::new, |axis| format!("{}: ", words.axis(rank, axis)));
            let layers = if rows.is_empty() { about.names(&group.maps) } else { String::new() };
            rows.push([vec![layers, format!("{axis}{}", names.join("; "))], cells.to_vec()].concat());
        }
    }
    rows
}

/// The rule in JSON and CSV.
const fn word(framework: Framework) -> &'static str {
    match framework {
        Framework::TorchFloor => "pytorch floor",
        Framework::TorchCeil => "pytorch ceil",
        Framework::TensorFlowSame => "tensorflow same",
        Framework::TensorFlowValid => "tensorflow valid",
        Framework::CaffeConv => "caffe floor",
        Framework::CaffePool => "caffe ceil",
    }
}

/// Every layer, axis and rule.
fn all<'a>(about: &'a About<'_>) -> impl Iterator<Item = (MapId, usize, Compared)> + 'a {
    about.graph.maps().flat_map(move |map| {
        let rank = about.analysis.map(map).steps.first().map_or(0, Axes::rank);
        let on_axis =
            move |axis| compare(about.graph, about.analysis, map, axis).into_iter().map(move |rule| (map, axis, rule));
        (0..rank).flat_map(on_axis)
    })
}

pub(super) fn records(about: &About<'_>) -> Vec<Vec<String>> {
    let head = ["layer", "axis", "rule", "size", "padding_begin", "padding_end", "differs_from"];
    let record = |(map, axis, rule): (MapId, usize, Compared)| {
        let number = |n: Option<i64>| n.map_or_else(String::new, |n| n.to_string());
        vec![
            literal(name_of(about.graph, map)),
            axis.to_string(),
            word(rule.framework).to_owned(),
            number(rule.made.map(|made| made.outputs)),
            number(rule.made.map(|made| made.begin)),
            number(rule.made.map(|made| made.end)),
            number(rule.differs_from.map(u64::cast_signed)),
        ]
    };
    std::iter::once(head.map(str::to_owned).to_vec()).chain(all(about).map(record)).collect()
}

pub(super) fn values(about: &About<'_>) -> Vec<Value> {
    let value = |(map, axis, rule): (MapId, usize, Compared)| {
        json!({
            "layer": name_of(about.graph, map),
            "axis": axis,
            "rule": word(rule.framework),
            "size": rule.made.map(|made| made.outputs),
            "padding_begin": rule.made.map(|made| made.begin),
            "padding_end": rule.made.map(|made| made.end),
            "differs_from": rule.differs_from,
        })
    };
    all(about).map(value).collect()
}
