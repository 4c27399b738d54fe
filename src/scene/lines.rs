//! Lines of text that are to be read at every magnification.

use std::borrow::Cow;
use std::sync::Arc;

use super::detail::{Lens, MOST_TEXT, Mark, snapped};
use super::theme::Role;
use super::{Align, Face, Point, Raster, Rect, text_rect, text_width};

/// The least size, in points on the screen or page, and the least step from one line to the next in parts of it.
const LEAST: f64 = 10.0;
const LEAST_STEP: f64 = 1.3;
/// Where fewer characters than this would stand in a line, lines are not folded.
const LEAST_CHARACTERS: usize = 10;
/// A bar before a text, in parts of the text's size: how wide and high it is, how far it reaches below the baseline, and
/// how far the text is from it.
const BAR: [f64; 2] = [14.0, 1.0];
const BELOW: f64 = 0.12;
const BESIDE: f64 = 0.8;

/// Lines of text below each other. On a small screen they keep a size that can be read, and take the room below them for
/// it: nothing else lies there. What would not fit into the width is folded then.
#[derive(Clone, Debug, PartialEq)]
pub struct Lines {
    /// Where the first baseline begins.
    pub at: Point,
    /// From a baseline to the next.
    pub step: f64,
    pub lines: Vec<Line>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub text: String,
    pub face: Face,
    pub role: Role,
    pub size: f64,
    /// A scale of colours before the text.
    pub bar: Option<Arc<Raster>>,
}

impl Line {
    pub fn new(text: String, size: f64, role: Role) -> Self {
        Self { text, face: Face::Regular, role, size, bar: None }
    }

    /// The bar in points on the screen or page: narrower where it would leave no room for its text.
    fn bar_size(&self, room: f64, size: f64) -> [f64; 2] {
        let text = text_width(&self.text, size, self.face) + BESIDE * size;
        [(room - text).clamp(2.0 * size, BAR[0] * size), BAR[1] * size]
    }

    /// What stands before the text, in parts of its size.
    fn indent(&self) -> f64 {
        if self.bar.is_some() { BAR[0] + BESIDE } else { 0.0 }
    }
}

impl Lines {
    pub(super) fn bounds(&self) -> Rect {
        let rect = |(i, line): (usize, &Line)| {
            let at = Point::new(self.at.x, self.at.y + i as f64 * self.step);
            let width = text_width(&line.text, line.size, line.face) + line.indent() * line.size;
            text_rect(at, Align::Start, width, line.size)
        };
        let rects = self.lines.iter().enumerate().map(rect);
        rects.reduce(|a, b| a.union(&b)).unwrap_or(Rect { min: self.at, max: self.at })
    }

    /// The room of the lines as they are shown through a lens: they may reach further down than they do on a page.
    pub(super) fn reach(&self, lens: &Lens) -> Rect {
        let rows = self.lines.iter().map(|line| {
            let (_, step, pieces) = self.rows(line, lens);
            step * pieces.len() as f64
        });
        let bounds = self.bounds();
        let foot = self.at.y + rows.sum::<f64>();
        Rect { max: Point::new(bounds.max.x, bounds.max.y.max(foot)), ..bounds }
    }

    /// The size of a line as it is shown, the step to the next one, and the lines that it is folded into.
    fn rows<'a>(&self, line: &'a Line, lens: &Lens) -> (f64, f64, Vec<Cow<'a, str>>) {
        let room = (lens.window.max.x - self.at.x) * lens.zoom;
        let scaled = snapped(line.size * lens.zoom);
        let size = scaled.clamp(LEAST, MOST_TEXT);
        let step = self.step.max(LEAST_STEP * size / lens.zoom);
        let most = (room / text_width("0", size, line.face)) as usize;
        let whole = scaled >= LEAST || most < LEAST_CHARACTERS || line.bar.is_some();
        let pieces = if whole {
            vec![Cow::Borrowed(line.text.as_str())]
        } else {
            folded(&line.text, most).into_iter().map(Cow::Owned).collect()
        };
        (size, step, pieces)
    }

    pub(super) fn marks<'a>(&'a self, lens: &Lens, draw: &mut impl FnMut(Role, Mark<'a>)) {
        let room = (lens.window.max.x - self.at.x) * lens.zoom;
        let mut y = self.at.y;
        for line in &self.lines {
            let (size, step, pieces) = self.rows(line, lens);
            let mut x = self.at.x;
            if let Some(pixels) = &line.bar {
                let [width, height] = line.bar_size(room, size).map(|length| length / lens.zoom);
                let rect = Rect::new(x, y + BELOW * size / lens.zoom - height, width, height);
                draw(Role::Cell, Mark::Raster { rect, pixels });
                draw(Role::CellLine, Mark::Outline { rect, width: 1.0, dashed: false });
                x += width + BESIDE * size / lens.zoom;
            }
            for text in pieces {
                let at = Point::new(x, y);
                draw(line.role, Mark::Text { at, align: Align::Start, face: line.face, size, text });
                y += step;
            }
        }
    }
}

/// A sentence in lines of at most so many characters, as far as its words allow.
pub(super) fn folded(text: &str, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= most => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
