//! What stands beside, below and on the rows of the ladder.

use super::{BOX_TEXT, Body, Placed};
use crate::field::derive::rational;
use crate::field::{AxisLoss, Span, Spans, Trace};
use crate::net::MapId;
use crate::scene::chain::Chain;
use crate::scene::labels::{self, DETAIL_SIZE, NAME_SIZE};
use crate::scene::theme::Role;
use crate::scene::view::Subject;
use crate::scene::{Align, Face, HeadingLine, Point, Rect, Shape};

/// Name, units with field and jump, and settings.
pub(super) fn heading(subject: &Subject<'_>, chain: &Chain, axis: usize, row: &Placed) -> Vec<HeadingLine> {
    let Subject { graph, analysis, words, .. } = subject;
    let answer = analysis.map(row.map);
    let node = graph.node(row.map);
    let name = node.map_or_else(|| words.get("map-input").to_owned(), |node| labels::short(&node.name));
    let mut lines = vec![HeadingLine { text: name, size: NAME_SIZE, face: Face::Bold, role: Role::Text }];
    let mut push =
        |text: String, face: Face, role: Role| lines.push(HeadingLine { text, size: DETAIL_SIZE, face, role });
    if let Some(shape) = &answer.shape {
        let mut parts = vec![match shape.size.get(axis) {
            Some(&count) => words.with("ladder-units", &[("count", count.into())]),
            None => words.with("ladder-values", &[("count", shape.channels.into())]),
        }];
        if let Some(field) = answer.field.as_ref().and_then(|field| field.get(axis)) {
            parts.push(format!("{} {}", words.get("rf-short"), words.number(field.rf())));
            parts.extend(field.jump().map(|jump| words.with("ladder-jump", &[("jump", rational(jump).into())])));
        }
        push(parts.join(" · "), Face::Regular, Role::TextDim);
    } else {
        push(words.get("map-impossible").to_owned(), Face::Regular, Role::LostText);
    }
    // Where the row is cut they are not seen.
    if let (Body::Row(beads), Some(lost)) = (&row.body, &row.lost) {
        let whole = lost.unread.union(&lost.later);
        for (set, key) in [(&whole, "ladder-lost"), (&lost.partly, "ladder-lost-partly")] {
            if set.hull().is_some_and(|hull| hull.clip(beads.shown) != Some(hull)) {
                let at = words.axis_at(graph.input.size.rank(), axis, set);
                push(words.with(key, &[("at", at.into())]), Face::Regular, Role::LostText);
            }
        }
    }
    if let Some(node) = node {
        push(labels::setting(subject, chain, row.map, &node.op), Face::Mono, Role::TextDim);
    }
    lines
}

/// `unit 1 of maxpool1 sees 7 pixels: 4–10`. Of a pixel: what becomes of it; `lost` is what is lost of the image on the axis.
pub(super) fn brace_text(
    Subject { graph, words, .. }: &Subject<'_>,
    (axis, lost): (usize, Option<&AxisLoss>),
    trace: &Trace,
    seen: Option<&Spans>,
    beyond: Option<Span>,
) -> String {
    let index = trace.unit.get(axis).copied();
    let unit = || ("unit", index.unwrap_or_default().to_string().into());
    let Some(node) = graph.node(trace.map) else {
        let among = |set: &Spans| set.contains(index.unwrap_or_default());
        let key = match lost {
            Some(lost) if among(&lost.unread) => "pixel-lost",
            Some(lost) if among(&lost.later) => "pixel-lost-later",
            Some(lost) if among(&lost.partly) => "pixel-lost-partly",
            _ => "pixel-at",
        };
        return words.with(key, &[unit()]);
    };
    let name = node.name.as_str();
    let who = match index {
        Some(_) => words.with("ladder-unit", &[unit(), ("map", name.into())]),
        None => words.with("ladder-every-unit", &[("map", name.into())]),
    };
    let Some((seen, hull)) = seen.and_then(|seen| Some((seen, seen.hull()?))) else {
        return words.with("ladder-sees-nothing", &[("who", who.into())]);
    };
    let place = if hull.count() == 1 { hull.first.to_string() } else { format!("{}–{}", hull.first, hull.last) };
    let mut values = vec![("who", who.into()), ("count", seen.count().into()), ("place", place.into())];
    let text = if seen.count() < hull.count() {
        values.push(("of", hull.count().into()));
        words.with("ladder-sees-some", &values)
    } else {
        words.with("ladder-sees", &values)
    };
    let size = graph.input.size.get(axis).copied().unwrap_or(1);
    let padding = beyond.map_or(0, |all| Spans::axis(size).complement(all).count());
    if padding == 0 {
        return text;
    }
    words.with("ladder-padding", &[("text", text.into()), ("count", padding.into())])
}

/// What stands in the box of a map whose units see everything.
pub(super) fn box_text(Subject { analysis, words, .. }: &Subject<'_>, map: MapId, rect: Rect) -> Shape {
    let shape = analysis.map(map).shape.as_ref();
    let values = shape.and_then(crate::net::Shape::values);
    let text = values.map_or_else(String::new, |count| words.with("ladder-values", &[("count", count.into())]));
    let Point { x, y } = rect.centre();
    let at = Point::new(x, y + BOX_TEXT * 0.36);
    Shape::Text { at, align: Align::Middle, face: Face::Regular, size: BOX_TEXT, text, haze: false }
}
