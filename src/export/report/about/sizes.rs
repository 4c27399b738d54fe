//! Input sizes near the present one: without loss, and those that cannot run.

use std::collections::BTreeMap;

use crate::field::input_sizes::{InputSize, Outcome};
use crate::field::{Impossible, Span, Spans};
use crate::locale::Words;
use crate::net::MapId;

/// Input sizes up to so many pixels smaller and larger are tried.
pub const REACH: u64 = 32;

/// `224` where all axes are alike, else `224 × 320`.
pub fn size_text(size: &InputSize) -> String {
    size.size.alike_text(" × ")
}

/// What becomes of an input; `rank` is the number of its axes.
pub fn outcome_text(outcome: &Outcome, rank: usize, words: &Words) -> String {
    match outcome {
        Outcome::Whole => words.get("sizes-outcome-whole").to_owned(),
        Outcome::Loses { count, of } => {
            words.with("sizes-outcome-loses", &[("count", (*count).into()), ("of", words.number(*of).into())])
        }
        Outcome::Stops { reason, .. } => words.impossible(reason, rank),
        Outcome::Unknown => words.get("sizes-outcome-unknown").to_owned(),
    }
}

/// What becomes of the present size, in a sentence.
pub fn now_text(sizes: &[InputSize], rank: usize, words: &Words) -> Option<String> {
    let now = sizes.iter().find(|size| size.offset == 0)?;
    let outcome = outcome_text(&now.outcome, rank, words);
    Some(words.with("sizes-now", &[("size", size_text(now).into()), ("outcome", outcome.into())]))
}

/// The other sizes that lose nothing, ascending.
pub fn without_loss(sizes: &[InputSize]) -> Vec<&InputSize> {
    sizes.iter().filter(|size| size.offset != 0 && size.outcome == Outcome::Whole).collect()
}

/// Of the other sizes that lose some pixels the `most` that lose least, ascending.
pub fn with_least_loss(sizes: &[InputSize], most: usize) -> Vec<&InputSize> {
    let lost = |size: &InputSize| match size.outcome {
        Outcome::Loses { count, .. } if size.offset != 0 => Some(count),
        _ => None,
    };
    let mut found: Vec<_> = sizes.iter().filter_map(|size| Some((lost(size)?, size))).collect();
    found.sort_by_key(|(lost, size)| (*lost, size.offset.unsigned_abs()));
    found.truncate(most);
    found.sort_by_key(|(_, size)| size.offset);
    found.into_iter().map(|(_, size)| size).collect()
}

/// The `most` sizes of these that are nearest to the present one, ascending.
pub fn nearest(mut sizes: Vec<&InputSize>, most: usize) -> Vec<&InputSize> {
    sizes.sort_by_key(|size| size.offset.unsigned_abs());
    sizes.truncate(most);
    sizes.sort_by_key(|size| size.offset);
    sizes
}

/// That none of the sizes loses nothing. Fewer are tried of networks with many layers.
pub fn none_text(sizes: &[InputSize], words: &Words) -> String {
    let reach = sizes.iter().map(|size| size.offset.unsigned_abs()).max().unwrap_or(0);
    words.with("sizes-none", &[("count", reach.into())])
}

/// Sizes as a short list. Where the axes differ, sizes are told by the first one.
pub fn list_text(sizes: &[&InputSize], rank: usize, words: &Words) -> String {
    let run = |size: &&InputSize| {
        let n = size.size.iter().next().map_or(0, |n| n.cast_signed());
        Span::new(n, n)
    };
    let runs = words.indices(&Spans::union_of(sizes.iter().map(run)));
    let alike = sizes.iter().all(|size| size.size.iter().all(|n| *n == size.size[0]));
    if alike { runs } else { format!("{} {runs}", words.axis(rank, 0)) }
}

/// Sizes at which the layer of one map cannot run.
pub struct Stop<'s> {
    pub map: MapId,
    /// Ascending.
    pub sizes: Vec<&'s InputSize>,
    /// Why, at the nearest of them.
    pub reason: &'s Impossible,
}

impl Stop<'_> {
    pub fn text(&self, rank: usize, words: &Words) -> String {
        words.with("sizes-stop", &[("sizes", list_text(&self.sizes, rank, words).into())])
    }
}

/// The other sizes that cannot run, by layer.
pub fn stops(sizes: &[InputSize]) -> Vec<Stop<'_>> {
    let mut stops: BTreeMap<MapId, Stop<'_>> = BTreeMap::new();
    let mut others: Vec<&InputSize> = sizes.iter().filter(|size| size.offset != 0).collect();
    // The nearest comes first and gives the reason.
    others.sort_by_key(|size| size.offset.unsigned_abs());
    for size in others {
        if let Outcome::Stops { map, reason } = &size.outcome {
            let stop = stops.entry(*map).or_insert_with(|| Stop { map: *map, sizes: Vec::new(), reason });
            stop.sizes.push(size);
        }
    }
    let mut stops: Vec<Stop<'_>> = stops.into_values().collect();
    stops.iter_mut().for_each(|stop| stop.sizes.sort_by_key(|size| size.offset));
    stops
}
