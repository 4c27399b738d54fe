//! What of a frame is not as it was in the one before.

use crate::export::png::Pixels;

/// A rectangle of pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    pub left: u32,
    pub top: u32,
    pub width: u32,
    pub height: u32,
}

impl Area {
    pub fn all(pixels: &Pixels) -> Self {
        Self { left: 0, top: 0, width: pixels.width, height: pixels.height }
    }

    /// The smallest area outside of which two pictures of one size are the same: a pixel if they are the same
    /// everywhere, because a frame has at least one.
    pub fn between(before: &Pixels, after: &Pixels) -> Self {
        let row = after.width as usize * 4;
        let rows = || before.rgba.chunks_exact(row).zip(after.rgba.chunks_exact(row));
        let differs = |(a, b): (&[u8], &[u8])| a != b;
        let nothing = Self { left: 0, top: 0, width: 1, height: 1 };
        let Some(top) = rows().position(differs) else { return nothing };
        let bottom = rows().rposition(differs).unwrap_or(top);
        let (mut left, mut right) = (row, 0);
        for (a, b) in rows().take(bottom + 1).skip(top) {
            let mut bytes = a.iter().zip(b);
            left = left.min(bytes.clone().position(|(a, b)| a != b).unwrap_or(row));
            right = right.max(bytes.rposition(|(a, b)| a != b).unwrap_or(0));
        }
        let (left, right) = (left as u32 / 4, right as u32 / 4);
        Self { left, top: top as u32, width: right + 1 - left, height: (bottom + 1 - top) as u32 }
    }

    /// The pixels of the area, row after row.
    pub fn of(self, pixels: &Pixels) -> impl Iterator<Item = [u8; 4]> + '_ {
        let row = pixels.width as usize * 4;
        let rows = pixels.rgba.chunks_exact(row).skip(self.top as usize).take(self.height as usize);
        let (from, to) = (self.left as usize * 4, (self.left + self.width) as usize * 4);
        rows.flat_map(move |bytes| bytes[from..to].as_chunks().0.iter().copied())
    }

    /// The same; nothing in the place of those that are as they were before.
    pub fn changes<'p>(
        self,
        before: Option<&'p Pixels>,
        pixels: &'p Pixels,
    ) -> impl Iterator<Item = Option<[u8; 4]>> + 'p {
        let mut old = before.map(|before| self.of(before));
        self.of(pixels).map(move |pixel| {
            let old = old.as_mut().and_then(Iterator::next);
            Some(pixel).filter(|pixel| old != Some(*pixel))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(marked: &[(u32, u32)]) -> Pixels {
        let (width, height) = (5, 4);
        let mut rgba = vec![7; width as usize * height as usize * 4];
        for (x, y) in marked {
            rgba[((y * width + x) * 4) as usize + 2] = 9;
        }
        Pixels { width, height, rgba }
    }

    #[test]
    fn it_is_the_smallest_rectangle_around_what_differs() {
        let area = |left, top, width, height| Area { left, top, width, height };
        let plain = picture(&[]);
        assert_eq!(Area::between(&plain, &plain), area(0, 0, 1, 1));
        assert_eq!(Area::between(&plain, &picture(&[(3, 2)])), area(3, 2, 1, 1));
        assert_eq!(Area::between(&plain, &picture(&[(4, 0), (1, 3)])), area(1, 0, 4, 4));
        assert_eq!(Area::between(&picture(&[(0, 1)]), &picture(&[(2, 1)])), area(0, 1, 3, 1));
    }

    #[test]
    fn its_pixels_are_those_of_its_rows() {
        let area = Area { left: 2, top: 1, width: 2, height: 2 };
        let pixels: Vec<[u8; 4]> = area.of(&picture(&[(3, 1), (2, 2), (4, 2)])).collect();
        assert_eq!(pixels, [[7, 7, 7, 7], [7, 7, 9, 7], [7, 7, 9, 7], [7, 7, 7, 7]]);
    }
}
