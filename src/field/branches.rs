//! Where branches meet: what a unit sees through each of them, how they lie to each other, and what they are together.
//!
//! Araujo, Norris and Sim ("Computing Receptive Fields of Convolutional Neural Networks", Distill 2019) call a network
//! aligned if, at every place where branches meet and on every axis, the effective strides and the centres of the
//! branches are equal. Then the receptive field is that of the largest path. Where it is not aligned they give no
//! answer; here every branch keeps its own, and the offset between them is told in pixels, for each kind of unit.

mod extremes;

use num_integer::Integer;
use num_rational::Ratio;
use smallvec::SmallVec;

use super::taps::{Budget, Taps};
use super::{Analysis, Field, Region, Span, Spans, Status, Trace};
use crate::axes::Axes;
use crate::net::{Graph, MapId, Op};

pub use extremes::{Extremes, extremes};

/// Kinds of units beyond this number are not listed one by one.
const MOST_KINDS: i64 = 1 << 12;

/// What a unit of a join sees through one of its inputs.
#[derive(Clone, Debug)]
pub struct Branch {
    /// The map that the branch ends in.
    pub map: MapId,
    /// Its field per axis of the image, behind the join's own step: a branch of one unit that is spread over the map
    /// sees the same everywhere. `None` where it is not known.
    pub field: Option<Axes<Field>>,
    /// It sees the whole of its part of the image, whichever unit asks, while others look at their surroundings. On
    /// which axes.
    pub global: Axes<bool>,
    /// False behind an earlier join whose branches step at different rates: `field` is then that of its largest path.
    pub exact: bool,
}

/// How the branches of a join lie to each other on one axis. Global branches are left out, unless all are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Alignment {
    /// Equal effective strides, and equal centres at every kind of unit. Also where there is only one branch to look at.
    Aligned,
    /// Equal effective strides, but centres apart.
    Shifted(Shift),
    /// The effective strides differ: the offset grows with the unit's index. See [`of_unit`] for single units.
    StridesDiffer,
}

/// Branches of one pace whose centres are apart, on one axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    /// The branch that the others are compared with: the one with the widest field.
    pub reference: usize,
    /// For units 0, 1, … up to the period of the kinds of units, and for every branch: centre minus the reference's
    /// centre, in pixels. `None` of global branches and where a unit sees nothing through one of the two.
    pub offsets: Vec<SmallVec<[Option<Ratio<i64>>; 4]>>,
}

impl Shift {
    /// The offset that is farthest from 0, over all branches and kinds of units; of two as far, the first.
    pub fn largest(&self) -> Option<Ratio<i64>> {
        let size = |offset: &Ratio<i64>| if *offset < Ratio::ZERO { -*offset } else { *offset };
        let known = self.offsets.iter().flatten().flatten().copied();
        known.reduce(|most, offset| if size(&offset) > size(&most) { offset } else { most })
    }

    /// True if the offsets are not the same for all kinds of units.
    pub fn varies(&self) -> bool {
        self.offsets.windows(2).any(|two| two[0] != two[1])
    }
}

/// A place where branches meet.
#[derive(Clone, Debug)]
pub struct Meeting {
    pub map: MapId,
    /// One per input of the join, in its order.
    pub branches: Vec<Branch>,
    /// `None` on an axis where the field of some branch is not known or has too many kinds of units.
    pub alignment: Axes<Option<Alignment>>,
    /// What a unit sees through all branches that are not global, per axis of the image. Where the strides differ there
    /// is no such set for all units, and this is `None`.
    pub local: Option<Axes<Field>>,
    /// What every unit sees besides, through the global branches, on each axis; `None` if no branch is global.
    pub beside: Option<Axes<Spans>>,
}

impl Meeting {
    /// What the branches of a join are to each other; `None` of every other map and behind a layer that cannot run.
    pub fn of(graph: &Graph, analysis: &Analysis, map: MapId) -> Option<Self> {
        let node = graph.node(map).filter(|node| matches!(node.op, Op::Join(_)))?;
        let answer = analysis.map(map);
        answer.shape.as_ref()?;
        let rank = graph.input.size.rank();
        let mut budget = Budget::new();
        let fields: Vec<Option<Axes<Field>>> = node
            .inputs()
            .iter()
            .zip(&answer.steps)
            .map(|(input, steps)| {
                let field = analysis.map(*input).field.as_ref()?;
                // A flat vector has no axes to step on.
                let behind = |axis: usize| {
                    steps
                        .get(axis)
                        .map_or(Some(field[axis].clone()), |step| field[axis].through(step.taps, &mut budget).ok())
                };
                (0..rank)
                    .map(behind)
                    .collect::<Option<SmallVec<[Field; 3]>>>()
                    .map(|fields| fields.into_iter().collect())
            })
            .collect();
        let whole = |axis: usize| fields.iter().flatten().map(move |field| field[axis].is_whole());
        // Where all branches see the whole image, none of them is a side branch.
        let beside = |axis: usize| whole(axis).any(|whole| !whole);
        let branches: Vec<Branch> = node
            .inputs()
            .iter()
            .zip(&fields)
            .map(|(&input, field)| Branch {
                map: input,
                global: (0..rank)
                    .map(|axis| field.as_ref().is_some_and(|f| f[axis].is_whole() && beside(axis)))
                    .collect(),
                field: field.clone(),
                exact: analysis.map(input).status == Status::Known,
            })
            .collect();
        let alignment: Axes<Option<Alignment>> = (0..rank).map(|axis| alignment(&branches, axis)).collect();
        let paced = alignment.iter().all(|axis| !matches!(axis, Some(Alignment::StridesDiffer) | None));
        let exact = branches.iter().all(|branch| branch.exact);
        let local = answer.field.as_ref().filter(|_| paced && exact).map(|field| (**field).clone());
        let beside = (0..rank).map(|axis| seen_beside(&branches, axis)).collect::<SmallVec<[Option<Spans>; 3]>>();
        let beside =
            beside.iter().any(Option::is_some).then(|| beside.into_iter().map(Option::unwrap_or_default).collect());
        Some(Self { map, branches, alignment, local, beside })
    }

    /// True if all axes are known to be aligned.
    pub fn aligned(&self) -> bool {
        self.alignment.iter().all(|axis| matches!(axis, Some(Alignment::Aligned)))
    }

    /// The first axis that is not aligned, with how.
    pub fn unaligned(&self) -> Option<(usize, &Alignment)> {
        let mut axes = self.alignment.iter().enumerate();
        axes.find_map(|(axis, how)| Some((axis, how.as_ref().filter(|how| **how != Alignment::Aligned)?)))
    }

    /// The units by which to show a join whose field depends on the unit: the first, the middle and the last one on
    /// every axis. Fewer on small maps.
    pub fn shown_units(&self, analysis: &Analysis) -> Vec<Axes<i64>> {
        let Some(shape) = &analysis.map(self.map).shape else { return Vec::new() };
        let mut units = vec![shape.size.map(|_| 0), shape.middle_unit(), shape.size.map(|&n| n as i64 - 1)];
        units.dedup();
        units
    }
}

/// What every unit sees on an axis through the global branches.
fn seen_beside(branches: &[Branch], axis: usize) -> Option<Spans> {
    let global = branches.iter().filter(|branch| branch.global[axis]);
    let seen = global.filter_map(|branch| branch.field.as_ref()?[axis].of_unit(0));
    seen.reduce(|all, more| all.union(&more))
}

fn alignment(branches: &[Branch], axis: usize) -> Option<Alignment> {
    let fields: Vec<&Field> = branches.iter().map(|b| b.field.as_ref().map(|f| &f[axis])).collect::<Option<_>>()?;
    let local: Vec<usize> = (0..branches.len()).filter(|&at| !branches[at].global[axis]).collect();
    // The same choice as where the union is made: of two as wide, the last.
    let reference = local.iter().copied().max_by_key(|&at| fields[at].rf())?;
    if local.iter().any(|&at| fields[at].jump() != fields[reference].jump()) {
        return Some(Alignment::StridesDiffer);
    }
    let period = local.iter().try_fold(1_i64, |period, &at| {
        let own = fields[at].period();
        (period / period.gcd(&own)).checked_mul(own).filter(|&period| period <= MOST_KINDS)
    })?;
    let offsets = |u: i64| {
        let middle = fields[reference].centre(u);
        let offset = |at: usize| if branches[at].global[axis] { None } else { Some(fields[at].centre(u)? - middle?) };
        (0..branches.len()).map(offset).collect::<SmallVec<[_; 4]>>()
    };
    let aligned = (0..period).all(|u| local.iter().all(|&at| fields[at].centre(u) == fields[reference].centre(u)));
    Some(if aligned {
        Alignment::Aligned
    } else {
        Alignment::Shifted(Shift { reference, offsets: (0..period).map(offsets).collect() })
    })
}

/// What one unit of a join sees of the image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitSeen {
    pub unit: Axes<i64>,
    /// Through each branch: the real pixels, and the ends on a grid without borders, `None` where nothing is read.
    pub branches: Vec<(Region, Option<Axes<Span>>)>,
    /// Through all of them: the real pixels, exactly, also where they are no product of rows and columns.
    pub union: Region,
}

/// What a unit of a join sees through each branch and in all, exactly, whatever the strides. `None` if there is no such
/// unit, if the map is no join, or if the answer is too large to list.
pub fn of_unit(graph: &Graph, analysis: &Analysis, map: MapId, unit: &Axes<i64>) -> Option<UnitSeen> {
    let node = graph.node(map).filter(|node| matches!(node.op, Op::Join(_)))?;
    let union = Trace::of(graph, analysis, map, unit.clone())?;
    let through = |(input, steps): (&MapId, &Axes<super::Step>)| {
        let read = |(&u, step): (&i64, &super::Step)| if matches!(step.taps, Taps::All { .. }) { 0 } else { u };
        let unit = unit.iter().zip(steps.iter()).map(read).collect();
        let trace = Trace::of(graph, analysis, *input, unit)?;
        Some(trace.at(MapId::INPUT).map_or_else(Default::default, |seen| (seen.units.clone(), seen.unclipped.clone())))
    };
    let branches = node.inputs().iter().zip(&analysis.map(map).steps).map(through).collect::<Option<_>>()?;
    let union = union.at(MapId::INPUT).map(|seen| seen.units.clone()).unwrap_or_default();
    Some(UnitSeen { unit: unit.clone(), branches, union })
}
