//! The colours of a GIF.

use std::collections::{HashMap, HashSet};

/// As many as a GIF has, save the one that leaves what was there.
const MOST: usize = 255;

/// So many of the most frequent colours are always exact: those of areas and texts.
const FREQUENT: usize = 64;

/// So many colours are looked at. A picture with more is a photograph, whose rare colours have near ones.
const MOST_SEEN: usize = 1 << 16;

/// Colours are alike within a cube of this side.
const CELL: u8 = 4;

type Color = [u8; 3];

/// How often each colour occurs.
#[derive(Default)]
pub struct Counts(HashMap<Color, u64>);

impl Counts {
    pub fn add(&mut self, pixels: impl Iterator<Item = [u8; 4]>) {
        for [red, green, blue, _] in pixels {
            let color = [red, green, blue];
            if let Some(count) = self.0.get_mut(&color) {
                *count += 1;
            } else if self.0.len() < MOST_SEEN {
                self.0.insert(color, 1);
            }
        }
    }
}

/// The colours that a GIF or one of its frames has, and which of them stands for which.
pub struct Palette {
    colors: Vec<Color>,
    known: HashMap<Color, (u8, u8)>,
}

/// Pixels as places in a palette.
pub struct Placed {
    pub places: Vec<u8>,
    /// How far the farthest colour is from the one that it got, of 255, in red, green or blue.
    pub error: u8,
}

impl Palette {
    /// The colours themselves if they are few enough. Of more the most frequent ones, and then again and again the one
    /// that is farthest from all that were taken: no colour is far from one of them (Gonzalez 1985).
    pub fn of(counts: Counts) -> Self {
        let mut all: Vec<(Color, u64)> = counts.0.into_iter().collect();
        all.sort_unstable_by_key(|(color, count)| (std::cmp::Reverse(*count), *color));
        let mut colors: Vec<Color> = all.iter().map(|(color, _)| *color).collect();
        if colors.len() > MOST {
            let mut rest = colors.split_off(FREQUENT);
            // Of those that are hardly told apart the most frequent one.
            let mut cells = HashSet::new();
            rest.retain(|color| cells.insert(color.map(|part| part / CELL)));
            spread(&mut colors, &rest);
        }
        let known = colors.iter().enumerate().map(|(at, color)| (*color, (at as u8, 0))).collect();
        Self { colors, known }
    }

    /// Red, green and blue of each, and of one that stands for no colour.
    pub fn bytes(&self) -> Vec<u8> {
        [self.colors.as_flattened(), &[0; 3]].concat()
    }

    /// The place that leaves what was there before.
    pub fn unchanged(&self) -> u8 {
        self.colors.len() as u8
    }

    /// The places of the colours, or of those nearest to them; of pixels that are as before, of none.
    pub fn places(&mut self, pixels: impl Iterator<Item = Option<[u8; 4]>>) -> Placed {
        let unchanged = self.unchanged();
        let mut last: Option<(Color, u8)> = None;
        let mut error = 0;
        let place = |pixel: Option<[u8; 4]>| {
            let Some([red, green, blue, _]) = pixel else { return unchanged };
            let color = [red, green, blue];
            if let Some((_, place)) = last.filter(|(same, _)| *same == color) {
                return place;
            }
            let (place, off) = self.place(color);
            (last, error) = (Some((color, place)), error.max(off));
            place
        };
        let places = pixels.map(place).collect();
        Placed { places, error }
    }

    /// The place of the nearest colour, and how far that is.
    fn place(&mut self, color: Color) -> (u8, u8) {
        if let Some(known) = self.known.get(&color) {
            return *known;
        }
        let nearest = self.colors.iter().enumerate().min_by_key(|(_, other)| distance(color, **other));
        let (place, taken) = nearest.map_or((0, color), |(place, taken)| (place as u8, *taken));
        let off = color.iter().zip(taken).map(|(a, b)| a.abs_diff(b)).max().unwrap_or(0);
        if self.known.len() < MOST_SEEN {
            self.known.insert(color, (place, off));
        }
        (place, off)
    }
}

/// Takes colours of `rest` until there are enough.
fn spread(colors: &mut Vec<Color>, rest: &[Color]) {
    let nearest = |color: &Color| colors.iter().map(|taken| distance(*color, *taken)).min().unwrap_or(u32::MAX);
    let mut far: Vec<u32> = rest.iter().map(nearest).collect();
    while colors.len() < MOST {
        let farthest = far.iter().enumerate().max_by_key(|(at, far)| (**far, std::cmp::Reverse(*at)));
        let Some((at, _)) = farthest.filter(|(_, far)| **far > 0) else { return };
        let taken = rest[at];
        colors.push(taken);
        for (color, far) in rest.iter().zip(&mut far) {
            *far = (*far).min(distance(*color, taken));
        }
    }
}

/// The square of how far two colours are from each other.
fn distance(a: Color, b: Color) -> u32 {
    a.iter().zip(b).map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn palette(colors: impl Iterator<Item = [u8; 4]>) -> Palette {
        let mut counts = Counts::default();
        counts.add(colors);
        Palette::of(counts)
    }

    #[test]
    fn few_colours_are_exact() {
        let greys = || (0..255).map(|grey| [grey, grey, 255 - grey, 255]);
        let mut palette = palette(greys());
        let Placed { places, error } = palette.places(greys().map(Some));
        let bytes = palette.bytes();
        let shown: Vec<&[u8]> = places.iter().map(|at| &bytes[*at as usize * 3..][..3]).collect();
        assert!(greys().zip(shown).all(|(meant, shown)| meant[..3] == *shown));
        assert_eq!(error, 0);
    }

    #[test]
    fn of_many_the_frequent_ones_are_exact_and_the_others_near() {
        // 4,096 colours in steps of 17, one more often: 256 balls that cover the cube of 255 have a radius of some 30.
        let all =
            || (0..4096_u32).map(|at| [(at >> 8) as u8 * 17, (at >> 4 & 15) as u8 * 17, (at & 15) as u8 * 17, 255]);
        let often = [200, 100, 50, 255];
        let mut palette = palette(all().chain(std::iter::repeat_n(often, 10)));
        assert_eq!(palette.places(std::iter::once(Some(often))).error, 0);
        let error = palette.places(all().map(Some)).error;
        assert!((17..=51).contains(&error), "{error}");
    }
}
