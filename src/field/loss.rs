//! What is lost: units that a layer never reads, and pixels that reach no output.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Analysis, Axes, MapAnswer, Region, Rounding, Rule, Span, Spans, Step};
use crate::net::{Graph, MapId, Shape};

/// The most comparisons of a cut of an axis with a product, to find out which of its indices are lost in part.
const MOST_COMPARED: usize = 1 << 20;

/// Why units of an axis are never read by a layer.
///
/// The remainder of the size's division is not the loss: it may cut only padding, and with a stride larger than the
/// kernel pixels are lost without any remainder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Real units behind the last window.
    Tail,
    /// The division leaves a remainder, but what is cut is padding: nothing is lost.
    PaddingTail,
    /// Units between the taps: a stride larger than the window, or taps too far apart.
    Holes,
    TailAndHoles,
    /// Cut off on purpose, by a crop.
    Crop,
}

/// Units of a layer's input map that this layer never reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// How many; `None` past 2⁶⁴.
    pub count: Option<u64>,
    /// Per axis, the indices that are never read: a unit is unread if one of its indices is.
    pub indices: Axes<Spans>,
    pub cause: Axes<Option<Cause>>,
}

/// Image pixels that do not reach a map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    pub count: u64,
    /// Pixels of the image.
    pub of: u64,
    /// Per axis, the indices that are lost: a pixel is lost if one of its indices is. `None` where what reaches the map
    /// is no product of rows and columns.
    pub indices: Option<Axes<Spans>>,
}

impl Loss {
    /// The lost share of the image, 0 to 1.
    pub fn share(&self) -> f64 {
        self.count as f64 / self.of as f64
    }

    /// What a set of pixels that reach a map leaves out; `None` where that cannot be counted.
    pub fn of(image: &Shape, reached: &Region) -> Option<Self> {
        let of = image.units()?;
        let product = reached.product();
        let indices = product.map(|product| missing(product, image));
        Some(Self { count: of.checked_sub(reached.count()?)?, of, indices })
    }
}

/// What is not lost of a map whose lost units are no rows and columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// What some layer reads.
    pub read: Region,
    /// What of that reaches an output.
    pub used: Region,
    /// Units of the map.
    of: u64,
}

/// What is lost of a map, told on one axis alone. Indices are those of the axis, 0-based; none is in two of the sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AxisLoss {
    /// Of all units with such an index none is read by a layer.
    pub unread: Spans,
    /// Of all units with such an index none reaches an output, though a layer reads some of them.
    pub later: Spans,
    /// Some units with such an index are lost and others are not: the lost ones are no whole rows and columns.
    pub partly: Spans,
}

impl AxisLoss {
    fn of(kept: &Kept, shape: &Shape, axis: usize) -> Self {
        let all = Span::axis(shape.size[axis]);
        let used = kept.used.on_axis(axis);
        let unread = kept.read.on_axis(axis).complement(all);
        let later = used.union(&unread).complement(all);
        Self { unread, later, partly: broken(&kept.used, shape, axis).unwrap_or(used) }
    }
}

/// Indices of an axis of which the region has some units and not all; `None` where that takes too long to be found out.
///
/// The axis is cut where a set begins or ends; indices between two cuts are alike, and so are those in the same products.
fn broken(region: &Region, shape: &Shape, axis: usize) -> Option<Spans> {
    let mut cuts: Vec<i64> =
        region.parts().iter().flat_map(|part| part[axis].runs()).flat_map(|run| [run.first, run.last + 1]).collect();
    cuts.sort_unstable();
    cuts.dedup();
    if cuts.len() * region.parts().len() > MOST_COMPARED {
        return None;
    }
    let across = |axes: &Axes<Spans>| -> Axes<Spans> {
        axes.iter().enumerate().filter(|(other, _)| *other != axis).map(|(_, set)| set.clone()).collect()
    };
    let whole = across(&shape.size.map(|&n| Spans::axis(n)));
    let mut known: BTreeMap<Vec<usize>, bool> = BTreeMap::new();
    let mut broken = Vec::new();
    for pair in cuts.windows(2) {
        let here = region.parts().iter().enumerate().filter(|(_, part)| part[axis].contains(pair[0]));
        let here: Vec<usize> = here.map(|(at, _)| at).collect();
        let is_broken = *known.entry(here).or_insert_with_key(|here| {
            let mut slice = Region::empty();
            let added = here.iter().try_for_each(|at| slice.add(across(&region.parts()[*at])));
            added.is_err() || (slice.has_units() && !slice.is_all(&whole))
        });
        broken.extend(is_broken.then(|| Span::new(pair[0], pair[1] - 1)));
    }
    Some(Spans::union_of(broken))
}

impl Kept {
    /// Whether there are units that no layer reads, and units that are read and lost later. Regions too large to be counted
    /// are taken to be so.
    pub fn loses(&self) -> (bool, bool) {
        let read = self.read.count();
        (read != Some(self.of), read.is_none() || read != self.used.count())
    }
}

/// Why a unit reaches no output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LostUnit {
    /// No layer reads it.
    Unread,
    /// Some layer reads it, but what that makes of it is lost.
    Later,
}

/// What reaches none of several maps: the image without the union of what reaches each. Exact, also where that union is
/// no product of rows and columns; `None` where it cannot be counted.
///
/// The masks of the outputs are added, and what that leaves out is their losses' intersection.
pub(super) fn of_outputs(image: &Shape, maps: &[MapAnswer], outputs: &[MapId]) -> Option<Arc<Loss>> {
    if let [only] = outputs {
        return maps[only.index()].loss.clone();
    }
    let mut reached = Region::empty();
    for output in outputs {
        reached.add_all(maps[output.index()].coverage.as_deref()?).ok()?;
    }
    Loss::of(image, &reached.as_product().unwrap_or(reached)).map(Arc::new)
}

fn missing(product: &Axes<Spans>, shape: &Shape) -> Axes<Spans> {
    product.zip_map(&shape.size, |set, &n| set.complement(Span::axis(n)))
}

impl Analysis {
    /// Image pixels that no unit of `map` depends on; `None` where that is not known.
    pub fn loss(&self, map: MapId) -> Option<&Arc<Loss>> {
        self.map(map).loss.as_ref()
    }

    /// Image pixels that no unit of any output depends on; `None` where that is not known. Of a network that does not
    /// run to its end it is about the part that does.
    pub fn network_loss(&self) -> Option<&Arc<Loss>> {
        self.network_loss.as_ref()
    }

    /// Units of each of its input maps that the layer of `map` never reads. Empty for the image and for layers that
    /// cannot run.
    pub fn unread(&self, map: MapId) -> impl Iterator<Item = Unread> + '_ {
        let answer = self.map(map);
        answer.steps.iter().zip(&answer.read).map(|(steps, read)| unread(steps, read))
    }

    /// Units of `map` that are lost to the output: `(read by no layer, read but lost later)`, each per axis. `None`
    /// where they form no rows and columns, as at branches.
    pub fn lost_units(&self, graph: &Graph, map: MapId) -> Option<(Axes<Spans>, Axes<Spans>)> {
        let shape = self.map(map).shape.as_ref()?;
        let used = self.used(map)?.product()?;
        let lost = missing(used, shape);
        // Of an output nothing is lost, though its readers may leave units of it unread.
        if lost.iter().all(Spans::is_empty) {
            return Some((lost.clone(), lost));
        }
        if !self.is_read(graph, map) {
            return Some((shape.size.map(|_| Spans::empty()), lost));
        }
        let read = self.read_of(graph, map)?;
        // Layers that read other rows and other columns read no product of both.
        let whole = if read.product().is_none() { read.as_product()? } else { read };
        let unread = missing(whole.product()?, shape);
        // Lost, and yet read: neither used nor unread.
        let later = missing(&used.zip_map(&unread, Spans::union), shape);
        Some((unread, later))
    }

    /// The layers that read `map` and can run: what another one would read is not known.
    fn readers<'g>(&'g self, graph: &'g Graph, map: MapId) -> impl Iterator<Item = MapId> + 'g {
        graph.readers(map).iter().copied().filter(|reader| self.map(*reader).shape.is_some())
    }

    /// Whether a layer reads `map`; else it is the last one, and what is lost of it is lost later.
    fn is_read(&self, graph: &Graph, map: MapId) -> bool {
        self.readers(graph, map).next().is_some()
    }

    /// The units of `map` that some layer reads that can run; `None` where that cannot be listed.
    fn read_of(&self, graph: &Graph, map: MapId) -> Option<Region> {
        let mut read = Region::empty();
        for reader in self.readers(graph, map) {
            let inputs = graph.node(reader)?.inputs();
            let parts = &self.map(reader).read;
            // Too large to be listed, which is not to say that nothing is read.
            if parts.len() < inputs.len() {
                return None;
            }
            for (_, part) in inputs.iter().zip(parts).filter(|(input, _)| **input == map) {
                read.add(part.clone()).ok()?;
            }
        }
        Some(read)
    }

    /// What is left of `map` where its lost units are no rows and columns, as at branches whose strides differ. `None`
    /// where [`Self::lost_units`] tells them, where nothing is lost, and where it is not known.
    pub fn kept_units(&self, graph: &Graph, map: MapId) -> Option<Kept> {
        let shape = self.map(map).shape.as_ref()?;
        let used = self.used(map).filter(|used| !used.is_empty() && self.lost_units(graph, map).is_none())?;
        let of = shape.units().filter(|of| used.count().is_some_and(|count| count < *of))?;
        let read = self.read_of(graph, map)?;
        Some(Kept { read, used: used.clone(), of })
    }

    /// What is lost of `map`, told on one axis; `None` where it is not known. Where the lost units are rows and columns,
    /// those of the axis are told and nothing of the others.
    pub fn lost_on_axis(&self, graph: &Graph, map: MapId, axis: usize) -> Option<AxisLoss> {
        if let Some((unread, later)) = self.lost_units(graph, map) {
            let on_axis = |sets: &Axes<Spans>| sets.get(axis).cloned().unwrap_or_default();
            return Some(AxisLoss { unread: on_axis(&unread), later: on_axis(&later), partly: Spans::empty() });
        }
        let shape = self.map(map).shape.as_ref().filter(|shape| axis < shape.size.rank())?;
        Some(AxisLoss::of(&self.kept_units(graph, map)?, shape, axis))
    }

    /// Why a unit of `map` reaches no output; `None` of one that does, and where that is not known. `unit` is 0-based, an
    /// index per axis.
    pub fn lost_unit(&self, graph: &Graph, map: MapId, unit: &Axes<i64>) -> Option<LostUnit> {
        if self.used(map).filter(|used| !used.is_empty())?.contains(unit) {
            return None;
        }
        let read = !self.is_read(graph, map) || self.read_of(graph, map)?.contains(unit);
        Some(if read { LostUnit::Later } else { LostUnit::Unread })
    }
}

pub(super) fn unread(steps: &Axes<Step>, read: &Axes<Spans>) -> Unread {
    let indices: Axes<Spans> = steps.zip_map(read, |step, read| read.complement(Span::axis(step.inputs)));
    let total = steps.iter().try_fold(1_u64, |product, step| product.checked_mul(step.inputs));
    let seen = read.iter().try_fold(1_u64, |product, set| product.checked_mul(set.count()));
    let count = total.zip(seen).map(|(total, seen)| total - seen);
    let cause = steps.zip_map(&indices, cause);
    Unread { count, indices, cause }
}

/// Why `unread` is not read on an axis, or what is cut there although nothing is lost.
pub(super) fn cause(step: &Step, unread: &Spans) -> Option<Cause> {
    let last = step.inputs as i64 - 1;
    let (kernel, stride, dilation, pad, cut) = match step.rule {
        Rule::Window { kernel, stride, dilation, pad, rounding, .. } => {
            (kernel, stride, dilation, pad, matches!(rounding, Rounding::Floor | Rounding::CeilCut))
        }
        Rule::Same { kernel, stride, dilation, pad } => (kernel, stride, dilation, pad, false),
        Rule::Crop(_) => return (!unread.is_empty()).then_some(Cause::Crop),
        _ => {
            // Transposed convolutions cut the ends of their output, and with them what only fed those.
            let edge = unread.contains(0) || unread.contains(last);
            let inner = unread.runs().iter().any(|run| run.first > 0 && run.last < last);
            return match (edge, inner) {
                (true, true) => Some(Cause::TailAndHoles),
                (true, false) => Some(Cause::Tail),
                (false, true) => Some(Cause::Holes),
                (false, false) => None,
            };
        }
    };
    let last_tap = (step.outputs - 1) as i64 * stride as i64 - pad.begin as i64 + (kernel - 1) as i64 * dilation as i64;
    let tail = unread.hull().is_some_and(|hull| hull.last > last_tap);
    let holes = unread.runs().first().is_some_and(|run| run.first <= last_tap);
    match (tail, holes) {
        (true, true) => Some(Cause::TailAndHoles),
        (true, false) => Some(Cause::Tail),
        (false, true) => Some(Cause::Holes),
        (false, false) => cut.then_some(Cause::PaddingTail),
    }
}

impl MapAnswer {
    /// True if the layer leaves units of its input unread.
    pub fn skips(&self) -> bool {
        self.steps
            .iter()
            .zip(&self.read)
            .any(|(steps, read)| steps.iter().zip(read.iter()).any(|(step, read)| !read.covers_axis(step.inputs)))
    }
}
