//! The engine against answers that others measured: hundreds of stacks checked with PyTorch and ONNX Runtime.
//!
//! `tests/data/README.md` describes the files. Every field of every record is compared; a failure names the stack and the
//! layer, and all failures of a file are told together.

use num_rational::Ratio;
use receptive::axes::{Axes, PerAxis};
use receptive::field::{Analysis, Impossible, Status, Trace};
use receptive::net::{
    Conv, ConvTransposed, Ends, Graph, Interpolation, MapId, Op, Padding, Pool, PoolKind, Shape, Stack, Window,
};
use serde::Deserialize;

use super::differences::Differences;

#[derive(Deserialize)]
struct Record {
    id: String,
    stack: StackRecord,
    expect: Expected,
}

#[derive(Deserialize)]
struct StackRecord {
    input: [u64; 2],
    in_channels: u64,
    layers: Vec<LayerRecord>,
}

#[derive(Deserialize)]
struct LayerRecord {
    r#type: String,
    #[serde(default)]
    kernel: [u64; 2],
    #[serde(default)]
    stride: [u64; 2],
    #[serde(default)]
    dilation: [u64; 2],
    #[serde(default)]
    pad_begin: [u64; 2],
    #[serde(default)]
    pad_end: [u64; 2],
    #[serde(default)]
    output_padding: [u64; 2],
    ceil_mode: Option<bool>,
    out_channels: Option<u64>,
    groups: Option<u64>,
    bias: Option<bool>,
    scale: Option<[u64; 2]>,
}

#[derive(Deserialize)]
struct Expected {
    layers: Vec<ExpectedLayer>,
    dropped: Dropped,
    dropped_pixels_2d: u64,
    params: u64,
    macs: u64,
}

#[derive(Deserialize)]
struct Dropped {
    h: Vec<i64>,
    w: Vec<i64>,
}

#[derive(Deserialize)]
struct ExpectedLayer {
    out: [u64; 2],
    rf: [u64; 2],
    rf_min: [u64; 2],
    rf_count: [u64; 2],
    jump: [f64; 2],
    jump_ratio: [[i64; 2]; 2],
    start: [Option<i64>; 2],
    period: [i64; 2],
    phases: [Vec<Option<[i64; 3]>>; 2],
    dropped: [u64; 2],
    dropped_local: [u64; 2],
    unit0_real: [Option<[i64; 2]>; 2],
    unit_last_real: [Option<[i64; 2]>; 2],
    params: u64,
    macs: u64,
}

impl StackRecord {
    fn graph(&self) -> Graph {
        let ops = self.layers.iter().map(LayerRecord::op);
        Stack::of(Shape::image(self.in_channels, self.input), ops).lower().graph
    }
}

impl LayerRecord {
    fn op(&self) -> Op {
        let each = |values: [u64; 2]| PerAxis::Each(values.into());
        let ends = |axis: usize| Ends { begin: self.pad_begin[axis], end: self.pad_end[axis] };
        let window = Window {
            kernel: each(self.kernel),
            stride: each(self.stride),
            dilation: each(self.dilation),
            padding: Padding::Explicit(PerAxis::Each([ends(0), ends(1)].into())),
        };
        let (channels, groups, bias) = (self.out_channels, self.groups.unwrap_or(1), self.bias.unwrap_or(false));
        let pool =
            |kind, window| Op::Pool(Pool { kind, window, ceil: self.ceil_mode == Some(true), count_padding: true });
        match self.r#type.as_str() {
            "conv" => Op::Conv(Conv { window, channels, groups, bias }),
            "convt" => {
                let output_padding = each(self.output_padding);
                Op::ConvTransposed(ConvTransposed { window, output_padding, channels, groups, bias })
            }
            "maxpool" => pool(PoolKind::Max, window),
            "avgpool" => pool(PoolKind::Average, window),
            "upsample" => Op::Upsample { factor: each(self.scale.expect("a scale")), mode: Interpolation::Nearest },
            other => panic!("the data has a layer {other}"),
        }
    }
}

#[test]
fn stacks_that_run() {
    let records: Vec<Record> = serde_json::from_str(include_str!("../data/stacks_public.json")).unwrap();
    assert_eq!(records.len(), 347);
    let mut differences = Differences::default();
    for record in &records {
        check_stack(record, &mut differences);
    }
    differences.none_in(records.len());
}

fn check_stack(Record { id, stack, expect }: &Record, differences: &mut Differences) {
    let graph = stack.graph();
    let analysis = Analysis::of(&graph);
    assert_eq!(graph.nodes().len(), expect.layers.len(), "{id}");
    for (map, expected) in graph.maps().skip(1).zip(&expect.layers) {
        let place = format!("{id}, layer {}, {}", map.index() - 1, graph.node(map).unwrap().op);
        check_layer(&graph, &analysis, map, expected, &place, differences);
    }
    let loss = analysis.loss(graph.output()).unwrap();
    let indices: Vec<Vec<i64>> = loss.indices.as_ref().unwrap().iter().map(|set| set.indices().collect()).collect();
    differences.check(id, "dropped", &indices, &vec![expect.dropped.h.clone(), expect.dropped.w.clone()]);
    differences.check(id, "dropped_pixels_2d", &loss.count, &expect.dropped_pixels_2d);
    differences.check(id, "params", &analysis.totals().params, &Some(expect.params));
    differences.check(id, "macs", &analysis.totals().macs, &Some(expect.macs));
    differences.check(id, "runs", &analysis.runs(), &true);
}

fn check_layer(
    graph: &Graph,
    analysis: &Analysis,
    map: MapId,
    expected: &ExpectedLayer,
    place: &str,
    differences: &mut Differences,
) {
    let answer = analysis.map(map);
    let size = &answer.shape.as_ref().unwrap().size;
    let fields = answer.field.as_ref().unwrap();
    let lost = analysis.loss(map).unwrap().indices.as_ref().unwrap();
    let unread = analysis.unread(map).next().unwrap().indices;
    let first_unit = real_pixels(graph, analysis, map, size.map(|_| 0));
    let last_unit = real_pixels(graph, analysis, map, size.map(|&n| n as i64 - 1));
    // The data tells each axis by itself; a unit that sees nothing on one axis sees nothing at all.
    let seen = |ends: [Option<[i64; 2]>; 2]| if ends.contains(&None) { [None; 2] } else { ends };
    for axis in 0..2 {
        let place = &format!("{place}, axis {axis}");
        let field = &fields[axis];
        let jump = Ratio::new(expected.jump_ratio[axis][0], expected.jump_ratio[axis][1]);
        differences.check(place, "out", &size[axis], &expected.out[axis]);
        differences.check(place, "rf", &field.rf(), &expected.rf[axis]);
        differences.check(place, "rf_min", &field.rf_min(), &expected.rf_min[axis]);
        differences.check(place, "rf_count", &field.rf_count(), &expected.rf_count[axis]);
        differences.check(place, "jump", &field.jump(), &Some(jump));
        let as_float = field.jump().map(|jump| *jump.numer() as f64 / *jump.denom() as f64);
        differences.check(place, "jump as a float", &as_float, &Some(expected.jump[axis]));
        differences.check(place, "start", &field.start(), &expected.start[axis]);
        differences.check(place, "period", &field.period(), &expected.period[axis]);
        let kind = |u: i64| {
            let seen = field.of_unit(u).unwrap();
            seen.hull().map(|hull| [hull.first, hull.last, seen.count() as i64])
        };
        let (period, phases) = (expected.period[axis], &expected.phases[axis]);
        differences.check(place, "phases", &(0..period).map(kind).collect(), phases);
        let advance = (jump * period).to_integer();
        let moved = |[first, last, count]: [i64; 3]| [first + advance, last + advance, count];
        let next: Vec<_> = phases.iter().map(|phase| phase.map(moved)).collect();
        differences.check(place, "phases one period on", &(period..2 * period).map(kind).collect(), &next);
        differences.check(place, "dropped", &lost[axis].count(), &expected.dropped[axis]);
        differences.check(place, "dropped_local", &unread[axis].count(), &expected.dropped_local[axis]);
        differences.check(place, "unit0_real", &first_unit[axis], &seen(expected.unit0_real)[axis]);
        differences.check(place, "unit_last_real", &last_unit[axis], &seen(expected.unit_last_real)[axis]);
    }
    differences.check(place, "params", &answer.cost.params, &Some(expected.params));
    differences.check(place, "macs", &answer.cost.macs, &Some(expected.macs));
}

/// The first and the last pixel of the image that a unit sees on each axis.
fn real_pixels(graph: &Graph, analysis: &Analysis, map: MapId, unit: Axes<i64>) -> [Option<[i64; 2]>; 2] {
    let trace = Trace::of(graph, analysis, map, unit).unwrap();
    let hull = trace.at(MapId::INPUT).and_then(|seen| seen.units.hull());
    [0, 1].map(|axis| hull.as_ref().map(|hull| [hull[axis].first, hull[axis].last]))
}

#[derive(Deserialize)]
struct InvalidRecord {
    id: String,
    stack: StackRecord,
    invalid: Invalid,
}

#[derive(Deserialize)]
struct Invalid {
    layer: usize,
    axes: Vec<String>,
}

#[test]
fn stacks_that_stop() {
    let records: Vec<InvalidRecord> = serde_json::from_str(include_str!("../data/stacks_invalid.json")).unwrap();
    assert_eq!(records.len(), 60);
    let mut differences = Differences::default();
    for InvalidRecord { id, stack, invalid } in &records {
        let graph = stack.graph();
        let analysis = Analysis::of(&graph);
        for map in graph.maps().skip(1) {
            let layer = map.index() - 1;
            let status = match layer.cmp(&invalid.layer) {
                std::cmp::Ordering::Less => Status::Known,
                std::cmp::Ordering::Equal => Status::Impossible,
                std::cmp::Ordering::Greater => Status::Unknown,
            };
            differences.check(&format!("{id}, layer {layer}"), "status", &analysis.map(map).status, &status);
        }
        let axis = match analysis.maps()[invalid.layer + 1].impossible {
            Some(Impossible::KernelTooLarge { axis, .. } | Impossible::CropTooLarge { axis, .. }) => ["h", "w"][axis],
            _ => "none",
        };
        differences.check(id, "the axis that is named", &Some(axis), &invalid.axes.first().map(String::as_str));
        differences.check(id, "runs", &analysis.runs(), &false);
    }
    differences.none_in(records.len());
}

#[derive(Deserialize)]
struct SameRecord {
    n: u64,
    k: u64,
    s: u64,
    d: u64,
    out: u64,
    pads_upper: [u64; 2],
    pads_lower: [u64; 2],
}

#[test]
fn same_padding() {
    let records: Vec<SameRecord> = serde_json::from_str(include_str!("../data/same_padding.json")).unwrap();
    assert_eq!(records.len(), 1368);
    let mut differences = Differences::default();
    for SameRecord { n, k, s, d, out, pads_upper, pads_lower } in &records {
        for (padding, pads) in [(Padding::Same, pads_upper), (Padding::SameLower, pads_lower)] {
            let place = format!("n={n} k={k} s={s} d={d} {padding:?}");
            let [(size, pad), (pool_size, pool_pad)] = [Op::conv, Op::max_pool].map(|op| {
                let window = Window { dilation: PerAxis::All(*d), padding: padding.clone(), ..Window::new(*k, *s) };
                step_on_one_axis(*n, op(window))
            });
            differences.check(&place, "out", &size, out);
            differences.check(&place, "pads", &pad, &Ends { begin: pads[0], end: pads[1] });
            differences.check(&place, "out and pads of a pool", &(pool_size, pool_pad), &(size, pad));
        }
    }
    differences.none_in(records.len());
}

#[derive(Deserialize)]
struct TorchSameRecord {
    k: u64,
    d: u64,
    pad_begin: u64,
    pad_end: u64,
}

#[test]
fn same_padding_of_pytorch() {
    let records: Vec<TorchSameRecord> = serde_json::from_str(include_str!("../data/torch_same_stride1.json")).unwrap();
    assert!(!records.is_empty());
    let mut differences = Differences::default();
    for TorchSameRecord { k, d, pad_begin, pad_end } in &records {
        for n in [1, 2, 5, 32] {
            let window = Window { dilation: PerAxis::All(*d), padding: Padding::Same, ..Window::new(*k, 1) };
            let expected = (n, Ends { begin: *pad_begin, end: *pad_end });
            differences.check(
                &format!("n={n} k={k} d={d}"),
                "out and pads",
                &step_on_one_axis(n, Op::conv(window)),
                &expected,
            );
        }
    }
    differences.none_in(records.len());
}

/// The size behind one layer on one axis, and its padding.
fn step_on_one_axis(n: u64, op: Op) -> (u64, Ends) {
    let graph = Stack::of(Shape::image(1, [n]), [op]).lower().graph;
    let analysis = Analysis::of(&graph);
    let step = analysis.map(graph.output()).steps[0][0];
    (step.outputs, step.pad())
}
