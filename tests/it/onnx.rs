//! ONNX models against answers that others measured.
//!
//! `tests/data/README.md` describes the files.

use std::fmt::Debug;

use num_rational::Ratio;
use receptive::field::Analysis;
use receptive::import::onnx::{self, Meant};
use receptive::net::{Graph, MapId};
use serde::Deserialize;

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
    layers: Vec<Dropped>,
}

#[derive(Deserialize)]
struct Dropped {
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

#[derive(Default)]
struct Differences(Vec<String>);

impl Differences {
    fn check<T: PartialEq + Debug>(&mut self, place: &str, field: &str, got: &T, expected: &T) {
        if got != expected {
            self.0.push(format!("{place}: {field} is {got:?}, expected {expected:?}"));
        }
    }

    fn none(self) {
        let (found, shown) = (self.0.len(), self.0.iter().take(30).cloned().collect::<Vec<_>>().join("\n"));
        assert!(found == 0, "{found} differences:\n{shown}");
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
        differences.0.push(format!("{place}: nothing is known of it ({:?})", answer.impossible));
        return;
    };
    differences.check(place, "out", &shape.size.as_slice(), &expected.out.as_slice());
    let each = |value: &dyn Fn(&receptive::field::Field) -> u64| fields.iter().map(value).collect::<Vec<_>>();
    differences.check(place, "rf", &each(&|field| field.rf()), &expected.rf);
    differences.check(place, "rf_min", &each(&|field| field.rf_min()), &expected.rf_min);
    differences.check(place, "rf_count", &each(&|field| field.rf_count()), &expected.rf_count);
    let stride =
        fields.iter().map(|field| field.jump().map(|jump: Ratio<i64>| *jump.numer() as f64 / *jump.denom() as f64));
    differences.check(
        place,
        "stride",
        &stride.collect::<Vec<_>>(),
        &expected.stride.iter().copied().map(Some).collect(),
    );
    let start: Vec<Option<i64>> = fields.iter().map(receptive::field::Field::start).collect();
    differences.check(place, "start", &start, &expected.start);
    check_dropped(place, answered, map, &expected.dropped, differences);
    differences.check(place, "global", &answer.global, &expected.through_global);
    if expected.params.is_some() {
        differences.check(place, "params", &answer.cost.params, &expected.params);
        differences.check(place, "macs", &answer.cost.macs, &expected.macs);
    }
}

fn check_dropped(place: &str, answered: &Answered, map: MapId, expected: &[u64], differences: &mut Differences) {
    let loss = answered.analysis.loss(map).and_then(|loss| loss.indices.as_ref());
    let dropped = loss.map(|loss| loss.iter().map(|set| set.count()).collect::<Vec<_>>());
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
    differences.none();
}
