//! Ways out of a loss: the smallest changes that end it, each an ordinary edit with its result foreseen.

use super::taps::Budget;
use super::{Analysis, Axes, MapAnswer, Span, sizes};
use crate::axes::PerAxis;
use crate::net::{Conv, Edit, Ends, Graph, Layer, LayerId, Op, Padding, Pool, Shape, Stack, Window};

/// How far from the present value a setting is searched.
const REACH: u64 = 16;

/// How far from the present size the input is searched, and how much work that may take (sizes × layers).
const SIZE_REACH: u64 = 64;
const SIZE_WORK: u64 = 60_000;

/// What a fix changes, for its words: the settings as they are after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    Padding(PerAxis<Ends>),
    Stride(PerAxis<u64>),
    Kernel(PerAxis<u64>),
    /// A last, partial window is kept.
    Ceil,
    StrideAndPadding(PerAxis<u64>, PerAxis<Ends>),
    InputSize(Axes<u64>),
}

/// A change that leaves nothing unread at the layer it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    pub change: Change,
    pub edit: Edit,
    /// The layer's output after the change.
    pub shape: Shape,
    /// Image pixels that then still reach no output: fewer than before. Always known.
    pub dropped: Option<u64>,
}

/// The fixes for what the layer leaves unread, the smallest change of each kind; empty if it reads everything. Each
/// makes the layer read all it gets and the network lose less, those that end every loss first.
pub fn fixes(stack: &Stack, id: LayerId) -> Vec<Fix> {
    let lowered = stack.lower();
    let analysis = Analysis::of(&lowered.graph);
    let Some((layer, answer)) = layer_and_answer(stack, &lowered, &analysis, id) else { return Vec::new() };
    if !answer.skips() {
        return Vec::new();
    }
    let node = map_of(&lowered, id).and_then(|map| lowered.graph.node(map));
    let Some(input) = node.and_then(|node| analysis.map(node.inputs()[0]).shape.as_ref()) else { return Vec::new() };
    let lossy: Axes<bool> = answer.steps[0].zip_map(&answer.read[0], |step, read| !read.covers_axis(step.inputs));

    let before = analysis.network_loss().filter(|_| analysis.runs()).map(|loss| loss.count);

    // A change that leaves the network as lossy as it was, or that it does not survive, is no way out.
    let mut fixes: Vec<Fix> = changed_ops(&layer.op, input, &lossy)
        .into_iter()
        .map(|(change, op)| (change, Edit::SetOp(id, op)))
        .chain(input_change(stack, id))
        .filter_map(|(change, edit)| foreseen(stack, id, change, edit))
        .filter(|fix| fix.dropped.is_some() && before.is_none_or(|before| fix.dropped < Some(before)))
        .collect();
    fixes.sort_by_key(|fix| fix.dropped != Some(0));
    fixes
}

fn map_of(lowered: &crate::net::Lowered, id: LayerId) -> Option<crate::net::MapId> {
    let index = lowered.layer_of_map.iter().position(|layer| *layer == Some(id))?;
    lowered.graph.map(index)
}

fn layer_and_answer<'a>(
    stack: &'a Stack,
    lowered: &crate::net::Lowered,
    analysis: &'a Analysis,
    id: LayerId,
) -> Option<(&'a Layer, &'a MapAnswer)> {
    let answer = analysis.map(map_of(lowered, id)?);
    answer.shape.as_ref()?;
    Some((stack.layer(id)?, answer))
}

fn foreseen(stack: &Stack, id: LayerId, change: Change, edit: Edit) -> Option<Fix> {
    let mut after = stack.clone();
    edit.clone().apply(&mut after);
    let lowered = after.lower();
    let analysis = Analysis::of(&lowered.graph);
    let (_, answer) = layer_and_answer(&after, &lowered, &analysis, id)?;
    if answer.skips() {
        return None;
    }
    let dropped = analysis.runs().then(|| analysis.network_loss()).flatten();
    Some(Fix { change, edit, shape: answer.shape.clone()?, dropped: dropped.map(|loss| loss.count) })
}

/// True if the op can run on `input` and reads all of it.
fn reads_all(op: &Op, input: &Shape) -> bool {
    let Ok((_, steps)) = sizes::step_of(op, input) else { return false };
    steps.iter().all(|step| {
        let read = step.taps.reads_all(&step.all_outputs(), Span::axis(step.inputs), &mut Budget::new());
        read.is_ok_and(|read| read.covers_axis(step.inputs))
    })
}

/// The smallest change of each setting after which the op reads all of `input`.
fn changed_ops(op: &Op, input: &Shape, lossy: &Axes<bool>) -> Vec<(Change, Op)> {
    let Some(window) = op.window() else { return Vec::new() };
    let with = |window: Window| {
        let mut op = op.clone();
        if let Some(old) = op.window_mut() {
            *old = window;
        }
        op
    };
    let mut found = Vec::new();
    let mut smallest = |mut candidates: &mut dyn Iterator<Item = (Change, Op)>| {
        found.extend(Iterator::find(&mut candidates, |(_, op)| reads_all(op, input)));
    };
    let axis = lossy.iter().position(|&lossy| lossy).unwrap_or(0);
    let stride = window.stride.at(axis);
    let kernel = window.kernel.at(axis);
    let explicit = match &window.padding {
        Padding::Explicit(ends) => Some(ends),
        Padding::Same | Padding::SameLower => None,
    };
    let padded = |ends: &PerAxis<Ends>| Window { padding: Padding::Explicit(ends.clone()), ..window.clone() };
    // A window is given more to read; a transposed convolution's padding is cut from what it makes, so it cuts less.
    let transposed = matches!(op, Op::ConvTransposed(_));
    let moved = |value: u64, by: u64| if transposed { value.checked_sub(by) } else { value.checked_add(by) };
    let padding = |begin_by: u64, end_by: u64| {
        let ends = explicit?;
        let at = |ends: Ends| Some(Ends { begin: moved(ends.begin, begin_by)?, end: moved(ends.end, end_by)? });
        at(ends.at(axis))?;
        Some(changed(ends, lossy, |ends| at(ends).unwrap_or(ends)))
    };
    smallest(&mut (1..=REACH).filter_map(|by| padding(by, by)).map(|ends| {
        let window = padded(&ends);
        (Change::Padding(ends), with(window))
    }));
    let strides = (1..stride).rev().take(REACH as usize).map(|stride| changed(&window.stride, lossy, |_| stride));
    smallest(&mut strides.clone().map(|stride| {
        let window = Window { stride: stride.clone(), ..window.clone() };
        (Change::Stride(stride), with(window))
    }));
    let around = (1..=REACH).flat_map(|by| [kernel.checked_add(by), kernel.checked_sub(by)]).flatten();
    smallest(&mut around.filter(|&kernel| kernel > 0).map(|kernel| {
        let kernel = changed(&window.kernel, lossy, |_| kernel);
        let window = Window { kernel: kernel.clone(), ..window.clone() };
        (Change::Kernel(kernel), with(window))
    }));
    if let Op::Pool(pool) = op {
        let ceil = Op::Pool(Pool { ceil: true, ..pool.clone() });
        smallest(&mut (!pool.ceil).then_some((Change::Ceil, ceil)).into_iter());
    }
    smallest(&mut (1..=REACH).filter_map(|by| padding(0, by)).map(|ends| {
        let window = padded(&ends);
        (Change::Padding(ends), with(window))
    }));
    let both =
        strides.flat_map(|stride| (1..=3).filter_map(|by| padding(by, by)).map(move |ends| (stride.clone(), ends)));
    smallest(&mut both.take(REACH as usize).map(|(stride, ends)| {
        let window = Window { stride: stride.clone(), ..padded(&ends) };
        (Change::StrideAndPadding(stride, ends), with(window))
    }));
    found
}

/// A setting changed: all of it while it is linked, else on the axes that lose something.
fn changed<T: Copy>(value: &PerAxis<T>, lossy: &Axes<bool>, rule: impl Fn(T) -> T) -> PerAxis<T> {
    match value {
        PerAxis::All(value) => PerAxis::All(rule(*value)),
        PerAxis::Each(values) => {
            PerAxis::Each(values.zip_map(lossy, |value, lossy| if *lossy { rule(*value) } else { *value }))
        }
    }
}

/// The nearest input at which the layer reads everything, if the layer comes early enough for that to be found.
fn input_change(stack: &Stack, id: LayerId) -> Option<(Change, Edit)> {
    let before = stack.until(id);
    let map = map_of(&before.lower(), id)?;
    let nearest = |axis: usize, mut graph: Graph| {
        let now = stack.input.size[axis];
        // Another image altogether is no change of this one.
        let near = |n: &u64| n.abs_diff(now) <= (now / 4).max(8);
        nearest_first(now).take(allowed(&before)).filter(near).find(|&n| {
            graph.input.size = [n].into();
            let analysis = Analysis::of(&graph);
            let answer = analysis.map(map);
            answer.shape.is_some() && !answer.skips()
        })
    };
    let size: Axes<u64> = per_axis(&before, nearest).into_iter().collect::<Option<Axes<u64>>>()?;
    let input = Shape { size: size.clone(), ..stack.input.clone() };
    Some((Change::InputSize(size), Edit::SetInput(input)))
}

/// An answer for every axis of the stack by itself: axes do not meet in a chain. Where the next axis is the same as the
/// one before, so is its answer.
fn per_axis<T: Clone>(stack: &Stack, answer: impl Fn(usize, Graph) -> T) -> Vec<T> {
    let mut answers: Vec<T> = Vec::new();
    let mut last: Option<Graph> = None;
    for axis in 0..stack.input.size.rank() {
        let graph = graph_on_axis(stack, axis);
        let known = answers.last().filter(|_| last.as_ref() == Some(&graph)).cloned();
        last = Some(graph.clone());
        answers.push(known.unwrap_or_else(|| answer(axis, graph)));
    }
    answers
}

fn allowed(stack: &Stack) -> usize {
    (SIZE_WORK / (stack.layers().len() as u64 + 1)).clamp(1, 2 * SIZE_REACH + 1) as usize
}

/// `n`, then its neighbours outwards, the larger one first.
fn nearest_first(n: u64) -> impl Iterator<Item = u64> {
    let around = (1..=SIZE_REACH).flat_map(move |by| [n.checked_add(by), n.checked_sub(by)]).flatten();
    std::iter::once(n).chain(around).filter(|&n| n > 0)
}

/// The stack on one of its axes alone. Its maps are the same, whatever the size of the image.
fn graph_on_axis(stack: &Stack, axis: usize) -> Graph {
    let rank = stack.input.size.rank();
    let input = Shape { size: [stack.input.size[axis]].into(), ..stack.input.clone() };
    stack.with_ops(input, |op| op_on_axis(op, axis, rank)).lower().graph
}

fn op_on_axis(op: &Op, axis: usize, rank: usize) -> Op {
    fn pick<T: Copy>(value: &PerAxis<T>, axis: usize, rank: usize) -> PerAxis<T> {
        // A wrong number of values stays wrong: the layer cannot run on the axis either.
        if value.resolve(rank).is_some() { PerAxis::All(value.at(axis)) } else { value.clone() }
    }
    let pick_window = |window: &Window| Window {
        kernel: pick(&window.kernel, axis, rank),
        stride: pick(&window.stride, axis, rank),
        padding: match &window.padding {
            Padding::Explicit(ends) => Padding::Explicit(pick(ends, axis, rank)),
            same => same.clone(),
        },
        dilation: pick(&window.dilation, axis, rank),
    };
    match op {
        Op::Conv(conv) => Op::Conv(Conv { window: pick_window(&conv.window), ..conv.clone() }),
        Op::ConvTransposed(conv) => Op::ConvTransposed(crate::net::ConvTransposed {
            window: pick_window(&conv.window),
            output_padding: pick(&conv.output_padding, axis, rank),
            ..conv.clone()
        }),
        Op::Pool(pool) => Op::Pool(Pool { window: pick_window(&pool.window), ..pool.clone() }),
        Op::AdaptivePool { kind, out } => Op::AdaptivePool { kind: *kind, out: pick(out, axis, rank) },
        Op::Upsample { factor, mode } => Op::Upsample { factor: pick(factor, axis, rank), mode: *mode },
        Op::Pad(ends) => Op::Pad(pick(ends, axis, rank)),
        Op::Crop(ends) => Op::Crop(pick(ends, axis, rank)),
        other => other.clone(),
    }
}

/// Per axis of the input: its sizes near the present one at which no pixel of that axis is lost, ascending, `most` at
/// most. The present size is among them if it loses nothing.
pub fn sizes_without_loss(stack: &Stack, most: usize) -> Axes<Vec<u64>> {
    let sizes = |axis: usize, mut graph: Graph| {
        let mut together = meeting_axes(stack, axis).map(|size| {
            let input = Shape { size, ..stack.input.clone() };
            stack.with_ops(input, Op::clone).lower().graph
        });
        let whole = |n: &u64| {
            graph.input.size = [*n].into();
            let whole_with_others = together.as_mut().is_none_or(|together| {
                let size = together.input.size.iter().enumerate();
                together.input.size = size.map(|(other, size)| if other == axis { *n } else { *size }).collect();
                loses_nothing(together)
            });
            whole_with_others && loses_nothing(&graph)
        };
        let near = nearest_first(stack.input.size[axis]).take(allowed(stack));
        let mut sizes: Vec<u64> = near.filter(whole).take(most).collect();
        sizes.sort_unstable();
        sizes
    };
    per_axis(stack, sizes).into_iter().collect()
}

/// The size at which the other axes by themselves lose nothing; `None` of a chain. Where branches meet or there are
/// several outputs, rows lost to one and columns lost to another leave corners that neither sees: what is whole on
/// every axis by itself need not be whole.
fn meeting_axes(stack: &Stack, axis: usize) -> Option<Axes<u64>> {
    stack.wiring().filter(|wiring| !wiring.is_chain())?;
    let size_on = |(other, &n): (usize, &u64)| {
        if other == axis {
            return n;
        }
        let mut graph = graph_on_axis(stack, other);
        let whole = |n: &u64| {
            graph.input.size = [*n].into();
            loses_nothing(&graph)
        };
        nearest_first(n).take(allowed(stack)).find(whole).unwrap_or(n)
    };
    Some(stack.input.size.iter().enumerate().map(size_on).collect())
}

fn loses_nothing(graph: &Graph) -> bool {
    let analysis = Analysis::of(graph);
    analysis.runs() && analysis.network_loss().is_some_and(|loss| loss.count == 0)
}
