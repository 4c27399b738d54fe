//! Values: against tables that ONNX Runtime made (`tests/data/values.py`), the lecture's examples, and the definition.

use proptest::prelude::*;
use receptive::field::step_of;
use receptive::import::layer_text::read_stack;
use receptive::net::Op;
use receptive::value::{Tensor, Weights, forward};
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
    use receptive::net::{Join, Shape};
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
