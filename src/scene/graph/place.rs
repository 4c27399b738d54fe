//! Places across the page, in linear time: four times the vertices are lined up with a middle neighbour each, from above
//! or below and from the left or right, and pushed together; the mean of the two middle places is taken (Brandes and
//! Köpf 2002; with widths of their own as a longest way through the blocks). The order statistics of places that keep
//! their distances keep them too, so no two boxes can meet.

use std::collections::HashSet;

use super::layers::{Layered, Vertex};
use super::order::Order;

/// Between two boxes, between a box and a bend, and between two bends.
const BOX_GAP: f64 = 30.0;
const MIXED_GAP: f64 = 16.0;
const BEND_GAP: f64 = 7.0;

/// Where the middle of each vertex lies on the x-axis.
pub fn places(layered: &Layered, order: &Order) -> Vec<f64> {
    let conflicts = conflicts(layered, order);
    let mut found: Vec<Vec<f64>> = Vec::with_capacity(4);
    for up in [false, true] {
        for left in [false, true] {
            let rows = turned(order, up, left);
            let roots = aligned(layered, &rows, up, &conflicts);
            let xs = compacted(layered, &rows, &roots);
            found.push(if left { xs.into_iter().map(|x| -x).collect() } else { xs });
        }
    }
    balanced(layered, &found)
}

/// The rows as they are seen from another side.
fn turned(order: &Order, up: bool, left: bool) -> Order {
    let mut rows = order.clone();
    if up {
        rows.reverse();
    }
    if left {
        for row in &mut rows {
            row.reverse();
        }
    }
    rows
}

/// Lines that cross a trunk: they do not line anything up, so that trunks are straight.
fn conflicts(layered: &Layered, order: &Order) -> HashSet<(usize, usize)> {
    let place = super::order::places(layered, order);
    let mut found = HashSet::new();
    for pair in order.windows(2) {
        let (upper, lower) = (&pair[0], &pair[1]);
        let (mut from, mut next) = (0, 0);
        for (at, vertex) in lower.iter().enumerate() {
            let inner = trunk_above(layered, *vertex);
            if inner.is_none() && at + 1 != lower.len() {
                continue;
            }
            let to = inner.map_or(upper.len(), |inner| place[inner]);
            for crossing in &lower[next..=at] {
                if trunk_above(layered, *crossing).is_some() {
                    continue;
                }
                let out = |end: &&usize| !(from..=to).contains(&place[**end]);
                found.extend(layered.vertices[*crossing].above.iter().filter(out).map(|end| (*end, *crossing)));
            }
            (from, next) = (to, at + 1);
        }
    }
    found
}

/// The bend above a bend of the same trunk.
fn trunk_above(layered: &Layered, vertex: usize) -> Option<usize> {
    let Vertex { bends, above, .. } = &layered.vertices[vertex];
    above.first().copied().filter(|upper| *bends && layered.vertices[*upper].bends)
}

/// The neighbours that a vertex may be lined up with: boxes with boxes and bends with bends. A trunk goes on from its box
/// only where no box does.
fn alike(layered: &Layered, vertex: usize, above: bool) -> Vec<usize> {
    let side = |vertex: usize, above: bool| {
        let own = &layered.vertices[vertex];
        if above { &own.above } else { &own.below }
    };
    let same = |one: usize, other: usize| layered.vertices[one].bends == layered.vertices[other].bends;
    let has_same = |vertex: usize, above: bool| side(vertex, above).iter().any(|end| same(*end, vertex));
    let own = side(vertex, above);
    if has_same(vertex, above) {
        return own.iter().copied().filter(|end| same(*end, vertex)).collect();
    }
    own.iter().copied().filter(|end| !has_same(*end, !above)).collect()
}

/// For every vertex the first one of the column that it is in.
fn aligned(layered: &Layered, rows: &Order, up: bool, conflicts: &HashSet<(usize, usize)>) -> Vec<usize> {
    let place = super::order::places(layered, rows);
    let mut root: Vec<usize> = (0..layered.vertices.len()).collect();
    for row in rows {
        // No column may cross another one.
        let mut free = 0;
        for &vertex in row {
            let mut ends = alike(layered, vertex, !up);
            ends.sort_unstable_by_key(|end| place[*end]);
            let Some(last) = ends.len().checked_sub(1) else { continue };
            for middle in [last / 2, last.div_ceil(2)] {
                let end = ends[middle];
                let line = if up { (vertex, end) } else { (end, vertex) };
                if place[end] >= free && !conflicts.contains(&line) {
                    root[vertex] = root[end];
                    free = place[end] + 1;
                    break;
                }
            }
        }
    }
    root
}

/// How far the middles of two neighbours in a row are apart at least.
fn apart(left: &Vertex, right: &Vertex) -> f64 {
    let gap = match (left.bends, right.bends) {
        (false, false) => BOX_GAP,
        (true, true) => BEND_GAP,
        _ => MIXED_GAP,
    };
    f64::midpoint(left.width, right.width) + gap
}

/// Pushes the columns together: every one as far to the left as those beside it let it, then to the right where there is
/// room before the next.
fn compacted(layered: &Layered, rows: &Order, root: &[usize]) -> Vec<f64> {
    let count = root.len();
    let mut after: Vec<Vec<(usize, f64)>> = vec![Vec::new(); count];
    let mut waits = vec![0_usize; count];
    for row in rows {
        for pair in row.windows(2) {
            let (left, right) = (root[pair[0]], root[pair[1]]);
            let apart = apart(&layered.vertices[pair[0]], &layered.vertices[pair[1]]);
            after[left].push((right, apart));
            waits[right] += 1;
        }
    }
    let mut xs = vec![0.0_f64; count];
    let mut sorted: Vec<usize> = (0..count).filter(|vertex| root[*vertex] == *vertex && waits[*vertex] == 0).collect();
    let mut next = 0;
    while let Some(&column) = sorted.get(next) {
        next += 1;
        for &(right, apart) in &after[column] {
            xs[right] = xs[right].max(xs[column] + apart);
            waits[right] -= 1;
            if waits[right] == 0 {
                sorted.push(right);
            }
        }
    }
    for &column in sorted.iter().rev() {
        let most = after[column].iter().map(|(right, apart)| xs[*right] - apart).fold(f64::INFINITY, f64::min);
        if most.is_finite() {
            xs[column] = xs[column].max(most);
        }
    }
    root.iter().map(|root| xs[*root]).collect()
}

/// The mean of the two middle ones of four places, once all four have a side in common.
fn balanced(layered: &Layered, found: &[Vec<f64>]) -> Vec<f64> {
    let ends = |xs: &Vec<f64>| {
        let of = |sign: f64| xs.iter().zip(&layered.vertices).map(move |(x, vertex)| x + sign * vertex.width / 2.0);
        (of(-1.0).fold(f64::INFINITY, f64::min), of(1.0).fold(f64::NEG_INFINITY, f64::max))
    };
    let all: Vec<(f64, f64)> = found.iter().map(ends).collect();
    let narrowest = all.iter().copied().min_by(|one, other| (one.1 - one.0).total_cmp(&(other.1 - other.0)));
    let Some((low, high)) = narrowest.filter(|_| !layered.vertices.is_empty()) else { return Vec::new() };
    // The second and the fourth are those from the right.
    let shifts: Vec<f64> =
        all.iter().enumerate().map(|(at, ends)| if at % 2 == 0 { low - ends.0 } else { high - ends.1 }).collect();
    (0..layered.vertices.len())
        .map(|vertex| {
            let mut four: Vec<f64> = found.iter().zip(&shifts).map(|(xs, shift)| xs[vertex] + shift).collect();
            four.sort_unstable_by(f64::total_cmp);
            f64::midpoint(four[1], four[2])
        })
        .collect()
}
