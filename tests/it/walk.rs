//! The second engine: what every unit depends on, by definition and by nothing else.
//!
//! `field` answers in closed form, with runs, periods and recurrences. This file walks: it tries positions until they no
//! longer fit, goes through every tap of every unit and keeps plain sets of indices. It uses the types of `net` and no
//! line of `field`; it may be slow, and it should stay too simple to be wrong. Channels are not its business.

use std::collections::BTreeSet;

use num_integer::Integer;
use num_rational::Ratio;
use receptive::net::{Anchor, Filter, Graph, Interpolation, Join, MapId, Op, Padding, Resize, Resized, Round, Window};

/// Units of one map, as row-major indices over the walked axes. A flat vector has one unit, 0.
pub type Units = BTreeSet<usize>;

/// The walk through a graph on some axes of the image at once: on all of them for the truth about joins, on one of them
/// where a chain makes every answer a product of its axes.
pub struct Walk<'g> {
    graph: &'g Graph,
    axes: Vec<usize>,
    /// For every map, its size on all axes; empty for a flat vector, `None` where a layer cannot run.
    sizes: Vec<Option<Vec<i64>>>,
    /// For every map, every input of its layer and every unit: the units of that input which it reads.
    reads: Vec<Vec<Vec<Vec<usize>>>>,
}

impl<'g> Walk<'g> {
    pub fn of(graph: &'g Graph, axes: &[usize]) -> Self {
        let mut walk = Self { graph, axes: axes.to_vec(), sizes: vec![input_size(graph)], reads: vec![Vec::new()] };
        for map in graph.maps().skip(1) {
            let node = graph.node(map).unwrap();
            let inputs: Option<Vec<&[i64]>> = node.inputs().iter().map(|input| walk.size(*input)).collect();
            let size = inputs.and_then(|inputs| size_behind(&node.op, &inputs));
            walk.sizes.push(size.clone());
            let reads = match size {
                Some(_) => (0..node.inputs().len()).map(|input| walk.table(map, input)).collect(),
                None => Vec::new(),
            };
            walk.reads.push(reads);
        }
        walk
    }

    /// The size of a map on all axes, walked or not.
    pub fn size(&self, map: MapId) -> Option<&[i64]> {
        self.sizes[map.index()].as_deref()
    }

    /// The axes that are walked.
    pub fn axes(&self) -> &[usize] {
        &self.axes
    }

    /// The size of a known map on the walked axes.
    pub fn extent(&self, map: MapId) -> Vec<i64> {
        let size = self.size(map).unwrap();
        if size.is_empty() { Vec::new() } else { self.axes.iter().map(|&axis| size[axis]).collect() }
    }

    /// All units of a known map.
    pub fn all(&self, map: MapId) -> Units {
        (0..self.extent(map).iter().product::<i64>() as usize).collect()
    }

    /// A unit's index on each walked axis.
    pub fn indices(&self, map: MapId, unit: usize) -> Vec<i64> {
        let mut rest = unit as i64;
        let mut indices: Vec<i64> = self.extent(map).iter().rev().map(|n| (rest % n, rest /= n).0).collect();
        indices.reverse();
        indices
    }

    /// The units of every map up to `map` that the units `wanted` of `map` depend on.
    pub fn back(&self, map: MapId, wanted: Units) -> Vec<Units> {
        let mut found = vec![Units::new(); map.index() + 1];
        found[map.index()] = wanted;
        for at in self.graph.maps().take(map.index() + 1).skip(1).rev() {
            for (input, table) in self.inputs(at).iter().zip(&self.reads[at.index()]) {
                let read: Vec<usize> = found[at.index()].iter().flat_map(|&unit| &table[unit]).copied().collect();
                found[input.index()].extend(read);
            }
        }
        found
    }

    /// The units of every map from `map` on that depend on one of its units. Empty before `map` and where nothing is known.
    pub fn forth(&self, map: MapId, unit: usize) -> Vec<Units> {
        let mut found = vec![Units::new(); self.graph.map_count()];
        found[map.index()].insert(unit);
        for at in self.graph.maps().skip(map.index() + 1).filter(|at| self.size(*at).is_some()) {
            for (input, table) in self.inputs(at).iter().zip(&self.reads[at.index()]) {
                let fed = (0..table.len()).filter(|&unit| table[unit].iter().any(|i| found[input.index()].contains(i)));
                let fed: Vec<usize> = fed.collect();
                found[at.index()].extend(fed);
            }
        }
        found
    }

    /// The units of its `input`-th input that the layer of `map` never reads.
    pub fn unread(&self, map: MapId, input: usize) -> Units {
        let mut unread = self.all(self.inputs(map)[input]);
        self.reads[map.index()][input].iter().flatten().for_each(|read| {
            unread.remove(read);
        });
        unread
    }

    /// The indices on one axis of every map up to `map` that unit `u` of `map` depends on, on a grid without borders.
    /// Behind a join of branches that see everything and branches that do not, only the latter are followed.
    pub fn without_borders(&self, map: MapId, axis: usize, u: i64) -> Vec<BTreeSet<i64>> {
        let mut found = vec![BTreeSet::new(); map.index() + 1];
        found[map.index()].insert(u);
        for at in self.graph.maps().take(map.index() + 1).skip(1).rev() {
            let local_only = !self.sees_everything(at, axis);
            for (n, input) in self.inputs(at).iter().enumerate() {
                if local_only && self.branch_sees_everything(at, n, axis) {
                    continue;
                }
                let read: Vec<i64> = found[at.index()].iter().flat_map(|&u| self.taps(at, n, axis, u)).collect();
                found[input.index()].extend(read);
            }
        }
        found
    }

    /// The same on all axes of the image at once: the pixels that one unit of `map` depends on, each named once, however
    /// many paths lead to it. `None` of more than `most` places on a map, and behind a join of a branch that sees everything
    /// on some axes only.
    pub fn places_without_borders(&self, map: MapId, unit: &[i64], most: usize) -> Option<BTreeSet<Vec<i64>>> {
        let rank = unit.len();
        let mut found = vec![BTreeSet::new(); map.index() + 1];
        found[map.index()].insert(unit.to_vec());
        for at in self.graph.maps().take(map.index() + 1).skip(1).rev() {
            let everything = |n: usize| (0..rank).filter(|&axis| self.branch_sees_everything(at, n, axis)).count();
            let branches = self.inputs(at).len();
            let local_only = (0..branches).any(|n| everything(n) < rank);
            if branches > 1 && (0..branches).any(|n| (1..rank).contains(&everything(n))) {
                return None;
            }
            for (n, input) in self.inputs(at).iter().enumerate() {
                if branches > 1 && local_only && everything(n) == rank {
                    continue;
                }
                let mut read: Vec<Vec<i64>> = Vec::new();
                for place in &found[at.index()] {
                    let mut begun: Vec<Vec<i64>> = vec![Vec::new()];
                    for (axis, &u) in place.iter().enumerate() {
                        let taps = self.taps(at, n, axis, u);
                        begun =
                            begun.iter().flat_map(|from| taps.iter().map(|&i| [&from[..], &[i]].concat())).collect();
                    }
                    read.extend(begun);
                }
                found[input.index()].extend(read);
                if found[input.index()].len() > most {
                    return None;
                }
            }
        }
        Some(found.swap_remove(0))
    }

    /// The pixels that unit `u` of a join sees through one of its branches.
    pub fn through_branch(&self, map: MapId, input: usize, axis: usize, u: i64) -> BTreeSet<i64> {
        let from = self.inputs(map)[input];
        let units = self.taps(map, input, axis, u);
        units.into_iter().flat_map(|u| self.without_borders(from, axis, u).swap_remove(0)).collect()
    }

    /// True behind global pools and the like: on this axis every unit sees the same.
    pub fn sees_everything(&self, map: MapId, axis: usize) -> bool {
        map != MapId::INPUT && (0..self.inputs(map).len()).all(|input| self.branch_sees_everything(map, input, axis))
    }

    pub fn branch_sees_everything(&self, map: MapId, input: usize, axis: usize) -> bool {
        let from = self.inputs(map)[input];
        let spread = match &self.graph.node(map).unwrap().op {
            Op::GlobalPool(_) | Op::Flatten => !self.size(from).unwrap().is_empty(),
            Op::Join(_) => self.size(from).unwrap().get(axis) != self.size(map).unwrap().get(axis),
            _ => false,
        };
        spread || self.sees_everything(from, axis)
    }

    /// Image pixels from one unit to the next, `None` where every unit sees the same: the product of the strides.
    /// The first local branch's at a join.
    pub fn jump(&self, map: MapId, axis: usize) -> Option<Ratio<i64>> {
        let Some(node) = self.graph.node(map) else { return Some(Ratio::from(1)) };
        if self.sees_everything(map, axis) {
            return None;
        }
        let branch = (0..node.inputs().len()).find(|&n| !self.branch_sees_everything(map, n, axis)).unwrap();
        let input = node.inputs()[branch];
        let (units, inputs) = self.repeat(map, branch, axis);
        Some(self.jump(input, axis)? * Ratio::new(inputs, units))
    }

    /// A number of units after which the kinds of units repeat; not always the smallest.
    pub fn period(&self, map: MapId, axis: usize) -> i64 {
        let branches = 0..self.graph.node(map).map_or(0, |node| node.inputs().len());
        branches
            .fold(1, |period, n| period.lcm(&(self.repeat(map, n, axis).0 * self.period(self.inputs(map)[n], axis))))
    }

    /// `(units, inputs)`: so many units further on, the layer reads the same, so many inputs further on.
    fn repeat(&self, map: MapId, input: usize, axis: usize) -> (i64, i64) {
        let op = &self.graph.node(map).unwrap().op;
        match op {
            Op::Conv(_) | Op::Pool(_) => (1, op.window().unwrap().stride.at(axis) as i64),
            Op::ConvTransposed(conv) => (conv.window.stride.at(axis) as i64, 1),
            Op::Upsample { factor, .. } => (factor.at(axis) as i64, 1),
            Op::AdaptivePool { out, .. } => (out.at(axis) as i64, self.size(self.inputs(map)[input]).unwrap()[axis]),
            Op::Slice(cuts) => (1, cuts.at(axis).step as i64),
            Op::DepthToSpace(block) => (block.at(axis) as i64, 1),
            Op::SpaceToDepth(block) => (1, block.at(axis) as i64),
            Op::Resize(resize) => {
                let sizes = [map, self.inputs(map)[input]].map(|map| self.size(map).unwrap()[axis]);
                let pace = pace_of(resize, axis, sizes[1], sizes[0]);
                (*pace.denom(), *pace.numer())
            }
            _ => (1, 1),
        }
    }

    fn inputs(&self, map: MapId) -> &'g [MapId] {
        self.graph.node(map).map_or(&[], |node| node.inputs())
    }

    /// For every unit of `map`, the units of one input that it reads.
    fn table(&self, map: MapId, input: usize) -> Vec<Vec<usize>> {
        let from = self.inputs(map)[input];
        let (extent, from_extent) = (self.extent(map), self.extent(from));
        if extent.is_empty() {
            return vec![self.all(from).into_iter().collect()];
        }
        let on_axis = |place: usize, u: i64| -> Vec<i64> {
            let taps = self.taps(map, input, self.axes[place], u);
            let last = from_extent[place] - 1;
            if self.takes_the_border(map) {
                return taps.into_iter().map(|i| i.clamp(0, last)).collect();
            }
            taps.into_iter().filter(|i| (0..=last).contains(i)).collect()
        };
        let taps: Vec<Vec<Vec<i64>>> =
            (0..extent.len()).map(|place| (0..extent[place]).map(|u| on_axis(place, u)).collect()).collect();
        let read = |unit: usize| {
            let mut read = vec![0];
            for (place, u) in self.indices(map, unit).into_iter().enumerate() {
                let row_of = |begun: usize| begun * from_extent[place] as usize;
                let taps = &taps[place][u as usize];
                read = read.iter().flat_map(|&begun| taps.iter().map(move |&i| row_of(begun) + i as usize)).collect();
            }
            read
        };
        self.all(map).into_iter().map(read).collect()
    }

    /// True of nearest-neighbour resampling: nearest to a place outside is the border.
    fn takes_the_border(&self, map: MapId) -> bool {
        matches!(&self.graph.node(map).unwrap().op, Op::Resize(Resize { filter: Filter::Nearest(_), .. }))
    }

    /// The indices on one axis of one input that unit `u` of `map` reads. Those outside the input are padding.
    pub fn taps(&self, map: MapId, input: usize, axis: usize, u: i64) -> Vec<i64> {
        let from = self.size(self.inputs(map)[input]).unwrap();
        // A flat vector is one unit.
        let Some(&n) = from.get(axis) else { return vec![0] };
        match &self.graph.node(map).unwrap().op {
            op @ (Op::Conv(_) | Op::Pool(_)) => {
                let OneAxis { k, s, d, begin, .. } = OneAxis::of(op.window().unwrap(), axis, n);
                (0..k).map(|t| u * s - begin + t * d).collect()
            }
            Op::ConvTransposed(conv) => {
                let added = conv.output_padding.at(axis) as i64;
                let OneAxis { k, s, d, begin, .. } = OneAxis::transposed(&conv.window, axis, n, added);
                // Input i goes to i·s − begin + t·d. Which i goes to u with tap t?
                let sources = (0..k).map(|t| u + begin - t * d).filter(|place| place.rem_euclid(s) == 0);
                sources.map(|place| place.div_euclid(s)).collect()
            }
            Op::Upsample { factor, mode: Interpolation::Nearest } => vec![u.div_euclid(factor.at(axis) as i64)],
            Op::Upsample { factor, mode: Interpolation::Linear } => {
                // The two neighbours of (u + ½)/f − ½; exactly on the first, the second one weighs nothing.
                let (above, below) = (2 * u + 1 - factor.at(axis) as i64, 2 * factor.at(axis) as i64);
                let first = above.div_euclid(below);
                if above.rem_euclid(below) == 0 { vec![first] } else { vec![first, first + 1] }
            }
            Op::AdaptivePool { out, .. } => {
                let out = out.at(axis) as i64;
                // From ⌊u·n/out⌋ to before ⌈(u+1)·n/out⌉.
                ((u * n).div_euclid(out)..-(-(u + 1) * n).div_euclid(out)).collect()
            }
            Op::GlobalPool(_) | Op::Flatten => (0..n).collect(),
            Op::Join(_) if self.size(map).unwrap()[axis] != n => vec![0],
            Op::Pad(ends) => vec![u - ends.at(axis).begin as i64],
            Op::Crop(ends) => vec![u + ends.at(axis).begin as i64],
            Op::Slice(cuts) => vec![cuts.at(axis).begin as i64 + u * cuts.at(axis).step as i64],
            Op::DepthToSpace(block) => vec![u.div_euclid(block.at(axis) as i64)],
            Op::SpaceToDepth(block) => (0..block.at(axis) as i64).map(|t| u * block.at(axis) as i64 + t).collect(),
            // One input: there is nothing to choose from.
            Op::Resize(resize) if resize.anchor == Anchor::Corners && n == 1 => {
                vec![u.div_euclid(self.size(map).unwrap()[axis])]
            }
            Op::Resize(resize) => resampled(resize, [n, self.size(map).unwrap()[axis]], axis, u),
            Op::Join(_) | Op::Pointwise(_) | Op::Linear(_) | Op::Unit(_) | Op::Unsupported(_) => vec![u],
        }
    }
}

/// Units of the old axis from one unit of the resampled one to the next.
fn pace_of(resize: &Resize, axis: usize, n: i64, out: i64) -> Ratio<i64> {
    match (resize.anchor, &resize.to) {
        (Anchor::Corners, _) if n == 1 || out == 1 => Ratio::new(n, out),
        (Anchor::Corners, _) => Ratio::new(n - 1, out - 1),
        (_, Resized::Size(size)) => Ratio::new(n, size.at(axis) as i64),
        (_, Resized::Scale(scale)) => {
            let scale = scale.at(axis);
            Ratio::new(*scale.denom() as i64, *scale.numer() as i64)
        }
    }
}

/// What unit `u` of a resampled axis reads, by ONNX's definition of its place.
fn resampled(resize: &Resize, [n, out]: [i64; 2], axis: usize, u: i64) -> Vec<i64> {
    let half = Ratio::new(1, 2);
    let pace = pace_of(resize, axis, n, out);
    let middle = (Ratio::from(u) + half) * pace;
    let at = match resize.anchor {
        Anchor::PytorchHalfPixel if out == 1 => Ratio::from(u) * pace,
        Anchor::HalfPixel | Anchor::PytorchHalfPixel => middle - half,
        // As the onnx package has it: the wanted size is n/pace, the middle moves by what is left of it.
        Anchor::Centred => Ratio::new(n, 2) * (Ratio::from(1) - Ratio::from(out) * pace / n) + middle - half,
        Anchor::TensorflowHalfPixel => middle,
        Anchor::Asymmetric | Anchor::Corners => Ratio::from(u) * pace,
    };
    let within = |reach: i64| {
        let near = at.floor().to_integer();
        let distance = move |i: i64| if Ratio::from(i) > at { Ratio::from(i) - at } else { at - Ratio::from(i) };
        (near - 4..=near + 4).filter(|&i| distance(i) < Ratio::from(reach)).collect()
    };
    match resize.filter {
        Filter::Linear => within(1),
        // Cubic weights are 0 at whole distances.
        Filter::Cubic if at.is_integer() => vec![at.to_integer()],
        Filter::Cubic => within(2),
        Filter::Nearest(Round::Floor) => vec![at.floor().to_integer()],
        Filter::Nearest(Round::Ceil) => vec![at.ceil().to_integer()],
        Filter::Nearest(Round::PreferFloor) => vec![(at - half).ceil().to_integer()],
        Filter::Nearest(Round::PreferCeil) => vec![(at + half).floor().to_integer()],
    }
}

/// A window's settings on one axis.
struct OneAxis {
    k: i64,
    s: i64,
    d: i64,
    begin: i64,
    end: i64,
    /// The size-dependent padding of `same`.
    same: bool,
}

impl OneAxis {
    /// The window of a convolution or a pool over `n` units.
    fn of(window: &Window, axis: usize, n: i64) -> Self {
        let mut one = Self::unpadded(window, axis);
        let starts = (0..n).take_while(|u| u * one.s < n).count() as i64;
        one.pad(&window.padding, axis, |one, total| (starts - 1) * one.s + (one.k - 1) * one.d < n + total);
        one
    }

    /// The window of a transposed convolution over `n` units.
    fn transposed(window: &Window, axis: usize, n: i64, added: i64) -> Self {
        let mut one = Self::unpadded(window, axis);
        one.pad(&window.padding, axis, |one, total| one.reach(n) + added - total <= n * one.s);
        one
    }

    fn unpadded(window: &Window, axis: usize) -> Self {
        let [k, s, d] = [&window.kernel, &window.stride, &window.dilation].map(|setting| setting.at(axis) as i64);
        Self { k, s, d, begin: 0, end: 0, same: false }
    }

    /// Takes the written padding, or for `same` the least that is `enough`.
    fn pad(&mut self, padding: &Padding, axis: usize, enough: impl Fn(&Self, i64) -> bool) {
        (self.begin, self.end) = match padding {
            Padding::Explicit(ends) => (ends.at(axis).begin as i64, ends.at(axis).end as i64),
            Padding::Same | Padding::SameLower => {
                let total = (0..i64::MAX).find(|&total| enough(self, total)).unwrap();
                let (less, more) = (total / 2, total - total / 2);
                self.same = true;
                if *padding == Padding::Same { (less, more) } else { (more, less) }
            }
        };
    }

    /// How many windows fit over `n` units.
    fn windows(&self, n: i64, ceil: bool) -> i64 {
        let padded = self.begin + n + self.end;
        let last_tap = |window: i64| window * self.s + (self.k - 1) * self.d;
        let whole = (0..padded).take_while(|&window| last_tap(window) < padded).count() as i64;
        // PyTorch: one more, if something is left behind the last one and it starts in the input or its left padding.
        let partial = ceil && last_tap(whole - 1) < padded - 1 && whole * self.s < self.begin + n;
        whole + i64::from(partial)
    }

    /// The places that `n` units are sent to by a transposed convolution, before anything is cut.
    fn reach(&self, n: i64) -> i64 {
        let places = (0..n).flat_map(|i| (0..self.k).map(move |t| i * self.s + t * self.d));
        places.max().unwrap() + 1
    }

    /// The size behind a transposed convolution. `same` is stride times as long, even where the kernels leave gaps.
    fn spread(&self, n: i64, added: i64) -> i64 {
        if self.same { n * self.s } else { self.reach(n) + added - self.begin - self.end }
    }
}

fn input_size(graph: &Graph) -> Option<Vec<i64>> {
    let size: Vec<i64> = graph.input.size.iter().map(|&n| n as i64).collect();
    (!size.is_empty() && size.iter().all(|&n| n > 0)).then_some(size)
}

/// The size of the map that an op makes, found by trying; `None` if it cannot run.
fn size_behind(op: &Op, inputs: &[&[i64]]) -> Option<Vec<i64>> {
    let input = inputs[0];
    let on_every_axis = |rule: &dyn Fn(usize, i64) -> i64| -> Option<Vec<i64>> {
        let size: Vec<i64> = input.iter().enumerate().map(|(axis, &n)| rule(axis, n)).collect();
        (!size.is_empty() && size.iter().all(|&n| n > 0)).then_some(size)
    };
    match op {
        Op::Conv(conv) => on_every_axis(&|axis, n| OneAxis::of(&conv.window, axis, n).windows(n, false)),
        Op::Pool(pool) => on_every_axis(&|axis, n| OneAxis::of(&pool.window, axis, n).windows(n, pool.ceil)),
        Op::ConvTransposed(conv) => {
            let added = |axis: usize| conv.output_padding.at(axis) as i64;
            // PyTorch refuses an added end that no window of the transposed layer could have skipped.
            let most = |axis: usize| conv.window.stride.at(axis).max(conv.window.dilation.at(axis)) as i64;
            if (0..input.len()).any(|axis| added(axis) >= most(axis)) {
                return None;
            }
            on_every_axis(&|axis, n| OneAxis::transposed(&conv.window, axis, n, added(axis)).spread(n, added(axis)))
        }
        Op::AdaptivePool { out, .. } => on_every_axis(&|axis, _| out.at(axis) as i64),
        Op::GlobalPool(_) => on_every_axis(&|_, _| 1),
        Op::Upsample { factor, .. } => on_every_axis(&|axis, n| n * factor.at(axis) as i64),
        Op::Pad(ends) => on_every_axis(&|axis, n| n + ends.at(axis).begin as i64 + ends.at(axis).end as i64),
        Op::Crop(ends) => on_every_axis(&|axis, n| n - ends.at(axis).begin as i64 - ends.at(axis).end as i64),
        Op::Flatten => Some(Vec::new()),
        Op::Linear(_) => input.is_empty().then(Vec::new),
        Op::Pointwise(_) | Op::Unit(_) => Some(input.to_vec()),
        Op::Slice(cuts) => on_every_axis(&|axis, n| {
            let cut = cuts.at(axis);
            (cut.begin as i64..n - cut.end as i64).step_by(cut.step as usize).count() as i64
        }),
        Op::DepthToSpace(block) => on_every_axis(&|axis, n| n * block.at(axis) as i64),
        Op::SpaceToDepth(block) => on_every_axis(&|axis, n| {
            let side = block.at(axis) as i64;
            if n % side == 0 { n / side } else { 0 }
        }),
        Op::Resize(resize) => on_every_axis(&|axis, n| match &resize.to {
            Resized::Size(size) => size.at(axis) as i64,
            Resized::Scale(scale) => n * *scale.at(axis).numer() as i64 / *scale.at(axis).denom() as i64,
        }),
        Op::Join(join) => {
            // A branch of one unit on an axis is spread over it.
            let fits = |n: i64, most: i64| n == most || (n == 1 && *join != Join::Concat);
            let most = |axis: usize| inputs.iter().filter_map(|size| size.get(axis)).max();
            let largest: Vec<i64> = (0..input.len()).filter_map(most).copied().collect();
            let all_fit = |size: &&[i64]| {
                size.len() == largest.len() && size.iter().zip(&largest).all(|(&n, &most)| fits(n, most))
            };
            inputs.iter().all(all_fit).then_some(largest)
        }
        Op::Unsupported(_) => None,
    }
}
