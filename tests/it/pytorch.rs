//! PyTorch in text, read and written. What modules do is told by PyTorch itself: `torch_*.txt` are printed by it, and the
//! shapes are those that it computes.

use std::fmt::Write as _;
use std::fs;

use proptest::prelude::*;
use receptive::axes::PerAxis;
use receptive::export::{keras, pytorch as written};
use receptive::field::Analysis;
use receptive::import::document::{self, DocumentError};
use receptive::import::layer_text::read_stack;
use receptive::import::pytorch::{Imported, read};
use receptive::net::{Op, Padding, Pool, PoolKind, Stack, Window, presets};

use super::random;

/// A cell of a notebook, as it is typed in a lecture.
const CELL: &str = "\
import torch
import torch.nn as nn

model = nn.Sequential(
    nn.Conv2d(1, 3, kernel_size=5),
    nn.ReLU(),
    nn.Conv2d(3, 6, kernel_size=3),
    nn.ReLU(),
    nn.Flatten(),
    nn.Linear(2904, 100),
    nn.ReLU(),
    nn.Linear(100, 10)
)

x = torch.randn((1, 1, 28, 28))
print(model(x).shape)
";

/// The layer text and the remarks of a Python text.
fn told(text: &str) -> (String, Vec<String>) {
    let Imported { stack, remarks } = read(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    (stack.to_string(), remarks.iter().map(ToString::to_string).collect())
}

/// The layer text of a Python text about which nothing is to be said.
fn silent(text: &str) -> String {
    let (stack, remarks) = told(text);
    assert_eq!(remarks, Vec::<String>::new(), "{text}");
    stack
}

fn shapes(stack: &Stack) -> Vec<String> {
    let graph = stack.lower().graph;
    let analysis = Analysis::of(&graph);
    graph.maps().map(|map| analysis.map(map).shape.as_ref().map_or("?".to_owned(), ToString::to_string)).collect()
}

#[test]
fn the_cell_of_the_lecture_comes_in_unchanged() {
    assert_eq!(silent(CELL), "1x28x28: conv k5 c3, relu, conv k3 c6, relu, flatten, linear c100, relu, linear c10");
    let sizes = ["1x28x28", "3x24x24", "3x24x24", "6x22x22", "6x22x22", "2904", "100", "100", "10"];
    assert_eq!(shapes(&read(CELL).unwrap().stack), sizes);
}

/// Layers in PyTorch and in layer text; the channels that come in are 4.
#[test]
fn every_layer_is_read() {
    let flat = |layer: &str| silent(&format!("x = torch.randn(1, 4, 8, 8)\nnn.Sequential(nn.Flatten(), {layer})"));
    for (rank, module, layer) in [
        (2, "nn.Conv2d(4, 8, 3)", "conv k3 c8"),
        (2, "torch.nn.Conv2d(4, 8, (3, 5), 2, 1, 2, 4, False)", "conv k3x5 s2 p1 d2 c8 g4 nobias"),
        (2, "Conv2d(out_channels=8, in_channels=4, kernel_size=(3,), padding=(1, 2))", "conv k3 p1x2 c8"),
        (2, "nn.Conv2d(4, 2*4, 3, padding='same', dilation=2)", "conv k3 psame d2 c8"),
        (2, "nn.Conv2d(4, 8, 3, padding=\"valid\", device='cpu')", "conv k3 c8"),
        (2, "nn.LazyConv2d(8, 3, stride=2)", "conv k3 s2 c8"),
        (1, "nn.Conv1d(4, 8, 3, padding_mode='zeros')", "conv k3 c8"),
        (3, "nn.Conv3d(4, 8, (1, 3, 3))", "conv k1x3x3 c8"),
        // Groups come before the bias, the dilation behind it.
        (2, "nn.ConvTranspose2d(4, 8, 3, 2, 1, 1, 2, False, 1)", "convt k3 s2 p1 op1 c8 g2 nobias"),
        (1, "nn.ConvTranspose1d(4, 8, 4, stride=2, output_padding=1)", "convt k4 s2 op1 c8"),
        (3, "nn.ConvTranspose3d(4, 8, 2, dilation=2)", "convt k2 d2 c8"),
        (2, "nn.MaxPool2d(2)", "maxpool k2"),
        (2, "nn.MaxPool2d((2, 3))", "maxpool k2x3"),
        (2, "nn.MaxPool2d(3, 2, 1, 1, False, True)", "maxpool k3 s2 p1 ceil"),
        (1, "nn.MaxPool1d(kernel_size=3, stride=None, dilation=2)", "maxpool k3 d2"),
        (2, "nn.AvgPool2d(3, 2, 1, True, False)", "avgpool k3 s2 p1 ceil nocountpad"),
        (3, "nn.AvgPool3d(2, stride=1)", "avgpool k2 s1"),
        (2, "nn.AdaptiveAvgPool2d(7)", "adaptavg o7"),
        (2, "nn.AdaptiveAvgPool2d(1)", "gap"),
        (2, "nn.AdaptiveMaxPool2d(output_size=(2, 3))", "adaptmax o2x3"),
        (1, "nn.AdaptiveMaxPool1d(1)", "gmp"),
        (2, "nn.Upsample(scale_factor=2)", "upsample x2"),
        (2, "nn.Upsample(None, (2.0, 3.0), 'bilinear', False)", "upsample x2x3 linear"),
        (3, "nn.Upsample(scale_factor=2, mode='trilinear')", "upsample x2 linear"),
        (2, "nn.UpsamplingNearest2d(scale_factor=3)", "upsample x3"),
        (2, "nn.ReLU(inplace=True)", "relu"),
        (2, "nn.Sigmoid()", "sigmoid"),
        (2, "nn.Tanh()", "tanh"),
        (2, "nn.GELU()", "gelu"),
        (2, "nn.BatchNorm2d(4)", "bn"),
        (2, "nn.Dropout(p=0.2)", "dropout"),
        (2, "nn.Dropout2d()", "dropout"),
        // Left, right, top, bottom.
        (2, "nn.ZeroPad2d((1, 2, 3, 4))", "pad p3:4x1:2"),
        (2, "nn.ZeroPad2d(1)", "pad p1"),
        (1, "nn.ConstantPad1d((1, 0), 0)", "pad p1:0"),
        (2, "nn.ZeroPad2d((-1, -1, 0, -2))", "crop p0:2x1"),
        (2, "nn.ZeroPad2d((-1, 0, 2, 0))", "crop p0x1:0, pad p2:0x0"),
        (2, "nn.Identity()", ""),
    ] {
        let size = vec!["8"; rank].join(", ");
        let text = format!("x = torch.zeros(2, 4, {size})\nmodel = nn.Sequential({module})");
        let stack = format!("2@4x{}: {layer}", vec!["8"; rank].join("x"));
        assert_eq!(silent(&text), stack.trim_end().to_owned(), "{module}");
    }
    assert_eq!(flat("nn.Linear(16*4*4, 5, bias=False)"), "4x8x8: flatten, linear c5 nobias");
    assert_eq!(flat("nn.LazyLinear(5)"), "4x8x8: flatten, linear c5");
    assert_eq!(flat("nn.Linear(256, 6), nn.BatchNorm1d(6)"), "4x8x8: flatten, linear c6, bn");
    // What PyTorch prints of modules that do not tell all of themselves by keywords.
    let printed = "Sequential(\n  (0): Upsample(scale_factor=2.0, mode=bilinear)\n  \
                   (1): LazyConv2d(0, 4, kernel_size=(3, 3), stride=(1, 1), padding=same)\n  \
                   (2): AdaptiveMaxPool2d(output_size=1)\n  (3-4): 2 x ReLU()\n)\nx = torch.rand(1, 4, 8, 8)";
    assert_eq!(silent(printed), "4x8x8: upsample x2 linear, conv k3 psame c4, gmp, relu, relu");
}

#[test]
fn networks_are_found_however_they_stand() {
    let head = "x = torch.ones(size=(1, 1, 9, 9))\n";
    for (text, stack) in [
        // In a class, with comments and continued lines.
        (
            "class Net(nn.Module):\n    '''(no network [here'''\n    def __init__(self):\n        self.body = \\\n          \
             nn.Sequential(  # first (of one\n            nn.Conv2d(1, 2, 3,\n                padding=1),  # ]\n        )\n",
            "conv k3 p1 c2",
        ),
        (
            "from collections import OrderedDict\nm = nn.Sequential(OrderedDict([('stem', nn.Conv2d(1, 2, 3)), ('relu1', \
             nn.ReLU())])).to(device)",
            "conv k3 c2 name=\"stem\", relu",
        ),
        ("m = nn.Sequential(OrderedDict({\"a\\\"b\": nn.ReLU()}))", "relu name=\"a\\\"b\""),
        // Nested, by name, in another call, in a list with a star.
        ("nn.Sequential(nn.Sequential(nn.ReLU(), nn.Sequential(nn.Tanh())), nn.GELU())", "relu, tanh, gelu"),
        ("body = nn.Sequential(nn.ReLU())\nhead = nn.Tanh()\nnet = nn.Sequential(body, head)", "relu, tanh"),
        ("net = nn.DataParallel(nn.Sequential(nn.ReLU()).cuda(), device_ids=[0])", "relu"),
        ("net = nn.Sequential(*[nn.ReLU(), nn.Tanh()],)", "relu, tanh"),
        ("print(nn.Sequential(nn.ReLU())(x).shape)", "relu"),
        ("conv = nn.Conv2d(1, 2, (3))", "conv k3 c2"),
        ("(0): Conv2d(1, 2, kernel_size=(3, 3), stride=(1, 1))", "conv k3 c2"),
    ] {
        assert_eq!(silent(&format!("{head}{text}")), format!("1x9x9: {stack}"), "{text}");
    }
    let layers = "nn.Sequential(nn.Conv2d(3, 2, 3))";
    for input in [
        "torch.zeros(1,3,32,16)",
        "summary(model, (3, 32, 16))",
        "summary(model, input_size=(1, 3, 32, 16))",
        "summary(model, input_data=torch.randn(1, 3, 32, 16))",
        "torch.randint(0, 255, (1, 3, 32, 16))",
        "torch.rand([3, 32, 4*4])",
        "y = torch.ones(10)\nx = torch.rand(1, 3, 32, 16)",
    ] {
        assert_eq!(silent(&format!("model = {layers}\n{input}")), "3x32x16: conv k3 c2", "{input}");
    }
    assert_eq!(silent("nn.Sequential(nn.Linear(784, 10))\nx = torch.rand(64, 784)"), "64@1x784: flatten, linear c10");
}

/// `print(model)` of torchvision's networks, and what PyTorch computes: parameters and shapes.
#[test]
fn printed_networks_are_read() {
    for (name, params, sizes, flattened) in [
        ("alexnet", 61_100_840, ["64x55x55", "192x27x27", "384x13x13", "256x6x6", "9216"], 20),
        ("vgg16", 138_357_544, ["64x224x224", "128x112x112", "256x56x56", "512x7x7", "25088"], 37),
    ] {
        let file = format!("{}/tests/data/torch_{name}.txt", env!("CARGO_MANIFEST_DIR"));
        let Imported { stack, remarks } = read(&fs::read_to_string(file).unwrap()).unwrap();
        let remarks: Vec<String> = remarks.iter().map(ToString::to_string).collect();
        let class = if name == "vgg16" { "VGG" } else { "AlexNet" };
        let expected = [
            "the text does not say how large the input is; 3x224x224 was taken, change it if it is another".to_owned(),
            format!(
                "line 1: {class}: what it computes is not known; its layers were taken as a chain, in the order of the text"
            ),
            format!("line {flattened}: Linear: the map before it was flattened, with a layer that is not written"),
        ];
        assert_eq!(remarks, expected, "{name}");
        let graph = stack.lower().graph;
        let analysis = Analysis::of(&graph);
        assert_eq!(graph.maps().map(|map| analysis.map(map).cost.params.unwrap()).sum::<u64>(), params, "{name}");
        let shapes = shapes(&stack);
        for size in sizes {
            assert!(shapes.iter().any(|shape| shape == size), "{name}: no {size} in {shapes:?}");
        }
        assert_eq!(shapes.last().unwrap(), "1000");
    }
}

#[test]
fn what_is_not_understood_is_told_by_line() {
    for (module, layers, remark) in [
        (
            "nn.PixelShuffle(2)",
            "unknown PixelShuffle",
            "PixelShuffle: this layer is not known; all that comes after it is unknown",
        ),
        ("Block(4, 8)", "unknown Block", "Block: this layer is not known; all that comes after it is unknown"),
        (
            "nn.Conv2d(4, 8, k)",
            "unknown Conv2d",
            "Conv2d: k is not understood; the layer and all that comes after it are unknown",
        ),
        (
            "nn.MaxPool2d(0)",
            "unknown MaxPool2d",
            "MaxPool2d: 0 is not understood; the layer and all that comes after it are unknown",
        ),
        (
            "nn.Conv2d(4, 8)",
            "unknown Conv2d",
            "Conv2d: kernel_size is not understood; the layer and all that comes after it are unknown",
        ),
        (
            "nn.Upsample(size=(16, 16))",
            "unknown Upsample",
            "Upsample: size=(16, 16) is not understood; the layer and all that comes after it are unknown",
        ),
        (
            "nn.Flatten(2)",
            "unknown Flatten",
            "Flatten: 2 is not understood; the layer and all that comes after it are unknown",
        ),
        (
            "nn.Conv2d(4, 8, 3, padding_mode='reflect')",
            "conv k3 c8",
            "Conv2d: padding_mode='reflect' changes no size; it was left out",
        ),
        ("nn.Conv2d(4, 8, 3, strides=2)", "conv k3 c8", "Conv2d: strides=2 changes no size; it was left out"),
        (
            "nn.Conv2d(4, 8, 3, stride=2, padding='same')",
            "conv k3 s2 psame c8",
            "Conv2d: PyTorch has padding='same' only without a stride; the output was taken as ⌈N/S⌉",
        ),
        ("nn.Conv2d(1, 8, 3)", "conv k3 c8", "Conv2d: in_channels is 1, but 4 come in; the layer was taken with 4"),
        ("nn.BatchNorm2d(8)", "bn", "BatchNorm2d: num_features is 8, but 4 come in; the layer was taken with 4"),
        (
            "nn.Upsample(scale_factor=2, mode='bilinear', align_corners=True)",
            "upsample x2 linear",
            "Upsample: align_corners=True changes no size; it was left out",
        ),
        ("nn.LeakyReLU(0.1)", "relu", "LeakyReLU: there is no such layer here; it was read as relu"),
        ("nn.GroupNorm(2, 4)", "bn", "GroupNorm: there is no such layer here; it was read as bn"),
        ("nn.ReflectionPad2d(1)", "pad p1", "ReflectionPad2d: there is no such layer here; it was read as pad"),
        ("nn.Softmax(dim=1)", "", "Softmax: it changes no size and no field; it was left out"),
        ("*layers", "", "“*layers” is no layer; it was left out"),
        ("layers[0]", "", "“layers[0]” is no layer; it was left out"),
        (
            "nn.Linear(256, 10)",
            "flatten, linear c10",
            "Linear: the map before it was flattened, with a layer that is not written",
        ),
    ] {
        let (stack, remarks) = told(&format!("x = torch.randn(1, 4, 8, 8)\nnet = nn.Sequential(\n  {module},\n)"));
        assert_eq!(stack, format!("4x8x8: {layers}").trim_end(), "{module}");
        assert_eq!(remarks, [format!("line 3: {remark}")], "{module}");
        // What is not known survives as layer text.
        assert_eq!(read_stack(&stack).unwrap().to_string(), stack);
    }
    let two =
        "a = nn.Sequential(nn.ReLU())\nb = nn.Sequential(nn.ReLU(), nn.Tanh())\nc = nn.GELU()\nx = torch.rand(1, 1, 3)";
    let (stack, remarks) = told(two);
    assert_eq!(stack, "1x3: relu, tanh");
    assert_eq!(
        remarks,
        ["line 1: another network (layers: 1) was left out", "line 3: layers outside of the network (1) were left out"]
    );
    let class =
        "class Net:\n  def __init__(self):\n    self.conv1 = nn.Conv2d(1, 6, 5)\n    self.fc = nn.Linear(3456, 10)\n";
    let (stack, remarks) = told(class);
    assert_eq!(stack, "1x28x28: conv k5 c6, flatten, linear c10");
    assert_eq!(remarks[1], "line 3: there is no nn.Sequential; the layers were taken in the order of the text");
    let residual = "Net(\n  (conv): Conv2d(3, 3, kernel_size=(1, 1), stride=(1, 1))\n  (downsample): Sequential(\n    (0): ReLU()\n  )\n)";
    let (stack, remarks) = told(&format!("{residual}\nx = torch.rand(1, 3, 5, 5)"));
    assert_eq!(stack, "3x5x5: conv k1 c3 name=\"conv\"");
    assert_eq!(remarks[1], "line 3: downsample: branches have no place in a chain; it was left out");
    // The input that the linear layer is written for, and one that does not fit.
    let lenet = "nn.Sequential(nn.Conv2d(3, 6, 5), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(16*5*5, 120))";
    assert!(told(lenet).0.starts_with("3x32x32: "));
    let (stack, remarks) = told(&format!("{lenet}\nx = torch.zeros(400)"));
    assert!(stack.starts_with("3x32x32: "));
    assert_eq!(remarks, ["line 2: an input of (400) does not fit the layers; 3x32x32 was taken"]);
}

#[test]
fn a_text_without_a_network_is_an_error() {
    for (text, message) in [
        (
            "import torch\nprint('hello')",
            "line 1: there are no layers of PyTorch; write them as in nn.Sequential(nn.Conv2d(1, 3, 5), nn.ReLU())",
        ),
        ("x = 1\nmodel = nn.Sequential(\n  nn.Conv2d(1, 3, 5),", "line 2: this bracket is not closed; close it"),
        (
            "def f():\n  pass",
            "line 1: there are no layers of PyTorch; write them as in nn.Sequential(nn.Conv2d(1, 3, 5), nn.ReLU())",
        ),
    ] {
        assert_eq!(document::open(text.as_bytes()).unwrap_err().to_string(), message, "{text}");
    }
}

/// Documents and layer texts may quote Python, and Python may look like a document.
#[test]
fn python_is_told_from_documents() {
    for text in [
        "# nn.Sequential(nn.ReLU())\n1x8: relu",
        "1x8: relu name=\"Conv2d(1)\"",
        "# Conv2d(1, 2, 3)\ninput = \"1x8\"\nlayers = ['relu name=\"ReLU()\"']",
    ] {
        let opened = document::open(text.as_bytes()).unwrap();
        assert_eq!((opened.document.stack.input.to_string(), opened.remarks), ("1x8".to_owned(), vec![]), "{text}");
    }
    for text in [
        "input = torch.rand(1, 1, 8)\nlayers = nn.Sequential(nn.ReLU())",
        "x = [1, 1, 8]\nm = nn.Sequential(nn.ReLU())\ntorch.rand(1, 1, 8)",
    ] {
        assert_eq!(document::open(text.as_bytes()).unwrap().document.stack.to_string(), "1x8: relu", "{text}");
    }
    let error = document::open(b"import torch").unwrap_err();
    assert!(matches!(error, DocumentError::Python { line: 1, .. }), "{error}");
}

#[test]
fn hostile_texts_end_soon() {
    let many = 10 << 20;
    let deep =
        |open: &str, close: &str| format!("nn.Sequential({}1{})", open.repeat(many / 10), close.repeat(many / 10));
    let texts = [
        "(".repeat(many),
        "nn.Sequential(".repeat(many / 14),
        "f(".repeat(many / 2),
        format!("nn.Conv2d({}1, 2, 3)", "-".repeat(many)),
        format!("nn.Conv2d(1, 2, {})", "1*".repeat(many / 8)),
        deep("[", "]"),
        deep("nn.Sequential(", ")"),
        deep("(", ")"),
        "summary(".repeat(many / 8),
        format!("nn.Sequential({})", "a, ".repeat(many / 8)),
        format!("nn.ReLU({})", "1, ".repeat(many / 8)),
        "\"".repeat(many),
        "nn.ReLU()\n".repeat(many / 10),
    ];
    for text in texts {
        let _ = read(&text);
    }
    // Doubled sixty times.
    let mut doubling = "a0 = nn.Sequential()\n".to_owned();
    for n in 1..60 {
        let _ = writeln!(doubling, "a{n} = nn.Sequential(a{}, a{})", n - 1, n - 1);
    }
    let error = read(&doubling).unwrap_err();
    assert!(error.to_string().ends_with("more than 100000 layers; keep to fewer"), "{error}");
}

proptest! {
    #![proptest_config(random::cases(400))]

    #[test]
    fn no_text_is_too_odd(parts in proptest::collection::vec(proptest::sample::select(vec![
        "nn.Sequential(", "nn.Conv2d(", "(", ")", "[", "]", "{", "}", ",", "1", "3", "-", "*", "/", "=", ":", ".", "x ", "kernel_size",
        "padding=", "'same'", "\"", "'''", "\\", "\n", "#", "é", "1e-", "(0): ", "4 x ", "ReLU()", "OrderedDict(", "torch.rand(",
        "summary(", "None", "float('-inf')", "ConstantPad2d(", "MaxPool2d(", "a = ", "'n', ", "0.5", "99999999999999999999",
    ]), 0..40)) {
        let text = parts.concat();
        let _ = read(&text);
        let _ = document::open(text.as_bytes());
    }

    #[test]
    fn code_of_any_stack_is_written(stack in random::any_stack()) {
        prop_assert!(written::write(&stack).contains("Sequential"));
        prop_assert!(keras::write(&stack).contains("Sequential"));
        let _ = read(&written::write(&stack));
    }

    /// Whatever PyTorch has comes back as it was: the same settings where it has them, else the same answer.
    #[test]
    fn what_is_written_is_read_back(stack in random::stack(6, 20)) {
        let code = written::write(&stack);
        prop_assume!(!code.contains("    # "));
        let Imported { stack: back, remarks } = read(&code).unwrap();
        prop_assert_eq!(remarks, vec![], "{}\n{}", stack, code);
        let (there, here) = (ops(&stack), ops(&back));
        if there.len() == here.len() && !there.iter().any(in_two) {
            prop_assert_eq!(there, here, "{}", code);
        }
        let of = |stack: &Stack| {
            let graph = stack.lower().graph;
            let analysis = Analysis::of(&graph);
            let output = analysis.output();
            let answer = analysis.map(output);
            (answer.shape.clone(), answer.field.clone(), analysis.loss(output).map(|loss| loss.count))
        };
        prop_assert_eq!(of(&stack), of(&back), "{}\n{}", stack, code);
    }
}

/// True of ops that PyTorch has in two modules, or that are written in units because a word would not do.
fn in_two(op: &Op) -> bool {
    let ends = |ends: &PerAxis<receptive::net::Ends>| ends.written().iter().any(|ends| ends.begin != ends.end);
    match op {
        Op::Pad(padding) | Op::Crop(padding) => ends(padding) || padding.written().iter().all(|ends| ends.begin == 0),
        op => op.window().is_some_and(|window| match &window.padding {
            Padding::Explicit(padding) => {
                ends(padding) || (0..3).any(|axis| padding.at(axis).begin > window.kernel.at(axis) / 2)
            }
            Padding::Same => !matches!(op, Op::Conv(_)) || window.stride.written().iter().any(|&stride| stride != 1),
            Padding::SameLower => true,
        }),
    }
}

/// The ops of a stack with what PyTorch writes the same: channels in numbers, a maximum that counts no padding.
fn ops(stack: &Stack) -> Vec<Op> {
    let shapes = stack.lower().graph;
    let analysis = Analysis::of(&shapes);
    let behind: Vec<u64> =
        shapes.maps().skip(1).map(|map| analysis.map(map).shape.as_ref().map_or(0, |shape| shape.channels)).collect();
    stack
        .layers()
        .iter()
        .zip(behind)
        .map(|(layer, behind)| match layer.op.clone() {
            Op::Conv(conv) => Op::Conv(receptive::net::Conv { channels: Some(behind), ..conv }),
            Op::ConvTransposed(conv) => {
                Op::ConvTransposed(receptive::net::ConvTransposed { channels: Some(behind), ..conv })
            }
            Op::Pool(pool) if pool.kind == PoolKind::Max => Op::Pool(Pool { count_padding: true, ..pool }),
            Op::Pool(Pool { window, ceil, count_padding, kind }) => {
                let window = Window { dilation: PerAxis::All(1), ..window };
                Op::Pool(Pool { window, ceil, count_padding, kind })
            }
            // On one axis `(1,)` is 1.
            Op::AdaptivePool { kind, out: PerAxis::All(1) } => Op::GlobalPool(kind),
            Op::AdaptivePool { kind, out } if out.written().iter().all(|&n| n == 1) => Op::GlobalPool(kind),
            op => op,
        })
        .collect()
}

#[test]
fn presets_come_back() {
    for preset in presets::ALL {
        let stack = preset.stack();
        let code = written::write(&stack);
        let back = read(&code).unwrap();
        assert_eq!(back.remarks, [], "{}", preset.id);
        assert_eq!(shapes(&back.stack).last(), shapes(&stack).last(), "{}: {code}", preset.id);
    }
}

#[test]
fn code_is_written() {
    let stack = read_stack(
        "3x32x32: conv k3 p1 c8 nobias name=stem, maxpool k2 off, maxpool k3 s2 p1:0, dropout, gap, flatten, linear c10",
    );
    assert_eq!(
        written::write(stack.as_ref().unwrap()),
        r#"from collections import OrderedDict

import torch
from torch import nn

model = nn.Sequential(
    OrderedDict([
        ("stem", nn.Conv2d(3, 8, kernel_size=3, padding=1, bias=False)),
        # off: ("maxpool1", nn.MaxPool2d(kernel_size=2)),
        ("maxpool2_pad", nn.ConstantPad2d((1, 0, 1, 0), float("-inf"))),
        ("maxpool2", nn.MaxPool2d(kernel_size=3, stride=2)),
        ("dropout1", nn.Dropout()),
        ("gap1", nn.AdaptiveAvgPool2d(1)),
        ("flatten1", nn.Flatten()),
        ("linear1", nn.Linear(8, 10)),
    ])
)

x = torch.randn(1, 3, 32, 32)
print(model.eval()(x).shape)
"#
    );
    assert_eq!(
        keras::write(stack.as_ref().unwrap()),
        r#"import numpy as np
from keras import Sequential, layers

# Channels last: height, width, channels. A vector behind Flatten has another order than in PyTorch.
model = Sequential([
    layers.Input((32, 32, 3)),
    layers.Conv2D(8, 3, padding="same", use_bias=False, name="stem"),
    # off: layers.MaxPooling2D(2),
    # The maximum is over these zeros too.
    layers.ZeroPadding2D(((1, 0), (1, 0))),
    layers.MaxPooling2D(3, strides=2),
    layers.Dropout(0.5),
    layers.GlobalAveragePooling2D(keepdims=True),
    layers.Flatten(),
    layers.Dense(10),
])

x = np.random.rand(1, 32, 32, 3)
print(model(x).shape)
"#
    );
    let names = read_stack("1x8: relu name=a.b, relu name=a_b, relu name=train").unwrap();
    let code = written::write(&names);
    assert!(
        code.contains("(\"a_b\", nn.ReLU())") && code.contains("\"a_b_\"") && code.contains("\"train_\""),
        "{code}"
    );
}

mod on_the_command_line {
    use super::CELL;
    use receptive::cli;
    use std::fs;

    fn run(args: &[&str], input: &str) -> (u8, String, String) {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let args = std::iter::once("receptive").chain(args.iter().copied());
        let code = cli::run_with(args, &mut input.as_bytes(), &mut out, &mut err);
        (code, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
    }

    #[test]
    fn files_and_standard_input_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("model.py");
        fs::write(&file, CELL).unwrap();
        let name = file.to_str().unwrap();
        let (code, out, err) = run(&["report", name], "");
        assert_eq!((code, err.as_str()), (0, ""));
        assert!(out.contains("6×22×22") && out.contains("2904"), "{out}");
        let piped = CELL.replace("nn.ReLU()", "nn.ELU()").replacen("nn.Conv2d(1,", "nn.Conv2d(2,", 1);
        let (code, out, err) = run(&["check", "-", "--size", "22x22"], &piped);
        assert_eq!(code, 1, "{out}");
        assert!(
            err.starts_with("receptive: standard input: line 5: Conv2d: in_channels is 2, but 1 come in;"),
            "{err}"
        );
        assert_eq!(err.lines().count(), 4, "{err}");
        fs::write(&file, "import torch").unwrap();
        let (code, out, err) = run(&["report", name], "");
        assert_eq!((code, out.as_str()), (2, ""));
        assert!(err.ends_with("model.py: line 1: there are no layers of PyTorch; write them as in nn.Sequential(nn.Conv2d(1, 3, 5), nn.ReLU())\n"), "{err}");
    }

    #[test]
    fn networks_are_converted() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("net.py");
        let name = file.to_str().unwrap();
        let stack = "1x28x28: conv k5 c3, relu";
        assert_eq!(run(&["convert", stack, "-o", name], ""), (0, String::new(), String::new()));
        assert!(fs::read_to_string(&file).unwrap().contains("    nn.Conv2d(1, 3, kernel_size=5),\n    nn.ReLU(),\n"));
        assert_eq!(run(&["convert", name, "--to", "stack"], ""), (0, format!("{stack}\n"), String::new()));
        let (code, out, _) = run(&["convert", name, "--to", "keras"], "");
        assert!(code == 0 && out.contains("layers.Conv2D(3, 5)"), "{out}");
        let (code, _, err) = run(&["convert", stack, "-o", "net.unknown"], "");
        assert_eq!(
            (code, err.as_str()),
            (
                2,
                "receptive: --to: what to turn it into is not said; write --to pytorch, or -o with a name such as net.py\n"
            )
        );
    }
}

#[cfg(feature = "window")]
mod in_the_window {
    use super::super::driver::*;
    use super::CELL;
    use egui::{Event, Key, Modifiers};
    use egui_kittest::kittest::Queryable as _;
    use receptive::locale::Lang;
    use std::fs;

    #[test]
    fn a_cell_is_pasted() {
        let mut window = window("1x4x4: relu");
        window.event(Event::Paste(CELL.to_owned()));
        window.run();
        assert_eq!(
            text(&window),
            "1x28x28: conv k5 c3, relu, conv k3 c6, relu, flatten, linear c100, relu, linear c10"
        );
        assert_silent(&window, "with remarks");
        press(&mut window, Modifiers::COMMAND, Key::Z);
        assert_eq!(text(&window), "1x4x4: relu");
    }

    #[test]
    fn remarks_are_told_in_the_language_of_the_window() {
        for (lang, title, remark) in [
            (
                Lang::En,
                "The network was read, with remarks",
                "line 6: ELU: there is no such layer here; it was read as relu",
            ),
            (
                Lang::Ru,
                "Сеть прочитана, но есть замечания",
                "строка 6: «ELU»: такого слоя здесь нет; прочитан как relu",
            ),
        ] {
            let mut window = window_of([1440.0, 900.0], lang, Some("1x4x4: relu"));
            window.event(Event::Paste(CELL.replace("nn.ReLU", "nn.ELU")));
            window.run();
            assert_says(&window, title);
            assert_says(&window, remark);
            press(&mut window, Modifiers::NONE, Key::Escape);
            assert_silent(&window, title);
        }
    }

    #[test]
    fn a_file_is_opened_and_saved_as_a_document() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("model.py");
        fs::write(&file, "net = nn.Sequential(nn.Conv2d(1, 2, 3))").unwrap();
        let mut window = window("1x4x4: relu");
        choose(&mut window, "File", "Open…");
        answer_path(&mut window, &file, "Open");
        wait_for(&mut window, "the text does not say how large the input is");
        assert_eq!(text(&window), "1x28x28: conv k3 c2");
        press(&mut window, Modifiers::NONE, Key::Escape);
        press(&mut window, Modifiers::COMMAND, Key::S);
        // Python is not overwritten with a document.
        let name = window.get_by_role_and_label(egui::accesskit::Role::TextInput, "File");
        let shown = egui_kittest::kittest::NodeT::accesskit_node(&name).value().unwrap();
        assert!(shown.ends_with("model.receptive.toml"), "{shown}");
    }

    #[test]
    fn a_text_without_a_network_says_so() {
        for (lang, said) in [
            (Lang::En, "line 1: this bracket is not closed; close it"),
            (Lang::Ru, "строка 1: эта скобка не закрыта; закройте её"),
        ] {
            let mut window = window_of([1440.0, 900.0], lang, Some("1x4x4: relu"));
            window.event(Event::Paste("net = nn.Sequential(nn.Conv2d(1, 2, 3)".to_owned()));
            window.run();
            assert_says(&window, said);
            assert_eq!(text(&window), "1x4x4: relu");
        }
    }
}
