//! Groups that repeat themselves in a network.

/// The longest group that is looked for.
const MOST_PERIOD: usize = 12;

/// `period` things in a row that come `times` in a row, the first time at `first`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::scene) struct Repeat {
    pub first: usize,
    pub period: usize,
    pub times: usize,
}

/// The repeats in a row of keys, from left to right and none within another: at every place the group that comes most
/// often, of those the shortest. In time and room of the length of the row.
pub(in crate::scene) fn repeats<K: PartialEq>(keys: &[K]) -> Vec<Repeat> {
    // For every period and place, how many keys from there on are the same a period later.
    let runs: Vec<Vec<usize>> = (1..=MOST_PERIOD)
        .map(|period| {
            let mut runs = vec![0; keys.len() + 1];
            for at in (0..keys.len().saturating_sub(period)).rev() {
                runs[at] = if keys[at] == keys[at + period] { runs[at + 1] + 1 } else { 0 };
            }
            runs
        })
        .collect();
    let mut found = Vec::new();
    let mut first = 0;
    while first < keys.len() {
        let times = |period: usize| runs[period - 1][first] / period + 1;
        // The first of the most: `max_by_key` would take the last.
        let period = (1..=MOST_PERIOD).rev().max_by_key(|period| times(*period)).unwrap_or(1);
        let repeat = Repeat { first, period, times: times(period) };
        if repeat.times > 1 {
            found.push(repeat);
            first += repeat.period * repeat.times;
        } else {
            first += 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Repeat, repeats};

    fn found(keys: &str) -> Vec<(usize, usize, usize)> {
        let keys: Vec<char> = keys.chars().collect();
        repeats(&keys).into_iter().map(|Repeat { first, period, times }| (first, period, times)).collect()
    }

    #[test]
    fn the_group_that_comes_most_often_and_of_those_the_shortest() {
        assert_eq!(found(""), []);
        assert_eq!(found("abc"), []);
        assert_eq!(found("aabbb"), [(0, 1, 2), (2, 1, 3)]);
        assert_eq!(found("xabababy"), [(1, 2, 3)]);
        assert_eq!(found("aabaabaabaab"), [(0, 3, 4)], "a pair would hide the four");
        assert_eq!(found("abcdefghijklabcdefghijkl"), [(0, 12, 2)]);
        assert_eq!(found("abcdefghijklmabcdefghijklm"), [], "13 are too many");
    }
}
