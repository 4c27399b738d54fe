//! The ladder: where units lie, what is drawn of them, and the way back from a place to a unit. Middles of fields are
//! worked out by the recurrence of Araujo et al. 2019, on paper: `start' = start − pad·jump`, `rf' = rf + (k−1)·d·jump`,
//! `jump' = jump·s`, and the middle of unit u is `start + (rf − 1)/2 + u·jump`.

use std::fmt::Write;

use receptive::axes::Axes;
use receptive::field::{Analysis, Trace};
use receptive::import::layer_text::read_stack;
use receptive::locale::{Lang, Words};
use receptive::net::{Graph, Look, MapId, presets};
use receptive::scene::detail::{self, Lens, Mark};
use receptive::scene::theme::Role;
use receptive::scene::view::{self, Board, Hit, Subject, Unit, ViewName};
use receptive::scene::{Item, Lean, Point, Rect};

/// A network with everything that a ladder is made of.
struct Net {
    graph: Graph,
    analysis: Analysis,
    words: Words,
}

impl Net {
    fn of(graph: Graph) -> Self {
        let analysis = Analysis::of(&graph);
        Self { graph, analysis, words: Words::new(Lang::En) }
    }

    fn read(text: &str) -> Self {
        Self::of(read_stack(text).unwrap().lower().graph)
    }

    fn subject(&self) -> Subject<'_> {
        Subject::new(&self.graph, &self.analysis, &self.words)
    }

    fn ladder(&self, pin: Option<&Unit>) -> Box<dyn Board> {
        view::board(ViewName::Ladder, &self.subject(), Look::default(), pin).unwrap()
    }

    fn map(&self, name: &str) -> MapId {
        let named = |map: &MapId| self.graph.node(*map).map_or("input", |node| &node.name) == name;
        self.graph.maps().find(named).unwrap()
    }

    fn unit<const N: usize>(&self, name: &str, unit: [i64; N]) -> Unit {
        (self.map(name), Axes::from(unit))
    }

    fn traced(&self, board: &dyn Board, unit: &Unit) -> Vec<Item> {
        let trace = Trace::of(&self.graph, &self.analysis, unit.0, unit.1.clone()).unwrap();
        board.traced(&self.subject(), &trace, &board.bounds())
    }

    /// Everything but what a unit sees.
    fn items(&self, board: &dyn Board) -> Vec<Item> {
        let parts = 0..board.parts().len();
        parts
            .flat_map(|part| [board.under(&self.subject(), part), board.over(&self.subject(), part)].concat())
            .collect()
    }
}

/// What is drawn of items at a magnification, sorted.
#[derive(Default)]
struct Drawn {
    /// Index and place.
    numbers: Vec<(u64, Point)>,
    tiles: Vec<(Role, Rect)>,
    hatched: Vec<(Role, Rect)>,
    dashed: Vec<(Role, Rect)>,
    lines: Vec<(Role, [Point; 2])>,
    texts: Vec<(String, Point)>,
}

fn drawn(items: &[Item], window: Rect, zoom: f64) -> Drawn {
    let mut drawn = Drawn::default();
    for item in items {
        detail::marks(item, &Lens { window, zoom }, &mut |role, mark| match mark {
            Mark::Indices { indices, .. } => drawn.numbers.extend(indices.iter().map(|index| (index.index, index.at))),
            Mark::Round { rects, .. } => drawn.tiles.extend(rects.into_iter().map(|rect| (role, rect))),
            Mark::Hatch(rects, Lean::Rising) => drawn.hatched.extend(rects.into_iter().map(|rect| (role, rect))),
            Mark::RoundOutline { rects, dashed: true, .. } => {
                drawn.dashed.extend(rects.into_iter().map(|rect| (role, rect)));
            }
            Mark::Lines { segments, .. } => drawn.lines.extend(segments.into_iter().map(|line| (role, line))),
            Mark::Text { text, at, .. } => drawn.texts.push((text.into_owned(), at)),
            _ => {}
        });
    }
    drawn
}

/// The middle of a map's row.
fn row_y(board: &dyn Board, map: MapId) -> f64 {
    board.parts()[view::part_of(board, map).unwrap()].area.centre().y
}

/// The indices drawn in a row with their places.
fn numbers(drawn: &Drawn, y: f64) -> Vec<(u64, f64)> {
    drawn.numbers.iter().filter(|(_, at)| (at.y - y).abs() < 1.0).map(|(index, at)| (*index, at.x)).collect()
}

/// The places of units in a row in input pixels.
fn pixels(net: &Net, board: &dyn Board, map: &str, drawn: &Drawn) -> Vec<f64> {
    let input = numbers(drawn, row_y(board, MapId::INPUT));
    let pixel = (input[1].1 - input[0].1) / (input[1].0 - input[0].0) as f64;
    let zero = input[0].1 - input[0].0 as f64 * pixel;
    let at = numbers(drawn, row_y(board, net.map(map)));
    assert!(at.iter().map(|(index, _)| *index).eq(0..at.len() as u64), "{map}: {at:?}");
    at.into_iter().map(|(_, x)| ((x - zero) / pixel * 1e6).round() / 1e6).collect()
}

/// The text under the brace.
#[track_caller]
fn brace(text: &str, unit: (&str, i64)) -> String {
    let net = Net::read(text);
    let board = net.ladder(None);
    let items = net.traced(board.as_ref(), &net.unit(unit.0, [unit.1]));
    drawn(&items, board.bounds(), 1.0).texts.pop().unwrap().0
}

const DESIGN: &str = "1x16: conv k3, conv k3 s2, maxpool k2";

#[test]
fn every_unit_stands_above_the_middle_of_its_field() {
    let net = Net::read(DESIGN);
    let board = net.ladder(None);
    let drawn = drawn(&net.items(board.as_ref()), board.bounds(), 1.0);
    let of = |map| pixels(&net, board.as_ref(), map, &drawn);
    assert_eq!(of("input"), (0..16).map(f64::from).collect::<Vec<_>>());
    assert_eq!(of("conv1"), (0..14).map(|u| f64::from(u + 1)).collect::<Vec<_>>());
    assert_eq!(of("conv2"), [2.0, 4.0, 6.0, 8.0, 10.0, 12.0]);
    assert_eq!(of("maxpool1"), [3.0, 7.0, 11.0]);
    let rows: Vec<f64> = board.parts().iter().map(|part| part.area.centre().y).collect();
    assert!(rows.is_sorted_by(|below, above| below > above), "the input is at the foot: {rows:?}");
    // Unit 13 of the first layer is read by nobody, and with it pixel 15 is lost.
    let number = |map, index: usize| numbers(&drawn, row_y(board.as_ref(), net.map(map)))[index].1;
    let hatched: Vec<(Role, f64)> = drawn.hatched.iter().map(|(role, rect)| (*role, rect.centre().x)).collect();
    assert_eq!(hatched, [(Role::LostLater, number("input", 15)), (Role::Lost, number("conv1", 13))]);
    // 14·3 + 6·3 + 3·2 taps.
    assert_eq!(drawn.lines.iter().filter(|(role, _)| *role == Role::CellLine).count(), 66);
}

#[test]
fn a_place_leads_back_to_its_unit() {
    for text in [DESIGN, "1x6: convt k4 s2 p1, conv k3", "1x64: conv k3 p1, maxpool k2", "1x7: adaptavg o5"] {
        let net = Net::read(text);
        let board = net.ladder(None);
        let drawn = drawn(&net.items(board.as_ref()), board.bounds(), 1.0);
        assert!(drawn.numbers.len() > 10, "{text}");
        for (index, at) in drawn.numbers {
            let Some(Hit::Unit((map, unit))) = board.hit(&net.subject(), at, None) else { panic!("{text}: {at:?}") };
            assert_eq!((unit, row_y(board.as_ref(), map)), (Axes::from([index as i64]), at.y), "{text}");
        }
    }
}

#[test]
fn axes_that_are_not_shown_keep_their_index() {
    let net = Net::read("1x7x9: conv k3");
    let board = net.ladder(None);
    let drawn = drawn(&net.items(board.as_ref()), board.bounds(), 1.0);
    let conv = net.map("conv1");
    let at = Point::new(numbers(&drawn, row_y(board.as_ref(), conv))[2].1, row_y(board.as_ref(), conv));
    let hit = |before: Option<&Unit>| board.hit(&net.subject(), at, before);
    assert_eq!(hit(None), Some(Hit::Unit(net.unit("conv1", [2, 2]))), "the middle one of rows 0–4");
    assert_eq!(hit(Some(&net.unit("conv1", [4, 6]))), Some(Hit::Unit(net.unit("conv1", [4, 2]))));
    assert_eq!(hit(Some(&net.unit("input", [6, 6]))), Some(Hit::Unit(net.unit("conv1", [2, 2]))));
    let heading = Point::new(board.bounds().min.x + 5.0, at.y);
    assert_eq!(board.hit(&net.subject(), heading, None), Some(Hit::Map(conv)));
    // The other axis has 7 pixels.
    let look = Look { axis: Some(0), ..Look::default() };
    let rows = view::board(ViewName::Ladder, &net.subject(), look, None).unwrap();
    let drawn = self::drawn(&net.items(rows.as_ref()), rows.bounds(), 1.0);
    assert_eq!(numbers(&drawn, row_y(rows.as_ref(), MapId::INPUT)).len(), 7);
}

#[test]
fn holes_of_dilation_are_not_filled() {
    let net = Net::read("1x32: conv k3 d1, conv k3 d2, conv k3 d4");
    let board = net.ladder(None);
    let all = drawn(&net.items(board.as_ref()), board.bounds(), 1.0);
    let traced = drawn(&net.traced(board.as_ref(), &net.unit("conv3", [8])), board.bounds(), 1.0);
    let filled = |map| {
        let y = row_y(board.as_ref(), net.map(map));
        let middles: Vec<f64> =
            traced.tiles.iter().map(|(_, rect)| rect.centre()).filter(|at| at.y == y).map(|at| at.x).collect();
        let units = numbers(&all, y).into_iter().filter(|(_, x)| middles.iter().any(|at| (at - x).abs() < 0.1));
        units.map(|(index, _)| index).collect::<Vec<_>>()
    };
    // 8 + {0, 4, 8}; + {0, 2, 4}; + {0, 1, 2}.
    assert_eq!(filled("conv3"), [8]);
    assert_eq!(filled("conv2"), [8, 12, 16]);
    assert_eq!(filled("conv1"), [8, 10, 12, 14, 16, 18, 20]);
    assert_eq!(filled("input"), (8..23).collect::<Vec<_>>());
    let taps = traced.lines.iter().filter(|(role, _)| *role == Role::Field).count();
    assert_eq!(taps, 3 * (1 + 3 + 7), "three taps of every unit");
}

#[test]
fn units_of_a_transposed_convolution_that_see_the_same_stand_around_it() {
    let net = Net::read("1x6: convt k4 s2 p1, conv k3");
    let board = net.ladder(None);
    let drawn = drawn(&net.items(board.as_ref()), board.bounds(), 1.0);
    // Unit u reads i where 2i − 1 ≤ u ≤ 2i + 2: units 1 and 2 both see pixels 0 and 1, with their middle at ½.
    let at = pixels(&net, board.as_ref(), "convt1", &drawn);
    assert_eq!(at.len(), 12);
    for pair in 0..5 {
        assert_eq!(f64::midpoint(at[2 * pair + 1], at[2 * pair + 2]), pair as f64 + 0.5, "{at:?}");
    }
    assert!(at.is_sorted_by(|a, b| a < b));
    // K = 3, S = 2: even units see two pixels, u/2 − 1 and u/2, odd ones the pixel (u − 1)/2.
    let net = Net::read("1x5: convt k3 s2");
    let board = net.ladder(None);
    let drawn = self::drawn(&net.items(board.as_ref()), board.bounds(), 1.0);
    let expected: Vec<f64> = (0..11).map(|u| f64::from(u) / 2.0 - 0.5).collect();
    assert_eq!(pixels(&net, board.as_ref(), "convt1", &drawn), expected);
}

#[test]
fn padding_is_dashed_beside_the_row_that_gets_it() {
    let net = Net::read("1x8: conv k5 p2");
    let board = net.ladder(None);
    let drawn = drawn(&net.items(board.as_ref()), board.bounds(), 1.0);
    assert_eq!(drawn.dashed.iter().filter(|(role, _)| *role == Role::Padding).count(), 4);
    // Unit 0 reads 2 places of padding, unit 1 one, and so at the other end.
    assert_eq!(drawn.lines.iter().filter(|(role, _)| *role == Role::Padding).count(), 6);
}

#[test]
fn the_brace_tells_the_exact_set() {
    assert_eq!(brace(DESIGN, ("maxpool1", 1)), "unit 1 of maxpool1 sees 7 pixels: 4–10");
    assert_eq!(brace("1x4: conv k1", ("conv1", 3)), "unit 3 of conv1 sees 1 pixel: 3");
    assert_eq!(brace("1x10: conv k2 d3", ("conv1", 2)), "unit 2 of conv1 sees 2 of the 4 pixels 2–5");
    assert_eq!(brace("1x8: conv k5 p2", ("conv1", 0)), "unit 0 of conv1 sees 3 pixels: 0–2, and 2 of padding");
    assert_eq!(brace("1x4: conv k1 p1", ("conv1", 0)), "unit 0 of conv1 sees only padding");
    assert_eq!(brace("1x14: conv k2 s4", ("input", 2)), "pixel 2: no unit reads it");
}

fn vgg16() -> Net {
    Net::of(presets::ALL.iter().find(|preset| preset.id == "vgg16").unwrap().stack().lower().graph)
}

#[test]
fn a_long_axis_is_cut_to_the_neighbourhood_of_the_pinned_unit() {
    let net = vgg16();
    let unit = net.unit("conv5", [20, 20]);
    let board = net.ladder(Some(&unit));
    let bounds = board.bounds();
    let all = drawn(&net.items(board.as_ref()), bounds, 1.0);
    // RF 24, jump 4; start = −1 − 1 − 2 − 2 − 4 = −10, one place of padding in each of five convolutions: unit 20 sees
    // 70–93 of 224 pixels, and what it feeds reaches a little farther.
    let input = numbers(&all, row_y(board.as_ref(), MapId::INPUT));
    let (first, last) = (input[0].0, input[input.len() - 1].0);
    assert!((50..70).contains(&first) && (94..114).contains(&last), "{first}–{last}");
    let goes_on = all.texts.iter().filter(|(text, _)| text == "…").count();
    assert!(goes_on > 2 * 25, "both ends of nearly every row go on: {goes_on}");
    assert!(all.tiles.len() < 1000, "{} tiles", all.tiles.len());
    let traced = drawn(&net.traced(board.as_ref(), &unit), bounds, 1.0);
    assert_eq!(traced.texts.last().unwrap().0, "unit 20 of conv5 sees 24 pixels: 70–93");
}

#[test]
fn a_million_pixels_cost_what_is_seen_of_them() {
    let net = Net::read("1x1000000: conv k3, conv k3 s2, conv k3 d9");
    let everything = net.unit("conv3", [250_000]);
    for pin in [None, Some(&everything)] {
        let board = net.ladder(pin);
        let all = drawn(&net.items(board.as_ref()), board.bounds(), 1.0);
        assert!(all.tiles.len() + all.lines.len() < 2000, "{} {}", all.tiles.len(), all.lines.len());
    }
    // A pixel with everything it feeds behind it: a global pool sees all of it.
    let net = Net::read("1x1000000: conv k3, gap");
    let board = net.ladder(None);
    let bounds = board.bounds();
    let strip = drawn(&net.items(board.as_ref()), bounds, 1.0);
    assert_eq!(strip.tiles.len(), 3, "two strips and a box");
    let ends = ["0", "999999", "999997"];
    assert!(ends.iter().all(|end| strip.texts.iter().any(|(text, _)| text == end)), "{:?}", strip.texts);
    // So near that a single pixel is seen: the same row has tiles with numbers.
    let y = row_y(board.as_ref(), MapId::INPUT);
    let middle = f64::midpoint(board.parts()[0].area.max.x, 0.0);
    let near = drawn(&net.items(board.as_ref()), Rect::new(middle, y - 0.01, 0.02, 0.02), 100_000.0);
    assert!(!near.numbers.is_empty() && near.numbers.len() < 100, "{}", near.numbers.len());
}

#[test]
fn thousands_of_layers_are_laid_out_at_once_and_drawn_in_part() {
    let net = Net::read(&format!("1x40: {}", vec!["conv k3 p1"; 4000].join(", ")));
    let board = net.ladder(None);
    assert_eq!(board.parts().len(), 4001);
    let foot = Rect { min: Point::new(0.0, -500.0), max: Point::new(1600.0, 100.0) };
    assert!(view::visible(board.as_ref(), &foot).len() < 10);
}

#[test]
fn what_cannot_run_and_what_sees_everything_have_boxes() {
    let net = Net::read("2x4x4: conv k3 c3, flatten, linear c5");
    let board = net.ladder(None);
    let linear = net.map("linear1");
    let at = Point::new(board.parts()[0].area.max.x / 2.0, row_y(board.as_ref(), linear));
    assert_eq!(board.hit(&net.subject(), at, None), Some(Hit::Unit((linear, Axes::none()))));
    let drawn = drawn(&net.items(board.as_ref()), board.bounds(), 1.0);
    for text in ["12 values", "5 values"] {
        assert!(drawn.texts.iter().any(|(drawn, _)| drawn == text), "{text}: {:?}", drawn.texts);
    }
    let net = Net::read("1x4: conv k9, conv k3");
    let board = net.ladder(None);
    assert_eq!(board.parts().len(), 2, "what comes after it is not known");
    let drawn = self::drawn(&net.items(board.as_ref()), board.bounds(), 1.0);
    assert!(drawn.texts.iter().any(|(text, _)| text == "cannot run"));
}

#[test]
fn a_small_ladder() {
    let net = Net::read("1x5: conv k2 s2");
    let board = net.ladder(None);
    let mut text = String::new();
    let mut items = net.items(board.as_ref());
    items.extend(net.traced(board.as_ref(), &net.unit("conv1", [1])));
    let round = |rect: &Rect| {
        let Rect { min, max } = rect;
        format!("{:.0},{:.0} {:.0}×{:.0}", min.x, min.y, max.x - min.x, max.y - min.y)
    };
    for item in &items {
        detail::marks(item, &Lens { window: board.bounds(), zoom: 1.0 }, &mut |role, mark| {
            let told = match mark {
                Mark::Round { rects, .. } => {
                    format!("tiles {}", rects.iter().map(round).collect::<Vec<_>>().join("; "))
                }
                Mark::Hatch(rects, _) => format!("hatch {}", rects.iter().map(round).collect::<Vec<_>>().join("; ")),
                Mark::Lines { segments, .. } => {
                    let lines = segments.iter().map(|[a, b]| format!("{:.0},{:.0}–{:.0},{:.0}", a.x, a.y, b.x, b.y));
                    format!("lines {}", lines.collect::<Vec<_>>().join("; "))
                }
                Mark::Indices { indices, .. } => {
                    let indices = indices.iter().map(|index| format!("{} at {:.0}", index.index, index.at.x));
                    format!("numbers {}", indices.collect::<Vec<_>>().join("; "))
                }
                Mark::Text { text, .. } => format!("text {text}"),
                Mark::Polyline { points, .. } => {
                    let points = points.iter().map(|at| format!("{:.0},{:.0}", at.x, at.y));
                    format!("line {}", points.collect::<Vec<_>>().join("–"))
                }
                _ => return,
            };
            let _ = writeln!(text, "{role:?} {told}");
        });
    }
    insta::assert_snapshot!(text, @"
    CellLine lines 37,-99–17,-17; 37,-99–57,-17; 117,-99–97,-17; 117,-99–137,-17
    Cell tiles 0,-17 34×34; 40,-17 34×34; 80,-17 34×34; 120,-17 34×34; 160,-17 34×34
    LostFill tiles 160,-17 34×34
    Lost hatch 162,-16 31×31
    Text numbers 0 at 17; 1 at 57; 2 at 97; 3 at 137; 4 at 177
    Text text Input
    TextDim text 5 units · RF 1 · jump 1
    Cell tiles 20,-133 34×34; 100,-133 34×34
    Text numbers 0 at 37; 1 at 117
    Text text conv1
    TextDim text 2 units · RF 2 · jump 2
    TextDim text conv k2 s2
    Field lines 117,-99–97,-17; 117,-99–137,-17
    Field tiles 80,-17 34×34; 120,-17 34×34
    OnField numbers 2 at 97; 3 at 137
    Field tiles 100,-133 34×34
    OnField numbers 1 at 117
    Field line 80,22–80,29–154,29–154,22
    Text text unit 1 of conv1 sees 2 pixels: 2–3
    ");
}

/// Two readers of the image, one of every second pixel and one of every third: columns 1 and 5 of six reach none of them,
/// of the others some pixels do. Those are hatched at the foot alone, and the legend and the brace say so.
#[test]
fn columns_that_are_lost_in_part_are_told_so() {
    let net = Net::of(super::outputs::fork([6, 6], &["conv k1 s2", "conv k1 s3"]).lower().graph);
    let board = net.ladder(None);
    let drawn = drawn(&net.items(board.as_ref()), board.bounds(), 1.0);
    let y = row_y(board.as_ref(), MapId::INPUT);
    let at = numbers(&drawn, y);
    let hatched = |whole: bool| -> Vec<u64> {
        let here = drawn.hatched.iter().filter(|(_, rect)| rect.contains(Point::new(rect.centre().x, y)) == whole);
        let here = here.filter(|(role, rect)| *role == Role::Lost && (rect.centre().y - y).abs() < 20.0);
        let index = |rect: &Rect| at.iter().find(|(_, x)| (x - rect.centre().x).abs() < 1.0).unwrap().0;
        here.map(|(_, rect)| index(rect)).collect()
    };
    assert_eq!((hatched(true), hatched(false)), (vec![1, 5], vec![0, 2, 3, 4]));
    let marks = board.marks(&net.subject());
    assert!(marks.lost && marks.partly && !marks.later);
    let brace_of = |column: i64| {
        let items = net.traced(board.as_ref(), &net.unit("input", [0, column]));
        super::ladder::drawn(&items, board.bounds(), 1.0).texts.pop().unwrap().0
    };
    assert_eq!(brace_of(1), "pixel 1: no unit reads it");
    assert_eq!(brace_of(2), "pixel 2: some of such pixels are lost, see Maps");
}

/// However far a ladder is zoomed out, no name stands on another, and the input keeps its own.
#[test]
fn names_of_rows_never_overlap() {
    let layers = ["conv k3 p1, relu"; 12].join(", ");
    let net = Net::read(&format!("1x32x32: {layers}"));
    let board = net.ladder(None);
    let items = net.items(board.as_ref());
    let mut shown = Vec::new();
    for zoom in [1.0, 0.3, 0.2, 0.15] {
        let drawn = drawn(&items, board.bounds(), zoom);
        let is_name = |text: &str| {
            text == "Input" || (text.starts_with("conv") || text.starts_with("relu")) && !text.contains(' ')
        };
        let mut names: Vec<(f64, &str)> = drawn
            .texts
            .iter()
            .filter(|(text, _)| is_name(text))
            .map(|(text, at)| (at.y * zoom, text.as_str()))
            .collect();
        names.sort_by(|a, b| a.0.total_cmp(&b.0));
        assert!(names.windows(2).all(|pair| pair[1].0 - pair[0].0 >= 10.0), "{zoom}: {names:?}");
        assert_eq!(names.last().map(|(_, name)| *name), Some("Input"), "{zoom}");
        shown.push(names.len());
    }
    assert!(shown.is_sorted_by(|more, fewer| more >= fewer) && shown[3] < shown[0], "{shown:?}");
}
