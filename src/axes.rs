//! One value per spatial axis, outermost first: `[length]`, `[height, width]` or `[depth, height, width]`.
//!
//! Every rule of the arithmetic holds for one axis. It is written once, for one axis, and lifted here to all of them;
//! code that names `height` and `width` side by side is code that forgets the third axis.

use std::fmt;
use std::ops::Index;

use smallvec::SmallVec;

/// The most spatial axes a feature map can have.
pub const MAX_AXES: usize = 3;

/// One value per spatial axis, outermost first. Empty after `flatten`, else 1 to [`MAX_AXES`] long.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Axes<T>(SmallVec<[T; MAX_AXES]>);

impl<T> Axes<T> {
    /// No axes at all: the shape of a flat vector.
    pub fn none() -> Self {
        Self(SmallVec::new())
    }

    /// The same value on each of `rank` axes.
    pub fn splat(value: T, rank: usize) -> Self
    where
        T: Clone,
    {
        (0..rank).map(|_| value.clone()).collect()
    }

    /// How many axes there are.
    pub fn rank(&self) -> usize {
        self.0.len()
    }

    /// True of a flat vector.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }

    pub fn get(&self, axis: usize) -> Option<&T> {
        self.0.get(axis)
    }

    pub fn get_mut(&mut self, axis: usize) -> Option<&mut T> {
        self.0.get_mut(axis)
    }

    pub fn as_slice(&self) -> &[T] {
        &self.0
    }

    /// Lifts a rule for one axis to all axes.
    pub fn map<U>(&self, rule: impl FnMut(&T) -> U) -> Axes<U> {
        self.0.iter().map(rule).collect()
    }

    /// Lifts a rule that can fail to all axes; the first failure wins.
    pub fn try_map<U, E>(&self, rule: impl FnMut(&T) -> Result<U, E>) -> Result<Axes<U>, E> {
        self.0.iter().map(rule).collect()
    }

    /// Lifts a rule that needs two values of the same axis.
    pub fn zip_map<U, V>(&self, other: &Axes<U>, mut rule: impl FnMut(&T, &U) -> V) -> Axes<V> {
        self.0.iter().zip(other.iter()).map(|(a, b)| rule(a, b)).collect()
    }
}

impl<T: fmt::Display + PartialEq> Axes<T> {
    /// All values with `between` them: `3 × 5`.
    pub fn joined(&self, between: &str) -> String {
        let values: Vec<String> = self.0.iter().map(T::to_string).collect();
        values.join(between)
    }

    /// One value where all axes are alike, `3`, else all of them: `3 × 5`.
    pub fn alike_text(&self, between: &str) -> String {
        match self.as_slice() {
            [first, rest @ ..] if rest.iter().all(|value| value == first) => first.to_string(),
            _ => self.joined(between),
        }
    }
}

impl<T> Index<usize> for Axes<T> {
    type Output = T;

    fn index(&self, axis: usize) -> &T {
        &self.0[axis]
    }
}

/// Collects at most [`MAX_AXES`] values; more would be a bug of the caller, so they are cut in release builds.
impl<T> FromIterator<T> for Axes<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        // Fused: an adapter that stops at an error must not be asked for more.
        let mut values = values.into_iter().fuse();
        let axes = Self(values.by_ref().take(MAX_AXES).collect());
        debug_assert!(values.next().is_none(), "more than {MAX_AXES} axes");
        axes
    }
}

impl<T, const N: usize> From<[T; N]> for Axes<T> {
    fn from(values: [T; N]) -> Self {
        values.into_iter().collect()
    }
}

impl<'a, T> IntoIterator for &'a Axes<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<T: fmt::Debug> fmt::Debug for Axes<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// A setting as it is written: one value for all axes (linked), or one value for each of them.
///
/// The difference is kept because people see it: `k3` and `k3x3` mean the same on an image, but only the first one
/// still fits when the input gets a third axis, and only the second one is edited axis by axis.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PerAxis<T> {
    All(T),
    Each(Axes<T>),
}

impl<T: Copy> PerAxis<T> {
    /// One value per axis of a map with `rank` axes, or `None` where the number of written values is another.
    pub fn resolve(&self, rank: usize) -> Option<Axes<T>> {
        match self {
            Self::All(value) => Some(Axes::splat(*value, rank)),
            Self::Each(values) => (values.rank() == rank).then(|| values.clone()),
        }
    }

    /// The value on one axis; the last written one where there are fewer values than axes.
    pub fn at(&self, axis: usize) -> T {
        match self {
            Self::All(value) => *value,
            Self::Each(values) => values[axis.min(values.rank() - 1)],
        }
    }

    /// The written values: one if they are linked, else one per axis.
    pub fn written(&self) -> &[T] {
        match self {
            Self::All(value) => std::slice::from_ref(value),
            Self::Each(values) => values.as_slice(),
        }
    }

    pub fn map<U>(&self, mut rule: impl FnMut(T) -> U) -> PerAxis<U> {
        match self {
            Self::All(value) => PerAxis::All(rule(*value)),
            Self::Each(values) => PerAxis::Each(values.map(|v| rule(*v))),
        }
    }
}
