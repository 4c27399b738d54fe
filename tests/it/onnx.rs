//! ONNX models against answers that others measured.
//!
//! `tests/data/README.md` describes the files.

use std::fmt::Debug;

use num_rational::Ratio;
use receptive::export::document::write as document_text;
use receptive::export::report::{self, Format};
use receptive::field::{Analysis, Status};
use receptive::import::document;
use receptive::import::onnx::{self, Finding, Meant};
use receptive::locale::{Lang, Words};
use receptive::net::{Document, Graph, MapId, Stack};
use rten_onnx::onnx::{
    DataType, Dimension, GraphProto, ModelProto, NodeProto, TensorProto, TensorShapeProto, TypeProto, TypeProtoTensor,
    ValueInfoProto,
};
use serde::Deserialize;

use super::differences::Differences;

#[derive(Deserialize)]
struct Model {
    file: String,
    native: [u64; 2],
    layers: Vec<Measured>,
    #[serde(default)]
    alt: Vec<Alternative>,
}

#[derive(Deserialize)]
struct Alternative {
    native: [u64; 2],
    #[serde(default)]
    layers: Vec<Elsewhere>,
}

#[derive(Deserialize)]
struct Elsewhere {
    output: String,
    out: Vec<u64>,
    dropped: Vec<u64>,
}

#[derive(Deserialize)]
struct Measured {
    output: String,
    out: Vec<u64>,
    rf: Vec<u64>,
    rf_min: Vec<u64>,
    rf_count: Vec<u64>,
    stride: Vec<f64>,
    start: Vec<Option<i64>>,
    dropped: Vec<u64>,
    params: Option<u64>,
    macs: Option<u64>,
    #[serde(default)]
    through_global: bool,
}

/// A network with its answers.
struct Answered {
    graph: Graph,
    analysis: Analysis,
}

impl Answered {
    fn of(meant: &Meant) -> Self {
        let graph = meant.stack.lower().graph;
        Self { analysis: Analysis::of(&graph), graph }
    }

    fn map(&self, name: &str) -> MapId {
        let named = |map: &MapId| self.graph.node(*map).is_some_and(|node| node.name == name);
        self.graph.maps().find(named).unwrap_or_else(|| panic!("no layer makes {name}"))
    }
}

fn light(file: &str) -> &'static [u8] {
    match file {
        "light_bvlc_alexnet.onnx" => include_bytes!("../data/onnx/light_bvlc_alexnet.onnx"),
        "light_vgg19.onnx" => include_bytes!("../data/onnx/light_vgg19.onnx"),
        "light_squeezenet.onnx" => include_bytes!("../data/onnx/light_squeezenet.onnx"),
        "light_resnet50.onnx" => include_bytes!("../data/onnx/light_resnet50.onnx"),
        other => panic!("the data has a model {other}"),
    }
}

fn check_measured(place: &str, answered: &Answered, expected: &Measured, differences: &mut Differences) {
    let map = answered.map(&expected.output);
    let answer = answered.analysis.map(map);
    let place = &format!("{place}, {}", expected.output);
    let (Some(shape), Some(fields)) = (&answer.shape, &answer.field) else {
        differences.push(format!("{place}: nothing is known of it ({:?})", answer.impossible));
        return;
    };
    differences.check(place, "out", &shape.size.as_slice(), &expected.out.as_slice());
    let each = |value: &dyn Fn(&receptive::field::Field) -> u64| fields.iter().map(value).collect::<Vec<_>>();
    differences.check(place, "rf", &each(&|field| field.rf()), expected.rf.as_ref());
    differences.check(place, "rf_min", &each(&|field| field.rf_min()), expected.rf_min.as_ref());
    differences.check(place, "rf_count", &each(&|field| field.rf_count()), expected.rf_count.as_ref());
    let stride =
        fields.iter().map(|field| field.jump().map(|jump: Ratio<i64>| *jump.numer() as f64 / *jump.denom() as f64));
    differences.check(
        place,
        "stride",
        &stride.collect::<Vec<_>>(),
        &expected.stride.iter().copied().map(Some).collect(),
    );
    let start: Vec<Option<i64>> = fields.iter().map(receptive::field::Field::start).collect();
    differences.check(place, "start", &start, expected.start.as_ref());
    check_dropped(place, answered, map, &expected.dropped, differences);
    differences.check(place, "global", &answer.global, &expected.through_global);
    if expected.params.is_some() {
        differences.check(place, "params", &answer.cost.params, &expected.params);
        differences.check(place, "macs", &answer.cost.macs, &expected.macs);
    }
}

fn check_dropped(place: &str, answered: &Answered, map: MapId, expected: &[u64], differences: &mut Differences) {
    let loss = answered.analysis.loss(map).and_then(|loss| loss.indices.as_ref());
    let dropped = loss.map(|loss| loss.iter().map(receptive::field::Spans::count).collect::<Vec<_>>());
    differences.check(place, "dropped", &dropped.as_deref(), &Some(expected));
}

/// Every convolution and pool of four networks that everybody knows, at their own sizes and at others.
#[test]
fn public_networks() {
    let models: Vec<Model> = serde_json::from_str(include_str!("../data/onnx/onnx_public.json")).unwrap();
    assert_eq!(models.len(), 4);
    let mut differences = Differences::default();
    for model in &models {
        let written = onnx::read(light(&model.file)).unwrap();
        let native = Answered::of(&written.meant(None).unwrap());
        differences.check(&model.file, "native", &native.graph.input.size.as_slice(), &model.native.as_slice());
        differences.check(&model.file, "runs", &native.analysis.runs(), &true);
        for expected in &model.layers {
            check_measured(&model.file, &native, expected, &mut differences);
        }
        for alternative in &model.alt {
            let answered = Answered::of(&written.meant(Some(&alternative.native)).unwrap());
            for expected in &alternative.layers {
                let place = format!("{} at {:?}, {}", model.file, alternative.native, expected.output);
                let map = answered.map(&expected.output);
                let size = answered.analysis.map(map).shape.as_ref().map(|shape| shape.size.as_slice().to_vec());
                differences.check(&place, "out", &size, &Some(expected.out.clone()));
                check_dropped(&place, &answered, map, &expected.dropped, &mut differences);
            }
        }
    }
    differences.none_in(models.len());
}

/// What ONNX Runtime measured of one tensor of our own networks. `None` where too few units lie inside to tell.
#[derive(Deserialize)]
struct Own {
    output: String,
    out: Vec<u64>,
    rf: Option<Vec<Option<u64>>>,
    rf_min: Option<Vec<Option<u64>>>,
    rf_count: Option<Vec<Option<u64>>>,
    stride: Option<Vec<Option<f64>>>,
    start: Option<Vec<Option<i64>>>,
    dropped: Option<Vec<u64>>,
    #[serde(default)]
    through_global: bool,
}

#[derive(Deserialize)]
struct OwnNetwork {
    file: String,
    native: Vec<u64>,
    layers: Vec<Own>,
}

fn data(file: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/data/onnx/{file}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

impl Differences {
    /// Compares what is measured with the answer on the same axis.
    fn check_known<T: PartialEq + Debug>(
        &mut self,
        place: &str,
        field: &str,
        got: impl Iterator<Item = Option<T>>,
        expected: Option<&Vec<Option<T>>>,
    ) {
        let Some(expected) = expected else { return };
        for (axis, (got, expected)) in got.zip(expected).enumerate().filter(|(_, (_, expected))| expected.is_some()) {
            self.check(place, &format!("{field} on axis {axis}"), &got.as_ref(), &expected.as_ref());
        }
    }
}

fn check_own(place: &str, answered: &Answered, expected: &Own, differences: &mut Differences) {
    let map = answered.map(&expected.output);
    let answer = answered.analysis.map(map);
    let place = &format!("{place}, {} ({})", expected.output, answered.graph.node(map).unwrap().op);
    let (Some(shape), Some(fields)) = (&answer.shape, &answer.field) else {
        differences.push(format!("{place}: nothing is known of it ({:?})", answer.impossible));
        return;
    };
    differences.check(place, "out", &shape.size.as_slice(), &expected.out.as_slice());
    differences.check(place, "global", &answer.global, &expected.through_global);
    differences.check_known(place, "rf", fields.iter().map(|field| Some(field.rf())), expected.rf.as_ref());
    differences.check_known(place, "rf_min", fields.iter().map(|field| Some(field.rf_min())), expected.rf_min.as_ref());
    differences.check_known(
        place,
        "rf_count",
        fields.iter().map(|field| Some(field.rf_count())),
        expected.rf_count.as_ref(),
    );
    let stride = fields.iter().map(|field| field.jump().map(|jump| *jump.numer() as f64 / *jump.denom() as f64));
    differences.check_known(place, "stride", stride, expected.stride.as_ref());
    differences.check_known(place, "start", fields.iter().map(receptive::field::Field::start), expected.start.as_ref());
    if let Some(dropped) = &expected.dropped {
        check_dropped(place, answered, map, dropped, differences);
    }
}

/// Small networks with the forms of every operator, measured tensor by tensor.
#[test]
fn own_networks() {
    let networks: Vec<OwnNetwork> = serde_json::from_str(include_str!("../data/onnx/expected.json")).unwrap();
    assert!(networks.len() >= 27);
    let mut differences = Differences::default();
    for network in &networks {
        let written = onnx::read(&data(&network.file)).unwrap_or_else(|error| panic!("{}: {error}", network.file));
        let meant = written.meant(None).unwrap();
        let answered = Answered::of(&meant);
        differences.check(&network.file, "native", &answered.graph.input.size.as_slice(), &network.native.as_slice());
        for expected in &network.layers {
            check_own(&network.file, &answered, expected, &mut differences);
        }
        let unknown = meant.remarks.iter().filter(|remark| matches!(remark.finding, Finding::Unknown { .. }));
        for remark in unknown.filter(|_| !matches!(network.file.as_str(), "unsupported.onnx" | "attention.onnx")) {
            differences.push(format!("{}: {remark}", network.file));
        }
    }
    differences.none_in(networks.len());
}

fn meant(file: &str) -> Meant {
    onnx::read(&data(file)).unwrap().meant(None).unwrap()
}

fn findings(meant: &Meant) -> Vec<String> {
    meant.remarks.iter().map(ToString::to_string).collect()
}

#[test]
fn layers_have_the_names_of_tensors_and_nodes() {
    let stack = meant("chain.onnx").stack;
    let names: Vec<&str> = stack.layers().iter().filter_map(|layer| layer.name.as_deref()).collect();
    assert_eq!(names, ["t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8", "t9", "t10"]);
    let wiring = stack.wiring().unwrap();
    assert_eq!((wiring.node(3), wiring.inputs(3), wiring.outputs()), ("n3", &[3][..], &[11][..]));
    let ops: Vec<String> = stack.layers().iter().map(|layer| layer.op.to_string()).collect();
    assert_eq!(
        [&ops[2], &ops[3], &ops[8], &ops[9]],
        ["maxpool k3 s2 ceil", "avgpool k2x3 s1 p0:1x1", "flatten", "linear c6"],
        "{ops:?}"
    );
}

#[test]
fn a_size_may_be_asked_for() {
    let written = onnx::read(&data("dynamic.onnx")).unwrap();
    let image = written.image();
    assert_eq!((image.name.as_str(), image.batch, image.channels), ("image", None, Some(3)));
    assert_eq!(image.size, [None, None]);
    let usual = written.meant(None).unwrap();
    assert_eq!(usual.stack.input.to_string(), "3x224x224");
    let told = "the file does not fix the size of image; 224×224 was taken, give another if it is another";
    assert_eq!(findings(&usual), [told]);
    let asked = written.meant(Some(&[96, 160])).unwrap();
    assert_eq!(findings(&asked), [""; 0]);
    let answered = Answered::of(&asked);
    // The sizes that the nodes compute follow: ⌊(96 + 2 − 3)/4⌋ + 1 = 24, ⌊(160 + 2 − 3)/4⌋ + 1 = 40.
    let last = answered.analysis.map(answered.graph.output()).shape.clone().unwrap();
    assert_eq!(last.to_string(), "2x24x40");
    let error = written.meant(Some(&[96])).unwrap_err();
    assert_eq!(error.to_string(), "sizes given: 1, axes of the image: 2; give one for each");
    assert!(written.meant(Some(&[96, 0])).unwrap_err().to_string().contains("size of 0"));
    assert!(written.meant(Some(&[96, u64::MAX])).unwrap_err().to_string().contains("limits"));
}

#[test]
fn what_is_unknown_is_named_and_the_rest_is_right() {
    let meant = meant("unsupported.onnx");
    let told =
        "Strange “n1”: Strange is not known here (the op itself); the node and all that comes after it are unknown";
    assert_eq!(findings(&meant), [told]);
    let answered = Answered::of(&meant);
    let status = |name: &str| answered.analysis.map(answered.map(name)).status;
    assert_eq!(
        ["t0", "strange", "behind", "known"].map(status),
        [Status::Known, Status::Unknown, Status::Unknown, Status::Known]
    );
    let outputs: Vec<MapId> = answered.graph.outputs();
    assert_eq!(outputs, [answered.map("behind"), answered.map("known")]);
}

#[test]
fn a_product_of_two_maps_is_unknown() {
    let told = findings(&meant("attention.onnx"));
    let expected = "its second factor is computed while the network runs";
    assert!(told.len() == 1 && told[0].starts_with("MatMul “n3”") && told[0].contains(expected), "{told:?}");
}

/// A model of these nodes: op, inputs and outputs. The image is `x`, the result `y`.
fn model(nodes: &[(&str, &[&str], &[&str])]) -> ModelProto {
    let strings = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
    let node = |(op, inputs, outputs): &(&str, &[&str], &[&str])| NodeProto {
        op_type: Some((*op).to_owned()),
        name: Some(format!("the {op}")),
        input: strings(inputs),
        output: strings(outputs),
        ..NodeProto::default()
    };
    let graph = GraphProto {
        node: nodes.iter().map(node).collect(),
        input: vec![info("x", &[1, 3, 32, 32])],
        output: vec![info("y", &[])],
        ..GraphProto::default()
    };
    ModelProto { ir_version: Some(8), graph: Some(graph), ..ModelProto::default() }
}

fn info(name: &str, sizes: &[i64]) -> ValueInfoProto {
    let dim = sizes.iter().map(|&size| Dimension { dim_value: Some(size), dim_param: None }).collect();
    let tensor = TypeProtoTensor { elem_type: Some(DataType::FLOAT), shape: Some(TensorShapeProto { dim }) };
    let r#type = Some(TypeProto { tensor_type: Some(tensor), sequence: None });
    ValueInfoProto { name: Some(name.to_owned()), r#type }
}

fn weights(name: &str, dims: &[i64]) -> TensorProto {
    TensorProto {
        name: Some(name.to_owned()),
        dims: dims.to_vec(),
        data_type: Some(DataType::FLOAT),
        ..TensorProto::default()
    }
}

/// What is said of the model: the error, or all remarks.
fn said(model: &ModelProto) -> String {
    let meant = onnx::read(&model.write_buf().unwrap()).and_then(|written| written.meant(None));
    meant.map_or_else(|error| error.to_string(), |meant| findings(&meant).join("\n"))
}

#[test]
fn bad_models_have_one_clear_error() {
    let said_of = |nodes: &[(&str, &[&str], &[&str])]| said(&model(nodes));
    assert_eq!(
        said_of(&[("Relu", &["b"], &["a"]), ("Add", &["a", "x"], &["b"]), ("Relu", &["b"], &["y"])]),
        "Relu “the Relu” waits for its own result; a network must not run in a circle"
    );
    assert_eq!(
        said_of(&[("Add", &["x", "gone"], &["y"])]),
        "Add “the Add” reads gone, which no node makes and the file does not hold; export the whole network"
    );
    assert_eq!(
        said_of(&[("Relu", &["x"], &["y"]), ("Tanh", &["x"], &["y"])]),
        "y is made twice, the second time by Tanh “the Tanh”; every tensor needs a name of its own"
    );
    assert_eq!(said_of(&[]), "no node depends on the input x; there is no layer to show");
    assert!(said(&ModelProto::default()).starts_with("there is no network in the file"));
    let mut negative = model(&[("Conv", &["x", "w"], &["y"])]);
    negative.graph.as_mut().unwrap().initializer.push(weights("w", &[4, 3, -3, 3]));
    assert_eq!(said(&negative), "w has a size of -3; sizes are numbers from 0 on");
    let mut flat = model(&[("Relu", &["x"], &["y"])]);
    flat.graph.as_mut().unwrap().input = vec![info("x", &[1, 3])];
    assert!(said(&flat).starts_with("the network has no image input"), "{}", said(&flat));
    for sizes in [[1, 3, i64::MAX, 4], [i64::MAX, 3, 4, 4], [1, i64::MAX, 4, 4]] {
        let mut huge = model(&[("Relu", &["x"], &["y"])]);
        huge.graph.as_mut().unwrap().input = vec![info("x", &sizes)];
        assert!(said(&huge).starts_with("the input x is larger than the limits"), "{}", said(&huge));
    }
}

#[test]
fn nodes_that_do_not_fit_are_named() {
    for dims in [&[4, 3, 3][..], &[4], &[], &[4, 3, 3, 3, 3], &[4, 2, 3, 3], &[4, i64::MAX, i64::MAX, i64::MAX]] {
        let mut misfit = model(&[("Conv", &["x", "w"], &["a"]), ("Relu", &["x"], &["y"])]);
        misfit.graph.as_mut().unwrap().initializer.push(weights("w", dims));
        let said = said(&misfit);
        assert!(
            said.starts_with("Conv “the Conv”: Conv is not known here") && !said.contains('\n'),
            "{dims:?}: {said}"
        );
    }
    let mut large = model(&[("Conv", &["x", "w"], &["y"])]);
    large.graph.as_mut().unwrap().initializer.push(weights("w", &[i64::MAX, 3, i64::MAX, 1]));
    let meant = onnx::read(&large.write_buf().unwrap()).unwrap().meant(None).unwrap();
    let answered = Answered::of(&meant);
    assert!(!answered.analysis.runs());
}

#[test]
fn nodes_may_stand_in_any_order() {
    let sorted = [("Relu", &["x"][..], &["a"][..]), ("Tanh", &["a"], &["b"]), ("Add", &["a", "b"], &["y"])];
    let mut mixed = sorted;
    mixed.reverse();
    let [sorted, mixed] = [&sorted, &mixed].map(|nodes| {
        let written = onnx::read(&model(nodes).write_buf().unwrap()).unwrap();
        written.meant(None).unwrap().stack
    });
    assert!(sorted.same_as(&mixed));
    assert_eq!(mixed.layers().len(), 3);
}

#[test]
fn too_many_nodes_are_refused() {
    let names: Vec<String> = (0..=onnx::MAX_NODES).map(|at| format!("t{at}")).collect();
    let node = |at: usize| NodeProto {
        op_type: Some("Relu".to_owned()),
        input: vec![if at == 0 { "x".to_owned() } else { names[at - 1].clone() }],
        output: vec![names[at].clone()],
        ..NodeProto::default()
    };
    let mut long = model(&[]);
    long.graph.as_mut().unwrap().node = (0..=onnx::MAX_NODES).map(node).collect();
    assert_eq!(said(&long), "the network has more than 200000 nodes; export a part of it");
    long.graph.as_mut().unwrap().node.truncate(receptive::net::MAX_LAYERS + 1);
    assert!(said(&long).starts_with("more than 100000 nodes depend on the image"), "{}", said(&long));
}

/// A graph within a graph within a graph: the file says how deep, and must not decide how deep the reader goes.
#[test]
fn deep_graphs_do_no_harm() {
    let part = |number: u8, inner: &[u8]| {
        let (mut bytes, mut length) = (vec![number << 3 | 2], inner.len());
        while length > 0x7f {
            bytes.push((length & 0x7f) as u8 | 0x80);
            length >>= 7;
        }
        bytes.push(length as u8);
        bytes.extend_from_slice(inner);
        bytes
    };
    // The graph of an attribute of a node of a graph; a read tensor of the image at the bottom.
    let mut graph = part(1, &part(1, b"x"));
    for _ in 0..2_000 {
        let node = [part(4, b"If"), part(5, &part(6, &graph))].concat();
        graph = part(1, &node);
    }
    let image = info("x", &[1, 3, 32, 32]);
    let mut outer = model(&[]);
    outer.graph.as_mut().unwrap().input = vec![image];
    let mut bytes = outer.write_buf().unwrap();
    bytes.extend(part(7, &graph));
    let meant = onnx::read(&bytes).unwrap().meant(None).unwrap();
    assert_eq!(meant.stack.layers().len(), 1);
    assert!(findings(&meant)[0].starts_with("If “?”: If is not known here"), "{:?}", findings(&meant));
}

/// What is read, laid out and analysed without a panic, whatever the bytes are.
fn survives(bytes: &[u8]) {
    if let Ok(written) = onnx::read(bytes)
        && let Ok(meant) = written.meant(None)
    {
        // The analysis of a huge image with huge strides is the matter of other tests.
        let _ = meant.stack.lower();
        let _ = findings(&meant);
    }
}

#[test]
fn broken_bytes_never_panic() {
    let files = ["chain", "shuffle", "opset7", "transposed", "depth_to_space", "channels_last", "resized", "dynamic"];
    for file in files {
        let whole = data(&format!("{file}.onnx"));
        for length in 0..whole.len() {
            survives(&whole[..length]);
        }
        for at in 0..whole.len() {
            for changed in [whole[at] ^ 1 << (at % 8), 0xff, 0x80, 0] {
                let mut bytes = whole.clone();
                bytes[at] = changed;
                survives(&bytes);
            }
        }
    }
    // A number without an end, a length past all memory.
    for bytes in [&[0xff; 40][..], &[0x3a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01, 0, 0]] {
        let error = onnx::read(bytes).unwrap_err().to_string();
        assert!(error.starts_with("the file cannot be read: the file is cut off or damaged"), "{error}");
    }
    let cut = onnx::read(&light("light_resnet50.onnx")[..40_000]).unwrap_err().to_string();
    assert!(cut.contains("cut off or damaged"), "{cut}");
}

/// The image is called as the file calls it, in the report, behind saving and opening, and in a model that is written
/// again; a layer may then be called `input`.
#[test]
fn the_image_is_called_by_its_tensor() {
    let json = |stack: &Stack| {
        let graph = stack.lower().graph;
        let text = report::write(Format::Json, &graph, &Analysis::of(&graph), &Words::new(Lang::En));
        serde_json::from_str::<serde_json::Value>(&text).unwrap()
    };
    let model = model(&[("Relu", &["x"], &["input"]), ("Tanh", &["input"], &["t"]), ("Add", &["t", "x"], &["y"])]);
    let stack = onnx::read(&model.write_buf().unwrap()).unwrap().meant(None).unwrap().stack;
    let told = json(&stack);
    assert_eq!(told["input"]["name"], "x");
    let inputs: Vec<String> =
        told["layers"].as_array().unwrap().iter().map(|layer| layer["inputs"].to_string()).collect();
    assert_eq!(inputs, [r#"["x"]"#, r#"["input"]"#, r#"["t","x"]"#]);
    assert_eq!((stack.place_named("x"), stack.place_named("input")), (Ok(0), Ok(1)));
    assert_eq!(stack.name_of_place(0), "x");

    let saved = document_text(&Document::new(stack.clone())).unwrap();
    assert!(saved.contains("\nimage = \"x\"\n"), "{saved}");
    let opened = document::read(saved.as_bytes()).unwrap().stack;
    assert!(opened.same_as(&stack));
    assert_eq!(json(&opened), told);
    let again = receptive::export::onnx::write(&stack).unwrap();
    let again = onnx::read(&again).unwrap().meant(None).unwrap().stack;
    assert_eq!(json(&again)["input"]["name"], "x");

    // Names that clash: a layer's given one is refused, a running number gives way.
    let error = document::read(saved.replace("image = \"x\"", "image = \"y\"").as_bytes()).unwrap_err().to_string();
    assert!(error.contains("\"y\" is the name of the image and of a layer"), "{error}");
    let text = "version = 1\ninput = \"1x4x4\"\nlayers = [\"relu\"]\ninputs = [[0]]\nimage = \"relu1\"\n";
    let told = json(&document::read(text.as_bytes()).unwrap().stack);
    assert_eq!((&told["input"]["name"], &told["layers"][0]["name"]), (&"relu1".into(), &"relu2".into()));
    // Of a chain the key means nothing, and it is kept.
    let chain = document::read(b"version = 1\ninput = \"1x4x4\"\nlayers = [\"relu\"]\nimage = \"a\"\n").unwrap();
    assert_eq!(json(&chain.stack)["input"].get("name"), None);
    assert!(document_text(&chain).unwrap().contains("image = \"a\""));
}
