//! The chain of sums below the picture: how every field comes out of the one before.

use num_rational::Ratio;
use num_traits::{CheckedAdd, CheckedMul};

use super::super::view::Subject;
use super::super::{Face, text_width};
use super::column::Column;
use crate::field::Taps;
use crate::field::derive::rational;

/// Of more sums than this only so many at the beginning are written, and the last.
const MOST_SUMS: usize = 24;
const FIRST_SUMS: usize = 6;

/// No-break spaces: SVG makes one of many others.
const BETWEEN: &str = "\u{A0}\u{A0}\u{A0}";

/// The sums in lines of at most `room` points; with the name of the axis where the axes differ.
pub(super) fn lines(subject: &Subject<'_>, column: &Column, room: f64, size: f64) -> Vec<String> {
    let rank = subject.graph.input.size.rank();
    let sums: Vec<Vec<String>> = (0..rank).map(|axis| sums(subject, column, axis)).collect();
    let alike = sums.windows(2).all(|pair| pair[0] == pair[1]);
    let mut lines = Vec::new();
    for (axis, sums) in sums.into_iter().enumerate().take(if alike { 1 } else { rank }) {
        let mut line = if alike { String::new() } else { format!("{}:", subject.words.axis(rank, axis)) };
        for sum in sums {
            let longer = if line.is_empty() { sum.clone() } else { format!("{line}{BETWEEN}{sum}") };
            if line.is_empty() || text_width(&longer, size, Face::Mono) <= room {
                line = longer;
            } else {
                lines.push(std::mem::replace(&mut line, sum));
            }
        }
        lines.extend(Some(line).filter(|line| !line.is_empty()));
    }
    lines
}

/// `3 = 1 + 2·1`, one for each layer that sees more or less than the one before; the middle ones are left out where
/// there are many.
fn sums(subject: &Subject<'_>, column: &Column, axis: usize) -> Vec<String> {
    let Subject { graph, analysis, .. } = *subject;
    let mut sight_of = vec![None; graph.map_count()];
    for (at, sight) in column.sights.iter().enumerate() {
        sight.maps.iter().for_each(|map| sight_of[map.index()] = Some(at));
    }
    let sum = |sight: &super::Sight| {
        let map = sight.maps[0];
        let run = sight.hull[axis];
        let branch = column.chain.branches(graph, map).next()?;
        let before = sight_of[branch.read.index()].map(|at: usize| &column.sights[at]);
        let width_before = before.map_or(1, |before| before.hull[axis].count());
        if run.count() == width_before {
            return None;
        }
        let jump = before.map_or(Some(Ratio::from_integer(1)), |before| before.jump[axis]);
        let step = analysis.map(map).steps.get(branch.at).and_then(|steps| steps.get(axis));
        let window = step.zip(jump).and_then(|(step, jump)| {
            let Taps::Window { kernel, dilation, .. } = step.taps else { return None };
            // Of a unit at hand, which may be of another kind than the widest: only a sum that comes out is written.
            let more = Ratio::from_integer((kernel - 1).checked_mul(dilation)?).checked_mul(&jump)?;
            let sum = more.checked_add(&Ratio::from_integer(i64::try_from(width_before).ok()?))?;
            let comes_out = sum == Ratio::from_integer(i64::try_from(run.count()).ok()?);
            let dilation = if dilation == 1 { String::new() } else { format!("·{dilation}") };
            comes_out.then(|| format!("{} = {width_before} + {}{dilation}·{}", run.count(), kernel - 1, rational(jump)))
        });
        Some(window.unwrap_or_else(|| {
            let (first, last) = (rational(run.first.into()), rational(run.last.into()));
            let first = if run.first < 0 { format!("({first})") } else { first };
            format!("{} = {last} − {first} + 1", run.count())
        }))
    };
    let mut sums: Vec<String> = column.sights.iter().filter(|sight| !sight.whole).filter_map(sum).collect();
    if sums.len() > MOST_SUMS {
        let last = sums.split_off(sums.len() - 1);
        sums.truncate(FIRST_SUMS);
        sums.push("…".to_owned());
        sums.extend(last);
    }
    sums
}
