//! **Pictures that move**: a view drawn again and again, each time for another unit.
//!
//! * [`Motion::Walk`] goes over the units of one map in reading order: the kernel slides, and every view shows what the
//!   unit sees and feeds. The ladder shows one axis, and so goes along that one. Of the numbers those are written that
//!   the kernel came past.
//! * [`Motion::Grow`] goes from a pixel in the middle of what one unit sees through the layers up to that unit. Each
//!   layer shows the unit whose field has its middle nearest to that of the last one's: the units that [`nested`] draws.
//!   Layers that see the same as the one before are left out.
//!
//! A frame is the picture that [`super::picture`] makes of its unit, on the bounds that hold all of them. It is drawn,
//! written and dropped: memory does not grow with the number of frames.
//!
//! [`nested`]: crate::scene::nested

mod apng;
mod changed;
mod gif;
mod palette;
mod reel;
mod units;

use std::io;

use super::picture::{self, PictureError};
use crate::scene::view::ViewName;
use crate::value::Cancel;

pub use reel::Reel;

/// What moves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Motion {
    /// The unit goes over its map, row by row.
    #[default]
    Walk,
    /// The field grows layer by layer.
    Grow,
}

impl Motion {
    /// Every motion with the word that the command line uses.
    pub const WORDS: [(&str, Self); 2] = [("walk", Self::Walk), ("grow", Self::Grow)];

    pub fn word(self) -> &'static str {
        Self::WORDS[self as usize].0
    }

    /// Those that a view can show. The numbers are those of one layer, charts and table show no unit.
    pub fn of_view(view: ViewName) -> &'static [Self] {
        match view {
            ViewName::Charts | ViewName::Table => &[],
            ViewName::Numbers => &[Self::Walk],
            _ => &[Self::Walk, Self::Grow],
        }
    }
}

/// The file of an animation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// At most 256 colours, which are enough for most pictures.
    #[default]
    Gif,
    /// A PNG that moves: every colour.
    Apng,
    /// A file for each frame.
    Png,
    Svg,
}

impl Format {
    /// Every format with its file extension.
    pub const WORDS: [(&str, Self); 4] =
        [("gif", Self::Gif), ("apng", Self::Apng), ("png", Self::Png), ("svg", Self::Svg)];

    /// The format of a file with this extension, in any case.
    pub fn from_extension(extension: &str) -> Option<Self> {
        let lower = extension.to_ascii_lowercase();
        Self::WORDS.into_iter().find(|(word, _)| *word == lower).map(|(_, format)| format)
    }

    pub fn word(self) -> &'static str {
        Self::WORDS[self as usize].0
    }

    /// The format of its frames if each is a file of its own; `None` of a file that moves.
    pub fn of_frames(self) -> Option<picture::Format> {
        match self {
            Self::Gif | Self::Apng => None,
            Self::Png => Some(picture::Format::Png),
            Self::Svg => Some(picture::Format::Svg),
        }
    }

    /// In which a frame is drawn.
    pub fn drawn(self) -> picture::Format {
        self.of_frames().unwrap_or(picture::Format::Png)
    }
}

/// How a view moves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plan {
    pub motion: Motion,
    /// Seconds from one frame to the next, from [`LEAST_SECONDS`] to [`MOST_SECONDS`]; counted in hundredths. The last
    /// frame stays [`HOLD`] times as long.
    pub seconds: f64,
    /// Only every so many frames are drawn, from 1; the last one always.
    pub every: u64,
}

impl Default for Plan {
    fn default() -> Self {
        Self { motion: Motion::Walk, seconds: 0.5, every: 1 }
    }
}

impl Plan {
    /// How long a frame stays, in hundredths of a second: the clock of GIF.
    fn hundredths(&self, is_last: bool) -> u16 {
        let hold = if is_last { HOLD } else { 1.0 };
        (self.seconds * hold * 100.0).round() as u16
    }
}

/// Shorter times are not kept by the programs that show animations.
pub const LEAST_SECONDS: f64 = 0.02;
pub const MOST_SECONDS: f64 = 60.0;

/// How many times as long as the others the last frame stays, so that the end is seen before it begins anew.
pub const HOLD: f64 = 3.0;

/// The most frames of an animation.
pub const MOST_FRAMES: u64 = 2_000;

/// Why there is no animation.
#[derive(Debug, thiserror::Error)]
pub enum AnimationError {
    /// The view has no motion at all.
    #[error("this view shows no unit that could move; choose another view")]
    View,
    #[error("the numbers are those of one layer, and do not grow; let its kernel walk, or choose another view")]
    Numbers,
    #[error("nothing moves: there would be one picture only; choose a unit of another layer, or another motion")]
    Still,
    #[error("the animation would have {frames} frames, and {MOST_FRAMES} are the most; draw every {every}th one")]
    TooMany {
        frames: u64,
        /// The least [`Plan::every`] with which there are not too many.
        every: u64,
    },
    #[error("the time of a frame must be from {LEAST_SECONDS} to {MOST_SECONDS} seconds")]
    Seconds,
    #[error("the frames of a GIF cover each other and need a ground; choose APNG, or let the ground be drawn")]
    Transparent,
    #[error(transparent)]
    Picture(#[from] PictureError),
    #[error("cancelled")]
    Cancelled,
    #[error(transparent)]
    Write(#[from] io::Error),
}

/// Who waits for an animation.
pub struct Watch<'a> {
    pub cancel: &'a Cancel,
    /// Is told after each frame how many of how many are done.
    pub told: &'a dyn Fn(u64, u64),
}

impl Watch<'_> {
    fn go_on(&self) -> Result<(), AnimationError> {
        if self.cancel.is_cancelled() { Err(AnimationError::Cancelled) } else { Ok(()) }
    }
}

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    pub frames: u64,
    /// How far the farthest colour is from the one that was meant, of 255, in red, green or blue; 0 if all are exact.
    pub error: u8,
}
