//! Sums that explain the numbers, ways out of a loss, and depth. Expected values are worked out on paper or taken from
//! the published table of Araujo et al. 2019.

use receptive::axes::PerAxis;
use receptive::field::fixes::{Change, Fix, fixes, sizes_without_loss};
use receptive::field::{Analysis, depth, derive};
use receptive::import::layer_text::read_stack;
use receptive::net::{Edit, Ends, Stack};

fn stack(text: &str) -> Stack {
    read_stack(text).unwrap()
}

/// The sums of the last map on the last axis: size, field, jump, start.
fn sums(text: &str) -> [String; 4] {
    let graph = stack(text).lower().graph;
    let analysis = Analysis::of(&graph);
    let (map, axis) = (graph.output(), graph.input.size.rank() - 1);
    let size = analysis.map(map).steps[0].get(axis).map(|step| derive::size(step).to_string());
    let shown = |sum: Option<derive::Sum>| sum.map(|sum| sum.to_string()).unwrap_or_default();
    [
        size.unwrap_or_default(),
        shown(derive::rf(&graph, &analysis, map, axis, 6)),
        shown(derive::jump(&graph, &analysis, map, axis, 6)),
        shown(derive::start(&graph, &analysis, map, axis, 6)),
    ]
}

#[test]
fn every_number_shows_its_sum() {
    let check = |text: &str, expected: [&str; 4]| assert_eq!(sums(text), expected, "{text}");
    check("1x7x7: conv k3 s3", ["1 + (7 + 2·0 − 1·(3−1) − 1)/3 = 2⅓ → 2", "3 = 1 + 2·1", "3", "0"]);
    check("1x7x7: conv k3 s2", ["1 + (7 + 2·0 − 1·(3−1) − 1)/2 = 3", "3 = 1 + 2·1", "2", "0"]);
    check("1x9: conv k3 p1:0", ["1 + (9 + (1+0) − 1·(3−1) − 1)/1 = 8", "3 = 1 + 2·1", "1", "−1 = 0 − 1·1"]);
    check("1x9: conv k3 d2 p2", ["1 + (9 + 2·2 − 2·(3−1) − 1)/1 = 9", "5 = 1 + 2·2·1", "1", "−2 = 0 − 2·1"]);
    check(
        "1x28x28: conv k3, maxpool k2, conv k3, maxpool k2",
        ["1 + (11 + 2·0 − 1·(2−1) − 1)/2 = 5½ → 5", "10 = 1 + 2·1 + 1·1 + 2·2 + 1·2", "4 = 2·2", "0"],
    );
    check("1x7: maxpool k2 ceil", ["1 + (7 + 2·0 − 1·(2−1) − 1)/2 = ⌈3½⌉ = 4", "2 = 1 + 1·1", "2", "0"]);
    check("1x8: conv k3 s3 psame", ["8/3 = ⌈2⅔⌉ = 3", "3 = 1 + 2·1", "3", "0"]);
    check("1x4: upsample x2", ["4·2 = 8", "1 = 0 − 0 + 1", "½", "0"]);
    check("1x4: convt k4 s2 p1", ["(4−1)·2 − 2·1 + 1·(4−1) + 1 = 8", "2 = 1 − 0 + 1", "½", "−1"]);
    check("1x4: pad p1:2", ["4 + 1 + 2 = 7", "1 = 1", "1", "−1 = 0 − 1·1"]);
    check("1x4: crop p1", ["4 − 1 − 1 = 2", "1 = 1", "1", "1 = 0 + 1·1"]);
}

#[test]
fn the_field_of_resnet50_is_the_sum_of_its_layers() {
    // The main path with the stride in the 3×3 convolution, as in torchvision.
    let mut layers = vec!["conv k7 s2 p3 c64".to_owned(), "maxpool k3 s2 p1".to_owned()];
    for (stage, blocks) in [3, 4, 6, 3].into_iter().enumerate() {
        for block in 0..blocks {
            let stride = if stage > 0 && block == 0 { 2 } else { 1 };
            layers.push(format!("conv k1, conv k3 s{stride} p1, conv k1"));
        }
    }
    let [_, rf, jump, start] = sums(&format!("3x224x224: {}", layers.join(", ")));
    assert_eq!(rf, "427 = 1 + 6·1 + 2·2 + 4·(2·4) + 4·(2·8) + … + 2·32");
    assert_eq!(jump, "32 = 2·2·2·2·2");
    assert!(start.starts_with("−213 = 0 − 3·1 − 1·2 − "), "{start}");
}

/// What is offered for the first layer: the change, the new size of its output, and what is then still lost.
fn offered(text: &str) -> Vec<(Change, String, Option<u64>)> {
    let stack = stack(text);
    let found = fixes(&stack, stack.layers()[0].id);
    found.into_iter().map(|Fix { change, shape, dropped, .. }| (change, shape.size_text(), dropped)).collect()
}

#[test]
fn a_loss_has_ways_out() {
    let all = offered("1x7x7: conv k3 s3");
    for expected in [
        (Change::Padding(PerAxis::All(Ends::both(1))), "3×3"),
        (Change::Stride(PerAxis::All(2)), "3×3"),
        (Change::Kernel(PerAxis::All(4)), "2×2"),
        (Change::Padding(PerAxis::All(Ends { begin: 0, end: 2 })), "3×3"),
        (Change::StrideAndPadding(PerAxis::All(2), PerAxis::All(Ends::both(1))), "4×4"),
        (Change::InputSize([6, 6].into()), "2×2"),
    ] {
        let (change, size) = expected;
        assert!(all.contains(&(change.clone(), size.to_owned(), Some(0))), "{change:?} is not in {all:?}");
    }
    // A pool can also keep its last, partial window.
    let pool = offered("1x7x7: maxpool k2");
    assert!(pool.contains(&(Change::Ceil, "4×4".to_owned(), Some(0))), "{pool:?}");
    // A transposed convolution cuts its padding from what it makes: less of it ends the loss.
    let transposed = offered("1x7x7: convt k3 s3 p3");
    assert!(
        transposed.contains(&(Change::Padding(PerAxis::All(Ends::both(2))), "17×17".to_owned(), Some(0))),
        "{transposed:?}"
    );
    // Values of one axis each: only the lossy axis changes, and the change says so.
    let each = offered("1x7x8: conv k3 s3 p0x1");
    let padded = Change::Padding(PerAxis::Each([Ends::both(1), Ends::both(1)].into()));
    assert!(each.iter().any(|(change, ..)| *change == padded), "{each:?}");
    // Only padding is cut: there is nothing to mend.
    assert_eq!(offered("1x224x224: conv k7 s2 p3"), []);
}

#[test]
fn a_fix_is_an_ordinary_edit_that_keeps_its_word() {
    for text in [
        "1x7x7: conv k3 s3",
        "1x8x8: conv k2 s3",
        "3x10x12: maxpool k3 s4, conv k2",
        "1x16: conv k1 s2",
        "1x30: conv k3 d4 s3",
    ] {
        let stack = stack(text);
        for Fix { change, edit, shape, dropped } in fixes(&stack, stack.layers()[0].id) {
            let mut mended = stack.clone();
            Edit::apply(edit, &mut mended);
            let graph = mended.lower().graph;
            let analysis = Analysis::of(&graph);
            let first = graph.map(1).unwrap();
            assert_eq!(analysis.map(first).shape.as_ref(), Some(&shape), "{text}: {change:?}");
            assert!(analysis.unread(first).all(|unread| unread.count == Some(0)), "{text}: {change:?}");
            let lost = analysis.loss(analysis.output()).map(|loss| loss.count).filter(|_| analysis.runs());
            assert_eq!(lost, dropped, "{text}: {change:?}");
        }
    }
}

#[test]
fn input_sizes_without_loss_lie_near() {
    // 28 loses two rows and columns, 30 none; the pattern has the period 4 of the whole stride.
    let tutorial = stack("1x28x28: conv k3, maxpool k2, conv k3, maxpool k2");
    assert_eq!(sizes_without_loss(&tutorial, 4)[0], [22, 26, 30, 34]);
    // K = 3, S = 2 loses nothing at odd sizes.
    // The nearest ones, of two as near the larger first.
    assert_eq!(sizes_without_loss(&stack("1x7x8: conv k3 s2"), 3)[1], [7, 9, 11]);
    assert_eq!(sizes_without_loss(&stack("1x7x8: conv k3 s2"), 1)[0], [7]);
}

#[test]
fn depth_until_all_is_seen() {
    let check = |text: &str, expected: (Option<u64>, Option<u64>, u64)| {
        let graph = stack(text).lower().graph;
        let analysis = Analysis::of(&graph);
        let depth = depth::depth(&graph, &analysis, graph.output(), 0).unwrap();
        assert_eq!((depth.needed, depth.possible, depth.size_then), expected, "{text}");
    };
    // 1 + 2m ≥ 1024 needs m = 512, and one layer is there.
    check("1x1024x1024: conv k3 p1", (Some(511), None, 1024));
    // Without padding the map is 2×2 after 511 layers and no 3×3 window fits.
    check("1x1024x1024: conv k3", (Some(511), Some(510), 2));
    check("1x1024x1024: conv k3 psame", (Some(511), None, 1024));
    check("1x3x3: conv k3 p1", (Some(0), None, 3));
    check("1x8x8: conv k1", (None, None, 8));
    // Fields 3, 7, 15, 31, 63: with stride 2 four more layers see 32 pixels.
    check("1x32x32: conv k3 s2 p1", (Some(4), None, 1));
}

#[test]
fn the_rule_of_thumb_stands_beside_the_exact_field() {
    let graph = stack("1x7x7: conv k3 s3").lower().graph;
    let analysis = Analysis::of(&graph);
    let share = derive::share(&graph, &analysis, graph.output(), 0, 3).unwrap();
    // N·K′/N′ = 7·3/2; with stride 1 the map has 5 units: 7·3/5; exactly 3 + 2·3.
    assert_eq!(derive::rational(share.rule_of_thumb), "10½");
    assert_eq!(share.without_stride.map(derive::rational).as_deref(), Some("4⅕"));
    assert_eq!(derive::rational(share.exact), "9");
}
