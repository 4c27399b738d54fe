//! Exactly what one unit sees of every earlier map, and what it feeds in every later one.

use super::receptive::Budget;
use super::{Analysis, Axes, Region, Span, TooLarge, read_back};
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
    for map in graph.maps().take(from.index() + 1).rev() {
        let (Some(traced), Some(node)) = (maps[map.index()].take(), graph.node(map)) else {
            continue;
        };
        for (input, steps) in node.inputs().iter().zip(&analysis.map(map).steps) {
            let slot = maps[input.index()].get_or_insert_with(|| TracedMap { units: Region::empty(), unclipped: None });
            for part in traced.units.parts() {
                let read = read_back(steps, part)?;
                budget.spend(1 + read.iter().map(|set| set.runs().len() as u64).sum::<u64>())?;
                slot.units.add(read)?;
            }
            let hull = traced.unclipped.as_ref().filter(|hull| hull.rank() == steps.rank() && hull.rank() > 0);
            let hull: Option<Axes<Span>> = match hull {
                Some(hull) => hull.iter().zip(steps.iter()).map(|(run, step)| step.taps.hull(*run)).collect(),
                None => steps.iter().map(|step| Some(Span::axis(step.inputs))).collect(),
            };
            slot.unclipped = match (slot.unclipped.take(), hull.filter(|hull| hull.rank() > 0)) {
                (Some(old), Some(new)) => {
                    Some(old.zip_map(&new, |a, b| Span::new(a.first.min(b.first), a.last.max(b.last))))
                }
                (old, new) => old.or(new),
            };
        }
        maps[map.index()] = Some(traced);
    }
    // A unit whose windows reach only padding has nothing to do with the maps before.
    for traced in maps.iter_mut().take(from.index()) {
        if traced.as_ref().is_some_and(|traced| traced.units.is_empty() && traced.unclipped.is_none()) {
            *traced = None;
        }
    }
    Ok(())
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
                        step.taps.dual().reads_all(&part[axis], Span::axis(step.outputs))
                    })
                    .collect();
                let feeds = feeds?;
                budget.spend(1 + feeds.iter().map(|set| set.runs().len() as u64).sum::<u64>())?;
                fed.add(feeds)?;
            }
        }
        if !fed.is_empty() {
            maps[map.index()] = Some(TracedMap { units: fed, unclipped: None });
        }
    }
    Ok(())
}
