//! The charts: their numbers against published ones, their scales, their texts, and how they are used.

use receptive::field::Analysis;
use receptive::import::layer_text::read_stack;
use receptive::locale::{Lang, Words};
use receptive::net::{Graph, Look, Scale, presets};
use receptive::scene::charts::drawing;
use receptive::scene::figure::Axis;
use receptive::scene::series::{Chart, Charts, MOST_POINTS, thinned};
use receptive::scene::view::Subject;
use receptive::scene::{Item, Rect, Shape};

fn graph(text: &str) -> Graph {
    read_stack(text).unwrap().lower().graph
}

fn charts(graph: &Graph) -> Charts {
    Charts::of(graph, &Analysis::of(graph))
}

/// The numbers of a chart at each of the maps, on its only line.
fn values(charts: &Charts, chart: Chart) -> Vec<f64> {
    let [one] = charts.curves(chart).series.as_slice() else { panic!("{chart:?} has several lines") };
    one.values.iter().map(|value| value.unwrap_or(f64::NAN)).collect()
}

/// Simonyan and Zisserman 2014: thirteen convolutions and five pools; 14 714 688 parameters in the convolutions. Field
/// and stride of the last pool from Araujo et al. 2019.
#[test]
fn the_numbers_of_vgg16_are_the_published_ones() {
    let vgg16 = presets::ALL.iter().find(|preset| preset.id == "vgg16").unwrap().stack();
    let graph = vgg16.lower().graph;
    let charts = charts(&graph);
    let at_pools = |chart: Chart| -> Vec<f64> {
        let values = values(&charts, chart);
        let pools = graph.maps().filter(|map| graph.node(*map).is_some_and(|node| node.op.word() == "maxpool"));
        pools.map(|map| values[map.index()]).collect()
    };
    assert_eq!(at_pools(Chart::Field), [6.0, 16.0, 44.0, 100.0, 212.0]);
    assert_eq!(at_pools(Chart::Stride), [2.0, 4.0, 8.0, 16.0, 32.0]);
    assert_eq!(at_pools(Chart::Size), [112.0, 56.0, 28.0, 14.0, 7.0]);
    let of = |name: &str, chart| {
        let map = graph.maps().find(|map| graph.node(*map).is_some_and(|node| node.name == name)).unwrap();
        values(&charts, chart)[map.index()]
    };
    let first = graph.nodes().iter().find(|node| node.op.word() == "conv").unwrap().name.clone();
    assert_eq!(of(&first, Chart::Params), 1792.0);
    assert_eq!(of(&first, Chart::Macs), 86_704_128.0);
    let convolutions = graph.maps().filter(|map| graph.node(*map).is_some_and(|node| node.op.word() == "conv"));
    let params: f64 = convolutions.map(|map| values(&charts, Chart::Params)[map.index()]).sum();
    assert_eq!(params, 14_714_688.0);
    assert!(values(&charts, Chart::Lost).iter().all(|lost| *lost == 0.0));
    assert_eq!(charts.end, None);
}

#[test]
fn the_lost_share_and_fractions_are_told_exactly() {
    let graph = graph("1x7x7: conv k3 s3");
    let analysis = Analysis::of(&graph);
    let [en, ru] = Lang::ALL.map(Words::new);
    let last = graph.output();
    let told = |chart: Chart, words: &Words| chart.exact(&analysis, last, words);
    assert_eq!(told(Chart::Lost, &en), "26.5\u{A0}% · 13 of 49");
    assert_eq!(told(Chart::Lost, &ru), "26,5\u{A0}% · 13 из 49");
    assert_eq!([Chart::Field, Chart::Stride, Chart::Size].map(|chart| told(chart, &en)), ["3", "3", "2"]);
    assert_eq!([Chart::Params, Chart::Macs].map(|chart| told(chart, &en)), ["10", "36"]);
    assert!((values(&charts(&graph), Chart::Lost)[1] - 1300.0 / 49.0).abs() < 1e-12);

    let upsampled = self::graph("1x8x6: upsample x2x4, gap, flatten");
    let analysis = Analysis::of(&upsampled);
    let told = |chart: Chart, map: usize| chart.exact(&analysis, upsampled.map(map).unwrap(), &en);
    assert_eq!(told(Chart::Stride, 1), "1/2 × 1/4");
    assert_eq!(told(Chart::Stride, 2), "all units see the same");
    assert_eq!(told(Chart::Size, 3), "a vector");
}

#[test]
fn axes_that_differ_have_a_line_each_and_unknown_maps_end_them() {
    let charts = charts(&graph("2x64x48: conv k3x5 s2x1, conv k3, conv k99"));
    let lines = &charts.curves(Chart::Field).series;
    // By hand: rows 1, 1 + 2, 3 + 2·2; columns 1, 1 + 4, 5 + 2·1.
    let known = |values: &[Option<f64>]| values.iter().flatten().copied().collect::<Vec<_>>();
    assert_eq!(known(&lines[0].values), [1.0, 3.0, 7.0]);
    assert_eq!(known(&lines[1].values), [1.0, 5.0, 7.0]);
    assert!(lines.iter().all(|line| line.values[3].is_none() && line.pieces.len() == 1));
    assert_eq!((charts.image.as_slice(), charts.end.map(receptive::net::MapId::index)), (&[64, 48][..], Some(3)));
}

#[test]
fn thinning_keeps_ends_and_peaks_in_order() {
    let mut points: Vec<(usize, f64)> = (0..5001).map(|map| (map, 10.0)).collect();
    for (map, value) in [(0, 3.0), (1234, 99.0), (1235, -5.0), (4999, 50.0), (5000, 7.0)] {
        points[map].1 = value;
    }
    let kept = thinned(points.clone(), MOST_POINTS);
    assert!(kept.len() <= MOST_POINTS, "{}", kept.len());
    assert!(kept.is_sorted_by(|a, b| a.0 < b.0), "each map once, in order");
    for map in [0, 1234, 1235, 4999, 5000] {
        assert!(kept.contains(&points[map]), "{map}");
    }
    assert_eq!(thinned(points[..900].to_vec(), MOST_POINTS), points[..900]);

    let deep = charts(&graph(&format!("1x64x64: {}, conv k3 c9, relu", vec!["relu"; 4998].join(", "))));
    let bars = &deep.curves(Chart::Params).bars;
    assert!(
        bars.len() < 400 && bars.last().unwrap().value == 90.0,
        "the one bar that is not 0 is among {}",
        bars.len()
    );
}

#[test]
fn ticks_are_round() {
    let ticks = |axis: &Axis, labelled: bool| -> Vec<f64> {
        axis.ticks.iter().filter(|tick| tick.labelled == labelled).map(|tick| tick.value).collect()
    };
    let linear = Axis::of(Scale::Linear, Some(1.0), 404.0, false, 5);
    assert_eq!(ticks(&linear, true), [0.0, 100.0, 200.0, 300.0, 400.0]);
    let log = Axis::of(Scale::Log, Some(1.0), 1024.0, false, 6);
    assert_eq!(ticks(&log, true), [1.0, 10.0, 100.0, 1000.0]);
    assert_eq!(ticks(&log, false), [0.0, 2.0, 5.0, 20.0, 50.0, 200.0, 500.0, 2000.0, 5000.0]);
    // Equal factors are equally far apart; nothing is below the base, and 0 is on it.
    let step = |from: f64, to: f64| log.place(to) - log.place(from);
    assert!((step(1.0, 10.0) - step(100.0, 1000.0)).abs() < 1e-12);
    assert!(log.place(1.0) > 0.0 && log.place(0.0) == 0.0 && log.place(1024.0) < 1.0);
    let nothing = Axis::of(Scale::Log, None, 0.0, true, 6);
    assert_eq!((ticks(&nothing, true), nothing.place(0.0)), (vec![0.0], 0.0));
}

#[test]
fn numbers_are_short() {
    let [en, ru] = Lang::ALL.map(Words::new);
    let table = [
        (0.0, "0", "0"),
        (0.5, "0.5", "0,5"),
        (26.530_612, "26.5", "26,5"),
        (9408.0, "9408", "9408"),
        (12_800.0, "12.8\u{A0}k", "12,8\u{A0}тыс."),
        (999_999.0, "1\u{A0}M", "1\u{A0}млн"),
        (1_849_688_064.0, "1.85\u{A0}G", "1,85\u{A0}млрд"),
        (u64::MAX as f64, "18.4\u{A0}E", "18,4\u{A0}квинтлн"),
    ];
    for (value, in_english, in_russian) in table {
        assert_eq!((en.short(value).as_str(), ru.short(value).as_str()), (in_english, in_russian));
    }
}

/// Asserts that no two texts lie over each other, and tells how many there are.
#[track_caller]
pub fn texts_apart(items: &[Item], what: &str) -> usize {
    let texts: Vec<(&str, Rect)> = items
        .iter()
        .filter_map(|item| match &item.shape {
            Shape::Text { text, .. } => Some((text.as_str(), item.shape.bounds())),
            _ => None,
        })
        .collect();
    for (i, (text, rect)) in texts.iter().enumerate() {
        for (other_text, other) in &texts[..i] {
            let common = rect.clip(other).filter(|common| common.width() > 1.0 && common.height() > 3.5);
            assert!(common.is_none(), "{what}: “{text}” and “{other_text}” meet: {common:?}");
        }
    }
    texts.len()
}

fn items(text: &str, scale: Scale, lang: Lang) -> Vec<Item> {
    let graph = graph(text);
    let analysis = Analysis::of(&graph);
    let words = Words::new(lang);
    let subject = Subject::new(&graph, &analysis, &words);
    drawing(&subject, Look { scale, ..Look::default() }).items
}

#[test]
fn texts_on_the_page_do_not_overprint_each_other() {
    let deep = format!("1x1024x1024: {}", vec!["conv k3"; 511].join(", "));
    let stacks = [
        "1x7x7: conv k3 s3",
        "2x64x48: conv k3x5 s2x1, conv k3",
        "2x64x60: conv k3x5 s2x1, conv k3, gap, flatten, linear c1000000",
        "1x8x9x10: conv k3x5x7, conv k3",
        "1x5x5: conv k5, conv k3",
        "3x224x224: conv k3 p1 c64, relu, conv k3 p1 c64, relu, maxpool k2, conv k3 p1 c128, relu, maxpool k2",
        deep.as_str(),
    ];
    for stack in stacks {
        for (scale, lang) in [(Scale::Linear, Lang::En), (Scale::Log, Lang::Ru)] {
            let items = items(stack, scale, lang);
            assert!(texts_apart(&items, &format!("{stack} {scale:?}")) > 20);
        }
    }
}

#[test]
fn without_layers_the_page_says_what_to_do() {
    let items = items("1x7x7:", Scale::Linear, Lang::En);
    assert!(matches!(&items[0].shape, Shape::Text { text, .. } if text.starts_with("Add a layer")), "{items:?}");
}

/// The first chart of a small page: grid, the input's size, points, line, base and texts, from the back to the front.
#[test]
fn the_items_of_a_small_page() {
    let items = items("1x7x7: conv k3 s3", Scale::Linear, Lang::En);
    let line = |item: &Item| {
        let (place, role) = (item.shape.bounds(), item.role);
        let what = match &item.shape {
            Shape::Text { text, .. } => format!("“{text}”"),
            Shape::Dots { at, .. } => format!("{} dots", at.len()),
            Shape::Polyline { points, .. } => format!("line of {}", points.len()),
            Shape::Segments { segments, dashed, .. } => format!("{} lines, dashed: {dashed}", segments.len()),
            other => format!("{other:?}"),
        };
        format!("{what} {role:?} at {:.0}, {:.0}", place.min.x, place.min.y)
    };
    let first =
        items.iter().take_while(|item| !matches!(&item.shape, Shape::Text { text, .. } if text.contains("stride")));
    insta::assert_snapshot!(first.map(line).collect::<Vec<_>>().join("\n"), @"
    “Receptive field, px” Text at 30, 0
    4 lines, dashed: false CellLine at 30, 33
    1 lines, dashed: true TextDim at 30, 52
    2 dots Field at 130, 123
    line of 2 Field at 134, 126
    1 lines, dashed: false TextDim at 30, 182
    “0” TextDim at 18, 175
    “2” TextDim at 18, 138
    “4” TextDim at 18, 101
    “6” TextDim at 18, 64
    “8” TextDim at 18, 26
    “Input” TextDim at 118, 186
    “conv1” TextDim at 291, 186
    “1” Text at 130, 146
    “3” Text at 303, 109
    “input size 7” TextDim at 35, 37
    ");
}

#[cfg(feature = "window")]
mod in_the_window {
    use egui::accesskit::Role;
    use egui::{Key, Modifiers, pos2};
    use egui_kittest::kittest::{NodeT, Queryable};
    use receptive::locale::Lang;

    use crate::driver::{Window, assert_says, assert_silent, drawn, press, window, window_of};

    const ALT_5: (Modifiers, Key) = (Modifiers::ALT, Key::Num8);

    fn shown(mut window: Window) -> Window {
        press(&mut window, ALT_5.0, ALT_5.1);
        window
    }

    /// What the charts of this name tell, one after the other.
    fn told(window: &Window, chart: &str) -> Vec<String> {
        let charts = window.query_all_by_role_and_label(Role::Image, chart);
        charts.filter_map(|node| node.accesskit_node().value()).collect()
    }

    #[track_caller]
    fn click_at(window: &mut Window, chart: &str, along: f32) {
        let rect = window.get_by_role_and_label(Role::Image, chart).rect();
        let at = pos2(rect.left() + along * rect.width(), rect.center().y);
        window.hover_at(at);
        window.drag_at(at);
        window.drop_at(at);
        window.run();
    }

    const THREE: &str = "1x28x28: conv k5 c3, conv k3 c6, maxpool k2";

    #[test]
    fn a_click_selects_the_layer_and_keys_go_on() {
        let mut window = shown(window(THREE));
        click_at(&mut window, "Effective stride", 0.97);
        window.remove_cursor();
        window.run();
        assert_eq!(told(&window, "Effective stride"), ["maxpool1: 2"]);
        assert_eq!(told(&window, "Map size"), ["maxpool1: 11"]);
        for (key, value) in [
            (Key::ArrowLeft, "conv2: 168"),
            (Key::ArrowLeft, "conv1: 78"),
            (Key::Home, "Input: 0"),
            (Key::ArrowLeft, "Input: 0"),
            (Key::ArrowRight, "conv1: 78"),
            (Key::End, "maxpool1: 0"),
        ] {
            press(&mut window, Modifiers::NONE, key);
            assert_eq!(told(&window, "Parameters"), [value], "{key:?}");
        }
    }

    #[test]
    fn pointing_at_one_chart_reads_all() {
        let mut window = shown(window(THREE));
        let rect = window.get_by_role_and_label(Role::Image, "Lost pixels").rect();
        // Two thirds of four maps: the third one, which is the second convolution.
        window.hover_at(pos2(rect.left() + rect.width() * 0.62, rect.center().y));
        window.run();
        assert_eq!(told(&window, "Receptive field"), ["conv2: 7"]);
        assert_eq!(told(&window, "Multiply–adds"), [format!("conv2: {}", receptive_number(162 * 22 * 22))]);
        // The strip below is not pointed at: it tells of the selection.
        assert_eq!(told(&window, "Receptive field by layer").len(), 1);
        assert!(!told(&window, "Receptive field by layer")[0].starts_with("conv2"));
    }

    fn receptive_number(n: u64) -> String {
        receptive::locale::Words::new(Lang::En).number(n)
    }

    #[test]
    fn charts_have_names_in_russian() {
        let window = shown(window_of([1440.0, 900.0], Lang::Ru, Some(THREE)));
        for name in [
            "Рецептивное поле",
            "Эффективный шаг",
            "Размер карты",
            "Потерянные пиксели",
            "Параметры",
            "Умножения-сложения",
        ] {
            assert_eq!(told(&window, name).len(), 1, "{name}");
        }
        assert!(drawn(&window).iter().any(|text| text == "размер входа 28"));
    }

    #[test]
    fn an_empty_stack_says_what_to_do_and_an_impossible_one_where_it_ends() {
        let window = shown(window_of([1440.0, 900.0], Lang::En, Some("1x28x28:")));
        assert_says(&window, "Add a layer");
        assert_silent(&window, "Effective stride");
        let window = shown(window_of([1440.0, 900.0], Lang::En, Some("1x7x7: conv k3 s3, conv k5")));
        assert_says(&window, "conv2 cannot run: the lines end before it");
    }
}
