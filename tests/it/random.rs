//! Random networks for property tests: layers as people write them, on one to three axes, and small graphs whose
//! branches meet. Layers that would make a map empty or large are left out, so most of what is drawn can be walked.

use num_rational::Ratio;
use proptest::collection::vec;
use proptest::prelude::*;
use receptive::axes::{Axes, PerAxis};
use receptive::net::{
    Anchor, Conv, ConvTransposed, Cut, Ends, Filter, Graph, Interpolation, Join, Linear, MapId, Node, Op, Padding,
    Pointwise, Pool, PoolKind, Resize, Resized, Round, Shape, Stack, UnitOp, Window,
};

use super::walk::Walk;

/// So many cases, or as many as `PROPTEST_CASES` says. A case that fails is printed whole; it belongs in a table of the
/// test, not in a file of seeds.
pub fn cases(cases: u32) -> ProptestConfig {
    let default = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if std::env::var_os("PROPTEST_CASES").is_some() { default } else { ProptestConfig { cases, ..default } }
}

/// A chain on one to three axes, of up to `most` layers, with maps of up to `largest` units per axis.
pub fn stack(most: usize, largest: u64) -> impl Strategy<Value = Stack> {
    (1_usize..=3).prop_flat_map(move |rank| (size(rank, largest), vec(op(rank), 0..=most), head())).prop_map(
        move |(size, ops, head)| {
            let ops = [fitting(&size, ops, largest), head].concat();
            Stack::of(Shape::image(1, size), ops)
        },
    )
}

/// A graph on one or two axes: a few layers, a join, a few layers, a join.
pub fn graph(largest: u64) -> impl Strategy<Value = Graph> {
    let block = |rank| (vec(op(rank), 0..=2), vec(branch(rank), 2..=3), join());
    let parts = move |rank| (size(rank, largest), vec(block(rank), 1..=2), vec(op(rank), 0..=1), head());
    (1_usize..=2).prop_flat_map(parts).prop_map(move |(size, blocks, tail, head)| {
        let mut graph = Graph::new(Shape::image(1, size));
        let mut last = MapId::INPUT;
        for (stem, branches, join) in blocks {
            last = chain(&mut graph, last, stem, largest);
            last = meet(&mut graph, last, branches, join, largest);
        }
        chain(&mut graph, last, [tail, head].concat(), largest);
        graph
    })
}

/// The layers that fit one after the other.
fn fitting(size: &Axes<u64>, ops: Vec<Op>, largest: u64) -> Vec<Op> {
    let mut graph = Graph::new(Shape::image(1, size.clone()));
    chain(&mut graph, MapId::INPUT, ops, largest);
    graph.nodes().iter().map(|node| node.op.clone()).collect()
}

/// Adds the ops that fit behind a map.
fn chain(graph: &mut Graph, mut last: MapId, ops: Vec<Op>, largest: u64) -> MapId {
    for op in ops {
        let mut longer = graph.clone();
        let map = longer.push(Node::new(op.word(), op), &[last]).unwrap();
        let fits = Walk::of(&longer, &[]).size(map).is_some_and(|size| size.iter().all(|&n| n as u64 <= largest));
        if fits {
            (*graph, last) = (longer, map);
        }
    }
    last
}

/// Adds branches behind a map, brings them to one size and joins them.
fn meet(graph: &mut Graph, from: MapId, branches: Vec<Branch>, join: Join, largest: u64) -> MapId {
    let mut ends: Vec<MapId> = Vec::new();
    for branch in branches {
        let end = match branch {
            Branch::Ops(ops) => chain(graph, from, ops, largest),
            Branch::Global => chain(graph, from, vec![Op::GlobalPool(PoolKind::Average)], largest),
        };
        ends.push(end);
    }
    let spreads = join != Join::Concat;
    let walk = Walk::of(graph, &[]);
    let sizes: Vec<Vec<i64>> = ends.iter().map(|end| walk.size(*end).unwrap().to_vec()).collect();
    // As large as the first one; where that is one unit, it is spread over the others.
    let target = |axis: usize| match sizes[0][axis] {
        1 if spreads => sizes.iter().map(|size| size[axis]).max().unwrap(),
        n => n,
    };
    let target: Vec<i64> = (0..sizes[0].len()).map(target).collect();
    let inputs: Vec<MapId> = ends
        .iter()
        .zip(&sizes)
        .map(|(&end, size)| {
            let amount = |by: fn(i64, i64) -> i64| {
                let both = size.iter().zip(&target).map(|(&n, &to)| Ends { begin: 0, end: by(n, to).max(0) as u64 });
                PerAxis::Each(both.collect())
            };
            if size.iter().zip(&target).all(|(&n, &to)| n == to || (spreads && n == 1)) {
                return end;
            }
            let cut = graph.push(Node::new("crop", Op::Crop(amount(|n, to| n - to))), &[end]).unwrap();
            graph.push(Node::new("pad", Op::Pad(amount(|n, to| to - n))), &[cut]).unwrap()
        })
        .collect();
    let joined = graph.push(Node::new("join", Op::Join(join)), &inputs).unwrap();
    // One channel again, so that every later join fits.
    let one = Op::conv_to(Window::new(1, 1), 1);
    if join == Join::Concat { graph.push(Node::new("one", one), &[joined]).unwrap() } else { joined }
}

/// What is put on one branch.
#[derive(Clone, Debug)]
enum Branch {
    Ops(Vec<Op>),
    /// As in squeeze-and-excitation.
    Global,
}

fn branch(rank: usize) -> impl Strategy<Value = Branch> {
    prop_oneof![
        6 => vec(keeping(rank), 0..=3).prop_map(|ops| Branch::Ops(ops.concat())),
        3 => vec(op(rank), 0..=3).prop_map(Branch::Ops),
        1 => Just(Branch::Global),
    ]
}

fn join() -> impl Strategy<Value = Join> {
    prop_oneof![Just(Join::Add), Just(Join::Mul), Just(Join::Concat)]
}

fn size(rank: usize, largest: u64) -> impl Strategy<Value = Axes<u64>> {
    vec(1..=largest, rank).prop_map(|size| size.into_iter().collect())
}

/// The end of a classifier, now and then.
fn head() -> impl Strategy<Value = Vec<Op>> {
    let linear = |channels| Op::Linear(Linear { channels, bias: true });
    prop_oneof![5 => Just(Vec::new()), 1 => Just(vec![Op::Flatten, linear(10), Op::Pointwise(Pointwise::Relu), linear(2)])]
}

/// Any op of a chain with settings that fit `rank` axes.
pub fn op(rank: usize) -> impl Strategy<Value = Op> {
    let kind = || prop_oneof![Just(PoolKind::Max), Just(PoolKind::Average)];
    let mode = prop_oneof![Just(Interpolation::Nearest), Just(Interpolation::Linear)];
    let pool = (kind(), window(rank), any::<bool>(), any::<bool>());
    prop_oneof![
        12 => window(rank).prop_map(Op::conv),
        8 => pool.prop_map(|(kind, window, ceil, count_padding)| Op::Pool(Pool { kind, window, ceil, count_padding })),
        6 => (window(rank), setting(rank, 0..=2_u64)).prop_map(|(window, output_padding)| {
            Op::ConvTransposed(ConvTransposed { window, output_padding, channels: None, groups: 1, bias: true })
        }),
        4 => (setting(rank, 1..=3_u64), mode).prop_map(|(factor, mode)| Op::Upsample { factor, mode }),
        2 => (kind(), setting(rank, 1..=5_u64)).prop_map(|(kind, out)| Op::AdaptivePool { kind, out }),
        2 => setting(rank, ends(2)).prop_map(Op::Pad),
        2 => setting(rank, ends(2)).prop_map(Op::Crop),
        2 => Just(Op::Pointwise(Pointwise::Relu)),
        1 => kind().prop_map(Op::GlobalPool),
        2 => imported(rank),
    ]
}

/// What only imported networks have.
fn imported(rank: usize) -> impl Strategy<Value = Op> {
    let cut = (0..=2_u64, 0..=2_u64, 1..=3_u64).prop_map(|(begin, end, step)| Cut { begin, end, step });
    let round = prop_oneof![Just(Round::PreferFloor), Just(Round::PreferCeil), Just(Round::Floor), Just(Round::Ceil)];
    let filter = prop_oneof![round.prop_map(Filter::Nearest), Just(Filter::Linear), Just(Filter::Cubic)];
    let anchor = prop_oneof![Just(Anchor::HalfPixel), Just(Anchor::Asymmetric), Just(Anchor::Corners)];
    let scale = (1..=5_u64, 1..=4_u64).prop_map(|(over, under)| Ratio::new(over, under));
    let to =
        prop_oneof![setting(rank, scale).prop_map(Resized::Scale), setting(rank, 1..=7_u64).prop_map(Resized::Size),];
    prop_oneof![
        setting(rank, cut).prop_map(Op::Slice),
        (to, filter, anchor).prop_map(|(to, filter, anchor)| Op::Resize(Resize { to, filter, anchor })),
    ]
}

/// What keeps the size, as most branches of real networks do: a convolution, or a frame that is cut off and put back,
/// which leaves rows out on one branch and columns on another.
fn keeping(rank: usize) -> impl Strategy<Value = Vec<Op>> {
    let conv =
        (setting(rank, 1..=4_u64), setting(rank, 1..=3_u64), any::<bool>()).prop_map(|(kernel, dilation, lower)| {
            let padding = if lower { Padding::SameLower } else { Padding::Same };
            vec![Op::conv(Window { kernel, stride: PerAxis::All(1), padding, dilation })]
        });
    prop_oneof![3 => conv, 2 => setting(rank, ends(1)).prop_map(|frame| vec![Op::Crop(frame.clone()), Op::Pad(frame)])]
}

fn window(rank: usize) -> impl Strategy<Value = Window> {
    let padding = prop_oneof![
        2 => Just(Padding::NONE),
        4 => setting(rank, ends(3)).prop_map(Padding::Explicit),
        1 => Just(Padding::Same),
        1 => Just(Padding::SameLower),
    ];
    (setting(rank, 1..=4_u64), setting(rank, 1..=3_u64), setting(rank, 1..=3_u64), padding)
        .prop_map(|(kernel, stride, dilation, padding)| Window { kernel, stride, padding, dilation })
}

/// One value for all axes, or one for each. One value for one axis is written as one for all.
fn setting<T: Copy + std::fmt::Debug>(
    rank: usize,
    value: impl Strategy<Value = T>,
) -> impl Strategy<Value = PerAxis<T>> {
    vec(value, 1..=rank).prop_map(move |values| match values.len() {
        n if n == rank && n > 1 => PerAxis::Each(values.into_iter().collect()),
        _ => PerAxis::All(values[0]),
    })
}

fn ends(most: u64) -> impl Strategy<Value = Ends> + Clone {
    prop_oneof![(0..=most).prop_map(Ends::both), (0..=most, 0..=most).prop_map(|(begin, end)| Ends { begin, end }),]
}

/// Any stack that can be written, whether it can run or not: names, layers that are switched off, every op.
pub fn any_stack() -> impl Strategy<Value = Stack> {
    let shape = (1..=1000_u64, 1..=1000_u64, vec(1..=1000_u64, 1..=3));
    let shape = shape.prop_map(|(batch, channels, size)| Shape { batch, channels, size: size.into_iter().collect() });
    let layer = (proptest::option::of("\\PC{0,8}"), any::<bool>(), any_op());
    (shape, vec(layer, 0..8)).prop_map(|(input, layers)| {
        let mut stack = Stack::new(input);
        for (name, enabled, op) in layers {
            stack.push(name.filter(|name: &String| !name.trim().is_empty()), enabled, op);
        }
        stack
    })
}

fn any_op() -> impl Strategy<Value = Op> {
    let channels = || (proptest::option::of(1..=512_u64), 1..=4_u64, any::<bool>());
    let pointwise = [
        Pointwise::Relu,
        Pointwise::Sigmoid,
        Pointwise::Tanh,
        Pointwise::Gelu,
        Pointwise::BatchNorm,
        Pointwise::Dropout,
    ];
    prop_oneof![
        6 => (1_usize..=3).prop_flat_map(op),
        2 => (window(2), channels()).prop_map(|(window, (channels, groups, bias))| {
            Op::Conv(Conv { window, channels, groups, bias })
        }),
        1 => (window(3), setting(1, 0..=2_u64), channels()).prop_map(|(window, output_padding, (channels, groups, bias))| {
            Op::ConvTransposed(ConvTransposed { window, output_padding, channels, groups, bias })
        }),
        1 => proptest::sample::select(pointwise.to_vec()).prop_map(Op::Pointwise),
        1 => Just(Op::Flatten),
        1 => ("\\PC{0,8}", proptest::option::of(1..=512_u64), any::<bool>()).prop_map(|(name, channels, global)| {
            Op::Unit(UnitOp { name, channels, global })
        }),
        1 => setting(2, 1..=4_u64).prop_map(Op::DepthToSpace),
        1 => setting(2, 1..=4_u64).prop_map(Op::SpaceToDepth),
        1 => "\\PC{1,8}".prop_map(Op::Unsupported),
        1 => prop_oneof![Just(PoolKind::Max), Just(PoolKind::Average)].prop_map(Op::GlobalPool),
        1 => (1..=4096_u64, any::<bool>()).prop_map(|(channels, bias)| Op::Linear(Linear { channels, bias })),
    ]
}
