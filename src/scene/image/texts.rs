//! What the view says about its maps and their values.

use super::super::HeadingLine;
use super::super::chain::Chain;
use super::super::labels::{self, Untrue};
use super::super::numbers::figures::figure;
use super::{Look, MapId, Subject, Tiles, ink, page_of, pooled, text_width, unit_text};
use crate::axes::Axes;
use crate::locale::Words;
use crate::value::{Tensor, ValueProblem};

/// A value in at most four figures.
pub(super) fn value(words: &Words, value: f32) -> String {
    const ROOM: usize = 9;
    figure(value, ROOM, words).text
}

/// Name, shape with field, and setting. A pool tells what it keeps; many channels, which of them are shown.
pub(super) fn heading(subject: &Subject<'_>, chain: &Chain, map: MapId, look: Look) -> Vec<HeadingLine> {
    let Subject { graph, analysis, words, .. } = *subject;
    let mut lines = labels::heading(subject, chain, map, Untrue::default());
    let Some(shape) = &analysis.map(map).shape else { return lines };
    let Some(line) = lines.get_mut(1) else { return lines };
    let read = pooled(graph, map).and_then(|read| analysis.map(read).shape.as_ref());
    if let Some(read) = read.filter(|read| read.channels == shape.channels) {
        let [from, to] = [read, shape].map(crate::net::Shape::size_text);
        let kept = [("channels", shape.channels.into()), ("from", from.into()), ("to", to.into())];
        line.text = words.with("image-kept", &kept);
    }
    let shown = page_of(look, shape.channels);
    if !shape.size.is_empty() && shape.channels > shown.end - shown.start {
        let (first, last) = ((shown.start + 1).to_string(), shown.end.to_string());
        let page = [("first", first.into()), ("last", last.into()), ("of", words.number(shape.channels).into())];
        line.text = format!("{} · {}", line.text, words.with("image-page", &page));
    }
    lines
}

/// How wide the texts around a map are.
pub(super) fn width(subject: &Subject<'_>, chain: &Chain, map: MapId, look: Look) -> f64 {
    let lines = heading(subject, chain, map, look);
    lines.iter().map(|line| text_width(&line.text, line.size, line.face)).fold(0.0, f64::max).min(420.0)
}

/// `maxpool1, channel 3`. People count channels from one, as in `channel 3 of 64`.
pub(super) fn of_channel(Subject { graph, words, .. }: &Subject<'_>, map: MapId, channel: u64) -> String {
    let name = graph.node(map).map_or_else(|| words.get("map-input"), |node| &node.name);
    let channel = (channel + 1).to_string();
    words.with("image-channel-of", &[("map", name.into()), ("channel", channel.into())])
}

/// Why a map shows nothing.
pub(super) fn missing<'a>(Subject { values, words, .. }: &Subject<'a>) -> &'a str {
    let too_large = |values: &crate::value::Values| {
        values.problems.iter().any(|problem| matches!(problem, ValueProblem::TooLarge { .. }))
    };
    words.get(match values {
        None => "image-not-yet",
        Some(values) if too_large(values) => "image-too-large",
        Some(_) => "image-no-values",
    })
}

/// The value of a channel at a unit.
pub(super) fn value_at(tensor: &Tensor, channel: u64, unit: &Axes<i64>) -> Option<f32> {
    let sizes = tensor.shape().get(2..)?;
    let place = unit.iter().zip(sizes).try_fold(0, |place: usize, (&index, &n)| {
        let index = usize::try_from(index).ok().filter(|index| *index < n)?;
        Some(place * n + index)
    })?;
    ink::channel(tensor, channel).get(place).copied()
}

/// `conv3, channel 12, (5, 7): 0.83`; of the picture all its colours at once.
pub(super) fn values(
    subject: &Subject<'_>,
    map: MapId,
    channels: std::ops::Range<u64>,
    unit: &Axes<i64>,
) -> Option<String> {
    let Subject { graph, words, values, .. } = *subject;
    let tensor = values?.map(map)?;
    let written: Option<Vec<String>> =
        channels.clone().map(|channel| Some(value(words, value_at(tensor, channel, unit)?))).collect();
    let written = written.filter(|written| !written.is_empty())?.join(" · ");
    let name = graph.node(map).map_or_else(|| words.get("map-input"), |node| &node.name);
    let several = channels.end - channels.start > 1;
    let at = unit_text(unit);
    let (channel, value) = ((channels.start + 1).to_string().into(), written.into());
    Some(match (several, at.is_empty()) {
        (true, _) => words.with("image-colors-at", &[("map", name.into()), ("unit", at.into()), ("value", value)]),
        (_, true) => words.with("image-feature-at", &[("map", name.into()), ("channel", channel), ("value", value)]),
        _ => {
            let unit = at.into();
            words
                .with("image-value-at", &[("map", name.into()), ("channel", channel), ("unit", unit), ("value", value)])
        }
    })
}

impl Tiles {
    /// The same tiles in one row of a width.
    pub(super) fn in_a_row(self, width: f64) -> Self {
        let count = self.count as f64;
        let gap = f64::from(self.gap[0]) / f64::from(self.pixels[0]);
        let across = width / (count + (count - 1.0) * gap);
        let factor = across / self.size[0];
        Self { columns: self.count, size: self.size.map(|side| side * factor), ..self }
    }
}
