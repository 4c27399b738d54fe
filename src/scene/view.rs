//! The views of a network, and what all of them that are drawn on a canvas have in common.
//!
//! A [`Board`] is a view laid out: it knows where everything lies, gives the items of each of its parts, marks what a
//! shown unit sees and feeds, and finds the way back from a place to a unit. The window pans and zooms boards, an export
//! draws the whole of one ([`super::picture`]); neither knows which view it is.

use super::chain::Chain;
use super::detail::Lens;
use super::legend::Marks;
use super::numbers::Scroll;
use super::theme::Role;
use super::{Item, Point, Rect, blocks, graph, image, ladder, maps, nested, numbers, paths};
use crate::axes::Axes;
use crate::field::paths::Uncounted;
use crate::field::{Analysis, Paths, Trace};
use crate::locale::Words;
use crate::net::{Graph, Look, MapId, Shape};
use crate::value::Values;

/// One unit: its map and its index on each axis of that map, 0-based.
pub type Unit = (MapId, Axes<i64>);

/// A way to look at a network.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ViewName {
    /// Every feature map as a grid of its units.
    #[default]
    Maps,
    /// One axis: every unit above the middle of what it sees.
    Ladder,
    /// The input once, with the fields of one unit of each layer.
    Nested,
    /// Every feature map as a box in perspective.
    Blocks,
    /// The values of one layer, its kernel over its window, and the sum that it comes to.
    Numbers,
    /// The image through the layers: every channel of every map as a picture.
    Image,
    /// How many routes lead from each pixel to one unit.
    Paths,
    /// The layers of a network and which reads which.
    Graph,
    /// Numbers of every layer as lines.
    Charts,
    /// Numbers of every layer as a table.
    Table,
}

impl ViewName {
    /// Every view with the word that files and the command line use, in the order of the window's tabs.
    pub const WORDS: [(&str, Self); 10] = [
        ("maps", Self::Maps),
        ("ladder", Self::Ladder),
        ("nested", Self::Nested),
        ("blocks", Self::Blocks),
        ("numbers", Self::Numbers),
        ("image", Self::Image),
        ("paths", Self::Paths),
        ("graph", Self::Graph),
        ("charts", Self::Charts),
        ("table", Self::Table),
    ];

    /// The views that are boards, in the same order.
    pub const BOARDS: [Self; 8] =
        [Self::Maps, Self::Ladder, Self::Nested, Self::Blocks, Self::Numbers, Self::Image, Self::Paths, Self::Graph];

    pub fn word(self) -> &'static str {
        Self::WORDS[self as usize].0
    }

    /// The locale's key of its short name.
    pub const fn tab(self) -> &'static str {
        match self {
            Self::Maps => "view-maps",
            Self::Ladder => "view-ladder",
            Self::Nested => "view-nested",
            Self::Blocks => "view-blocks",
            Self::Numbers => "view-numbers",
            Self::Image => "view-image",
            Self::Paths => "view-paths",
            Self::Graph => "view-graph",
            Self::Charts => "view-charts",
            Self::Table => "view-table",
        }
    }

    /// The locale's key of what its picture is called.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Maps => "title-maps",
            Self::Ladder => "title-ladder",
            Self::Nested => "title-nested",
            Self::Blocks => "title-blocks",
            Self::Numbers => "title-numbers",
            Self::Image => "title-image",
            Self::Paths => "title-paths",
            Self::Graph => "title-graph",
            Self::Charts => "title-charts",
            Self::Table => "title-table",
        }
    }

    /// True of a view that draws something else when another unit is pinned, not only marks on the same. Of an image of
    /// three axes one slice is shown: that of the unit.
    pub fn depends_on_pin(self, rank: usize) -> bool {
        matches!(self, Self::Ladder | Self::Nested | Self::Numbers | Self::Paths) || self == Self::Image && rank == 3
    }

    /// True of a view that of a network with branches shows one path.
    pub fn follows_path(self) -> bool {
        !matches!(self, Self::Graph | Self::Charts | Self::Table)
    }

    /// True of a view that draws the tensors of the maps.
    pub fn reads_values(self) -> bool {
        matches!(self, Self::Numbers | Self::Image)
    }

    /// True of a view that with this look draws how many routes lead to the shown unit.
    pub fn reads_paths(self, look: Look) -> bool {
        self == Self::Paths || look.paths && matches!(self, Self::Maps | Self::Ladder | Self::Image)
    }

    /// The part of a look that the view draws; the rest as it is at first. What is kept of a view is asked for by this,
    /// so that a choice about another one does not draw it anew.
    pub fn part_of_look(self, look: Look) -> Look {
        let Look { layout, axis, folded, opened, tint, scale, channel, filter, reveal, paths, colours, range, page } =
            look;
        let rest = Look::default();
        match self {
            Self::Maps => Look { layout, paths, ..rest },
            Self::Ladder => Look { axis, paths, ..rest },
            Self::Blocks => Look { folded, ..rest },
            Self::Charts => Look { scale, ..rest },
            Self::Numbers => Look { channel, filter, reveal, colours, range, ..rest },
            Self::Image => Look { channel, paths, colours, range, page, ..rest },
            Self::Graph => Look { folded, opened, tint, ..rest },
            Self::Nested | Self::Paths | Self::Table => rest,
        }
    }
}

/// What is looked at.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    pub graph: &'a Graph,
    pub analysis: &'a Analysis,
    pub words: &'a Words,
    /// The tensors of the maps, where they were worked out.
    pub values: Option<&'a Values>,
    /// The routes to the shown unit, where they were counted.
    pub paths: Option<&'a Paths>,
    /// Why they were not, though somebody tried.
    pub uncounted: Option<Uncounted>,
    /// The units that were uncovered while the class predicts their values.
    pub opened: &'a [Unit],
    /// The maps that the views of a chain show of a network with branches: one path from the image on, ascending.
    /// `None`: all maps are one chain.
    pub path: Option<&'a [MapId]>,
    /// Where the blocks of large matrices begin.
    pub scroll: Scroll,
}

impl<'a> Subject<'a> {
    /// A network without its numbers.
    pub const fn new(graph: &'a Graph, analysis: &'a Analysis, words: &'a Words) -> Self {
        Self {
            graph,
            analysis,
            words,
            values: None,
            paths: None,
            uncounted: None,
            opened: &[],
            scroll: Scroll::NONE,
            path: None,
        }
    }

    pub const fn with_values(self, values: Option<&'a Values>) -> Self {
        Self { values, ..self }
    }

    pub const fn with_paths(self, paths: Option<&'a Paths>) -> Self {
        Self { paths, ..self }
    }

    pub const fn with_path(self, path: Option<&'a [MapId]>) -> Self {
        Self { path, ..self }
    }

    /// The maps that the views of a chain show, ascending.
    pub fn shown(&self) -> Vec<MapId> {
        Chain::of(self).maps().collect()
    }

    pub const fn with_uncounted(self, uncounted: Option<Uncounted>) -> Self {
        Self { uncounted, ..self }
    }

    pub const fn with_opened(self, opened: &'a [Unit]) -> Self {
        Self { opened, ..self }
    }

    pub const fn with_scroll(self, scroll: Scroll) -> Self {
        Self { scroll, ..self }
    }
}

/// The way from a map to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// To the right.
    Across,
    /// Down the page.
    Down,
    /// Up, from the input at the foot.
    Up,
    /// Down the page, with maps beside each other, in no order of places.
    Woven,
    /// All in one picture, which is always shown whole.
    Still,
}

/// A piece of a board that is built and drawn on its own: what belongs to one map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    pub map: MapId,
    pub area: Rect,
}

/// What lies at a place of a board.
#[derive(Clone, Debug, PartialEq)]
pub enum Hit {
    Unit(Unit),
    /// A unit of the map that a shown layer reads. Pointing at it shows what it feeds; it is not pinned, or the view
    /// would go on to another layer.
    Read(Unit),
    /// An element of the kernel of the layer that makes a map: its index in the layer's weights, outermost axis first.
    Weight {
        map: MapId,
        at: Vec<usize>,
    },
    /// Something that belongs to a map but is no unit of it.
    Map(MapId),
    /// What opens a folded group, or folds it: its bit in [`Look::opened`].
    Group(usize),
}

/// A matrix of which a block is shown, because all of it would not be readable. It is scrolled. Rows come before columns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Block {
    /// Its place in a [`Scroll`].
    pub place: usize,
    pub map: MapId,
    /// It holds the kernel of the layer that makes the map, not the map's values.
    pub is_kernel: bool,
    /// Its cells, with those of the padding, and the small picture of the whole.
    pub cells: Rect,
    pub overview: Option<Rect>,
    /// The side of a cell.
    pub pitch: f64,
    /// The rows and columns of the map, and those that are shown, with padding.
    pub size: [u64; 2],
    pub shown: [u64; 2],
    /// The first row and column that are shown, and the least and the greatest that each of them can be. Negative ones
    /// are padding.
    pub start: [i64; 2],
    pub starts: [[i64; 2]; 2],
}

impl Block {
    /// Whether there are more rows (0) or columns (1) than are shown.
    pub fn scrolls(&self, way: usize) -> bool {
        self.starts[way][0] < self.starts[way][1]
    }

    /// True of a place in the block or in the small picture of the whole.
    pub fn contains(&self, at: Point) -> bool {
        self.cells.contains(at) || self.overview.is_some_and(|overview| overview.contains(at))
    }
}

/// What is said about the place under the pointer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The value there, with its map, channel and unit.
    pub text: String,
    /// The channel, where it is one alone.
    pub channel: Option<u64>,
}

/// A group of layers that repeats in a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Repeat {
    /// Where it is pressed to be folded or unfolded.
    pub area: Rect,
    /// The bit of [`Look::opened`] that opens it.
    pub bit: usize,
    pub times: usize,
    pub open: bool,
    /// The first and the last map of all repeats.
    pub maps: (MapId, MapId),
}

/// A view of one network, laid out.
pub trait Board {
    /// Everything, with room for what a shown unit adds.
    fn bounds(&self) -> Rect;

    /// The same without that room: of a picture in which no unit is shown, nor will be.
    fn bounds_without_unit(&self) -> Rect {
        self.bounds()
    }

    /// Where something lies as it is shown through a lens: texts that keep a size to be read at reach further down.
    fn reach(&self, _lens: &Lens) -> Rect {
        self.bounds()
    }

    fn flow(&self) -> Flow;

    /// The parts, in the order of the maps, which is the order along the flow.
    fn parts(&self) -> &[Part];

    /// Which kinds of marks occur.
    fn marks(&self, subject: &Subject<'_>) -> Marks {
        Marks { paths: subject.paths.is_some(), ..Marks::of(subject) }
    }

    /// What runs between the parts in `window`, under all of them: kept by the board, for it is asked in every frame.
    fn lines(&self, _window: &Rect) -> [&[Item]; 2] {
        [&[], &[]]
    }

    /// The items of a part that lie under a shown unit.
    fn under(&self, subject: &Subject<'_>, part: usize) -> Vec<Item>;

    /// The items of a part that lie above a shown unit: its texts.
    fn over(&self, subject: &Subject<'_>, part: usize) -> Vec<Item>;

    /// What a shown unit adds in `window`.
    fn traced(&self, subject: &Subject<'_>, trace: &Trace, window: &Rect) -> Vec<Item>;

    /// What lies at a place. On axes that the board does not show there, the index of `before` is kept if that is a unit
    /// of the same map.
    fn hit(&self, subject: &Subject<'_>, at: Point, before: Option<&Unit>) -> Option<Hit>;

    /// What is said about a place, of views that show values there.
    fn told(&self, _subject: &Subject<'_>, _at: Point) -> Option<Told> {
        None
    }

    /// The matrices of which only a block is shown.
    fn blocks(&self) -> &[Block] {
        &[]
    }

    /// The groups of layers that repeat, which can be folded and unfolded.
    fn repeats(&self) -> &[Repeat] {
        &[]
    }

    /// Where something lies that [`Self::hit`] finds, and that is to be kept in sight or edited in place.
    fn place_of(&self, _subject: &Subject<'_>, _hit: &Hit) -> Option<Rect> {
        None
    }
}

/// The parts that meet `window`: a run of them, found without asking every one.
pub fn visible(board: &dyn Board, window: &Rect) -> std::ops::Range<usize> {
    let parts = board.parts();
    let (first, end) = match board.flow() {
        Flow::Across => (
            parts.partition_point(|part| part.area.max.x < window.min.x),
            parts.partition_point(|part| part.area.min.x <= window.max.x),
        ),
        Flow::Down => (
            parts.partition_point(|part| part.area.max.y < window.min.y),
            parts.partition_point(|part| part.area.min.y <= window.max.y),
        ),
        Flow::Up => (
            parts.partition_point(|part| part.area.min.y > window.max.y),
            parts.partition_point(|part| part.area.max.y >= window.min.y),
        ),
        Flow::Woven | Flow::Still => (0, parts.len()),
    };
    first.min(end)..end
}

/// The part of a map.
pub fn part_of(board: &dyn Board, map: MapId) -> Option<usize> {
    board.parts().binary_search_by_key(&map, |part| part.map).ok()
}

/// Lays out a view. `pin` is the unit that is pinned; views that need one take the middle unit of the last map if there
/// is none. `None` of a view that is no board.
pub fn board(name: ViewName, subject: &Subject<'_>, look: Look, pin: Option<&Unit>) -> Option<Box<dyn Board>> {
    Some(match name {
        ViewName::Maps => Box::new(maps::Maps::of(subject, look.layout)),
        ViewName::Ladder => Box::new(ladder::Ladder::of(subject, look, pin)),
        ViewName::Nested => Box::new(nested::Nested::of(subject, pin)),
        ViewName::Blocks => Box::new(blocks::Blocks::of(subject, look.folded)),
        ViewName::Numbers => Box::new(numbers::Numbers::of(subject, look, pin)),
        ViewName::Image => Box::new(image::Image::of(subject, look, pin)),
        ViewName::Paths => Box::new(paths::Paths::of(subject, pin)),
        ViewName::Graph => Box::new(graph::Graph::of(subject, look)),
        ViewName::Charts | ViewName::Table => return None,
    })
}

/// The colours of the way from one shown map to the next, for a unit of `own`: what it sees lies before it, what it feeds
/// behind. `None` of a way past the unit, where the shown path does not go through its map.
pub(super) fn between(from: MapId, to: MapId, own: MapId) -> Option<(Role, Role)> {
    if to <= own {
        Some((Role::Field, Role::FieldHaze))
    } else {
        (from >= own).then_some((Role::Feeds, Role::FeedsHaze))
    }
}

/// The unit whose field a view shows when nobody chose one: the middle one of the last map that is one, of those on the
/// path if there is one.
pub fn middle_unit(graph: &Graph, analysis: &Analysis, path: Option<&[MapId]>) -> Option<Unit> {
    let shown = Chain::along(graph, path);
    let shape_of = |map: MapId| analysis.map(map).shape.as_ref().filter(|shape| !shape.size.is_empty());
    let last = shown.maps().rev().find(|map| shape_of(*map).is_some())?;
    // Whole networks end in one unit that sees everything: the last map before it says more.
    let many = |map: &MapId| shape_of(*map).and_then(Shape::units).is_some_and(|units| units > 1);
    let map = path.and_then(|_| shown.maps().rev().find(many)).unwrap_or(last);
    Some((map, shape_of(map)?.middle_unit()))
}
