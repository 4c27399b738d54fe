//! Exported pictures: valid, small, the same every time, and with the right things at the right places.

use receptive::axes::Axes;
use receptive::export::picture::{Format, Settings, Size, extent, largest, write as draw};
use receptive::field::Analysis;
use receptive::import::layer_text::read_stack;
use receptive::locale::{Lang, Words};
use receptive::net::{Graph, Layout, Look, presets};
use receptive::scene::detail::{self, Lens, Mark};
use receptive::scene::maps::Maps;
use receptive::scene::theme::{Role, ThemeName};
use receptive::scene::view::{Board, Subject, ViewName};

use super::scenes;
use receptive::scene::{Lean, Rect, Shape};
use resvg::usvg;

fn graph(text: &str) -> Graph {
    read_stack(text).unwrap().lower().graph
}

fn svg(graph: &Graph, settings: &Settings) -> String {
    let picture = draw(Subject::new(graph, &Analysis::of(graph), &Words::new(Lang::En)), settings).unwrap();
    String::from_utf8(picture).unwrap()
}

/// The settings of a picture that shows a unit of the map with this index.
fn shows<const N: usize>(graph: &Graph, map: usize, unit: [i64; N]) -> Settings {
    Settings { unit: graph.map(map).map(|map| (map, Axes::from(unit))), ..Settings::default() }
}

fn look(layout: Layout) -> Look {
    Look { layout, ..Look::default() }
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
            let settings = Settings { look: look(layout), theme: ThemeName::Dark, ..Settings::default() };
            let once = draw(Subject::new(&graph, &analysis, &Words::new(lang)), &settings).unwrap();
            let again = draw(Subject::new(&graph, &analysis, &Words::new(lang)), &settings).unwrap();
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
    let graph = graph("1x4: conv k3 name=\"<b>&\\\"x\\\" \\u0001\\uFFFE\\uFFFF\"");
    assert!(
        graph.nodes().iter().any(|node| node.name.contains('\u{FFFE}')),
        "the name has a character that XML has not"
    );
    let svg = svg(&graph, &Settings::default());
    assert!(usvg::Tree::from_str(&svg, &usvg::Options::default()).is_ok(), "{svg}");
    assert!(svg.contains("&lt;b&gt;&amp;&quot;x&quot;"));
    let forbidden = |c: char| matches!(c, '\0'..='\x08' | '\x0B'..='\x1F' | '\u{FFFE}' | '\u{FFFF}');
    assert!(!svg.contains(forbidden));
}

#[test]
fn a_png_has_the_size_of_its_scale_and_too_large_a_one_is_refused() {
    let graph = graph("1x7x7: conv k3 s3");
    let analysis = Analysis::of(&graph);
    let words = Words::new(Lang::En);
    let size = |scale: f64| {
        let settings = Settings { format: Format::Png, size: Size::Scale(scale), ..Settings::default() };
        let png = draw(Subject::new(&graph, &analysis, &words), &settings).unwrap();
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
    let wide_analysis = Analysis::of(&wide);
    let refused = draw(Subject::new(&wide, &wide_analysis, &words), &settings).unwrap_err().to_string();
    assert!(refused.contains("smaller size"), "{refused}");
    let settings = Settings { size: Size::Scale(f64::NAN), ..Settings::default() };
    assert!(draw(Subject::new(&graph, &analysis, &words), &settings).is_err());
}

#[test]
fn the_largest_size_fits_and_a_larger_one_does_not() {
    let larger = |size: Size| match size {
        Size::Scale(scale) => Size::Scale(scale * 1.03 + 0.02),
        Size::Pixels(pixels) => Size::Pixels(pixels + pixels / 50 + 1),
        Size::Millimetres(mm) => Size::Millimetres(mm * 1.02 + 0.2),
    };
    for (width, height) in [(100.0, 100.0), (30_000.0, 500.0), (12_345.6, 12_345.6), (500.0, 40_000.0), (0.3, 0.3)] {
        let bounds = Rect::new(-3.0, 7.0, width, height);
        for format in [Format::Png, Format::Pdf] {
            for most in [Size::Scale(20.0), Size::Pixels(65_535), Size::Millimetres(5080.0)] {
                let size = largest(&bounds, format, most);
                assert!(extent(&bounds, format, size).is_ok(), "{width}×{height} {format:?} {size:?}");
                let more = extent(&bounds, format, larger(size));
                assert!(size == most || more.is_err(), "{width}×{height} {format:?} {size:?}");
            }
        }
        assert_eq!(largest(&bounds, Format::Svg, Size::Scale(20.0)), Size::Scale(20.0));
        assert_eq!(largest(&bounds, Format::Png, Size::Pixels(10)), Size::Pixels(10), "what fits stays");
    }
    // Refused by its size alone, before a byte of it is made.
    assert!(extent(&Rect::new(0.0, 0.0, 1e300, 1e300), Format::Png, Size::Scale(1.0)).is_err());
}

/// Networks whose maps are far larger than their inputs.
const HUGE: [&str; 6] = [
    "1x7x7: pad p1000000",
    "1x7x7: conv k3 p1000000, conv k3",
    "1x7x7: upsample x100000000",
    "1x7x7: conv k3, adaptavg o1000000000",
    "1x7: upsample x100000000",
    "1x7x7x7: upsample x100000000",
];

#[test]
fn a_map_far_larger_than_the_input_stays_in_bounds_and_says_so() {
    for text in HUGE {
        let graph = graph(text);
        for layout in [Layout::Equal, Layout::Aligned] {
            let svg = svg(&graph, &Settings { look: look(layout), ..Settings::default() });
            assert!(svg.len() < 150_000, "{text}: {} bytes", svg.len());
            let size = usvg::Tree::from_str(&svg, &usvg::Options::default()).unwrap().size();
            assert!(size.width() < 4_000.0 && size.height() < 2_000.0, "{text}: {size:?}");
            // Aligned, an upsampled map is as large as the input.
            let shrinks = layout == Layout::Equal || text.contains("pad") || text.contains(" p1");
            assert_eq!(svg.contains("not to scale"), shrinks, "{text} {layout:?}");
        }
    }
    let russian = graph(HUGE[0]);
    let picture =
        draw(Subject::new(&russian, &Analysis::of(&russian), &Words::new(Lang::Ru)), &Settings::default()).unwrap();
    assert!(String::from_utf8(picture).unwrap().contains("не в масштабе"));
    let padded = svg(&graph(HUGE[1]), &Settings::default());
    assert!(padded.contains("more padding than drawn"));
    let usual = svg(&graph("1x7x7: conv k3 p1, upsample x4"), &Settings::default());
    assert!(!usual.contains("not to scale") && !usual.contains("more padding"));
}

#[test]
fn cells_too_small_to_be_told_apart_claim_nothing() {
    // Every other row is lost: half of them, and no area may say "all".
    let striped = svg(&graph("1x10000x4: conv k1 s2x1"), &Settings::default());
    let lost = "fill=\"url(#hatch-Lost)\"";
    assert_eq!(count(&striped, lost), 1, "only the legend");
    assert_eq!(count(&striped, "fill=\"url(#some-Lost)\""), 1);
    assert!(striped.contains("some of these"));
    // The same rows on a map that has room for them.
    let roomy = svg(&graph("1x40x4: conv k1 s2x1"), &Settings::default());
    assert!(count(&roomy, lost) >= 1 && !roomy.contains("some-") && !roomy.contains("some of these"));
    // What lies between is lost as a whole, however large the map is.
    let cut = svg(&graph("1x10000x4: conv k1, crop p2000:0x0"), &Settings::default());
    assert!(!cut.contains("some-"), "one run is told apart");
    let holes = graph("1x300x300: conv k65 d2");
    let traced = svg(&holes, &shows(&holes, 1, [3, 3]));
    assert!(traced.contains("some-FieldFill") && traced.contains("some of these"));
    let few = graph("1x20x20: conv k3 d2");
    let traced = svg(&few, &shows(&few, 1, [3, 3]));
    assert!(!traced.contains("some-"));
}

#[test]
fn the_window_tells_apart_what_it_magnifies() {
    let graph = graph("1x10000x4: conv k1 s2x1");
    let analysis = Analysis::of(&graph);
    let words = Words::new(Lang::En);
    let maps = Maps::of(&Subject::new(&graph, &analysis, &words), Layout::Equal);
    let items = maps.under(&Subject::new(&graph, &analysis, &words), 0);
    let rect = maps.places[0].panes[0].cells.rect();
    let near = Lens { window: Rect::new(rect.min.x, rect.min.y, 5.0, 5.0), zoom: 200.0 };
    assert!(items.iter().any(|item| detail::is_coarse(item, &Lens { window: rect, zoom: 1.0 })));
    assert!(!items.iter().any(|item| detail::is_coarse(item, &near)));
    let mut hatched = 0;
    for item in &items {
        detail::marks(item, &near, &mut |role, mark| {
            if let (Role::Lost, Mark::Hatch(rects, Lean::Rising)) = (role, mark) {
                hatched += rects.len();
            }
        });
    }
    // 5 points are some 73 rows.
    assert!((30..45).contains(&hatched), "{hatched} rows");
}

#[test]
fn a_picture_is_the_same_at_every_scale() {
    let graph = graph("1x64x64: conv k3 p1, maxpool k2");
    let body = |scale: f64| {
        let svg = svg(&graph, &Settings { size: Size::Scale(scale), ..shows(&graph, 2, [3, 3]) });
        svg.split_once("viewBox").unwrap().1.to_owned()
    };
    assert!(body(1.0) == body(4.0) && body(1.0) == body(0.25));
}

#[test]
fn strips_of_one_axis_stand_below_each_other_and_three_axes_have_two_panes() {
    let one = graph("1x16: conv k3, maxpool k2");
    assert_eq!(count(&svg(&one, &shows(&one, 2, [3])), "<polygon"), 2);
    let three = graph("1x4x6x6: conv k3");
    let svg = svg(&three, &shows(&three, 1, [1, 2, 2]));
    assert!(usvg::Tree::from_str(&svg, &usvg::Options::default()).is_ok());
    let analysis = Analysis::of(&three);
    let maps = Maps::of(&Subject::new(&three, &analysis, &Words::new(Lang::En)), Layout::Equal);
    for place in &maps.places {
        let axes: Vec<_> = place.panes.iter().map(|pane| (pane.row_axis, pane.column_axis)).collect();
        assert_eq!(axes, [(Some(0), None), (Some(1), Some(2))]);
        let [slices, slice] = [0, 1].map(|pane| place.panes[pane].cells.rect());
        assert!(slices.max.x < slice.min.x, "side by side");
    }
    // Two maps of two panes: a ground each; three cells on every axis of the field.
    assert_eq!(count(&svg, "fill=\"#edf0f5\""), 4);
}

#[test]
fn indices_of_two_panes_do_not_meet() {
    let graph = graph(HUGE[5]);
    let maps = Maps::of(&Subject::new(&graph, &Analysis::of(&graph), &Words::new(Lang::En)), Layout::Equal);
    let [slices, slice] = [0, 1].map(|pane| maps.places[1].panes[pane].cells);
    let indices = Shape::Indices(slice).bounds();
    assert!(slices.rect().max.x < indices.min.x);
}

/// The maps of a network in few words, with what a unit of the map of this index sees.
fn told(text: &str, unit: (usize, Axes<i64>)) -> String {
    let graph = graph(text);
    let unit = (graph.map(unit.0).unwrap(), unit.1);
    scenes::told(&graph, ViewName::Maps, Look::default(), Some(&unit))
}

#[test]
fn the_scene_of_lost_pixels() {
    insta::assert_snapshot!(told("1x7x7: conv k3 s3", (1, [0, 1].into())), @"
    -12,-242 554×510
    Map(MapId(0))
      Cell fill 30,-154 308×308
      LostFill fill 30,110 308×44 + 294,-154 44×264
      Lost Rising hatch 30,110 308×44 + 294,-154 44×264
      CellLine 16 lines
      CellLine outline 30,-154 308×308
    Map(MapId(1))
      Cell fill 408,-44 88×88
      CellLine 6 lines
      CellLine outline 408,-44 88×88
    Trace
      FieldHaze polygon of 4
      Field 2 lines
      FieldFill fill 162,-154 132×132
      Field outline 162,-154 132×132
      Field fill 452,-44 44×44
      Pin outline 452,-44 44×44
    Label(MapId(0))
      TextDim indices [0, 1, 2, 3, 4, 5, 6]
      TextDim indices [0, 1, 2, 3, 4, 5, 6]
      Text 30,-182 “Input”
      TextDim 30,-165 “1 × 7 × 7”
      LostText 30,188 “row 6: beyond the last window”
      LostText 30,204 “column 6: beyond the last window”
    Label(MapId(1))
      TextDim indices [0, 1]
      TextDim indices [0, 1]
      Text 408,-88 “conv1”
      TextDim 408,-72 “1 × 2 × 2 · RF 3”
      TextDim 408,-55 “conv k3 s3”
    Legend
      Field fill 30,230 14×14
      TextDim 50,241 “what unit (0, 1) of conv1 sees”
      Lost Rising hatch 269,230 14×14
      Lost outline 269,230 14×14
      TextDim 289,241 “lost: no unit reads it”
    ");
}

#[test]
fn the_scene_of_one_axis() {
    insta::assert_snapshot!(told("1x8: conv k3 s2 p1", (1, [0].into())), @"
    -365,-24 609×263
    Map(MapId(0))
      Cell fill -176,12 352×30
      CellLine 11 lines
      Padding 6 lines
      Padding outline -220,12 440×30
      CellLine outline -176,12 352×30
    Map(MapId(1))
      Cell fill -88,115 176×30
      CellLine 7 lines
      CellLine outline -88,115 176×30
    Trace
      FieldHaze polygon of 4
      Field 2 lines
      FieldFill fill -176,12 88×30
      Field outline -220,12 132×30
      Field outline -176,12 88×30
      Field fill -88,115 44×30
      Pin outline -88,115 44×30
    Label(MapId(0))
      TextDim indices [0, 1, 2, 3, 4, 5, 6, 7]
      Text -341,31 “Input”
      TextDim -341,47 “1 × 8”
    Label(MapId(1))
      TextDim indices [0, 1, 2, 3]
      Text -341,118 “conv1”
      TextDim -341,134 “1 × 4 · RF 3”
      TextDim -341,151 “conv k3 s2 p1”
    Legend
      Field fill -341,201 14×14
      TextDim -321,212 “what unit (0) of conv1 sees”
      Padding outline -123,201 14×14
      TextDim -103,212 “padding”
    ");
}

#[test]
fn the_scene_of_three_axes() {
    insta::assert_snapshot!(told("1x3x4x4: conv k2", (1, [0, 1, 1].into())), @"
    -12,-176 572×346
    Map(MapId(0))
      Cell fill 30,-66 30×132
      CellLine 6 lines
      CellLine outline 30,-66 30×132
      Cell fill 94,-88 176×176
      CellLine 10 lines
      CellLine outline 94,-88 176×176
    Map(MapId(1))
      Cell fill 340,-44 30×88
      CellLine 5 lines
      CellLine outline 340,-44 30×88
      Cell fill 404,-66 132×132
      CellLine 8 lines
      CellLine outline 404,-66 132×132
    Trace
      FieldHaze polygon of 4
      Field 2 lines
      FieldFill fill 30,-66 30×88
      Field outline 30,-66 30×88
      FieldFill fill 138,-44 88×88
      Field outline 138,-44 88×88
      Field fill 340,-44 30×44
      Pin outline 340,-44 30×44
      Field fill 448,-22 44×44
      Pin outline 448,-22 44×44
    Label(MapId(0))
      TextDim indices [0, 1, 2]
      TextDim indices [0, 1, 2, 3]
      TextDim indices [0, 1, 2, 3]
      Text 30,-116 “Input”
      TextDim 30,-99 “1 × 3 × 4 × 4”
    Label(MapId(1))
      TextDim indices [0, 1]
      TextDim indices [0, 1, 2]
      TextDim indices [0, 1, 2]
      Text 340,-110 “conv1”
      TextDim 340,-94 “1 × 2 × 3 × 3 · RF 2”
      TextDim 340,-77 “conv k2”
    Legend
      Field fill 30,132 14×14
      TextDim 50,143 “what unit (0, 1, 1) of conv1 sees”
    ");
}
