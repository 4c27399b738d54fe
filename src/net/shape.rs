//! The shape of a feature map.

use std::fmt;

use crate::axes::Axes;

/// The shape of a feature map: `batch` images of `channels` maps of `size` units (outermost axis first).
/// After `flatten` the size is empty and the channels are the length of the vector.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Shape {
    pub batch: u64,
    pub channels: u64,
    pub size: Axes<u64>,
}

impl Shape {
    /// One image: `channels` maps of `size`.
    pub fn image(channels: u64, size: impl Into<Axes<u64>>) -> Self {
        Self { batch: 1, channels, size: size.into() }
    }

    /// Units of one channel, or `None` past 2⁶⁴.
    pub fn units(&self) -> Option<u64> {
        self.size.iter().try_fold(1_u64, |product, &n| product.checked_mul(n))
    }

    /// Values of one image: channels times units, or `None` past 2⁶⁴.
    pub fn values(&self) -> Option<u64> {
        self.units()?.checked_mul(self.channels)
    }

    /// The index of the unit in the middle, on each axis; of two in the middle the later one.
    pub fn middle_unit(&self) -> Axes<i64> {
        self.size.map(|&n| (n / 2) as i64)
    }

    /// The unit at an index, or the nearest one to it; `None` if the index has another number of axes.
    pub fn nearest_unit(&self, index: &[i64]) -> Option<Axes<i64>> {
        let nearest = |(&index, &n): (&i64, &u64)| index.clamp(0, n as i64 - 1);
        (index.len() == self.size.rank()).then(|| index.iter().zip(self.size.iter()).map(nearest).collect())
    }

    /// The spatial size as people write it: `24×24`; empty for a flat vector.
    pub fn size_text(&self) -> String {
        self.size.joined("×")
    }

    /// Channels first, as headings and tables write it: `3 × 224 × 224`; the length of a flat vector.
    pub fn channels_first_text(&self) -> String {
        let sizes = self.size.iter().map(|n| format!(" × {n}"));
        std::iter::once(self.channels.to_string()).chain(sizes).collect()
    }
}

/// As in layer text: `1x28x28`, `16@3x32x32`.
impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.batch != 1 {
            write!(f, "{}@", self.batch)?;
        }
        write!(f, "{}", self.channels)?;
        self.size.iter().try_for_each(|n| write!(f, "x{n}"))
    }
}
