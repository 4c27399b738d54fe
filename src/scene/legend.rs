//! What the colours and hatches of a picture mean: the entries, and how they are laid out, on a page as in the window.

use super::chain::Chain;
use super::labels::DETAIL_SIZE;
use super::maps::unit_text;
use super::theme::Role;
use super::view::Subject;
use super::{Align, Face, Item, Lean, Point, Rect, Shape, Tag, text_width};
use crate::field::Trace;
use crate::locale::Words;
use crate::net::{Graph, MapId, Op, Tint};

/// How large a mark is, how far its text lies from it and the next mark from the text, and the height of a line.
const SWATCH: f64 = 14.0;
const TEXT_GAP: f64 = 6.0;
const ENTRY_GAP: f64 = 12.0;
const LINE: f64 = 22.0;
/// The colours of a ramp that a mark shows.
const RAMP_STEPS: u8 = 7;

/// One entry of the legend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    role: Role,
    swatch: Swatch,
    text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Swatch {
    Filled,
    Hatched(Lean),
    /// Hatched at the foot alone.
    Part,
    Outlined,
    /// The colours of routes.
    Heat,
    /// The colours of a ramp, from the least to the most.
    Ramp,
}

/// Which kinds of marks occur in the maps of a network.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is something that occurs or not")]
pub struct Marks {
    /// Units that no layer reads.
    pub lost: bool,
    /// Units that a later layer loses.
    pub later: bool,
    /// Indices of the shown axis that are lost with some indices of the others.
    pub partly: bool,
    pub padding: bool,
    /// The view shows the input alone, and so not what a unit feeds.
    pub input_alone: bool,
    /// Units are coloured by how many routes lead from them.
    pub paths: bool,
    /// What the colours of boxes tell.
    pub tint: Tint,
    /// The view shows the layer that makes this map alone, with its kernel where the shown unit reads.
    pub kernel: Option<MapId>,
}

impl Marks {
    /// Looks through the shown maps; the answer holds for as long as the network stays.
    pub fn of(subject: &Subject<'_>) -> Self {
        let Subject { graph, analysis, .. } = *subject;
        let chain = Chain::of(subject);
        let mut marks = Self::default();
        for kept in chain.maps().filter_map(|map| analysis.kept_units(graph, map)) {
            let (lost, later) = kept.loses();
            marks.lost |= lost;
            marks.later |= later;
        }
        for (unread, later) in chain.maps().filter_map(|map| analysis.lost_units(graph, map)) {
            marks.lost |= unread.iter().any(|set| !set.is_empty());
            marks.later |= later.iter().any(|set| !set.is_empty());
        }
        let padded = |step: &crate::field::Step| step.pad().begin + step.pad().end > 0;
        let steps = |map: MapId| chain.steps(graph, analysis, map).flat_map(|(_, steps)| steps.iter());
        marks.padding = chain.maps().flat_map(steps).any(padded);
        marks
    }
}

/// What the colours and hatches that occur in the picture mean. `coarse` says that some cells are not told apart.
pub fn entries(graph: &Graph, marks: Marks, trace: Option<&Trace>, coarse: bool, words: &Words) -> Vec<Entry> {
    let plain = |role: Role, text: String| Entry { role, swatch: Swatch::Filled, text };
    let mut entries = Vec::new();
    if let Some(made) = marks.kernel {
        entries.extend(of_kernel(graph, made, trace, words));
    } else if let Some(trace) = trace {
        if let Some(node) = graph.node(trace.map) {
            let name = node.name.as_str().into();
            let text = if trace.unit.is_empty() {
                words.with("legend-field-flat", &[("map", name)])
            } else {
                words.with("legend-field", &[("unit", unit_text(&trace.unit).into()), ("map", name)])
            };
            entries.push(plain(Role::Field, text));
        }
        let feeds = graph.readers(trace.map).iter().any(|reader| trace.at(*reader).is_some());
        if !marks.input_alone && feeds {
            entries.push(plain(Role::Feeds, words.get("legend-feeds").to_owned()));
        }
    }
    if marks.paths {
        entries.push(Entry { role: Role::CellLine, swatch: Swatch::Heat, text: words.get("legend-paths").to_owned() });
    }
    let ramp = match marks.tint {
        Tint::Kind => None,
        Tint::Field => Some("legend-tint-rf"),
        Tint::Stride => Some("legend-tint-stride"),
        Tint::Loss => Some("legend-tint-loss"),
        Tint::Cost => Some("legend-tint-cost"),
    };
    let ramp = ramp.map(|key| Entry { role: Role::CellLine, swatch: Swatch::Ramp, text: words.get(key).to_owned() });
    entries.extend(ramp);
    let rising = Swatch::Hatched(Lean::Rising);
    for (occurs, role, swatch, key) in [
        (marks.lost, Role::Lost, rising, "legend-lost"),
        (marks.later, Role::LostLater, rising, "legend-later"),
        (marks.partly, Role::Lost, Swatch::Part, "legend-partly"),
        (coarse, Role::TextDim, Swatch::Hatched(Lean::Falling), "legend-some"),
        (marks.padding, Role::Padding, Swatch::Outlined, "legend-padding"),
    ] {
        if occurs {
            entries.push(Entry { role, swatch, text: words.get(key).to_owned() });
        }
    }
    entries
}

/// The same, with what a pointed unit adds to those of a single layer: their room does not change with the pointer.
pub fn most_entries(graph: &Graph, marks: Marks, pinned: Option<&Trace>, words: &Words) -> Vec<Entry> {
    let mut entries = entries(graph, marks, pinned, false, words);
    if marks.kernel.is_some() {
        entries.push(Entry { role: Role::Feeds, swatch: Swatch::Filled, text: words.get("legend-feeds").to_owned() });
    }
    entries
}

/// The same where there is little room, below a sentence that names the shown unit: what it sees, without its name.
pub fn in_few_words(mut entries: Vec<Entry>, trace: Option<&Trace>, words: &Words) -> Vec<Entry> {
    let named = trace.is_some_and(|trace| trace.map != MapId::INPUT);
    for entry in entries.iter_mut().filter(|entry| named && entry.role == Role::Field) {
        words.get("legend-field-short").clone_into(&mut entry.text);
    }
    entries
}

/// The marks of a single layer: its kernel, and the pointed unit that the layer reads.
fn of_kernel(graph: &Graph, made: MapId, trace: Option<&Trace>, words: &Words) -> Vec<Entry> {
    let entry = |role: Role, swatch: Swatch, text: &str| Entry { role, swatch, text: text.to_owned() };
    let windowed = graph.node(made).is_some_and(|node| !matches!(node.op, Op::Linear(_) | Op::Flatten));
    let mut entries = Vec::new();
    if windowed {
        entries.push(entry(Role::KernelFill, Swatch::Filled, words.get("legend-window")));
    }
    entries.push(entry(Role::Field, Swatch::Filled, words.get("legend-worked-out")));
    if trace.is_some_and(|trace| trace.map < made && trace.at(made).is_some()) {
        entries.push(entry(Role::Feeds, Swatch::Filled, words.get("legend-feeds")));
    }
    entries
}

/// A legend in its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Legend {
    pub items: Vec<Item>,
    /// What it takes up.
    pub rect: Rect,
}

impl Legend {
    /// How many lines it has.
    pub fn lines(&self) -> usize {
        (self.rect.height() / LINE).ceil() as usize
    }

    /// The first lines of it, of which there is at least one, with a mark if there are more: a line that is cut in half
    /// says nothing.
    pub fn first_lines(mut self, lines: usize) -> Self {
        let end = self.rect.min.y + LINE * lines.max(1) as f64;
        let all = self.items.len();
        self.items.retain(|item| item.shape.bounds().min.y < end - LINE + SWATCH);
        let last = self.items.iter().rev().find_map(|item| match &item.shape {
            Shape::Text { at, .. } => Some(Point::new(item.shape.bounds().max.x + TEXT_GAP, at.y)),
            _ => None,
        });
        if let Some(at) = last.filter(|_| self.items.len() < all) {
            let (align, face, size) = (Align::Start, Face::Bold, DETAIL_SIZE);
            let shape = Shape::Text { at, align, face, size, text: "…".to_owned(), haze: false };
            self.items.push(Item { shape, role: Role::TextDim, tag: Tag::Legend });
        }
        self.rect.max.y = self.rect.max.y.min(end);
        self
    }

    /// Lays out entries in lines of at most `width`, the first at `at`.
    pub fn of(entries: Vec<Entry>, at: Point, width: f64) -> Self {
        let mut items = Vec::new();
        let mut rect = Rect { min: at, max: at };
        let Point { mut x, mut y } = at;
        for Entry { role, swatch, text } in entries {
            let advance = SWATCH + TEXT_GAP + text_width(&text, DETAIL_SIZE, Face::Regular);
            if x > at.x && x + advance > at.x + width {
                (x, y) = (at.x, y + LINE);
            }
            let square = Rect::new(x, y, SWATCH, SWATCH);
            let mut push = |shape: Shape, role: Role| items.push(Item { shape, role, tag: Tag::Legend });
            match swatch {
                Swatch::Filled => push(Shape::Fill(square), role),
                Swatch::Hatched(lean) => {
                    push(Shape::Hatch(square, lean), role);
                    push(Shape::Outline { rect: square, width: 1.0, dashed: false }, role);
                }
                Swatch::Part => {
                    let foot = Rect { min: Point::new(square.min.x, y + SWATCH / 2.0), ..square };
                    push(Shape::Hatch(foot, Lean::Rising), role);
                    push(Shape::Outline { rect: square, width: 1.0, dashed: false }, Role::CellLine);
                }
                Swatch::Heat => {
                    push(Shape::Raster { rect: square, pixels: super::paths::scale() }, role);
                    push(Shape::Outline { rect: square, width: 1.0, dashed: false }, role);
                }
                Swatch::Ramp => {
                    for step in 0..RAMP_STEPS {
                        let width = SWATCH / f64::from(RAMP_STEPS);
                        let strip = Rect::new(x + f64::from(step) * width, y, width, SWATCH);
                        push(Shape::Fill(strip), Role::Ramp((u16::from(step) * 255 / u16::from(RAMP_STEPS - 1)) as u8));
                    }
                }
                Swatch::Outlined => push(Shape::Outline { rect: square, width: 1.0, dashed: true }, role),
            }
            let baseline = Point::new(x + SWATCH + TEXT_GAP, y + 11.0);
            let (align, face, size) = (Align::Start, Face::Regular, DETAIL_SIZE);
            push(Shape::Text { at: baseline, align, face, size, text, haze: false }, Role::TextDim);
            x += advance + ENTRY_GAP;
            rect = rect.union(&Rect { min: at, max: Point::new(x - ENTRY_GAP, y + SWATCH) });
        }
        Self { items, rect }
    }
}
