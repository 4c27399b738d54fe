//! Exactly what one unit sees of every earlier map, and what it feeds in every later one.

use super::taps::{Budget, Taps};
use super::{Analysis, Axes, Region, Span, Spans, Step, TooLarge, read_back};
use crate::net::{Graph, MapId};

/// What one unit has to do with one map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TracedMap {
    /// The units of the map that it sees or feeds, exactly, holes and all.
    pub units: Region,
    /// The same on a grid without borders, as the hull of each axis: in earlier maps, indices outside the map are
    /// padding. `None` in later maps, for flat vectors, where nothing is read, and where it is too far off to be found.
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
    let mut grids: Vec<Grid> = (0..=from.index()).map(|_| Grid::Nothing).collect();
    if let Some(TracedMap { unclipped: Some(unit), .. }) = &maps[from.index()] {
        grids[from.index()] = Grid::Sets(unit.map(|&run| run.into()));
    }
    // Of its own: without borders there is more to list, and that must not cost the answer within them.
    let mut grid_budget = Budget::new();
    for map in graph.maps().take(from.index() + 1).rev() {
        let Some(node) = graph.node(map) else { continue };
        let Some(traced) = maps[map.index()].take() else { continue };
        for (input, steps) in node.inputs().iter().zip(&analysis.map(map).steps) {
            let slot = maps[input.index()].get_or_insert_with(|| TracedMap { units: Region::empty(), unclipped: None });
            for part in traced.units.parts() {
                let read = read_back(steps, part, budget)?;
                slot.units.add(read)?;
            }
            let read = grids[map.index()].behind(steps, &mut grid_budget);
            let slot = &mut grids[input.index()];
            *slot = std::mem::replace(slot, Grid::Nothing).and(read);
        }
        maps[map.index()] = Some(traced);
    }
    for (traced, grid) in maps.iter_mut().zip(grids).take(from.index()) {
        let hull = grid.hull();
        let units = traced.take().map(|traced| traced.units).filter(Region::has_units);
        // A unit whose windows reach nothing at all has nothing to do with the maps before.
        if units.is_some() || hull.is_some() {
            *traced = Some(TracedMap { units: units.unwrap_or_default(), unclipped: hull });
        }
    }
    Ok(())
}

/// What a unit sees of a map on a grid without borders, per axis.
enum Grid {
    Nothing,
    Sets(Axes<Spans>),
    /// Only the ends, where the sets have too many holes.
    Ends(Axes<Span>),
    Unknown,
}

impl Grid {
    /// Sets with more runs than this are not kept.
    const MOST_RUNS: usize = 1 << 12;

    /// What the same unit sees of an input of the map's layer.
    fn behind(&self, steps: &Axes<Step>, budget: &mut Budget) -> Self {
        let sets = match self {
            Self::Sets(sets) if sets.is_empty() => return Self::Sets(steps.map(|step| Spans::axis(step.inputs))),
            Self::Sets(sets) => sets,
            Self::Ends(ends) => return Self::ends_behind(ends, steps),
            Self::Nothing => return Self::Nothing,
            Self::Unknown => return Self::Unknown,
        };
        let ends: Option<Axes<Span>> = sets.iter().map(Spans::hull).collect();
        let Some(ends) = ends.filter(|ends| Self::in_range(ends, steps)) else { return Self::Unknown };
        let read: Result<Axes<Spans>, TooLarge> =
            (0..steps.rank()).map(|axis| steps[axis].taps.reads_all(&sets[axis], Span::UNBOUNDED, budget)).collect();
        match read {
            Ok(read) if read.iter().any(Spans::is_empty) => Self::Nothing,
            Ok(read) if read.iter().all(|set| set.runs().len() <= Self::MOST_RUNS) => Self::Sets(read),
            Ok(read) => Self::Sets(read).hull().map_or(Self::Unknown, Self::Ends),
            Err(TooLarge) => Self::ends_behind(&ends, steps),
        }
    }

    /// True if what is read from here has coordinates that fit. Without borders they grow with every stride.
    fn in_range(ends: &Axes<Span>, steps: &Axes<Step>) -> bool {
        ends.iter().zip(steps.iter()).all(|(run, step)| {
            let pace = match step.taps {
                Taps::Window { stride, .. } => stride,
                Taps::Adaptive { inputs, outputs } => inputs / outputs + 1,
                Taps::Sampled { num, den, .. } => num / den + 1,
                Taps::Spread { num, den, .. } => den / num + 1,
                Taps::Transposed { .. } | Taps::All { .. } => 1,
            };
            let farthest = run.first.unsigned_abs().max(run.last.unsigned_abs());
            u128::from(farthest) * u128::from(pace.unsigned_abs()) < 1 << 60
        })
    }

    /// The ends alone tell the ends, as long as every unit reads something and later units read later inputs.
    fn ends_behind(ends: &Axes<Span>, steps: &Axes<Step>) -> Self {
        let behind = |(run, step): (&Span, &Step)| match step.taps {
            Taps::Transposed { kernel, stride, dilation, .. } => {
                (stride == 1 || (dilation == 1 && kernel >= stride)).then(|| step.taps.hull(*run))?
            }
            taps => taps.hull(*run),
        };
        let read = Some(ends).filter(|ends| Self::in_range(ends, steps));
        let read = read.and_then(|ends| ends.iter().zip(steps.iter()).map(behind).collect::<Option<_>>());
        read.map_or(Self::Unknown, Self::Ends)
    }

    /// What two readers see of one map.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Nothing, grid) | (grid, Self::Nothing) => grid,
            (Self::Sets(one), Self::Sets(other)) => Self::Sets(one.zip_map(&other, Spans::union)),
            (one, other) => one.hull().zip(other.hull()).map_or(Self::Unknown, |(one, other)| {
                Self::Ends(one.zip_map(&other, |a, b| Span::new(a.first.min(b.first), a.last.max(b.last))))
            }),
        }
    }

    /// From the first index to the last on every axis. A flat vector has none.
    fn hull(&self) -> Option<Axes<Span>> {
        match self {
            Self::Sets(sets) if !sets.is_empty() => sets.iter().map(Spans::hull).collect(),
            Self::Ends(ends) => Some(ends.clone()),
            Self::Sets(_) | Self::Nothing | Self::Unknown => None,
        }
    }
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
