//! ONNX models and texts that are damaged, wrong, hostile or no models at all: each has its clear error, which names the
//! node, the tensor or the line, and comes soon.

use std::fs;
use std::path::Path;

use receptive::export;
use receptive::field::{Analysis, Status};
use receptive::import::onnx::{self, Finding, MAX_NODES, Meant};
use receptive::import::{document, pytorch};
use receptive::net::{Document, Op, Stack};

use crate::proto::{GraphText, Message, graph_setting, int, ints, list, node, push_number, weights};

const IMAGE: [i64; 4] = [1, 3, 8, 8];

/// The network of a file, and that it can be asked about.
fn meant(model: &[u8]) -> Result<Meant, String> {
    let meant = onnx::read(model).and_then(|written| written.meant(None)).map_err(|error| error.to_string())?;
    let _ = Analysis::of(&meant.stack.lower().graph).totals();
    Ok(meant)
}

fn error(graph: &GraphText) -> String {
    match meant(&graph.model()) {
        Ok(meant) => panic!("this is no network: {}", meant.stack),
        Err(error) => error,
    }
}

/// What the analysis makes of the last layer.
fn status(graph: &GraphText) -> Status {
    let graph = meant(&graph.model()).unwrap().stack.lower().graph;
    Analysis::of(&graph).map(graph.output()).status
}

/// A convolution named `conv` over the image, with weights of these sizes and these settings.
fn conv(sizes: &[i64], settings: &[Message]) -> GraphText {
    let conv = node("Conv", &["image", "w"], &["a"], "conv");
    GraphText::new(&IMAGE).holds(&weights("w", sizes)).set(conv, settings).output("a")
}

fn relu(input: &str, output: &str) -> Message {
    node("Relu", &[input], &[output], "")
}

#[test]
fn a_model_of_the_tests_is_read() {
    let meant = meant(&conv(&[4, 3, 3, 3], &[ints("strides", &[2, 2])]).model()).unwrap();
    assert_eq!(meant.remarks, []);
    assert_eq!(meant.stack.to_string(), "3x8x8: conv k3 s2 c4 nobias name=\"a\"");
}

/// Cut off anywhere, and with any one bit turned, a file is read or says what is wrong with it.
#[test]
fn cut_off_and_damaged_files() {
    let whole = conv(&[4, 3, 3, 3], &[ints("pads", &[1, 1, 1, 1])]).node(&relu("a", "b")).model();
    for end in 0..whole.len() {
        let cut = meant(&whole[..end]);
        // Only a file that is cut off behind its graph has all of it.
        assert!(cut.is_err() || end + 6 >= whole.len(), "{end} of {} bytes are enough", whole.len());
    }
    let error = meant(&whole[..whole.len() / 2]).unwrap_err();
    assert_eq!(
        error,
        "the file cannot be read: the file is cut off or damaged, or it is no ONNX model; export it again"
    );
    let mut refused = 0;
    for bit in 0..whole.len() * 8 {
        let mut turned = whole.clone();
        turned[bit / 8] ^= 1 << (bit % 8);
        refused += usize::from(meant(&turned).is_err());
        let _ = document::open(&turned);
    }
    assert!(refused > whole.len(), "{refused} of {} bits are missed", whole.len() * 8);
}

#[test]
fn damage_within_a_node_names_the_node() {
    let broken = Message::default().bytes(3, "conv").number(1, 7);
    let error = error(&GraphText::new(&IMAGE).node(&relu("image", "a")).node(&broken));
    assert!(error.starts_with("node 2 cannot be read: "), "{error}");
}

#[test]
fn lengths_past_the_end_take_no_memory() {
    for length in [1 << 20, 1 << 31, 1 << 40, u64::MAX >> 1, u64::MAX] {
        let mut model = vec![8, 8, 7 << 3 | 2];
        push_number(&mut model, length);
        model.extend([0; 40]);
        let error = onnx::read(&model).unwrap_err().to_string();
        assert!(error.starts_with("the file cannot be read"), "{error}");
    }
}

#[test]
fn no_model_at_all() {
    assert!(meant(&[]).unwrap_err().starts_with("there is no network in the file"));
    assert!(meant(&Message::default().number(1, 8).0).unwrap_err().starts_with("there is no network in the file"));
    let error = error(&GraphText::default());
    assert!(error.starts_with("the network has no image input"), "{error}");
    // A picture, an archive, a page.
    for other in [&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], b"PK\x03\x04\x14\0", b"<!DOCTYPE html><html>", b"GIF89a"] {
        assert!(onnx::read(other).is_err());
        assert!(document::open(other).is_err());
    }
}

#[test]
fn nodes_in_a_circle() {
    let circle = GraphText::new(&IMAGE)
        .node(&node("Add", &["image", "c"], &["a"], "first"))
        .node(&node("Relu", &["a"], &["b"], "second"))
        .node(&node("Relu", &["b"], &["c"], "third"));
    let told = error(&circle);
    assert!(["first", "second", "third"].iter().any(|name| told.contains(name)), "{told}");
    assert!(told.ends_with("waits for its own result; a network must not run in a circle"), "{told}");
    let told = error(&GraphText::new(&IMAGE).node(&node("Relu", &["a"], &["a"], "own")));
    assert!(told.starts_with("Relu “own” waits for its own result"), "{told}");
    // What waits behind the circle is not named.
    let told = error(&circle.node(&node("Relu", &["c"], &["d"], "behind")));
    assert!(!told.contains("behind"), "{told}");
}

#[test]
fn missing_inputs() {
    let told = error(&GraphText::new(&IMAGE).node(&node("Relu", &["nowhere"], &["a"], "lost")));
    assert!(told.starts_with("Relu “lost” reads nowhere, which no node makes"), "{told}");
    // A convolution without its weights, and one without anything.
    for inputs in [&["image"][..], &[], &["", ""]] {
        let graph = GraphText::new(&IMAGE).node(&node("Conv", inputs, &["a"], "bare")).node(&relu("image", "b"));
        let read = meant(&graph.output("b").model());
        if let Ok(read) = read {
            let unknown = read.stack.layers().iter().filter(|layer| matches!(layer.op, Op::Unsupported(_))).count();
            assert_eq!(unknown, usize::from(inputs == ["image"]), "{}", read.stack);
        }
    }
}

#[test]
fn names_that_come_twice() {
    let told =
        error(&GraphText::new(&IMAGE).node(&relu("image", "a")).node(&node("Relu", &["image"], &["a"], "again")));
    assert!(told.starts_with("a is made twice, the second time by Relu “again”"), "{told}");
    let told = error(&conv(&[4, 3, 3, 3], &[]).node(&node("Relu", &["a"], &["w"], "over")));
    assert!(told.starts_with("w is made twice, the second time by Relu “over”"), "{told}");
}

#[test]
fn names_of_nodes_may_come_twice() {
    let graph = GraphText::new(&IMAGE).node(&node("Relu", &["image"], &["a"], "same")).node(&node(
        "Relu",
        &["a"],
        &["b"],
        "same",
    ));
    assert_eq!(meant(&graph.output("b").model()).unwrap().stack.layers().len(), 2);
}

/// Weights of another rank, another number of channels, empty ones: the layer is named as unknown or cannot run.
#[test]
fn wrong_ranks() {
    for sizes in
        [&[][..], &[4], &[4, 3], &[4, 3, 3], &[4, 3, 3, 3, 3], &[4, 3, 3, 3, 3, 3, 3], &[0, 0, 0, 0], &[4, 2, 3, 3]]
    {
        let graph = conv(sizes, &[]);
        assert!(status(&graph) >= Status::Unknown, "a convolution with weights of {sizes:?} runs");
        let meant = meant(&graph.model()).unwrap();
        let told = meant.remarks.iter().any(|remark| remark.node.as_deref() == Some("Conv “conv”"));
        let impossible = !matches!(meant.stack.layers()[0].op, Op::Unsupported(_));
        assert!(told || impossible, "nothing is said of weights of {sizes:?}: {:?}", meant.remarks);
    }
    for sizes in [&[][..], &[1], &[1, 3], &[1, 3, 8, 8, 8, 8], &[1; 70]] {
        let told = error(&GraphText::new(sizes).node(&relu("image", "a")).output("a"));
        assert!(told.starts_with("the network has no image input"), "{sizes:?}: {told}");
    }
}

#[test]
fn negative_and_huge_sizes() {
    let told = error(&conv(&[4, 3, -3, 3], &[]));
    assert_eq!(told, "w has a size of -3; sizes are numbers from 0 on");
    let told = error(&GraphText::new(&[1, 3, -8, 8]).node(&relu("image", "a")));
    assert_eq!(told, "image has a size of -8; sizes are numbers from 0 on");
    for huge in [(1 << 30) + 1, 1 << 40, i64::MAX] {
        for at in 0..4 {
            let mut sizes = IMAGE;
            sizes[at] = huge;
            let told = error(&GraphText::new(&sizes).node(&relu("image", "a")).output("a"));
            assert!(told.starts_with("the input image is larger than the limits"), "{sizes:?}: {told}");
        }
        assert!(status(&conv(&[huge, 3, 3, 3], &[])) >= Status::Unknown);
        assert!(status(&conv(&[4, 3, huge, huge], &[])) >= Status::Unknown);
    }
    let hostile = [i64::MIN, -1, 0, 1 << 31, i64::MAX];
    for name in ["kernel_shape", "strides", "dilations"] {
        for value in hostile {
            let graph = conv(&[4, 3, 3, 3], &[ints(name, &[value, value])]);
            assert!(status(&graph) >= Status::Unknown, "{name} of {value} runs");
        }
    }
    for value in [i64::MIN, 1 << 31, i64::MAX] {
        assert!(status(&conv(&[4, 3, 3, 3], &[ints("pads", &[value; 4])])) >= Status::Unknown, "pads of {value}");
        assert!(status(&conv(&[4, 3, 3, 3], &[int("group", value)])) >= Status::Unknown, "groups of {value}");
    }
}

/// A kernel of another size than its weights have is no answer with the one or the other.
#[test]
fn kernels_that_are_not_those_of_the_weights() {
    for kernel in [&[3, 5][..], &[5, 3], &[3], &[3, 3, 3], &[-3, -3]] {
        let meant = meant(&conv(&[4, 3, 3, 3], &[ints("kernel_shape", kernel)]).model()).unwrap();
        let told: Vec<String> = meant.remarks.iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].starts_with("Conv “conv”: ") && told[0].contains("kernel_shape"), "{told:?}");
    }
    assert_eq!(status(&conv(&[4, 3, 3, 5], &[ints("kernel_shape", &[3, 5])])), Status::Known);
}

/// What is imported can be saved and opened again, whatever its settings are.
#[test]
fn settings_past_the_limits_are_named_and_saved() {
    let past = (1 << 30) + 1;
    for (name, values) in [
        ("strides", [0, 1]),
        ("strides", [1, past]),
        ("dilations", [0, 1]),
        ("dilations", [past, past]),
        ("kernel_shape", [3, past]),
    ] {
        let meant = meant(&conv(&[4, 3, 3, 3], &[ints(name, &values)]).model()).unwrap();
        let told: Vec<String> = meant.remarks.iter().map(ToString::to_string).collect();
        assert!(told.len() == 1 && told[0].contains(name), "{name} {values:?}: {told:?}");
        saved_and_opened(&meant.stack);
    }
    for sizes in [[past, 3, 3, 3], [0, 3, 3, 3], [4, 3, past, 3], [4, 3, 0, 3]] {
        let meant = meant(&conv(&sizes, &[]).model()).unwrap();
        assert_eq!(meant.remarks.len(), 1, "{sizes:?}: {:?}", meant.remarks);
        saved_and_opened(&meant.stack);
    }
    let limit = conv(&[4, 3, 3, 3], &[ints("strides", &[1 << 30, 1])]);
    assert_eq!(status(&limit), Status::Known);
}

fn saved_and_opened(stack: &Stack) {
    let text = export::document::write(&Document::new(stack.clone())).unwrap();
    let again = document::read(text.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(export::document::write(&again).unwrap(), text);
}

/// Shapes that would be as large as all memory are never made.
#[test]
fn huge_constants() {
    let graph = GraphText::new(&IMAGE)
        .holds(&list("most", &[i64::MAX, i64::MAX]))
        .holds(&list("large", &[1 << 20, 1 << 20]))
        .holds(&list("from", &[0]))
        .holds(&list("far", &[i64::MAX]))
        .node(&node("ConstantOfShape", &["most"], &["a"], ""))
        .node(&node("ConstantOfShape", &["large"], &["b"], ""))
        .node(&node("Expand", &["from", "large"], &["c"], ""))
        .node(&node("Tile", &["from", "far"], &["d"], ""))
        .node(&node("Range", &["from", "far", "from"], &["e"], ""))
        .node(&node("Reshape", &["image", "most"], &["f"], "shaped"))
        .node(&node("Expand", &["image", "most"], &["g"], ""))
        .node(&node("Add", &["image", "c"], &["h"], ""));
    let _ = meant(&graph.output("f").model());
}

#[test]
fn a_million_nodes() {
    let one = relu("", "");
    let graph = (0..1_000_000).fold(GraphText::new(&IMAGE), |graph, _| graph.node(&one));
    let told = error(&graph);
    assert_eq!(told, format!("the network has more than {MAX_NODES} nodes; export a part of it"));
    // As many as may be: too many of them are layers.
    let names: Vec<String> = (0..=MAX_NODES).map(|at| format!("t{at}")).collect();
    let first = GraphText::new(&IMAGE).node(&relu("image", "t0"));
    let chain = names.windows(2).take(MAX_NODES - 1).fold(first, |graph, pair| graph.node(&relu(&pair[0], &pair[1])));
    let told = error(&chain);
    assert!(told.starts_with("more than 100000 nodes depend on the image"), "{told}");
}

/// Graphs within nodes, one in another, written from the innermost outwards.
fn nested(op: &str, setting: &str, depth: usize) -> Message {
    let mut at = GraphText::default().node(&relu("image", "innermost")).0;
    for _ in 0..depth {
        at = GraphText::default().set(node(op, &[], &["x"], ""), &[graph_setting(setting, &at)]).0;
    }
    at
}

#[test]
fn graphs_nested_deep() {
    for (op, setting) in [("If", "then_branch"), ("Loop", "body"), ("Scan", "body")] {
        let graph = GraphText::new(&IMAGE)
            .set(node(op, &["image"], &["deep"], "deep"), &[graph_setting(setting, &nested(op, setting, 2000))]);
        let meant = meant(&graph.output("deep").model()).unwrap();
        let named = |finding: &Finding| matches!(finding, Finding::Unknown { op: unknown, .. } if unknown == op);
        assert!(meant.remarks.iter().any(|remark| named(&remark.finding)), "{:?}", meant.remarks);
    }
}

/// A hundred thousand graphs deep in as many bytes as they need.
#[test]
fn graphs_nested_a_hundred_thousand_deep() {
    // From the inside outwards, and so each head in reverse: a graph in an attribute in a node in a graph.
    let (mut reversed, mut length) = (Vec::new(), 0);
    for field in [6, 5, 1].into_iter().cycle().take(300_000) {
        let mut head = Vec::new();
        push_number(&mut head, field << 3 | 2);
        push_number(&mut head, length);
        length += head.len() as u64;
        reversed.extend(head.into_iter().rev());
    }
    reversed.reverse();
    let mut graph = GraphText::new(&IMAGE).node(&relu("image", "a")).output("a");
    graph.0.0.extend(reversed);
    assert_eq!(meant(&graph.model()).unwrap().stack.layers().len(), 1);
}

/// Functions of the model are not followed: the node that calls one is named as unknown.
#[test]
fn functions() {
    let call = node("Mine", &["image"], &["a"], "called").bytes(7, "own.domain");
    let function =
        Message::default().bytes(1, "Mine").bytes(4, "x").bytes(5, "y").message(7, &call).bytes(10, "own.domain");
    let mut model = GraphText::new(&IMAGE).node(&call).output("a").model();
    model.extend(Message::default().message(25, &function).0);
    let meant = meant(&model).unwrap();
    assert_eq!(meant.remarks.len(), 1, "{:?}", meant.remarks);
    assert_eq!(meant.remarks[0].node.as_deref(), Some("Mine “called”"));
}

/// A message is read by people, whatever a name is.
#[test]
fn long_and_odd_names() {
    let long = "n".repeat(10 << 20);
    let told = error(&GraphText::new(&IMAGE).node(&node("Relu", &[&long], &["a"], &long)));
    assert!(told.chars().count() < 1000, "a message of {} characters", told.chars().count());
    let odd = "line\nbreak\u{1b}[31m\u{202e}";
    let told = error(&GraphText::new(&IMAGE).node(&node("Relu", &[odd], &["a"], odd)));
    assert!(!told.contains(|c: char| c.is_control()), "{told:?}");
}

#[test]
fn brackets_without_end() {
    let many = 10 << 20;
    for sign in ["(", "[", "{", ")", "]", "}", "([{", "nn.Sequential(", "a=[", "[[", "[a.", "((\n", "\"\"\"", "'"] {
        let text = sign.repeat(many / sign.len());
        for begin in ["", "nn.Sequential(", "1x7x7: ", "version = 1\ninput = "] {
            let text = format!("{begin}{text}");
            let error = document::open(text.as_bytes()).unwrap_err();
            let told = error.to_string();
            assert!(told.chars().count() < 1000, "{sign}: a message of {} characters", told.chars().count());
        }
        let _ = pytorch::read(&text);
    }
}

#[test]
fn text_that_is_not_python() {
    let texts = [
        ("import torch\nfn main() { println!(\"{}\", 1); }\n", 1),
        ("class Net { public: int a; };\n", 1),
        ("import torch\n\n\nmodel = nn.Sequential(\n  nn.Conv2d(1, 2, 3),\n", 4),
    ];
    for (text, line) in texts {
        let error = document::open(text.as_bytes()).unwrap_err().to_string();
        assert!(error.starts_with(&format!("line {line}: ")), "{text}: {error}");
    }
}

/// All that a search with changed files ever found, and what others sent.
#[test]
fn finds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/finds");
    let mut count = 0;
    for entry in fs::read_dir(folder).expect("a folder of finds") {
        let bytes = fs::read(entry.expect("a find").path()).expect("a find");
        for message in [meant(&bytes).err(), document::open(&bytes).err().map(|error| error.to_string())] {
            assert!(message.is_none_or(|message| message.chars().count() <= 2000));
        }
        if let Ok(opened) = document::open(&bytes) {
            saved_and_opened(&opened.document.stack);
            let graph = opened.document.stack.lower().graph;
            let _ = Analysis::of(&graph).network_notes();
        }
        count += 1;
    }
    assert!(count > 0);
}
