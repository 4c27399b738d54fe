//! Routes, against a walk over every single one of them, and against numbers that are known.

use std::collections::BTreeMap;

use proptest::prelude::*;
use receptive::axes::Axes;
use receptive::field::paths::{Amount, Measures, Paths, fan_in, overlap};
use receptive::field::{Analysis, Span};
use receptive::import::layer_text::read_stack;
use receptive::net::{Graph, Join, MapId, Node, Op};

fn graph(text: &str) -> Graph {
    read_stack(text).unwrap_or_else(|error| panic!("{text}: {error}")).lower().graph
}

fn paths(graph: &Graph, unit: &[i64]) -> Paths {
    Paths::of(graph, &Analysis::of(graph), graph.output(), unit.iter().copied().collect()).expect("routes")
}

/// Walks every route from a unit back to the image, one by one.
fn walk(graph: &Graph, analysis: &Analysis, map: MapId, unit: &[i64], found: &mut BTreeMap<Vec<i64>, u128>) {
    let Some(node) = graph.node(map) else {
        *found.entry(unit.to_vec()).or_default() += 1;
        return;
    };
    for (input, steps) in node.inputs().iter().zip(&analysis.map(map).steps) {
        let indices: Vec<Vec<i64>> = if unit.is_empty() {
            steps.iter().map(|step| (0..step.inputs as i64).collect()).collect()
        } else {
            let reads = |(step, &u): (&receptive::field::Step, &i64)| {
                step.taps.reads(u).iter().filter(|i| (0..step.inputs as i64).contains(i)).collect()
            };
            steps.iter().zip(unit).map(reads).collect()
        };
        let mut at = vec![0; indices.len()];
        if indices.iter().any(Vec::is_empty) {
            continue;
        }
        loop {
            let read: Vec<i64> = indices.iter().zip(&at).map(|(axis, &at)| axis[at]).collect();
            walk(graph, analysis, *input, &read, found);
            let Some(axis) = (0..indices.len()).rev().find(|&axis| at[axis] + 1 < indices[axis].len()) else { break };
            at[axis] += 1;
            at[axis + 1..].fill(0);
        }
    }
}

fn agree(graph: &Graph, unit: &[i64], what: &str) {
    let analysis = Analysis::of(graph);
    let mut found = BTreeMap::new();
    walk(graph, &analysis, graph.output(), unit, &mut found);
    let paths = paths(graph, unit);
    let routes = paths.from_image().expect("the image");
    let all: Vec<i64> = graph.input.size.iter().map(|&n| n as i64).collect();
    let mut index = vec![0; all.len()];
    loop {
        let counted = routes.count(&index).exact();
        assert_eq!(counted, Some(found.get(&index).copied().unwrap_or(0)), "{what}: {index:?}");
        let Some(axis) = (0..all.len()).rev().find(|&axis| index[axis] + 1 < all[axis]) else { break };
        index[axis] += 1;
        index[axis + 1..].fill(0);
    }
    assert_eq!(routes.total().exact(), Some(found.values().sum()), "{what}");
    let gaps = routes.hull().map(|hull| {
        let inside: u64 = hull.iter().map(|run| run.count()).product();
        (inside - found.len() as u64, inside)
    });
    assert_eq!(routes.gaps(), gaps, "{what}");
}

#[test]
fn as_many_as_a_walk_finds() {
    for (text, unit) in [
        ("1x7x7: conv k3 s3", &[1, 0][..]),
        ("1x7x7: conv k3, conv k3", &[1, 1]),
        ("1x8x8: conv k3 p1, maxpool k2, conv k3 p1", &[0, 3]),
        ("1x9x9: conv k3 d2, conv k3 d2", &[0, 0]),
        ("1x5x5: convt k3 s2, conv k3", &[4, 5]),
        ("1x6x6: upsample x2, conv k3 p1", &[0, 11]),
        ("1x6x6: upsample x2 linear, conv k3 p1", &[5, 6]),
        ("1x7x7: adaptavg o3, conv k2", &[1, 0]),
        ("1x6x6: conv k3 p1, gap", &[0, 0]),
        ("1x5x5: conv k3, flatten, linear c3, linear c2", &[]),
        ("1x6x6: pad p1:0x0:2, conv k3, crop p1, relu, bn", &[1, 2]),
        ("1x12: conv k3 s2 p1, conv k3, maxpool k2", &[0]),
        ("1x4x4x4: conv k2, conv k2", &[1, 0, 1]),
        ("1x4x4: conv k2 s3 p3", &[0, 0]),
    ] {
        agree(&graph(text), unit, text);
    }
}

#[test]
fn branches_add_their_routes() {
    let of = |text: &str| graph(text).nodes()[0].op.clone();
    let mut graph = graph("1x7x7: conv k3 p1");
    for (name, op, inputs) in [
        ("wide", of("1x7x7: conv k5 p2"), &[0][..]),
        ("sum", Op::Join(Join::Add), &[1, 2]),
        ("last", of("1x7x7: conv k3 s2"), &[3]),
        ("again", Op::Join(Join::Add), &[4, 4]),
    ] {
        let inputs: Vec<MapId> = inputs.iter().map(|at| graph.map(*at).unwrap()).collect();
        graph.push(Node::new(name, op), &inputs).unwrap();
    }
    agree(&graph, &[1, 2], "branches");
}

/// Two taps, again and again: the rows of Pascal's triangle.
#[test]
fn stacked_pairs_are_binomial() {
    let graph = graph("1x9: conv k2, conv k2, conv k2, conv k2");
    let routes = paths(&graph, &[2]);
    let routes = routes.from_image().unwrap();
    let counts: Vec<u128> = (0..9).map(|i| routes.count(&[i]).exact().unwrap()).collect();
    assert_eq!(counts, [0, 0, 1, 4, 6, 4, 1, 0, 0]);
    assert_eq!(routes.along(0, Span::new(2, 4)).iter().map(|n| n.exact().unwrap()).collect::<Vec<_>>(), [1, 4, 6]);
}

/// Three 3×3 kernels of rate 2 (Wang et al. 2018, figure 2): in a field of 13×13 they read every other row and column,
/// 49 of 169 pixels; rates 1, 2 and 3 read all of them.
#[test]
fn gridding() {
    let same = graph("1x13x13: conv k3 d2, conv k3 d2, conv k3 d2");
    assert_eq!(paths(&same, &[0, 0]).from_image().unwrap().gaps(), Some((120, 169)));
    let mixed = graph("1x13x13: conv k3 d1, conv k3 d2, conv k3 d3");
    assert_eq!(paths(&mixed, &[0, 0]).from_image().unwrap().gaps(), Some((0, 169)));
}

/// The measures tell the field from what lies in the image, and gridding without borders from what is read within them.
#[test]
fn measures_of_a_field_with_holes() {
    let measures = |text: &str, unit: &[i64]| {
        let graph = graph(text);
        Measures::of(&graph, &Analysis::of(&graph), &paths(&graph, unit)).expect("a field")
    };
    let same = measures("1x13x13: conv k3 d2, conv k3 d2, conv k3 d2", &[0, 0]);
    assert_eq!((same.never_read, same.never_read_without_borders), (Some((120, 169)), Some((120, 169))));
    assert_eq!((same.half_width, same.total.exact()), (6.5, Some(729)));
    // One axis has the routes 1, 3, 6, 7, 6, 3, 1 on every other pixel. The inner three squared are 361 of 729, the inner
    // five 625; 90 % are all seven.
    assert_eq!(same.radii, [Some(4.5), Some(6.5), Some(6.5)]);
    // The corner unit has a field from -2 to 2, whose quarter from 0 to 2 is in the image: pixels 0 and 2 are read.
    let corner = measures("1x9x9: conv k3 d2 p2", &[0, 0]);
    assert_eq!(corner.field, Axes::from([Span::new(-2, 2); 2]));
    assert_eq!((corner.never_read, corner.never_read_without_borders), (Some((5, 9)), Some((16, 25))));
    assert_eq!(corner.total.exact(), Some(4));
    // A value of a flat vector sees what the map before it sees.
    let flat = measures("1x6x6: conv k3, flatten, linear c2", &[]);
    assert_eq!((flat.field, flat.never_read), (Axes::from([Span::new(0, 5); 2]), Some((0, 36))));
}

/// A residual block adds the routes of its branch to those past it: with `n` blocks of two 3-tap layers the routes of an
/// axis are `(1 + t²)ⁿ`, t = x⁻¹ + 1 + x; with x = 1 they are 10ⁿ. Written out they are 2ⁿ products.
#[test]
fn residual_blocks_do_not_multiply() {
    let conv = graph("1x7: conv k3 p1").nodes()[0].op.clone();
    let mut graph = Graph::new(graph("1x201: conv k1").input.clone());
    for block in 0..30 {
        let from = graph.output();
        let one = graph.push(Node::new(format!("a{block}"), conv.clone()), &[from]).unwrap();
        let two = graph.push(Node::new(format!("b{block}"), conv.clone()), &[one]).unwrap();
        graph.push(Node::new(format!("sum{block}"), Op::Join(Join::Add)), &[from, two]).unwrap();
    }
    assert_eq!(paths(&graph, &[100]).from_image().unwrap().total().exact(), Some(10_u128.pow(30)));
    let mut square = Graph::new(receptive::net::Shape::image(1, [101, 101]));
    for node in graph.nodes() {
        square.push(Node::new(node.name.clone(), node.op.clone()), node.inputs()).unwrap();
    }
    let paths = paths(&square, &[50, 50]);
    let total = paths.from_image().unwrap().total();
    // Where nothing is cut off: (1 + 9²)³⁰ = 82³⁰.
    assert!((total.log10() - 30.0 * 82_f64.log10()).abs() < 0.01, "{}", total.log10());
}

/// Odena et al. 2016: a kernel of 3 with a stride of 2 overlaps unevenly, one of 4 does not.
#[test]
fn checkerboards() {
    let of = |text: &str| overlap(&Analysis::of(&graph(text)).maps()[1].steps[0][0]);
    assert_eq!(of("1x8: convt k3 s2"), (1, 2));
    assert_eq!(of("1x8: convt k4 s2"), (2, 2));
    assert_eq!(of("1x8: convt k2 s3"), (0, 1));
    assert_eq!(of("1x8: conv k3 s2"), (3, 3));
    // By hand: unit u of a stride of 2 with 3 taps gets from input u/2 its first tap and from input u/2 − 1 its third if u
    // is even, and the second tap alone if it is odd.
    let kinds = |text: &str| fan_in(&Analysis::of(&graph(text)).maps()[1].steps[0][0]);
    assert_eq!(kinds("1x8: convt k3 s2"), [2, 1]);
    assert_eq!(kinds("1x8: convt k3 s2 p1"), [1, 2]);
    assert_eq!(kinds("1x8: convt k5 s3"), [2, 2, 1]);
    assert_eq!(kinds("1x8: upsample x2 linear"), [2, 2]);
    assert_eq!(kinds("1x8: conv k3 d2"), [3]);
}

/// Thirty 3-tap layers: the routes of one axis are a trinomial distribution with variance 2/3 per layer, so 90 % of them
/// lie within 1.645 √20 ≈ 7.4 pixels of the middle, in a field that reaches 30.
#[test]
fn the_effective_field_is_much_smaller_than_the_field() {
    let text = format!("1x101: {}", vec!["conv k3 p1"; 30].join(", "));
    let graph = graph(&text);
    let paths = paths(&graph, &[50]);
    let routes = paths.from_image().unwrap();
    assert_eq!(routes.total().exact(), Some(3_u128.pow(30)));
    let radius = |share| routes.radius(&Axes::from([100]), share).unwrap();
    assert!((radius(0.9) - 7.4_f64).abs() <= 0.6, "{}", radius(0.9));
    assert!((radius(0.5) - 0.674 * 20_f64.sqrt()).abs() <= 0.6, "{}", radius(0.5));
    assert_eq!(radius(1.0), 30.5);
    assert_eq!(routes.hull(), Some(Axes::from([Span::new(20, 80)])));
}

/// 3³⁰⁰ routes are more than an integer holds: the shares stay right.
#[test]
fn more_routes_than_any_integer() {
    let text = format!("1x601x601: {}", vec!["conv k3"; 300].join(", "));
    let graph = graph(&text);
    let paths = paths(&graph, &[0, 0]);
    let routes = paths.from_image().unwrap();
    let total = routes.total();
    assert_eq!(total.exact(), None);
    assert!((total.log10() - 600.0 * 3_f64.log10()).abs() < 1e-9, "{}", total.log10());
    let middle = routes.along(0, Span::new(300, 300))[0].share_of(total);
    // The middle of a trinomial distribution with variance 200.
    assert!((middle - 1.0 / (2.0 * std::f64::consts::PI * 200.0).sqrt()).abs() < 1e-4, "{middle}");
    assert!(routes.count(&[300, 300]) > routes.count(&[300, 299]));
    assert!(!routes.count(&[250, 300]).is_zero());
}

/// The numbers of 1000 layers differ by more than a floating-point number holds: no pixel is lost for that.
#[test]
fn a_pixel_with_one_route_among_very_many_has_one() {
    let text = format!("1x2001: {}", vec!["conv k3"; 1000].join(", "));
    let graph = graph(&text);
    let paths = paths(&graph, &[0]);
    let routes = paths.from_image().unwrap();
    assert_eq!((routes.hull(), routes.gaps()), (Some(Axes::from([Span::new(0, 2000)])), Some((0, 2001))));
    assert!((routes.total().log10() - 1000.0 * 3_f64.log10()).abs() < 1e-9);
    let all = Axes::from([Span::new(0, 2000)]);
    let runs: Vec<Span> = (0..=2000).map(|at| Span::new(at, at)).collect();
    let planes = routes.planes([None, Some(0)], [&[Span::new(0, 0)], &runs], &all);
    let [(weight, [rows, columns])] = planes.as_slice() else { panic!("one product") };
    assert_eq!((*weight, rows.as_slice(), columns.len()), (1.0, &[1.0][..], 2001));
    assert!(columns.iter().all(|part| *part > 0.0 && *part <= 1.0));
}

/// A deep stack and a wide one are counted: both have profiles, not lists.
#[test]
fn deep_and_wide_networks_are_counted() {
    let deep = graph(&format!("1x64x64: {}", vec!["conv k3 p1"; 5000].join(", ")));
    let middle = paths(&deep, &[32, 32]);
    assert!(middle.from_image().unwrap().gaps() == Some((0, 64 * 64)));
    let vgg = receptive::net::presets::ALL.iter().find(|preset| preset.id == "vgg16").expect("VGG-16");
    let graph = vgg.stack().lower().graph;
    let analysis = Analysis::of(&graph);
    let (map, unit) = receptive::scene::view::middle_unit(&graph, &analysis, None).unwrap();
    let paths = Paths::of(&graph, &analysis, map, unit).expect("routes");
    let measures = Measures::of(&graph, &analysis, &paths).unwrap();
    assert_eq!(measures.half_width, 106.0, "the field is 212 wide");
    assert!(measures.radii[1].unwrap() < 80.0);
}

#[test]
fn amounts_add_and_multiply() {
    let large = Amount::exactly(1 << 100);
    let product = large.times(large);
    assert_eq!(product.exact(), None);
    assert!((product.share_of(product.plus(product)) - 0.5).abs() < 1e-12);
    assert!(product > large && large > Amount::ZERO && Amount::ZERO.plus(large) == large);
    assert_eq!(Amount::exactly(6).times(Amount::exactly(7)).exact(), Some(42));
    assert_eq!(Amount::ZERO.share_of(Amount::ZERO), 0.0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_small_stack(
        sizes in prop::array::uniform2(5_u64..9),
        layers in prop::collection::vec((1_u64..4, 1_u64..3, 1_u64..3, 0_u64..2, any::<bool>()), 1..4),
        at in prop::array::uniform2(0.0_f64..1.0),
    ) {
        let layer = |&(kernel, stride, dilation, pad, transposed): &(u64, u64, u64, u64, bool)| {
            let op = if transposed { "convt" } else { "conv" };
            let pad = if transposed { pad.min(dilation * (kernel - 1)) } else { pad };
            format!("{op} k{kernel} s{stride} d{dilation} p{pad}")
        };
        let layers: Vec<String> = layers.iter().map(layer).collect();
        let text = format!("1x{}x{}: {}", sizes[0], sizes[1], layers.join(", "));
        let graph = graph(&text);
        let analysis = Analysis::of(&graph);
        prop_assume!(analysis.runs());
        let shape = analysis.map(graph.output()).shape.clone().unwrap();
        let unit: Vec<i64> = shape.size.iter().zip(at).map(|(&n, at)| (at * n as f64) as i64).collect();
        agree(&graph, &unit, &text);
    }
}
