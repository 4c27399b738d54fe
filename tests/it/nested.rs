//! The view of nested fields: the numbers of its table, where its rectangles lie, and what is found under a place.

use std::fmt::Write;

use receptive::axes::Axes;
use receptive::field::{Analysis, Trace};
use receptive::import::layer_text::read_stack;
use receptive::locale::{Lang, Words};
use receptive::net::{Graph, Look, MapId, presets};
use receptive::scene::theme::Role;
use receptive::scene::view::{Board, Hit, Subject, Unit, ViewName, board};
use receptive::scene::{Item, Point, Rect, Shape, Tag};

/// The stack of the lecture's picture, with the widths, jumps and shares that it prints.
const LECTURE: &str = "1x32x32: conv k3, conv k3, maxpool k2, conv k3, conv k3, maxpool k2, conv k3";
const LECTURE_ROWS: [(u64, &str, &str); 7] = [
    (3, "1", "0.9 %"),
    (5, "1", "2.4 %"),
    (6, "2", "3.5 %"),
    (10, "2", "9.8 %"),
    (14, "2", "19.1 %"),
    (16, "4", "25.0 %"),
    (24, "4", "56.2 %"),
];

struct Net {
    graph: Graph,
    analysis: Analysis,
    words: Words,
}

impl Net {
    fn new(text: &str) -> Self {
        Self::of(read_stack(text).unwrap().lower().graph)
    }

    fn of(graph: Graph) -> Self {
        Self { analysis: Analysis::of(&graph), graph, words: Words::new(Lang::En) }
    }

    fn subject(&self) -> Subject<'_> {
        Subject::new(&self.graph, &self.analysis, &self.words)
    }

    fn board(&self, pin: Option<&Unit>) -> Box<dyn Board> {
        board(ViewName::Nested, &self.subject(), Look::default(), pin).unwrap()
    }

    fn unit<const N: usize>(&self, map: usize, unit: [i64; N]) -> Unit {
        (self.graph.map(map).unwrap(), Axes::from(unit))
    }

    fn under(&self, board: &dyn Board) -> Vec<Item> {
        board.under(&self.subject(), 0)
    }

    fn over(&self, board: &dyn Board) -> Vec<Item> {
        board.over(&self.subject(), 0)
    }

    /// The texts of a map's row and the name in its rectangle, with narrow and fixed spaces as plain ones.
    fn texts(&self, board: &dyn Board, map: MapId) -> Vec<String> {
        let own = self.over(board).into_iter().filter(|item| item.tag == Tag::Label(map));
        own.filter_map(|item| text(&item)).collect()
    }

    /// The filled rectangles of the fields, in the order of the maps. For images of two axes.
    fn fields(&self, board: &dyn Board) -> Vec<(MapId, Rect)> {
        let field = |item: Item| match (item.tag, item.shape, item.role) {
            (Tag::Map(map), Shape::Fill(rect), Role::RampFill(_)) => Some((map, rect)),
            _ => None,
        };
        let mut fields: Vec<_> = self.under(board).into_iter().filter_map(field).collect();
        fields.sort_by_key(|(map, _)| *map);
        fields
    }

    /// The input without padding.
    fn image(&self, board: &dyn Board) -> Rect {
        let image = self.under(board).into_iter().find_map(|item| match item.shape {
            Shape::Fill(rect) if item.role == Role::Cell => Some(rect),
            _ => None,
        });
        image.unwrap()
    }
}

fn text(item: &Item) -> Option<String> {
    match &item.shape {
        Shape::Text { text, .. } => Some(text.replace(['\u{A0}', '\u{202F}'], " ")),
        _ => None,
    }
}

fn all_texts(items: &[Item]) -> Vec<String> {
    items.iter().filter_map(text).collect()
}

fn contains(outer: &Rect, inner: &Rect) -> bool {
    outer.grown(1e-6).union(inner) == outer.grown(1e-6)
}

#[test]
fn the_table_has_the_numbers_of_the_lecture() {
    let net = Net::new(LECTURE);
    let board = net.board(None);
    for (map, (sees, jump, share)) in net.graph.maps().skip(1).zip(LECTURE_ROWS) {
        let texts = net.texts(board.as_ref(), map);
        let row = [format!("{sees} × {sees}"), jump.to_owned(), share.to_owned()];
        assert_eq!(texts[texts.len() - 3..], row, "{texts:?}");
    }
    let texts = all_texts(&net.over(board.as_ref()));
    for line in ["3 = 1 + 2·1", "10 = 6 + 2·2", "24 = 16 + 2·4", "input 32 × 32"] {
        assert!(texts.iter().any(|text| text.contains(line)), "no {line} in {texts:?}");
    }
    assert!(!texts.iter().any(|text| text == "in the padding"), "no field reaches it");
}

#[test]
fn every_square_is_as_wide_as_its_field_and_holds_the_one_before() {
    let net = Net::new(LECTURE);
    let board = net.board(None);
    let image = net.image(board.as_ref());
    let cell = image.width() / 32.0;
    let fields = net.fields(board.as_ref());
    assert_eq!(fields.len(), 7);
    for ((_, rect), (sees, ..)) in fields.iter().zip(LECTURE_ROWS) {
        assert!((rect.width() / cell - sees as f64).abs() < 1e-9, "{rect:?} is not {sees} cells wide");
        assert!((rect.height() / cell - sees as f64).abs() < 1e-9);
        assert!(contains(&image, rect));
    }
    for pair in fields.windows(2) {
        assert!(contains(&pair[1].1, &pair[0].1), "{pair:?}");
    }
    // The largest ones are drawn first.
    let drawn: Vec<MapId> = net
        .under(board.as_ref())
        .into_iter()
        .filter_map(
            |item| if let (Tag::Map(map), Role::RampFill(_)) = (item.tag, item.role) { Some(map) } else { None },
        )
        .collect();
    assert!(drawn.is_sorted_by(|a, b| a > b), "{drawn:?}");
}

#[test]
fn the_share_in_the_padding_is_counted_right() {
    let net = Net::new("1x8x8: conv k3 p1, conv k3 p1, conv k3 p1");
    for (unit, middle) in [([0_i64, 0_i64], false), ([0, 4], false), ([7, 2], false), ([4, 4], true)] {
        let board = net.board(Some(&net.unit(3, unit)));
        for (layer, map) in net.graph.maps().skip(1).enumerate() {
            // Unit u of layer l sees from u − l to u + l: every pixel is asked whether it is one of the image.
            let reach = layer as i64 + 1;
            let around = |at: i64| at - reach..=at + reach;
            let all: Vec<(i64, i64)> = around(unit[0]).flat_map(|y| around(unit[1]).map(move |x| (y, x))).collect();
            let inside = all.iter().filter(|(y, x)| (0..8).contains(y) && (0..8).contains(x)).count();
            let percent = |part: usize, of: usize| match part {
                0 => "0 %".to_owned(),
                part => format!("{:.1} %", 100.0 * part as f64 / of as f64),
            };
            let texts = net.texts(board.as_ref(), map);
            let wanted = if middle {
                vec![percent(inside, 64)]
            } else {
                vec![percent(inside, 64), percent(all.len() - inside, all.len())]
            };
            assert_eq!(texts[texts.len() - wanted.len()..], wanted, "unit {unit:?}, layer {reach}: {texts:?}");
        }
        assert_eq!(board.marks(&net.subject()).padding, !middle);
    }
}

#[test]
fn padding_is_dashed_and_hatched_and_cut_where_it_is_wide() {
    let net = Net::new("1x9x9: conv k3 p1, conv k3 p1, conv k3 p1");
    let board = net.board(Some(&net.unit(3, [0, 0])));
    let under = net.under(board.as_ref());
    let of = |map: usize| under.iter().filter(move |item| matches!(item.tag, Tag::Map(at) if at.index() == map));
    for map in 1..=3 {
        let kinds: Vec<bool> = of(map)
            .filter_map(|item| match &item.shape {
                Shape::Segments { dashed, .. } => Some(*dashed),
                _ => None,
            })
            .collect();
        assert_eq!(kinds, [false, true], "layer {map} has a solid part and a dashed one");
    }
    let hatched: f64 = of(0)
        .filter_map(|item| match &item.shape {
            Shape::Hatch(rect, _) => Some(rect.width() * rect.height()),
            _ => None,
        })
        .sum();
    let cell = net.image(board.as_ref()).width() / 9.0;
    // 7 × 7 pixels, 4 × 4 of them in the image.
    assert!((hatched / (cell * cell) - 33.0).abs() < 1e-6, "{hatched}");

    let net = Net::new("1x1x1: conv k3 p1, conv k5 p2, conv k9 p4");
    let board = net.board(None);
    let texts = all_texts(&net.over(board.as_ref()));
    // The last one spans 15 pixels: 7 on each side of the only one, of which 4 are drawn.
    for arrow in ["← 3", "3 →", "↑ 3", "↓ 3"] {
        assert!(texts.iter().any(|text| text == arrow), "{texts:?}");
    }
}

#[test]
fn under_a_place_lies_the_smallest_field_or_the_pixel() {
    let net = Net::new(LECTURE);
    let board = net.board(None);
    let (image, fields) = (net.image(board.as_ref()), net.fields(board.as_ref()));
    let cell = image.width() / 32.0;
    for row in 0..32 {
        for column in 0..32 {
            let at =
                Point::new(image.min.x + (f64::from(column) + 0.5) * cell, image.min.y + (f64::from(row) + 0.5) * cell);
            let holding = fields.iter().filter(|(_, rect)| rect.contains(at));
            let smallest = holding.min_by(|(_, a), (_, b)| a.width().total_cmp(&b.width()));
            let Some(Hit::Unit((map, unit))) = board.hit(&net.subject(), at, None) else { panic!("nothing at {at:?}") };
            match smallest {
                Some((field, _)) => {
                    assert_eq!(map, *field);
                    let trace = Trace::of(&net.graph, &net.analysis, map, unit).expect("a unit of the layer");
                    let seen = trace.at(MapId::INPUT).unwrap().units.product().unwrap().clone();
                    assert!(seen[0].contains(row.into()) && seen[1].contains(column.into()), "it sees that pixel");
                }
                None => assert_eq!((map, unit), net.unit(0, [row.into(), column.into()])),
            }
        }
    }
    let beyond = Point::new(image.min.x - 3.0, image.max.y + 30.0);
    assert_eq!(board.hit(&net.subject(), beyond, None), None);
    // A row of the table leads to the same unit as the rectangle of its layer.
    for item in net.over(board.as_ref()) {
        if let (Tag::Label(map), Shape::Tiles { rects, .. }) = (item.tag, &item.shape) {
            let Some(Hit::Unit(unit)) = board.hit(&net.subject(), rects[0].centre(), None) else { panic!("{map:?}") };
            assert_eq!(unit.0, map);
        }
    }
}

#[test]
fn the_column_goes_through_the_unit_whose_field_is_nearest() {
    let stacks = [
        ("1x40x31: conv k3 s2 p1, conv k4 s2 p1:2, maxpool k2, conv k3 p1", 3, [2, 1]),
        ("1x10x12: conv k3 s2 p1, convt k4 s2 p1, conv k3 p1, upsample x2, conv k3 p1", 3, [7, 2]),
        ("1x17x17: conv k5 p2, adaptavg o7x6, conv k3 p1", 1, [16, 3]),
    ];
    for (text, map, unit) in stacks {
        let net = Net::new(text);
        let pin = net.unit(map, unit);
        let board = net.board(Some(&pin));
        let centre = |map: MapId, axis: usize, unit: i64| {
            net.analysis.map(map).field.as_ref().unwrap()[axis].centre(unit).unwrap()
        };
        let mut seen = 0;
        for item in net.over(board.as_ref()) {
            let (Tag::Label(_), Shape::Tiles { rects, .. }) = (item.tag, &item.shape) else { continue };
            let Some(Hit::Unit((map, found))) = board.hit(&net.subject(), rects[0].centre(), None) else { panic!() };
            seen += 1;
            for axis in 0..2 {
                let wanted = centre(pin.0, axis, pin.1[axis]);
                let apart = |unit: i64| {
                    let by = centre(map, axis, unit) - wanted;
                    if by < 0.into() { -by } else { by }
                };
                let count = net.analysis.map(map).shape.as_ref().unwrap().size[axis] as i64;
                let nearest = (0..count).min_by_key(|&unit| apart(unit)).unwrap();
                let expected = if map == pin.0 { pin.1[axis] } else { nearest };
                assert_eq!(found[axis], expected, "{text}: map {map:?}, axis {axis}");
            }
        }
        assert!(seen >= 2, "{text}");
    }
}

#[test]
fn five_hundred_layers_are_a_picture_that_can_be_read() {
    let net = Net::of(presets::ALL.iter().find(|preset| preset.id == "deep").unwrap().stack().lower().graph);
    for (pin, rows) in [(None, [1, 511]), (Some(net.unit(300, [5, 5])), [300, 511])] {
        let board = net.board(pin.as_ref());
        let (under, over) = (net.under(board.as_ref()), net.over(board.as_ref()));
        assert!(under.len() + over.len() < 250, "{} and {} items", under.len(), over.len());
        let fields = net.fields(board.as_ref());
        assert_eq!(fields.len(), 20);
        for row in rows {
            assert!(fields.iter().any(|(map, _)| map.index() == row), "layer {row} is not drawn");
        }
        // Every layer adds two pixels, so even steps of growth are even steps of layers.
        let steps: Vec<usize> = fields.windows(2).map(|pair| pair[1].0.index() - pair[0].0.index()).collect();
        assert!(pin.is_some() || steps.iter().all(|step| (26..=28).contains(step)), "{steps:?}");
        assert!(all_texts(&over).contains(&"and 491 more layers".to_owned()));
    }
}

#[test]
fn no_text_lies_on_another() {
    let mut nets: Vec<Net> = presets::ALL.iter().map(|preset| Net::of(preset.stack().lower().graph)).collect();
    nets.extend(
        [
            LECTURE,
            "1x64: conv k5 s2 p2, relu, conv k3 p1, maxpool k2, conv k3 p1, flatten, linear c10",
            "1x8x24x32: conv k3, relu, maxpool k1x2x2, conv k3 p1, conv k3 p1",
            "1x41x41: conv k3 d2, conv k3 d4, conv k3 d2",
            "1x10x12: conv k3 s2 p1, convt k4 s2 p1, conv k3 p1, upsample x2, conv k3 p1",
            "1x1x1: conv k3 p1, conv k5 p2, conv k9 p4, relu name=\"a name much too long for any table at all\"",
            "1x1000000x3: conv k3x1, conv k9x3 s3x1 p4x1, conv k99x1",
            "1x9x9: conv k3 p1, bn, relu, maxpool k2, conv k7, conv k3",
            "3x32x32:",
            "1x1:",
        ]
        .map(Net::new),
    );
    for net in nets {
        let board = net.board(None);
        let texts: Vec<(String, Rect)> =
            net.over(board.as_ref()).iter().filter_map(|item| Some((text(item)?, item.shape.bounds()))).collect();
        for (i, (one, a)) in texts.iter().enumerate() {
            for (other, b) in &texts[..i] {
                assert!(a.clip(b).is_none(), "“{one}” lies on “{other}”");
            }
            assert!(contains(&board.bounds(), a), "“{one}” lies outside");
        }
    }
}

#[test]
fn a_shown_unit_marks_its_row_and_shows_its_holes() {
    let net = Net::new("1x41x41: conv k3 d2, conv k3 d4, conv k3 d2");
    let pin = net.unit(2, [14, 14]);
    let board = net.board(Some(&pin));
    let trace = Trace::of(&net.graph, &net.analysis, pin.0, pin.1.clone()).unwrap();
    let traced = board.traced(&net.subject(), &trace, &board.bounds());
    // Rows and columns 14, 16, …, 26: seven of thirteen.
    let counts: Vec<[u64; 2]> = traced
        .iter()
        .filter_map(|item| match &item.shape {
            Shape::Units(units) => Some([units.rows.count(), units.columns.count()]),
            _ => None,
        })
        .collect();
    assert_eq!(counts, [[7, 7]]);
    let heavy = traced.iter().find_map(|item| match item.shape {
        Shape::Outline { rect, dashed: false, .. } if item.role == Role::Field => Some(rect),
        _ => None,
    });
    let own = net.fields(board.as_ref()).into_iter().find(|(map, _)| *map == pin.0).unwrap().1;
    assert_eq!(heavy, Some(own));
    let row = traced.iter().find_map(|item| match &item.shape {
        Shape::Tiles { rects, .. } => Some(rects[0]),
        _ => None,
    });
    assert_eq!(board.hit(&net.subject(), row.unwrap().centre(), None), Some(Hit::Unit(pin)));
    assert!(net.texts(board.as_ref(), net.graph.map(2).unwrap()).contains(&"7 × 7".to_owned()), "what it reads");
}

#[test]
fn a_network_that_stops_and_one_without_layers_say_so() {
    let net = Net::new("1x9x9: conv k3 p1, maxpool k2, conv k7, conv k3");
    let board = net.board(None);
    assert_eq!(net.fields(board.as_ref()).len(), 2);
    assert_eq!(net.texts(board.as_ref(), net.graph.map(3).unwrap()), ["conv2", "cannot run"]);
    let net = Net::new("3x32x32:");
    let board = net.board(None);
    assert_eq!(all_texts(&net.over(board.as_ref())), ["input 32 × 32", "Add a layer to see its field"]);
    let pixel = board.hit(&net.subject(), net.image(board.as_ref()).min, None);
    assert_eq!(pixel, Some(Hit::Unit(net.unit(0, [0, 0]))));
}

/// The table as lines of text.
fn table(text: &str) -> String {
    let net = Net::new(text);
    let board = net.board(None);
    let mut out = String::new();
    for map in net.graph.maps() {
        let texts = net.texts(board.as_ref(), map);
        if !texts.is_empty() {
            let _ = writeln!(out, "{}", texts.join(" | "));
        }
    }
    out
}

#[test]
fn the_texts_of_a_mixed_network() {
    insta::assert_snapshot!(
        table("1x20x16: conv k3 s2 p1, bn, relu, convt k4 s2 p1, conv k3 d2 p2, conv k1x3, flatten, linear c10"),
        @"
    the column through unit (10, 7) of conv3 | layer | sees | jump | of the input | input 20 × 16 | rows:   3 = 1 + 2·1   5 = 11 − 7 + 1   9 = 5 + 2·2·1 | columns:   3 = 1 + 2·1   5 = 9 − 5 + 1   9 = 5 + 2·2·1   11 = 9 + 2·1
    conv1 | conv1, bn1, relu1 | 3 × 3 | 2 | 2.8 %
    convt1 | convt1 | 5 × 5 | 1 | 7.8 %
    conv2 | conv2 | 9 × 9 | 1 | 25.3 %
    conv3 | conv3 | 9 × 11 | 1 | 30.9 %
    flatten1, linear1 | 20 × 16 | – | 100 %
    "
    );
}

#[cfg(feature = "window")]
mod in_the_window {
    use egui::{Key, Modifiers};

    use crate::driver::{drawn, press, window};

    #[test]
    fn alt_3_shows_the_fields() {
        let mut window = window(super::LECTURE);
        press(&mut window, Modifiers::ALT, Key::Num3);
        window.run();
        let drawn = drawn(&window);
        assert!(drawn.iter().any(|text| text == "56.2\u{A0}%"), "{drawn:?}");
    }
}

#[test]
fn without_growth_the_first_the_last_and_the_pinned_one_are_drawn() {
    // Every unit sees one pixel; with every padding it is another one.
    let layers = vec!["conv k1 p1"; 22].join(", ");
    let net = Net::new(&format!("1x9x9: {layers}"));
    let board = net.board(Some(&net.unit(10, [14, 14])));
    let drawn: Vec<usize> = net.fields(board.as_ref()).iter().map(|(map, _)| map.index()).collect();
    assert_eq!(drawn, [1, 10, 22]);
}
