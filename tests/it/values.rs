//! Values: against tables that ONNX Runtime made (`tests/data/values.py`), the lecture's examples, and the definition.

use std::sync::Arc;

use proptest::prelude::*;
use receptive::field::{Analysis, step_of};
use receptive::import::layer_text::read_stack;
use receptive::net::{Graph, Join, MapId, Node, Op, PoolKind, Shape, Source};
use receptive::value::{
    Assets, Cancel, Question, Tensor, ValueProblem, Values, Weights, bytes_at_once, bytes_of, forward,
};
use serde_json::Value;

fn tensor(value: &Value) -> Tensor {
    let numbers = |key: &str| value[key].as_array().expect("a list").iter();
    let shape: Vec<usize> = numbers("shape").map(|n| n.as_u64().expect("a size") as usize).collect();
    Tensor::from_shape_vec(shape, numbers("data").map(|n| n.as_f64().expect("a number") as f32).collect()).unwrap()
}

/// The last layer of a stack on an input of its own.
fn run(stack: &str, input: &Tensor, weights: Option<&Weights>) -> Tensor {
    let stack = read_stack(stack).unwrap();
    let (last, before) = stack.layers().split_last().unwrap();
    let read = before.iter().fold(stack.input.clone(), |shape, layer| step_of(&layer.op, &shape).unwrap().0);
    let op = &last.op;
    let (shape, _) = step_of(op, &read).unwrap();
    forward(op, &[input], weights, &shape).unwrap_or_else(|| panic!("{stack} gives nothing"))
}

fn assert_close(got: &Tensor, wanted: &Tensor, what: &str) {
    assert_eq!(got.shape(), wanted.shape(), "{what}");
    let scale = wanted.iter().fold(1e-3_f32, |most, value| most.max(value.abs()));
    for (at, (got, wanted)) in got.iter().zip(wanted).enumerate() {
        assert!((got - wanted).abs() <= 1e-5 * scale, "{what}, value {at}: {got}, not {wanted}");
    }
}

#[test]
fn as_onnx_runtime_computes() {
    agree_with(include_str!("../data/values.json"), 40);
}

#[test]
fn as_pytorch_computes() {
    agree_with(include_str!("../data/values_torch.json"), 45);
}

fn agree_with(cases: &str, at_least: usize) {
    let cases: Value = serde_json::from_str(cases).unwrap();
    let cases = cases.as_array().unwrap();
    assert!(cases.len() >= at_least, "{}", cases.len());
    for case in cases {
        let stack = case["stack"].as_str().unwrap();
        let weights = case.get("kernel").map(|kernel| Weights { kernel: tensor(kernel), bias: tensor(&case["bias"]) });
        assert_close(&run(stack, &tensor(&case["input"]), weights.as_ref()), &tensor(&case["output"]), stack);
    }
}

fn rows(rows: &[&[f32]]) -> Tensor {
    Tensor::from_shape_vec(vec![1, 1, rows.len(), rows[0].len()], rows.concat()).unwrap()
}

#[test]
fn the_lecture() {
    // A column of 99 that no window reaches.
    let row: &[f32] = &[1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 99.0];
    let image = rows(&[row; 7]);
    let ones = Weights { kernel: Tensor::ones(vec![1, 1, 3, 3]), bias: Tensor::zeros(vec![1]) };
    assert_eq!(run("1x7x7: conv k3 s3", &image, Some(&ones)), rows(&[&[9.0, 9.0], &[9.0, 9.0]]));
    let image = rows(&[&[1.0, 1.0, 2.0, 4.0], &[5.0, 6.0, 7.0, 8.0], &[3.0, 2.0, 1.0, 0.0], &[1.0, 2.0, 3.0, 4.0]]);
    assert_eq!(run("1x4x4: maxpool k2", &image, None), rows(&[&[6.0, 8.0], &[3.0, 4.0]]));
    assert_eq!(run("1x4x4: avgpool k2", &image, None), rows(&[&[3.25, 5.25], &[2.0, 2.0]]));
}

/// A 3×3 average, stride 2, padding 1, ceiled, on 1…36: what lies behind the padding never counts, so the
/// last window of a row divides by 6 and the corner by 4. ONNX Runtime 1.32 gives the same.
#[test]
fn a_ceiled_average_counts_no_more_than_the_padding() {
    let image = Tensor::from_shape_vec(vec![1, 1, 6, 6], (1..=36).map(|n| n as f32).collect()).unwrap();
    let made = run("1x6x6: avgpool k3 s2 p1 ceil", &image, None);
    assert_eq!(made.shape(), [1, 1, 4, 4]);
    assert_eq!(made[[0, 0, 0, 0]], (1.0 + 2.0 + 7.0 + 8.0) / 9.0);
    assert_eq!(made[[0, 0, 0, 3]], (6.0 + 12.0) / 6.0);
    assert_eq!(made[[0, 0, 3, 3]], 36.0 / 4.0);
}

#[test]
fn what_is_no_number_stays_so() {
    let image = rows(&[&[1.0, f32::NAN, 2.0, f32::INFINITY], &[0.0, 1.0, f32::NEG_INFINITY, 3.0]]);
    let most = run("1x2x4: maxpool k2", &image, None);
    assert!(most[[0, 0, 0, 0]].is_nan());
    assert_eq!(most[[0, 0, 0, 1]], f32::INFINITY);
    let relu = run("1x2x4: relu", &image, None);
    assert!(relu[[0, 0, 0, 1]].is_nan());
    assert_eq!(relu[[0, 0, 1, 2]], 0.0);
}

#[test]
fn adaptive_pools_pads_crops_and_batch_norm() {
    let image = Tensor::from_shape_vec(vec![1, 1, 5], vec![1.0, 2.0, 3.0, 4.0, 5.0]).unwrap();
    // Windows 0…1, 1…3, 3…4.
    assert_eq!(run("1x5: adaptavg o3", &image, None).as_slice().unwrap(), [1.5, 3.0, 4.5]);
    assert_eq!(run("1x5: adaptmax o3", &image, None).as_slice().unwrap(), [2.0, 4.0, 5.0]);
    assert_eq!(run("1x5: pad p1:2", &image, None).as_slice().unwrap(), [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 0.0, 0.0]);
    assert_eq!(run("1x5: crop p1:2", &image, None).as_slice().unwrap(), [2.0, 3.0]);
    assert!((run("1x5: bn", &image, None)[[0, 0, 4]] - 5.0 / 1.00001_f32.sqrt()).abs() < 1e-6);
    assert_eq!(run("1x5: dropout", &image, None), image);
}

/// The definition: a sum over channels and taps, zero in the padding.
fn defined(image: &Tensor, kernel: &Tensor, bias: &Tensor, [stride, dilation, pad, groups]: [usize; 4]) -> Tensor {
    let (s, k) = (image.shape(), kernel.shape());
    let out = |n: usize, k: usize| (n + 2 * pad - dilation * (k - 1) - 1) / stride + 1;
    let own = k[1];
    Tensor::from_shape_fn(vec![1, k[0], out(s[2], k[2]), out(s[3], k[3])], |at| {
        let mut sum = bias[[at[1]]];
        for c in 0..own {
            for y in 0..k[2] {
                for x in 0..k[3] {
                    let row = (at[2] * stride + y * dilation).wrapping_sub(pad);
                    let column = (at[3] * stride + x * dilation).wrapping_sub(pad);
                    let group = at[1] / (k[0] / groups);
                    if let Some(value) = image.get([0, group * own + c, row, column]) {
                        sum += value * kernel[[at[1], c, y, x]];
                    }
                }
            }
        }
        sum
    })
}

fn small(shape: Vec<usize>) -> impl Strategy<Value = Tensor> {
    let count: usize = shape.iter().product();
    prop::collection::vec(-4_i8..=4, count).prop_map(move |values| {
        Tensor::from_shape_vec(shape.clone(), values.into_iter().map(f32::from).collect()).unwrap()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whole numbers, so that no order of summation rounds.
    #[test]
    fn convolution_is_what_it_is_defined_to_be(
        (image, kernel, bias, settings) in (1_usize..=3, 1_usize..=2, 1_usize..=3, 1_usize..=3, 1_usize..=3, 0_usize..=3, 1_usize..=3)
            .prop_flat_map(|(groups, own, filters, taps, stride, pad, dilation)| {
                let made = groups * filters;
                (
                    small(vec![1, groups * own, 7, 9]),
                    small(vec![made, own, taps, taps]),
                    small(vec![made]),
                    Just([stride, dilation, pad, groups]),
                )
            })
    ) {
        let [stride, dilation, pad, groups] = settings;
        let (made, taps, read) = (kernel.shape()[0], kernel.shape()[2], image.shape()[1]);
        let text = format!("{read}x7x9: conv k{taps} s{stride} p{pad} d{dilation} c{made} g{groups}");
        let wanted = defined(&image, &kernel, &bias, settings);
        prop_assert_eq!(run(&text, &image, Some(&Weights { kernel, bias })), wanted, "{}", text);
    }
}

#[test]
fn joins() {
    let map = Tensor::from_shape_vec(vec![1, 2, 1, 2], vec![1.0, 2.0, 3.0, 4.0]).unwrap();
    let gate = Tensor::from_shape_vec(vec![1, 2, 1, 1], vec![10.0, 100.0]).unwrap();
    let join = |join, inputs: &[&Tensor], channels| {
        forward(&Op::Join(join), inputs, None, &Shape::image(channels, [1, 2])).unwrap().into_raw_vec_and_offset().0
    };
    assert_eq!(join(Join::Add, &[&map, &map], 2), [2.0, 4.0, 6.0, 8.0]);
    assert_eq!(join(Join::Mul, &[&map, &gate], 2), [10.0, 20.0, 300.0, 400.0]);
    assert_eq!(join(Join::Mul, &[&gate, &map], 2), [10.0, 20.0, 300.0, 400.0]);
    assert_eq!(join(Join::Concat, &[&map, &map], 4), [1.0, 2.0, 3.0, 4.0, 1.0, 2.0, 3.0, 4.0]);
}

/// A block with a shortcut around it, and what follows: the map of each node.
fn with_a_shortcut() -> Graph {
    let mut graph = Graph::new(Shape::image(2, [6, 6]));
    let ops = read_stack("2x6x6: conv k3 p1 c2, relu, maxpool k2").unwrap();
    let op = |at: usize| ops.layers()[at].op.clone();
    let conv = graph.push(Node::new("conv", op(0)), &[MapId::INPUT]).unwrap();
    let relu = graph.push(Node::new("relu", op(1)), &[conv]).unwrap();
    let second = graph.push(Node::new("second", op(0)), &[relu]).unwrap();
    let sum = graph.push(Node::new("sum", Op::Join(Join::Add)), &[second, relu]).unwrap();
    let pooled = graph.push(Node::new("pool", op(2)), &[sum]).unwrap();
    graph.push(Node::new("again", op(1)), &[pooled]).unwrap();
    graph
}

#[test]
fn only_what_is_wanted_is_worked_out_and_kept() {
    let graph = with_a_shortcut();
    let analysis = Analysis::of(&graph);
    let (source, assets) = (Source::Noise { seed: 1 }, Assets::new());
    let question = |last, most_bytes| Question {
        graph: &graph,
        analysis: &analysis,
        source: &source,
        parameters: &[],
        assets: &assets,
        last,
        most_bytes,
    };
    let all = Values::of(&question(None, 1 << 20), &Cancel::default());
    assert_eq!(all.problems, []);
    for map in graph.maps() {
        let one = Values::of(&question(Some(map), 1 << 20), &Cancel::default());
        assert_eq!(one.problems, []);
        for other in graph.maps() {
            let wanted = all.map(other).filter(|_| other == map);
            assert_eq!(one.map(other).map(Arc::as_ref), wanted.map(Arc::as_ref), "{map:?} {other:?}");
            assert!(one.weights(other).is_none());
        }
    }
    // Maps of 2·6·6 units are 288 bytes; the weights of a convolution are 2·2·9 + 2 numbers, 152 bytes.
    let at_once = |map: usize| bytes_at_once(&graph, &analysis, graph.map(map));
    assert_eq!(at_once(0), 288);
    assert_eq!(at_once(1), 288 + 288 + 152);
    // The shortcut is kept beside the two maps of the sum.
    assert_eq!(at_once(4), 3 * 288);
    // A pooled map is a quarter: 72 bytes.
    assert_eq!(at_once(5), 3 * 288);
    assert_eq!(bytes_of(&graph, &analysis), 5 * 288 + 2 * 72 + 2 * 152);
    assert!(Values::of(&question(graph.map(4), 3 * 288), &Cancel::default()).problems.is_empty());
    let few = Values::of(&question(graph.map(4), 3 * 288 - 1), &Cancel::default());
    assert_eq!(few.problems, [ValueProblem::TooLarge { bytes: 864, most: 863 }]);
    assert!(graph.maps().all(|map| few.map(map).is_none()));
}

/// One value that is no number spreads over the units that read it, and no further.
#[test]
fn what_is_no_number_spreads_no_further_than_it_is_read() {
    let mut image = Tensor::ones(vec![1, 2, 40, 40]);
    image[[0, 1, 20, 20]] = f32::NAN;
    image[[0, 0, 0, 0]] = f32::INFINITY;
    let weights = Weights { kernel: Tensor::ones(vec![3, 2, 3, 3]), bias: Tensor::zeros(vec![3]) };
    let made = run("2x40x40: conv k3 c3 p1", &image, Some(&weights));
    for (at, value) in made.indexed_iter() {
        let (filter, y, x) = (at[1], at[2], at[3]);
        let near = (19..=21).contains(&y) && (19..=21).contains(&x);
        assert_eq!(value.is_nan(), near, "{filter} {y} {x}: {value}");
        assert_eq!(*value == f32::INFINITY, y < 2 && x < 2, "{filter} {y} {x}: {value}");
    }
}

/// Wide layers of neighbours are worked out tile by tile: there, too, a unit depends on what it reads and on nothing else,
/// and what is not finite is as it is anywhere.
#[test]
fn in_wide_layers_values_spread_no_further_than_they_are_read() {
    let kernel =
        Tensor::from_shape_fn(vec![17, 16, 3, 3], |at| 0.1 + 0.01 * (at[0] * 5 + at[1] * 3 + at[2] + at[3]) as f32);
    let weights = Weights { kernel, bias: Tensor::zeros(vec![17]) };
    for place in [[19, 20], [20, 19], [20, 20], [0, 40], [40, 0], [13, 8]] {
        for value in [0.3, f32::NAN, f32::INFINITY] {
            let mut image = Tensor::zeros(vec![1, 16, 41, 41]);
            image[[0, 7, place[0], place[1]]] = value;
            let made = run("16x41x41: conv k3 c17 p1", &image, Some(&weights));
            for (at, made) in made.indexed_iter() {
                let near = at[2].abs_diff(place[0]) <= 1 && at[3].abs_diff(place[1]) <= 1;
                let changed = made.abs() > 0.0 || made.is_nan();
                assert_eq!(changed, near, "{value} at {place:?}: {made} at {at:?}");
                assert_eq!(made.is_nan(), near && value.is_nan());
            }
        }
    }
}

/// The definition, window by window.
fn pooled(image: &Tensor, kind: PoolKind, [taps, stride, dilation, pad]: [usize; 4]) -> Tensor {
    let (height, width) = (image.shape()[2], image.shape()[3]);
    let out = |n: usize| (n + 2 * pad - dilation * (taps - 1) - 1) / stride + 1;
    Tensor::from_shape_fn(vec![1, image.shape()[1], out(height), out(width)], |at| {
        let reads = (0..taps * taps).filter_map(|tap| {
            let row = (at[2] * stride + tap / taps * dilation).wrapping_sub(pad);
            let column = (at[3] * stride + tap % taps * dilation).wrapping_sub(pad);
            image.get([0, at[1], row, column]).copied()
        });
        match kind {
            PoolKind::Max => reads.fold(f32::NEG_INFINITY, f32::max),
            PoolKind::Average | PoolKind::Lp => reads.sum::<f32>() / (taps * taps) as f32,
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Windows of up to 4 taps, which an average divides by whole numbers; rows longer than any vector.
    #[test]
    fn pools_are_what_they_are_defined_to_be(
        (image, [taps, stride, dilation, pad]) in (1_usize..=4, 1_usize..=4, 1_usize..=3, 0_usize..=2, 11_usize..=80)
            .prop_flat_map(|(taps, stride, dilation, pad, width)| {
                (small(vec![1, 2, 13, width]), Just([taps, stride, dilation, pad.min(taps / 2)]))
            })
    ) {
        let size = format!("2x13x{}", image.shape()[3]);
        let settings = [taps, stride, dilation, pad];
        let text = format!("{size}: maxpool k{taps} s{stride} d{dilation} p{pad}");
        prop_assert_eq!(run(&text, &image, None), pooled(&image, PoolKind::Max, settings), "{}", text);
        let text = format!("{size}: avgpool k{taps} s{stride} p{pad}");
        let wanted = pooled(&image, PoolKind::Average, [taps, stride, 1, pad]);
        let made = run(&text, &image, None);
        prop_assert_eq!(made.shape(), wanted.shape());
        let close = made.iter().zip(&wanted).all(|(a, b)| (a - b).abs() < 1e-5);
        prop_assert!(close, "{}", text);
    }

    /// Maps wide and filters many enough for every way of working out a convolution.
    #[test]
    fn wide_convolutions_are_what_they_are_defined_to_be(
        (image, kernel, bias, settings) in (1_usize..=2, 1_usize..=9, 1_usize..=17, 1_usize..=4, 1_usize..=3, 0_usize..=2, 1_usize..=2, 11_usize..=90)
            .prop_flat_map(|(groups, own, filters, taps, stride, pad, dilation, width)| {
                let made = groups * filters;
                (
                    small(vec![1, groups * own, 11, width]),
                    small(vec![made, own, taps, taps]),
                    small(vec![made]),
                    Just([stride, dilation, pad, groups]),
                )
            })
    ) {
        let [stride, dilation, pad, groups] = settings;
        let (made, taps, read, width) = (kernel.shape()[0], kernel.shape()[2], image.shape()[1], image.shape()[3]);
        let text = format!("{read}x11x{width}: conv k{taps} s{stride} p{pad} d{dilation} c{made} g{groups}");
        let wanted = defined(&image, &kernel, &bias, settings);
        prop_assert_eq!(run(&text, &image, Some(&Weights { kernel, bias })), wanted, "{}", text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Layers of neighbours, wide enough to be worked out tile by tile; halves and quarters of whole numbers round nothing.
    #[test]
    fn wide_layers_of_neighbours_are_what_they_are_defined_to_be(
        (image, kernel, bias, pad, groups) in (1_usize..=2, prop_oneof![4 => 16_usize..=19, 1 => 128_usize..=140], 16_usize..=27, 0_usize..=2, 19_usize..=24, 21_usize..=75)
            .prop_flat_map(|(groups, own, filters, pad, height, width)| {
                (
                    small(vec![1, groups * own, height, width]),
                    small(vec![groups * filters, own, 3, 3]),
                    small(vec![groups * filters]),
                    Just(pad),
                    Just(groups),
                )
            })
    ) {
        let (read, made, size) = (image.shape()[1], kernel.shape()[0], &image.shape()[2..]);
        let text = format!("{read}x{}x{}: conv k3 p{pad} c{made} g{groups}", size[0], size[1]);
        let wanted = defined(&image, &kernel, &bias, [1, 1, pad, groups]);
        prop_assert_eq!(run(&text, &image, Some(&Weights { kernel, bias })), wanted, "{}", text);
    }
}
