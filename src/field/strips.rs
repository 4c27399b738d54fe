//! Counts what the units of a map see where that is a union of products of one set per axis.
//!
//! Where an axis is cut at every end of a run of some product, two indices that the same products have are alike: all of
//! them together are a *strip*, and an axis has a few strips, whatever its length. A place is in the union if the strips
//! of its indices have a product in common, so the union is counted strip by strip, whole and inside the image. A unit
//! further on sees the same moved, which changes no strip but how much of it lies in the image; that is counted once per
//! index of an axis, and not again for every unit.

use smallvec::SmallVec;

use super::padding::inside;
use super::receptive::Field;
use super::spans::{Span, Spans};
use super::taps::Budget;
use crate::axes::Axes;

/// The indices of an axis that the same products have; a bit for each product.
struct Strip {
    products: u64,
    /// As the first unit of the kind sees them.
    pixels: Spans,
}

/// Indices `first + period · turn` of units on one axis.
#[derive(Clone, Copy, Debug)]
pub(super) struct Units {
    first: i64,
    period: i64,
    pub turns: Span,
}

impl Units {
    pub(super) fn indices(&self) -> impl Iterator<Item = usize> {
        let Self { first, period, turns } = *self;
        (turns.first..=turns.last).map(move |turn| (first + period * turn) as usize)
    }
}

/// Units of one kind on one axis of which as much of every strip lies in the image.
struct Place {
    turns: Span,
    /// Pixels in the image, per strip; of all turns together behind [`Strips::together`].
    real: SmallVec<[i128; 4]>,
}

/// What the units of one kind see on one axis.
struct Kind {
    /// The first unit of the kind.
    first: i64,
    strips: Vec<Strip>,
    places: Vec<Place>,
}

/// What the units of a map see of the image.
pub(super) struct Strips {
    /// For every axis, its kinds of units and their period.
    axes: Vec<(Vec<Kind>, i64)>,
    together: bool,
}

/// Places that have been counted on the axes before: those in all of these products.
#[derive(Clone, Copy)]
struct Counted {
    products: u64,
    all: i128,
    real: i128,
}

impl Strips {
    /// Of a map with so many `units` per axis of the image. `None` past the budget or the range of a coordinate.
    pub(super) fn of(parts: &[Axes<Field>], units: &[i64], image: &Axes<u64>, budget: &mut Budget) -> Option<Self> {
        let axis = |(axis, &image): (usize, &u64)| {
            let fields: Vec<&Field> = parts.iter().map(|part| &part[axis]).collect();
            on_axis(&fields, units[axis], Span::axis(image), budget)
        };
        Some(Self { axes: image.iter().enumerate().map(axis).collect::<Option<_>>()?, together: false })
    }

    /// All units of a kind as one whose parts in the image are the sums of theirs: enough for a mean, and the work no
    /// longer depends on how many units there are.
    pub(super) fn together(mut self) -> Self {
        for kind in self.axes.iter_mut().flat_map(|(kinds, _)| kinds) {
            let Some(last) = kind.places.iter().map(|place| place.turns.last).max() else { continue };
            let sum =
                |at: usize| kind.places.iter().map(|place| i128::from(place.turns.count()) * place.real[at]).sum();
            let real = (0..kind.strips.len()).map(sum).collect();
            kind.places = vec![Place { turns: Span::new(0, last), real }];
        }
        self.together = true;
        self
    }

    /// Whether the numbers are sums over all units that are told together, and not those of each.
    pub(super) fn is_together(&self) -> bool {
        self.together
    }

    /// How many steps [`Self::visit`] takes.
    fn work(&self) -> Option<u64> {
        // From the last axis on: for every kind and place the strips, times what follows.
        let mut behind = 0_u64;
        for (at, (kinds, _)) in self.axes.iter().enumerate().rev() {
            let last = at + 1 == self.axes.len();
            let mut work = 0_u64;
            for kind in kinds {
                let (strips, places) = (kind.strips.len() as u64 + 1, kind.places.len() as u64);
                let each = if last { strips } else { behind.checked_add(strips.checked_mul(strips)?)? };
                work = work.checked_add(places.checked_mul(each)?)?;
                work = work.checked_add(if last { strips.checked_mul(strips)? } else { 0 })?;
            }
            behind = work;
        }
        Some(behind)
    }

    /// Tells of all units, those that are alike together: how many pixels each sees, how many of those lie in the image,
    /// and which units they are, per axis. `None` past the budget, which is then as it was, and past 2¹²⁷.
    pub(super) fn visit(&self, budget: &mut Budget, mut told: impl FnMut(i128, i128, &[Units])) -> Option<()> {
        budget.spend(self.work()?).ok()?;
        let none = [Counted { products: u64::MAX, all: 1, real: 1 }];
        self.visit_from(0, &none, &mut SmallVec::new(), &mut told)
    }

    fn visit_from(
        &self,
        axis: usize,
        before: &[Counted],
        units: &mut SmallVec<[Units; 3]>,
        told: &mut impl FnMut(i128, i128, &[Units]),
    ) -> Option<()> {
        let (kinds, period) = self.axes.get(axis)?;
        let last = axis + 1 == self.axes.len();
        for kind in kinds {
            let met: Vec<(i128, i128)> = if last {
                kind.strips.iter().map(|strip| strip.meets(before)).collect::<Option<_>>()?
            } else {
                Vec::new()
            };
            for place in &kind.places {
                units.push(Units { first: kind.first, period: *period, turns: place.turns });
                if last {
                    let strips = kind.strips.iter().zip(&place.real).zip(&met);
                    let (all, real) = strips.into_iter().try_fold((0_i128, 0_i128), |sum, ((strip, real), met)| {
                        let all = met.0.checked_mul(strip.pixels.count().into())?;
                        Some((sum.0.checked_add(all)?, sum.1.checked_add(met.1.checked_mul(*real)?)?))
                    })?;
                    told(all, real, units);
                } else {
                    self.visit_from(axis + 1, &counted(before, kind, place)?, units, told)?;
                }
                units.pop();
            }
        }
        Some(())
    }
}

impl Strip {
    /// How many of the places counted before have a product with this strip in common: all, and those in the image.
    fn meets(&self, before: &[Counted]) -> Option<(i128, i128)> {
        let met = before.iter().filter(|counted| counted.products & self.products != 0);
        met.into_iter().try_fold((0_i128, 0_i128), |sum, counted| {
            Some((sum.0.checked_add(counted.all)?, sum.1.checked_add(counted.real)?))
        })
    }
}

/// The places counted before, each with every strip of one more axis.
fn counted(before: &[Counted], kind: &Kind, place: &Place) -> Option<Vec<Counted>> {
    let pairs =
        before.iter().flat_map(|counted| kind.strips.iter().zip(&place.real).map(move |strip| (counted, strip)));
    let with = pairs.filter(|(counted, (strip, _))| counted.products & strip.products != 0);
    let mut found = with
        .map(|(counted, (strip, real))| {
            Some(Counted {
                products: counted.products & strip.products,
                all: counted.all.checked_mul(strip.pixels.count().into())?,
                real: counted.real.checked_mul(*real)?,
            })
        })
        .collect::<Option<Vec<_>>>()?;
    found.sort_unstable_by_key(|counted| counted.products);
    let mut merged: Vec<Counted> = Vec::with_capacity(found.len());
    for counted in found {
        match merged.last_mut() {
            Some(last) if last.products == counted.products => {
                last.all = last.all.checked_add(counted.all)?;
                last.real = last.real.checked_add(counted.real)?;
            }
            _ => merged.push(counted),
        }
    }
    Some(merged)
}

fn on_axis(fields: &[&Field], units: i64, image: Span, budget: &mut Budget) -> Option<(Vec<Kind>, i64)> {
    use num_integer::Integer;

    let period = fields.iter().try_fold(1_i64, |period, field| {
        let common = period.gcd(&field.period());
        period.checked_mul(field.period() / common)
    })?;
    let advance = |field: &&Field| field.advance().checked_mul(period / field.period());
    let pace = advance(fields.first()?)?;
    if fields.iter().any(|field| advance(field) != Some(pace)) {
        return None;
    }
    let kind = |first: i64| {
        let seen = fields.iter().map(|field| field.of_unit(first)).collect::<Option<Vec<Spans>>>()?;
        budget.spend(seen.iter().map(|set| 1 + set.runs().len() as u64).sum()).ok()?;
        let strips = cut(&seen);
        let turns = (units - 1 - first) / period + 1;
        Some(Kind { first, places: places(&strips, pace, turns, image, budget)?, strips })
    };
    Some(((0..period.min(units)).map(kind).collect::<Option<_>>()?, period))
}

/// The strips of an axis; at most as many as there are ends of runs.
fn cut(sets: &[Spans]) -> Vec<Strip> {
    let of_set = |(at, set): (usize, &Spans)| {
        let ends: SmallVec<[(i64, u64); 4]> =
            set.runs().iter().flat_map(|run| [(run.first, 1 << at), (run.last + 1, 1 << at)]).collect();
        ends
    };
    let mut ends: Vec<(i64, u64)> = sets.iter().enumerate().flat_map(of_set).collect();
    ends.sort_unstable();
    let mut runs: Vec<(u64, Span)> = Vec::new();
    let mut products = 0;
    for (at, (end, product)) in ends.iter().enumerate() {
        products ^= product;
        if let Some((next, _)) = ends.get(at + 1)
            && next > end
            && products != 0
        {
            runs.push((products, Span::new(*end, next - 1)));
        }
    }
    runs.sort_unstable();
    let strips = runs.chunk_by(|a, b| a.0 == b.0);
    strips.map(|runs| Strip { products: runs[0].0, pixels: Spans::union_of(runs.iter().map(|run| run.1)) }).collect()
}

/// How much of every strip lies in the image, turn by turn; those at which all of them do are one place.
fn places(strips: &[Strip], advance: i64, turns: i64, image: Span, budget: &mut Budget) -> Option<Vec<Place>> {
    let hulls = strips.iter().filter_map(|strip| strip.pixels.hull());
    let all = Span::new(0, turns - 1);
    let Some(hull) = hulls.reduce(|a, b| Span::new(a.first.min(b.first), a.last.max(b.last))) else {
        return Some(vec![Place { turns: all, real: SmallVec::new() }]);
    };
    let alike = if advance == 0 { Some(all) } else { inside(hull, advance, turns, image) };
    let others = Spans::from(alike.unwrap_or(Span::new(-1, -1))).complement(all);
    let runs = strips.iter().map(|strip| strip.pixels.runs().len() as u64).sum::<u64>();
    budget.spend(others.count().checked_add(1)?.checked_mul(runs)?).ok()?;
    let mut place = |turns: Span| {
        let by = turns.first.checked_mul(advance)?;
        let real = |strip: &Strip| Some(i128::from(strip.pixels.shifted(by)?.clip(image).count()));
        Some(Place { turns, real: strips.iter().map(real).collect::<Option<_>>()? })
    };
    let single = others.indices().map(|turn| Span::new(turn, turn));
    alike.into_iter().chain(single).map(&mut place).collect()
}
