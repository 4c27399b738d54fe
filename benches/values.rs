//! Values: single layers and a whole network. `benches/peers/time.py` times the same in ONNX Runtime; both on as many
//! threads as there are processors, or as `RAYON_NUM_THREADS` says, and both in the memory of the run before.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use receptive::field::{Analysis, step_of};
use receptive::import::layer_text::read_stack;
use receptive::net::{Source, presets};
use receptive::value::{
    Assets, Cancel, Memory, Question, Tensor, Values, Weights, forward_in, forward_owned, parameters_of,
};

/// Layers as they are common, each on the input that it is common on.
const LAYERS: [(&str, &str); 7] = [
    ("conv 3x3", "64x112x112: conv k3 p1 c64"),
    ("conv 7x7 s2", "3x224x224: conv k7 s2 p3 c64"),
    ("depthwise 3x3", "64x112x112: conv k3 p1 g64"),
    ("max 2x2", "64x224x224: maxpool k2"),
    ("max 3x3 s2", "64x224x224: maxpool k3 s2"),
    ("average 2x2", "64x224x224: avgpool k2"),
    ("relu", "64x224x224: relu"),
];

fn layers(c: &mut Criterion) {
    let mut group = c.benchmark_group("values");
    for (name, text) in LAYERS {
        let stack = read_stack(text).expect("a stack");
        let op = stack.layers()[0].op.clone();
        let (shape, _) = step_of(&op, &stack.input).expect("a layer that runs");
        let sizes: Vec<usize> =
            [stack.input.channels].iter().chain(stack.input.size.iter()).map(|n| *n as usize).collect();
        let image = Tensor::from_shape_fn([&[1], sizes.as_slice()].concat(), |at| (at[2] * 7 + at[3]) as f32 % 13.0);
        let weights = op.window().zip(Some(shape.channels as usize)).map(|(window, made)| {
            let taps = *window.kernel.written().first().unwrap_or(&1) as usize;
            let read = if name.starts_with("depthwise") { 1 } else { sizes[0] };
            let kernel = Tensor::from_elem(vec![made, read, taps, taps], 0.1);
            Weights { kernel, bias: Tensor::zeros(vec![made]) }
        });
        let memory = Memory::default();
        group.bench_function(name, |b| {
            b.iter(|| {
                let made = forward_in(black_box(&op), &[&image], weights.as_ref(), &shape, &memory);
                memory.give(black_box(made).expect("a layer that runs").into_raw_vec_and_offset().0);
            });
        });
    }
    group.sample_size(10);
    let vgg = presets::ALL.iter().find(|preset| preset.id == "vgg16").expect("a preset").stack();
    let lowered = vgg.lower();
    let analysis = Analysis::of(&lowered.graph);
    let (parameters, assets) = (parameters_of(&vgg, &lowered), Assets::new());
    let question = Question {
        graph: &lowered.graph,
        analysis: &analysis,
        source: &vgg.source,
        parameters: &parameters,
        assets: &assets,
        last: None,
        most_bytes: u64::MAX,
    };
    let values = Values::of(&question, &Cancel::default());
    // Weights are made once; the network is run again and again.
    let memory = Memory::default();
    group.bench_function("VGG-16", |b| {
        b.iter(|| {
            let mut image = Tensor::clone(values.map(lowered.graph.maps().next().expect("the image")).expect("values"));
            for (node, map) in lowered.graph.nodes().iter().zip(lowered.graph.maps().skip(1)) {
                let shape = analysis.map(map).shape.as_ref().expect("a shape");
                let weights = values.weights(map).map(AsRef::as_ref);
                image = forward_owned(&node.op, image, weights, shape, &memory).expect("a layer that runs");
            }
            black_box(image)
        });
    });
    // Another image each time, as if it was dropped on the window: the weights are those of the run before, and the maps
    // are made where those of the run before that one were.
    let mut seed = 0;
    let mut before = values;
    group.bench_function("VGG-16 after another image", |b| {
        b.iter(|| {
            seed += 1;
            let other_image = Question { source: &Source::Noise { seed }, ..question };
            before = Values::after(Some(&before), &other_image, &Cancel::default());
        });
    });
    group.finish();
}

criterion_group!(benches, layers);
criterion_main!(benches);
