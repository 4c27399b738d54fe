//! The patch of the picture that a unit has seen, enlarged, with the padding where its field leaves the picture.

use std::sync::Arc;

use super::super::theme::Role;
use super::super::{Align, Face, Lean, Point, Raster, Rect, Shape};
use super::tiles::Tiles;
use super::{BESIDE_TEXTS, Content, Image, TEXT_SIZE, fitting, ink, outline, texts};
use crate::axes::Axes;
use crate::field::{Region, Span, Trace};
use crate::net::MapId;
use crate::scene::view::Subject;

/// Between the maps and the patches, and the room that a patch with its texts has.
pub(super) const GAP: f64 = 14.0;
pub(super) const HEIGHT: f64 = 132.0;
pub(super) const WIDTH: f64 = 400.0;
/// The patch alone, and one of its pixels at most.
const SIDE: f64 = 128.0;
const LARGEST_PIXEL: f64 = 26.0;
/// A strip of pixels is so high.
const STRIP: f64 = 26.0;
/// Of a map with no more channels every value is written.
const FEW: u64 = 6;
const LINE: f64 = 17.0;

/// A unit's field on the picture, as far as it is drawn.
struct Field {
    /// With its padding, and the part within the picture; across and down.
    whole: [Span; 2],
    inside: Option<[Span; 2]>,
}

impl Field {
    fn of(trace: &Trace) -> Option<Self> {
        let traced = trace.at(MapId::INPUT)?;
        let inside = traced.units.hull().filter(|_| traced.units.has_units()).and_then(|hull| Tiles::runs(&hull));
        let whole = traced.unclipped.as_ref().and_then(Tiles::runs).or(inside)?;
        // No more padding than picture, or nothing would be seen of it.
        let near = |axis: usize| match inside {
            Some(inside) => {
                let (run, most) = (inside[axis], inside[axis].count() as i64);
                let (first, last) = (whole[axis].first.max(run.first - most), whole[axis].last.min(run.last + most));
                Span::new(first.min(run.first), last.max(run.last))
            }
            None => whole[axis],
        };
        Some(Self { whole: [near(0), near(1)], inside })
    }
}

impl Image {
    /// The patch with its frame, and the values of the unit beside it.
    pub(super) fn patch_of(&self, subject: &Subject<'_>, trace: &Trace, at: Point) -> Vec<(Shape, Role)> {
        let mut shapes = Vec::new();
        let mut x = at.x;
        if trace.map != MapId::INPUT
            && let Some(field) = Field::of(trace)
        {
            let rect = self.field(subject, trace, &field, at, &mut shapes);
            x = rect.max.x + BESIDE_TEXTS;
        }
        let room = (at.x + WIDTH - x).max(120.0);
        let lines = lines(subject, trace, self.channel(subject.analysis, trace.map));
        for (i, (text, role)) in lines.into_iter().enumerate() {
            let at = Point::new(x, at.y + 12.0 + i as f64 * LINE);
            let (align, size) = (Align::Start, TEXT_SIZE);
            let text = fitting(text, room, size);
            let face = if i == 0 { Face::Bold } else { Face::Regular };
            shapes.push((Shape::Text { at, align, face, size, text, haze: true }, role));
        }
        shapes
    }

    /// Draws the field at a place; gives what it takes up.
    fn field(
        &self,
        subject: &Subject<'_>,
        trace: &Trace,
        Field { whole, inside }: &Field,
        at: Point,
        shapes: &mut Vec<(Shape, Role)>,
    ) -> Rect {
        let [across, down] = whole.map(|run| run.count() as f64);
        let strip = subject.graph.input.size.rank() == 1;
        let side = if strip { 2.0 * SIDE } else { SIDE };
        let pixel = (side / across.max(if strip { 1.0 } else { down })).min(LARGEST_PIXEL);
        let high = if strip { STRIP } else { pixel };
        let place = |runs: &[Span; 2]| {
            let left = at.x + (runs[0].first - whole[0].first) as f64 * pixel;
            let top = at.y + (runs[1].first - whole[1].first) as f64 * high;
            Rect::new(left, top, runs[0].count() as f64 * pixel, runs[1].count() as f64 * high)
        };
        let frame = place(whole);
        let picture = inside.as_ref().map(place);
        for padding in around(&frame, picture.as_ref()) {
            shapes.push((Shape::Fill(padding), Role::Cell));
            shapes.push((Shape::Hatch(padding, Lean::Rising), Role::Padding));
        }
        if let (Some(rect), Some(inside)) = (picture, inside) {
            match self.pixels(subject, trace, *inside) {
                Some(pixels) => shapes.push((Shape::Raster { rect, pixels }, Role::Cell)),
                None => shapes.push((Shape::Fill(rect), Role::Cell)),
            }
            if rect != frame {
                shapes.push((Shape::Outline { rect, width: 1.0, dashed: true }, Role::Padding));
            }
        }
        shapes.push(outline(frame, 2.0, Role::Field));
        frame
    }

    /// The pixels that a unit has seen: made when another unit is shown, and kept until then.
    fn pixels(&self, subject: &Subject<'_>, trace: &Trace, inside: [Span; 2]) -> Option<Arc<Raster>> {
        let mut kept = self.patch.borrow_mut();
        if let Some((unit, pixels)) = kept.as_ref()
            && (unit.0, &unit.1) == (trace.map, &trace.unit)
        {
            return Some(Arc::clone(pixels));
        }
        let tensor = subject.values?.map(MapId::INPUT)?;
        let place = self.places.first()?;
        // The color tile of a picture in color; any tile of another one.
        let tiles = place.sheets.first()?;
        let units = &trace.at(MapId::INPUT)?.units;
        let seen = seen(units, inside, tiles.slice);
        let tiles = if tiles.content == Content::Color { tiles.clone() } else { Tiles { first: 0, ..tiles.clone() } };
        let channel = self.channel(subject.analysis, MapId::INPUT);
        let pixels = Arc::new(ink::crop(&tiles, tensor, self.ink(MapId::INPUT, tensor), channel, inside, &seen));
        *kept = Some(((trace.map, trace.unit.clone()), Arc::clone(&pixels)));
        Some(pixels)
    }
}

/// Which pixels of a run of columns and a run of rows belong to a region, on one slice of three axes.
fn seen(units: &Region, [across, down]: [Span; 2], slice: i64) -> impl Fn(i64, i64) -> bool {
    let on_slice = |part: &&Axes<crate::field::Spans>| part.rank() < 3 || part[0].contains(slice);
    let sets: Vec<[Vec<bool>; 2]> = units
        .parts()
        .iter()
        .filter(on_slice)
        .map(|part| {
            let rank = part.rank();
            let flags = |run: Span, axis: Option<usize>| {
                let set = axis.and_then(|axis| part.get(axis));
                (run.first..=run.last).map(|index| set.is_none_or(|set| set.contains(index))).collect()
            };
            [flags(across, rank.checked_sub(1)), flags(down, rank.checked_sub(2))]
        })
        .collect();
    move |x, y| {
        let at = [(x - across.first) as usize, (y - down.first) as usize];
        sets.iter().any(|[columns, rows]| columns[at[0]] && rows[at[1]])
    }
}

/// What of a frame lies around a rectangle in it: above, below and at both sides.
fn around(frame: &Rect, inner: Option<&Rect>) -> Vec<Rect> {
    let Some(inner) = inner else { return vec![*frame] };
    let across = (frame.min.x, frame.max.x);
    let down = (inner.min.y, inner.max.y);
    let pieces = [
        Rect::spanning(across, (frame.min.y, inner.min.y)),
        Rect::spanning(across, (inner.max.y, frame.max.y)),
        Rect::spanning((frame.min.x, inner.min.x), down),
        Rect::spanning((inner.max.x, frame.max.x), down),
    ];
    pieces.into_iter().filter(|rect| rect.width() > 1e-6 && rect.height() > 1e-6).collect()
}

/// What unit it is, how much it sees, and its values: that of the chosen channel, or of all if they are few.
fn lines(subject: &Subject<'_>, trace: &Trace, channel: u64) -> Vec<(String, Role)> {
    let Subject { graph, analysis, words, values, .. } = *subject;
    let name = graph.node(trace.map).map_or_else(|| words.get("map-input"), |node| &node.name);
    let title = format!("{name} {}", super::unit_text(&trace.unit));
    let mut lines = vec![(title, Role::Text)];
    if let Some(rf) = analysis.map(trace.map).rf().filter(|_| trace.map != MapId::INPUT) {
        lines.push((words.with("image-sees", &[("size", rf.joined(" × ").into())]), Role::TextDim));
    }
    let Some(shape) = &analysis.map(trace.map).shape else { return lines };
    let Some(tensor) = values.and_then(|values| values.map(trace.map)) else { return lines };
    if shape.size.is_empty() {
        return lines;
    }
    let few = shape.channels <= FEW;
    let listed = if few { 0..shape.channels } else { channel..channel + 1 };
    for channel in listed {
        if let Some(value) = texts::value_at(tensor, channel, &trace.unit) {
            let (number, value) = ((channel + 1).to_string(), texts::value(words, value));
            let said = words.with("image-channel-value", &[("channel", number.into()), ("value", value.into())]);
            lines.push((said, Role::Text));
        }
    }
    if !few {
        let all = (0..shape.channels).filter_map(|channel| texts::value_at(tensor, channel, &trace.unit));
        let all: Vec<f32> = all.filter(|value| value.is_finite()).collect();
        if let (Some(low), Some(high)) = (all.iter().copied().reduce(f32::min), all.iter().copied().reduce(f32::max)) {
            let ends = [low, high].map(|end| texts::value(words, end)).join(" … ");
            let of = words.number(shape.channels);
            lines.push((words.with("image-all-values", &[("of", of.into()), ("ends", ends.into())]), Role::TextDim));
        }
    }
    lines
}
