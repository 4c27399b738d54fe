//! What is written in a box and how large it is for that.

use smallvec::SmallVec;

use super::cards::is_band;
use crate::field::Analysis;
use crate::net::{MapId, Op, Shape as MapShape};
use crate::scene::blocks::captions;
use crate::scene::view::Subject;
use crate::scene::{Face, text_width};

/// Sizes of texts, in points, and the heights of their lines.
pub const NAME: f64 = 12.0;
pub const SETTING: f64 = 10.0;
pub const BAND: f64 = 10.5;
pub const BADGE: f64 = 9.5;
pub const LABEL: f64 = 10.0;
pub const NAME_LINE: f64 = 17.0;
pub const SETTING_LINE: f64 = 14.0;
pub const BADGE_LINE: f64 = 20.0;
pub const BAND_LINE: f64 = 17.0;
/// Room above and below the lines, and beside them.
pub const PADDING: f64 = 6.0;
const SIDE: f64 = 10.0;
/// Between a line's place and the label beside it.
pub const LABEL_GAP: f64 = 6.0;
/// Between two badges.
pub const BADGE_GAP: f64 = 5.0;

/// The narrowest box, and one in which lines only meet.
const LEAST_WIDTH: f64 = 84.0;
const JOIN_WIDTH: f64 = 30.0;
const JOIN_LINE: f64 = 24.0;

/// The longest name and setting, in characters.
const LONGEST_NAME: usize = 22;
const LONGEST_SETTING: usize = 27;

/// The texts of a box.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    pub name: String,
    pub setting: Option<String>,
    /// What its units see, and what it leaves out of its input.
    pub field: Option<String>,
    pub lost: Option<String>,
    /// The ops on single units that follow.
    pub bands: SmallVec<[String; 2]>,
    /// The shape of the map that others read.
    pub shape: Option<String>,
    pub joins: bool,
}

impl Texts {
    /// The texts of the box of these maps; `twin` is the map that leaves the last repeat of it.
    pub fn of(subject: &Subject<'_>, maps: &[MapId], twin: MapId) -> Self {
        let Subject { graph, analysis, words, .. } = subject;
        let (Some(first), Some(last)) = (maps.first(), maps.last()) else { return Self::default() };
        let shape = analysis.map(*last).shape.as_ref().map(shape_text);
        let Some(node) = graph.node(*first) else {
            let badge = lost_to_outputs(analysis).map(|count| format!("−{}", words.number(count)));
            return Self { name: words.get("map-input").to_owned(), lost: badge, shape, ..Self::default() };
        };
        let bands = maps[1..].iter().filter_map(|map| graph.node(*map)).map(|node| band_text(&node.op)).collect();
        if let Op::Join(join) = &node.op {
            let name = match join {
                crate::net::Join::Add => "+".to_owned(),
                crate::net::Join::Mul => "×".to_owned(),
                _ => node.op.word().to_owned(),
            };
            return Self { name, bands, shape, joins: true, ..Self::default() };
        }
        let impossible = analysis.map(*first).impossible.is_some();
        let field = field_text(analysis, *last, twin).map(|rf| format!("{} {rf}", words.get("rf-short")));
        Self {
            name: end_of(&node.name, LONGEST_NAME),
            setting: if impossible { Some(words.get("map-impossible").to_owned()) } else { setting(node) },
            field: field.filter(|_| !is_band(&node.op)),
            lost: captions::lost(analysis, *first).map(|count| format!("−{}", words.number(count))),
            bands,
            shape,
            joins: false,
        }
    }

    /// Width and height of the box, and of the room it takes with the label at its foot.
    pub fn size(&self) -> (f64, f64) {
        let bands = self.bands.len() as f64 * BAND_LINE;
        let band = self.bands.iter().map(|band| text_width(band, BAND, Face::Regular)).fold(0.0, f64::max);
        if self.joins {
            let name = text_width(&self.name, NAME, Face::Bold);
            return ((name.max(band) + SIDE).max(JOIN_WIDTH), JOIN_LINE + bands);
        }
        let badges: Vec<f64> = self.badges().map(|badge| badge_width(badge)).collect();
        let badges_width = badges.iter().sum::<f64>() + BADGE_GAP * badges.len().saturating_sub(1) as f64;
        let widest = [
            text_width(&self.name, NAME, Face::Bold),
            self.setting.as_ref().map_or(0.0, |text| text_width(text, SETTING, Face::Mono)),
            badges_width,
            band,
        ];
        let width = widest.into_iter().fold(0.0, f64::max) + 2.0 * SIDE;
        let setting = if self.setting.is_some() { SETTING_LINE } else { 0.0 };
        let badges = if badges.is_empty() { 0.0 } else { BADGE_LINE };
        (width.max(LEAST_WIDTH), NAME_LINE + setting + badges + bands + 2.0 * PADDING)
    }

    /// Width and height of what is laid out: the box, and beside its middle the label of the line that leaves it.
    pub fn room(&self) -> (f64, f64) {
        let (width, height) = self.size();
        let label = self.shape.as_ref().map_or(0.0, |shape| text_width(shape, LABEL, Face::Regular) + LABEL_GAP);
        (width.max(2.0 * label), height)
    }

    pub fn badges(&self) -> impl Iterator<Item = &String> {
        self.field.iter().chain(&self.lost)
    }
}

/// The image's pixels that reach none of several outputs, if there are any: no box of an output tells that.
fn lost_to_outputs(analysis: &Analysis) -> Option<u64> {
    let several = analysis.outputs().len() > 1 && analysis.runs();
    let loss = analysis.network_loss().filter(|loss| several && loss.count > 0)?;
    Some(loss.count)
}

/// A badge with the room at its sides.
pub fn badge_width(text: &str) -> f64 {
    text_width(text, BADGE, Face::Bold) + BADGE
}

/// `64×56×56`: the channels and the size of a map.
pub fn shape_text(shape: &MapShape) -> String {
    std::iter::once(&shape.channels).chain(shape.size.iter()).map(u64::to_string).collect::<Vec<_>>().join("×")
}

/// The setting of an op, without the word that its name already says.
fn setting(node: &crate::net::Node) -> Option<String> {
    let word = node.op.word();
    let known = node.name.starts_with(word);
    let text = node.op.to_string();
    let parts = text.split(' ').filter(|part| *part != "nobias" && !(known && *part == word));
    let text = parts.collect::<Vec<_>>().join(" ");
    (!text.is_empty() && text != node.name).then(|| start_of(&text, LONGEST_SETTING))
}

/// The op of a band: of an imported network its own name.
fn band_text(op: &Op) -> String {
    match op {
        Op::Unit(unit) => end_of(&unit.name, LONGEST_NAME),
        _ => op.word().to_owned(),
    }
}

/// What the units of a map see; of a folded group, of the first repeat and of the last.
fn field_text(analysis: &Analysis, map: MapId, twin: MapId) -> Option<String> {
    let seen = |map: MapId| {
        let answer = analysis.map(map);
        answer.rf().filter(|_| answer.shape.as_ref().is_some_and(|shape| !shape.size.is_empty()))
    };
    let first = seen(map)?;
    match seen(twin).filter(|last| *last != first) {
        Some(last) => Some(format!("{}–{}", first.alike_text("×"), last.alike_text("×"))),
        None => Some(first.alike_text("×")),
    }
}

/// The end of a text: of names that are paths that is what tells them apart.
fn end_of(text: &str, most: usize) -> String {
    let count = text.chars().count();
    if count <= most {
        return text.to_owned();
    }
    std::iter::once('…').chain(text.chars().skip(count + 1 - most)).collect()
}

fn start_of(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}
