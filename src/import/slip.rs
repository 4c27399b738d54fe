//! A first word that is no layer: which layer was meant.

use super::mistake::Remedy;
use crate::net::DEFAULT_NAMES;

/// What other libraries call some of our layers, if it is not one slip away from our word.
const OTHER_NAMES: [(&str, &str); 16] = [
    ("convolution", "conv"),
    ("conv2d", "conv"),
    ("deconv", "convt"),
    ("convtranspose", "convt"),
    ("convtranspose2d", "convt"),
    ("averagepool", "avgpool"),
    ("globalaveragepool", "gap"),
    ("globalmaxpool", "gmp"),
    ("adaptiveavgpool2d", "adaptavg"),
    ("adaptivemaxpool2d", "adaptmax"),
    ("batchnorm", "bn"),
    ("batchnorm2d", "bn"),
    ("dense", "linear"),
    ("fc", "linear"),
    ("resize", "upsample"),
    ("interpolate", "upsample"),
];

/// A longer word is no slip of the pen, and comparing it letter by letter would take long.
const MOST_SLIPPED: usize = 32;

/// What to write instead of a first word that is no layer.
pub(super) fn remedy_for(word: &str) -> Remedy {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return Remedy::LayerFirst;
    }
    if word.len() > MOST_SLIPPED {
        return Remedy::OneOfTheLayers;
    }
    let word = word.to_lowercase();
    if let "add" | "sum" | "mul" | "concat" | "cat" = word.as_str() {
        return Remedy::NoJoins;
    }
    let elsewhere = OTHER_NAMES.iter().find(|(other, _)| *other == word).map(|(_, name)| *name);
    let slip = || {
        let distances = DEFAULT_NAMES.iter().map(|name| (strsim::damerau_levenshtein(&word, name), *name));
        let near = distances.filter(|(distance, name)| *distance <= if name.len() > 4 { 2 } else { 1 });
        near.min().map(|(_, name)| name)
    };
    elsewhere.or_else(slip).map_or(Remedy::OneOfTheLayers, Remedy::DidYouMean)
}
