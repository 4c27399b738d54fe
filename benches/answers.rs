//! How long the answers take: whole networks, one unit, the maps' picture.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use receptive::axes::Axes;
use receptive::export::animation::{self, Plan, Reel, Watch};
use receptive::export::onnx as written;
use receptive::export::picture::{self, Settings, Size};
use receptive::export::report::{self, Format};
use receptive::field::{Analysis, Trace, fixes};
use receptive::import::layer_text::read_stack;
use receptive::import::onnx;
use receptive::locale::{Lang, Words};
use receptive::net::{Layout, Look, Lowered, Stack, presets};
use receptive::scene::charts;
use receptive::scene::maps::Maps;
use receptive::scene::series::Charts;
use receptive::scene::view::{self, Subject, ViewName};
use receptive::value::Cancel;

#[allow(dead_code, reason = "the tests draw more networks")]
#[path = "../tests/it/networks.rs"]
mod networks;

fn preset(id: &str) -> Stack {
    presets::ALL.iter().find(|preset| preset.id == id).expect("a preset").stack()
}

/// So many 3×3 convolutions that keep the size.
fn deep(layers: usize) -> Stack {
    let layers = vec!["conv k3 p1"; layers].join(", ");
    read_stack(&format!("1x1024x1024: {layers}")).expect("layer text")
}

fn analysis(c: &mut Criterion) {
    let mut group = c.benchmark_group("analysis");
    let networks = [
        ("vgg16", preset("vgg16")),
        ("resnet152", networks::resnet([3, 8, 36, 3])),
        ("deep-100", deep(100)),
        ("deep-1000", deep(1000)),
        ("deep-5000", deep(5000)),
    ];
    for (name, stack) in networks {
        let graph = stack.lower().graph;
        group.bench_function(name, |b| b.iter(|| Analysis::of(black_box(&graph))));
    }
    // Twice as many nodes take twice as long.
    for nodes in [500, 1000, 2000, 4000] {
        let graph = networks::residual(nodes).lower().graph;
        group.bench_function(format!("residual-{nodes}"), |b| b.iter(|| Analysis::of(black_box(&graph))));
    }
    group.finish();
}

fn unit(c: &mut Criterion) {
    let mut group = c.benchmark_group("trace");
    for (name, stack) in [("dropped", preset("dropped")), ("vgg16", preset("vgg16")), ("deep-1000", deep(1000))] {
        let Lowered { graph, .. } = stack.lower();
        let analysis = Analysis::of(&graph);
        // The last map with rows and columns, its middle unit.
        let (map, unit) = graph
            .maps()
            .rev()
            .find_map(|map| {
                let size = &analysis.map(map).shape.as_ref()?.size;
                (size.rank() == 2).then(|| (map, size.map(|&n| n as i64 / 2)))
            })
            .expect("a map with two axes");
        group.bench_function(name, |b| {
            b.iter(|| Trace::of(&graph, &analysis, black_box(map), Axes::clone(&unit)));
        });
    }
    group.finish();
}

fn scene(c: &mut Criterion) {
    let mut group = c.benchmark_group("maps");
    let words = Words::new(Lang::En);
    for (name, stack) in [("vgg16", preset("vgg16")), ("deep-1000", deep(1000))] {
        let graph = stack.lower().graph;
        let analysis = Analysis::of(&graph);
        group.bench_function(format!("places/{name}"), |b| {
            b.iter(|| Maps::of(black_box(&Subject::new(&graph, &analysis, &words)), Layout::Equal));
        });
        group.bench_function(format!("svg/{name}"), |b| {
            b.iter(|| picture::write(Subject::new(black_box(&graph), &analysis, &words), &Settings::default()));
        });
    }
    group.finish();
}

fn ways_out(c: &mut Criterion) {
    let stack = preset("dropped");
    let layer = stack.layers()[0].id;
    c.bench_function("fixes/dropped", |b| b.iter(|| fixes::fixes(black_box(&stack), layer)));
}

/// A GIF of 25 frames, a kernel that walks over 7×7 pixels.
fn animation(c: &mut Criterion) {
    let stack = read_stack("1x7x7: conv k3").expect("layer text");
    let Lowered { graph, .. } = stack.lower();
    let (analysis, words, cancel) = (Analysis::of(&graph), Words::new(Lang::En), Cancel::default());
    let subject = Subject::new(&graph, &analysis, &words);
    let settings = Settings { size: Size::Pixels(600), ..Settings::default() };
    let watch = Watch { cancel: &cancel, told: &|_, _| {} };
    c.bench_function("GIF of 25 frames", |b| {
        b.iter(|| {
            let reel =
                Reel::of(subject, &settings, Plan::default(), animation::Format::Gif, &watch).expect("an animation");
            reel.write(&mut std::io::sink(), &watch).expect("written")
        });
    });
}

/// ResNet-50 from a file to its answers.
fn onnx_model(c: &mut Criterion) {
    let bytes = include_bytes!("../tests/data/onnx/light_resnet50.onnx");
    let mut group = c.benchmark_group("onnx/resnet50");
    group.bench_function("read", |b| b.iter(|| onnx::read(black_box(bytes))));
    let written = onnx::read(bytes).expect("a model");
    group.bench_function("meant", |b| b.iter(|| black_box(&written).meant(None)));
    group.bench_function("read, meant and analysed", |b| {
        b.iter(|| {
            let meant = onnx::read(black_box(bytes)).and_then(|written| written.meant(None)).expect("a network");
            Analysis::of(&meant.stack.lower().graph)
        });
    });
    group.finish();
}

/// Published networks from the bytes of a file to their report, as the command line does it. The files are written here,
/// with the batch normalisations of the residual ones folded into their convolutions, as exports for inference have it.
fn reports(c: &mut Criterion) {
    let mut group = c.benchmark_group("report");
    let words = Words::new(Lang::En);
    let networks = [
        ("resnet50", networks::resnet50()),
        ("resnet152", networks::resnet([3, 8, 36, 3])),
        ("densenet121", networks::densenet121()),
    ];
    for (name, stack) in networks {
        let bytes = written::write(&stack).expect("a model");
        let meant = || onnx::read(black_box(&bytes)).and_then(|written| written.meant(None)).expect("a network");
        group.bench_function(format!("{name}/read"), |b| b.iter(meant));
        let graph = meant().stack.lower().graph;
        group.bench_function(format!("{name}/analysed"), |b| b.iter(|| Analysis::of(black_box(&graph))));
        let analysis = Analysis::of(&graph);
        group.bench_function(format!("{name}/told"), |b| {
            b.iter(|| report::write(Format::Text, black_box(&graph), &analysis, &words));
        });
        group.bench_function(format!("{name}/all"), |b| {
            b.iter(|| {
                let graph = meant().stack.lower().graph;
                report::write(Format::Text, &graph, &Analysis::of(&graph), &words)
            });
        });
    }
    group.finish();
}

/// The drawing of networks with branches, nothing folded: 2,000 nodes, and the dense blocks of DenseNet-121.
fn drawing(c: &mut Criterion) {
    let mut group = c.benchmark_group("graph");
    let words = Words::new(Lang::En);
    let look = Look { opened: Look::ALL_OPENED, ..Look::default() };
    for (name, stack) in [("2000-nodes", networks::residual(2000)), ("densenet121", networks::densenet121())] {
        let graph = stack.lower().graph;
        let analysis = Analysis::of(&graph);
        let subject = Subject::new(&graph, &analysis, &words);
        group.bench_function(name, |b| b.iter(|| view::board(ViewName::Graph, black_box(&subject), look, None)));
    }
    group.finish();
}

/// The numbers of networks with branches, and the page of charts that draws them.
fn charts_of_branches(c: &mut Criterion) {
    let mut group = c.benchmark_group("charts");
    let words = Words::new(Lang::En);
    for (name, stack) in [("2000-nodes", networks::residual(2000)), ("densenet121", networks::densenet121())] {
        let graph = stack.lower().graph;
        let analysis = Analysis::of(&graph);
        let subject = Subject::new(&graph, &analysis, &words);
        group.bench_function(format!("numbers/{name}"), |b| b.iter(|| Charts::of(black_box(&graph), &analysis)));
        group.bench_function(format!("page/{name}"), |b| {
            b.iter(|| charts::drawing(black_box(&subject), Look::default()));
        });
    }
    group.finish();
}

criterion_group!(benches, analysis, unit, scene, ways_out, animation, drawing, charts_of_branches, onnx_model, reports);
criterion_main!(benches);
