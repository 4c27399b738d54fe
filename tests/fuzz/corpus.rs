//! What the changes begin with.

use std::fs;
use std::path::Path;

use receptive::export;
use receptive::net::{Document, presets};

use crate::proto::{GraphText, Message, graph_setting, int, ints, list, node, weights};

/// Longer files only make every input slower.
const LONGEST: u64 = 100_000;

/// The inputs that a target begins with: its own, those of the finds, and those in the folder `more`.
pub fn of(target: &str, more: Option<&Path>) -> Vec<Vec<u8>> {
    let mut corpus = match target {
        "onnx" => models(),
        "pytorch" => python(),
        "document" => documents(),
        _ => layers(),
    };
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    corpus.extend(files(&data.join("finds"), |name| name.starts_with(target)));
    if target == "onnx" {
        corpus.extend(files(&data.join("onnx"), |name| {
            Path::new(name).extension().is_some_and(|ending| ending == "onnx")
        }));
    }
    if let Some(more) = more {
        corpus.extend(files(more, |_| true));
    }
    corpus
}

/// The files of a folder, in the order of their names; none where there is no such folder.
fn files(folder: &Path, wanted: impl Fn(&str) -> bool) -> Vec<Vec<u8>> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<_> = entries.filter(|entry| wanted(&entry.file_name().to_string_lossy())).collect();
    paths.sort_by_key(fs::DirEntry::file_name);
    let small = paths.iter().filter(|entry| entry.metadata().is_ok_and(|data| data.is_file() && data.len() <= LONGEST));
    small.filter_map(|entry| fs::read(entry.path()).ok()).collect()
}

/// The texts in quotation marks of a test, as far as they can be taken for such without reading Rust.
fn texts_of(source: &str, wanted: impl Fn(&str) -> bool) -> Vec<Vec<u8>> {
    let unescaped = |text: &str| text.replace("\\n", "\n").replace("\\\"", "\"");
    source
        .split("\",")
        .flat_map(|part| part.rsplit('"').take(1))
        .map(unescaped)
        .filter(|text| wanted(text))
        .map(String::into_bytes)
        .collect()
}

fn python() -> Vec<Vec<u8>> {
    let mut corpus = texts_of(include_str!("../it/pytorch.rs"), |text| text.contains('('));
    corpus.push(include_bytes!("../data/torch_alexnet.txt").to_vec());
    corpus.push(include_bytes!("../data/torch_vgg16.txt").to_vec());
    corpus.extend(presets::ALL.iter().map(|preset| export::pytorch::write(&preset.stack()).into_bytes()));
    corpus
}

fn layers() -> Vec<Vec<u8>> {
    let mut corpus = texts_of(include_str!("../it/layer_text.rs"), |text| text.len() > 2);
    corpus.extend(presets::ALL.iter().map(|preset| preset.stack().to_string().into_bytes()));
    corpus
}

fn documents() -> Vec<Vec<u8>> {
    let written = |preset: &presets::Preset| export::document::write(&Document::new(preset.stack()));
    let mut corpus: Vec<Vec<u8>> =
        presets::ALL.iter().filter_map(|preset| written(preset).ok()).map(String::into_bytes).collect();
    corpus.extend(texts_of(include_str!("../it/document.rs"), |text| text.contains('=')));
    corpus.push(ALL_KEYS.as_bytes().to_vec());
    corpus.push(BRANCHES.as_bytes().to_vec());
    corpus
}

const ALL_KEYS: &str = "version = 1
input = \"1x7x7\"
layers = [\"@first conv k3 s2 p1:0 d1 c2 g1 nobias\", \"off relu\", \"maxpool k2 ceil\", \"gap\"]
mine = { a = [1, 2.5, 1979-05-27T07:32:00Z], b = true }

[values]
seed = 7
[view]
layout = \"nested\"
axis = 1
folded = true
pin = { layer = \"first\", unit = [0, 1] }
other = 3
";

const BRANCHES: &str = "version = 1
input = \"3x32x32\"
layers = [\"@a conv k3 p1 c8\", \"@b conv k1 c8\", \"@c add\", \"@d concat\", \"@e resize z64x64 nearest\"]
inputs = [[0], [0], [1, 2], [1, 3], [4]]
outputs = [3, 5]
nodes = [\"x\", \"y\", \"\", \"\", \"\"]
";

fn models() -> Vec<Vec<u8>> {
    vec![windows().model(), shapes().model(), branches().model(), within().model()]
}

/// Convolutions and pools with all settings.
fn windows() -> GraphText {
    let settings = [
        ints("kernel_shape", &[3, 3]),
        ints("strides", &[2, 1]),
        ints("pads", &[1, 1, 0, 2]),
        ints("dilations", &[1, 2]),
        int("group", 1),
        Message::default().bytes(1, "auto_pad").bytes(4, "NOTSET"),
    ];
    GraphText::new(&[1, 3, 32, 32])
        .holds(&weights("w", &[8, 3, 3, 3]))
        .holds(&weights("v", &[8, 4, 3, 3]))
        .set(node("Conv", &["image", "w"], &["a"], "conv"), &settings)
        .set(node("MaxPool", &["a"], &["b"], "pool"), &[ints("kernel_shape", &[2, 2]), int("ceil_mode", 1)])
        .set(node("AveragePool", &["b"], &["c"], ""), &[ints("kernel_shape", &[2, 2]), int("count_include_pad", 1)])
        .set(
            node("ConvTranspose", &["c", "v"], &["d"], ""),
            &[ints("output_padding", &[1, 1]), ints("strides", &[2, 2]), ints("output_shape", &[20, 40])],
        )
        .node(&node("BatchNormalization", &["d", "w", "w", "w", "w"], &["e"], ""))
        .node(&node("GlobalAveragePool", &["e"], &["f"], ""))
        .node(&node("Flatten", &["f"], &["g"], ""))
        .set(node("Gemm", &["g", "w"], &["h"], "fc"), &[int("transB", 1)])
        .output("h")
}

/// Nodes that move dimensions, and sizes that are computed.
fn shapes() -> GraphText {
    GraphText::new(&[-1, 3, 0, 24])
        .holds(&list("axes", &[2, 3]))
        .holds(&list("one", &[0]))
        .holds(&list("to", &[0, -1, 6, 4]))
        .holds(&list("pads", &[0, 0, 1, 1, 0, 0, 1, 1]))
        .holds(&list("sizes", &[1, 3, 48, 48]))
        .set(node("Transpose", &["image"], &["t"], ""), &[ints("perm", &[0, 2, 3, 1])])
        .set(node("Transpose", &["t"], &["u"], ""), &[ints("perm", &[0, 3, 1, 2])])
        .node(&node("Shape", &["u"], &["s"], ""))
        .set(node("Gather", &["s", "one"], &["n"], ""), &[int("axis", 0)])
        .set(node("Concat", &["n", "axes"], &["r"], ""), &[int("axis", 0)])
        .node(&node("Slice", &["u", "one", "axes", "axes"], &["cut"], "slice"))
        .node(&node("Pad", &["cut", "pads"], &["p"], ""))
        .node(&node("Resize", &["p", "", "", "sizes"], &["big"], ""))
        .set(node("DepthToSpace", &["big"], &["deep"], ""), &[int("blocksize", 1)])
        .set(node("Split", &["deep"], &["x", "y", "z"], ""), &[int("axis", 1)])
        .node(&node("Reshape", &["x", "to"], &["v"], ""))
        .node(&node("Reshape", &["y", "r"], &["q"], ""))
        .node(&node("Tile", &["z", "to"], &["tiled"], ""))
        .node(&node("Expand", &["n", "sizes"], &["wide"], ""))
        .set(node("Range", &["n", "n", "n"], &["numbers"], ""), &[])
        .set(node("ConstantOfShape", &["sizes"], &["zeros"], ""), &[])
        .set(node("ReduceMean", &["z"], &["mean"], ""), &[ints("axes", &[2, 3]), int("keepdims", 1)])
        .output("v")
        .output("mean")
}

/// Maps that meet.
fn branches() -> GraphText {
    GraphText::new(&[1, 4, 16, 16])
        .input("second", &[1, 4, 16, 16])
        .holds(&weights("w", &[4, 4, 3, 3]))
        .set(node("Conv", &["image", "w"], &["a"], "a"), &[ints("pads", &[1, 1, 1, 1])])
        .node(&node("Add", &["a", "image"], &["b"], ""))
        .set(node("Concat", &["b", "a", "image"], &["c"], ""), &[int("axis", 1)])
        .node(&node("GlobalAveragePool", &["c"], &["g"], ""))
        .node(&node("Mul", &["c", "g"], &["m"], ""))
        .node(&node("Max", &["m", "c"], &["n"], ""))
        .node(&node("Softmax", &["n"], &["o"], ""))
        .node(&node("MatMul", &["o", "w"], &["p"], ""))
        .output("n")
        .output("o")
}

/// Graphs within nodes.
fn within() -> GraphText {
    let inner = GraphText::default().node(&node("Relu", &["a"], &["r"], "")).output("r").0;
    let outer = GraphText::default()
        .set(
            node("If", &["a"], &["s"], ""),
            &[graph_setting("then_branch", &inner), graph_setting("else_branch", &inner)],
        )
        .output("s")
        .0;
    GraphText::new(&[1, 3, 8, 8])
        .holds(&list("yes", &[1]))
        .node(&node("Relu", &["image"], &["a"], ""))
        .set(node("Loop", &["", "yes", "a"], &["l"], ""), &[graph_setting("body", &outer)])
        .set(
            node("Constant", &[], &["k"], ""),
            &[Message::default().bytes(1, "value").number(20, 4).message(5, &list("", &[1, 2]))],
        )
        .output("l")
}
