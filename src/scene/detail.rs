//! What is drawn of a scene at a given magnification: which lines and indices there is room for, which marked cells are
//! told apart, how wide a line and how large a text comes out.
//!
//! Renderers draw [`Mark`]s, in which nothing is left to decide; the window and exported pictures get them from the one
//! function [`marks`]. Only the part that is shown is looked at, so a map of a million cells costs what is seen of it.

mod indices;

use std::borrow::Cow;
use std::sync::Arc;

use super::theme::Role;
use super::{
    Align, Face, HEADING_HEIGHT, HEADING_LINE, HeadingLine, Item, Lean, Look, Point, Raster, Rect, Run, Scene, Shape,
    Texts, Units, Which, badge_rect, text_width,
};
use crate::field::{Span, Spans};

pub use indices::Index;
pub(super) use indices::{INDEX_HEIGHT, digits, index_room, index_size};

/// Points between the lines of a hatching, and the width of its lines.
pub const HATCH_PITCH: f64 = 7.0;
pub const HATCH_WIDTH: f64 = 1.2;

/// Lengths of a dash and of the gap behind it.
pub const DASH: [f64; 2] = [4.0, 3.0];

/// Widths of the lines between cells, and between padding cells.
const CELL_LINE: f64 = 0.75;
const PADDING_LINE: f64 = 0.5;

/// The edges of a frustum, and how far apart they are at least.
const FRUSTUM_LINE: f64 = 1.25;
const LEAST_FRUSTUM: f64 = 4.0;

/// The pin's outline.
pub(super) const PIN_WIDTH: f64 = 2.5;

/// Cells narrower than this, in points on the screen or page, get no lines, and their lines no dashes.
const LEAST_CELL_FOR_LINES: f64 = 4.0;
const LEAST_CELL_FOR_DASHES: f64 = 8.0;

/// The most lines across one axis, and the most rectangles of one set of cells.
const MOST_LINES: i64 = 2048;
const MOST_RECTS: usize = 1 << 13;

/// Cells that are nearer to each other than this, in points on the screen or page, are not told apart.
pub(super) const LEAST_APART: f64 = 2.0;

/// A digit is about three quarters of its size high.
pub(super) const DIGIT_HEIGHT: f64 = 0.73;

/// Texts smaller than this are left out, larger ones are drawn at most this large.
const LEAST_TEXT: f64 = 6.0;
pub(super) const MOST_TEXT: f64 = 26.0;
/// Texts that grow with the picture are drawn at least and at most this large.
const LEAST_MAGNIFIED: f64 = 4.5;
const MOST_MAGNIFIED: f64 = 96.0;

/// Headings are never smaller than this; the distance of their lines in sizes; the fewest characters of one that is cut.
const LEAST_HEADING: f64 = 10.5;
const HEADING_STEP: f64 = HEADING_LINE / super::labels::DETAIL_SIZE;
const LEAST_CUT: usize = 3;

/// A hatched strip narrower than this shows no lines: it is filled.
const LEAST_HATCHED: f64 = 2.0;

/// The corners of tiles and badges, in parts of their smaller side and in points on the screen or page, and the width of
/// their outlines.
const TILE_CORNER: f64 = 0.14;
const MOST_CORNER: f64 = 5.0;
const TILE_LINE: f64 = 1.0;
/// Tiles smaller than this are rectangles without an outline.
const LEAST_TILE: f64 = 6.0;

/// The shown unit is drawn at least this large, in points on the screen or page.
const LEAST_SPOT: f64 = 7.0;

/// The part of a scene that is shown, and how many points on the screen or page a point of the scene measures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lens {
    pub window: Rect,
    pub zoom: f64,
}

impl Lens {
    /// The whole of a picture. Its scale is the page's: it changes the size of everything and nothing else.
    pub fn page(scene: &Scene) -> Self {
        Self { window: scene.bounds, zoom: 1.0 }
    }
}

/// What a renderer draws. Places are the scene's; widths, sizes and offsets are points on the screen or page.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark<'a> {
    /// Pixels without smoothing, stretched to a rectangle.
    Raster {
        rect: Rect,
        pixels: &'a Arc<Raster>,
    },
    Fill(Vec<Rect>),
    /// Rectangles with round corners; `radius` and the outline's width are points on the screen or page.
    Round {
        rects: Vec<Rect>,
        radius: f64,
    },
    RoundOutline {
        rects: Vec<Rect>,
        radius: f64,
        width: f64,
        dashed: bool,
    },
    Hatch(Vec<Rect>, Lean),
    Outline {
        rect: Rect,
        width: f64,
        dashed: bool,
    },
    Lines {
        segments: Vec<[Point; 2]>,
        width: f64,
        dashed: bool,
    },
    Polygon(Vec<Point>),
    /// Straight lines from point to point, and back to the first if it is closed.
    Polyline {
        points: &'a [Point],
        width: f64,
        dashed: bool,
        closed: bool,
    },
    Dots {
        at: &'a [Point],
        radius: f64,
    },
    /// Indices in the face for numbers, their baseline `offset` away from their places.
    Indices {
        indices: Vec<Index>,
        size: f64,
        align: Align,
        offset: Point,
    },
    Text {
        at: Point,
        align: Align,
        face: Face,
        size: f64,
        text: Cow<'a, str>,
    },
}

/// Gives `draw` the marks of an item, from the back to the front.
pub fn marks<'a>(item: &'a Item, lens: &Lens, draw: &mut impl FnMut(Role, Mark<'a>)) {
    let role = item.role;
    match &item.shape {
        Shape::Fill(rect) => draw(role, Mark::Fill(vec![*rect])),
        Shape::Outline { rect, width, dashed } => {
            draw(role, Mark::Outline { rect: *rect, width: *width, dashed: *dashed });
        }
        Shape::Hatch(rect, lean) => hatch(vec![*rect], *lean, role, lens, draw),
        Shape::Spot(rect) => {
            let rect = findable(rect, lens.zoom);
            draw(role, Mark::Fill(vec![rect]));
            draw(Role::Pin, Mark::Outline { rect, width: PIN_WIDTH, dashed: false });
        }
        Shape::Grid(cells) => {
            let (mut inner, mut padding) = (Lines::default(), [Lines::default(), Lines::default()]);
            for across in [true, false] {
                let (along, aside) = if across { (&cells.columns, &cells.rows) } else { (&cells.rows, &cells.columns) };
                let (low, high) = ends(&lens.window, across);
                let dashed = along.pitch * lens.zoom >= LEAST_CELL_FOR_DASHES;
                lines(along, aside, (low, high), lens.zoom, |at, (from, to), pads| {
                    let into = if pads { &mut padding[usize::from(dashed)] } else { &mut inner };
                    into.0.push([placed(at, from, across), placed(at, to, across)]);
                });
            }
            draw_lines(inner, CELL_LINE, false, role, draw);
            let [solid, dashed] = padding;
            draw_lines(solid, PADDING_LINE, false, Role::Padding, draw);
            draw_lines(dashed, PADDING_LINE, true, Role::Padding, draw);
            // Nearer to the map's own outline it would show on some sides and not on others.
            let padded = cells.padded();
            if [&cells.columns, &cells.rows].into_iter().any(|run| run.widest_padding() * lens.zoom >= LEAST_APART) {
                draw(Role::Padding, Mark::Outline { rect: padded, width: 1.0, dashed: true });
            }
        }
        Shape::Indices(cells) => {
            let padded = cells.padded();
            for (run, across, edge) in [(&cells.rows, false, padded.min.x), (&cells.columns, true, padded.max.y)] {
                if run.numbered {
                    let indices = indices::shown(run, ends(&lens.window, across), lens.zoom, across);
                    let at = |index: i64| placed(run.at(index) + run.pitch / 2.0, edge, across);
                    let indices = indices.map(|index| Index { at: at(index), index: index as u64 });
                    indices::draw_all(indices.collect(), across, lens.zoom, role, draw);
                }
            }
        }
        Shape::Lines(lines) => lines.marks(lens, draw),
        Shape::BlockIndices(indices) => indices.marks(role, lens, draw),
        Shape::Raster { rect, pixels } => draw(role, Mark::Raster { rect: *rect, pixels }),
        Shape::Units(units) => marked(units, role, lens, draw),
        Shape::Tiles { rects, line, dashed } => tiles(rects, *line, *dashed, role, lens, draw),
        Shape::Polyline { points, width, dashed, closed } => {
            draw(role, Mark::Polyline { points, width: *width, dashed: *dashed, closed: *closed });
        }
        Shape::Segments { segments, width, dashed } => {
            draw(role, Mark::Lines { segments: segments.clone(), width: *width, dashed: *dashed });
        }
        Shape::Face(points) => draw(role, Mark::Polygon(points.clone())),
        Shape::Dots { at, radius } => draw(role, Mark::Dots { at, radius: *radius }),
        Shape::Badge { at, align, size, text, ground } => {
            let Some(size) = text_size(*size, lens.zoom) else { return };
            let rect = badge_rect(*at, *align, size, text, lens.zoom);
            let radius = rect.height() * lens.zoom / 2.0;
            draw(*ground, Mark::Round { rects: vec![rect], radius });
            draw(role, Mark::Text { at: *at, align: *align, face: Face::Bold, size, text: text.into() });
        }
        Shape::Frustum { near, far, haze } => frustum(*near, *far, *haze, role, lens, draw),
        Shape::Beads(beads) => beads.marks(role, lens, draw),
        Shape::Links(links) => links.marks(role, lens, draw),
        Shape::Text { at, align, face, size, text, haze } => {
            let Some(size) = text_size(*size, lens.zoom) else { return };
            if *haze {
                draw(
                    Role::GroundHaze,
                    Mark::Fill(vec![haze_of(*at, *align, text_width(text, size, *face), size, lens)]),
                );
            }
            draw(role, Mark::Text { at: *at, align: *align, face: *face, size, text: text.into() });
        }
        Shape::Texts(texts) => magnified(texts, role, lens, draw),
        Shape::Heading { at, lines, room, apart } => heading(*at, lines, [*room, *apart], lens, draw),
    }
}

/// Texts that grow with the picture: those that are in sight, if they can be read.
fn magnified<'a>(texts: &'a Texts, role: Role, lens: &Lens, draw: &mut impl FnMut(Role, Mark<'a>)) {
    let size = texts.size * lens.zoom;
    // Large sizes in larger steps: every size of every glyph is a picture of its own in a font's atlas.
    let size = if size > MOST_TEXT { (size / 4.0).round() * 4.0 } else { snapped(size) }.min(MOST_MAGNIFIED);
    if size < LEAST_MAGNIFIED {
        return;
    }
    let rect = |text: &(Point, String)| texts.rect(text, size / lens.zoom);
    let seen = || texts.texts.iter().filter(|text| rect(text).meets(&lens.window));
    let hazes: Vec<Rect> = seen().filter(|_| texts.haze).map(|text| rect(text).grown(1.0 / lens.zoom)).collect();
    if !hazes.is_empty() {
        draw(Role::GroundHaze, Mark::Fill(hazes));
    }
    for (at, text) in seen() {
        draw(role, Mark::Text { at: *at, align: texts.align, face: texts.face, size, text: text.into() });
    }
}

/// The way between two pairs of points, and its edges.
pub(super) fn frustum<'a>(
    [a, b]: [Point; 2],
    [c, d]: [Point; 2],
    haze: Role,
    role: Role,
    lens: &Lens,
    draw: &mut impl FnMut(Role, Mark<'a>),
) {
    draw(haze, Mark::Polygon(vec![a, c, d, b]));
    let apart = |a: Point, b: Point| (b.x - a.x).hypot(b.y - a.y) * lens.zoom;
    // Two lines so close to each other would look like one that is torn.
    let segments = if apart(a, b).max(apart(c, d)) < LEAST_FRUSTUM {
        let middle = |a: Point, b: Point| Point::new(f64::midpoint(a.x, b.x), f64::midpoint(a.y, b.y));
        vec![[middle(a, b), middle(c, d)]]
    } else {
        vec![[a, c], [b, d]]
    };
    draw(role, Mark::Lines { segments, width: FRUSTUM_LINE, dashed: true });
}

/// Tiles that meet the window; the smallest are plain rectangles.
fn tiles<'a>(
    rects: &[Rect],
    line: Option<Role>,
    dashed: bool,
    role: Role,
    lens: &Lens,
    draw: &mut impl FnMut(Role, Mark<'a>),
) {
    let rects: Vec<Rect> = rects.iter().filter(|rect| rect.meets(&lens.window)).copied().collect();
    let Some(side) = rects.first().map(|rect| rect.width().min(rect.height()) * lens.zoom) else { return };
    if side < LEAST_TILE {
        draw(if dashed { line.unwrap_or(role) } else { role }, Mark::Fill(rects));
        return;
    }
    let radius = corner(side);
    if !dashed {
        draw(role, Mark::Round { rects: rects.clone(), radius });
    }
    if let Some(line) = line {
        draw(line, Mark::RoundOutline { rects, radius, width: TILE_LINE, dashed });
    }
}

/// The corners of a tile whose smaller side has this length on the screen or page.
pub(super) fn corner(side: f64) -> f64 {
    (side * TILE_CORNER).min(MOST_CORNER)
}

/// The lines of a heading that there is height for, in a size that can be read, cut to the room they have.
fn heading<'a>(
    at: Point,
    lines: &'a [HeadingLine],
    [room, apart]: [f64; 2],
    lens: &Lens,
    draw: &mut impl FnMut(Role, Mark<'a>),
) {
    let sizes: Vec<f64> =
        lines.iter().map(|line| snapped(line.size * lens.zoom).clamp(LEAST_HEADING, MOST_TEXT)).collect();
    let Some(step) = sizes.last().map(|size| size * HEADING_STEP) else { return };
    // Names on top of each other cannot be read.
    if apart * lens.zoom < sizes[0] {
        return;
    }
    // Rounded up: above a heading is only ground.
    let shown = ((HEADING_HEIGHT * lens.zoom / step).round() as usize).clamp(1, lines.len());
    for (i, (line, &size)) in lines.iter().zip(&sizes).take(shown).enumerate() {
        let Some(text) = cut(&line.text, room * lens.zoom, size, line.face) else { continue };
        let at = Point::new(at.x, at.y - (shown - 1 - i) as f64 * step / lens.zoom);
        let haze = haze_of(at, Align::Start, text_width(&text, size, line.face), size, lens);
        draw(Role::GroundHaze, Mark::Fill(vec![haze]));
        draw(line.role, Mark::Text { at, align: Align::Start, face: line.face, size, text });
    }
}

/// A text that fits into `room`; `None` where not even a few characters do.
fn cut(text: &str, room: f64, size: f64, face: Face) -> Option<Cow<'_, str>> {
    let fits = (room / text_width("0", size, face)) as usize;
    if text.chars().count() <= fits {
        return Some(text.into());
    }
    (fits >= LEAST_CUT).then(|| text.chars().take(fits - 1).chain(['…']).collect::<String>().into())
}

/// True if some cells of the item are too small to be told apart.
pub fn is_coarse(item: &Item, lens: &Lens) -> bool {
    let mut coarse = false;
    if matches!(item.shape, Shape::Units(_) | Shape::Beads(_)) {
        marks(item, lens, &mut |_, mark| coarse |= matches!(mark, Mark::Hatch(_, Lean::Falling)));
    }
    coarse
}

#[derive(Default)]
struct Lines(Vec<[Point; 2]>);

fn draw_lines<'a>(lines: Lines, width: f64, dashed: bool, role: Role, draw: &mut impl FnMut(Role, Mark<'a>)) {
    if !lines.0.is_empty() {
        draw(role, Mark::Lines { segments: lines.0, width, dashed });
    }
}

/// The place at `along` one axis and `aside` on the other; the first is x if it runs `across`.
const fn placed(along: f64, aside: f64, across: bool) -> Point {
    if across { Point::new(along, aside) } else { Point::new(aside, along) }
}

/// The ends of a rectangle on one axis.
const fn ends(rect: &Rect, across: bool) -> (f64, f64) {
    if across { (rect.min.x, rect.max.x) } else { (rect.min.y, rect.max.y) }
}

/// The lines between the cells `along` an axis, with their ends on the other one: solid inside the map, in pieces of
/// their own in the padding.
fn lines(along: &Run, aside: &Run, (low, high): (f64, f64), zoom: f64, mut push: impl FnMut(f64, (f64, f64), bool)) {
    let (first, end) = along.meeting(low, high);
    if along.pitch * zoom < LEAST_CELL_FOR_LINES || end - first > MOST_LINES || first >= end {
        return;
    }
    let (inner, padded) = (aside.ends(), aside.padded_ends());
    for i in first..=end {
        let crosses = (0..=along.count as i64).contains(&i);
        let pieces = [
            (crosses, inner, false),
            (crosses, (padded.0, inner.0), true),
            (crosses, (inner.1, padded.1), true),
            (!crosses, padded, true),
        ];
        for (there, (from, to), pads) in pieces {
            if there && to - from > 1e-9 {
                push(along.at(i), (from, to), pads);
            }
        }
    }
}

/// A text's size on the screen or page; `None` if it could not be read.
fn text_size(size: f64, zoom: f64) -> Option<f64> {
    let size = snapped(size * zoom);
    (size >= LEAST_TEXT).then_some(size.min(MOST_TEXT))
}

/// A few sizes only: every size of every glyph is a picture of its own in a font's atlas.
pub(super) fn snapped(size: f64) -> f64 {
    (size * 2.0).round() / 2.0
}

/// The ground under a text.
fn haze_of(at: Point, align: Align, width: f64, size: f64, lens: &Lens) -> Rect {
    let width = (width + 3.0) / lens.zoom;
    let left = match align {
        Align::Start => at.x - 3.0 / lens.zoom,
        Align::Middle => at.x - width / 2.0,
        Align::End => at.x - width,
    };
    Rect::new(left, at.y - size / lens.zoom, width, 1.3 * size / lens.zoom)
}

/// The rectangle, grown around its middle to a size at which it is seen: the shown unit may be far smaller than a pixel.
pub(super) fn findable(rect: &Rect, zoom: f64) -> Rect {
    let grown = |(low, high): (f64, f64)| {
        let by = (LEAST_SPOT / zoom - (high - low)).max(0.0) / 2.0;
        (low - by, high + by)
    };
    Rect::spanning(grown(ends(rect, true)), grown(ends(rect, false)))
}

/// Hatching; strips too narrow for its lines are filled.
pub(super) fn hatch<'a>(rects: Vec<Rect>, lean: Lean, role: Role, lens: &Lens, draw: &mut impl FnMut(Role, Mark<'a>)) {
    let has_lines = |rect: &Rect| lean == Lean::Falling || rect.width().min(rect.height()) * lens.zoom >= LEAST_HATCHED;
    let (hatched, narrow): (Vec<Rect>, Vec<Rect>) = rects.into_iter().partition(has_lines);
    if !hatched.is_empty() {
        draw(role, Mark::Hatch(hatched, lean));
    }
    if !narrow.is_empty() {
        draw(role, Mark::Fill(narrow));
    }
}

/// A run of marked cells, or of marked and unmarked ones that are too small to be told apart.
#[derive(Clone, Copy)]
pub(super) struct Piece {
    pub cells: Span,
    pub coarse: bool,
}

/// The marked cells of an axis as they can be drawn: cells less than `apart` from each other become one piece, unless
/// one of them is itself large enough to be drawn as it is.
pub(super) fn pieces(set: &Spans, run: &Run, (low, high): (f64, f64), apart: f64) -> Vec<Piece> {
    let (first, end) = run.meeting(low, high);
    let mut pieces: Vec<Piece> = Vec::new();
    if first >= end {
        return pieces;
    }
    let shown = Span::new(first, end - 1);
    let runs = set.runs();
    let begin = runs.partition_point(|run| run.last < shown.first);
    let small = |cells: i64| cells as f64 * run.pitch < apart;
    for cells in runs[begin..].iter().map_while(|run| run.clip(shown)) {
        match pieces.last_mut() {
            Some(last)
                if small(cells.first - last.cells.last - 1)
                    && small(cells.count() as i64)
                    && (last.coarse || small(last.cells.count() as i64)) =>
            {
                *last = Piece { cells: Span::new(last.cells.first, cells.last), coarse: true };
            }
            _ => pieces.push(Piece { cells, coarse: false }),
        }
    }
    pieces
}

/// Marked cells: those that are told apart as they are, the others as one area that says "some of these".
fn marked<'a>(units: &Units, role: Role, lens: &Lens, draw: &mut impl FnMut(Role, Mark<'a>)) {
    let (columns, rows) = (&units.cells.columns, &units.cells.rows);
    let mut apart = LEAST_APART / lens.zoom;
    let of = |set: &Spans, run: &Run, across: bool, apart: f64| pieces(set, run, ends(&lens.window, across), apart);
    let (mut down, mut across) = (of(&units.columns, columns, true, apart), of(&units.rows, rows, false, apart));
    while down.len() * across.len() > MOST_RECTS && units.which == Which::Both {
        apart *= 2.0;
        (down, across) = (of(&units.columns, columns, true, apart), of(&units.rows, rows, false, apart));
    }
    let rect = |column: Span, row: Span| {
        let ends = |run: &Run, cells: Span| (run.at(cells.first), run.at(cells.last + 1));
        Rect::spanning(ends(columns, column), ends(rows, row))
    };
    let (mut whole, mut some) = (Vec::new(), Vec::new());
    match units.which {
        Which::Both => {
            for row in &across {
                for column in &down {
                    let into = if row.coarse || column.coarse { &mut some } else { &mut whole };
                    into.push(rect(column.cells, row.cells));
                }
            }
        }
        Which::Either => {
            let (all_columns, all_rows) = (Span::axis(columns.count), Span::axis(rows.count));
            for row in &across {
                if row.coarse { &mut some } else { &mut whole }.push(rect(all_columns, row.cells));
            }
            // Columns leave out the rows already drawn, unless that would cut them into too many pieces.
            let drawn = across.iter().filter(|row| !row.coarse).map(|row| row.cells);
            let kept = Spans::union_of(drawn).complement(all_rows);
            let few = kept.runs().len() * down.len() <= 512;
            let kept = if few { kept } else { all_rows.into() };
            for column in &down {
                let into = if column.coarse { &mut some } else { &mut whole };
                into.extend(kept.runs().iter().map(|row| rect(column.cells, *row)));
            }
        }
    }
    if !whole.is_empty() {
        match units.look {
            Look::Filled => draw(role, Mark::Fill(whole)),
            Look::Hatched(ground) => {
                if let Some(ground) = ground {
                    draw(ground, Mark::Fill(whole.clone()));
                }
                hatch(whole, Lean::Rising, role, lens, draw);
            }
        }
    }
    if !some.is_empty() {
        draw(role, Mark::Hatch(some, Lean::Falling));
    }
}
