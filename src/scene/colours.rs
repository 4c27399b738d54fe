//! The colours of values. They mean numbers, not parts of the picture, so they are alike in every theme.

use super::theme::Role;
use crate::net::Colours;

/// Nine colours of viridis, evenly spaced, from the least value to the greatest. By Smith and van der Walt, 2015, in the
/// public domain; equal steps look equal, in grey too, and to those who do not tell red from green.
const VIRIDIS: [[u8; 3]; 9] = [
    [68, 1, 84],
    [71, 44, 122],
    [59, 81, 139],
    [44, 113, 142],
    [33, 144, 141],
    [39, 173, 129],
    [92, 200, 99],
    [170, 220, 50],
    [253, 231, 37],
];

/// From blue over white to red, as bright at both ends.
const DIVERGING: [[u8; 3]; 5] = [[33, 82, 168], [140, 180, 222], [247, 247, 247], [240, 158, 130], [178, 34, 52]];

const GRAY: [[u8; 3]; 2] = [[0, 0, 0], [255, 255, 255]];

/// What is no number.
pub const NOT_A_NUMBER: [u8; 3] = [214, 0, 214];

/// The values at both ends of the colours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ends {
    pub low: f32,
    pub high: f32,
}

impl Ends {
    /// The least and the greatest of some values, those that are finite; 0…1 if there are none. Diverging colours have
    /// zero in the middle.
    pub fn of<'a>(values: impl IntoIterator<Item = &'a f32>, colours: Colours) -> Self {
        let finite = values.into_iter().copied().filter(|value| value.is_finite());
        let (low, high) =
            finite.fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        match colours {
            _ if low > high => Self { low: 0.0, high: 1.0 },
            Colours::Diverging => {
                let most = low.abs().max(high.abs());
                Self { low: -most, high: most }
            }
            Colours::Gray | Colours::Viridis => Self { low, high },
        }
    }

    /// The place of a value between the ends, 0…1. Of values that are all alike it is the middle.
    pub fn place(self, value: f32) -> f32 {
        if self.low < self.high {
            // Halves first: the ends may be as far apart as no number is large.
            ((value / 2.0 - self.low / 2.0) / (self.high / 2.0 - self.low / 2.0)).clamp(0.0, 1.0)
        } else {
            0.5
        }
    }
}

/// The colour of a value.
pub fn color(colours: Colours, ends: Ends, value: f32) -> [u8; 3] {
    if value.is_nan() { NOT_A_NUMBER } else { at(colours, ends.place(value)) }
}

/// The colour at a place from the low end, 0, to the high one, 1.
pub fn at(colours: Colours, place: f32) -> [u8; 3] {
    let table: &[[u8; 3]] = match colours {
        Colours::Gray => &GRAY,
        Colours::Viridis => &VIRIDIS,
        Colours::Diverging => &DIVERGING,
    };
    let step = place.clamp(0.0, 1.0) * (table.len() - 1) as f32;
    let before = (step as usize).min(table.len() - 2);
    let part = step - before as f32;
    std::array::from_fn(|channel| {
        let [low, high] = [table[before], table[before + 1]].map(|color| f32::from(color[channel]));
        (low + (high - low) * part).round() as u8
    })
}

/// The role of a text on a colour of values: whichever of black and white is read more easily.
pub fn ink(rgb: [u8; 3]) -> Role {
    // Thousandths of what the eye sees of red, green and blue (ITU-R BT.601).
    let light: u32 = rgb.into_iter().zip([299, 587, 114]).map(|(part, weight)| u32::from(part) * weight).sum();
    if light > 140_000 { Role::OnPale } else { Role::OnDeep }
}
