//! What stands beside the maps: name, shape and setting as a heading, and what is lost of a map, and why, below it.

use super::chain::Chain;
use super::theme::Role;
use super::view::Subject;
use super::{Face, HeadingLine};
use crate::axes::Axes;
use crate::field::Cause;
use crate::net::{MapId, Op};

pub(super) const NAME_SIZE: f64 = 14.0;
pub(super) const DETAIL_SIZE: f64 = 11.5;

/// What of a map's picture is not as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Untrue {
    /// Its cells are smaller than those of other maps.
    pub shrunk: bool,
    /// Not all of its padding is drawn.
    pub padding_cut: bool,
}

/// Name, shape with field, and settings, with how many branches meet there that are not shown.
pub(super) fn heading(subject: &Subject<'_>, chain: &Chain, map: MapId, untrue: Untrue) -> Vec<HeadingLine> {
    let Subject { graph, analysis, words, .. } = *subject;
    let answer = analysis.map(map);
    let name = graph.node(map).map_or_else(|| words.get("map-input").to_owned(), |node| node.name.clone());
    let mut lines = vec![HeadingLine { text: short(&name), size: NAME_SIZE, face: Face::Bold, role: Role::Text }];
    let mut push =
        |text: String, face: Face, role: Role| lines.push(HeadingLine { text, size: DETAIL_SIZE, face, role });
    if let Some(shape) = &answer.shape {
        let mut parts = vec![shape.channels_first_text()];
        let rf = graph.node(map).and_then(|_| answer.rf());
        parts.extend(rf.map(|rf| format!("{} {}", words.get("rf-short"), rf.alike_text(" × "))));
        let marks = [(untrue.shrunk, "map-not-to-scale"), (untrue.padding_cut, "map-padding-cut")];
        parts.extend(marks.into_iter().filter(|(is, _)| *is).map(|(_, key)| words.get(key).to_owned()));
        push(parts.join(" · "), Face::Regular, Role::TextDim);
    } else {
        push(words.get("map-impossible").to_owned(), Face::Regular, Role::LostText);
    }
    if let Some(node) = graph.node(map) {
        push(setting(subject, chain, map, &node.op), Face::Mono, Role::TextDim);
    }
    lines
}

/// The setting of a layer, and how many branches meet there that are not shown.
pub(super) fn setting(subject: &Subject<'_>, chain: &Chain, map: MapId, op: &Op) -> String {
    let others = chain.others_text(subject, map);
    std::iter::once(short(&op.to_string())).chain(others).collect::<Vec<_>>().join(" · ")
}

/// A text cut to what a heading has room for.
pub(super) fn short(text: &str) -> String {
    const MOST: usize = 36;
    if text.chars().count() <= MOST { text.to_owned() } else { text.chars().take(MOST - 1).chain(['…']).collect() }
}

/// What is lost of a map, and why: one line per axis and cause.
pub(super) fn captions(subject: &Subject<'_>, chain: &Chain, map: MapId) -> Vec<HeadingLine> {
    let Subject { graph, analysis, words, .. } = *subject;
    let Some(shape) = &analysis.map(map).shape else { return Vec::new() };
    let rank = shape.size.rank();
    let mut captions = Vec::new();
    let Some((unread, later)) = analysis.lost_units(graph, map) else { return captions };
    let causes = reader_causes(subject, chain, map);
    let line = |text: String| HeadingLine { text, size: DETAIL_SIZE, face: Face::Regular, role: Role::LostText };
    for (axis, lost) in unread.iter().enumerate().filter(|(_, lost)| !lost.is_empty()) {
        let cause = causes.as_ref().and_then(|causes| causes[axis]).unwrap_or(Cause::Tail);
        captions.push(line(format!("{}: {}", words.axis_at(rank, axis, lost), words.cause(cause))));
    }
    for (axis, lost) in later.iter().enumerate().filter(|(_, lost)| !lost.is_empty()) {
        captions.push(line(format!("{}: {}", words.axis_at(rank, axis, lost), words.get("cause-later"))));
    }
    captions
}

/// Why the only shown layer that reads this map leaves units of it unread.
fn reader_causes(
    Subject { graph, analysis, .. }: &Subject<'_>,
    chain: &Chain,
    map: MapId,
) -> Option<Axes<Option<Cause>>> {
    let mut readers = chain.readers(graph, map);
    let reader = readers.next().filter(|_| readers.next().is_none())?;
    let at = chain.branches(graph, reader).find(|branch| branch.read == map)?.at;
    analysis.unread(reader).nth(at).map(|unread| unread.cause)
}
