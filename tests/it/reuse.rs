//! What a run takes over from the run before it, and what it must not.

use std::sync::Arc;

use proptest::prelude::*;
use receptive::field::Analysis;
use receptive::import::layer_text::read_stack;
use receptive::net::{
    Bias, Edit, Graph, Join, Kernel, MapId, Matrix, Node, Op, Parameters, Pointwise, Shape, Source, Stack, Window,
};
use receptive::value::{Asset, Assets, Cancel, Question, Tensor, ValueProblem, Values, parameters_of};

use super::random;

const NET: &str = "2x12x12: conv k3 p1 c4; relu; conv k3 p1 g2; conv k3 c6; flatten; linear c5";

fn stack(text: &str) -> Stack {
    read_stack(text).expect("a stack")
}

/// The values of a stack, from nothing or after a run.
fn run(stack: &Stack, assets: &Assets, before: Option<&Values>) -> Values {
    run_to(None, stack, assets, before)
}

/// As [`run`], for one map alone.
fn run_to(last: Option<MapId>, stack: &Stack, assets: &Assets, before: Option<&Values>) -> Values {
    let lowered = stack.lower();
    let analysis = Analysis::of(&lowered.graph);
    let parameters = parameters_of(stack, &lowered);
    let question = Question {
        graph: &lowered.graph,
        analysis: &analysis,
        source: &stack.source,
        parameters: &parameters,
        assets,
        last,
        most_bytes: u64::MAX,
    };
    Values::after(before, &question, &Cancel::default())
}

fn maps(stack: &Stack) -> Vec<MapId> {
    stack.lower().graph.maps().collect()
}

fn is_same<T>(one: Option<&Arc<T>>, another: Option<&Arc<T>>) -> bool {
    one.zip(another).is_some_and(|(one, another)| Arc::ptr_eq(one, another))
}

/// The maps that are taken over, and those whose node's weights are, by index.
fn kept(before: &Values, after: &Values, stack: &Stack) -> [Vec<usize>; 2] {
    let of =
        |same: &dyn Fn(MapId) -> bool| maps(stack).into_iter().filter(|map| same(*map)).map(MapId::index).collect();
    [of(&|map| is_same(before.map(map), after.map(map))), of(&|map| is_same(before.weights(map), after.weights(map)))]
}

/// The bits of a map, then of its node's kernel and bias.
type Bits = Vec<Vec<u32>>;

/// All numbers bit by bit, and the problems.
fn told(values: &Values, stack: &Stack) -> (Vec<Option<Bits>>, Vec<ValueProblem>) {
    let bits = |tensor: &Tensor| tensor.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
    let of = |map| {
        let weights = values.weights(map).into_iter().flat_map(|weights| [bits(&weights.kernel), bits(&weights.bias)]);
        Some(std::iter::once(bits(values.map(map)?)).chain(weights).collect())
    };
    (maps(stack).into_iter().map(of).collect(), values.problems.clone())
}

/// Layers on maps that are large enough for their memory to be used again: every way of working out a map.
const LARGE: [&str; 4] = [
    "32x40x40: conv k3 p1 c32; relu; conv k3 p1 c20; conv k3 p1 g20; conv k5 p2 g20 c40; conv k1 c32; conv k3 p2 d2 c32; \
     sigmoid; maxpool k3 s1 p1; convt k2 s2 c32; tanh; conv k3 s2 p1 c32; upsample x2 linear; conv k3 s2 p1 g32; gelu",
    "32x40x40: conv k3 p1:0x4:3 c36; bn; avgpool k3 s1 p1; pad p1; dropout; crop p1; conv k3 p1 c32 g2; adaptavg o37x41",
    "4x24x24x24: conv k3 p1 c4; relu; conv k3 p1 g4; convt k3 p1 c4; maxpool k3 s1 p1; conv k1 c4",
    "16x4096: conv k3 p1 c16; relu; conv k5 p2 g16; conv k9 s2 p4 c32",
];

/// A map is made in memory that others were in, of another image, and none of them shows. What somebody still has stays
/// as it is.
#[test]
fn memory_that_is_used_again_shows_nothing_of_what_was_in_it() {
    let assets = Assets::new();
    for text in LARGE {
        let net = |seed: u64| {
            let mut net = stack(text);
            Edit::SetSource(Source::Noise { seed }).apply(&mut net);
            net
        };
        let first = run(&net(0), &assets, None);
        assert_eq!(first.problems, [], "{text}");
        let held = first.map(maps(&net(0))[1]).cloned().expect("a map");
        let copy = Tensor::clone(&held);
        let mut before = first;
        for seed in 1..4 {
            let net = net(seed);
            let now = run(&net, &assets, Some(&before));
            assert!(told(&now, &net) == told(&run(&net, &assets, None), &net), "{text}, run {seed}");
            let last = maps(&net).last().copied();
            let alone = run_to(last, &net, &assets, None);
            assert!(last.and_then(|last| alone.map(last)) == last.and_then(|last| now.map(last)), "{text}, run {seed}");
            before = now;
        }
        assert_eq!(*held, copy, "{text}");
    }
}

/// What is taken over after an edit of [`NET`], whose values are held against those of a run from nothing.
fn kept_after(edit: impl FnOnce(&Stack) -> Edit) -> [Vec<usize>; 2] {
    let mut stack = stack(NET);
    let before = run(&stack, &Assets::new(), None);
    edit(&stack).apply(&mut stack);
    let after = run(&stack, &Assets::new(), Some(&before));
    assert_eq!(told(&after, &stack), told(&run(&stack, &Assets::new(), None), &stack));
    kept(&before, &after, &stack)
}

/// The last op of a text.
fn op(text: &str) -> Op {
    stack(text).layers().last().expect("a layer").op.clone()
}

#[test]
fn nothing_is_made_again_of_what_an_edit_leaves_alone() {
    let with_weights = vec![1, 3, 4, 6];
    // The image changes every map and no weights.
    assert_eq!(kept_after(|_| Edit::SetSource(Source::Noise { seed: 3 })), [vec![], with_weights.clone()]);
    // The same image is the same run.
    let all = (0..=6).collect::<Vec<_>>();
    assert_eq!(kept_after(|_| Edit::SetSource(Source::TestPicture)), [all.clone(), with_weights.clone()]);
    assert_eq!(
        kept_after(|net| Edit::Rename(net.layers()[2].id, Some("wide".to_owned()))),
        [all.clone(), with_weights]
    );
    // The last layer costs the last layer.
    let last = |net: &Stack| Edit::SetOp(net.layers()[5].id, op("6x10x10: flatten; linear c7"));
    assert_eq!(kept_after(last), [vec![0, 1, 2, 3, 4, 5], vec![1, 3, 4]]);
    // A layer behind all others leaves them.
    let added = |_: &Stack| Edit::Insert { at: 6, op: Op::Pointwise(Pointwise::Relu) };
    assert_eq!(kept_after(added), [all, vec![1, 3, 4, 6]]);
    // A chosen kernel makes the layer's weights anew and the maps from there on.
    let chosen = |net: &Stack| Edit::SetParameters(net.layers()[2].id, Parameters::of(Kernel::Box));
    assert_eq!(kept_after(chosen), [vec![0, 1, 2], vec![1, 4, 6]]);
    // The stride is nothing to the weights of the layer, but to the features that the linear layer reads.
    let stride = |net: &Stack| Edit::SetOp(net.layers()[2].id, op("4x12x12: conv k3 p1 g2 s2"));
    assert_eq!(kept_after(stride), [vec![0, 1, 2], vec![1, 3, 4]]);
    // A larger image is read by the same convolutions.
    assert_eq!(kept_after(|_| Edit::SetInput(Shape::image(2, [14, 14]))), [vec![], vec![1, 3, 4]]);
}

#[test]
fn weights_of_other_shape_or_seed_are_made_anew() {
    let third = |text: &'static str| move |net: &Stack| Edit::SetOp(net.layers()[2].id, op(text));
    // Channels made: the next convolution reads others as well.
    assert_eq!(kept_after(third("4x12x12: conv k3 p1 g2 c8")), [vec![0, 1, 2], vec![1, 6]]);
    assert_eq!(kept_after(third("4x12x12: conv k3 p1")), [vec![0, 1, 2], vec![1, 4, 6]]);
    assert_eq!(kept_after(third("4x12x12: conv k5 p2 g2")), [vec![0, 1, 2], vec![1, 4, 6]]);
    assert_eq!(kept_after(third("4x12x12: convt k3 p1 g2")), [vec![0, 1, 2], vec![1, 4, 6]]);
    // Channels read.
    assert_eq!(kept_after(|_| Edit::SetInput(Shape::image(3, [12, 12]))), [vec![], vec![3, 4, 6]]);
    // Behind a layer that comes between, the places are others, and so the seeds.
    let between = |_: &Stack| Edit::Insert { at: 1, op: Op::Pointwise(Pointwise::Tanh) };
    assert_eq!(kept_after(between), [vec![0, 1], vec![1]]);
    let seed = |net: &Stack| Edit::SetParameters(net.layers()[3].id, Parameters::of(Kernel::Random { seed: 9 }));
    assert_eq!(kept_after(seed), [vec![0, 1, 2, 3], vec![1, 3, 6]]);
}

/// The layer's place alone: the same op of the same shapes at the same map, with another map behind it and before it.
#[test]
fn the_place_is_the_seed() {
    let one = stack("4x8x8: tanh; conv k3 p1; conv k3 p1");
    let other = stack("4x8x8: conv k3 p1; tanh; conv k3 p1");
    let before = run(&one, &Assets::new(), None);
    let after = run(&other, &Assets::new(), Some(&before));
    assert_eq!(kept(&before, &after, &other), [vec![0], vec![3]]);
    assert_eq!(told(&after, &other), told(&run(&other, &Assets::new(), None), &other));
}

fn array(shape: &[usize], value: f32) -> Asset {
    Asset::Array(Arc::new(Tensor::from_elem(shape.to_vec(), value)))
}

fn files(kernel: &Asset, image: &Asset) -> Assets {
    [("w.npy".to_owned(), Ok(kernel.clone())), ("x.npy".to_owned(), Ok(image.clone()))].into()
}

#[test]
fn files_count_by_what_they_hold() {
    let mut net = stack("1x6x6: conv k3 p1 c2; conv k3 p1 c2");
    let parameters = Parameters::of(Kernel::Array { path: "w.npy".to_owned() });
    Edit::SetParameters(net.layers()[0].id, parameters).apply(&mut net);
    Edit::SetSource(Source::Array { path: "x.npy".to_owned() }).apply(&mut net);
    let (kernel, image) = (array(&[3, 3], 0.5), array(&[6, 6], 2.0));
    let before = run(&net, &files(&kernel, &image), None);
    let after = |assets: &Assets| {
        let after = run(&net, assets, Some(&before));
        assert_eq!(told(&after, &net), told(&run(&net, assets, None), &net));
        kept(&before, &after, &net)
    };
    assert_eq!(after(&files(&kernel, &image)), [vec![0, 1, 2], vec![1, 2]]);
    assert_eq!(after(&files(&array(&[3, 3], 0.25), &image)), [vec![0], vec![2]]);
    assert_eq!(after(&files(&kernel, &array(&[6, 6], 3.0))), [vec![], vec![1, 2]]);
    // The file is gone: the program's own kernel, and its problem.
    let mut gone = files(&kernel, &image);
    gone.remove("w.npy");
    assert_eq!(after(&gone), [vec![0], vec![2]]);
}

/// The old contents are let go with their assets; what lies in their place afterwards is not taken for them.
#[test]
fn values_hold_no_files() {
    let mut net = stack("1x6x6: conv k3 p1");
    Edit::SetParameters(net.layers()[0].id, Parameters::of(Kernel::Array { path: "w.npy".to_owned() })).apply(&mut net);
    let mut before = None;
    for value in 0..20_u8 {
        let held = Arc::new(Tensor::from_elem(vec![3, 3], f32::from(value)));
        let seen = Arc::downgrade(&held);
        let assets: Assets = [("w.npy".to_owned(), Ok(Asset::Array(held)))].into();
        let values = run(&net, &assets, before.as_ref());
        let weights = values.weights(maps(&net)[1]).expect("weights");
        assert!(weights.kernel.iter().all(|weight| *weight == f32::from(value)));
        drop(assets);
        assert!(seen.upgrade().is_none());
        before = Some(values);
    }
}

#[test]
fn problems_are_told_again_by_their_new_names() {
    let mut net = stack("1x6x6: conv k3 p1; relu");
    let id = net.layers()[0].id;
    let matrix = Matrix::new(vec![2, 2], vec![1.0; 4]).expect("a matrix");
    let bias = Bias::Array { path: "b.npy".to_owned() };
    let parameters = Parameters { bias, ..Parameters::of(Kernel::Typed(matrix)) };
    Edit::SetParameters(id, parameters).apply(&mut net);
    let first = run(&net, &Assets::new(), None);
    assert_eq!(first.problems.len(), 2);
    Edit::SetSource(Source::Ramp).apply(&mut net);
    let second = run(&net, &Assets::new(), Some(&first));
    assert_eq!(kept(&first, &second, &net)[1], [1]);
    assert_eq!(second.problems, first.problems);
    let third = run(&net, &Assets::new(), Some(&second));
    assert_eq!(third.problems, first.problems);
    Edit::Rename(id, Some("edges".to_owned())).apply(&mut net);
    let renamed = run(&net, &Assets::new(), Some(&third));
    assert!(matches!(&renamed.problems[0], ValueProblem::Shape { what, .. } if what.contains("edges")));
}

/// A map that reads others than before is another one, though its op is the same.
#[test]
fn maps_of_a_graph_are_taken_over_along_their_edges() {
    let net = |from: usize| {
        let mut graph = Graph::new(Shape::image(2, [6, 6]));
        let conv = |graph: &mut Graph, from| graph.push(Node::new("conv", Op::conv(Window::new(3, 1))), &[from]);
        let one = conv(&mut graph, MapId::INPUT).expect("a map");
        let two = conv(&mut graph, MapId::INPUT).expect("a map");
        let relu = Op::Pointwise(Pointwise::Relu);
        let three = graph.push(Node::new("relu", relu), &[[one, two][from]]).expect("a map");
        graph.push(Node::new("sum", Op::Join(Join::Add)), &[two, three]).expect("a map");
        graph
    };
    let (one, other) = (net(0), net(1));
    let run = |graph: &Graph, last: Option<usize>, before: Option<&Values>| {
        let (analysis, source, assets) = (Analysis::of(graph), Source::Noise { seed: 1 }, Assets::new());
        let last = last.and_then(|last| graph.map(last));
        let question = Question {
            graph,
            analysis: &analysis,
            source: &source,
            parameters: &[],
            assets: &assets,
            last,
            most_bytes: u64::MAX,
        };
        Values::after(before, &question, &Cancel::default())
    };
    let (before, nothing) = (run(&one, None, None), run(&other, None, None));
    let after = run(&other, None, Some(&before));
    let same: Vec<bool> = other.maps().map(|map| is_same(before.map(map), after.map(map))).collect();
    assert_eq!(same, [true, true, true, false, false]);
    for map in other.maps() {
        assert_eq!(after.map(map), nothing.map(map));
        // One map alone is made of maps that the run before holds, and leaves them whole.
        let alone = run(&other, Some(map.index()), Some(&before));
        assert_eq!((alone.map(map), &alone.problems[..]), (nothing.map(map), &[][..]));
    }
    assert_eq!(other.maps().map(|map| before.map(map).is_some()).collect::<Vec<_>>(), [true; 5]);
}

/// Something that people do to a stack.
#[derive(Clone, Debug)]
enum Change {
    Op(usize, Op),
    Insert(usize, Op),
    Remove(usize),
    Move(usize, usize),
    Enable(usize, bool),
    Kernel(usize, Kernel),
    Filter(usize, u64, Kernel),
    Source(Source),
    Channels(u64),
}

impl Change {
    fn apply(self, stack: &mut Stack) {
        let id = |at: usize| stack.layers().get(at % stack.layers().len().max(1)).map(|layer| layer.id);
        let chosen = |at: usize| id(at).and_then(|id| stack.layer(id)).map(|layer| layer.parameters.clone());
        let edit = match self {
            Self::Op(at, op) => id(at).map(|id| Edit::SetOp(id, op)),
            Self::Insert(at, op) => Some(Edit::Insert { at: at % (stack.layers().len() + 1), op }),
            Self::Remove(at) => id(at).map(Edit::Remove),
            Self::Move(at, to) => id(at).map(|id| Edit::Move { id, to: to % stack.layers().len() }),
            Self::Enable(at, on) => id(at).map(|id| Edit::Enable(id, on)),
            Self::Kernel(at, kernel) => id(at)
                .zip(chosen(at))
                .map(|(id, chosen)| Edit::SetParameters(id, Parameters { kernel: Some(kernel), ..chosen })),
            Self::Filter(at, filter, kernel) => id(at).zip(chosen(at)).map(|(id, mut chosen)| {
                chosen.filters.insert(filter, kernel);
                Edit::SetParameters(id, chosen)
            }),
            Self::Source(source) => Some(Edit::SetSource(source)),
            Self::Channels(channels) => Some(Edit::SetInput(Shape { channels, ..stack.input.clone() })),
        };
        edit.map(|edit| edit.apply(stack));
    }
}

fn kernel() -> impl Strategy<Value = Kernel> {
    let typed = Matrix::new(vec![3], vec![1.0, 2.0, 3.0]).expect("a matrix");
    prop_oneof![
        Just(Kernel::Ones),
        Just(Kernel::Gabor),
        Just(Kernel::Identity),
        (0..3_u64).prop_map(|seed| Kernel::Random { seed }),
        Just(Kernel::Typed(typed)),
        Just(Kernel::Array { path: "none.npy".to_owned() }),
    ]
}

fn layer() -> impl Strategy<Value = Op> {
    let conv = (1..4_u64, 1..4_u64).prop_map(|(taps, channels)| Op::conv_to(Window::new(taps, 1), channels));
    prop_oneof![(1..3_usize).prop_flat_map(random::op), conv]
}

fn change() -> impl Strategy<Value = Change> {
    let at = || 0..8_usize;
    let source =
        prop_oneof![Just(Source::Ramp), Just(Source::Impulse), (0..2_u64).prop_map(|seed| Source::Noise { seed })];
    prop_oneof![
        3 => (at(), layer()).prop_map(|(at, op)| Change::Op(at, op)),
        3 => (at(), layer()).prop_map(|(at, op)| Change::Insert(at, op)),
        1 => at().prop_map(Change::Remove),
        1 => (at(), at()).prop_map(|(at, to)| Change::Move(at, to)),
        2 => (at(), any::<bool>()).prop_map(|(at, on)| Change::Enable(at, on)),
        3 => (at(), kernel()).prop_map(|(at, kernel)| Change::Kernel(at, kernel)),
        2 => (at(), 0..3_u64, kernel()).prop_map(|(at, filter, kernel)| Change::Filter(at, filter, kernel)),
        2 => source.prop_map(Change::Source),
        1 => (1..4_u64).prop_map(Change::Channels),
    ]
}

proptest! {
    #![proptest_config(random::cases(150))]

    #[test]
    fn a_run_after_another_makes_what_a_run_from_nothing_makes(
        mut stack in random::stack(5, 9),
        changes in proptest::collection::vec(change(), 1..8),
    ) {
        let mut before = run(&stack, &Assets::new(), None);
        for change in changes {
            change.apply(&mut stack);
            // Factors and padding multiply: what grew out of hand is for nobody to wait for.
            let lowered = stack.lower();
            let analysis = Analysis::of(&lowered.graph);
            if receptive::value::bytes_of(&lowered.graph, &analysis) > 1 << 20 {
                break;
            }
            let after = run(&stack, &Assets::new(), Some(&before));
            prop_assert_eq!(told(&after, &stack), told(&run(&stack, &Assets::new(), None), &stack));
            before = after;
        }
    }
}
