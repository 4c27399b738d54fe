//! The column of units: of every layer the unit whose field has its middle nearest to one place of the input.

use num_integer::Integer;
use num_rational::Ratio;

use super::super::chain::Chain;
use super::super::view::{self, Subject, Unit};
use crate::axes::Axes;
use crate::field::{Field, Span, Status};
use crate::net::{Graph, MapId};

/// The most fields that are drawn.
const MOST_DRAWN: usize = 20;

/// What one unit of the column sees. Layers behind each other whose units see the same share one.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sight {
    /// The layers, the first of which makes the field what it is.
    pub maps: Vec<MapId>,
    /// One unit that sees this: the pinned one, or else one of the first layer.
    pub unit: Unit,
    /// From the first pixel to the last on a grid without borders, per axis of the input: those outside the input are
    /// padding.
    pub hull: Axes<Span>,
    /// How many pixels are read from there, per axis: fewer where there are holes.
    pub reads: Axes<u64>,
    /// Input pixels from one unit to the next; `None` where every unit sees the same.
    pub jump: Axes<Option<Ratio<i64>>>,
    /// Every unit of the layer sees all that there is: the unit has no place of its own.
    pub whole: bool,
}

impl Sight {
    /// The share of the input's pixels that lie in the field.
    pub fn share(&self, image: &Axes<u64>) -> f64 {
        self.inside(image) / image.iter().map(|&n| n as f64).product::<f64>()
    }

    /// The share of the field that lies in the padding.
    pub fn padding(&self, image: &Axes<u64>) -> f64 {
        1.0 - self.inside(image) / self.hull.iter().map(|run| run.count() as f64).product::<f64>()
    }

    fn inside(&self, image: &Axes<u64>) -> f64 {
        let inside = |(run, &n): (&Span, &u64)| run.clip(Span::axis(n)).map_or(0.0, |run| run.count() as f64);
        self.hull.iter().zip(image.iter()).map(inside).product()
    }

    fn width(&self) -> u128 {
        self.hull.iter().map(|run| u128::from(run.count())).sum()
    }
}

/// The column, in the order of the layers.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Column {
    pub sights: Vec<Sight>,
    /// The unit that the column goes through; `None` where there is nothing but the input.
    pub through: Option<Unit>,
    /// The first layer that cannot run or is not supported.
    pub stop: Option<MapId>,
    /// The first layer whose field is too large to be listed.
    pub unlisted: Option<MapId>,
    /// The maps that are shown, of which the layers are those behind the image.
    pub chain: Chain,
}

impl Column {
    pub fn of(subject: &Subject<'_>, pin: Option<&Unit>) -> Self {
        let Subject { graph, analysis, path, .. } = *subject;
        let chain = Chain::of(subject);
        let Some(image) = &analysis.map(MapId::INPUT).shape else { return Self::default() };
        let pin = pin.filter(|(map, _)| map.index() < graph.map_count());
        let chosen = pin.cloned().or_else(|| view::middle_unit(graph, analysis, path));
        let through = chosen
            .and_then(|(map, unit)| Some((map, analysis.map(map).shape.as_ref()?.nearest_unit(unit.as_slice())?)));
        let field_of = |map: MapId| analysis.map(map).field.as_ref();
        let middle = |axis: usize| {
            let (map, unit) = through.as_ref()?;
            twice_centre(&field_of(*map)?[axis], unit.get(axis).copied().unwrap_or(0))
        };
        let middles: Axes<i128> =
            (0..image.size.rank()).map(|axis| middle(axis).unwrap_or(i128::from(image.size[axis]) - 1)).collect();
        let mut column = Self { through, ..Self::default() };
        for map in chain.maps().skip(1) {
            let answer = analysis.map(map);
            let Some(shape) = &answer.shape else {
                column.stop = column.stop.or(Some(map).filter(|_| answer.status >= Status::Unknown));
                continue;
            };
            let Some(fields) = &answer.field else {
                column.unlisted = column.unlisted.or(Some(map));
                continue;
            };
            let pinned = column.through.as_ref().filter(|(through, _)| *through == map).map(|(_, unit)| unit.clone());
            let unit = pinned.clone().or_else(|| {
                let nearest = |axis: usize| nearest(&fields[axis], shape.size[axis], middles[axis]);
                (0..shape.size.rank()).map(nearest).collect()
            });
            let Some(sight) = unit.and_then(|unit| sight(map, unit, fields)) else { continue };
            column.add(graph, &chain, sight, pinned.is_some());
        }
        column.chain = chain;
        column
    }

    /// Adds a layer, to the one that it reads if its units see the same as that one's.
    fn add(&mut self, graph: &Graph, chain: &Chain, sight: Sight, pinned: bool) {
        let map = sight.unit.0;
        let read = chain.branch(graph, map).map(|branch| branch.read);
        let same = |last: &&mut Sight| {
            let behind = read.is_some() && last.maps.last().copied() == read;
            let place = last.unit.1 == sight.unit.1 && last.jump == sight.jump && last.reads == sight.reads;
            behind && last.hull == sight.hull && last.whole == sight.whole && (place || sight.whole)
        };
        match self.sights.last_mut().filter(same) {
            Some(last) => {
                last.maps.push(map);
                if pinned {
                    last.unit = sight.unit;
                }
            }
            None => self.sights.push(sight),
        }
    }

    /// The sight of a layer.
    pub fn sight_of(&self, map: MapId) -> Option<usize> {
        self.sights.iter().position(|sight| sight.maps.contains(&map))
    }

    /// The sights that are drawn, in the order of the layers: all of them, or of too many the first, the last, the
    /// pinned one, and those between that show the growth in steps as even as can be.
    pub fn drawn(&self) -> Vec<usize> {
        let local: Vec<usize> = (0..self.sights.len()).filter(|&at| !self.sights[at].whole).collect();
        if local.len() <= MOST_DRAWN {
            return local;
        }
        // Steps back count as well: branches and transposed convolutions need not see more than the layer before.
        let mut grown = 0;
        let growth: Vec<u128> = std::iter::once(0)
            .chain(local.windows(2).map(|pair| {
                grown += self.sights[pair[0]].width().abs_diff(self.sights[pair[1]].width());
                grown
            }))
            .collect();
        let steps = MOST_DRAWN - 1;
        let mut chosen: Vec<usize> = (0..steps)
            .map(|step| growth.partition_point(|&at| at < grown * step as u128 / steps as u128))
            .chain([local.len() - 1])
            .collect();
        chosen.dedup();
        let pinned = self.through.as_ref().and_then(|(map, _)| self.sight_of(*map));
        if let Some(pinned) = pinned.and_then(|pinned| local.binary_search(&pinned).ok())
            && let Err(after) = chosen.binary_search(&pinned)
        {
            // In the place of its neighbour, save the first and the last; beside those two there is room.
            if let Some(last_between) = chosen.len().checked_sub(2).filter(|last| *last > 0) {
                let nearer_before = pinned - chosen[after - 1] < chosen[after] - pinned;
                let place = if nearer_before { after - 1 } else { after };
                chosen[place.clamp(1, last_between)] = pinned;
            } else {
                chosen.insert(after, pinned);
            }
        }
        chosen.into_iter().map(|at| local[at]).collect()
    }
}

/// What a unit sees; `None` where that is nothing, or past the range of a coordinate.
fn sight(map: MapId, unit: Axes<i64>, fields: &Axes<Field>) -> Option<Sight> {
    let mut reads = Vec::new();
    let mut hulls = Vec::new();
    for (axis, field) in fields.iter().enumerate() {
        let set = field.of_unit(unit.get(axis).copied().unwrap_or(0))?;
        hulls.push(set.hull()?);
        reads.push(set.count());
    }
    let whole = unit.is_empty() || fields.iter().all(Field::is_whole);
    let (hull, reads) = (hulls.into_iter().collect(), reads.into_iter().collect());
    Some(Sight { maps: vec![map], unit: (map, unit), hull, reads, jump: fields.map(Field::jump), whole })
}

/// Twice the middle of what a unit sees: a whole number. `None` if it sees nothing.
fn twice_centre(field: &Field, unit: i64) -> Option<i128> {
    let hull = field.of_unit(unit)?.hull()?;
    Some(i128::from(hull.first) + i128::from(hull.last))
}

/// The unit of a map `count ≥ 1` long whose field has its middle nearest to half of `twice`; of two as near the first.
///
/// Units of one kind lie `advance` apart, so there is one candidate of each kind.
fn nearest(field: &Field, count: u64, twice: i128) -> Option<i64> {
    let (period, step) = (i128::from(field.period()), 2 * i128::from(field.advance()));
    let last = i128::from(count) - 1;
    let candidate = |kind: i128| {
        let centre = twice_centre(field, kind as i64)?;
        // Rounded, halves down.
        let turn = if step == 0 { 0 } else { Integer::div_ceil(&(2 * (twice - centre) - step), &(2 * step)) };
        let turn = turn.clamp(0, (last - kind) / period);
        Some(((centre + turn * step - twice).abs(), kind + turn * period))
    };
    let (_, unit) = (0..period.min(last + 1)).filter_map(candidate).min()?;
    Some(unit as i64)
}
