//! The kernel's position: which layer is shown, which of its units, and which values that unit is made of.

use std::ops::Range;

use crate::axes::Axes;
use crate::field::{Analysis, Rule, Span, Spans, Step};
use crate::net::{Graph, Interpolation, Join, Look, MapId, Op, PoolKind, Shape};
use crate::scene::view::{Subject, Unit};
use crate::value::{Tensor, Weights};

/// More units on one axis, or in one channel, are not gone through one by one.
const MOST_READ: i64 = 1 << 16;
const MOST_PRODUCTS: usize = 1 << 18;

/// A unit that is read on one axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Tap {
    /// Its index; outside the map it lies in the padding.
    pub index: i64,
    /// The element of the kernel on it; 0 where there is no kernel.
    pub element: usize,
    /// What linear interpolation multiplies it by.
    pub share: f32,
}

/// One input of the shown layer.
#[derive(Clone, Debug)]
pub(super) struct Branch {
    pub map: MapId,
    pub shape: Shape,
    /// The channel that is shown of it, 0-based.
    pub channel: u64,
    /// The padding that the layer puts around it, per axis: before and behind.
    pub padding: Axes<(u64, u64)>,
    /// What the unit reads on each axis, in the order of the taps; `None` where it is too much.
    pub taps: Option<Axes<Vec<Tap>>>,
}

/// A layer at one of its units.
#[derive(Clone, Debug)]
pub(super) struct Position {
    pub made: MapId,
    pub shape: Shape,
    pub unit: Axes<i64>,
    /// The channel that is made, 0-based; of a vector, the value.
    pub filter: u64,
    pub branches: Vec<Branch>,
    /// The channels of the first input that the sum goes over.
    pub channels: Range<u64>,
    /// Output channels of one group.
    filters: u64,
}

impl Position {
    /// `None` if no layer can be shown.
    pub fn of(graph: &Graph, analysis: &Analysis, look: Look, pin: Option<&Unit>) -> Option<Self> {
        let (made, unit) = shown_unit(graph, analysis, pin)?;
        let node = graph.node(made)?;
        let shape = analysis.map(made).shape.clone()?;
        let filter = look.filter.min(shape.channels.saturating_sub(1));
        let inputs: Option<Vec<(MapId, &Shape, &Axes<Step>)>> = node
            .inputs()
            .iter()
            .enumerate()
            .map(|(at, map)| Some((*map, analysis.map(*map).shape.as_ref()?, analysis.map(made).steps.get(at)?)))
            .collect();
        let mut position =
            Self { made, shape, unit, filter, branches: Vec::new(), channels: filter..filter + 1, filters: 1 };
        position.branches = position.read(&node.op, &inputs?, look);
        Some(position)
    }

    fn read(&mut self, op: &Op, inputs: &[(MapId, &Shape, &Axes<Step>)], look: Look) -> Vec<Branch> {
        let mut channel = self.filter;
        match op {
            Op::Conv(_) | Op::ConvTransposed(_) => {
                let groups = match op {
                    Op::Conv(conv) => conv.groups,
                    Op::ConvTransposed(conv) => conv.groups,
                    _ => 1,
                };
                let groups = groups.max(1);
                let own = inputs.first().map_or(1, |(_, shape, _)| (shape.channels / groups).max(1));
                self.filters = (self.shape.channels / groups).max(1);
                let first = self.filter / self.filters * own;
                self.channels = first..first + own;
                channel = look.channel.clamp(first, first + own - 1);
            }
            Op::Linear(_) => {
                let read = inputs.first().map_or(0, |(_, shape, _)| shape.channels);
                self.channels = 0..read;
                channel = look.channel.min(read.saturating_sub(1));
            }
            Op::Flatten => return inputs.first().map(|input| self.flattened(input)).into_iter().collect(),
            Op::Join(Join::Concat) => {
                let mut before = 0;
                for (map, shape, steps) in inputs {
                    if self.filter < before + shape.channels {
                        let channel = self.filter - before;
                        self.channels = channel..channel + 1;
                        return vec![branch(op, (*map, shape, steps), channel, &self.unit)];
                    }
                    before += shape.channels;
                }
            }
            _ => {}
        }
        // A branch of one channel is spread over all.
        let of = |input: &(MapId, &Shape, &Axes<Step>)| {
            branch(op, *input, channel.min(input.1.channels.saturating_sub(1)), &self.unit)
        };
        inputs.iter().map(of).collect()
    }

    /// The unit and the channel that a value of a vector was.
    fn flattened(&mut self, (map, shape, _): &(MapId, &Shape, &Axes<Step>)) -> Branch {
        let units = shape.units().unwrap_or(1).max(1);
        let channel = self.filter / units;
        self.channels = channel..channel + 1;
        let mut rest = self.filter % units;
        let mut at: Vec<i64> = Vec::new();
        for &n in shape.size.iter().rev() {
            at.push((rest % n.max(1)) as i64);
            rest /= n.max(1);
        }
        let taps = at.iter().rev().map(|&index| vec![Tap { index, element: 0, share: 1.0 }]).collect();
        let padding = shape.size.map(|_| (0, 0));
        Branch { map: *map, shape: (*shape).clone(), channel, padding, taps: Some(taps) }
    }

    /// Where an element of the kernel lies in the layer's weights.
    pub fn weight_at(&self, op: &Op, channel: u64, taps: &[usize]) -> Vec<usize> {
        let own = channel.saturating_sub(self.channels.start);
        let lead = match op {
            Op::ConvTransposed(_) => [channel, self.filter % self.filters.max(1)],
            _ => [self.filter, own],
        };
        lead.into_iter().map(|n| n as usize).chain(taps.iter().copied()).collect()
    }

    /// What is added to every sum; `None` if the layer has no such number.
    pub fn bias(&self, op: &Op, weights: Option<&Weights>) -> Option<f32> {
        let has = match op {
            Op::Conv(conv) => conv.bias,
            Op::ConvTransposed(conv) => conv.bias,
            Op::Linear(linear) => linear.bias,
            _ => false,
        };
        weights.filter(|_| has)?.bias.get([self.filter as usize].as_slice()).copied()
    }

    /// The value of the unit.
    pub fn value(&self, subject: &Subject<'_>) -> Option<f32> {
        value_at(subject.values?.map(self.made)?, self.filter, self.unit.as_slice())
    }
}

impl Branch {
    /// How many units of one channel are read.
    pub fn count(&self) -> Option<usize> {
        let counts = self.taps.as_ref()?.iter().map(Vec::len);
        let mut product = 1_usize;
        for count in counts {
            product = product.checked_mul(count)?;
        }
        (product <= MOST_PRODUCTS).then_some(product)
    }

    /// From the first unit that is read to the last, per axis; indices outside the map are padding. `None` if nothing is.
    pub fn hull(&self) -> Option<Axes<Span>> {
        let ends = |taps: &Vec<Tap>| {
            let indices = || taps.iter().map(|tap| tap.index);
            Some(Span::new(indices().min()?, indices().max()?))
        };
        self.taps.as_ref()?.iter().map(ends).collect()
    }

    /// The indices that are read, per axis.
    pub fn sets(&self) -> Option<Axes<Spans>> {
        let set = |taps: &Vec<Tap>| Spans::union_of(taps.iter().map(|tap| Span::new(tap.index, tap.index)));
        Some(self.taps.as_ref()?.map(set))
    }

    /// True of an index that is no unit of the map.
    pub fn pads(&self, at: &[i64]) -> bool {
        at.iter().zip(self.shape.size.iter()).any(|(&index, &n)| index < 0 || index >= n as i64)
    }

    /// A value of a channel; `padding` outside the map.
    pub fn value(&self, tensor: &Tensor, channel: u64, at: &[i64], padding: f32) -> Option<f32> {
        if self.pads(at) { Some(padding) } else { value_at(tensor, channel, at) }
    }
}

/// What stands in the padding of a layer's input.
pub(super) fn padding_value(op: &Op) -> f32 {
    match op {
        Op::Pool(pool) if pool.kind == PoolKind::Max => f32::NEG_INFINITY,
        _ => 0.0,
    }
}

pub(super) fn value_at(tensor: &Tensor, channel: u64, at: &[i64]) -> Option<f32> {
    let place: Option<Vec<usize>> =
        [0, channel as i64].iter().chain(at).map(|&index| usize::try_from(index).ok()).collect();
    tensor.get(place?.as_slice()).copied()
}

/// The unit whose window is shown, with the map that its layer makes: see the head of [`super`]. `None` if no layer can be
/// shown.
pub fn shown_unit(graph: &Graph, analysis: &Analysis, pin: Option<&Unit>) -> Option<Unit> {
    let made = shown_map(graph, analysis, pin)?;
    let shape = analysis.map(made).shape.as_ref()?;
    let unit = match pin {
        Some((map, unit)) if *map == made => shape.nearest_unit(unit.as_slice()),
        Some((_, pixel)) => first_fed(graph, analysis, made, pixel),
        None => None,
    };
    Some((made, unit.unwrap_or_else(|| shape.size.map(|_| 0))))
}

/// The map whose layer is shown.
fn shown_map(graph: &Graph, analysis: &Analysis, pin: Option<&Unit>) -> Option<MapId> {
    let known = |map: &MapId| analysis.map(*map).shape.is_some();
    match pin {
        Some((map, _)) if *map != MapId::INPUT => Some(*map).filter(known),
        Some(_) => graph.map(1).filter(known),
        None => {
            let windowed = |map: &MapId| graph.node(*map).is_some_and(|node| node.op.window().is_some()) && known(map);
            graph.maps().find(windowed).or_else(|| graph.map(1).filter(known))
        }
    }
}

/// The first unit of a layer that reads a pixel of the image.
fn first_fed(graph: &Graph, analysis: &Analysis, made: MapId, pixel: &Axes<i64>) -> Option<Axes<i64>> {
    let at = graph.node(made)?.inputs().iter().position(|input| *input == MapId::INPUT)?;
    let answer = analysis.map(made);
    let (steps, shape) = (answer.steps.get(at)?, answer.shape.as_ref()?);
    if steps.rank() != pixel.rank() || shape.size.rank() != pixel.rank() {
        return None;
    }
    let first = |(step, &pixel): (&Step, &i64)| {
        let fed = step.taps.dual().reads(pixel);
        fed.iter().find(|unit| (0..step.outputs as i64).contains(unit))
    };
    steps.iter().zip(pixel.iter()).map(first).collect()
}

fn branch(op: &Op, (map, shape, steps): (MapId, &Shape, &Axes<Step>), channel: u64, unit: &Axes<i64>) -> Branch {
    let padding = steps.map(|step| {
        let pad = step.pad();
        (pad.begin, pad.end)
    });
    let taps = if steps.rank() == unit.rank() {
        steps.iter().zip(unit.iter()).map(|(step, &unit)| taps_of(op, step, unit)).collect()
    } else {
        None
    };
    Branch { map, shape: shape.clone(), channel, padding, taps }
}

/// What a unit reads on one axis.
fn taps_of(op: &Op, step: &Step, unit: i64) -> Option<Vec<Tap>> {
    let whole = |index: i64, tap: i64| Tap { index, element: tap as usize, share: 1.0 };
    let size = step.inputs as i64;
    if let (Op::Upsample { mode: Interpolation::Linear, .. }, Rule::Scale { factor }) = (op, step.rule) {
        return Some(interpolated(unit, factor as i64, size));
    }
    match step.rule {
        Rule::Window { kernel, stride, dilation, pad, .. } | Rule::Same { kernel, stride, dilation, pad } => {
            let kernel = Some(kernel as i64).filter(|kernel| *kernel <= MOST_READ)?;
            let first = unit * stride as i64 - pad.begin as i64;
            let taps = (0..kernel).map(|tap| whole(first + tap * dilation as i64, tap));
            // What a ceiled size has behind the padding is nothing at all.
            Some(taps.filter(|tap| tap.index < size + pad.end as i64).collect())
        }
        Rule::Transposed { stride, dilation, pad, .. } => {
            let read = step.taps.reads(unit);
            (read.count <= MOST_READ).then_some(())?;
            let place = unit + pad.begin as i64;
            let inside = read.iter().filter(|index| (0..size).contains(index));
            Some(inside.map(|index| whole(index, (place - index * stride as i64) / (dilation as i64).max(1))).collect())
        }
        _ => {
            let read = step.taps.reads(unit);
            (read.count <= MOST_READ).then(|| read.iter().map(|index| whole(index, 0)).collect())
        }
    }
}

/// The one or two neighbours between which a unit lies, pixel centres at ½, and their shares.
fn interpolated(unit: i64, factor: i64, size: i64) -> Vec<Tap> {
    let place = ((unit as f32 + 0.5) / factor as f32 - 0.5).max(0.0);
    let first = place as i64;
    let share = place - first as f32;
    let second = (first + 1).min(size - 1);
    if share == 0.0 || second == first {
        return vec![Tap { index: first, element: 0, share: 1.0 }];
    }
    vec![Tap { index: first, element: 0, share: 1.0 - share }, Tap { index: second, element: 1, share }]
}
