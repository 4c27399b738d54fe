//! The view Graph, seen from outside: where boxes lie, where lines end, what is pressed and what is folded.

use receptive::field::{Analysis, Trace};
use receptive::locale::{Lang, Words};
use receptive::net::{Graph, Look, Stack, Tint};
use receptive::scene::theme::Role;
use receptive::scene::view::{Board, Hit, Subject, ViewName, board};
use receptive::scene::{Item, Point, Rect, Shape};

use crate::networks;

struct Laid {
    graph: Graph,
    analysis: Analysis,
    words: Words,
    board: Box<dyn Board>,
}

impl Laid {
    fn of(stack: &Stack, look: Look) -> Self {
        let graph = stack.lower().graph;
        let (analysis, words) = (Analysis::of(&graph), Words::new(Lang::En));
        let board = board(ViewName::Graph, &Subject::new(&graph, &analysis, &words), look, None).expect("a board");
        Self { graph, analysis, words, board }
    }

    fn subject(&self) -> Subject<'_> {
        Subject::new(&self.graph, &self.analysis, &self.words)
    }

    /// The boxes in the order of their first maps.
    fn boxes(&self) -> Vec<Rect> {
        let under = (0..self.board.parts().len()).flat_map(|part| self.board.under(&self.subject(), part));
        let tile = |item: Item| match item.shape {
            Shape::Tiles { rects, line: Some(_), .. } => rects.first().copied(),
            _ => None,
        };
        under.filter_map(tile).collect()
    }

    /// The ways of the lines from layer to layer.
    fn lines(&self) -> Vec<Vec<Point>> {
        let items = self.board.lines(&self.board.bounds()).concat();
        let way = |item: Item| match item.shape {
            Shape::Polyline { points, .. } => Some(points),
            _ => None,
        };
        items.into_iter().filter_map(way).collect()
    }
}

/// Nothing is folded.
const OPEN: Look = Look {
    opened: Look::ALL_OPENED,
    layout: receptive::net::Layout::Equal,
    axis: None,
    folded: false,
    tint: Tint::Kind,
    scale: receptive::net::Scale::Linear,
    channel: 0,
    filter: 0,
    reveal: receptive::net::Reveal::All,
    paths: false,
    colours: receptive::net::Colours::Gray,
    range: receptive::net::Range::Channel,
    page: 0,
};

fn all() -> Vec<(&'static str, Stack)> {
    vec![
        ("ResNet-50", networks::resnet50()),
        ("Inception", networks::inception()),
        ("U-Net", networks::unet()),
        ("DenseNet-121", networks::densenet121()),
        ("2,000 nodes", networks::residual(2000)),
        ("three layers", networks::chain(3)),
        ("300 layers", networks::chain(300)),
    ]
}

#[test]
fn no_box_meets_another_and_every_map_has_a_place() {
    for (name, stack) in all() {
        let laid = Laid::of(&stack, OPEN);
        assert_eq!(laid.board.parts().len(), laid.graph.map_count(), "{name}");
        let mut boxes = laid.boxes();
        boxes.sort_by(|a, b| a.min.y.total_cmp(&b.min.y));
        for (at, rect) in boxes.iter().enumerate() {
            let near = boxes[at + 1..].iter().take_while(|other| other.min.y <= rect.max.y);
            assert!(near.into_iter().all(|other| !other.meets(rect)), "{name}: {rect:?}");
        }
    }
}

#[test]
fn every_box_lies_below_what_it_reads() {
    for (name, stack) in all() {
        let laid = Laid::of(&stack, OPEN);
        let area = |map| {
            let place = laid.board.place_of(&laid.subject(), &Hit::Map(map));
            place.unwrap_or_else(|| panic!("{name}: {map:?}"))
        };
        for map in laid.graph.maps().skip(1) {
            for input in laid.graph.node(map).unwrap().inputs() {
                assert!(area(*input).max.y <= area(map).min.y + 1e-6, "{name}: {input:?} above {map:?}");
            }
        }
    }
}

/// Pieces of lines begin at the foot of a box or where another piece ends, and end at the head of one or where another
/// begins.
#[test]
fn every_line_ends_at_boxes() {
    for (name, stack) in all() {
        let laid = Laid::of(&stack, OPEN);
        let key = |point: &Point| ((point.x * 8.0).round() as i64, (point.y * 8.0).round() as i64);
        let lines = laid.lines();
        let starts: std::collections::HashSet<_> = lines.iter().filter_map(|way| way.first()).map(key).collect();
        let ends: std::collections::HashSet<_> = lines.iter().filter_map(|way| way.last()).map(key).collect();
        let boxes = laid.boxes();
        let on = |point: &Point, y: fn(&Rect) -> f64| {
            boxes.iter().any(|rect| (y(rect) - point.y).abs() < 0.1 && (rect.min.x..=rect.max.x).contains(&point.x))
        };
        for way in &lines {
            let (first, last) = (&way[0], &way[way.len() - 1]);
            assert!(ends.contains(&key(first)) || on(first, |rect| rect.max.y), "{name}: {first:?} begins nowhere");
            assert!(starts.contains(&key(last)) || on(last, |rect| rect.min.y), "{name}: {last:?} ends nowhere");
            assert!(way.windows(2).all(|pair| pair[0].y <= pair[1].y + 1e-9), "{name}: a line goes up");
        }
    }
}

/// Of one line of bends for each layer, not for each line: DenseNet-121's 12,000 steps of lines are 3,000.
/// True of a line between two points that comes into a rectangle, looked at in small steps.
fn crosses(ends: &[Point], rect: &Rect) -> bool {
    let along = |part: f64| {
        let way = |from: f64, to: f64| from + part * (to - from);
        Point::new(way(ends[0].x, ends[1].x), way(ends[0].y, ends[1].y))
    };
    let inside = |at: Point| (rect.min.x..rect.max.x).contains(&at.x) && (rect.min.y..rect.max.y).contains(&at.y);
    (0..=50).any(|step| inside(along(f64::from(step) / 50.0)))
}

#[test]
fn the_lines_of_a_fork_leave_its_label_free() {
    for (name, stack) in
        [("residual", networks::residual(12)), ("unet", networks::unet()), ("resnet50", networks::resnet50())]
    {
        let laid = Laid::of(&stack, OPEN);
        let items = laid.board.lines(&laid.board.bounds()).concat();
        let labels = items.iter().filter(|item| matches!(&item.shape, Shape::Text { text, .. } if text.contains('×')));
        let lines = laid.lines();
        for label in labels {
            let rect = label.shape.bounds();
            let over = lines.iter().find(|line| line.windows(2).any(|ends| crosses(ends, &rect)));
            assert!(over.is_none(), "{name}: {:?} is crossed by {over:?}", label.shape);
        }
    }
}

#[test]
fn dense_blocks_do_not_blow_up() {
    let laid = Laid::of(&networks::densenet121(), OPEN);
    assert!(laid.lines().len() < 4_000, "{}", laid.lines().len());
}

#[test]
fn the_same_network_is_drawn_alike() {
    for (_, stack) in all() {
        let (one, other) = (Laid::of(&stack, Look::default()), Laid::of(&stack, Look::default()));
        assert_eq!((one.boxes(), one.lines()), (other.boxes(), other.lines()));
    }
}

/// Of ResNet-50 the blocks that keep the size are alike: 2, 3, 5 and 2 of them, 4 boxes each.
#[test]
fn repeats_are_folded_and_open_one_by_one() {
    let stack = networks::resnet50();
    let whole = Laid::of(&stack, OPEN).boxes().len();
    let folded = Laid::of(&stack, Look::default());
    assert_eq!(whole - folded.boxes().len(), 4 * (1 + 2 + 4 + 1));
    let place = folded.board.place_of(&folded.subject(), &Hit::Group(2)).expect("a third group");
    assert_eq!(folded.board.hit(&folded.subject(), place.centre(), None), Some(Hit::Group(2)));
    let opened = receptive::scene::graph::toggled(Look::default(), 2);
    assert_eq!(Laid::of(&stack, opened).boxes().len() - folded.boxes().len(), 4 * 4);
    assert_eq!(receptive::scene::graph::toggled(opened, 2), Look::default());
}

#[test]
fn a_box_and_a_line_in_it_are_found_where_they_lie() {
    let laid = Laid::of(&networks::inception(), OPEN);
    for map in laid.graph.maps() {
        let place = laid.board.place_of(&laid.subject(), &Hit::Map(map)).unwrap();
        assert_eq!(laid.board.hit(&laid.subject(), place.centre(), None), Some(Hit::Map(map)));
    }
}

/// What a unit of the first branch sees is the way before the module; of the other branches it sees nothing.
#[test]
fn a_shown_unit_marks_what_it_sees_and_feeds() {
    let laid = Laid::of(&networks::inception(), OPEN);
    let map = laid.graph.map(5).unwrap();
    let unit = laid.analysis.map(map).shape.as_ref().unwrap().middle_unit();
    let trace = Trace::of(&laid.graph, &laid.analysis, map, unit).unwrap();
    let items = laid.board.traced(&laid.subject(), &trace, &laid.board.bounds());
    let ground = |item: &&Item, role| item.role == role && matches!(item.shape, Shape::Tiles { .. });
    let grounds = |role| items.iter().filter(|item| ground(item, role)).count();
    // The input, the first convolution, the pool and the box itself.
    assert_eq!(grounds(Role::FieldFill), 4);
    // Three joins, two modules of seven boxes, and the three layers at the end.
    assert_eq!(grounds(Role::FeedsFill), 3 + 2 * 7 + 3);
}

#[test]
fn the_colours_tell_a_number() {
    let laid = Laid::of(&networks::chain(3), Look { tint: Tint::Field, ..OPEN });
    let part = |part| laid.board.under(&laid.subject(), part).pop().unwrap().role;
    assert_eq!((part(0), part(3)), (Role::RampFill(0), Role::RampFill(255)));
}

/// By hand, on logarithms: strides 1, 1, 2 and 4; 1,024, 4,096 and 16,384 multiply-adds; of 7 × 7 pixels a row and a
/// column lost by the layer of stride 3 and by those after it.
#[test]
fn strides_costs_and_losses_are_told_too() {
    let roles = |text: &str, tint| {
        let stack = receptive::import::layer_text::read_stack(text).unwrap();
        let laid = Laid::of(&stack, Look { tint, ..OPEN });
        let parts = 0..laid.board.parts().len();
        parts.map(|part| laid.board.under(&laid.subject(), part).pop().unwrap().role).collect::<Vec<_>>()
    };
    let on_ramp = |roles: &[Role], shares: &[f64]| {
        let near = |(role, share): (&Role, &f64)| match role {
            Role::RampFill(at) => (f64::from(*at) - 255.0 * share).abs() < 1.0,
            _ => false,
        };
        assert!(roles.len() == shares.len() && roles.iter().zip(shares).all(near), "{roles:?}, but {shares:?}");
    };
    on_ramp(&roles("1x16x16: conv k3 p1, maxpool k2, conv k3 s2 p1", Tint::Stride), &[0.0, 0.0, 0.5, 1.0]);
    let costs = roles("1x32x32: conv k1 c1, conv k1 c4, conv k1 c4", Tint::Cost);
    assert_eq!(costs[0], Role::Cell, "the image costs nothing");
    on_ramp(&costs[1..], &[0.0, 0.5, 1.0]);
    on_ramp(&roles("1x7x7: conv k1, conv k3 s3, conv k1", Tint::Loss)[1..], &[0.0, 1.0, 1.0]);
}
