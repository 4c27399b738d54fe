//! The order of the vertices in each layer, so that few lines cross: the barycentre of the neighbours in the layer
//! before, down and up in turn (Sugiyama, Tagawa and Toda 1981), then swaps of neighbours. Crossings are counted as
//! inversions (Barth, Jünger and Mutzel 2002). All rounds are bounded.

use super::layers::Layered;

const ROUNDS: usize = 10;
/// Rounds without any gain after which it stays as it is.
const MOST_IDLE: usize = 4;
const SWAP_ROUNDS: usize = 3;

/// The vertices of every layer from left to right.
pub type Order = Vec<Vec<usize>>;

/// Finds an order. The first vertex of each that a box leads to stays to the left, boxes before bends: the way through
/// the layers is straight and what skips them passes on the right.
pub fn order(layered: &Layered) -> Order {
    let mut order = first(layered);
    let mut place = places(layered, &order);
    let mut best = (crossings(layered, &order, &place), order.clone());
    let mut idle = 0;
    for round in 0..ROUNDS {
        if best.0 == 0 || idle == MOST_IDLE {
            break;
        }
        sweep(layered, &mut order, &mut place, round % 2 == 0);
        let count = crossings(layered, &order, &place);
        idle += 1;
        if count < best.0 {
            best = (count, order.clone());
            idle = 0;
        }
    }
    let mut order = best.1;
    if best.0 > 0 {
        place = places(layered, &order);
        for _ in 0..SWAP_ROUNDS {
            if !swaps(layered, &mut order, &mut place) {
                break;
            }
        }
    }
    order
}

/// Where each vertex stands in its layer.
pub fn places(layered: &Layered, order: &Order) -> Vec<usize> {
    let mut place = vec![0; layered.vertices.len()];
    for row in order {
        for (at, vertex) in row.iter().enumerate() {
            place[*vertex] = at;
        }
    }
    place
}

/// As a walk from the first box comes to them, at each box first to what has the longest way behind it.
fn first(layered: &Layered) -> Order {
    let count = layered.vertices.len();
    let mut behind = vec![0_usize; count];
    for row in by_layer(layered).iter().rev() {
        for &vertex in row {
            let below = &layered.vertices[vertex].below;
            behind[vertex] = below.iter().map(|lower| behind[*lower] + 1).max().unwrap_or(0);
        }
    }
    let mut order = vec![Vec::new(); layered.layers];
    let mut seen = vec![false; count];
    let rank = |vertex: &usize| (layered.vertices[*vertex].bends, usize::MAX - behind[*vertex], *vertex);
    for root in 0..layered.boxes {
        let mut open = vec![root];
        while let Some(vertex) = open.pop() {
            if std::mem::replace(&mut seen[vertex], true) {
                continue;
            }
            order[layered.vertices[vertex].layer].push(vertex);
            let mut below: Vec<usize> = layered.vertices[vertex].below.to_vec();
            below.sort_by_key(rank);
            open.extend(below.into_iter().rev());
        }
    }
    order
}

fn by_layer(layered: &Layered) -> Order {
    let mut rows = vec![Vec::new(); layered.layers];
    for (at, vertex) in layered.vertices.iter().enumerate() {
        rows[vertex.layer].push(at);
    }
    rows
}

fn sweep(layered: &Layered, order: &mut Order, place: &mut [usize], down: bool) {
    let rows = order.len();
    for step in 1..rows {
        let row = &mut order[if down { step } else { rows - 1 - step }];
        let key = |vertex: usize| {
            let Neighbours { of, own } = neighbours(layered, vertex, down);
            // Twice as fine as a mean, in whole numbers: what is equal stays in its order.
            if of.is_empty() {
                return (place[own] as u64) << 16;
            }
            let sum: u64 = of.iter().map(|other| place[*other] as u64).sum();
            (sum << 16) / of.len() as u64
        };
        let mut keyed: Vec<(u64, usize)> = row.iter().map(|vertex| (key(*vertex), *vertex)).collect();
        keyed.sort_by_key(|(key, _)| *key);
        for (at, (_, vertex)) in keyed.into_iter().enumerate() {
            row[at] = vertex;
            place[vertex] = at;
        }
    }
}

struct Neighbours<'a> {
    of: &'a [usize],
    own: usize,
}

fn neighbours(layered: &Layered, vertex: usize, above: bool) -> Neighbours<'_> {
    let Some(own) = layered.vertices.get(vertex) else { return Neighbours { of: &[], own: vertex } };
    Neighbours { of: if above { &own.above } else { &own.below }, own: vertex }
}

/// How often lines cross.
pub fn crossings(layered: &Layered, order: &Order, place: &[usize]) -> u64 {
    order.iter().map(|row| crossings_below(layered, row, place)).sum()
}

/// How often the lines from a row to the next cross.
fn crossings_below(layered: &Layered, row: &[usize], place: &[usize]) -> u64 {
    let mut ends: Vec<usize> = Vec::new();
    for vertex in row {
        let from = ends.len();
        ends.extend(layered.vertices[*vertex].below.iter().map(|lower| place[*lower]));
        ends[from..].sort_unstable();
    }
    // A tree of counts: for each end how many of those before lie to its right.
    let size = ends.iter().max().map_or(0, |last| last + 1);
    let mut tree = vec![0_u64; size + 1];
    let mut crossed = 0;
    for (before, end) in ends.iter().enumerate() {
        let (mut at, mut left) = (end + 1, 0);
        while at > 0 {
            left += tree[at];
            at &= at - 1;
        }
        crossed += before as u64 - left;
        let mut at = end + 1;
        while at <= size {
            tree[at] += 1;
            at += at & at.wrapping_neg();
        }
    }
    crossed
}

/// Swaps neighbours in a row where fewer lines cross then. True if any were swapped.
fn swaps(layered: &Layered, order: &mut Order, place: &mut [usize]) -> bool {
    let mut swapped = false;
    for row in order.iter_mut() {
        for at in 1..row.len() {
            let (left, right) = (row[at - 1], row[at]);
            let gain = |above: bool| {
                let of = |vertex: usize| {
                    let mut ends: Vec<usize> =
                        neighbours(layered, vertex, above).of.iter().map(|end| place[*end]).collect();
                    ends.sort_unstable();
                    ends
                };
                let (left, right) = (of(left), of(right));
                (inversions(&left, &right), inversions(&right, &left))
            };
            let ((now_above, then_above), (now_below, then_below)) = (gain(true), gain(false));
            if then_above + then_below < now_above + now_below {
                row.swap(at - 1, at);
                (place[left], place[right]) = (at, at - 1);
                swapped = true;
            }
        }
    }
    swapped
}

/// How many pairs of one end of each have that of the first to the right. Both are in ascending order.
fn inversions(first: &[usize], second: &[usize]) -> u64 {
    let mut below = 0;
    first
        .iter()
        .map(|end| {
            while below < second.len() && second[below] < *end {
                below += 1;
            }
            below as u64
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::super::layers::{Layered, Plan};
    use super::{crossings, first, order, places};

    fn left(lines: &[(usize, usize)]) -> (u64, u64) {
        let boxes = lines.iter().map(|line| line.1 + 1).max().unwrap_or(0);
        let mut lines = lines.to_vec();
        lines.sort_unstable();
        let layered = Layered::of(&Plan { sizes: vec![(80.0, 40.0); boxes], lines });
        let count = |order| crossings(&layered, &order, &places(&layered, &order));
        (count(first(&layered)), count(order(&layered)))
    }

    #[test]
    fn planar_networks_have_no_crossings() {
        assert_eq!(left(&[(0, 1), (1, 2), (0, 2), (2, 3), (3, 4), (2, 4)]).1, 0, "residual blocks");
        assert_eq!(left(&[(0, 1), (0, 2), (0, 3), (1, 4), (2, 4), (3, 4)]).1, 0, "an inception module");
        assert_eq!(left(&[(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (1, 4), (0, 5)]).1, 0, "a U-Net");
        assert_eq!(left(&[(0, 1), (0, 2), (1, 4), (2, 3)]).1, 0, "branches that end apart");
    }

    /// Three boxes that all read each of three others cross nine times however they stand.
    #[test]
    fn crossings_are_counted() {
        let all = [(1, 4), (1, 5), (1, 6), (2, 4), (2, 5), (2, 6), (3, 4), (3, 5), (3, 6)];
        let lines: Vec<_> = [(0, 1), (0, 2), (0, 3)].into_iter().chain(all).collect();
        assert_eq!(left(&lines), (9, 9));
    }
}
