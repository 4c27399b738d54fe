//! Two engines, one answer: the closed form of `field` and the walk agree on everything they both say.
//!
//! First on *all* stacks of up to three layers with small settings, where a rule that is wrong in one corner has nowhere
//! to hide; then on random deep chains and on random graphs whose branches meet.

use std::collections::{BTreeSet, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering};

use proptest::prelude::*;
use receptive::axes::Axes;
use receptive::field::{Analysis, Cause, Field, Region, Span, Spans, Status, Trace};
use receptive::import::layer_text::read_layers;
use receptive::net::{Graph, MapId, Node, Op, Shape};

use super::random;
use super::walk::{Units, Walk};

/// Fields whose kinds of units do not repeat within so many units are not walked.
const MOST_KINDS: i64 = 72;

/// How both engines see one graph.
struct Both<'g> {
    graph: &'g Graph,
    analysis: Analysis,
    /// One walk on all axes at once, or one on each axis of a chain.
    walks: Vec<Walk<'g>>,
}

impl<'g> Both<'g> {
    /// All axes at once: sets of units as they are.
    fn at_once(graph: &'g Graph) -> Self {
        let axes: Vec<usize> = (0..graph.input.size.rank()).collect();
        Self { graph, analysis: Analysis::of(graph), walks: vec![Walk::of(graph, &axes)] }
    }

    /// Axis by axis: every set of a chain is the product of what one axis says.
    fn by_axis(graph: &'g Graph) -> Self {
        let walks = (0..graph.input.size.rank()).map(|axis| Walk::of(graph, &[axis])).collect();
        Self { graph, analysis: Analysis::of(graph), walks }
    }

    /// Compares everything about the maps in `maps`, and traces up to `most` units of each.
    fn agree(&self, maps: impl Iterator<Item = MapId>, most: usize) {
        for map in maps {
            let place = || format!("{} in {}", map.index(), text_of(self.graph));
            self.sizes(map, &place);
            if self.walks[0].size(map).is_some() {
                self.losses(map, &place);
                self.fields(map, &place);
                self.traces(map, most, &place);
            }
        }
    }

    fn sizes(&self, map: MapId, place: &dyn Fn() -> String) {
        let answer = self.analysis.map(map);
        let inputs = self.graph.node(map).map_or(&[][..], |node| node.inputs());
        let known = self.walks[0].size(map);
        let size = answer.shape.as_ref().map(|shape| shape.size.map(|&n| n as i64));
        assert_eq!(size.as_ref().map(Axes::as_slice), known, "size of map {}", place());
        let before_known = inputs.iter().all(|input| self.walks[0].size(*input).is_some());
        let status = match answer.status {
            Status::Known | Status::Partial => known.is_some(),
            Status::Unknown => !before_known,
            Status::Impossible => known.is_none() && before_known,
        };
        assert!(status, "status {:?} of map {}", answer.status, place());
    }

    /// What the layer skips, what of the image reaches the map, and what of earlier maps reaches the output.
    fn losses(&self, map: MapId, place: &dyn Fn() -> String) {
        let inputs = self.graph.node(map).map_or(&[][..], |node| node.inputs());
        for (n, (unread, input)) in self.analysis.unread(map).zip(inputs).enumerate() {
            let walked: Vec<Units> = self.walks.iter().map(|walk| walk.unread(map, n)).collect();
            let missing = |walk: &Walk<'_>| {
                let size = walk.extent(*input);
                let read = |at: usize| unread.indices[walk.axes()[at]].complement(Span::axis(size[at] as u64));
                if size.is_empty() {
                    return Units::new();
                }
                let read = product((0..size.len()).map(read).collect::<Vec<_>>().iter(), &size);
                walk.all(*input).difference(&read).copied().collect()
            };
            let closed: Vec<Units> = self.walks.iter().map(missing).collect();
            assert_eq!(closed, walked, "units of input {n} unread by map {}", place());
            let units = |walk: &Walk<'_>| walk.all(*input).len();
            let read: usize = self.walks.iter().zip(&walked).map(|(walk, unread)| units(walk) - unread.len()).product();
            let count = self.walks.iter().map(units).product::<usize>() - read;
            assert_eq!(unread.count, Some(count as u64), "number of units of input {n} unread by map {}", place());
            for (cause, indices) in unread.cause.iter().zip(unread.indices.iter()) {
                let skips = cause.is_some_and(|cause| cause != Cause::PaddingTail);
                assert_eq!(skips, !indices.is_empty(), "cause {cause:?} of {indices:?} unread by map {}", place());
            }
        }

        let reached: Vec<Units> = self.walks.iter().map(|walk| walk.back(map, walk.all(map)).swap_remove(0)).collect();
        let coverage =
            self.analysis.map(map).coverage.as_ref().unwrap_or_else(|| panic!("the image seen by map {}", place()));
        self.same_units(coverage, MapId::INPUT, &reached, &|| format!("the image seen by map {}", place()));
        let by_axis = self.walks.len() > 1;
        assert!(!by_axis || coverage.product().is_some(), "the rows and columns seen by map {}", place());
        let image = self.graph.input.units().unwrap();
        let loss = self.analysis.loss(map).unwrap();
        let missed = image - reached.iter().map(|units| units.len() as u64).product::<u64>();
        assert_eq!((loss.count, loss.of), (missed, image), "loss of map {}", place());

        if map == self.analysis.output() {
            let used: Vec<Vec<Units>> = self.walks.iter().map(|walk| walk.back(map, walk.all(map))).collect();
            for earlier in self.graph.maps().take(map.index() + 1) {
                let walked: Vec<Units> = used.iter().map(|maps| maps[earlier.index()].clone()).collect();
                let region = self.analysis.used(earlier).unwrap();
                self.same_units(region, earlier, &walked, &|| {
                    format!("map {} for output {}", earlier.index(), place())
                });
                if earlier < map && self.is_chain() {
                    self.lost_units(earlier, &walked, place);
                }
            }
        }
    }

    /// Units of a chain that the next layer skips, and those that it reads and a later one loses.
    fn lost_units(&self, map: MapId, used: &[Units], place: &dyn Fn() -> String) {
        let next = self.graph.map(map.index() + 1).unwrap();
        let (unread, later) = self.analysis.lost_units(self.graph, map).unwrap();
        for (walk, used) in self.walks.iter().zip(used) {
            // A flat vector has no axes to lose units on.
            let Some(unread) = unread.get(walk.axes()[0]) else { continue };
            let units = |set: &Spans| set.indices().map(|u| u as usize).collect::<Units>();
            let walked = walk.unread(next, 0);
            assert_eq!(units(unread), walked, "units of map {} skipped on the way to {}", map.index(), place());
            let rest: Units = walk.all(map).difference(used).copied().collect();
            let rest: Units = rest.difference(&walked).copied().collect();
            let later = &later[walk.axes()[0]];
            assert_eq!(units(later), rest, "units of map {} lost on the way to {}", map.index(), place());
        }
    }

    /// True of one layer after the other, walked axis by axis.
    fn is_chain(&self) -> bool {
        let follows = |map: MapId| {
            self.graph.node(map).is_some_and(|node| node.inputs().iter().all(|m| m.index() + 1 == map.index()))
        };
        self.walks.iter().all(|walk| walk.axes().len() == 1) && self.graph.maps().skip(1).all(follows)
    }

    /// What the units see on a grid without borders.
    fn fields(&self, map: MapId, place: &dyn Fn() -> String) {
        let answer = self.analysis.map(map);
        let known = |map: &MapId| self.analysis.map(*map).status == Status::Known;
        if !self.graph.node(map).is_none_or(|node| node.inputs().iter().all(known)) {
            return;
        }
        let (mut aligned, mut global, mut strides_differ) = (true, false, false);
        for axis in 0..self.graph.input.size.rank() {
            let walk = self.walks.iter().find(|walk| walk.axes().contains(&axis)).unwrap();
            let join = Meeting::of(walk, self.graph, map, axis);
            aligned &= join.aligned;
            global |= join.global;
            strides_differ |= join.strides_differ;
        }
        let before = || self.graph.node(map).into_iter().flat_map(Node::inputs).map(|m| self.analysis.map(*m));
        assert_eq!(answer.aligned, aligned && before().all(|input| input.aligned), "alignment of map {}", place());
        assert_eq!(answer.global, global || before().any(|input| input.global), "global branch at map {}", place());
        assert_eq!(answer.status == Status::Partial, strides_differ, "status of map {}", place());
        if strides_differ {
            return;
        }
        for (axis, field) in answer.field.as_ref().unwrap().iter().enumerate() {
            let walk = self.walks.iter().find(|walk| walk.axes().contains(&axis)).unwrap();
            field_agrees(field, walk, map, axis, &|| format!("axis {axis} of map {}", place()));
        }
    }

    /// What single units see in every earlier map and feed in every later one.
    fn traces(&self, map: MapId, most: usize, place: &dyn Fn() -> String) {
        let units = units_of(self.analysis.map(map).shape.as_ref().unwrap());
        // A path that reads nothing on one axis reads nothing at all, which a walk on another axis cannot know.
        let one_axis = self.walks.iter().all(|walk| walk.axes().len() == 1);
        for unit in units.iter().step_by(units.len().div_ceil(most)) {
            let trace = Trace::of(self.graph, &self.analysis, map, unit.clone()).unwrap();
            let walked: Vec<Vec<Units>> = self.walks.iter().map(|walk| both_ways(walk, map, unit)).collect();
            for other in self.graph.maps().filter(|other| self.walks[0].size(*other).is_some()) {
                let place = || format!("map {} for unit {unit:?} of map {}", other.index(), place());
                let walked: Vec<Units> = walked.iter().map(|maps| maps[other.index()].clone()).collect();
                let empty = Region::empty();
                let units = trace.at(other).map_or(&empty, |traced| &traced.units);
                self.same_units(units, other, &walked, &place);
            }
            if one_axis && !self.analysis.map(map).global {
                self.without_borders(&trace, &|| format!("unit {unit:?} of map {}", place()));
            }
        }
    }

    /// How far a unit looks on a grid without borders.
    fn without_borders(&self, trace: &Trace, place: &dyn Fn() -> String) {
        let walk_on = |walk: &Walk<'_>| {
            let axis = walk.axes()[0];
            walk.without_borders(trace.map, axis, trace.unit.get(axis).copied().unwrap_or(0))
        };
        let walked: Vec<_> = self.walks.iter().map(walk_on).collect();
        for earlier in self.graph.maps().take(trace.map.index()) {
            let hull = |maps: &Vec<BTreeSet<i64>>| {
                let set = &maps[earlier.index()];
                Some(Span::new(*set.first()?, *set.last()?))
            };
            let flat = self.walks[0].size(earlier).is_some_and(<[i64]>::is_empty);
            let walked: Option<Vec<Span>> = if flat { None } else { walked.iter().map(hull).collect() };
            let closed = trace.at(earlier).and_then(|traced| traced.unclipped.as_ref());
            let closed = closed.map(Axes::as_slice);
            assert_eq!(closed, walked.as_deref(), "map {} without borders for {}", earlier.index(), place());
        }
    }

    fn same_units(&self, closed: &Region, map: MapId, walked: &[Units], place: &dyn Fn() -> String) {
        let some = !walked.iter().any(Units::is_empty);
        assert_eq!(closed.has_units(), some, "{closed:?}: {}", place());
        assert!(!some || walked.len() == 1 || closed.product().is_some(), "{closed:?} is no product: {}", place());
        // Where one axis has nothing, there may still be told what the others would have.
        if !some && closed.is_empty() {
            return;
        }
        for (walk, walked) in self.walks.iter().zip(walked) {
            let size = walk.extent(map);
            let sets = |part: &Axes<Spans>| product(walk.axes().iter().filter_map(|&axis| part.get(axis)), &size);
            let closed: Units = closed.parts().iter().flat_map(sets).collect();
            assert_eq!(closed, *walked, "{}", place());
        }
    }
}

/// Where branches meet, by definition.
struct Meeting {
    aligned: bool,
    global: bool,
    strides_differ: bool,
}

impl Meeting {
    fn of(walk: &Walk<'_>, graph: &Graph, map: MapId, axis: usize) -> Self {
        let inputs = graph.node(map).map_or(&[][..], |node| node.inputs());
        let sees_everything = |n: &usize| walk.branch_sees_everything(map, *n, axis);
        let (everything, local): (Vec<usize>, Vec<usize>) = (0..inputs.len()).partition(sees_everything);
        let jumps: Vec<_> = local.iter().map(|&n| walk.jump(inputs[n], axis)).collect();
        let strides_differ = jumps.windows(2).any(|pair| pair[0] != pair[1]);
        let centre = |input: usize, u: i64| {
            let seen = walk.through_branch(map, input, axis, u);
            Some(seen.first()? + seen.last()?)
        };
        // Units of a branch that sees everything are all alike.
        let compared = if local.is_empty() { &everything } else { &local };
        let same_centres = |u: i64| compared.windows(2).all(|two| centre(two[0], u) == centre(two[1], u));
        let aligned =
            compared.len() < 2 || (!strides_differ && (0..walk.period(map, axis).min(MOST_KINDS)).all(same_centres));
        Self { aligned, global: !local.is_empty() && !everything.is_empty(), strides_differ }
    }
}

fn field_agrees(field: &Field, walk: &Walk<'_>, map: MapId, axis: usize, place: &dyn Fn() -> String) {
    let seen = |u: i64| walk.without_borders(map, axis, u).swap_remove(0);
    assert_eq!(field.jump(), walk.jump(map, axis), "jump, {}", place());
    assert_eq!(field.start(), seen(0).first().copied(), "start, {}", place());
    let period = walk.period(map, axis);
    if period > MOST_KINDS {
        return;
    }
    for u in -2..period + 2 {
        let closed: Vec<i64> = field.of_unit(u).unwrap().indices().collect();
        let walked: Vec<i64> = seen(u).into_iter().collect();
        assert_eq!(closed, walked, "field of unit {u}, {}", place());
    }
    let widths = || {
        (0..period).map(seen).map(|seen| match (seen.first(), seen.last()) {
            (Some(first), Some(last)) => ((last - first + 1) as u64, seen.len() as u64),
            _ => (0, 0),
        })
    };
    let (rf, rf_count) = widths().max().unwrap();
    let rf_min = widths().min().unwrap().0;
    assert_eq!((field.rf(), field.rf_min(), field.rf_count()), (rf, rf_min, rf_count), "widths, {}", place());
}

/// What a unit sees before its map and feeds behind it.
fn both_ways(walk: &Walk<'_>, map: MapId, unit: &Axes<i64>) -> Vec<Units> {
    let index = walk.axes().iter().zip(walk.extent(map)).fold(0, |index, (&axis, n)| index * n + unit[axis]) as usize;
    let mut maps = walk.back(map, [index].into());
    maps.extend(walk.forth(map, index).into_iter().skip(map.index() + 1));
    maps
}

/// The units of a map of this size that lie in one set on each axis, row-major.
fn product<'a>(sets: impl Iterator<Item = &'a Spans>, size: &[i64]) -> Units {
    let rows = sets.zip(size).fold(vec![0], |rows, (set, n)| {
        rows.iter().flat_map(|row| set.indices().map(move |i| row * n + i)).collect::<Vec<i64>>()
    });
    rows.into_iter().map(|unit| unit as usize).collect()
}

fn units_of(shape: &Shape) -> Vec<Axes<i64>> {
    let mut units = vec![Axes::none()];
    for &n in &shape.size {
        let with = |unit: &Axes<i64>, u: i64| unit.iter().copied().chain([u]).collect::<Axes<i64>>();
        units = units.iter().flat_map(|unit| (0..n as i64).map(|u| with(unit, u)).collect::<Vec<_>>()).collect();
    }
    units
}

/// A graph on one line: every node with the maps that it reads.
fn text_of(graph: &Graph) -> String {
    let node = |node: &Node| {
        let inputs: Vec<String> = node.inputs().iter().map(|input| input.index().to_string()).collect();
        format!("{} ← {}", node.op, inputs.join(" "))
    };
    format!("{}: {}", graph.input, graph.nodes().iter().map(node).collect::<Vec<_>>().join(", "))
}

/// Layers on one axis: every kind of tap, with settings around the places where rules change.
fn layers(texts: impl IntoIterator<Item = String>) -> Vec<Op> {
    let ops = texts.into_iter().map(|text| read_layers(&text).unwrap().remove(0).op);
    ops.collect()
}

/// A few dozen layers that differ in what they can do wrong.
fn few() -> Vec<Op> {
    let texts = [
        "conv k3",
        "conv k2 s2",
        "conv k3 s2 p1",
        "conv k1 s2",
        "conv k2 s3",
        "conv k2 d2",
        "conv k3 p1:0 d2",
        "conv k2 s2 d2 p1",
        "conv k3 s2 psame",
        "maxpool k2 ceil",
        "maxpool k3 s2 p1 ceil",
        "convt k2 s2",
        "convt k3 s2 p1 op1",
        "convt k1 s2",
        "convt k2 s1 d2",
        "convt k2 s2 d3 p1",
        "upsample x2",
        "upsample x2 linear",
        "upsample x3 linear",
        "pad p1:0",
        "crop p0:1",
        "adaptavg o2",
        "adaptavg o3",
        "gap",
    ];
    layers(texts.map(str::to_owned))
}

/// Every combination of a window's settings, up to where their multiples and common divisors begin to matter.
fn windows(kernels: u64, strides: u64, dilations: u64, paddings: &[&str]) -> Vec<String> {
    let mut texts = Vec::new();
    for k in 1..=kernels {
        for s in 1..=strides {
            texts.extend(["psame", "psame-lower"].map(|same| format!("conv k{k} s{s} {same}")));
            texts.push(format!("convt k{k} s{s} psame"));
            for d in 1..=if k == 1 { 1 } else { dilations } {
                for p in paddings {
                    let kinds = [("conv", ""), ("maxpool", " ceil"), ("convt", "")];
                    texts.extend(kinds.map(|(word, ceil)| format!("{word} k{k} s{s} {p} d{d}{ceil}")));
                }
            }
        }
    }
    texts
}

/// All windows with small settings, and one or two of every other kind of layer.
fn many() -> Vec<Op> {
    let mut texts: Vec<String> = few().iter().map(Op::to_string).collect();
    texts.extend(windows(3, 3, 2, &["p0", "p1", "p0:1"]));
    let others = [
        "convt k2 s2 op1",
        "convt k1 s3 op2",
        "convt k3 s2 d3 op2",
        "upsample x3",
        "upsample x4 linear",
        "pad p1",
        "pad p0:2",
        "crop p1",
        "crop p1:0",
        "adaptmax o1",
        "adaptmax o4",
        "adaptavg o5",
        "flatten",
        "relu",
    ];
    texts.extend(others.map(str::to_owned));
    let mut ops = layers(texts);
    let mut seen = HashSet::new();
    ops.retain(|op| seen.insert(op.clone()));
    ops
}

/// Compares the engines on every chain of `depth` of these layers on an axis of each size, and on all shorter ones.
fn on_all(ops: &[Op], depth: usize, sizes: std::ops::RangeInclusive<u64>) {
    let next = AtomicUsize::new(0);
    let first_ops = || std::iter::from_fn(|| ops.get(next.fetch_add(1, Ordering::Relaxed)));
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                for op in first_ops() {
                    for n in sizes.clone() {
                        longer(&Graph::new(Shape::image(1, [n])), MapId::INPUT, op, ops, depth - 1);
                    }
                }
            });
        }
    });
}

/// Compares what is new with one more layer, then with all that can follow it.
fn longer(graph: &Graph, last: MapId, op: &Op, ops: &[Op], more: usize) {
    let mut graph = graph.clone();
    let last = graph.push(Node::new("", op.clone()), &[last]).unwrap();
    let both = Both::at_once(&graph);
    both.agree([MapId::INPUT, last].into_iter(), usize::MAX);
    if more > 0 && both.analysis.map(last).shape.is_some() {
        for op in ops {
            longer(&graph, last, op, ops, more - 1);
        }
    }
}

#[test]
fn all_single_windows() {
    on_all(&layers(windows(5, 4, 4, &["p0", "p2:1"])), 1, 1..=32);
}

#[test]
fn all_pairs_of_layers() {
    on_all(&many(), 2, 1..=7);
}

#[test]
fn all_triples_of_layers() {
    on_all(&few(), 3, 1..=7);
}

#[test]
#[ignore = "seven million stacks: minutes in a release build"]
fn all_triples_of_many_layers() {
    on_all(&many(), 3, 5..=5);
}

proptest! {
    #![proptest_config(random::cases(4000))]

    #[test]
    fn deep_chains(stack in random::stack(12, 40)) {
        let graph = stack.lower().graph;
        Both::by_axis(&graph).agree(graph.maps(), 5);
    }

    #[test]
    fn graphs_with_joins(graph in random::graph(7)) {
        Both::at_once(&graph).agree(graph.maps(), 12);
    }
}

#[test]
fn what_only_imported_networks_have() {
    for text in [
        "1x12x18: spacetodepth x2, conv k3, depthtospace x2, conv k3 s2",
        "4x5x7: depthtospace x2, maxpool k3 s2, resize x2/3 linear",
        "1x16x15: slice p1:0 s2, conv k3, slice p0 s3",
        "1x9x10: resize x3/2, conv k3, resize x2/3 cubic",
        "1x9x10: conv k2, resize o5x13 linear corners, conv k3 s2",
        "1x9x10: resize x2 asymmetric floor, conv k3 s2, resize o4x7 prefer-ceil",
        // Places outside are the border, and whole places of cubic resampling read one unit.
        "1x9x10: resize x3/2 floor, conv k3 s2, resize x5/4 ceil, conv k2",
        "1x4x3: resize x4 floor, slice p0:1x1:0 s3x2",
        "1x9x10: resize x2 cubic asymmetric, conv k3 s2, resize x2/3x3/2 cubic asymmetric",
        "1x9x12: resize x3/5 cubic, resize x1/3x1 cubic",
        "1x9x10: resize o4x3 cubic corners, resize o1x2 linear pytorch, resize o3 prefer-ceil pytorch",
        "1x9x11: resize x3/5x7/10 linear centred, conv k2, resize x5/3 ceil centred",
        "1x9x10: resize x2/3 tensorflow floor, resize x3/2 linear tensorflow, resize x3/4x1 tensorflow prefer-ceil",
        "1x6x6: unit LeakyRelu, conv k3, unit \"Group Norm\", lppool k2",
    ] {
        let graph = receptive::import::layer_text::read_stack(text).unwrap().lower().graph;
        Both::at_once(&graph).agree(graph.maps(), usize::MAX);
        Both::by_axis(&graph).agree(graph.maps(), usize::MAX);
    }
}
