//! What the views of a chain draw of a network with branches: one path, what lies between its maps, and what a unit sees
//! through all branches.

use std::collections::BTreeSet;
use std::fmt::Write;

use receptive::export::picture::{Settings, draw};
use receptive::field::route::{others, route};
use receptive::field::{Analysis, Region, Trace};
use receptive::import::layer_text::read_stack;
use receptive::locale::{Lang, Words};
use receptive::net::{Graph, Join, Layout, Look, MapId, Op, Stack, WiredLayer};
use receptive::scene::beads::Links;
use receptive::scene::maps::Maps;
use receptive::scene::picture::{Include, Picture, picture};
use receptive::scene::theme::Role;
use receptive::scene::view::{Board, Hit, Subject, ViewName, board, middle_unit, part_of};
use receptive::scene::{Item, Point, Shape, Tag};

use crate::scenes::told_of;

/// Layers with the maps that they read: 0 is the image, i + 1 what layer i makes.
type Layers = &'static [(&'static str, &'static str, &'static [usize])];

/// Both branches halve the map: 3×3 with a padding of one beside 1×1 without.
const RESIDUAL: (&str, Layers) = (
    "3x16x16",
    &[
        ("stem", "conv k3 p1 c4", &[0]),
        ("narrow", "conv k3 s2 p1 c8", &[1]),
        ("relu", "relu", &[2]),
        ("wide", "conv k3 p1 c8", &[3]),
        ("shortcut", "conv k1 s2 c8", &[1]),
        ("sum", "add", &[4, 5]),
        ("out", "relu", &[6]),
    ],
);

/// As in Inception B: 1×7 and 7×1 beside a pool and a 1×1.
const INCEPTION: (&str, Layers) = (
    "2x17x17",
    &[
        ("point", "conv k1 c4", &[0]),
        ("reduce", "conv k1 c4", &[0]),
        ("row", "conv k1x7 p0x3 c4", &[2]),
        ("column", "conv k7x1 p3x0 c4", &[3]),
        ("pool", "avgpool k3 s1 p1", &[0]),
        ("project", "conv k1 c4", &[5]),
        ("all", "concat", &[1, 4, 6]),
        ("after", "conv k3 c8", &[7]),
    ],
);

/// One level down and up again.
const UNET: (&str, Layers) = (
    "1x16x16",
    &[
        ("down", "conv k3 p1 c4", &[0]),
        ("halved", "maxpool k2", &[1]),
        ("deep", "conv k3 p1 c8", &[2]),
        ("up", "convt k2 s2 c4", &[3]),
        ("skip", "concat", &[1, 4]),
        ("head", "conv k3 p1 c2", &[5]),
    ],
);

/// The weights of the channels come from the whole map.
const SQUEEZE: (&str, Layers) = (
    "4x12x12",
    &[
        ("body", "conv k3 p1 c8", &[0]),
        ("squeeze", "gap", &[1]),
        ("less", "conv k1 c2", &[2]),
        ("more", "conv k1 c8", &[3]),
        ("gate", "sigmoid", &[4]),
        ("scaled", "mul", &[1, 5]),
        ("next", "conv k3 s2 c8", &[6]),
    ],
);

/// Every network with two paths through it: the first goes by `through`, the second by `other`.
const NETWORKS: [(&str, (&str, Layers), usize, usize); 4] =
    [("residual", RESIDUAL, 4, 5), ("inception", INCEPTION, 4, 6), ("unet", UNET, 4, 1), ("squeeze", SQUEEZE, 5, 1)];

fn stack((input, layers): (&str, Layers)) -> Stack {
    let image = read_stack(&format!("{input}: relu")).unwrap().input;
    let layers = layers.iter().map(|(name, text, inputs)| WiredLayer {
        name: Some((*name).to_owned()),
        node: String::new(),
        op: match *text {
            "add" => Op::Join(Join::Add),
            "mul" => Op::Join(Join::Mul),
            "concat" => Op::Join(Join::Concat),
            text => read_stack(&format!("{input}: {text}")).unwrap().layers()[0].op.clone(),
        },
        inputs: inputs.iter().copied().collect(),
    });
    Stack::wired(image, layers.collect(), Vec::new()).unwrap()
}

struct Shown {
    graph: Graph,
    analysis: Analysis,
    words: Words,
    path: Vec<MapId>,
}

impl Shown {
    /// The path whose maps have these indices.
    fn of(network: (&str, Layers), path: &[usize]) -> Self {
        let graph = stack(network).lower().graph;
        let path = path.iter().map(|index| graph.map(*index).unwrap()).collect();
        Self { analysis: Analysis::of(&graph), graph, words: Words::new(Lang::En), path }
    }

    /// The path that is chosen to go through a map; the skip of the U-Net and the body of the squeeze lie on every path
    /// that is chosen so, and are drawn up by hand.
    fn through(network: (&str, Layers), map: usize) -> Self {
        let mut shown = Self::of(network, &[0]);
        let wanted = shown.map(map);
        shown.path = match (network.1.len(), map) {
            (6, 1) => [0, 1, 5, 6].map(|index| shown.map(index)).to_vec(),
            (7, 1) => [0, 1, 6, 7].map(|index| shown.map(index)).to_vec(),
            _ => route(&shown.graph, &shown.analysis, &[wanted]),
        };
        shown
    }

    fn map(&self, index: usize) -> MapId {
        self.graph.map(index).unwrap()
    }

    fn subject(&self) -> Subject<'_> {
        Subject::new(&self.graph, &self.analysis, &self.words).with_path(Some(&self.path))
    }

    fn board(&self, view: ViewName) -> Box<dyn Board> {
        board(view, &self.subject(), Look::default(), None).unwrap()
    }

    fn indices(&self) -> Vec<usize> {
        self.path.iter().map(|map| map.index()).collect()
    }

    fn middle(&self) -> (MapId, receptive::axes::Axes<i64>) {
        middle_unit(&self.graph, &self.analysis, Some(&self.path)).unwrap()
    }
}

fn texts(items: &[Item]) -> Vec<(Tag, Role, String)> {
    let of = |item: &Item| match &item.shape {
        Shape::Text { text, .. } | Shape::Badge { text, .. } => vec![(item.tag, item.role, text.clone())],
        Shape::Heading { lines, .. } => lines.iter().map(|line| (item.tag, line.role, line.text.clone())).collect(),
        _ => Vec::new(),
    };
    items.iter().flat_map(of).collect()
}

fn all_over(board: &dyn Board, subject: &Subject<'_>) -> Vec<Item> {
    (0..board.parts().len()).flat_map(|part| board.over(subject, part)).collect()
}

#[test]
fn maps_ladder_and_blocks_of_two_paths_of_four_networks() {
    for (name, network, first, second) in NETWORKS {
        for (which, through) in [("one", first), ("other", second)] {
            let shown = Shown::through(network, through);
            let mut told = format!("path {:?}\n", shown.indices());
            for view in [ViewName::Maps, ViewName::Ladder, ViewName::Blocks] {
                let drawn = told_of(&shown.subject(), view, Some(&shown.middle()));
                let _ = writeln!(told, "# {}\n{drawn}", view.word());
            }
            insta::assert_snapshot!(format!("path_{name}_{which}"), told);
        }
    }
}

#[test]
fn the_parts_are_the_maps_of_the_path_and_each_is_found_by_its_map() {
    for (name, network, first, second) in NETWORKS {
        for through in [first, second] {
            let shown = Shown::through(network, through);
            assert!(shown.indices().contains(&through), "{name}");
            for view in [ViewName::Maps, ViewName::Ladder, ViewName::Blocks, ViewName::Image] {
                let board = shown.board(view);
                let parts: Vec<usize> = board.parts().iter().map(|part| part.map.index()).collect();
                assert_eq!(parts, shown.indices(), "{name} {view:?}");
                for map in shown.graph.maps() {
                    let place = shown.path.iter().position(|other| *other == map);
                    assert_eq!(part_of(board.as_ref(), map), place, "{name} {view:?} {map:?}");
                }
            }
        }
    }
}

/// The middles of the cells that maps draw and of the tiles that the ladder draws are units of those very maps.
#[test]
fn what_is_pointed_at_belongs_to_the_map_that_is_drawn_there() {
    for (name, network, first, second) in NETWORKS {
        for through in [first, second] {
            let shown = Shown::through(network, through);
            let subject = shown.subject();
            let maps = Maps::of(&subject, Layout::Equal);
            for place in &maps.places {
                let cells = place.panes[0].cells;
                let size = &shown.analysis.map(place.map).shape.as_ref().unwrap().size;
                let (row, column) = (size[0] as i64 - 1, size[1] as i64 / 2);
                let at = Point::new(
                    cells.columns.at(column) + cells.columns.pitch / 2.0,
                    cells.rows.at(row) + cells.rows.pitch / 2.0,
                );
                let unit = [row, column].into_iter().collect();
                assert_eq!(maps.hit(&subject, at, None), Some(Hit::Unit((place.map, unit))), "{name}");
            }
            for view in [ViewName::Ladder, ViewName::Blocks, ViewName::Image] {
                let board = shown.board(view);
                let mut found = BTreeSet::new();
                for part in board.parts() {
                    let steps =
                        (0..=40).flat_map(|x| (0..=40).map(move |y| (f64::from(x) / 40.0, f64::from(y) / 40.0)));
                    for (x, y) in steps {
                        let at = Point::new(
                            part.area.min.x + x * part.area.width() * 0.999,
                            part.area.min.y + y * part.area.height() * 0.999,
                        );
                        if let Some(Hit::Unit((map, _)) | Hit::Map(map)) = board.hit(&subject, at, None) {
                            found.insert(map);
                        }
                    }
                }
                assert_eq!(found.into_iter().collect::<Vec<_>>(), shown.path, "{name} {view:?}");
            }
        }
    }
}

/// Padding around the stem's map: of the main branch one on every side, of the shortcut none.
#[test]
fn padding_and_links_are_those_of_the_branch_on_the_path() {
    let around = |path: &[usize]| {
        let shown = Shown::of(RESIDUAL, path);
        let maps = Maps::of(&shown.subject(), Layout::Equal);
        let cells = maps.place(shown.map(1)).unwrap().panes[0].cells;
        [cells.rows.before, cells.rows.after, cells.columns.before, cells.columns.after]
    };
    assert_eq!(around(&[0, 1, 2, 3, 4, 6, 7]), [1; 4]);
    assert_eq!(around(&[0, 1, 5, 6, 7]), [0; 4]);
    // 1×7 pads columns, 7×1 pads rows; the pool pads the image by one.
    let shown = Shown::of(INCEPTION, &[0, 2, 3, 4, 7, 8]);
    let maps = Maps::of(&shown.subject(), Layout::Equal);
    let pads = |map: usize| {
        let cells = maps.place(shown.map(map)).unwrap().panes[0].cells;
        [cells.rows.before, cells.columns.before]
    };
    assert_eq!([pads(0), pads(2), pads(3), pads(4)], [[0, 0], [0, 3], [3, 0], [0, 0]]);
    let pooled = Shown::of(INCEPTION, &[0, 5, 6, 7, 8]);
    let maps = Maps::of(&pooled.subject(), Layout::Equal);
    assert_eq!(maps.place(MapId::INPUT).unwrap().panes[0].cells.rows.before, 1);

    // From the stem's row goes the strided 1×1 of the shortcut alone, and to the sum its own branch: the second.
    let shown = Shown::of(RESIDUAL, &[0, 1, 5, 6, 7]);
    let ladder = shown.board(ViewName::Ladder);
    let links_of = |map: usize| -> Vec<Links> {
        let part = part_of(ladder.as_ref(), shown.map(map)).unwrap();
        let links = |item: Item| if let Shape::Links(links) = item.shape { Some(*links) } else { None };
        ladder.under(&shown.subject(), part).into_iter().filter_map(links).collect()
    };
    let taps: Vec<Vec<_>> =
        [1, 5].map(|map| links_of(map).into_iter().map(|links| links.taps).collect()).into_iter().collect();
    let steps = |map: usize, branch: usize| shown.analysis.map(shown.map(map)).steps[branch][1].taps;
    assert_eq!(taps, [vec![steps(5, 0)], vec![steps(6, 1)]]);
    assert_eq!(taps[0][0].reads(3).iter().collect::<Vec<_>>(), [6], "every second unit");
}

fn pixels(region: &Region, size: i64) -> BTreeSet<(i64, i64)> {
    let all = (0..size).flat_map(|y| (0..size).map(move |x| (y, x)));
    all.filter(|(y, x)| region.parts().iter().any(|part| part[0].contains(*y) && part[1].contains(*x))).collect()
}

/// What a window of a layer reads: the set of units around which it stands.
fn read(units: &BTreeSet<(i64, i64)>, [kernel, stride, pad]: [i64; 3], size: i64) -> BTreeSet<(i64, i64)> {
    let taps = (0..kernel).flat_map(|y| (0..kernel).map(move |x| (y, x)));
    let of = |(row, column): &(i64, i64)| {
        let (row, column) = (row * stride - pad, column * stride - pad);
        taps.clone().map(move |(y, x)| (row + y, column + x))
    };
    units.iter().flat_map(of).filter(|(y, x)| (0..size).contains(y) && (0..size).contains(x)).collect()
}

/// On the path through the shortcut, which alone sees 3×3 pixels, the trace on the image is that of both branches.
#[test]
fn a_unit_sees_on_the_image_what_it_sees_through_all_branches() {
    let own: BTreeSet<_> = [(4, 4)].into();
    // Down the main branch by hand: 3×3, then 3×3 with stride 2; the shortcut; and the stem before both.
    let stem = |units: &BTreeSet<_>| read(units, [3, 1, 1], 16);
    let main = stem(&read(&read(&own, [3, 1, 1], 8), [3, 2, 1], 16));
    let shortcut = stem(&read(&own, [1, 2, 0], 16));
    assert_eq!((main.len(), shortcut.len()), (81, 9), "9 × 9 pixels and 3 × 3");
    let all: BTreeSet<_> = main.union(&shortcut).copied().collect();
    for path in [&[0, 1, 2, 3, 4, 6, 7][..], &[0, 1, 5, 6, 7]] {
        let shown = Shown::of(RESIDUAL, path);
        let subject = shown.subject();
        let unit = [4, 4].into_iter().collect();
        let trace = Trace::of(&shown.graph, &shown.analysis, shown.map(7), unit).unwrap();
        assert_eq!(pixels(&trace.at(MapId::INPUT).unwrap().units, 16), all);
        let maps = Maps::of(&subject, Layout::Equal);
        let cells = maps.places[0].panes[0].cells;
        let window = maps.bounds.grown(10.0);
        let mut drawn = BTreeSet::new();
        for item in Board::traced(&maps, &subject, &trace, &window) {
            if let (Shape::Units(units), Role::FieldFill) = (&item.shape, item.role)
                && units.cells == cells
            {
                let rows = (0..16).filter(|y| units.rows.contains(*y));
                drawn.extend(rows.flat_map(|y| (0..16).filter(|x| units.columns.contains(*x)).map(move |x| (y, x))));
            }
        }
        assert_eq!(drawn, all, "path {path:?}");
    }
}

/// A cross: 1×7 beside a pool of 3×3 around the same place, through `after` of 3×3 on a single unit.
#[test]
fn a_trace_that_is_no_rectangle_stays_one_of_all_branches() {
    // The branches are 1×7 after 7×1, 3×3 and a single unit: what they see together is 7×7.
    for path in [&[0, 1, 7, 8][..], &[0, 2, 3, 4, 7, 8], &[0, 5, 6, 7, 8]] {
        let shown = Shown::of(INCEPTION, path);
        let unit = [7, 7].into_iter().collect();
        let trace = Trace::of(&shown.graph, &shown.analysis, shown.map(8), unit).unwrap();
        let seen = pixels(&trace.at(MapId::INPUT).unwrap().units, 17);
        let square: BTreeSet<_> = (4..=12).flat_map(|y| (4..=12).map(move |x| (y, x))).collect();
        assert_eq!(seen, square, "7 + 2 on each axis");
        let board = shown.board(ViewName::Blocks);
        let traced = board.traced(&shown.subject(), &trace, &board.bounds());
        let frusta = traced.iter().filter(|item| matches!(item.shape, Shape::Frustum { .. })).count();
        assert_eq!(frusta, path.len() - 1, "between each two maps of {path:?}");
    }
}

#[test]
fn joins_say_how_many_branches_they_leave_out() {
    let cases = [
        (RESIDUAL, &[0, 1, 5, 6, 7][..], 6, "+ 1 more branch"),
        (INCEPTION, &[0, 1, 7, 8], 7, "+ 2 more branches"),
        (UNET, &[0, 1, 5, 6], 5, "+ 1 more branch"),
        (SQUEEZE, &[0, 1, 6, 7], 6, "+ 1 more branch"),
    ];
    for (network, path, join, wanted) in cases {
        let shown = Shown::of(network, path);
        let subject = shown.subject();
        for view in [ViewName::Maps, ViewName::Ladder, ViewName::Blocks, ViewName::Image, ViewName::Nested] {
            let board = shown.board(view);
            let said = texts(&all_over(board.as_ref(), &subject));
            let said: Vec<_> = said.into_iter().filter(|(.., text)| text.contains("more branch")).collect();
            let [(tag, role, text)] = &said[..] else { panic!("{view:?} says it once: {said:?}") };
            assert!(text.ends_with(wanted), "{view:?}: {text}");
            assert_eq!(*role, Role::TextDim, "{view:?}");
            // A row of the nested fields is that of all layers which see the same, the join among them.
            if view != ViewName::Nested {
                assert_eq!(*tag, Tag::Label(shown.map(join)), "{view:?}");
            }
        }
        // As many as the list of other branches has there.
        let left_out = others(&shown.graph, &shown.path);
        let left_out = left_out.iter().filter(|(map, _)| *map == shown.map(join)).count();
        assert!(wanted.starts_with(&format!("+ {left_out} ")));
    }
    let russian = Words::new(Lang::Ru);
    let many: Vec<String> =
        [1_usize, 2, 5].map(|count| russian.with("map-more-branches", &[("count", count.into())])).into();
    assert_eq!(many, ["+ ещё 1 ветвь", "+ ещё 2 ветви", "+ ещё 5 ветвей"]);
}

/// Without a pin a view shows the unit in the middle of the last map on the path, not of the last map.
#[test]
fn the_unit_that_nobody_chose_lies_on_the_path() {
    let shown = Shown::of(UNET, &[0, 1, 2, 3]);
    assert_eq!(shown.middle(), (shown.map(3), [4, 4].into_iter().collect()));
    assert_eq!(middle_unit(&shown.graph, &shown.analysis, None).unwrap().0, shown.map(6));
    let said = texts(&all_over(shown.board(ViewName::Nested).as_ref(), &shown.subject()));
    assert!(
        said.iter().any(|(.., text)| text.contains("deep")) && said.iter().all(|(.., text)| !text.contains("head"))
    );
}

/// The sums below the nested fields go from map to map of the path: 3 = 1 + 2·1 and 7 = 3 + 4·1 would be of others.
#[test]
fn sums_go_along_the_path() {
    let sums = |network: (&str, Layers), path: &[usize]| {
        let shown = Shown::of(network, path);
        let said = texts(&all_over(shown.board(ViewName::Nested).as_ref(), &shown.subject()));
        let sums = said.into_iter().map(|(.., text)| text).filter(|text| text.contains(" = "));
        sums.collect::<Vec<_>>().join("\n").replace('\u{A0}', " ")
    };
    // The stem sees 3; 3×3 on it 5, and once more, two pixels apart, 9.
    assert_eq!(sums(RESIDUAL, &[0, 1, 2, 3, 4, 6, 7]), "3 = 1 + 2·1   5 = 3 + 2·1   9 = 5 + 2·2");
    // The shortcut sees no more than the stem; at the sum the other branch does, and no kernel is why: from −4 to 4
    // around the middle at 8.
    assert_eq!(sums(RESIDUAL, &[0, 1, 5, 6, 7]), "3 = 1 + 2·1   9 = 12 − 4 + 1");
}

/// Paths that nobody made of this network: none of them is a reason to panic.
#[test]
fn odd_paths_are_drawn_as_far_as_they_are_one() {
    let other = Shown::of(INCEPTION, &[0, 2, 3, 4, 7, 8]);
    let paths: [&[usize]; 7] = [&[], &[0], &[3], &[0, 0, 1, 1], &[4, 2], &[0, 7], &[0, 2, 5, 6]];
    let shown = Shown::of(UNET, &[0]);
    let mut maps: Vec<Vec<MapId>> =
        paths.iter().map(|path| path.iter().map(|index| other.map(*index)).collect()).collect();
    maps.push(other.path.clone());
    for path in maps {
        let subject = shown.subject().with_path(Some(&path));
        let drawn = subject.shown();
        assert!(drawn[0] == MapId::INPUT && drawn.is_sorted() && drawn.iter().all(|map| map.index() < 7), "{path:?}");
        for (_, view) in ViewName::WORDS {
            for map in shown.graph.maps() {
                let unit = shown.analysis.map(map).shape.as_ref().map(|shape| (map, shape.middle_unit()));
                let include = Include::default();
                let look = Look { folded: true, paths: true, ..Look::default() };
                let scene = picture(Picture { subject, view, look, unit: unit.as_ref(), include: &include });
                assert!(scene.bounds.width() > 0.0, "{view:?} {path:?}");
            }
        }
    }
}

/// Of a chain the path of all maps is no path: nothing is drawn otherwise.
#[test]
fn all_maps_of_a_chain_are_drawn_as_without_a_path() {
    let graph = read_stack("1x20x24: conv k3 p1, relu, maxpool k2, conv k3 s3, relu").unwrap().lower().graph;
    let (analysis, words) = (Analysis::of(&graph), Words::new(Lang::En));
    let all: Vec<MapId> = graph.maps().collect();
    let subject = Subject::new(&graph, &analysis, &words);
    let unit = middle_unit(&graph, &analysis, None);
    for (word, view) in ViewName::WORDS {
        let (chain, path) = (told_of(&subject, view, unit.as_ref()), subject.with_path(Some(&all)));
        assert_eq!(chain, told_of(&path, view, unit.as_ref()), "{word}");
    }
}

#[test]
fn pictures_of_paths_can_be_written() {
    let shown = Shown::through(RESIDUAL, 5);
    for view in ViewName::BOARDS {
        let settings = Settings { view, unit: Some(shown.middle()), ..Settings::default() };
        assert!(draw(shown.subject(), &settings).is_ok(), "{view:?}");
    }
}
