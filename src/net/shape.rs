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

    /// The spatial size as people write it: `24×24`; empty for a flat vector.
    pub fn size_text(&self) -> String {
        let sizes: Vec<String> = self.size.iter().map(u64::to_string).collect();
        sizes.join("×")
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
