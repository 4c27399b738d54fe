//! The layers that add nothing at this input size.

use crate::field::Analysis;
use crate::field::border::{Border, Survey};
use crate::locale::Words;

/// The locale's key of the grounds on which a layer is listed.
pub const fn grounds(border: &Border) -> &'static str {
    match (border.covered, border.gains) {
        (true, Some(false)) => "border-both",
        (true, Some(true)) => "border-width-only",
        (true, None) => "border-width",
        (false, _) => "border-count",
    }
}

/// What stands above the layers, or in their place if there are none.
pub fn lead<'w>(survey: &Survey, analysis: &Analysis, words: &'w Words) -> &'w str {
    words.get(match survey.layers.as_slice() {
        [] if survey.uncounted > 0 || !analysis.runs() => "borders-unknown",
        [] => "borders-none",
        _ => "borders-text",
    })
}
