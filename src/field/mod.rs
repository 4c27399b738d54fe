//! **The answer**: sizes, receptive fields, traces, coverage, cost.
//!
//! [`Analysis::of`] goes through a graph once and keeps, for every map, its shape, what its units see of the image
//! ([`Field`]), which image pixels reach it, and what the layer costs. Time and memory grow linearly with the layers.
//! Questions about one unit ([`Trace`]), sums to show ([`mod@derive`]), ways out of a loss ([`mod@fixes`]) and depth
//! ([`mod@depth`]) are answered from it on request.
//!
//! All of it is exact: integers and rationals with checked arithmetic. What would be too large to list is `None` and
//! has a [`Note`]; it is never rounded and never guessed.

pub mod border;
pub mod branches;
pub mod centres;
pub mod cost;
pub mod depth;
pub mod derive;
pub mod fixes;
pub mod frameworks;
pub mod input_sizes;
mod loss;
mod notes;
pub mod padding;
pub mod paths;
mod receptive;
mod region;
pub mod route;
mod sizes;
mod spans;
mod strips;
mod taps;
pub mod tiling;
mod trace;
mod union;

use std::sync::Arc;

use smallvec::{SmallVec, smallvec};

pub use cost::Cost;
pub use loss::{AxisLoss, Cause, Kept, Loss, LostUnit, Unread};
pub use notes::Note;
pub use paths::Paths;
pub use receptive::Field;
pub use region::Region;
pub use sizes::{Impossible, Rounding, Rule, Step, step_of};
pub use spans::{Span, Spans};
pub use taps::{Progression, Taps, TooLarge};
pub use trace::{Trace, TracedMap};
pub use union::Extent;

use crate::axes::Axes;
use crate::net::{Graph, MapId, Op, Shape};
use taps::Budget;
use union::Branch;

/// How much is known of a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Everything.
    Known,
    /// Its shape, but its field or the pixels that reach it only in part: see the notes.
    Partial,
    /// Nothing: it comes after a layer that cannot run or is not supported.
    Unknown,
    /// Its layer cannot run.
    Impossible,
}

/// What is known of one map and of the layer that makes it.
#[derive(Clone, Debug)]
pub struct MapAnswer {
    pub status: Status,
    pub shape: Option<Shape>,
    /// For every input of the layer: what happens on each axis of that input. Empty for the image itself.
    pub steps: SmallVec<[Axes<Step>; 1]>,
    /// For every input of the layer: which of its units are read.
    pub read: SmallVec<[Axes<Spans>; 1]>,
    /// What the units see of the image, per axis of the image. Shared with the map before where the layer changes none
    /// of it: a set with a million holes must not be copied for every activation behind it.
    pub field: Option<Arc<Axes<Field>>>,
    /// False behind branches whose effective strides or centres differ.
    pub aligned: bool,
    /// Whether a unit sees all rows and columns of its field, or less: behind branches of which none sees all that the
    /// others do.
    pub extent: Extent,
    /// The units also see the whole image through a global side branch; `field` is the local part.
    pub global: bool,
    /// The image pixels that some unit depends on. Shared like the field.
    pub coverage: Option<Arc<Region>>,
    /// The image pixels that no unit depends on. Shared like the field.
    pub loss: Option<Arc<Loss>>,
    pub cost: Cost,
    /// Why the layer cannot run.
    pub impossible: Option<Impossible>,
}

impl MapAnswer {
    fn without_answer(status: Status, impossible: Option<Impossible>) -> Self {
        Self {
            status,
            shape: None,
            steps: SmallVec::new(),
            read: SmallVec::new(),
            field: None,
            aligned: true,
            extent: Extent::Product,
            global: false,
            coverage: None,
            loss: None,
            cost: Cost::default(),
            impossible,
        }
    }

    /// The widths of the field per axis, if it is known.
    pub fn rf(&self) -> Option<Axes<u64>> {
        self.field.as_ref().map(|field| field.map(Field::rf))
    }
}

/// All that is known of a graph.
#[derive(Clone, Debug)]
pub struct Analysis {
    maps: Vec<MapAnswer>,
    /// The map whose units the losses are about: the last one that is known.
    output: MapId,
    /// The maps that leave the network, ascending, of those that are known; the last known one if none is.
    outputs: Vec<MapId>,
    /// The image pixels that reach none of them; `None` where that cannot be counted.
    network_loss: Option<Arc<Loss>>,
    /// For every map, its units that an output depends on; `None` for those not known and those behind the outputs.
    used: Vec<Option<Arc<Region>>>,
    /// The first layer whose units see as much as the image has on every axis.
    covering: Option<MapId>,
    /// The layers with windows whose input already sees as much.
    covered: Vec<MapId>,
}

impl Analysis {
    /// Answers everything about a graph. Never fails: a layer that cannot run is part of the answer.
    pub fn of(graph: &Graph) -> Self {
        let mut budgets = Budgets { of_fields: Budget::new(), of_parts: Budget::new() };
        let mut walk = Walk::new(graph);
        let mut maps: Vec<MapAnswer> = Vec::with_capacity(graph.map_count());
        for map in graph.maps() {
            let answer = match graph.node(map) {
                None => answer_of_input(&graph.input),
                Some(node) => {
                    let inputs: SmallVec<[&MapAnswer; 2]> = node.inputs().iter().map(|m| &maps[m.index()]).collect();
                    answer_of(&node.op, &inputs, &mut budgets)
                }
            };
            maps.push(answer);
            if maps[map.index()].shape.is_none() {
                continue;
            }
            let covered = coverage_of(graph, &maps, map, &mut walk);
            let answer = &mut maps[map.index()];
            match covered {
                Ok((covered, loss)) => (answer.coverage, answer.loss) = (Some(covered), loss),
                Err(TooLarge) => answer.status = Status::Partial,
            }
        }
        let known = |map: &MapId| maps[map.index()].shape.is_some();
        let output = graph.maps().rfind(known).unwrap_or(MapId::INPUT);
        let mut outputs = graph.outputs();
        outputs.retain(known);
        if outputs.is_empty() {
            // Behind a layer that cannot run there is no output: then it is about the last map that is known.
            outputs.push(output);
        }
        let network_loss = loss::of_outputs(&graph.input, &maps, &outputs);
        let used = used_by(graph, &maps, &outputs);
        let covers = |map: &MapId| {
            let rf = maps[map.index()].rf();
            rf.is_some_and(|rf| rf.iter().zip(graph.input.size.iter()).all(|(rf, n)| rf >= n))
        };
        let covering = graph.maps().skip(1).find(covers);
        let covered = border::covered(graph, &maps);
        Self { maps, output, outputs, network_loss, used, covering, covered }
    }

    pub fn map(&self, map: MapId) -> &MapAnswer {
        &self.maps[map.index()]
    }

    /// One answer per map, the input's first.
    pub fn maps(&self) -> &[MapAnswer] {
        &self.maps
    }

    /// The last map that is known: the network's output, or its last one, if it can run.
    pub fn output(&self) -> MapId {
        self.output
    }

    /// The maps that leave the network, ascending: those that are known, or the last known map if none of them is.
    pub fn outputs(&self) -> &[MapId] {
        &self.outputs
    }

    /// True if every layer can run and is supported.
    pub fn runs(&self) -> bool {
        self.maps.iter().all(|answer| answer.status <= Status::Partial)
    }

    /// The units of `map` that some output depends on.
    pub fn used(&self, map: MapId) -> Option<&Region> {
        self.used[map.index()].as_deref()
    }

    /// The first layer whose units see as much as the image has on every axis.
    pub fn covering(&self) -> Option<MapId> {
        self.covering
    }

    /// The layers with windows whose input's field is as wide as the image on every axis, ascending: see [`border`].
    pub fn covered(&self) -> &[MapId] {
        &self.covered
    }

    /// Sums over all layers that can run.
    pub fn totals(&self) -> Cost {
        let sum = |part: fn(&Cost) -> Option<u64>| {
            let known = self.maps.iter().filter(|answer| answer.shape.is_some());
            known.map(|answer| part(&answer.cost)).try_fold(0_u64, |sum, part| sum.checked_add(part?))
        };
        Cost {
            params: sum(|cost| cost.params),
            biases: self.maps.iter().map(|answer| answer.cost.biases).fold(0, u64::saturating_add),
            macs: sum(|cost| cost.macs),
            activation_bytes: sum(|cost| cost.activation_bytes),
        }
    }
}

fn answer_of_input(shape: &Shape) -> MapAnswer {
    let empty = shape.channels == 0 || shape.batch == 0 || shape.size.is_empty() || shape.size.iter().any(|&n| n == 0);
    if empty {
        return MapAnswer::without_answer(Status::Impossible, Some(Impossible::EmptyInput));
    }
    if shape.size.iter().any(|&n| n > crate::net::MAX_SIZE) {
        return MapAnswer::without_answer(Status::Impossible, Some(Impossible::TooLarge));
    }
    MapAnswer {
        status: Status::Known,
        shape: Some(shape.clone()),
        field: Some(Arc::new(shape.size.map(|_| Field::of_input()))),
        cost: Cost {
            params: Some(0),
            biases: 0,
            macs: Some(0),
            activation_bytes: shape.values().and_then(|values| values.checked_mul(4)),
        },
        ..MapAnswer::without_answer(Status::Known, None)
    }
}

fn answer_of(op: &Op, inputs: &[&MapAnswer], budgets: &mut Budgets) -> MapAnswer {
    let shapes: Option<SmallVec<[&Shape; 2]>> = inputs.iter().map(|input| input.shape.as_ref()).collect();
    let (Some(shapes), false) = (shapes, matches!(op, Op::Unsupported(_))) else {
        return MapAnswer::without_answer(Status::Unknown, None);
    };
    let stepped = match op {
        Op::Join(join) => sizes::join_of(*join, &shapes).map(|(shape, steps)| (shape, steps.into())),
        _ => sizes::step_of(op, shapes[0]).map(|(shape, steps)| (shape, smallvec![steps])),
    };
    let (shape, steps): (Shape, SmallVec<[Axes<Step>; 1]>) = match stepped {
        Ok(stepped) => stepped,
        Err(reason) => return MapAnswer::without_answer(Status::Impossible, Some(reason)),
    };
    let mut answer = MapAnswer {
        status: inputs.iter().map(|input| input.status).max().unwrap_or(Status::Known),
        cost: Cost::of(op, shapes[0], &shape),
        aligned: inputs.iter().all(|input| input.aligned),
        global: inputs.iter().any(|input| input.global) || matches!(op, Op::Unit(unit) if unit.global),
        ..MapAnswer::without_answer(Status::Known, None)
    };
    match fields_of(inputs, &steps, budgets) {
        Some((field, joined)) => {
            answer.field = Some(field);
            answer.aligned &= joined.aligned;
            answer.extent = joined.extent;
            answer.global |= joined.global;
            if joined.strides_differ {
                answer.status = Status::Partial;
            }
        }
        None => answer.status = Status::Partial,
    }
    let read: Result<_, TooLarge> = steps
        .iter()
        .map(|steps| {
            steps.try_map(|step| {
                step.taps.reads_all(&step.all_outputs(), Span::axis(step.inputs), &mut budgets.of_fields)
            })
        })
        .collect();
    match read {
        Ok(read) => answer.read = read,
        Err(TooLarge) => answer.status = Status::Partial,
    }
    answer.shape = Some(shape);
    answer.steps = steps;
    answer
}

/// What may be gone through for all layers. What a unit sees beside its field has its own: a field is not less known where
/// that is too large to be listed.
struct Budgets {
    of_fields: Budget,
    of_parts: Budget,
}

/// What a join adds to the story of its inputs.
struct JoinFacts {
    aligned: bool,
    extent: Extent,
    global: bool,
    strides_differ: bool,
}

/// The field behind a layer on every axis of the image, or `None` where it is not known or too large.
fn fields_of(
    inputs: &[&MapAnswer],
    steps: &[Axes<Step>],
    budgets: &mut Budgets,
) -> Option<(Arc<Axes<Field>>, JoinFacts)> {
    let mut facts = JoinFacts { aligned: true, extent: Extent::Product, global: false, strides_differ: false };
    let Budgets { of_fields: budget, of_parts } = budgets;
    if let ([input], [steps]) = (inputs, steps) {
        if steps.iter().all(|step| step.taps == Taps::SAME) {
            facts.extent = input.extent.clone();
            return Some((Arc::clone(input.field.as_ref()?), facts));
        }
        let Branch { field, extent } = Branch::of(input, steps, budget, of_parts)?;
        facts.extent = extent;
        return Some((Arc::new(field), facts));
    }
    let behind = inputs.iter().zip(steps).map(|(input, steps)| Branch::of(input, steps, budget, of_parts));
    let branches: SmallVec<[Branch; 2]> = behind.collect::<Option<_>>()?;
    let mut axes: SmallVec<[Field; 3]> = SmallVec::new();
    for axis in 0..branches.first()?.field.rank() {
        let met: SmallVec<[&Field; 4]> = branches.iter().map(|branch| &branch.field[axis]).collect();
        let joined = receptive::join(&met, budget).ok()?;
        facts.aligned &= joined.aligned;
        facts.global |= joined.global;
        facts.strides_differ |= joined.strides_differ;
        axes.push(joined.field);
    }
    let field: Axes<Field> = axes.into_iter().collect();
    // What a unit sees then depends on which unit it is, and the field is that of one branch.
    let listed = !facts.strides_differ;
    facts.extent = if listed { Extent::of_join(&branches, &field, of_parts) } else { Extent::Unlisted };
    Some((Arc::new(field), facts))
}

/// The units of one input of a layer that the layer's units in `part` depend on.
///
/// A flat result stands for all of its inputs; a flat input is read as a whole.
fn read_back(steps: &Axes<Step>, part: &Axes<Spans>, budget: &mut Budget) -> Result<Axes<Spans>, TooLarge> {
    if part.is_empty() {
        return Ok(steps.map(|step| Spans::axis(step.inputs)));
    }
    let read = |axis: usize| steps[axis].taps.reads_all(&part[axis], Span::axis(steps[axis].inputs), budget);
    (0..steps.rank()).map(read).collect()
}

/// Which image pixels the map depends on.
///
/// Where a layer reads all of its input, as nearly all do, that is what reached the input: no walk is needed. Only
/// behind a layer that skips units the walk goes back, and it stops where it meets a whole map again.
fn coverage_of(
    graph: &Graph,
    maps: &[MapAnswer],
    map: MapId,
    walk: &mut Walk,
) -> Result<(Arc<Region>, Option<Arc<Loss>>), TooLarge> {
    let answer = &maps[map.index()];
    let with_loss = |reached: Region| {
        let loss = Loss::of(&graph.input, &reached).map(Arc::new);
        (Arc::new(reached), loss)
    };
    let (Some(shape), Some(node)) = (&answer.shape, graph.node(map)) else {
        return Ok(with_loss(Region::all(&graph.input)));
    };
    if let ([input], [read]) = (node.inputs(), answer.read.as_slice()) {
        let input = &maps[input.index()];
        let all = |shape: &Shape| read.iter().zip(shape.size.iter()).all(|(set, &n)| set.covers_axis(n));
        if input.shape.as_ref().is_some_and(all) {
            return Ok((input.coverage.clone().ok_or(TooLarge)?, input.loss.clone()));
        }
    }
    let mut reached = Region::empty();
    let walked = walk.back(graph, maps, [(map, Region::all(shape))], |at, region| {
        let answer = &maps[at.index()];
        if at == MapId::INPUT {
            return reached.add_all(region).map(|()| false);
        }
        let all = at != map && answer.shape.as_ref().is_some_and(|shape| region.covers_all(shape));
        match &answer.coverage {
            Some(covered) if all => reached.add_all(covered).map(|()| false),
            _ => Ok(true),
        }
    });
    walk.forget();
    walked.map(|()| with_loss(reached))
}

/// Walks from maps to the image.
struct Walk {
    /// For every map, its units that the wanted units of later maps read. Empty but during a walk.
    wanted: Vec<Arc<Region>>,
    /// The maps whose entry there is not empty.
    touched: Vec<MapId>,
    /// Maps that may still be gone through. Layers that skip units each walk back on their own.
    steps: Budget,
    runs: Budget,
}

impl Walk {
    fn new(graph: &Graph) -> Self {
        let wanted = vec![Arc::default(); graph.map_count()];
        Self { wanted, touched: Vec::new(), steps: Budget::of(1 << 25), runs: Budget::new() }
    }

    /// Walks back from these units of these maps, no two of which are the same. `visit` is asked of every map that is wanted whether to go on
    /// behind it.
    fn back(
        &mut self,
        graph: &Graph,
        maps: &[MapAnswer],
        starts: impl IntoIterator<Item = (MapId, Region)>,
        mut visit: impl FnMut(MapId, &Region) -> Result<bool, TooLarge>,
    ) -> Result<(), TooLarge> {
        let wanted = &mut self.wanted;
        let (mut pending, mut last) = (0_usize, MapId::INPUT);
        for (map, region) in starts {
            wanted[map.index()] = Arc::new(region);
            self.touched.push(map);
            (pending, last) = (pending + 1, last.max(map));
        }
        for map in graph.maps().take(last.index() + 1).rev() {
            if pending == 0 {
                break;
            }
            self.steps.spend(1)?;
            let region = std::mem::take(&mut wanted[map.index()]);
            if region.is_empty() {
                continue;
            }
            pending -= 1;
            if let (true, Some(node)) = (visit(map, &region)?, graph.node(map)) {
                for (input, steps) in node.inputs().iter().zip(&maps[map.index()].steps) {
                    let slot = &mut wanted[input.index()];
                    let before = slot.is_empty();
                    // With padding at the end alone the taps are the same, but there are more units than inputs.
                    let same = |step: &Step| step.taps == Taps::SAME && step.outputs <= step.inputs;
                    if before && steps.iter().all(same) {
                        *slot = Arc::clone(&region);
                    } else {
                        for part in region.parts() {
                            Arc::make_mut(slot).add(read_back(steps, part, &mut self.runs)?)?;
                        }
                    }
                    if before && !slot.is_empty() {
                        pending += 1;
                        self.touched.push(*input);
                    }
                }
            }
            wanted[map.index()] = region;
        }
        Ok(())
    }

    /// Makes ready for another walk.
    fn forget(&mut self) {
        for map in self.touched.drain(..) {
            self.wanted[map.index()] = Arc::default();
        }
    }
}

fn used_by(graph: &Graph, maps: &[MapAnswer], outputs: &[MapId]) -> Vec<Option<Arc<Region>>> {
    let mut used: Vec<Option<Arc<Region>>> = vec![None; graph.map_count()];
    let starts = outputs.iter().filter_map(|end| Some((*end, Region::all(maps[end.index()].shape.as_ref()?))));
    let last = outputs.last().copied().unwrap_or(MapId::INPUT);
    let mut walk = Walk::new(graph);
    if walk.back(graph, maps, starts, |_, _| Ok(true)).is_ok() {
        for (used, wanted) in used.iter_mut().zip(walk.wanted).take(last.index() + 1) {
            *used = Some(wanted);
        }
    }
    used
}
