//! What a unit sees where that is not all rows and columns of its field.
//!
//! A branch that sees a product of one set per axis leaves one through every layer. Where branches meet, a unit sees the
//! union of what it sees through each, and a layer behind them the union of what that makes of every product. So the
//! products are carried on one by one, each as a [`Field`] per axis; those that another one covers are left out, and two
//! that differ on one axis alone are one. Ordinary networks keep one product everywhere: a residual branch sees all that
//! its shortcut does.

use std::sync::Arc;

use smallvec::SmallVec;

use super::receptive::{self, Field};
use super::taps::{Budget, TooLarge};
use super::{MapAnswer, Step};
use crate::axes::Axes;

/// More products than this are not kept: one bit each in [`super::strips`].
pub(super) const MOST_PARTS: usize = 64;

/// How the fields of the axes make what a unit sees.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Extent {
    /// All rows and columns of the field.
    #[default]
    Product,
    /// The union of products, of two or more of which none covers another; each has a field per axis of the image.
    Union(Arc<[Axes<Field>]>),
    /// It may be less than the field's rows and columns, and is too large to be listed.
    Unlisted,
}

/// The fields of a map behind one input of its layer: per axis, and as products.
pub(super) struct Branch {
    pub field: Axes<Field>,
    pub extent: Extent,
}

impl Branch {
    /// Behind one input and its steps; `None` where the field is not known or too large. A flat vector has no axes to step
    /// on: what its units see stays.
    pub(super) fn of(
        input: &MapAnswer,
        steps: &Axes<Step>,
        budget: &mut Budget,
        of_parts: &mut Budget,
    ) -> Option<Self> {
        let through = |field: &Axes<Field>, budget: &mut Budget| {
            let on_axis = |(axis, field): (usize, &Field)| match steps.get(axis) {
                Some(step) => field.through(step.taps, budget),
                None => Ok(field.clone()),
            };
            field.iter().enumerate().map(on_axis).collect::<Result<Axes<Field>, TooLarge>>()
        };
        let field = through(input.field.as_ref()?, budget).ok()?;
        let extent = match &input.extent {
            Extent::Union(parts) => {
                let parts: Result<Vec<_>, TooLarge> = parts.iter().map(|part| through(part, of_parts)).collect();
                Extent::of(parts, of_parts)
            }
            other => other.clone(),
        };
        Some(Self { field, extent })
    }

    /// True behind a global pool and the like, on every axis.
    fn is_whole(&self) -> bool {
        self.field.iter().all(Field::is_whole)
    }

    /// Its products, each once; `None` where they are not listed.
    fn parts(&self) -> Option<&[Axes<Field>]> {
        match &self.extent {
            Extent::Product => Some(std::slice::from_ref(&self.field)),
            Extent::Union(parts) => Some(parts),
            Extent::Unlisted => None,
        }
    }
}

impl Extent {
    fn of(parts: Result<Vec<Axes<Field>>, TooLarge>, budget: &mut Budget) -> Self {
        match parts.and_then(|parts| smallest(parts, budget)) {
            Ok(parts) if parts.len() == 1 => Self::Product,
            Ok(parts) => Self::Union(parts.into()),
            Err(TooLarge) => Self::Unlisted,
        }
    }

    /// What is seen behind a join of branches whose fields together are `joined`.
    ///
    /// Branches that see everything are left aside where others do not, as in a join's field. Of one that sees everything
    /// on some axes only, as a mean over rows does, what counts there is what the others see.
    pub(super) fn of_join(branches: &[Branch], joined: &Axes<Field>, budget: &mut Budget) -> Self {
        if joined.rank() < 2 {
            return Self::Product;
        }
        let whole = branches.iter().all(Branch::is_whole);
        let mut parts = Vec::new();
        for branch in branches.iter().filter(|branch| whole || !branch.is_whole()) {
            let Some(of_branch) = branch.parts() else { return Self::Unlisted };
            let local = |part: &Axes<Field>| {
                part.zip_map(joined, |mine, all| if mine.is_whole() && !all.is_whole() { all } else { mine }.clone())
            };
            parts.extend(of_branch.iter().map(local));
        }
        Self::of(Ok(parts), budget)
    }
}

/// The same union of as few products as are found by comparing two at a time.
fn smallest(mut parts: Vec<Axes<Field>>, budget: &mut Budget) -> Result<Vec<Axes<Field>>, TooLarge> {
    // The widest first: in most networks it covers all others, each of which is then looked at once.
    let width = |part: &Axes<Field>| part.iter().fold(0_u64, |sum, field| sum.saturating_add(field.rf()));
    parts.sort_by_cached_key(|part| std::cmp::Reverse(width(part)));
    let mut kept = Vec::new();
    for part in parts {
        add(&mut kept, part, budget)?;
    }
    Ok(kept)
}

fn add(kept: &mut Vec<Axes<Field>>, part: Axes<Field>, budget: &mut Budget) -> Result<(), TooLarge> {
    let covers = |a: &Axes<Field>, b: &Axes<Field>| a.iter().zip(b.iter()).all(|(a, b)| a.covers(b));
    budget.spend(kept.len() as u64)?;
    if kept.iter().any(|mine| covers(mine, &part)) {
        return Ok(());
    }
    kept.retain(|mine| !covers(&part, mine));
    let differing = |mine: &Axes<Field>| mine.iter().zip(part.iter()).filter(|(a, b)| a != b).count();
    if let Some(at) = kept.iter().position(|mine| differing(mine) == 1) {
        let mine = kept.remove(at);
        let both = |(a, b): (&Field, &Field)| {
            if a == b { Ok(a.clone()) } else { receptive::join(&[a, b], budget).map(|joined| joined.field) }
        };
        let merged: SmallVec<[Field; 3]> = mine.iter().zip(part.iter()).map(both).collect::<Result<_, TooLarge>>()?;
        return add(kept, merged.into_iter().collect(), budget);
    }
    if kept.len() == MOST_PARTS {
        return Err(TooLarge);
    }
    kept.push(part);
    Ok(())
}
