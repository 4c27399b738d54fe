//! The share of padding in what the units see.

use crate::field::padding::{PaddingShare, Share};
use crate::locale::Words;

/// A share as a number from 0 to 1.
pub fn number(share: Share) -> f64 {
    *share.numer() as f64 / *share.denom() as f64
}

/// The least, the mean and the greatest share, as percentages; a dash for a mean that is too long a fraction.
pub fn percentages(padding: &PaddingShare, words: &Words) -> [String; 3] {
    let percent = |share: Share| words.percent(number(share));
    [percent(padding.least), padding.mean.map_or_else(|| "–".to_owned(), percent), percent(padding.most)]
}

/// How many of a map's units are free of padding.
pub fn free_text(free: u64, units: u64, words: &Words) -> String {
    words.with("padding-free-of", &[("count", words.number(free).into()), ("of", words.number(units).into())])
}
