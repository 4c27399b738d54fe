//! What the lines and bars of a network with branches are, in a row of samples.

use super::fan::{STRONG, THIN};
use super::{Sheet, TEXT_SIZE, TO_BASELINE};
use crate::scene::series::Chart;
use crate::scene::theme::Role;
use crate::scene::{Face, Item, Point, Rect, Shape, Tag, text_width};

/// A line of samples.
pub const KEY_LINE: f64 = 17.0;
/// How long a sample line is, how wide a sample bar, and what lies between samples, texts and entries.
const SAMPLE: f64 = 22.0;
const BAR: f64 = 8.0;
const GAP: f64 = 6.0;
const BETWEEN: f64 = 18.0;

/// Samples with their texts.
pub struct Key {
    pub items: Vec<Item>,
    pub width: f64,
    pub height: f64,
}

#[derive(Clone, Copy)]
enum Sample {
    Followed,
    Other,
    Span,
}

impl Sheet<'_> {
    /// The samples in lines from `at` on, of at most `width`. `None` of a chain, where there is nothing to tell.
    pub fn key(&self, at: Point, width: f64) -> Option<Key> {
        self.charts.depths.as_ref()?;
        let spans = self.charts.curves(Chart::Field).series.iter().flat_map(|one| one.smallest.iter().flatten());
        let mut entries = vec![(Sample::Followed, "chart-path"), (Sample::Other, "chart-others")];
        entries.extend((spans.count() > 0).then_some((Sample::Span, "chart-smallest")));
        let (mut items, mut x, mut y, mut widest) = (Vec::new(), 0.0, 0.0, 0.0_f64);
        for (sample, text) in entries {
            let text = self.words.get(text).to_owned();
            let indent = sample.width() + GAP;
            let room = indent + text_width(&text, TEXT_SIZE, Face::Regular);
            if x > 0.0 && x + room > width {
                (x, y) = (0.0, y + KEY_LINE);
            }
            let middle = Point::new(at.x + x, at.y + y + KEY_LINE / 2.0);
            items.extend(sample.items(middle));
            let (at, face, size) = (Point::new(middle.x + indent, middle.y + TO_BASELINE), Face::Regular, TEXT_SIZE);
            let align = crate::scene::Align::Start;
            items.push(of(Role::TextDim, Shape::Text { at, align, face, size, text, haze: false }));
            widest = widest.max(x + room);
            x += room + BETWEEN;
        }
        Some(Key { items, width: widest, height: y + KEY_LINE })
    }
}

impl Sample {
    const fn width(self) -> f64 {
        match self {
            Self::Followed | Self::Other => SAMPLE + GAP + BAR,
            Self::Span => 10.0,
        }
    }

    /// The sample; the left end of its middle is at `at`.
    fn items(self, at: Point) -> Vec<Item> {
        let line = [at, Point::new(at.x + SAMPLE, at.y)];
        let bar = Rect::new(at.x + SAMPLE + GAP, at.y - 5.0, BAR, 10.0);
        let segments = |segments, width| Shape::Segments { segments, width, dashed: false };
        match self {
            Self::Followed => vec![of(Role::Text, segments(vec![line], STRONG)), of(Role::Text, Shape::Fill(bar))],
            Self::Other => vec![
                of(Role::Text, segments(vec![line], THIN)),
                of(Role::Text, Shape::Outline { rect: bar, width: THIN, dashed: false }),
            ],
            Self::Span => {
                let (low, high) = (Point::new(at.x + 5.0, at.y + 6.0), Point::new(at.x + 5.0, at.y - 6.0));
                let foot = [Point::new(low.x - 4.0, low.y), Point::new(low.x + 4.0, low.y)];
                vec![of(Role::TextDim, segments(vec![[low, high], foot], THIN))]
            }
        }
    }
}

fn of(role: Role, shape: Shape) -> Item {
    Item { shape, role, tag: Tag::Legend }
}
