//! What the dimensions of a tensor are: batch, channels, axes of the image.

use smallvec::SmallVec;

use crate::net::Shape;

/// What a dimension of a tensor holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Batch,
    /// The channels, or a factor of their number.
    Channels,
    /// These axes of the map, outermost first, as one dimension.
    Axes {
        first: usize,
        last: usize,
    },
    /// A dimension of size 1 that stands for nothing.
    One,
}

impl Role {
    pub const fn axis(axis: usize) -> Self {
        Self::Axes { first: axis, last: axis }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dim {
    pub size: u64,
    pub role: Role,
}

/// The dimensions of a tensor, outermost first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    Known(Vec<Dim>),
    /// The values of dimensions `from`, read as a tensor of sizes `shape` that cuts across them. What does not care passes
    /// (a norm over groups), and the next reshape begins with `from` again: the values lie in memory as before.
    Viewed {
        from: Vec<Dim>,
        shape: Vec<u64>,
    },
}

impl Layout {
    /// The sizes as the model sees them.
    pub fn sizes(&self) -> Vec<u64> {
        match self {
            Self::Known(dims) => dims.iter().map(|dim| dim.size).collect(),
            Self::Viewed { shape, .. } => shape.clone(),
        }
    }

    /// Batch, channels and axes in the order in which operators take them.
    pub fn channels_first(shape: &Shape) -> Self {
        let axes = shape.size.iter().enumerate().map(|(axis, &size)| Dim { size, role: Role::axis(axis) });
        let first = [Dim { size: shape.batch, role: Role::Batch }, Dim { size: shape.channels, role: Role::Channels }];
        Self::Known(first.into_iter().chain(axes).collect())
    }

    /// The same dimensions with the sizes of `shape`.
    pub fn resized(self, shape: &Shape) -> Self {
        let Self::Known(mut dims) = self else { return self };
        let parts = dims.iter().filter(|dim| dim.role == Role::Channels).count();
        for dim in &mut dims {
            dim.size = match dim.role {
                Role::Axes { first, last } => shape.size.as_slice().get(first..=last).map_or(1, product),
                Role::Channels if parts == 1 => shape.channels,
                _ => dim.size,
            };
        }
        Self::Known(dims)
    }
}

fn product<'a>(sizes: impl IntoIterator<Item = &'a u64>) -> u64 {
    sizes.into_iter().fold(1, |product, &size| product.saturating_mul(size))
}

/// What a reshape does to the map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Moved {
    /// No unit changes its place.
    Kept,
    /// All of it becomes one vector.
    Flat,
    /// Blocks of units become channels: so many on each axis.
    ToDepth(Vec<u64>),
    /// Channels become blocks of units.
    ToSpace(Vec<u64>),
}

/// The dimensions after a reshape of `from` to `to`, and what it does; `None` if it cuts across dimensions.
/// `axes` are the sizes of the map.
pub(super) fn reshaped(from: &[Dim], to: &[u64], axes: &[u64]) -> Option<(Vec<Dim>, Moved)> {
    let from = single_axes(from, axes);
    let mut reshape = Reshape {
        dims: Vec::with_capacity(to.len()),
        to_depth: vec![1; axes.len()],
        to_space: vec![1; axes.len()],
        flat: false,
        whole: from.iter().filter(|dim| dim.size > 1 && dim.role != Role::Batch).count(),
        vector: to.len() <= 2,
    };
    let (mut at, mut made) = (0, 0);
    while at < from.len() || made < to.len() {
        match (from.get(at), to.get(made)) {
            (None, Some(1)) => {
                reshape.dims.push(Dim { size: 1, role: Role::One });
                made += 1;
            }
            (Some(dim), None) if dim.size == 1 => at += 1,
            (Some(dim), Some(&size)) => {
                let (first, begin) = (at, made);
                let (mut old, mut new) = (dim.size, size);
                (at, made) = (at + 1, made + 1);
                while old != new {
                    if old < new {
                        old = old.checked_mul(from.get(at)?.size)?;
                        at += 1;
                    } else {
                        new = new.checked_mul(*to.get(made)?)?;
                        made += 1;
                    }
                }
                reshape.run(&from[first..at], &to[begin..made])?;
            }
            _ => return None,
        }
    }
    let (depth, space) = (reshape.to_depth.iter().any(|&n| n > 1), reshape.to_space.iter().any(|&n| n > 1));
    let moved = match (reshape.flat, depth, space) {
        (true, false, false) => Moved::Flat,
        (false, true, false) => Moved::ToDepth(reshape.to_depth),
        (false, false, true) => Moved::ToSpace(reshape.to_space),
        (false, false, false) => Moved::Kept,
        _ => return None,
    };
    Some((reshape.dims, moved))
}

/// The dimensions with each axis by itself.
fn single_axes(dims: &[Dim], axes: &[u64]) -> Vec<Dim> {
    let mut single = Vec::with_capacity(dims.len() + axes.len());
    for &dim in dims {
        match dim.role {
            Role::Axes { first, last } if first < last => {
                let parts =
                    (first..=last).filter_map(|axis| Some(Dim { size: *axes.get(axis)?, role: Role::axis(axis) }));
                single.extend(parts);
            }
            _ => single.push(dim),
        }
    }
    single
}

/// A reshape as it is followed, run by run: so many old dimensions hold as much as so many new ones.
struct Reshape {
    dims: Vec<Dim>,
    to_depth: Vec<u64>,
    to_space: Vec<u64>,
    flat: bool,
    /// How many old dimensions hold more than one value, but the batch.
    whole: usize,
    /// Whether the result is one vector for each image.
    vector: bool,
}

impl Reshape {
    fn run(&mut self, old: &[Dim], new: &[u64]) -> Option<()> {
        if let ([dim], [_]) = (old, new) {
            self.dims.push(*dim);
            return Some(());
        }
        let held: SmallVec<[Dim; 4]> = old.iter().copied().filter(|dim| dim.size > 1).collect();
        let wide = new.iter().filter(|&&size| size > 1).count();
        let roles = self.roles_of(&held, new, wide)?;
        let mut roles = roles.into_iter();
        for &size in new {
            let role = if size > 1 { roles.next()? } else { Role::One };
            self.dims.push(Dim { size, role });
        }
        Some(())
    }

    /// The roles of the new dimensions that hold more than one value.
    fn roles_of(&mut self, held: &[Dim], new: &[u64], wide: usize) -> Option<Vec<Role>> {
        let all = |role: Role| held.iter().all(|dim| dim.role == role);
        let single = |dim: &Dim| match dim.role {
            Role::Axes { first, .. } => Some(first),
            _ => None,
        };
        let axes: Vec<usize> = held.iter().filter_map(single).collect();
        if all(Role::Channels) {
            return Some(vec![Role::Channels; wide]);
        }
        if all(Role::Batch) {
            return (wide <= 1).then(|| vec![Role::Batch; wide]);
        }
        if held.iter().any(|dim| dim.role == Role::Batch) {
            return None;
        }
        if wide == 1 && self.vector && held.len() == self.whole && held.len() > 1 {
            self.flat = true;
            return Some(vec![Role::Channels]);
        }
        if wide == 1 && axes.len() == held.len() {
            let in_order = axes.windows(2).all(|pair| pair[1] == pair[0] + 1);
            return in_order.then(|| vec![Role::Axes { first: axes[0], last: axes[axes.len() - 1] }]);
        }
        match (axes.as_slice(), held.first()?.role) {
            // Every so many units of an axis, one behind another, become channels.
            (&[only], Role::Axes { .. }) if held.len() == 1 && wide == 2 => {
                self.to_depth[only] = new.iter().copied().filter(|&size| size > 1).nth(1)?;
                Some(vec![Role::axis(only), Role::Channels])
            }
            // Channels become units behind that of the axis.
            (&[only], Role::Axes { .. }) if wide == 1 => {
                self.to_space[only] = product(held[1..].iter().map(|dim| &dim.size));
                Some(vec![Role::axis(only)])
            }
            _ => None,
        }
    }
}
