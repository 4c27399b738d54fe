//! The answers' remarks as sentences, and the names of what they speak of.
//!
//! A sentence never builds on the English word order: it gets its parts as values, and an axis as the word `row`,
//! `column`, `slice` or `position`, by which each language picks its own noun, gender and case.

use num_rational::Ratio;

use super::Words;
use crate::field::{Cause, Impossible, Loss, Note, Spans};
use crate::net::{Graph, Interpolation, Join, Op, Pointwise, Pool, PoolKind, Window};

/// Runs of indices that a list shows before it is cut short.
const MOST_RUNS: usize = 6;

/// The runs that a list still shows when it is cut short, before the last one.
const FIRST_RUNS: usize = 3;

/// What the sentences call an axis of a map with `rank` axes; 0-based, outermost first.
fn axis_word(rank: usize, axis: usize) -> &'static str {
    match (rank, rank.saturating_sub(axis)) {
        (1, _) => "position",
        (_, 1) => "column",
        (_, 2) => "row",
        _ => "slice",
    }
}

impl Words {
    /// A remark about a network. It does not name its layer: readers see it beside the layer.
    pub fn note(&self, note: &Note, graph: &Graph) -> String {
        let rank = graph.input.size.rank();
        match note {
            Note::Impossible { reason, .. } => self.impossible(reason, rank),
            Note::Unsupported { op, .. } => self.with("note-unsupported", &[("op", op.into())]),
            Note::Unread { map, axis, cause, count } => {
                let window = graph.node(*map).and_then(|node| node.op.window());
                let transposed = graph.node(*map).is_some_and(|node| matches!(node.op, Op::ConvTransposed(_)));
                self.unread(*cause, window.filter(|_| !transposed), rank, *axis, *count)
            }
            Note::PaddingTail { axis, .. } => {
                self.with("note-padding-tail", &[("axis", axis_word(rank, *axis).into())])
            }
            Note::Dropped { loss } => self.dropped(loss, graph.outputs().len()),
            Note::FieldCoversInput { .. } => self.get("note-field-covers-input").to_owned(),
            Note::Gridding { axis, read, span, .. } => {
                let axis = axis_word(rank, *axis).into();
                self.with("note-gridding", &[("axis", axis), ("read", (*read).into()), ("count", (*span).into())])
            }
            Note::Unaligned { offsets, .. } if offsets.is_empty() => self.get("note-unaligned").to_owned(),
            Note::Unaligned { offsets, .. } => {
                // Middles of runs of pixels: whole or half pixels apart.
                let share = |value: Ratio<i64>| *value.numer() as f64 / *value.denom() as f64;
                let digits = |value: Ratio<i64>| usize::from(!value.is_integer());
                let on_axis = |&(axis, offset): &(usize, Ratio<i64>)| {
                    format!("{} {}", self.axis(rank, axis), self.decimal(share(offset), digits(offset)))
                };
                let offsets = self.list(&offsets.iter().map(on_axis).collect::<Vec<_>>());
                self.with("note-unaligned-offset", &[("offsets", offsets.into())])
            }
            Note::BorderLayers { count, .. } => self.with("note-border-layers", &[("count", (*count).into())]),
            Note::PaddingShare { share, of_box, .. } => {
                let key = if *of_box { "note-padding-share-box" } else { "note-padding-share" };
                let share = self.percent(*share.numer() as f64 / *share.denom() as f64);
                self.with(key, &[("share", share.into())])
            }
            Note::GlobalBranch { .. } => self.get("note-global-branch").to_owned(),
            Note::TooLarge { .. } => self.get("note-too-large").to_owned(),
        }
    }

    /// `window` is the sliding window of the layer, if it has one.
    fn unread(&self, cause: Cause, window: Option<&Window>, rank: usize, axis: usize, count: u64) -> String {
        let noun = || ("axis", axis_word(rank, axis).into());
        let plain = |key| self.with(key, &[noun(), ("count", count.into())]);
        let Some(window) = window else {
            return plain(if cause == Cause::Crop { "note-unread-crop" } else { "note-unread-edge" });
        };
        let (kernel, stride) = (window.kernel.at(axis), window.stride.at(axis));
        let dilation = window.dilation.at(axis);
        let span = kernel.saturating_sub(1).saturating_mul(dilation).saturating_add(1);
        let gaps_between_windows = stride > span;
        match cause {
            Cause::Crop => plain("note-unread-crop"),
            Cause::PaddingTail => self.with("note-padding-tail", &[noun()]),
            Cause::Tail => plain("note-unread-tail"),
            Cause::TailAndHoles if gaps_between_windows => plain("note-unread-tail-stride"),
            Cause::TailAndHoles => plain("note-unread-tail-dilation"),
            Cause::Holes if gaps_between_windows => {
                let numbers = [("stride", stride.into()), ("span", span.into())];
                self.with("note-unread-stride", &[&[noun(), ("count", count.into())], &numbers[..]].concat())
            }
            Cause::Holes => {
                self.with("note-unread-dilation", &[noun(), ("count", count.into()), ("dilation", dilation.into())])
            }
        }
    }

    /// What part of the image is lost to the output, with the lost indices where they are rows and columns.
    fn dropped(&self, loss: &Loss, outputs: usize) -> String {
        let share = self.percent(loss.share());
        let outputs = ("outputs", outputs.into());
        let counts = [("count", loss.count.into()), ("of", loss.of.into()), ("share", share.into()), outputs];
        let places = loss.indices.as_ref().map(|indices| {
            let rank = indices.rank();
            let hit = indices.iter().enumerate().filter(|(_, lines)| !lines.is_empty());
            hit.map(|(axis, lines)| self.axis_at(rank, axis, lines)).collect::<Vec<_>>()
        });
        match places.as_deref() {
            Some(places @ [_, ..]) => {
                self.with("note-dropped-at", &[&counts[..], &[("places", self.list(places).into())]].concat())
            }
            _ => self.with("note-dropped", &counts),
        }
    }

    /// Why a layer cannot run, and the remedy. `rank` is the number of axes of the image.
    pub fn impossible(&self, reason: &Impossible, rank: usize) -> String {
        let noun = |axis: usize| ("axis", axis_word(rank, axis).into());
        match reason {
            Impossible::KernelTooLarge { axis, span, padded } => {
                // Padding is written for each end.
                let missing = span.saturating_sub(*padded).div_ceil(2);
                let numbers = [("padded", (*padded).into()), ("missing", missing.into())];
                self.with("impossible-kernel", &[&[noun(*axis), ("count", (*span).into())], &numbers[..]].concat())
            }
            Impossible::Zero => self.get("impossible-zero").to_owned(),
            Impossible::Rank { written, axes } => {
                self.with("impossible-rank", &[("written", (*written).into()), ("axes", (*axes).into())])
            }
            Impossible::Groups { groups, channels } => {
                self.with("impossible-groups", &[("groups", (*groups).into()), ("channels", (*channels).into())])
            }
            Impossible::NeedsAxes => self.get("impossible-needs-axes").to_owned(),
            Impossible::NeedsFlat => self.get("impossible-needs-flat").to_owned(),
            Impossible::CropTooLarge { axis, cut, size } => {
                self.with("impossible-crop", &[noun(*axis), ("cut", (*cut).into()), ("count", (*size).into())])
            }
            Impossible::NotDivisible { axis, size, by } => {
                self.with("impossible-not-divisible", &[noun(*axis), ("by", (*by).into()), ("count", (*size).into())])
            }
            Impossible::OutputPadding { added, .. } => {
                self.with("impossible-output-padding", &[("added", (*added).into())])
            }
            Impossible::EmptyInput => self.get("impossible-empty-input").to_owned(),
            Impossible::ShapesDiffer { first, other } => {
                let shapes = [("first", first.to_string().into()), ("other", other.to_string().into())];
                self.with("impossible-shapes-differ", &shapes)
            }
            Impossible::TooLarge => self.get("impossible-too-large").to_owned(),
        }
    }

    /// Why units are never read, in a few words for a table.
    pub fn cause(&self, cause: Cause) -> &str {
        self.get(match cause {
            Cause::Tail => "cause-tail",
            Cause::PaddingTail => "cause-padding-tail",
            Cause::Holes => "cause-holes",
            Cause::TailAndHoles => "cause-tail-and-holes",
            Cause::Crop => "cause-crop",
        })
    }

    /// What a layer is called in prose, capitalised: “Max pool”.
    pub fn op_name(&self, op: &Op) -> String {
        self.get(match op {
            Op::Conv(_) => "op-conv",
            Op::ConvTransposed(_) => "op-convt",
            Op::Pool(Pool { kind: PoolKind::Max, .. }) => "op-maxpool",
            Op::Pool(Pool { kind: PoolKind::Average, .. }) => "op-avgpool",
            Op::Pool(Pool { kind: PoolKind::Lp, .. }) => "op-lppool",
            Op::AdaptivePool { kind: PoolKind::Max, .. } => "op-adaptmax",
            Op::AdaptivePool { .. } => "op-adaptavg",
            Op::GlobalPool(PoolKind::Max) => "op-gmp",
            Op::GlobalPool(_) => "op-gap",
            Op::Upsample { mode: Interpolation::Nearest, .. } => "op-upsample",
            Op::Upsample { mode: Interpolation::Linear, .. } => "op-upsample-linear",
            Op::Pointwise(Pointwise::Relu) => "op-relu",
            Op::Pointwise(Pointwise::Sigmoid) => "op-sigmoid",
            Op::Pointwise(Pointwise::Tanh) => "op-tanh",
            Op::Pointwise(Pointwise::Gelu) => "op-gelu",
            Op::Pointwise(Pointwise::BatchNorm) => "op-bn",
            Op::Pointwise(Pointwise::Dropout) => "op-dropout",
            Op::Flatten => "op-flatten",
            Op::Linear(_) => "op-linear",
            Op::Pad(_) => "op-pad",
            Op::Crop(_) => "op-crop",
            Op::Join(Join::Add) => "op-add",
            Op::Join(Join::Mul) => "op-mul",
            Op::Join(Join::Concat) => "op-concat",
            Op::Join(Join::Max) => "op-max",
            Op::Slice(_) => "op-slice",
            Op::Resize(_) => "op-resize",
            Op::DepthToSpace(_) => "op-depthtospace",
            Op::SpaceToDepth(_) => "op-spacetodepth",
            // What another program calls its op is its name in every language.
            Op::Unit(unit) => return unit.name.clone(),
            Op::Unsupported(name) => return self.with("op-unsupported", &[("name", name.into())]),
        })
        .to_owned()
    }

    /// The lines that an axis counts, in the plural: “rows” of axis 0 of 2.
    pub fn axis(&self, rank: usize, axis: usize) -> &str {
        self.get(match axis_word(rank, axis) {
            "position" => "axis-positions",
            "column" => "axis-columns",
            "row" => "axis-rows",
            _ => "axis-slices",
        })
    }

    /// So many lines of an axis: “1 row”, “3 rows”.
    pub fn axis_count(&self, rank: usize, axis: usize, count: u64) -> String {
        self.with("axis-count", &[("axis", axis_word(rank, axis).into()), ("count", count.into())])
    }

    /// Certain lines of an axis: “row 6”, “columns 26–27”.
    pub fn axis_at(&self, rank: usize, axis: usize, lines: &Spans) -> String {
        let noun = axis_word(rank, axis).into();
        self.with(
            "axis-at",
            &[("axis", noun), ("count", lines.count().into()), ("indices", self.indices(lines).into())],
        )
    }

    /// Indices as a short list: `6`, `26–27`, `1, 3, 5, …, 223 (112 in all)`. Empty for no indices.
    pub fn indices(&self, set: &Spans) -> String {
        let number = |index: i64| {
            let digits = self.number(index.unsigned_abs());
            if index < 0 { format!("−{digits}") } else { digits }
        };
        let run = |run: &crate::field::Span| match run.count() {
            1 => number(run.first),
            _ => format!("{}–{}", number(run.first), number(run.last)),
        };
        let runs = set.runs();
        let shown = |runs: &[crate::field::Span]| runs.iter().map(run).collect::<Vec<_>>().join(", ");
        match runs.last() {
            Some(last) if runs.len() > MOST_RUNS => {
                let (first, last) = (shown(&runs[..FIRST_RUNS]), run(last));
                let count = set.count();
                self.with("indices-cut", &[("first", first.into()), ("last", last.into()), ("count", count.into())])
            }
            _ => shown(runs),
        }
    }

    /// “a, b and c”.
    pub fn list(&self, parts: &[String]) -> String {
        match parts {
            [] => String::new(),
            [only] => only.clone(),
            [first @ .., last] => self.with("list", &[("first", first.join(", ").into()), ("last", last.into())]),
        }
    }
}
