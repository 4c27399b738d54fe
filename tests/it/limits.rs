//! The far ends of every setting: an answer comes soon, it is exact or says that it is too large, and nothing panics.

use receptive::axes::{Axes, PerAxis};
use receptive::field::{Analysis, Impossible, Note, Region, Status, Trace};
use receptive::import::layer_text::read_stack;
use receptive::net::{Graph, MapId, Op, Shape, Stack, Window};

/// The largest size and the largest setting that can be written.
const LARGEST: u64 = 1 << 30;

/// Asks everything there is to ask about a stack. What is not known must have a note that says so.
fn answered(text: &str) -> (Graph, Analysis) {
    let graph = read_stack(text).unwrap_or_else(|error| panic!("{error}")).lower().graph;
    let analysis = Analysis::of(&graph);
    everything_told(&graph, &analysis, &text[..text.len().min(200)]);
    (graph, analysis)
}

fn everything_told(graph: &Graph, analysis: &Analysis, text: &str) {
    let mut too_large = false;
    for map in graph.maps() {
        let answer = analysis.map(map);
        let notes = analysis.notes_of(graph, map);
        too_large |= notes.iter().any(|note| matches!(note, Note::TooLarge { .. }));
        let impossible = notes.iter().any(|note| matches!(note, Note::Impossible { .. }));
        let place = || format!("map {} of {text}: {:?}, {notes:?}", map.index(), answer.status);
        match answer.status {
            Status::Known => assert!(answer.field.is_some() && answer.coverage.is_some(), "{}", place()),
            Status::Partial => assert!(too_large, "{}", place()),
            Status::Impossible => assert!(impossible, "{}", place()),
            Status::Unknown => assert!(answer.shape.is_none(), "{}", place()),
        }
    }
    for map in [MapId::INPUT, analysis.output()] {
        let Some(shape) = &analysis.map(map).shape else { continue };
        let trace = Trace::of(graph, analysis, map, shape.size.map(|&n| n as i64 / 2));
        let own = trace.as_ref().map(|trace| trace.at(map).and_then(|own| own.units.count()));
        assert!(own.is_none_or(|count| count == Some(1)), "a unit of map {} of {text} is not itself", map.index());
    }
    let _ = (analysis.network_notes(), analysis.totals(), analysis.covering());
    let _ = graph.maps().map(|map| (analysis.lost_units(graph, map), analysis.unread(map).count())).collect::<Vec<_>>();
}

/// The field's widths and the status behind a chain on one axis.
fn width(text: &str) -> (Status, Option<u64>) {
    let (graph, analysis) = answered(text);
    let answer = analysis.map(graph.output());
    (answer.status, answer.rf().map(|rf| rf[0]))
}

#[test]
fn single_layers_with_the_largest_settings() {
    let check = |text: &str, size: u64, rf: u64, lost: u64| {
        let (graph, analysis) = answered(text);
        let answer = analysis.map(graph.output());
        assert_eq!(answer.shape.as_ref().unwrap().size.as_slice(), [size], "{text}");
        assert_eq!(answer.rf().as_ref().map(Axes::as_slice), Some(&[rf][..]), "{text}");
        assert_eq!(analysis.loss(graph.output()).map(|loss| loss.count), Some(lost), "{text}");
    };
    check("1x1073741824: conv k1000000000", LARGEST - 999_999_999, 1_000_000_000, 0);
    check("1x1073741824: conv k1073741824", 1, LARGEST, 0);
    check("1x1073741824: conv k3 s1000000000", 2, 3, LARGEST - 6);
    check("1x1073741824: conv k1 s1073741824", 1, 1, LARGEST - 1);
    check("1x1073741824: conv k3 d1000000", LARGEST - 2_000_000, 2_000_001, 0);
    check("1x1073741824: conv k2 d1073741823", 1, LARGEST, LARGEST - 2);
    check("1x1: conv k1 p1073741824", 2 * LARGEST + 1, 1, 0);
    check("1x1: conv k3 p1073741824 d1073741824", 1, 2 * LARGEST + 1, 0);
    check("1x1073741824: conv k1 psame s1073741824", 1, 1, LARGEST - 1);
    check("1x1: conv k1073741824 psame", 1, LARGEST, 0);
    check("1x1: convt k1073741824", LARGEST, LARGEST, 0);
    check("1x2: convt k1 s1000000", 1_000_001, 1, 0);
    check("1x1024: upsample x1000000", 1_024_000_000, 1, 0);
    check("1x1073741824: adaptavg o1", 1, LARGEST, 0);
    check("1x1: adaptavg o1000000", 1_000_000, 1, 0);
    check("1x1073741824: gap", 1, LARGEST, 0);
    check("1x1073741824: crop p536870911", 2, 1, LARGEST - 2);
    check("1x1: pad p1073741824", 2 * LARGEST + 1, 1, 0);
}

#[test]
fn too_much_for_one_layer() {
    let check = |text: &str, reason: Impossible| {
        let (graph, analysis) = answered(text);
        assert_eq!(analysis.map(graph.output()).impossible, Some(reason), "{text}");
    };
    check("1x1073741824: upsample x1073741824", Impossible::TooLarge);
    check("1x1073741824: convt k1 s1073741824", Impossible::TooLarge);
    check("1x7: conv k1073741824 d1073741824", Impossible::TooLarge);
    check("1x7: conv k8", Impossible::KernelTooLarge { axis: 0, span: 8, padded: 7 });
    check("1x7x7: conv k7x8", Impossible::KernelTooLarge { axis: 1, span: 8, padded: 7 });
    check("1x7x7: conv k8x7", Impossible::KernelTooLarge { axis: 0, span: 8, padded: 7 });
    check("1x7: crop p3:4", Impossible::CropTooLarge { axis: 0, cut: 7, size: 7 });
    check("1x7: conv k3x3", Impossible::Rank { written: 2, axes: 1 });
    check("3x7: conv k3 g2", Impossible::Groups { groups: 2, channels: 3 });
    check("4x7: conv k3 c3 g2", Impossible::Groups { groups: 2, channels: 3 });
    check("1x7: linear c10", Impossible::NeedsFlat);
    check("1x7: flatten, conv k1", Impossible::NeedsAxes);
    check("1x7: convt k2 s2 op2", Impossible::OutputPadding { axis: 0, added: 2 });
    check("1000000x1000000x1000000: flatten", Impossible::TooLarge);

    // What cannot be written in layer text can still be asked.
    let ask = |input: Shape, op: Op| {
        let graph = Stack::of(input, [op]).lower().graph;
        let analysis = Analysis::of(&graph);
        everything_told(&graph, &analysis, "a stack that was built");
        let impossible = analysis.maps().iter().find_map(|answer| answer.impossible.clone());
        impossible.unwrap()
    };
    let conv = || Op::conv(Window::new(3, 1));
    assert_eq!(ask(Shape::image(1, [0]), conv()), Impossible::EmptyInput);
    assert_eq!(ask(Shape::image(0, [7]), conv()), Impossible::EmptyInput);
    assert_eq!(ask(Shape::image(1, Axes::none()), conv()), Impossible::EmptyInput);
    assert_eq!(ask(Shape::image(1, [u64::MAX]), conv()), Impossible::TooLarge);
    for window in [Window::new(0, 1), Window::new(1, 0), Window { dilation: PerAxis::All(0), ..Window::new(1, 1) }] {
        assert_eq!(ask(Shape::image(1, [7]), Op::conv(window.clone())), Impossible::Zero);
        assert_eq!(ask(Shape::image(1, [7]), Op::max_pool(window)), Impossible::Zero);
    }
    for most in [u64::MAX, u64::MAX / 2, 1 << 62, 1 << 31] {
        for window in [Window::new(most, 1), Window::new(1, most), Window::new(1, 1).padded(most)] {
            assert_eq!(ask(Shape::image(1, [7]), Op::conv(window)), Impossible::TooLarge);
        }
    }
}

#[test]
fn long_chains() {
    let chain = |input: &str, layer: &str, count: usize| format!("{input}: {}", vec![layer; count].join(", "));
    assert_eq!(width(&chain("1x64", "conv k3 p1", 5000)), (Status::Known, Some(10_001)));
    assert_eq!(width(&chain("1x64x64", "relu", 5000)), (Status::Known, Some(1)));
    assert_eq!(width(&chain("1x64", "conv k3 p2 d2", 1000)), (Status::Known, Some(4001)));
    assert_eq!(width(&chain("1x64", "pad p1", 5000)), (Status::Known, Some(1)));
    assert_eq!(width(&chain("1x64", "conv k3 p1, upsample x2, maxpool k2", 1000)).0, Status::Known);
    assert_eq!(width(&chain("1x64", "convt k2 s2, conv k2 s2", 1000)).0, Status::Known);
    // Strides multiply past every number.
    for layer in
        ["conv k1 s1000", "conv k3 s1000 p1", "maxpool k1000 s1000 p500", "conv k2 s1073741824 p1", "conv k2 s3 p2"]
    {
        assert_eq!(width(&chain("1x64", layer, 100)).0, Status::Partial, "{layer}");
    }
    // Sizes multiply past the limit.
    for layer in ["upsample x2", "convt k3 s3", "upsample x1000 linear", "convt k1000 s999 d7"] {
        assert_eq!(width(&chain("1x64", layer, 100)).0, Status::Unknown, "{layer}");
    }
    // Channels multiply past the limit.
    let (_, analysis) =
        answered("1073741824x1024: conv k1 c1073741824, flatten, linear c1073741824, linear c1073741824");
    assert_eq!(analysis.totals().params, None);
}

#[test]
fn kinds_of_units_without_end() {
    // Factors and strides that have nothing in common make all units different.
    for layers in [
        "upsample x97, conv k3 s89, upsample x83, conv k3 s79, upsample x73, conv k3 s71, upsample x67, conv k3 s61",
        "convt k3 s1009 p1, conv k3 s1013 p1, convt k3 s1019 p1, conv k3 s1021 p1, convt k3 s1031 p1",
        "adaptavg o1009, adaptavg o1013, adaptavg o1019, adaptavg o1021, adaptavg o1031, adaptavg o1033",
        "convt k1000 s999 d1001, conv k1000 d1001 s997, convt k1000 s991 d1001",
        "upsample x1000000, conv k3 s999999, upsample x999983 linear, conv k3 s3",
        "convt k1 s1000003, upsample x1000003",
        "adaptmax o1073741823, adaptmax o1073741824, adaptmax o7, upsample x1000000",
    ] {
        for input in ["1x1000", "1x1073741824"] {
            answered(&format!("{input}: {layers}"));
        }
    }
}

#[test]
fn holes_without_end() {
    // Every layer doubles the number of holes.
    let doubling: Vec<String> = (0..19).map(|n| format!("conv k2 d{}", 3_u64.pow(n))).collect();
    let (graph, analysis) = answered(&format!("1x1073741824: {}", doubling.join(", ")));
    let told = |map: MapId| analysis.map(map).field.as_ref().map(|field| (field[0].rf(), field[0].rf_count()));
    assert_eq!(told(graph.map(10).unwrap()), Some((1 + (3_u64.pow(10) - 1) / 2, 1 << 10)));
    for layers in [
        "conv k1000 d1000000, conv k1000 d999, conv k1000 d7",
        "conv k1000000 s3 d1000, conv k1000 s3 d1000, conv k1000 s5 d1000",
        "conv k2 s1000, conv k2 s1000, conv k2 s1000",
        "conv k1 s2, conv k1 s2, conv k1 s2, conv k1 s2",
        "conv k1 s100, convt k1 s100, conv k2 d50, convt k1 s3 d2",
        "conv k1 s1000, convt k1 s1000, conv k1000 d1000 psame, convt k1000 d1000 psame",
        "maxpool k2 s3 d5, convt k2 s3 d5, maxpool k2 s3 d5, convt k2 s3 d5, maxpool k2 s3 d5",
    ] {
        for input in ["1x1073741824", "1x100000x100000"] {
            answered(&format!("{input}: {layers}"));
        }
    }
}

#[test]
fn numbers_of_units_are_exact_or_not_told() {
    let (graph, analysis) = answered("1x262144x262144: conv k1 s2, conv k1 s2");
    let loss = analysis.loss(graph.output()).unwrap();
    assert_eq!((loss.count, loss.of), ((1 << 36) - (1 << 32), 1 << 36));
    let (_, analysis) = answered("1x1073741824x1073741824x1073741824: crop p1");
    assert_eq!(analysis.unread(analysis.output()).next().unwrap().count, None, "more than 2⁶⁴ units");
    assert!(analysis.loss(analysis.output()).is_none(), "more than 2⁶⁴ pixels");
    let whole = Region::all(&Shape::image(1, [1 << 30, 1 << 30]));
    assert_eq!(whole.count(), Some(1 << 60));
}
