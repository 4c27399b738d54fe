//! What is said where branches meet, against the published test networks of Distill's receptive-field library and
//! against the walk.

use std::collections::BTreeSet;

use num_rational::Ratio;
use proptest::prelude::*;
use receptive::axes::Axes;
use receptive::export::report::Format;
use receptive::field::branches::{Alignment, Meeting, extremes, of_unit};
use receptive::field::{Analysis, Note, Status};
use receptive::import::layer_text::{read_layers, read_stack};
use receptive::locale::{Lang, Words};
use receptive::net::{Graph, Join, MapId, Node, Op, Shape};
use serde_json::json;

use super::random;
use super::walk::Walk;

/// Adds layers in text, one after the other.
pub fn chain(graph: &mut Graph, mut last: MapId, text: &str) -> MapId {
    for layer in read_layers(text).unwrap() {
        last = graph.push(Node::new(layer.op.word(), layer.op), &[last]).unwrap();
    }
    last
}

/// Branches from one map, each of layers in text, joined.
pub fn meet(graph: &mut Graph, from: MapId, branches: &[&str], join: Join) -> MapId {
    let ends: Vec<MapId> = branches.iter().map(|text| chain(graph, from, text)).collect();
    graph.push(Node::new("join", Op::Join(join)), &ends).unwrap()
}

fn joined(size: &[u64], branches: &[&str], join: Join) -> (Graph, MapId) {
    let mut graph = Graph::new(Shape::image(1, size.iter().copied().collect::<Axes<u64>>()));
    let map = meet(&mut graph, MapId::INPUT, branches, join);
    (graph, map)
}

/// `(rf, stride, padding)` on the first axis.
fn measures(graph: &Graph, map: MapId) -> (u64, Ratio<i64>, i64) {
    let analysis = Analysis::of(graph);
    let field = &analysis.map(map).field.as_ref().unwrap()[0];
    (field.rf(), field.jump().unwrap(), -field.start().unwrap())
}

const ALIGNED: [&str; 2] = ["conv k1 s4", "pad p1:0, conv k3 s2, conv k1 s2"];

#[test]
fn published_aligned_networks() {
    let (graph, map) = joined(&[16, 16], &ALIGNED, Join::Add);
    assert_eq!(measures(&graph, map), (3, 4.into(), 1));
    let meeting = Meeting::of(&graph, &Analysis::of(&graph), map).unwrap();
    assert!(meeting.aligned());
    assert_eq!(meeting.local.unwrap()[0].rf(), 3);

    // Two such places one after the other.
    let (mut graph, map) = joined(&[16, 16], &ALIGNED, Join::Add);
    let second = meet(&mut graph, map, &["conv k1 s2", "pad p1:0, conv k3 s2"], Join::Add);
    assert_eq!(measures(&graph, second), (11, 8.into(), 5));
    let (mut graph, map) = joined(&[17, 17], &["conv k1 s4", "conv k3 s2 psame, conv k1 s2"], Join::Add);
    let second = meet(&mut graph, map, &["conv k1 s2", "conv k3 s2 psame"], Join::Add);
    assert_eq!(measures(&graph, second), (11, 8.into(), 5));
    assert!(Analysis::of(&graph).map(second).aligned);
}

/// TensorFlow's `SAME` pads an even input of this layer at the end alone.
#[test]
fn same_padding_aligns_or_not_by_the_size() {
    let branches = ["conv k1 s4", "conv k3 s2 psame, conv k1 s2"];
    let (graph, map) = joined(&[9, 9], &branches, Join::Add);
    assert_eq!(measures(&graph, map), (3, 4.into(), 1));
    assert!(Analysis::of(&graph).map(map).aligned);

    let (graph, map) = joined(&[8, 8], &branches, Join::Add);
    let analysis = Analysis::of(&graph);
    assert!(!analysis.map(map).aligned);
    let meeting = Meeting::of(&graph, &analysis, map).unwrap();
    let (axis, Alignment::Shifted(shift)) = meeting.unaligned().unwrap() else { panic!("{meeting:?}") };
    // The wide branch sees 0–2, the other pixel 0.
    assert_eq!((axis, shift.reference, shift.largest()), (0, 1, Some((-1).into())));
    assert!(!shift.varies());
    let note = Note::Unaligned { map, offsets: vec![(0, 1.into()), (1, 1.into())] };
    assert!(analysis.notes_of(&graph, map).contains(&note));
    let text = Words::new(Lang::En).note(&note, &graph);
    assert!(text.contains("rows 1 and columns 1"), "{text}");
    assert!(Words::new(Lang::Ru).note(&note, &graph).contains("строки 1 и столбцы 1"));
}

/// The toy network of the Distill article: two branches with different effective strides.
#[test]
fn with_different_strides_the_field_depends_on_the_unit() {
    let (graph, map) = joined(&[8], &["conv k5 s2 p2:1", "conv k3 p1, conv k3 p1, crop p0:4"], Join::Add);
    let analysis = Analysis::of(&graph);
    let meeting = Meeting::of(&graph, &analysis, map).unwrap();
    assert_eq!(meeting.alignment.as_slice(), [Some(Alignment::StridesDiffer)]);
    assert!(meeting.local.is_none());
    let units: Vec<i64> = meeting.shown_units(&analysis).iter().map(|unit| unit[0]).collect();
    assert_eq!(units, [0, 2, 3]);
    // Without borders: 2u−2…2u+2 and u−2…u+2.
    let seen = |u: i64| of_unit(&graph, &analysis, map, &[u].into()).unwrap();
    let hulls = |u: i64| {
        let hull =
            |branch: &(_, Option<Axes<receptive::field::Span>>)| branch.1.as_ref().map(|h| (h[0].first, h[0].last));
        seen(u).branches.iter().map(hull).collect::<Vec<_>>()
    };
    assert_eq!(hulls(0), [Some((-2, 2)), Some((-2, 2))]);
    assert_eq!(hulls(1), [Some((0, 4)), Some((-1, 3))]);
    assert_eq!(hulls(3), [Some((4, 8)), Some((1, 5))]);
    assert_eq!(seen(3).union.count(), Some(7));
    assert_eq!(analysis.map(map).status, Status::Partial);
    assert!(analysis.notes_of(&graph, map).contains(&Note::Unaligned { map, offsets: Vec::new() }));
}

/// A stride of 2 by a convolution, and of 4 times ½: one pace, two kinds of units.
#[test]
fn one_pace_in_two_ways_has_an_exact_union() {
    let (graph, map) = joined(&[16], &["conv k1 s2", "conv k1 s4, upsample x2"], Join::Add);
    let analysis = Analysis::of(&graph);
    let field = &analysis.map(map).field.as_ref().unwrap()[0];
    assert_eq!((field.period(), field.advance()), (2, 4));
    // Unit 0 sees pixel 0 twice, unit 1 pixels 2 and 0.
    assert_eq!((field.rf(), field.rf_min(), field.rf_count()), (3, 1, 2));
    let meeting = Meeting::of(&graph, &analysis, map).unwrap();
    let Some(Alignment::Shifted(shift)) = &meeting.alignment[0] else { panic!("{meeting:?}") };
    let offsets: Vec<Vec<_>> = shift.offsets.iter().map(|kind| kind.to_vec()).collect();
    let zero = Some(Ratio::from(0));
    assert_eq!(shift.reference, 1);
    assert_eq!(offsets, [[zero, zero], [Some(2.into()), zero]]);
    assert!(shift.varies());
}

#[test]
fn a_global_side_branch_is_told_apart() {
    let mut graph = Graph::new(Shape::image(4, [8, 8]));
    let stem = chain(&mut graph, MapId::INPUT, "conv k3 p1");
    let gate = chain(&mut graph, stem, "gap, conv k1, relu, conv k1, sigmoid");
    let map = graph.push(Node::new("scale", Op::Join(Join::Mul)), &[stem, gate]).unwrap();
    let analysis = Analysis::of(&graph);
    let meeting = Meeting::of(&graph, &analysis, map).unwrap();
    assert!(meeting.aligned() && analysis.map(map).global);
    assert_eq!(meeting.branches.iter().map(|b| b.global[0]).collect::<Vec<_>>(), [false, true]);
    assert_eq!(meeting.local.unwrap()[0].rf(), 3);
    let beside = meeting.beside.unwrap();
    assert!(beside.iter().all(|set| set.covers_axis(8)));
    // Paths through the side branch do not count as wide.
    let paths = extremes(&graph, &analysis)[map.index()].clone().unwrap();
    assert_eq!(paths.largest.as_slice(), [3, 3]);
}

/// Rows are cut on one branch, columns on the other: only the corners are lost, and they are no rows and columns.
#[test]
fn what_is_lost_on_all_branches_is_counted_exactly() {
    let branches = ["crop p1:1x0:0, pad p1:1x0:0", "crop p0:0x1:1, pad p0:0x1:1"];
    let (graph, map) = joined(&[5, 6], &branches, Join::Add);
    let analysis = Analysis::of(&graph);
    let loss = analysis.loss(map).unwrap();
    assert_eq!((loss.count, loss.of, &loss.indices), (4, 30, &None));
}

/// Residual blocks: the largest path goes through all of them, the smallest through none.
#[test]
fn the_largest_and_the_smallest_path() {
    let mut graph = Graph::new(Shape::image(1, [32, 32]));
    let mut last = chain(&mut graph, MapId::INPUT, "conv k7 s2 p3");
    for _ in 0..3 {
        last = meet(&mut graph, last, &["relu", "conv k3 p1, conv k3 p1"], Join::Add);
    }
    let analysis = Analysis::of(&graph);
    let paths = extremes(&graph, &analysis)[last.index()].clone().unwrap();
    assert_eq!((paths.smallest.as_slice(), paths.largest.as_slice()), (&[7, 7][..], &[31, 31][..]));
    assert_eq!(analysis.map(last).rf().unwrap().as_slice(), [31, 31]);
    // A chain has one path.
    let chain = read_stack("1x28x28: conv k5, maxpool k2, conv k3 d2").unwrap().lower().graph;
    let analysis = Analysis::of(&chain);
    for (paths, answer) in extremes(&chain, &analysis).into_iter().zip(analysis.maps()) {
        let paths = paths.unwrap();
        assert_eq!((Some(paths.smallest), Some(paths.largest)), (answer.rf(), answer.rf()));
    }
}

/// What the reports say of branches.
#[test]
fn reports_tell_branches_and_paths() {
    let mut graph = Graph::new(Shape::image(1, [8, 8]));
    let map = meet(&mut graph, MapId::INPUT, &["conv k1 s4", "conv k3 s2 psame, conv k1 s2"], Join::Add);
    let analysis = Analysis::of(&graph);
    let report = receptive::export::report::write(Format::Json, &graph, &analysis, &Words::new(Lang::En));
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    let layer = &report["layers"][map.index() - 1];
    assert_eq!(layer["aligned"], false);
    assert_eq!(layer["paths"], json!({ "smallest": [1, 1], "largest": [3, 3] }));
    let branches = json!([
        { "map": "conv", "rf": [1, 1], "jump": [4, 4], "start": [0, 0], "centre": [0, 0],
          "offset": [[-1], [-1]], "global": [false, false] },
        { "map": "conv", "rf": [3, 3], "jump": [4, 4], "start": [0, 0], "centre": [1, 1],
          "offset": [[0], [0]], "global": [false, false] },
    ]);
    assert_eq!(layer["branches"], branches);
    for (lang, part) in [
        (Lang::En, "3×3 through the largest path, 1×1 through the smallest"),
        (Lang::Ru, "3×3 по самому широкому пути, 1×1 по самому узкому"),
    ] {
        let text = receptive::export::report::write(Format::Text, &graph, &analysis, &Words::new(lang));
        assert!(text.contains(part), "{text}");
    }
}

/// The pixels that units of a map see along every single path, without borders. Global branches only where all are.
fn along_paths(walk: &Walk<'_>, graph: &Graph, map: MapId, axis: usize, units: &BTreeSet<i64>) -> Vec<BTreeSet<i64>> {
    let Some(node) = graph.node(map) else { return vec![units.clone()] };
    let local_only = !walk.sees_everything(map, axis);
    let branches = (0..node.inputs().len()).filter(|&n| !(local_only && walk.branch_sees_everything(map, n, axis)));
    let read = |n: usize| units.iter().flat_map(|&u| walk.taps(map, n, axis, u)).collect();
    branches.flat_map(|n| along_paths(walk, graph, node.inputs()[n], axis, &read(n))).collect()
}

fn width(set: &BTreeSet<i64>) -> u64 {
    set.first().zip(set.last()).map_or(0, |(first, last)| (last - first + 1) as u64)
}

proptest! {
    #![proptest_config(random::cases(400))]

    #[test]
    fn widths_are_those_of_real_paths(graph in random::graph(7)) {
        let analysis = Analysis::of(&graph);
        // Units of one kind: there the choice of a path at one join is the choice for all that follows.
        let windows = analysis.maps().iter().all(|answer| {
            answer.steps.iter().flatten().all(|step| step.taps.period().0 == 1)
        });
        let found = extremes(&graph, &analysis);
        for axis in 0..graph.input.size.rank() {
            let walk = Walk::of(&graph, &[axis]);
            for map in graph.maps().filter(|map| walk.size(*map).is_some() && walk.period(*map, axis) <= 36) {
                let paths = found[map.index()].as_ref().unwrap();
                let mut widths: Vec<u64> = Vec::new();
                for u in 0..walk.period(map, axis) {
                    let seen = along_paths(&walk, &graph, map, axis, &BTreeSet::from([u]));
                    widths.resize(seen.len(), 0);
                    widths.iter_mut().zip(&seen).for_each(|(most, seen)| *most = width(seen).max(*most));
                }
                prop_assert!(widths.contains(&paths.smallest[axis]), "{widths:?} {paths:?} {}", map.index());
                prop_assert!(widths.contains(&paths.largest[axis]), "{widths:?} {paths:?} {}", map.index());
                if windows {
                    prop_assert_eq!(Some(&paths.smallest[axis]), widths.iter().min(), "map {}", map.index());
                    prop_assert_eq!(Some(&paths.largest[axis]), widths.iter().max(), "map {}", map.index());
                }
            }
        }
    }

    #[test]
    fn branches_are_what_the_walk_sees_through_them(graph in random::graph(7)) {
        let analysis = Analysis::of(&graph);
        let known = |map: &MapId| analysis.map(*map).status == Status::Known;
        for map in graph.maps().filter(|map| graph.node(*map).is_some_and(|node| node.inputs().iter().all(known))) {
            let Some(meeting) = Meeting::of(&graph, &analysis, map) else { continue };
            if graph.node(map).unwrap().inputs().iter().all(|input| analysis.map(*input).aligned) {
                prop_assert_eq!(meeting.aligned(), analysis.map(map).aligned);
            }
            for axis in 0..graph.input.size.rank() {
                let walk = Walk::of(&graph, &[axis]);
                for (n, branch) in meeting.branches.iter().enumerate() {
                    let field = &branch.field.as_ref().unwrap()[axis];
                    for u in 0..walk.period(map, axis).min(12) {
                        let seen: Vec<i64> = walk.through_branch(map, n, axis, u).into_iter().collect();
                        prop_assert_eq!(field.of_unit(u).unwrap().indices().collect::<Vec<_>>(), seen);
                        let Some(Alignment::Shifted(shift)) = &meeting.alignment[axis] else { continue };
                        let kinds = shift.offsets.len() as i64;
                        let centre = |n: usize| {
                            let seen = walk.through_branch(map, n, axis, u);
                            Some(Ratio::new(seen.first()? + seen.last()?, 2))
                        };
                        let apart = centre(n).zip(centre(shift.reference)).map(|(a, b)| a - b);
                        let told = shift.offsets[(u % kinds) as usize][n];
                        prop_assert_eq!(told, apart.filter(|_| !branch.global[axis]));
                    }
                }
            }
        }
    }
}
