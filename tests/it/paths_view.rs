//! The view of paths, and their colours over other views.

use egui::Key;
use receptive::field::paths::{Paths, Uncounted};
use receptive::field::{Analysis, Trace};
use receptive::import::layer_text::read_stack;
use receptive::locale::{Lang, Words};
use receptive::net::{Graph, Join, Look, MapId, Node, Op};
use receptive::scene::view::{Board, Hit, Subject, Unit, ViewName, board, middle_unit};
use receptive::scene::{Cells, Item, Point, Shape};

fn laid_out<T>(
    text: &str,
    unit: &[i64],
    view: ViewName,
    look: Look,
    told: impl FnOnce(&Subject<'_>, &dyn Board) -> T,
) -> T {
    let graph: Graph = read_stack(text).unwrap().lower().graph;
    let (analysis, words) = (Analysis::of(&graph), Words::new(Lang::En));
    let pin: Unit = (graph.output(), unit.iter().copied().collect());
    let paths = Paths::of(&graph, &analysis, pin.0, pin.1.clone());
    let subject = Subject::new(&graph, &analysis, &words).with_paths(paths.as_ref().ok());
    let board = board(view, &subject, look, Some(&pin)).unwrap();
    told(&subject, board.as_ref())
}

fn texts(items: &[Item]) -> Vec<String> {
    let text = |item: &Item| match &item.shape {
        Shape::Text { text, .. } => vec![text.clone()],
        Shape::Lines(lines) => lines.lines.iter().map(|line| line.text.clone()).collect(),
        _ => Vec::new(),
    };
    items.iter().flat_map(text).collect()
}

#[test]
fn numbers_boxes_and_gaps() {
    laid_out(
        "1x13x13: conv k3 d2, conv k3 d2, conv k3 d2",
        &[0, 0],
        ViewName::Paths,
        Look::default(),
        |subject, board| {
            let texts = texts(&board.over(subject, 0));
            // Trinomial coefficients 1 3 6 7 6 3 1 along both axes: 7 · 7 from the middle pixel.
            assert_eq!(texts.iter().filter(|text| text.as_str() == "49").count(), 1, "in its cell");
            assert!(texts.contains(&"0 … 49".to_owned()), "on the scale");
            assert_eq!(texts.iter().filter(|text| text.as_str() == "42").count(), 4);
            for said in [
                "Paths to unit (0, 0) of conv3",
                "729 paths from the image",
                "each goes through one tap of every layer",
                "the field: 13 × 13",
                "50\u{a0}% of the paths: within 9 × 9, 69.2\u{a0}% of the field’s width",
                "gridding: no path from 120 of 169 pixels in the field (71\u{a0}%)",
            ] {
                assert!(texts.iter().any(|text| text == said), "{said}: {texts:?}");
            }
        },
    );
}

/// The boxes are named, and one name stands for those that are the same. By hand: 3·3 inner pixels have (6+7+6)² = 361 of
/// 729 routes, which is not half; 5·5 have 625; nine tenths and more need all.
#[test]
fn boxes_are_named() {
    laid_out(
        "1x13x13: conv k3 d2, conv k3 d2, conv k3 d2",
        &[0, 0],
        ViewName::Paths,
        Look::default(),
        |subject, board| {
            let items = board.over(subject, 0);
            let badges = items.iter().filter_map(|item| match &item.shape {
                Shape::Badge { text, .. } => Some(text.as_str()),
                _ => None,
            });
            let badges: Vec<&str> = badges.collect();
            assert_eq!(badges, ["50\u{a0}%", "90\u{a0}% and 99\u{a0}%"]);
        },
    );
}

/// No name of a box covers another one, on one axis either, where all of them stand on one edge.
#[test]
fn names_of_boxes_do_not_cover_each_other() {
    for (text, unit) in [
        ("1x16: conv k3, conv k3 s2, maxpool k2", &[1][..]),
        ("1x80: conv k9, conv k9, conv k9, conv k9", &[20]),
        ("1x40x40: conv k9, conv k9, conv k9", &[8, 8]),
        ("1x300x300: conv k3, conv k3, conv k3", &[100, 100]),
    ] {
        laid_out(text, unit, ViewName::Paths, Look::default(), |subject, board| {
            let items = board.over(subject, 0);
            let names = items.iter().map(|item| &item.shape).filter(|shape| matches!(shape, Shape::Badge { .. }));
            let rects: Vec<_> = names.map(Shape::bounds).collect();
            assert!(!rects.is_empty(), "{text}");
            for (at, rect) in rects.iter().enumerate() {
                assert!(rects[..at].iter().all(|other| other.clip(rect).is_none()), "{text}: {rects:?}");
            }
        });
    }
}

/// A network that is only thought about has no counted routes: the view counts them itself.
#[test]
fn a_preview_is_counted_too() {
    let graph: Graph = read_stack("1x9x9: convt k3 s2, conv k3").unwrap().lower().graph;
    let (analysis, words) = (Analysis::of(&graph), Words::new(Lang::En));
    let subject = Subject::new(&graph, &analysis, &words);
    let board = board(ViewName::Paths, &subject, Look::default(), None).unwrap();
    let texts = texts(&board.over(&subject, 0));
    assert!(texts.iter().any(|text| text.starts_with("Paths to unit (8, 8)")), "{texts:?}");
    let pattern = "checkerboard: units of convt1 read 2, 1, 2, 1, … inputs";
    assert!(texts.iter().any(|text| text == pattern), "{texts:?}");
}

/// Far from the middle of a deep stack's field a pixel has hardly any part of the routes, but it is coloured: only what
/// has no route is clear.
#[test]
fn few_routes_are_not_drawn_as_none() {
    let text = format!("1x201x201: {}", vec!["conv k3"; 100].join(", "));
    laid_out(&text, &[0, 0], ViewName::Paths, Look::default(), |subject, board| {
        let items = board.under(subject, 0);
        let heat = items.iter().find_map(|item| match &item.shape {
            Shape::Raster { pixels, .. } => Some(pixels),
            _ => None,
        });
        let heat = heat.expect("heat");
        assert_eq!((heat.width, heat.height), (201, 201));
        assert!(heat.rgba.chunks(4).all(|pixel| pixel[3] == 255), "a corner has 1 of about 10⁹⁵ routes");
        assert!(!items.iter().any(|item| matches!(item.shape, Shape::Hatch(..))));
    });
}

#[test]
fn a_pixel_is_pointed_at_and_not_pinned() {
    laid_out("1x9x9: conv k3, conv k3", &[2, 2], ViewName::Paths, Look::default(), |subject, board| {
        let cells = board.under(subject, 0).iter().find_map(|item| match item.shape {
            Shape::Grid(cells) => Some(cells),
            _ => None,
        });
        let cells = cells.unwrap();
        for (row, column) in [(0, 0), (3, 5), (8, 8)] {
            let at = Point::new(cells.columns.at(column) + 1.0, cells.rows.at(row) + 1.0);
            let hit = Some(Hit::Read((MapId::INPUT, [row, column].into())));
            assert_eq!(board.hit(subject, at, None), hit);
        }
    });
}

/// The pixels of the heat are the routes over the most of them.
#[test]
fn heat_over_the_maps() {
    let look = Look { paths: true, ..Look::default() };
    for view in [ViewName::Maps, ViewName::Ladder] {
        laid_out("1x9x9: conv k3, conv k3", &[2, 2], view, look, |subject, board| {
            let parts = 0..board.parts().len();
            let items = parts.flat_map(|part| [board.under(subject, part), board.over(subject, part)]).flatten();
            let sizes: Vec<(u32, u32)> = items
                .filter_map(|item| match item.shape {
                    Shape::Raster { pixels, .. } => Some((pixels.width, pixels.height)),
                    _ => None,
                })
                .collect();
            let height = |n: u32| if view == ViewName::Maps { n } else { 1 };
            assert_eq!(sizes, [(5, height(5)), (3, height(3))], "{view:?}");
        });
    }
}

/// What is said of a pixel lies where nothing is drawn over it: what is said of a shown unit lies under the texts.
#[test]
fn what_is_said_of_a_pixel_is_not_drawn_over() {
    for (text, unit) in [("1x13x13: conv k3 d2, conv k3 d2", &[2, 2][..]), ("1x16: conv k3, conv k3 s2", &[2])] {
        laid_out(text, unit, ViewName::Paths, Look::default(), |subject, board| {
            let pixel = subject.graph.input.size.map(|_| 6);
            let trace = Trace::of(subject.graph, subject.analysis, MapId::INPUT, pixel).unwrap();
            let traced = board.traced(subject, &trace, &board.bounds());
            let badge = traced.iter().map(|item| &item.shape).find(|shape| matches!(shape, Shape::Lines(_)));
            let badge = badge.expect("what is said").bounds();
            let (all, over) = (board.bounds(), board.over(subject, 0));
            assert!(badge.max.y <= all.max.y && badge.min.y >= all.min.y, "{text}: {badge:?} in {all:?}");
            for item in over {
                let rect = item.shape.bounds();
                assert!(rect.clip(&badge).is_none(), "{text}: {badge:?} under {:?}", item.shape);
            }
        });
    }
}

/// Colours are about one unit: it has a mark of its own, pinned or not.
#[test]
fn the_unit_of_the_heat_is_marked() {
    let look = Look { paths: true, ..Look::default() };
    laid_out("1x9x9: conv k3, conv k3", &[1, 3], ViewName::Maps, look, |subject, board| {
        let items = board.under(subject, 2);
        let cells = items.iter().find_map(|item| match item.shape {
            Shape::Grid(cells) => Some(cells),
            _ => None,
        });
        let spots = items.iter().filter_map(|item| match item.shape {
            Shape::Spot(rect) => Some(rect.min),
            _ => None,
        });
        let Cells { columns, rows } = cells.unwrap();
        assert_eq!(spots.collect::<Vec<_>>(), [Point::new(columns.at(3), rows.at(1))]);
    });
}

/// All digits of 3³⁰ and 3³⁷, the size of 3⁴⁰; in Russian with a comma.
#[test]
fn all_routes_in_digits_while_they_can_be_read() {
    let total = |layers: usize, lang: Lang| {
        let graph: Graph = read_stack(&format!("1x99: {}", vec!["conv k3"; layers].join(", "))).unwrap().lower().graph;
        let (analysis, words) = (Analysis::of(&graph), Words::new(lang));
        let subject = Subject::new(&graph, &analysis, &words);
        let board = board(ViewName::Paths, &subject, Look::default(), None).unwrap();
        texts(&board.over(&subject, 0))
    };
    let says = |layers: usize, lang: Lang, number: &str| {
        let texts = total(layers, lang);
        assert!(texts.iter().any(|text| text.contains(number)), "{number}: {texts:?}");
    };
    says(30, Lang::En, "205\u{202F}891\u{202F}132\u{202F}094\u{202F}649 paths");
    says(37, Lang::En, "450\u{202F}283\u{202F}905\u{202F}890\u{202F}997\u{202F}363 paths");
    says(40, Lang::En, "≈\u{202F}1.2·10¹⁹ paths");
    says(40, Lang::Ru, "≈\u{202F}1,2·10¹⁹");
}

#[test]
fn every_kind_of_network_has_the_view() {
    for (text, unit) in [
        ("1x7: conv k3, conv k3", &[1][..]),
        ("1x5x6x7: conv k3, conv k2", &[1, 1, 1]),
        ("1x8x8: conv k3, flatten, linear c4", &[]),
        ("3x2000x3000: conv k3 p1, maxpool k2", &[500, 700]),
        ("1x4x4: conv k2 s3 p3", &[0, 0]),
    ] {
        laid_out(text, unit, ViewName::Paths, Look::default(), |subject, board| {
            assert!(!texts(&board.over(subject, 0)).is_empty(), "{text}");
        });
    }
}

/// Thirty blocks whose branches differ on both axes have 2³⁰ kinds of products; a dense map of a long axis takes more taps
/// than are gone through. Each is said, in both languages, and what can be done.
#[test]
fn it_is_said_why_routes_are_not_counted() {
    let kinds = |wanted: Uncounted, graph: &Graph, en: &str, ru: &str| {
        let analysis = Analysis::of(graph);
        let unit = middle_unit(graph, &analysis).unwrap();
        assert_eq!(Paths::of(graph, &analysis, unit.0, unit.1.clone()).err(), Some(wanted));
        for (lang, wanted) in [(Lang::En, en), (Lang::Ru, ru)] {
            let words = Words::new(lang);
            let subject = Subject::new(graph, &analysis, &words);
            let board = board(ViewName::Paths, &subject, Look::default(), Some(&unit)).unwrap();
            let said = texts(&board.over(&subject, 0)).join(" ").replace(['\u{A0}', '\u{202F}'], " ");
            assert_eq!(said, wanted);
        }
    };
    kinds(
        Uncounted::Taps,
        &read_stack("1x100000: conv k10001 p5000, conv k10001 p5000").unwrap().lower().graph,
        "The paths to this unit are not counted: that would take more than 30 000 000 steps. Pin a unit of an earlier layer, \
         or make the input smaller",
        "Пути к этому нейрону не сосчитаны: для этого нужно больше 30 000 000 шагов. Закрепите нейрон более раннего слоя \
         или уменьшите вход",
    );
    kinds(
        Uncounted::Kinds,
        &branched(12),
        "The paths to this unit are not counted: where branches meet they are of more than 256 kinds. Pin a unit of an \
         earlier layer",
        "Пути к этому нейрону не сосчитаны: там, где сходятся ветви, их больше 256 видов. Закрепите нейрон более раннего слоя",
    );
}

/// Blocks of two branches, one of which reads rows and the other columns, and none of which is a sum of the others.
fn branched(blocks: usize) -> Graph {
    let mut graph = read_stack("1x64x64: conv k1").unwrap().lower().graph;
    for block in 1..=blocks {
        let last = graph.output();
        let branch = |graph: &mut Graph, kernel: &str, padding: &str| {
            let text = format!("1x64x64: conv k{kernel} p{padding} d{block}");
            let op = read_stack(&text).unwrap().lower().graph.node(graph.map(1).unwrap()).unwrap().op.clone();
            graph.push(Node::new(format!("{kernel} {block}"), op), &[last]).unwrap()
        };
        let rows = branch(&mut graph, "3x1", &format!("{block}x0"));
        let columns = branch(&mut graph, "1x3", &format!("0x{block}"));
        graph.push(Node::new(format!("sum{block}"), Op::Join(Join::Add)), &[rows, columns]).unwrap();
    }
    graph
}

/// Over the picture, the heat lies where the unit looks; without it, there is none.
#[test]
fn heat_over_the_picture() {
    let rasters = |look: Look| {
        laid_out("1x9x9: conv k3, conv k3", &[1, 3], ViewName::Image, look, |subject, board| {
            let subject = subject.with_paths(subject.paths.filter(|_| look.paths));
            let items = board.under(&subject, 0);
            let raster = |item: &Item| match &item.shape {
                Shape::Raster { rect, pixels } => Some((*rect, pixels.width, pixels.height)),
                _ => None,
            };
            let fill = items.iter().find_map(|item| match item.shape {
                Shape::Fill(rect) => Some(rect),
                _ => None,
            });
            (fill.expect("the tile of the picture"), items.iter().filter_map(raster).collect::<Vec<_>>())
        })
    };
    assert!(rasters(Look::default()).1.is_empty());
    let (tile, heat) = rasters(Look { paths: true, ..Look::default() });
    let [(rect, 5, 5)] = heat.as_slice() else { panic!("{heat:?}") };
    // Rows 1 to 5 and columns 3 to 7 of nine.
    let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
    assert!(near(rect.min.x, tile.min.x + tile.width() / 9.0 * 3.0), "{rect:?} in {tile:?}");
    assert!(near(rect.min.y, tile.min.y + tile.height() / 9.0), "{rect:?} in {tile:?}");
}

/// The heat lies over one tile of every map: that of the chosen channel. The unit itself is marked there.
#[test]
fn heat_over_the_chosen_tile_of_every_map() {
    let look = Look { paths: true, channel: 2, ..Look::default() };
    laid_out("1x9x9: conv k3 c4, conv k3 c6", &[1, 3], ViewName::Image, look, |subject, board| {
        let items = board.under(subject, 1);
        let heat: Vec<_> = items
            .iter()
            .filter_map(|item| match &item.shape {
                Shape::Raster { rect, pixels } => Some((*rect, pixels.width, pixels.height)),
                _ => None,
            })
            .collect();
        // Of conv1 the unit reads rows 1–3 and columns 3–5 of seven.
        let [(rect, 3, 3)] = heat.as_slice() else { panic!("{heat:?}") };
        let unit = |unit: [i64; 2]| board.place_of(subject, &Hit::Unit((subject.graph.map(1).unwrap(), unit.into())));
        let (first, last) = (unit([1, 3]).unwrap(), unit([3, 5]).unwrap());
        let near = |a: Point, b: Point| (a.x - b.x).abs() < 1e-9 && (a.y - b.y).abs() < 1e-9;
        assert!(near(rect.min, first.min) && near(rect.max, last.max), "{rect:?}: {first:?} to {last:?}");
        let spot = |item: &Item| matches!(item.shape, Shape::Spot(_));
        assert_eq!(board.under(subject, 2).iter().filter(|item| spot(item)).count(), 1);
    });
}

#[test]
fn the_window_colours_units_by_their_paths() {
    use super::driver::{click, press, window};
    let mut window = window("1x9x9: conv k3, conv k3");
    press(&mut window, egui::Modifiers::ALT, Key::Num1);
    click(&mut window, "With paths");
    window.run();
    assert!(window.state().document().view.look.paths);
}
