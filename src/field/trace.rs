//! Exactly what one unit sees of every earlier map, and what it feeds in every later one.

use super::taps::Budget;
use super::{Analysis, Axes, Region, Span, Spans, Step, TooLarge, read_back};
use crate::net::{Graph, MapId};

/// What one unit has to do with one map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TracedMap {
    /// The units of the map that it sees or feeds, exactly, holes and all.
    pub units: Region,
    /// The same on a grid without borders, as the hull of each axis: in earlier maps, indices outside the map are
    /// padding. `None` in later maps, for flat vectors, and where there is no bound.
    pub unclipped: Option<Axes<Span>>,
}

/// Everything that one unit depends on and everything that depends on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    pub map: MapId,
    /// The unit's index on each axis of its map, 0-based.
    pub unit: Axes<i64>,
    maps: Vec<Option<TracedMap>>,
}

impl Trace {
    /// Traces a unit both ways. `None` if the map is not known or has no such unit, or if the answer is too large to
    /// list.
    pub fn of(graph: &Graph, analysis: &Analysis, map: MapId, unit: Axes<i64>) -> Option<Self> {
        let shape = analysis.map(map).shape.as_ref()?;
        let inside = |(&i, &n): (&i64, &u64)| (0..n as i64).contains(&i);
        if unit.rank() != shape.size.rank() || !unit.iter().zip(shape.size.iter()).all(inside) {
            return None;
        }
        let mut maps: Vec<Option<TracedMap>> = vec![None; graph.map_count()];
        let mut budget = Budget::new();
        let hull = unit.map(|&i| Span::new(i, i));
        maps[map.index()] = Some(TracedMap { units: Region::unit(&unit), unclipped: Some(hull) });
        back(graph, analysis, map, &mut maps, &mut budget).ok()?;
        forth(graph, analysis, map, &mut maps, &mut budget).ok()?;
        Some(Self { map, unit, maps })
    }

    /// What the unit has to do with `map`; `None` if nothing.
    pub fn at(&self, map: MapId) -> Option<&TracedMap> {
        self.maps[map.index()].as_ref()
    }
}

fn back(
    graph: &Graph,
    analysis: &Analysis,
    from: MapId,
    maps: &mut [Option<TracedMap>],
    budget: &mut Budget,
) -> Result<(), TooLarge> {
    let mut grids: Vec<Grid> = vec![Ok(None); from.index() + 1];
    let unit = maps[from.index()].as_ref().and_then(|traced| traced.unclipped.as_ref());
    grids[from.index()] = Ok(unit.map(|unit| unit.map(|&run| run.into())));
    for map in graph.maps().take(from.index() + 1).rev() {
        let Some(node) = graph.node(map) else { continue };
        let Some(traced) = maps[map.index()].take() else { continue };
        for (input, steps) in node.inputs().iter().zip(&analysis.map(map).steps) {
            let slot = maps[input.index()].get_or_insert_with(|| TracedMap { units: Region::empty(), unclipped: None });
            for part in traced.units.parts() {
                let read = read_back(steps, part, budget)?;
                slot.units.add(read)?;
            }
            let read = grid_behind(&grids[map.index()], steps, budget);
            let slot = &mut grids[input.index()];
            *slot = both(std::mem::replace(slot, Ok(None)), read);
        }
        maps[map.index()] = Some(traced);
    }
    for (traced, grid) in maps.iter_mut().zip(grids).take(from.index()) {
        let hull =
            grid.ok().flatten().filter(|sets| !sets.is_empty()).and_then(|sets| sets.iter().map(Spans::hull).collect());
        let units = traced.take().map(|traced| traced.units).filter(Region::has_units);
        // A unit whose windows reach nothing at all has nothing to do with the maps before.
        if units.is_some() || hull.is_some() {
            *traced = Some(TracedMap { units: units.unwrap_or_default(), unclipped: hull });
        }
    }
    Ok(())
}

/// What a unit sees of a map on a grid without borders, per axis; nothing, or too much to be listed.
type Grid = Result<Option<Axes<Spans>>, TooLarge>;

/// The same of one input of the map's layer.
fn grid_behind(grid: &Grid, steps: &Axes<Step>, budget: &mut Budget) -> Grid {
    let Some(sets) = grid.as_ref().map_err(|&TooLarge| TooLarge)? else { return Ok(None) };
    if sets.is_empty() {
        return Ok(Some(steps.map(|step| Spans::axis(step.inputs))));
    }
    let read: Axes<Spans> = (0..steps.rank())
        .map(|axis| steps[axis].taps.reads_all(&sets[axis], Span::UNBOUNDED, budget))
        .collect::<Result<_, _>>()?;
    Ok((!read.iter().any(Spans::is_empty)).then_some(read))
}

/// What two readers see of one map.
fn both(one: Grid, other: Grid) -> Grid {
    Ok(match (one?, other?) {
        (Some(one), Some(other)) => Some(one.zip_map(&other, Spans::union)),
        (one, other) => one.or(other),
    })
}

fn forth(
    graph: &Graph,
    analysis: &Analysis,
    from: MapId,
    maps: &mut [Option<TracedMap>],
    budget: &mut Budget,
) -> Result<(), TooLarge> {
    for map in graph.maps().skip(from.index() + 1) {
        let answer = analysis.map(map);
        let (Some(shape), Some(node)) = (&answer.shape, graph.node(map)) else { continue };
        let mut fed = Region::empty();
        for (input, steps) in node.inputs().iter().zip(&answer.steps) {
            // What the unit sees is no path onward: only what it feeds is.
            if *input < from {
                continue;
            }
            let Some(traced) = &maps[input.index()] else { continue };
            for part in traced.units.parts() {
                if shape.size.is_empty() {
                    fed.add(Axes::none())?;
                    continue;
                }
                let feeds: Result<Axes<_>, TooLarge> = (0..steps.rank())
                    .map(|axis| {
                        let step = &steps[axis];
                        step.taps.dual().reads_all(&part[axis], Span::axis(step.outputs), budget)
                    })
                    .collect();
                fed.add(feeds?)?;
            }
        }
        if fed.has_units() {
            maps[map.index()] = Some(TracedMap { units: fed, unclipped: None });
        }
    }
    Ok(())
}
