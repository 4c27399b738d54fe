//! Where the units sit on the image.

use num_rational::Ratio;

use crate::field::centres::{Centre, Convention};
use crate::field::derive::rational;
use crate::locale::Words;

/// `rows`, or `rows 1, 3, …` where there are several kinds of units.
pub fn units_text(words: &Words, rank: usize, centre: &Centre) -> String {
    let axis = words.axis(rank, centre.axis);
    match centre.every {
        1 => axis.to_owned(),
        every => format!("{axis} {}, {}, …", centre.first, centre.first + every),
    }
}

/// The centre of the first unit; a dash if it sees nothing.
pub fn offset_text(centre: &Centre) -> String {
    centre.offset.map_or_else(|| "–".to_owned(), rational)
}

/// The same centres, told in the convention of indices, in another one.
pub fn in_convention(centre: &Centre, convention: Convention) -> Centre {
    let added = match convention {
        Convention::Index => Ratio::ZERO,
        Convention::HalfPixel => Ratio::new(1, 2),
    };
    Centre { offset: centre.offset.map(|offset| offset + added), ..*centre }
}
