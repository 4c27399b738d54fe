//! What is written at a box.

use super::Column;
use crate::axes::Axes;
use crate::field::Analysis;
use crate::locale::Words;
use crate::net::{MapId, Op};
use crate::scene::view::Subject;
use crate::scene::{Face, text_width};

/// Sizes of texts, in points.
pub(super) const CHANNELS: f64 = 12.0;
pub(super) const SIZE: f64 = 10.5;
pub(super) const NAME: f64 = 11.5;
pub(super) const SETTING: f64 = 9.5;
pub(super) const BAND: f64 = 10.0;
pub(super) const BADGE: f64 = 9.5;
/// From one line to the next.
pub(super) const LINE: f64 = 14.0;
/// What a badge has beside its text.
const BADGE_SIDES: f64 = BADGE;

/// The longest line, in characters, and the most lines of settings and of bands.
const LONGEST: usize = 13;
const MOST_LINES: usize = 3;

/// The texts of one box.
#[derive(Default)]
pub(super) struct Caption {
    /// Above it, from the top: the depth of a map of three axes, its size, and the size after the last repeat.
    pub size: Vec<String>,
    /// Below its front.
    pub channels: String,
    /// In lines that all boxes share: name, settings and bands.
    pub name: String,
    pub setting: Vec<String>,
    pub bands: Vec<String>,
    /// As badges: the receptive field where it grows, and how many units of its input the layer leaves out.
    pub field: Option<String>,
    pub lost: Option<String>,
}

impl Caption {
    /// `sized` tells whether the size is written.
    pub fn of(Subject { graph, analysis, words, .. }: &Subject<'_>, column: &Column, sized: bool) -> Self {
        let Some(node) = graph.node(column.map) else {
            let name = words.get("map-input").to_owned();
            return Self { name, ..Self::of_shape(analysis, column, sized, words) };
        };
        let text = node.op.to_string();
        let word = node.op.word();
        let known = node.name.starts_with(word);
        // The channels stand at the box, and a bias changes nothing that is seen.
        let words_of_op = text.split(' ').filter(|part| {
            let counts = part.strip_prefix('c').is_some_and(|rest| rest.parse::<u64>().is_ok());
            !counts && *part != "nobias" && !(known && *part == word)
        });
        let setting = wrapped(words_of_op);
        let bands = column.maps(graph).skip(1);
        let bands = bands.filter_map(|band| Some(format!("+ {}", graph.node(band)?.op.word())));
        let mut caption = Self {
            name: cut(&node.name),
            setting,
            bands: shortened(bands.collect()),
            field: field_text(analysis, column, node.inputs()).map(|rf| format!("{} {rf}", words.get("rf-short"))),
            lost: lost(analysis, column.map).map(|count| format!("−{}", words.number(count))),
            ..Self::of_shape(analysis, column, sized, words)
        };
        if !column.possible {
            caption.size = vec![words.get("map-impossible").to_owned()];
        }
        caption
    }

    fn of_shape(analysis: &Analysis, column: &Column, sized: bool, words: &Words) -> Self {
        let Some(shape) = &analysis.map(column.map).shape else { return Self::default() };
        let mut size = Vec::new();
        if sized && !shape.size.is_empty() {
            let faces = |size: &Axes<u64>| {
                let last_two = size.iter().skip(size.rank().saturating_sub(2));
                last_two.map(u64::to_string).collect::<Vec<_>>().join(" × ")
            };
            if let [depth, _, _] = shape.size.as_slice() {
                size.push(words.with("blocks-depth", &[("n", (*depth).into())]));
            }
            size.push(faces(&shape.size));
            let after = analysis.map(column.twin).shape.as_ref().filter(|after| after.size != shape.size);
            size.extend(after.map(|after| format!("→ {}", faces(&after.size))));
        }
        Self { size, channels: shape.channels.to_string(), ..Self::default() }
    }

    /// How many of the lines that all boxes share it has, without its name.
    pub fn lines(&self) -> usize {
        self.setting.len() + self.bands.len()
    }

    /// The badges, with a place in a row of their own each.
    pub fn badges(&self) -> usize {
        if self.lost.is_some() { 2 } else { usize::from(self.field.is_some()) }
    }

    /// How far the texts reach to both sides: those in the middle of the front, and those in the middle of the box.
    pub fn reach(&self) -> (f64, f64) {
        let badge = |text: &String| text_width(text, BADGE, Face::Bold) + BADGE_SIDES;
        let widest = |lines: &[String], size: f64, face: Face| {
            lines.iter().map(|line| text_width(line, size, face)).fold(0.0, f64::max)
        };
        let middle = [
            widest(&self.size, SIZE, Face::Regular),
            text_width(&self.name, NAME, Face::Bold),
            widest(&self.setting, SETTING, Face::Mono),
            widest(&self.bands, BAND, Face::Regular),
            self.field.as_ref().map_or(0.0, badge),
            self.lost.as_ref().map_or(0.0, badge),
        ];
        (text_width(&self.channels, CHANNELS, Face::Bold) / 2.0, middle.into_iter().fold(0.0, f64::max) / 2.0)
    }
}

/// The span that units see, where it is not that of the input; of a folded group, the first one's and the last one's.
fn field_text(analysis: &Analysis, column: &Column, inputs: &[MapId]) -> Option<String> {
    let seen = |map: MapId| {
        let answer = analysis.map(map);
        answer.rf().filter(|_| answer.shape.as_ref().is_some_and(|shape| !shape.size.is_empty()))
    };
    let rf = seen(column.map)?;
    let grows = inputs.iter().all(|input| seen(*input).is_none_or(|before| before != rf));
    let last = seen(column.twin).filter(|last| *last != rf);
    let first = rf.alike_text("×");
    match last {
        Some(last) => Some(format!("{first}–{}", last.alike_text("×"))),
        None => grows.then_some(first),
    }
}

/// How many units of its input a layer never reads.
pub(in crate::scene) fn lost(analysis: &Analysis, map: MapId) -> Option<u64> {
    let count =
        analysis.unread(map).map(|unread| unread.count).try_fold(0_u64, |sum, count| sum.checked_add(count?))?;
    (count > 0).then_some(count)
}

/// The words of a setting in lines.
fn wrapped<'a>(words: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= LONGEST => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(cut(word)),
        }
    }
    shortened(lines)
}

/// Not more lines than there is room for.
fn shortened(mut lines: Vec<String>) -> Vec<String> {
    if lines.len() > MOST_LINES {
        lines.truncate(MOST_LINES);
        if let Some(last) = lines.last_mut() {
            last.push_str(" …");
        }
    }
    lines
}

fn cut(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        text.to_owned()
    } else {
        text.chars().take(LONGEST - 1).chain(['…']).collect()
    }
}

/// True of ops that have no box of their own but a band on the box before.
pub(super) const fn is_band(op: &Op) -> bool {
    matches!(op, Op::Pointwise(_))
}
