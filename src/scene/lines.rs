//! What is drawn of lines of text that are to be read at every magnification.

use super::detail::{Lens, MOST_TEXT, Mark, snapped};
use super::{Align, Point, TextLines};

/// The least size, in points on the screen or page, and the least step from one line to the next in parts of it.
const LEAST: f64 = 10.0;
const LEAST_STEP: f64 = 1.3;

impl TextLines {
    pub(super) fn marks<'a>(
        &'a self,
        lens: &Lens,
        draw: &mut impl FnMut(super::theme::Role, Mark<'a>),
    ) {
        let size = snapped(self.size * lens.zoom).clamp(LEAST, MOST_TEXT);
        let step = self.step.max(LEAST_STEP * size / lens.zoom);
        for (i, (text, face, role)) in self.lines.iter().enumerate() {
            let at = Point::new(self.at.x, self.at.y + i as f64 * step);
            draw(*role, Mark::Text { at, align: Align::Start, face: *face, size, text: text.into() });
        }
    }
}
