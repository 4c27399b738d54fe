//! Values as people read them: short, and honest about having been rounded.

use crate::locale::Words;

/// The most significant figures of a value that is no whole number.
const MOST_FIGURES: usize = 4;

/// A value in few characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::scene) struct Figure {
    pub text: String,
    /// Whether the text is the value, and not only near it.
    pub exact: bool,
}

/// Writes a value: whole numbers plainly, others in at most four significant figures, very large and very small ones
/// with a power of ten; in at most `room` characters, a sign apart, wherever fewer figures make it fit.
pub(in crate::scene) fn figure(value: f32, room: usize, words: &Words) -> Figure {
    let named = |text: &str| Figure { text: text.to_owned(), exact: true };
    if value.is_nan() {
        return named("NaN");
    }
    if value.is_infinite() {
        return named(if value > 0.0 { "∞" } else { "−∞" });
    }
    if value == 0.0 {
        return named("0");
    }
    let room = room + usize::from(value < 0.0);
    let mut text = String::new();
    for figures in (1..=MOST_FIGURES).rev() {
        text = written(value, figures, room);
        if text.chars().count() <= room {
            break;
        }
    }
    if text.chars().count() > room {
        let power = format!("{value:.0e}");
        text = if power.len() < text.len() { power } else { text };
    }
    let exact = text.parse() == Ok(value);
    Figure { text: text.replace('-', "−").replace('.', words.lang.decimal_point()), exact }
}

/// A finite value other than zero, in so many significant figures.
fn written(value: f32, figures: usize, room: usize) -> String {
    /// Whole numbers below this are written out, if there is room.
    const LARGE: f32 = 1e7;
    if value.fract() == 0.0 && value.abs() < LARGE {
        let text = format!("{value:.0}");
        if text.len() <= room {
            return text;
        }
    }
    // The exponent of the rounded value: 9.9999 is a ten.
    let scientific = format!("{value:.*e}", figures - 1);
    let exponent: i32 = scientific.split_once('e').and_then(|(_, exponent)| exponent.parse().ok()).unwrap_or(0);
    if (-4..5).contains(&exponent) {
        let decimals = (figures as i32 - 1 - exponent).max(0) as usize;
        return trimmed(&format!("{value:.decimals$}")).to_owned();
    }
    match scientific.split_once('e') {
        Some((mantissa, exponent)) => format!("{}e{exponent}", trimmed(mantissa)),
        None => scientific,
    }
}

/// Without zeros at the end of a fraction.
fn trimmed(text: &str) -> &str {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}
