//! Networks as ONNX files, read back by a small reader of the wire format that knows nothing of the writer.
//!
//! Numbers of fields are those of `onnx.proto`; `tests/data/onnx_out.py` has whole files checked and run elsewhere.

use std::collections::BTreeMap;

use receptive::export::onnx::{self, Reason};
use receptive::import::layer_text;
use receptive::net::{Cut, Join, Op, Pointwise, PoolKind, Shape, Stack, UnitOp, Window, WiredLayer, presets};
use smallvec::smallvec;

/// A field's value on the wire.
#[derive(Clone)]
enum Value {
    Int(i64),
    Bytes(Vec<u8>),
}

/// A message: its fields in order.
struct Message(Vec<(u64, Value)>);

fn varint(bytes: &mut &[u8]) -> u64 {
    let (mut value, mut shift) = (0, 0);
    loop {
        let (first, rest) = bytes.split_first().expect("a number ends");
        *bytes = rest;
        value |= u64::from(first & 0x7f) << shift;
        shift += 7;
        if first & 0x80 == 0 {
            return value;
        }
    }
}

impl Message {
    fn read(mut bytes: &[u8]) -> Self {
        let mut fields = Vec::new();
        while !bytes.is_empty() {
            let key = varint(&mut bytes);
            let value = match key & 7 {
                0 => Value::Int(varint(&mut bytes) as i64),
                2 => {
                    let length = varint(&mut bytes) as usize;
                    let (inner, rest) = bytes.split_at(length);
                    bytes = rest;
                    Value::Bytes(inner.to_vec())
                }
                kind => panic!("a value of kind {kind}"),
            };
            fields.push((key >> 3, value));
        }
        Self(fields)
    }

    fn all(&self, field: u64) -> impl Iterator<Item = &Value> {
        self.0.iter().filter(move |(number, _)| *number == field).map(|(_, value)| value)
    }

    fn ints(&self, field: u64) -> Vec<i64> {
        self.all(field).map(|value| if let Value::Int(value) = value { *value } else { panic!("no number") }).collect()
    }

    fn bytes(&self, field: u64) -> Vec<&[u8]> {
        self.all(field)
            .map(|value| if let Value::Bytes(value) = value { &value[..] } else { panic!("no text") })
            .collect()
    }

    fn texts(&self, field: u64) -> Vec<String> {
        self.bytes(field).into_iter().map(|text| String::from_utf8(text.to_vec()).unwrap()).collect()
    }

    fn text(&self, field: u64) -> String {
        self.texts(field).into_iter().next().unwrap_or_default()
    }

    fn messages(&self, field: u64) -> Vec<Self> {
        self.bytes(field).into_iter().map(Self::read).collect()
    }
}

/// An ONNX file.
struct File {
    model: Message,
    graph: Message,
}

impl File {
    fn of(stack: &Stack) -> Self {
        let model = Message::read(&onnx::write(stack).unwrap());
        let graph = model.messages(7).pop().unwrap();
        Self { model, graph }
    }

    fn of_text(text: &str) -> Self {
        Self::of(&layer_text::read_stack(text).unwrap())
    }

    fn opset(&self) -> i64 {
        self.model.messages(8)[0].ints(2)[0]
    }

    /// The nodes but those of constants: op, inputs and output.
    fn nodes(&self) -> Vec<String> {
        let node = |node: Message| format!("{}({}) {}", node.text(4), node.texts(1).join(","), node.texts(2).join(","));
        let nodes = self.graph.messages(1).into_iter().filter(|node| node.text(4) != "ConstantOfShape");
        nodes.map(node).collect()
    }

    fn node(&self, output: &str) -> Message {
        self.graph.messages(1).into_iter().find(|node| node.text(2) == output).unwrap()
    }

    /// The attributes of the node that makes this tensor, as text; tensors are left out.
    fn attributes(&self, output: &str) -> BTreeMap<String, String> {
        let value = |attribute: &Message| match attribute.ints(20)[0] {
            2 => attribute.ints(3)[0].to_string(),
            3 => attribute.text(4),
            7 => format!("{:?}", attribute.ints(8)),
            other => format!("type {other}"),
        };
        self.node(output).messages(5).iter().map(|attribute| (attribute.text(1), value(attribute))).collect()
    }

    fn assert_attributes(&self, output: &str, wanted: &[(&str, &str)]) {
        let wanted = wanted.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        assert_eq!(self.attributes(output), wanted, "{output}");
    }

    /// The whole numbers of a constant.
    fn numbers(&self, name: &str) -> Vec<i64> {
        let tensor = self.graph.messages(5).into_iter().find(|tensor| tensor.text(8) == name).unwrap();
        assert_eq!(tensor.ints(2), [7], "{name} holds 64-bit numbers");
        let numbers: Vec<i64> =
            tensor.bytes(9)[0].chunks(8).map(|bytes| i64::from_le_bytes(bytes.try_into().unwrap())).collect();
        assert_eq!(tensor.ints(1), [numbers.len() as i64]);
        numbers
    }

    /// The shapes that a list of the graph tells: 11 inputs, 12 outputs, 13 what is between.
    fn shapes(&self, list: u64) -> Vec<(String, Vec<i64>)> {
        let shape = |value: &Message| {
            let tensor = value.messages(2)[0].messages(1).pop().unwrap();
            assert_eq!(tensor.ints(1), [1], "floats");
            tensor.messages(2)[0].messages(1).iter().map(|size| size.ints(1)[0]).collect()
        };
        self.graph.messages(list).iter().map(|value| (value.text(1), shape(value))).collect()
    }
}

/// The first layers of `AlexNet`, with the sizes of the paper's framework: (224 + 4 − 11)/4 + 1 = 55, (55 − 3)/2 + 1 = 27.
#[test]
fn a_chain() {
    let file = File::of_text("3x224x224: conv k11 s4 p2 c64, relu, relu off, maxpool k3 s2, conv k5 p2 c192 g2 nobias");
    assert_eq!((file.model.ints(1), file.model.text(2).as_str(), file.opset()), (vec![8], "receptive", 17));
    assert_eq!(
        file.nodes(),
        [
            "Conv(input,conv1.weight,conv1.bias) conv1",
            "Relu(conv1) relu1",
            "MaxPool(relu1) maxpool1",
            "Conv(maxpool1,conv2.weight) conv2"
        ]
    );
    file.assert_attributes(
        "conv1",
        &[("group", "1"), ("kernel_shape", "[11, 11]"), ("pads", "[2, 2, 2, 2]"), ("strides", "[4, 4]")],
    );
    assert_eq!(file.numbers("conv1.weight.shape"), [64, 3, 11, 11]);
    assert_eq!(file.numbers("conv2.weight.shape"), [192, 32, 5, 5]);
    assert_eq!(file.shapes(11), [("input".to_owned(), vec![1, 3, 224, 224])]);
    assert_eq!(file.shapes(12), [("conv2".to_owned(), vec![1, 192, 27, 27])]);
    let between = file.shapes(13);
    assert_eq!(between[0], ("conv1".to_owned(), vec![1, 64, 55, 55]));
    assert_eq!(between[2], ("maxpool1".to_owned(), vec![1, 64, 27, 27]));
    assert_eq!(between.len(), 3);
}

#[test]
fn paddings() {
    let file = File::of_text(
        "1x14x15: conv k3x2 p1:0x0:2 d2x1, maxpool k3 s2 psame-lower, conv k3 psame, conv k2 s3 psame, convt k3 s2 p1 op1 c4",
    );
    let attribute = |tensor: &str, name: &str| file.attributes(tensor).get(name).cloned().unwrap_or_default();
    assert_eq!(
        (attribute("conv1", "pads").as_str(), attribute("conv1", "dilations").as_str()),
        ("[1, 0, 0, 2]", "[2, 1]")
    );
    assert_eq!(attribute("maxpool1", "auto_pad"), "SAME_LOWER");
    assert_eq!(attribute("conv2", "auto_pad"), "SAME_UPPER");
    // A kernel smaller than its stride: of 6 rows (2−1)·3 + 2 − 6 = −1 are missing,
    // which TensorFlow takes as none and others as one less.
    assert_eq!((attribute("conv3", "auto_pad").as_str(), attribute("conv3", "pads").as_str()), ("", "[0, 0, 0, 0]"));
    assert_eq!(attribute("convt1", "output_padding"), "[1, 1]");
    assert_eq!(file.numbers("convt1.weight.shape"), [1, 4, 3, 3]);
}

#[test]
fn pools() {
    let file = File::of_text(
        "1x24x25: maxpool k3 s2 ceil, avgpool k2 s1 nocountpad, avgpool k2 s1 d2, maxpool k2 s1 p2, adaptavg o3x4, gmp",
    );
    file.assert_attributes(
        "maxpool1",
        &[("ceil_mode", "1"), ("kernel_shape", "[3, 3]"), ("pads", "[0, 0, 0, 0]"), ("strides", "[2, 2]")],
    );
    assert_eq!(file.attributes("avgpool1")["count_include_pad"], "0");
    assert_eq!((file.attributes("avgpool2")["dilations"].as_str(), file.opset()), ("[2, 2]", 19));
    // As much padding as kernel: it stands in a node of its own, 12×12 − 1 − 2 + 4 − 1 = 12.
    assert_eq!(file.numbers("maxpool2.pads"), [0, 0, 2, 2, 0, 0, 2, 2]);
    assert_eq!(file.attributes("maxpool2")["pads"], "[0, 0, 0, 0]");
    // 12 to 3: four by four. 12 to 4: three by three.
    file.assert_attributes("adaptavg1", &[("kernel_shape", "[4, 3]"), ("strides", "[4, 3]")]);
    assert!(file.nodes().last().unwrap().starts_with("GlobalMaxPool("));
    // 7 to 2 is four and four from 0 and 3, which share a unit.
    let file = File::of_text("1x7: adaptmax o2");
    file.assert_attributes("adaptmax1", &[("kernel_shape", "[4]"), ("strides", "[3]")]);
    assert!(File::of_text("1x7x9: adaptavg o1").nodes()[0].starts_with("GlobalAveragePool("));
}

/// In PyTorch a last window that begins in the end padding is cut; older runtimes keep it unless `ceil_mode` is left out.
#[test]
fn a_window_that_is_cut_after_all() {
    // 7 units, K = 2, S = 4, p = 1: windows begin at −1 and 3, and a partial one at 7, behind the map: cut.
    let file = File::of_text("1x7: maxpool k2 s4 p1 ceil, crop p0, relu");
    assert_eq!(file.shapes(13)[0], ("maxpool1".to_owned(), vec![1, 1, 2]));
    assert_eq!(file.attributes("maxpool1").get("ceil_mode"), None);
}

#[test]
fn other_layers() {
    let file = File::of_text(
        "2x6x8: pad p1:0x2:3, crop p0:1x1:2, upsample x2 linear, sigmoid, tanh, gelu, bn, dropout, flatten, linear c10",
    );
    assert_eq!(file.numbers("pad1.pads"), [0, 0, 1, 2, 0, 0, 0, 3]);
    // Of 7 × 13 units the rows 0 to 5 and the columns 1 to 10 stay.
    assert_eq!(file.numbers("crop1.starts"), [0, 1]);
    assert_eq!(file.numbers("crop1.ends"), [6, 11]);
    assert_eq!(file.numbers("crop1.axes"), [2, 3]);
    file.assert_attributes("upsample1", &[("coordinate_transformation_mode", "half_pixel"), ("mode", "linear")]);
    assert_eq!((file.opset(), file.model.ints(1)), (20, vec![9]));
    assert_eq!(file.node("bn1").texts(1).len(), 5);
    assert_eq!(file.attributes("linear1")["transB"], "1");
    assert_eq!(file.numbers("linear1.weight.shape"), [10, 2 * 12 * 20]);
    let file = File::of_text(
        "4x6x6: depthtospace x2, spacetodepth x3, slice p1:0x0:1 s2, resize x3/2 corners cubic, lppool k2",
    );
    file.assert_attributes("depthtospace1", &[("blocksize", "2"), ("mode", "CRD")]);
    // 4 × 6 × 6 → 1 × 12 × 12 → 9 × 4 × 4
    assert_eq!(file.numbers("spacetodepth1.parts.shape"), [1, 1, 4, 3, 4, 3]);
    assert_eq!(file.numbers("slice1.steps"), [2, 2]);
    assert_eq!(file.attributes("resize1")["coordinate_transformation_mode"], "align_corners");
}

/// A block of squeeze and excitation with a residual and two outputs.
#[test]
fn a_wired_network() {
    let layer = |name: &str, node: &str, op: Op, inputs: &[usize]| WiredLayer {
        name: Some(name.to_owned()),
        node: node.to_owned(),
        op,
        inputs: inputs.iter().copied().collect(),
    };
    let layers = vec![
        layer("features", "Conv_0", Op::conv_to(Window::new(3, 1).padded(1), 4), &[0]),
        layer("pooled", "", Op::GlobalPool(PoolKind::Average), &[1]),
        layer("gate", "Sigmoid_2", Op::Pointwise(Pointwise::Sigmoid), &[2]),
        layer("scaled", "", Op::Join(Join::Mul), &[1, 3]),
        layer("sum", "", Op::Join(Join::Add), &[4, 1, 1]),
        layer("both", "", Op::Join(Join::Concat), &[5, 0]),
        layer("input", "", Op::Join(Join::Max), &[5, 4]),
    ];
    let file = File::of(&Stack::wired(Shape::image(3, [8, 9]), layers, vec![6, 7]).unwrap());
    assert_eq!(
        file.nodes()[1..],
        [
            "GlobalAveragePool(features) pooled",
            "Sigmoid(pooled) gate",
            "Mul(features,gate) scaled",
            "Sum(scaled,features,features) sum",
            "Concat(sum,input) both",
            // The image has this name already.
            "Max(sum,scaled) input_",
        ]
    );
    assert_eq!((file.node("gate").text(3), file.node("sum").text(3)), ("Sigmoid_2".to_owned(), "sum".to_owned()));
    assert_eq!(file.attributes("both")["axis"], "1");
    assert_eq!(file.shapes(12), [("both".to_owned(), vec![1, 7, 8, 9]), ("input_".to_owned(), vec![1, 4, 8, 9])]);
}

#[test]
fn ops_of_other_programs() {
    let unit = |name: &str, channels| Op::Unit(UnitOp { name: name.to_owned(), channels, global: false });
    let file =
        File::of(&Stack::of(Shape::image(2, [4]), [unit("HardSwish", None), unit("LRN", None), unit("Elu", Some(6))]));
    let domain = |tensor| file.node(tensor).text(7);
    // LRN needs a size that is not known, and no Elu makes channels.
    assert_eq!(
        (domain("unit1"), domain("unit2"), domain("unit3")),
        (String::new(), "receptive".into(), "receptive".into())
    );
    assert_eq!(file.model.messages(8)[1].text(1), "receptive");
    assert_eq!(file.shapes(12), [("unit3".to_owned(), vec![1, 6, 4])]);
}

#[test]
fn what_cannot_be_written_is_told() {
    let told = |text: &str| onnx::write(&layer_text::read_stack(text).unwrap()).unwrap_err();
    let error = told("1x12x12: relu, adaptavg o3x5");
    assert_eq!((error.layer.as_str(), &error.reason), ("adaptavg1", &Reason::Windows { axis: 1, size: 12, out: 5 }));
    assert!(error.to_string().starts_with("adaptavg1 cannot be written as ONNX: "));
    let error = told("1x5x5: relu, conv k7, relu");
    assert!(error.layer == "conv1" && error.to_string().contains("spans 7 rows"), "{error}");
    let error = Stack::of(Shape::image(1, [5]), [Op::Unsupported("LSTM".to_owned()), Op::Pointwise(Pointwise::Relu)]);
    let error = onnx::write(&error).unwrap_err();
    assert_eq!((error.layer.as_str(), &error.reason), ("unknown1", &Reason::Unknown));
}

#[test]
fn odd_networks_do_not_panic() {
    // No layers: what goes in must come out of a node.
    let file = File::of_text("1x3:");
    assert_eq!(
        (file.nodes(), file.shapes(12)),
        (vec!["Identity(input) output".to_owned()], vec![("output".to_owned(), vec![1, 1, 3])])
    );
    let cut = Op::Slice(receptive::axes::PerAxis::All(Cut { begin: 3, end: 3, step: 1 }));
    assert!(onnx::write(&Stack::of(Shape::image(1, [5]), [cut])).is_err());
    assert!(onnx::write(&Stack::new(Shape::image(0, [5]))).is_err());
    let empty = WiredLayer { name: Some(String::new()), node: String::new(), op: Op::Flatten, inputs: smallvec![0] };
    // A tensor without a name would be none.
    assert_eq!(
        File::of(&Stack::wired(Shape::image(1, [5]), vec![empty], vec![]).unwrap()).nodes(),
        ["Flatten(input) _"]
    );
}

#[test]
fn every_layer_of_a_preset_takes_less_than_a_kilobyte() {
    for preset in presets::ALL {
        let bytes = onnx::write(&preset.stack()).unwrap();
        assert!(bytes.len() < 1000 * (1 + preset.stack().layers().len()), "{}: {}", preset.id, bytes.len());
        let tensors: Vec<String> =
            Message::read(&bytes).messages(7)[0].messages(1).iter().map(|node| node.text(2)).collect();
        let unique: std::collections::BTreeSet<&String> = tensors.iter().collect();
        assert_eq!(unique.len(), tensors.len(), "{}", preset.id);
    }
}

/// Bytes go to the file, and a refusal leaves none.
#[test]
fn by_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("net.onnx");
    let run = |stack: &str| {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let args = ["receptive", "convert", stack, "-o", path.to_str().unwrap()];
        let code = receptive::cli::run_with(args, &mut std::io::empty(), &mut out, &mut err);
        (code, String::from_utf8(err).unwrap())
    };
    let (code, err) = run("1x12: adaptavg o5");
    assert!(
        code == 2 && err.starts_with("receptive: adaptavg1 cannot be written as ONNX: ") && !path.exists(),
        "{err}"
    );
    assert_eq!(run("1x7x7: conv k3 s3"), (0, String::new()));
    let stack = layer_text::read_stack("1x7x7: conv k3 s3").unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), onnx::write(&stack).unwrap());
}
