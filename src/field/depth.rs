//! How many more layers like this one until a unit sees the whole image.

use num_rational::Ratio;

use super::{Analysis, Rule, Taps};
use crate::net::{Graph, MapId};

/// The answer on one axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Depth {
    /// Layers like this one that must follow until the field is as wide as the image; 0 if it already is. `None` where
    /// no number of them suffices.
    pub needed: Option<u64>,
    /// Layers like this one that can follow before the map is smaller than the kernel; `None` for no bound.
    pub possible: Option<u64>,
    /// The size of the map after as many layers as are needed and possible.
    pub size_then: u64,
}

/// How deep a stack must become by repeating the layer of `map`, on one axis. `None` for layers without a window.
///
/// After m more layers of stride 1 the field is `rf + m·(K−1)·D·jump` wide and the map `m·(D(K−1) − P)` smaller; with a
/// stride the jump grows with every layer, and a few are enough.
pub fn depth(graph: &Graph, analysis: &Analysis, map: MapId, axis: usize) -> Option<Depth> {
    let answer = analysis.map(map);
    let step = answer.steps.first()?.get(axis)?;
    let (Taps::Window { kernel, stride, dilation, .. }, field) = (step.taps, answer.field.as_ref()?.get(axis)?) else {
        return None;
    };
    let (span, pad) = match step.rule {
        Rule::Window { pad, .. } => ((kernel - 1) * dilation + 1, (pad.begin + pad.end) as i64),
        // Padding that keeps the size, whatever it is.
        Rule::Same { .. } => ((kernel - 1) * dilation + 1, (kernel - 1) * dilation),
        _ => return None,
    };
    // One step may pass the range of an `i64` before the loop ends.
    let wide = |ratio: Ratio<i64>| Ratio::<i128>::new((*ratio.numer()).into(), (*ratio.denom()).into());
    let image = Ratio::from_integer(i128::from(*graph.input.size.get(axis)?));
    let mut rf = Ratio::from_integer(i128::from(field.rf()));
    let mut jump = wide(field.jump()?);
    let mut size = i64::try_from(step.outputs).ok()?;
    let growth = Ratio::from_integer(i128::from(span - 1));

    if stride == 1 {
        let gain = growth * jump;
        let needed = if rf >= image {
            Some(0)
        } else if gain > Ratio::from_integer(0) {
            Some(((image - rf) / gain).ceil().to_integer() as u64)
        } else {
            None
        };
        let shrink = span - 1 - pad;
        // The m-th layer more runs if the map before it, padded, holds the kernel.
        let possible = (shrink > 0).then(|| ((size + pad - span).max(-1) + shrink).div_euclid(shrink).max(0) as u64);
        let layers = needed.unwrap_or(0).min(possible.unwrap_or(u64::MAX));
        let size_then = (size - shrink.checked_mul(layers as i64)?).max(0) as u64;
        return Some(Depth { needed, possible, size_then });
    }
    let mut layers = 0;
    while rf < image {
        if growth == Ratio::from_integer(0) {
            return Some(Depth { needed: None, possible: None, size_then: size as u64 });
        }
        let room = size + pad - span;
        if room < 0 {
            break;
        }
        rf += growth * jump;
        jump *= Ratio::from_integer(i128::from(stride));
        size = if matches!(step.rule, Rule::Same { .. }) { (size + stride - 1) / stride } else { room / stride + 1 };
        layers += 1;
    }
    let possible = (rf < image).then_some(layers);
    // Not enough layers fit; count on without a map to see how many it would take.
    let mut needed = layers;
    while rf < image {
        rf += growth * jump;
        jump *= Ratio::from_integer(i128::from(stride));
        needed += 1;
    }
    Some(Depth { needed: Some(needed), possible, size_then: size as u64 })
}
