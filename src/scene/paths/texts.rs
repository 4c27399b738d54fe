//! What is told of the routes in words and numbers, beside their picture.

use super::Told;
use super::heat::{self, Heat};
use crate::field::paths::{Amount, SHARES, fan_in};
use crate::locale::Words;
use crate::net::{INPUT_NAME, MapId, Op};
use crate::scene::lines::{Line, Lines};
use crate::scene::maps::unit_text;
use crate::scene::theme::Role;
use crate::scene::{Face, Item, Point, Shape, Tag};

pub const SIZE: f64 = 13.0;
const TITLE_SIZE: f64 = 17.0;
const LINE: f64 = 24.0;
/// No more layers than this are named for their pattern.
const MOST_NAMED: usize = 4;

/// A number of routes: all of its digits while they can be read, else its size.
pub fn amount(amount: Amount, words: &Words) -> String {
    const MOST: u128 = 1_000_000_000;
    written(amount, MOST, words)
}

/// The number of all routes: it stands alone, so that more digits can be read.
fn total(amount: Amount, words: &Words) -> String {
    const MOST: u128 = 10_u128.pow(18);
    written(amount, MOST, words)
}

fn written(amount: Amount, most: u128, words: &Words) -> String {
    let digits = amount.exact().filter(|number| *number < most).and_then(|number| u64::try_from(number).ok());
    digits.map_or_else(|| power(amount, words), |number| words.number(number))
}

/// `≈ 1.4·10²³`.
fn power(amount: Amount, words: &Words) -> String {
    let log = amount.log10();
    let (mut exponent, mut mantissa) = (log.floor(), 10_f64.powf(log - log.floor()));
    // What is rounded to ten is one of the next power.
    if mantissa >= 9.95 {
        (exponent, mantissa) = (exponent + 1.0, 1.0);
    }
    let raised: String = format!("{exponent}").chars().map(raise).collect();
    format!("≈\u{202F}{}·10{raised}", words.decimal(mantissa, 1))
}

fn raise(digit: char) -> char {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    digit.to_digit(10).map_or('⁻', |digit| RAISED[digit as usize])
}

/// The title, the scale of colours and the lines below it; the title's upper edge is at `at`.
pub fn items(told: &Told<'_>, heat: &Heat, at: Point) -> Vec<Item> {
    let words = told.subject.words;
    let title = Line { face: Face::Bold, ..Line::new(title(told), TITLE_SIZE, Role::Text) };
    let most = format!("0 … {}", amount(heat.most, words));
    let scale = Line { bar: Some(heat::scale()), ..Line::new(most, SIZE, Role::TextDim) };
    let shared = heat.rows.iter().chain(&heat.columns).any(|run| run.count() > 1);
    let key = if shared { "paths-scale-shared" } else { "paths-scale" };
    let mut all = vec![title, scale, Line::new(words.get(key).to_owned(), SIZE, Role::TextDim)];
    all.extend(lines(told).into_iter().map(|(text, role)| Line::new(text, SIZE, role)));
    let at = Point::new(at.x, at.y + TITLE_SIZE);
    let shape = Shape::Lines(Box::new(Lines { at, step: LINE, lines: all }));
    vec![Item { shape, role: Role::Text, tag: Tag::Label(MapId::INPUT) }]
}

fn title(told: &Told<'_>) -> String {
    let words = told.subject.words;
    let name = told.subject.graph.node(told.paths.map).map_or(INPUT_NAME, |node| node.name.as_str());
    let map = ("map", name.into());
    if told.paths.unit.is_empty() {
        words.with("paths-title-flat", &[map])
    } else {
        words.with("paths-title", &[("unit", unit_text(&told.paths.unit).into()), map])
    }
}

fn lines(told: &Told<'_>) -> Vec<(String, Role)> {
    let words = told.subject.words;
    let count = total(told.measures.total, words);
    let mut lines = vec![
        (words.with("paths-total", &[("count", count.into())]), Role::Text),
        (words.get("paths-each").to_owned(), Role::TextDim),
    ];
    let widths = told.measures.field.map(|run| words.number(run.count()));
    lines.push((words.with("paths-field", &[("size", widths.joined(" × ").into())]), Role::FieldText));
    let radii = SHARES.iter().zip(told.measures.radii).filter_map(|(share, radius)| Some((share, radius?)));
    for (share, radius) in radii {
        let width = words.number((2.0 * radius) as u64);
        let size = vec![width; told.image.rank()].join(" × ");
        let (share, part) = (words.percent(*share), words.percent(radius / told.measures.half_width));
        let numbers = [("share", share.into()), ("size", size.into()), ("part", part.into())];
        lines.push((words.with("paths-radius", &numbers), Role::Text));
    }
    if let Some((gaps, all)) = told.measures.never_read.filter(|(gaps, _)| *gaps > 0) {
        let share = words.percent(gaps as f64 / all as f64);
        let (gaps, all) = (words.number(gaps), words.number(all));
        let text = words.with("paths-gaps", &[("count", gaps.into()), ("of", all.into()), ("share", share.into())]);
        lines.push((text, Role::LostText));
    }
    if told.image.rank() > 2 {
        lines.push((words.get("paths-slices").to_owned(), Role::TextDim));
    }
    lines.extend(checkerboards(told).into_iter().map(|text| (text, Role::LostText)));
    lines
}

/// The transposed convolutions before the unit whose units read different numbers of inputs.
fn checkerboards(told: &Told<'_>) -> Vec<String> {
    let subject = told.subject;
    let uneven = |map: MapId| {
        let node = subject.graph.node(map).filter(|node| matches!(node.op, Op::ConvTransposed(_)))?;
        let steps = subject.analysis.map(map).steps.first()?;
        let kinds = steps.iter().map(fan_in).find(|kinds| kinds.iter().any(|reads| *reads != kinds[0]))?;
        let numbers = [("map", node.name.as_str().into()), ("pattern", pattern(&kinds).into())];
        Some(subject.words.with("paths-checkerboard", &numbers))
    };
    let seen = |map: &MapId| *map <= told.paths.map && told.paths.at(*map).is_some();
    subject.graph.maps().filter(seen).filter_map(uneven).take(MOST_NAMED).collect()
}

/// How many inputs neighbouring units read, at least twice over: `1, 2, 1, 2, …`.
fn pattern(kinds: &[u64]) -> String {
    const MOST: usize = 8;
    let shown = (2 * kinds.len()).min(MOST);
    kinds.iter().cycle().take(shown).map(|reads| format!("{reads}, ")).chain(["…".to_owned()]).collect()
}
