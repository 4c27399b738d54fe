//! Exported pictures: valid, small, the same every time, and with the right things at the right places.

use receptive::axes::Axes;
use receptive::export::picture::{Format, Settings, maps};
use receptive::field::Analysis;
use receptive::import::layer_text::read_stack;
use receptive::locale::{Lang, Words};
use receptive::net::{Graph, Layout, presets};
use receptive::scene::theme::ThemeName;
use resvg::usvg;

fn graph(text: &str) -> Graph {
    read_stack(text).unwrap().lower().graph
}

fn svg(graph: &Graph, settings: &Settings) -> String {
    let picture = maps(graph, &Analysis::of(graph), settings, &Words::new(Lang::En)).unwrap();
    String::from_utf8(picture).unwrap()
}

/// The settings of a picture that shows a unit of the map with this index.
fn shows<const N: usize>(graph: &Graph, map: usize, unit: [i64; N]) -> Settings {
    Settings { unit: graph.map(map).map(|map| (map, Axes::from(unit))), ..Settings::default() }
}

/// How often something is drawn.
fn count(svg: &str, part: &str) -> usize {
    svg.matches(part).count()
}

#[test]
fn the_lost_row_and_column_and_the_field_are_drawn() {
    let graph = graph("1x7x7: conv k3 s3");
    let svg = svg(&graph, &shows(&graph, 1, [0, 1]));
    // Cells are 44 points: the lost row is 7 cells wide, the column leaves out the row.
    assert_eq!(count(&svg, "width=\"308\" height=\"44\" fill=\"url(#hatch-Lost)\""), 1);
    assert_eq!(count(&svg, "width=\"44\" height=\"264\" fill=\"url(#hatch-Lost)\""), 1);
    // The field is 3×3 cells, filled and outlined.
    assert_eq!(count(&svg, "width=\"132\" height=\"132\""), 2);
    for part in
        ["<title id=\"title\">", "<desc id=\"desc\">", "id=\"map-0-input\"", "id=\"map-1-conv1\"", "id=\"field\""]
    {
        assert_eq!(count(&svg, part), 1, "{part}");
    }
    assert!(svg.contains(">conv k3 s3</text>"), "text is text");
    assert!(svg.contains("13 of 49"), "the description tells the loss");
}

#[test]
fn every_lesson_gives_a_valid_small_picture_in_both_layouts_and_languages() {
    for preset in presets::ALL {
        let graph = preset.stack().lower().graph;
        let analysis = Analysis::of(&graph);
        for (layout, lang) in [(Layout::Equal, Lang::En), (Layout::Aligned, Lang::Ru)] {
            let settings = Settings { layout, theme: ThemeName::Dark, ..Settings::default() };
            let once = maps(&graph, &analysis, &settings, &Words::new(lang)).unwrap();
            let again = maps(&graph, &analysis, &settings, &Words::new(lang)).unwrap();
            assert!(once == again, "{}: not the same every time", preset.id);
            let svg = String::from_utf8(once).unwrap();
            let tree = usvg::Tree::from_str(&svg, &usvg::Options::default());
            assert!(tree.is_ok(), "{}: {tree:?}", preset.id);
            let ids: Vec<&str> = svg.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
            let mut unique = ids.clone();
            unique.sort_unstable();
            unique.dedup();
            assert_eq!(unique.len(), ids.len(), "{}: ids occur twice", preset.id);
        }
    }
}

#[test]
fn a_long_network_stays_small() {
    let vgg16 = presets::ALL.iter().find(|preset| preset.id == "vgg16").unwrap().stack().lower().graph;
    let svg = svg(&vgg16, &Settings::default());
    assert!(svg.len() < 300_000, "{} bytes", svg.len());
}

#[test]
fn names_with_marks_stay_valid() {
    let graph = graph("1x4: conv k3 name=\"<b>&\\\"x\\\" \\u0001\"");
    let svg = svg(&graph, &Settings::default());
    assert!(usvg::Tree::from_str(&svg, &usvg::Options::default()).is_ok(), "{svg}");
    assert!(svg.contains("&lt;b&gt;&amp;&quot;x&quot;"));
}

#[test]
fn a_png_has_the_size_of_its_scale_and_too_large_a_one_is_refused() {
    let graph = graph("1x7x7: conv k3 s3");
    let analysis = Analysis::of(&graph);
    let words = Words::new(Lang::En);
    let size = |scale: f64| {
        let settings = Settings { format: Format::Png, scale, ..Settings::default() };
        let png = maps(&graph, &analysis, &settings, &words).unwrap();
        // Width and height stand in the first chunk, big-endian.
        assert_eq!(&png[1..4], b"PNG");
        let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
        (number(16), number(20))
    };
    let (width, height) = size(1.0);
    let twice = size(2.0);
    assert!(twice.0.abs_diff(2 * width) <= 1 && twice.1.abs_diff(2 * height) <= 1, "{twice:?}");
    let wide = read_stack(&format!("1x1024x1024: {}", vec!["conv k3 p1"; 400].join(", "))).unwrap().lower().graph;
    let settings = Settings { format: Format::Png, ..Settings::default() };
    let refused = maps(&wide, &Analysis::of(&wide), &settings, &words).unwrap_err().to_string();
    assert!(refused.contains("smaller scale"), "{refused}");
    let settings = Settings { scale: f64::NAN, ..Settings::default() };
    assert!(maps(&graph, &analysis, &settings, &words).is_err());
}

#[test]
fn strips_of_one_axis_stand_below_each_other_and_three_axes_have_two_panes() {
    let one = graph("1x16: conv k3, maxpool k2");
    assert_eq!(count(&svg(&one, &shows(&one, 2, [3])), "<polygon"), 2);
    let three = graph("1x4x6x6: conv k3");
    let svg = svg(&three, &shows(&three, 1, [1, 2, 2]));
    assert!(usvg::Tree::from_str(&svg, &usvg::Options::default()).is_ok());
}
