//! Sets of indices on one axis, as runs.

use smallvec::{SmallVec, smallvec};

/// A run of consecutive indices, both ends included. `first ≤ last`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    pub first: i64,
    pub last: i64,
}

impl Span {
    pub const fn new(first: i64, last: i64) -> Self {
        debug_assert!(first <= last);
        Self { first, last }
    }

    /// The indices of an axis with `n ≥ 1` units.
    pub const fn axis(n: u64) -> Self {
        Self::new(0, n as i64 - 1)
    }

    /// The same; `None` of an axis without units.
    pub const fn axis_of(n: u64) -> Option<Self> {
        if n == 0 { None } else { Some(Self::axis(n)) }
    }

    /// Everything that an index can be: the grid without borders.
    pub const UNBOUNDED: Self = Self::new(i64::MIN / 4, i64::MAX / 4);

    pub const fn count(self) -> u64 {
        (self.last - self.first + 1) as u64
    }

    pub const fn contains(self, index: i64) -> bool {
        self.first <= index && index <= self.last
    }

    /// The part that both have.
    pub fn clip(self, to: Self) -> Option<Self> {
        let (first, last) = (self.first.max(to.first), self.last.min(to.last));
        (first <= last).then_some(Self { first, last })
    }
}

/// A set of indices: runs in ascending order that neither overlap nor touch, so equal sets are equal values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Spans(SmallVec<[Span; 1]>);

impl Spans {
    pub fn empty() -> Self {
        Self::default()
    }

    /// All units of an axis with `n` of them.
    pub fn axis(n: u64) -> Self {
        if n == 0 { Self::empty() } else { Span::axis(n).into() }
    }

    /// The union of runs in any order.
    pub fn union_of(runs: impl IntoIterator<Item = Span>) -> Self {
        let mut runs: SmallVec<[Span; 8]> = runs.into_iter().collect();
        if !runs.is_sorted() {
            runs.sort_unstable();
        }
        let mut set = Self::empty();
        for run in runs {
            set.push(run);
        }
        set
    }

    /// Adds a run that begins no earlier than the last one.
    fn push(&mut self, run: Span) {
        match self.0.last_mut() {
            Some(last) if run.first <= last.last + 1 => last.last = last.last.max(run.last),
            _ => self.0.push(run),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn runs(&self) -> &[Span] {
        &self.0
    }

    /// How many indices there are.
    pub fn count(&self) -> u64 {
        self.0.iter().map(|run| run.count()).sum()
    }

    /// From the first index to the last, holes included; `None` of the empty set.
    pub fn hull(&self) -> Option<Span> {
        Some(Span::new(self.0.first()?.first, self.0.last()?.last))
    }

    pub fn contains(&self, index: i64) -> bool {
        self.0
            .binary_search_by(|run| {
                if run.last < index {
                    std::cmp::Ordering::Less
                } else if run.first > index {
                    std::cmp::Ordering::Greater
                } else {
                    std::cmp::Ordering::Equal
                }
            })
            .is_ok()
    }

    /// True if every unit of an axis with `n` of them is in the set.
    pub fn covers_axis(&self, n: u64) -> bool {
        self.0.iter().any(|run| run.first <= 0 && run.last >= n as i64 - 1)
    }

    /// True if every index of `other` is in the set.
    pub fn covers(&self, other: &Self) -> bool {
        other.0.iter().all(|run| {
            let at = self.0.partition_point(|mine| mine.last < run.last);
            self.0.get(at).is_some_and(|mine| mine.first <= run.first)
        })
    }

    pub fn union(&self, other: &Self) -> Self {
        if self.covers(other) {
            return self.clone();
        }
        Self::union_of(self.0.iter().chain(&other.0).copied())
    }

    /// The part inside `window`.
    pub fn clip(&self, window: Span) -> Self {
        Self(self.0.iter().filter_map(|run| run.clip(window)).collect())
    }

    /// What is missing from `window`.
    pub fn complement(&self, window: Span) -> Self {
        let mut missing = SmallVec::new();
        let mut next = window.first;
        for run in self.clip(window).0 {
            if run.first > next {
                missing.push(Span::new(next, run.first - 1));
            }
            next = run.last + 1;
        }
        if next <= window.last {
            missing.push(Span::new(next, window.last));
        }
        Self(missing)
    }

    /// Every index moved by `by`; `None` past the range of an index.
    pub fn shifted(&self, by: i64) -> Option<Self> {
        self.0
            .iter()
            .map(|run| Some(Span::new(run.first.checked_add(by)?, run.last.checked_add(by)?)))
            .collect::<Option<_>>()
            .map(Self)
    }

    pub fn indices(&self) -> impl Iterator<Item = i64> + '_ {
        self.0.iter().flat_map(|run| run.first..=run.last)
    }
}

impl From<Span> for Spans {
    fn from(run: Span) -> Self {
        Self(smallvec![run])
    }
}
