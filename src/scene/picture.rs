//! The whole picture of a view, with what belongs around it: what `receptive render` and the window export.

use super::detail::{self, Lens};
use super::legend::{self, Legend};
use super::theme::Role;
use super::view::{self, Flow, Subject, Unit, ViewName};
use super::{Align, Face, Item, Point, Rect, Scene, Shape, Tag, charts, table, text_width};
use crate::field::{Paths, Trace};
use crate::net::Look;

/// Free ground on every side.
const MARGIN: f64 = 24.0;

/// A small network's legend may be wider than its picture.
const LEAST_LEGEND: f64 = 300.0;
/// From the picture to the legend.
const LEGEND_GAP: f64 = 20.0;

const TITLE_SIZE: f64 = 18.0;
/// From a title's baseline to the picture.
const TITLE_GAP: f64 = 22.0;

/// What a picture of a view shows.
#[derive(Clone, Copy)]
pub struct Picture<'a> {
    pub subject: Subject<'a>,
    pub view: ViewName,
    pub look: Look,
    /// The unit whose field is shown.
    pub unit: Option<&'a Unit>,
    pub include: &'a Include,
}

/// What stands around a view.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Include {
    /// A line above the picture.
    pub title: Option<String>,
    pub legend: bool,
    /// The numbers of rows, columns and units.
    pub indices: bool,
}

impl Default for Include {
    fn default() -> Self {
        Self { title: None, legend: true, indices: true }
    }
}

/// The whole picture. A unit that does not exist is not shown.
pub fn picture(picture: Picture<'_>) -> Scene {
    drawn(picture, None, false)
}

/// The picture as one of several that are shown in the same place, one after another. The ladder and the nested fields
/// are laid out for `home`, and of the legend what is the same in all of them stands first, so that nothing jumps.
pub fn frame(picture: Picture<'_>, home: Option<&Unit>) -> Scene {
    drawn(picture, home, true)
}

/// `steady` says that the legend begins with what does not depend on the unit.
fn drawn(Picture { subject, view, look, unit, include }: Picture<'_>, home: Option<&Unit>, steady: bool) -> Scene {
    // The charts show all branches, and the path strongly.
    let subject = subject.with_path(subject.path.filter(|_| view.follows_path() || view == ViewName::Charts));
    let Subject { graph, analysis, words, path, .. } = subject;
    let trace = unit.and_then(|(map, unit)| Trace::of(graph, analysis, *map, unit.clone()));
    let unit = unit.filter(|_| trace.is_some());
    let counted =
        view.reads_paths(look).then(|| unit.cloned().or_else(|| view::middle_unit(graph, analysis, path))).flatten();
    let counted = counted.map(|(map, unit)| Paths::of(graph, analysis, map, unit));
    let (paths, uncounted) = match &counted {
        Some(Ok(paths)) => (Some(paths), None),
        Some(Err(why)) => (None, Some(*why)),
        None => (None, None),
    };
    let subject = subject.with_paths(paths).with_uncounted(uncounted);
    let mut drawing = match view::board(view, &subject, look, home.or(unit)) {
        Some(board) => {
            // Only grids have row indices to their left.
            let indexed = view == ViewName::Maps && board.flow() == Flow::Across;
            let inset = if indexed { super::maps::INDEX_ROOM } else { 0.0 };
            let legend = include.legend.then_some(steady);
            of_board(board.as_ref(), &subject, trace.as_ref(), legend, inset)
        }
        None if view == ViewName::Charts => charts::drawing(&subject, look),
        None => table::drawing(&subject),
    };
    if !include.indices {
        drawing.items.retain(|item| !item.shape.is_indices());
    }
    let Drawing { mut items, bounds, inset } = drawing;
    let mut inner = items.iter().map(|item| item.shape.bounds()).fold(bounds, |all, rect| all.union(&rect));
    if let Some(title) = include.title.as_ref().filter(|title| !title.trim().is_empty()) {
        let at = Point::new(inner.min.x + inset, inner.min.y - TITLE_GAP);
        let (face, size, text) = (Face::Bold, TITLE_SIZE, title.trim().to_owned());
        let width = text_width(&text, size, face);
        let shape = Shape::Text { at, align: Align::Start, face, size, text, haze: false };
        inner = inner.union(&Rect::new(at.x, at.y - size, width, size));
        items.insert(0, Item { shape, role: Role::Text, tag: Tag::Heading });
    }
    let mut bounds = inner.grown(MARGIN);
    bounds.min.x += inset.min(MARGIN / 2.0);
    // A name of its own says more than that of its kind.
    let own = include.title.as_deref().map(str::trim).filter(|title| !title.is_empty());
    let (title, description) = (own.unwrap_or(words.get(view.title())).to_owned(), description(&subject));
    Scene { bounds, items, title, description }
}

/// A view before anything stands around it.
pub struct Drawing {
    pub items: Vec<Item>,
    pub bounds: Rect,
    /// How far its left edge is empty, for indices: a title and a legend stand in line with what is drawn.
    pub inset: f64,
}

/// All of a board, with its legend, if there shall be one; a steady one begins with what does not depend on the unit.
fn of_board(
    board: &dyn view::Board,
    subject: &Subject<'_>,
    trace: Option<&Trace>,
    legend: Option<bool>,
    inset: f64,
) -> Drawing {
    // Of several pictures in one place all have the room that one of them needs.
    let alone = trace.is_none() && legend != Some(true);
    let bounds = if alone { board.bounds_without_unit() } else { board.bounds() };
    let parts = 0..board.parts().len();
    let mut items: Vec<Item> = board.lines(&bounds).concat();
    items.extend(parts.clone().flat_map(|part| board.under(subject, part)));
    if let Some(trace) = trace {
        items.extend(board.traced(subject, trace, &bounds));
    }
    items.extend(parts.flat_map(|part| board.over(subject, part)));
    if let Some(steady) = legend {
        let lens = Lens { window: bounds, zoom: 1.0 };
        let coarse = items.iter().any(|item| detail::is_coarse(item, &lens));
        let entries_of = |trace| legend::entries(subject.graph, board.marks(subject), trace, coarse, subject.words);
        let mut entries = entries_of(trace);
        if steady {
            // Last of all what tells the unit's place, whose length is not always the same.
            let of_unit = entries.len() - entries_of(None).len();
            entries[..of_unit].reverse();
            entries.rotate_left(of_unit);
        }
        let x = bounds.min.x + inset;
        let room = (bounds.max.x - x).max(LEAST_LEGEND);
        items.extend(Legend::of(entries, Point::new(x, bounds.max.y + LEGEND_GAP), room).items);
    }
    Drawing { items, bounds, inset }
}

/// The picture in one sentence, for those who do not see it.
fn description(Subject { graph, analysis, words, .. }: &Subject<'_>) -> String {
    let sizes: Vec<String> =
        analysis.maps().iter().filter_map(|map| Some(map.shape.as_ref()?.channels_first_text())).collect();
    let shown = if sizes.len() > 12 {
        format!("{} → … → {}", sizes[..6].join(" → "), sizes[sizes.len() - 1])
    } else {
        sizes.join(" → ")
    };
    let notes = analysis.network_notes();
    let notes = notes.iter().map(|note| words.note(note, graph));
    std::iter::once(shown).chain(notes).collect::<Vec<_>>().join(". ")
}
