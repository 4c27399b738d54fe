//! The view Blocks, seen from outside: what is drawn, where, and what lies under the pointer. Shapes are those of the
//! papers, or counted by hand.

use std::fmt::Write;

use receptive::axes::Axes;
use receptive::export::picture::{Settings, write as draw};
use receptive::field::{Analysis, Trace};
use receptive::import::layer_text::read_stack;
use receptive::locale::{Lang, Words};
use receptive::net::{Graph, Look, MapId, presets};
use receptive::scene::theme::{BlockKind, Rgba, Role, Side, Theme, ThemeName};
use receptive::scene::view::{Board, Hit, Subject, ViewName, board, part_of, visible};
use receptive::scene::{Item, Point, Rect, Shape};
use resvg::usvg;

const LENET: &str = "1x28x28: conv k5 c6, relu, avgpool k2, conv k5 c16, relu, avgpool k2, flatten, linear c120, \
                     linear c84, linear c10";
const ALEXNET: &str = "3x227x227: conv k11 s4 c96, relu, maxpool k3 s2, conv k5 p2 c256, relu, maxpool k3 s2, \
                       conv k3 p1 c384, relu, conv k3 p1 c384, relu, conv k3 p1 c256, relu, maxpool k3 s2, flatten, \
                       linear c4096, relu, dropout, linear c4096, relu, dropout, linear c1000";

fn graph(text: &str) -> Graph {
    read_stack(text).unwrap().lower().graph
}

fn preset(id: &str) -> Graph {
    presets::ALL.iter().find(|preset| preset.id == id).unwrap().stack().lower().graph
}

/// A network with its board.
struct Laid {
    graph: Graph,
    analysis: Analysis,
    words: Words,
    board: Box<dyn Board>,
}

impl Laid {
    fn of(graph: Graph, folded: bool, lang: Lang) -> Self {
        let (analysis, words) = (Analysis::of(&graph), Words::new(lang));
        let subject = Subject::new(&graph, &analysis, &words);
        let look = Look { folded, ..Look::default() };
        let board = board(ViewName::Blocks, &subject, look, None).expect("a board");
        Self { graph, analysis, words, board }
    }

    fn subject(&self) -> Subject<'_> {
        Subject::new(&self.graph, &self.analysis, &self.words)
    }

    fn map(&self, index: usize) -> MapId {
        self.graph.map(index).unwrap()
    }

    fn under(&self, map: MapId) -> Vec<Item> {
        self.board.under(&self.subject(), part_of(self.board.as_ref(), map).expect("a part"))
    }

    fn over(&self) -> Vec<Item> {
        (0..self.board.parts().len()).flat_map(|part| self.board.over(&self.subject(), part)).collect()
    }

    /// The corners of a side of a map's box.
    fn side(&self, map: MapId, wanted: Side) -> Option<Vec<Point>> {
        self.under(map).into_iter().find_map(|item| match (item.shape, item.role) {
            (Shape::Face(corners), Role::Block(_, side)) if side == wanted => Some(corners),
            _ => None,
        })
    }

    /// Height, depth and thickness of a map's box, by its corners.
    fn extents(&self, map: usize) -> (f64, f64, f64) {
        let extent = |corners: &[Point], of: fn(&Point) -> f64| {
            let ends = corners.iter().map(of);
            ends.clone().fold(f64::MIN, f64::max) - ends.fold(f64::MAX, f64::min)
        };
        let (front, end) =
            (self.side(self.map(map), Side::Front).unwrap(), self.side(self.map(map), Side::End).unwrap());
        (extent(&front, |at| at.y), extent(&end, |at| at.x), extent(&front, |at| at.x))
    }
}

fn text_of(item: &Item) -> Option<&str> {
    match &item.shape {
        Shape::Text { text, .. } | Shape::Badge { text, .. } => Some(text),
        _ => None,
    }
}

fn middle(corners: &[Point]) -> Point {
    let n = corners.len() as f64;
    Point::new(corners.iter().map(|at| at.x).sum::<f64>() / n, corners.iter().map(|at| at.y).sum::<f64>() / n)
}

#[test]
fn boxes_are_as_large_as_their_maps_are_in_order() {
    let laid = Laid::of(graph(ALEXNET), false, Lang::En);
    // Map, size and channels, as Krizhevsky et al. give them.
    let shapes = [
        (0, 227, 3),
        (1, 55, 96),
        (3, 27, 96),
        (4, 27, 256),
        (6, 13, 256),
        (7, 13, 384),
        (9, 13, 384),
        (11, 13, 256),
        (13, 6, 256),
    ];
    for (map, size, channels) in shapes {
        let (height, depth, thickness) = laid.extents(map);
        for (other, other_size, other_channels) in shapes {
            let (h, d, t) = laid.extents(other);
            // Places are sums of floating point numbers.
            let order = |a: f64, b: f64| if (a - b).abs() < 1e-6 { std::cmp::Ordering::Equal } else { a.total_cmp(&b) };
            assert_eq!(order(height, h), size.cmp(&other_size), "heights of {map} and {other}");
            assert_eq!(order(depth, d), size.cmp(&other_size), "depths of {map} and {other}");
            assert_eq!(order(thickness, t), channels.cmp(&other_channels), "thickness of {map} and {other}");
        }
        assert!(height >= 9.99 && depth > 3.0 && thickness >= 4.99, "map {map} is seen");
    }
    let boxes: Vec<f64> = laid.board.parts().iter().map(|part| part.area.min.x).collect();
    assert!(boxes.is_sorted(), "from left to right");
    // A taller map is taller: rows run down, columns recede.
    let wide = Laid::of(graph("1x8x32: conv k1"), false, Lang::En);
    let (height, depth, _) = wide.extents(0);
    let tall = Laid::of(graph("1x32x8: conv k1"), false, Lang::En);
    let (other_height, other_depth, _) = tall.extents(0);
    assert!(height < other_height && depth > other_depth);
}

#[test]
fn no_two_texts_meet_and_all_lie_in_the_bounds() {
    let nets = [graph(LENET), graph(ALEXNET), preset("vgg16"), preset("dropped"), preset("deep")];
    let odd = [
        "1x7x7: upsample x100000000, maxpool k3, conv k3 s5",
        "1x5x5: conv k3, bn, relu, gelu, dropout, tanh, conv k9",
        "2x9x9x9: conv k1x2x3 s1x2x2 p0:1x1x2:1 d1x1x2 c8 g2 nobias, gap",
        "3x40: conv k3 name=\"a name that is far too long for a box\"",
        "1x1x1: relu",
    ];
    for graph in nets.into_iter().chain(odd.map(graph)) {
        for (folded, lang) in [(false, Lang::En), (true, Lang::Ru)] {
            let laid = Laid::of(graph.clone(), folded, lang);
            let mut texts: Vec<(String, Rect)> = Vec::new();
            for item in laid.over() {
                if let Some(text) = text_of(&item) {
                    let rect = item.shape.bounds();
                    let bounds = laid.board.bounds().grown(0.01);
                    assert_eq!(bounds.clip(&rect), Some(rect), "“{text}” sticks out of {bounds:?}");
                    texts.push((text.to_owned(), rect));
                }
            }
            texts.sort_by(|(_, a), (_, b)| a.min.x.total_cmp(&b.min.x));
            for (i, (text, rect)) in texts.iter().enumerate() {
                for (other, area) in texts[i + 1..].iter().take_while(|(_, area)| area.min.x < rect.max.x) {
                    assert_eq!(rect.clip(area), None, "“{text}” meets “{other}”");
                }
            }
        }
    }
}

/// The maps that a folded board shows, and what stands below its braces.
fn folded(graph: Graph) -> (Vec<usize>, Vec<String>) {
    let laid = Laid::of(graph, true, Lang::En);
    let times =
        laid.over().iter().filter_map(text_of).filter(|text| text.starts_with('×')).map(str::to_owned).collect();
    (laid.board.parts().iter().map(|part| part.map.index()).collect(), times)
}

#[test]
fn repeats_fold_into_their_first() {
    // conv + relu twice, twice, and three times three times, a pool behind each: the maps of the first of each group.
    // Then flatten, linear + relu + dropout twice, and the last linear layer.
    let vgg = [0, 1, 2, 5, 6, 7, 10, 11, 12, 17, 18, 19, 24, 25, 26, 31, 32, 33, 34, 35, 39];
    let times = ["×2", "×2", "×3", "×3", "×3", "×2"].map(str::to_owned);
    assert_eq!(folded(preset("vgg16")), (vgg.to_vec(), times.to_vec()));
    // 511 layers that each take two pixels: one box, from 3 to 1023 pixels.
    assert_eq!(folded(preset("deep")), (vec![0, 1], vec!["×511".to_owned()]));
    let deep = Laid::of(preset("deep"), true, Lang::En).over();
    let said: Vec<&str> = deep.iter().filter_map(text_of).collect();
    for text in ["1022 × 1022", "→ 2 × 2", "RF 3–1023"] {
        assert!(said.contains(&text), "“{text}” is not among {said:?}");
    }
    // Two layers in turn, but not the one that alone has an activation behind it.
    let pairs = graph("1x64x64: conv k3 p1, conv k1, conv k3 p1, conv k1, conv k3 p1, conv k1, relu");
    assert_eq!(folded(pairs), (vec![0, 1, 2, 5, 6, 7], vec!["×2".to_owned()]));
    // The last pool loses a row and a column, which must not be hidden: 12 → 6 → 3 → 1.
    assert_eq!(folded(graph("1x12x12: maxpool k2, maxpool k2, maxpool k2")), (vec![0, 1, 3], vec!["×2".to_owned()]));
    assert_eq!(folded(graph("1x7x7: conv k3, maxpool k2")), (vec![0, 1, 2], vec![]));
}

#[test]
fn every_unit_is_found_where_it_lies() {
    let nets = [
        LENET,
        "3x5x8: conv k3 p1 c4, bn, relu, maxpool k2",
        "2x16: conv k3, relu",
        "1x3x4x5: conv k2",
        "1x1x1: conv k1",
    ];
    for text in nets {
        let laid = Laid::of(graph(text), false, Lang::En);
        let subject = laid.subject();
        for map in laid.graph.maps() {
            let shape = laid.analysis.map(map).shape.clone().unwrap();
            let Some(end) = laid.side(map, Side::End) else {
                // A band: pointed at, it is its own layer.
                let band = middle(&laid.side(map, Side::Front).expect("a band"));
                assert_eq!(laid.board.hit(&subject, band, None), Some(Hit::Map(map)), "{text}");
                continue;
            };
            let mut corners = end.clone();
            corners.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
            let [near_top, near_bottom, far_top, _] = corners[..] else { panic!("four corners") };
            let (rows, columns) = match shape.size.as_slice() {
                [] => (1, 1),
                [length] => (*length, 1),
                [.., rows, columns] => (*rows, *columns),
            };
            for (row, column) in (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column))) {
                let (down, across) = ((row as f64 + 0.5) / rows as f64, (column as f64 + 0.5) / columns as f64);
                let x = near_top.x + across * (far_top.x - near_top.x);
                let y = near_top.y + down * (near_bottom.y - near_top.y) + across * (far_top.y - near_top.y);
                let wanted: Vec<i64> = match shape.size.rank() {
                    0 => vec![],
                    1 => vec![row as i64],
                    2 => vec![row as i64, column as i64],
                    _ => vec![1, row as i64, column as i64],
                };
                // Of three axes the first stays where it was.
                let before = (map, shape.size.map(|_| 1));
                let hit = laid.board.hit(&subject, Point::new(x, y), Some(&before));
                assert_eq!(hit, Some(Hit::Unit((map, wanted.into_iter().collect::<Axes<i64>>()))), "{text}");
            }
            let front = middle(&laid.side(map, Side::Front).unwrap());
            assert_eq!(laid.board.hit(&subject, front, None), Some(Hit::Map(map)), "{text}: the front");
        }
        let beside = Point::new(laid.board.bounds().max.x + 50.0, 0.0);
        assert_eq!(laid.board.hit(&subject, beside, None), None);
    }
}

#[test]
fn long_networks_cost_what_is_seen_of_them() {
    let text = format!("1x32x32: {}", vec!["conv k3 p1, relu"; 2500].join(", "));
    let laid = Laid::of(graph(&text), false, Lang::En);
    let subject = laid.subject();
    assert_eq!(laid.board.parts().len(), 5001);
    let middle = laid.board.bounds().centre();
    let window = Rect::new(middle.x, -200.0, 1000.0, 400.0);
    let shown = visible(laid.board.as_ref(), &window);
    assert!((10..60).contains(&shown.len()), "{shown:?}");
    for part in shown {
        let items = laid.board.under(&subject, part).len() + laid.board.over(&subject, part).len();
        assert!(items < 20, "{items} items");
    }
    let unit = Axes::from([16, 16]);
    let trace = Trace::of(&laid.graph, &laid.analysis, laid.map(2500), unit).unwrap();
    let items = laid.board.traced(&subject, &trace, &window);
    assert!((20..200).contains(&items.len()), "{} items", items.len());
    // Units with holes between them: not one piece for each.
    let holes = Laid::of(graph("1x300x300: conv k65 d2"), false, Lang::En);
    let trace = Trace::of(&holes.graph, &holes.analysis, holes.map(1), Axes::from([3, 3])).unwrap();
    assert!(holes.board.traced(&holes.subject(), &trace, &holes.board.bounds()).len() < 80);
}

#[test]
fn the_shown_unit_has_a_pyramid_of_patches() {
    let laid = Laid::of(graph(LENET), false, Lang::En);
    // The middle unit of the last pool sees 16 of the 28 rows (LeCun et al.): the patch is 16/28 of the face.
    let trace = Trace::of(&laid.graph, &laid.analysis, laid.map(6), Axes::from([1, 2])).unwrap();
    let items = laid.board.traced(&laid.subject(), &trace, &laid.board.bounds());
    let patches: Vec<&Vec<Point>> = items
        .iter()
        .filter_map(|item| match &item.shape {
            Shape::Face(corners) if item.role == Role::FieldFill => Some(corners),
            _ => None,
        })
        .collect();
    assert_eq!(patches.len(), 4, "input, conv1, avgpool1, conv2");
    let down = |corners: &[Point]| corners[3].y - corners[0].y;
    let face = laid.side(MapId::INPUT, Side::End).unwrap();
    assert!((down(patches[0]) / down(&face) - 16.0 / 28.0).abs() < 1e-9);
    assert_eq!(items.iter().filter(|item| matches!(item.shape, Shape::Spot(_))).count(), 1);
    let frusta = |role: Role| {
        items.iter().filter(|item| matches!(item.shape, Shape::Frustum { .. }) && item.role == role).count()
    };
    assert_eq!((frusta(Role::Field), frusta(Role::Feeds)), (4, 4), "and on through the four vectors");
}

#[test]
fn pictures_are_small_and_valid() {
    for (graph, most) in [(preset("vgg16"), 60_000), (graph(ALEXNET), 60_000), (graph("1x4x4:"), 4_000)] {
        let settings = Settings { view: ViewName::Blocks, ..Settings::default() };
        let picture = draw(Subject::new(&graph, &Analysis::of(&graph), &Words::new(Lang::En)), &settings).unwrap();
        let svg = String::from_utf8(picture).unwrap();
        assert!(svg.len() < most, "{} bytes", svg.len());
        assert!(usvg::Tree::from_str(&svg, &usvg::Options::default()).is_ok());
    }
}

#[test]
fn lost_pixels_and_layers_that_cannot_run_are_drawn() {
    let laid = Laid::of(graph("1x7x7: conv k3 s3"), false, Lang::En);
    let mut told = String::new();
    for map in laid.graph.maps() {
        for item in laid.under(map) {
            let kind = format!("{:?}", item.shape);
            let _ = writeln!(told, "{} {:?}", kind.split([' ', '(']).next().unwrap_or_default(), item.role);
        }
    }
    for item in laid.over() {
        let _ = writeln!(told, "{:?} {:?}", text_of(&item).unwrap_or_default(), item.role);
    }
    insta::assert_snapshot!(told, @r#"
    Face Block(Image, Front)
    Face Block(Image, Top)
    Face Block(Image, End)
    Face LostFill
    Polyline Lost
    Face LostFill
    Polyline Lost
    Segments Lost
    Segments Block(Image, Edge)
    Polyline Block(Image, Edge)
    Face KernelFill
    Polyline Kernel
    Segments Kernel
    Face Block(Conv, Front)
    Face Block(Conv, Top)
    Face Block(Conv, End)
    Segments Block(Conv, Edge)
    Polyline Block(Conv, Edge)
    "7 × 7" Text
    "1" Text
    "Input" Text
    "2 × 2" Text
    "1" Text
    "conv1" Text
    "k3 s3" TextDim
    "RF 3" FieldText
    "−13" LostText
    "#);
    let cannot = Laid::of(graph("1x5x5: conv k3, conv k7, relu"), false, Lang::En);
    assert_eq!(cannot.board.parts().len(), 3, "what comes after it is unknown");
    assert!(cannot.under(cannot.map(2)).iter().any(|item| matches!(item.shape, Shape::Hatch(..))));
    assert!(cannot.over().iter().any(|item| text_of(item) == Some("cannot run")));
}

/// How light a colour is, as WCAG 2 defines it.
fn luminance(Rgba(r, g, b, _): Rgba) -> f64 {
    let linear = |channel: u8| {
        let share = f64::from(channel) / 255.0;
        if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

fn contrast(a: Rgba, b: Rgba) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn badges_can_be_read_and_edges_seen_in_every_theme() {
    for (word, name) in ThemeName::WORDS {
        let theme = Theme::new(name);
        let ground = theme.color(Role::Ground);
        let over = |Rgba(r, g, b, a): Rgba| {
            let mix = |top: u8, below: u8| {
                ((u32::from(top) * u32::from(a) + u32::from(below) * (255 - u32::from(a))) / 255) as u8
            };
            Rgba(mix(r, ground.0), mix(g, ground.1), mix(b, ground.2), 255)
        };
        for (text, badge) in [(Role::FieldText, Role::FieldHaze), (Role::LostText, Role::LostFill)] {
            let ratio = contrast(theme.color(text), over(theme.color(badge)));
            assert!(ratio >= 4.5, "{word}: {text:?} on its badge: {ratio:.2}");
        }
        let kinds = [BlockKind::Image, BlockKind::Conv, BlockKind::Pool, BlockKind::Dense, BlockKind::Other];
        for kind in kinds.into_iter().chain([BlockKind::Pointwise]) {
            let edge = theme.color(Role::Block(kind, Side::Edge));
            for side in [Side::Front, Side::Top, Side::End] {
                let ratio = contrast(edge, theme.color(Role::Block(kind, side)));
                assert!(kind == BlockKind::Pointwise || ratio >= 2.0, "{word}: edge of {kind:?} {side:?}: {ratio:.2}");
            }
            assert!(contrast(edge, ground) >= 3.0, "{word}: {kind:?} on the ground");
        }
    }
}
