//! The values in the cells, and the weights beside those that the kernel lies on.

use super::drawn::Drawing;
use super::figures::figure;
use super::pane::{Pane, What};
use super::position::Tap;
use crate::field::Spans;
use crate::net::{Interpolation, Op, Reveal};
use crate::scene::colours::{self, Ends};
use crate::scene::theme::Role;
use crate::scene::{Align, Face, Point, Rect, Shape, Texts};

/// Characters of a value in its cell, and in a small one.
const ROOM: usize = 5;
const SMALL_ROOM: usize = 4;
const SMALL_CELL: f64 = 36.0;
/// A value's size in parts of its cell, and how much of the cell's width the longest one may take.
const VALUE_PART: f64 = 0.44;
const VALUE_WIDTH: f64 = 0.9;
/// A weight beside its value: size, and the least cell that has room for it.
const WEIGHT_PART: f64 = 0.23;
const LEAST_WEIGHED: f64 = 30.0;

/// What is written in a cell.
struct Written {
    text: String,
    role: Role,
    face: Face,
    haze: bool,
}

/// Values that look alike: their cells, and whether a weight stands below them.
struct Group {
    role: Role,
    face: Face,
    haze: bool,
    texts: Vec<(Rect, bool, String)>,
}

impl Drawing<'_> {
    /// The values of a pane, those that look alike in one item.
    pub(super) fn texts(&self, pane: &Pane, push: &mut impl FnMut(Shape, Role)) {
        let pitch = pane.cells.columns.pitch;
        let ends = self.is_coloured(pane).then(|| self.ends(pane)).flatten();
        let lost = self.lost_sets(pane);
        let weights = self.weights(pane).filter(|_| pitch >= LEAST_WEIGHED);
        let winner = if let What::Read(at) = pane.what { self.winner(at) } else { None };
        let mut groups: Vec<Group> = Vec::new();
        let mut small = Vec::new();
        let mut widest: f64 = 1.0;
        for (row, column) in pane.shown() {
            let Some(rect) = pane.cell(row, column) else { continue };
            let is_lost = lost.iter().any(|[rows, columns]| rows.contains(row) || columns.contains(column));
            let Some(mut written) = self.written(pane, row, column, ends, is_lost) else { continue };
            let weight = weights.as_ref().and_then(|weights| weights(row, column));
            if weight.is_some() || winner == Some((row, column)) {
                written.face = Face::Bold;
            }
            widest = widest.max(width(&written.text, written.face));
            let weighed = weight.is_some();
            if let Some(weight) = weight {
                let at = Point::new(rect.max.x - 0.06 * pitch, rect.max.y - 0.09 * pitch);
                small.push((at, format!("×{}", figure(weight, SMALL_ROOM, self.subject.words).text)));
            }
            let Written { text, role, face, haze } = written;
            match groups.iter_mut().find(|group| (group.role, group.face, group.haze) == (role, face, haze)) {
                Some(group) => group.texts.push((rect, weighed, text)),
                None => groups.push(Group { role, face, haze, texts: vec![(rect, weighed, text)] }),
            }
        }
        let size = (VALUE_PART * pitch).min(VALUE_WIDTH * pitch / widest);
        for Group { role, face, haze, texts } in groups {
            let place = |(rect, weighed, text): (Rect, bool, String)| {
                let centre = rect.centre();
                let up = if weighed { 0.1 * pitch } else { 0.0 };
                (Point::new(centre.x, centre.y + 0.36 * size - up), text)
            };
            let texts = texts.into_iter().map(place).collect();
            push(Shape::Texts(Box::new(Texts { texts, align: Align::Middle, face, size, haze })), role);
        }
        if !small.is_empty() {
            let widest = small.iter().map(|(_, text)| width(text, Face::Regular)).fold(1.0, f64::max);
            let size = (WEIGHT_PART * pitch).min(VALUE_WIDTH * pitch / widest);
            let texts = Texts { texts: small, align: Align::End, face: Face::Regular, size, haze: ends.is_some() };
            push(Shape::Texts(Box::new(texts)), Role::GoodText);
        }
    }

    /// The rows and columns of a pane that are hatched, as indices of the map.
    fn lost_sets(&self, pane: &Pane) -> Vec<[Spans; 2]> {
        if !matches!(pane.what, What::Read(_)) || pane.vector.is_some() {
            return Vec::new();
        }
        let lost = self.subject.analysis.lost_units(self.subject.graph, pane.map);
        let sets = lost.into_iter().flat_map(|(unread, later)| [unread, later]);
        sets.map(|sets| {
            pane.axes.map(|axis| axis.and_then(|axis| sets.get(axis).cloned()).unwrap_or_else(Spans::empty))
        })
        .collect()
    }

    /// What is written in a cell; `None` in those that are no cells, and where no number is known.
    fn written(&self, pane: &Pane, row: i64, column: i64, ends: Option<Ends>, lost: bool) -> Option<Written> {
        let words = self.subject.words;
        let current = self.is_current(pane, row, column);
        let plain = |text: &str, role: Role| Written { text: text.to_owned(), role, face: Face::Regular, haze: false };
        if pane.what == What::Made && !pane.has(row, column) {
            return None;
        }
        if self.is_hidden(pane, row, column) {
            let text = if self.look.reveal == Reveal::Predict { "?" } else { "·" };
            return Some(plain(text, if current { Role::OnField } else { Role::TextDim }));
        }
        let value = self.value(pane, row, column)?;
        let room = if pane.cells.columns.pitch < SMALL_CELL { SMALL_ROOM } else { ROOM };
        let mut written = plain(&figure(value, room, words).text, Role::Text);
        let inside = pane.has(row, column);
        match ends {
            _ if !inside => written.role = Role::TextDim,
            _ if current => {}
            Some(ends) => {
                written.role = colours::ink(colours::color(self.look.colours, ends, value));
            }
            None => written.haze = lost,
        }
        if current {
            (written.role, written.face) = (Role::OnField, Face::Bold);
        }
        Some(written)
    }

    /// What the value in a row and a column of an input is multiplied by, where the kernel lies on it.
    fn weights(&self, pane: &Pane) -> Option<impl Fn(i64, i64) -> Option<f32> + use<'_>> {
        let What::Read(at) = pane.what else { return None };
        let op = self.op()?;
        let branch = &self.position.branches[at];
        let weighs =
            matches!(op, Op::Conv(_) | Op::ConvTransposed(_) | Op::Upsample { mode: Interpolation::Linear, .. });
        let taps = branch.taps.as_ref().filter(|taps| weighs && !taps.is_empty())?;
        let kernel = self.subject.values?.weights(self.position.made);
        let (axes, slice) = (pane.axes, pane.slice);
        Some(move |row: i64, column: i64| {
            let mut found: Vec<Tap> = Vec::with_capacity(taps.rank());
            for (axis, taps) in taps.iter().enumerate() {
                let index = match axes {
                    [Some(down), _] if down == axis => row,
                    [_, Some(across)] if across == axis => column,
                    _ => slice?,
                };
                found.push(*taps.iter().find(|tap| tap.index == index)?);
            }
            if matches!(op, Op::Upsample { .. }) {
                return Some(found.iter().map(|tap| tap.share).product());
            }
            let taps: Vec<usize> = found.iter().map(|tap| tap.element).collect();
            let at = self.position.weight_at(op, branch.channel, &taps);
            kernel?.kernel.get(at.as_slice()).copied()
        })
    }
}

/// A number's width in parts of its size, as the face has it.
fn width(text: &str, face: Face) -> f64 {
    let of = |c: char| match c {
        '.' | ',' => 0.32,
        '−' | '×' => 0.84,
        _ => 0.64,
    };
    text.chars().map(of).sum::<f64>() * if face == Face::Bold { 1.1 } else { 1.0 }
}
