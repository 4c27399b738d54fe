//! The sum of one position, written out: products, partial sums, bias, and what they come to.
//!
//! Every number is that of the tensors. Where one is rounded to be written, or where the 32-bit result is not the exact
//! sum, the line says ≈ and not =.

use super::figures::figure;
use super::position::{Branch, Position, Tap, padding_value, value_at};
use crate::axes::Axes;
use crate::net::{Interpolation, Join, Op, Pointwise, PoolKind};
use crate::scene::view::Subject;
use crate::value::{Tensor, Weights};

/// Characters of one line, and characters of one number.
pub(super) const MOST_CHARACTERS: usize = 46;
pub(super) const ROOM: usize = 9;
/// Lines of products; of more, the first ones and the last one are written. The first number is for one channel, the
/// second for more of them, whose sums take lines too.
const MOST_ROWS: [usize; 2] = [5, 3];
/// Products of one line that are looked at.
const MOST_TERMS: usize = 16;
/// Products of a vector in one line.
const TERMS_OF_VECTOR: usize = 4;
/// More products than these are not added up once more.
const MOST_CHECKED: usize = 1 << 16;

/// What a line of the account is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineKind {
    /// Says in words what follows.
    Caption,
    /// Numbers.
    Sum,
    /// What it all comes to.
    Total,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub kind: LineKind,
    pub text: String,
}

/// The lines of a position. `covered` leaves out what they come to.
pub(super) fn account(subject: &Subject<'_>, position: &Position, covered: bool) -> Vec<Line> {
    let mut writer = Writer { subject, position, covered, exact: true, lines: Vec::new() };
    if writer.write().is_none() {
        writer.lines.clear();
        let key = if subject.values.is_some() { "numbers-unknown" } else { "numbers-none" };
        writer.caption(subject.words.get(key).to_owned());
    }
    writer.lines
}

struct Writer<'a> {
    subject: &'a Subject<'a>,
    position: &'a Position,
    covered: bool,
    /// Whether every number so far is written as it is.
    exact: bool,
    lines: Vec<Line>,
}

impl Writer<'_> {
    /// `None` where a number is missing.
    fn write(&mut self) -> Option<()> {
        let position = self.position;
        let node = self.subject.graph.node(position.made)?;
        let branch = position.branches.first()?;
        let tensor = self.subject.values?.map(branch.map)?.as_ref();
        match &node.op {
            Op::Conv(_) | Op::ConvTransposed(_) => self.weighted(&node.op, branch, tensor),
            Op::Linear(_) => self.linear(&node.op, tensor),
            Op::Pool(pool) => self.pooled(&node.op, pool.kind, pool.count_padding, branch, tensor),
            Op::AdaptivePool { kind, .. } | Op::GlobalPool(kind) => self.pooled(&node.op, *kind, false, branch, tensor),
            Op::Upsample { mode: Interpolation::Linear, .. } => self.interpolated(branch, tensor),
            Op::Pointwise(function) => self.function(*function, branch, tensor),
            Op::Join(join) if *join != Join::Concat => self.joined(*join),
            Op::Unsupported(_) => None,
            _ => self.copied(branch, tensor),
        }
    }

    /// A number, and whether it is exact.
    fn number(&mut self, value: f32) -> String {
        let figure = figure(value, ROOM, self.subject.words);
        self.exact &= figure.exact;
        figure.text
    }

    /// A number behind a sign: in brackets if it has one of its own.
    fn factor(&mut self, value: f32) -> String {
        let text = self.number(value);
        if text.starts_with('−') { format!("({text})") } else { text }
    }

    fn caption(&mut self, text: String) {
        self.lines.push(Line { kind: LineKind::Caption, text });
    }

    fn say(&mut self, key: &'static str, count: usize) {
        self.caption(self.subject.words.with(key, &[("count", count.into())]));
    }

    fn sum(&mut self, text: String) {
        self.lines.push(Line { kind: LineKind::Sum, text });
    }

    /// The value of the unit; `equals` says whether what stands before is it to the last bit.
    fn total(&mut self, equals: bool) -> Option<()> {
        let text = if self.covered {
            "= ?".to_owned()
        } else {
            let value = self.position.value(self.subject)?;
            // What is no finite number is near to nothing, and equals nothing that is compared.
            let named = !value.is_finite();
            let value = self.number(value);
            format!("{} {value}", if named || equals && self.exact { "=" } else { "≈" })
        };
        self.lines.push(Line { kind: LineKind::Total, text });
        Some(())
    }

    /// What stands between two numbers of a list. A decimal comma asks for another sign.
    fn list_sign(&self) -> &'static str {
        if self.subject.words.lang.decimal_point() == "," { "; " } else { ", " }
    }

    fn weighted(&mut self, op: &Op, branch: &Branch, tensor: &Tensor) -> Option<()> {
        let position = self.position;
        let weights = self.subject.values?.weights(position.made)?.as_ref();
        let products = Products { op, branch, tensor, weights, position };
        let channels = position.channels.end - position.channels.start;
        let bias = position.bias(op, Some(weights)).filter(|bias| *bias != 0.0 || channels > 1);
        let count = branch.count();
        let Some((count, taps)) = count.zip(branch.taps.as_ref()) else {
            self.say("numbers-too-many", 0);
            return self.total(false);
        };
        if channels > 1 {
            let words = self.subject.words;
            self.caption(words.with(
                "numbers-channel-products",
                &[
                    ("channel", (branch.channel + 1).into()),
                    ("of", branch.shape.channels.into()),
                    ("count", count.into()),
                ],
            ));
        } else {
            self.say(if matches!(op, Op::ConvTransposed(_)) { "numbers-scatter" } else { "numbers-products" }, count);
        }
        let rows = rows_of(taps, most_rows(channels), " + ", |taps| {
            let (value, weight) = products.factors(branch.channel, taps)?;
            let value = self.factor(value);
            Some(format!("{value}·{}", self.factor(weight)))
        })?;
        self.added(rows);
        if channels > 1 {
            self.channels(&products, bias)?;
        } else if let Some(bias) = bias {
            let bias = self.factor(bias);
            self.sum(format!("+ {bias}  ({})", self.subject.words.get("numbers-bias")));
        }
        let equals = channels as usize * count <= MOST_CHECKED && products.all(bias) == position.value(self.subject);
        self.total(equals)
    }

    /// Lines of products, each but the first behind a plus.
    fn added(&mut self, rows: Vec<String>) {
        if rows.is_empty() {
            self.sum(format!("{}0", indent(2)));
        }
        for (at, row) in rows.into_iter().enumerate() {
            self.sum(if at == 0 { format!("{}{row}", indent(2)) } else { format!("+ {row}") });
        }
    }

    /// What the shown channel comes to, and what all of them do.
    fn channels(&mut self, products: &Products<'_>, bias: Option<f32>) -> Option<()> {
        let words = self.subject.words;
        let position = self.position;
        let partial = products.channel(products.branch.channel)?;
        if !self.covered {
            let text = figure(partial as f32, ROOM, words);
            let equals = self.exact && text.exact && f64::from(partial as f32) == partial;
            self.sum(format!("{} {}", if equals { "=" } else { "≈" }, text.text));
        }
        let key = if bias.is_some() { "numbers-all-channels-bias" } else { "numbers-all-channels" };
        let channels = position.channels.end - position.channels.start;
        self.say(key, channels as usize);
        if self.covered {
            return Some(());
        }
        let bias = bias.map(|bias| self.factor(bias));
        let room = MOST_CHARACTERS - bias.as_ref().map_or(0, |bias| bias.chars().count() + 3);
        // Not all of them where each is long: a thousand channels are not added up to write ten numbers.
        let first = position.channels.start;
        let sums = listed(channels as usize, " + ", room, |at| {
            let partial = products.channel(first + at as u64)? as f32;
            Some(if at == 0 { self.number(partial) } else { self.factor(partial) })
        })?;
        self.sum(bias.map_or_else(|| sums.clone(), |bias| format!("{sums} + {bias}")));
        Some(())
    }

    fn linear(&mut self, op: &Op, tensor: &Tensor) -> Option<()> {
        let position = self.position;
        let weights = self.subject.values?.weights(position.made)?.as_ref();
        let count = position.channels.end as usize;
        self.say("numbers-products", count);
        let factors = |at: usize| {
            let weight = weights.kernel.get([position.filter as usize, at].as_slice()).copied()?;
            Some((value_at(tensor, at as u64, &[])?, weight))
        };
        let lines = count.div_ceil(TERMS_OF_VECTOR);
        let mut rows = Vec::new();
        for line in shown_rows(lines, MOST_ROWS[0]) {
            let Some(line) = line else {
                rows.push("…".to_owned());
                continue;
            };
            let first = line * TERMS_OF_VECTOR;
            let in_line = TERMS_OF_VECTOR.min(count - first);
            rows.push(listed(in_line, " + ", MOST_CHARACTERS - 2, |at| {
                let (value, weight) = factors(first + at)?;
                let value = self.factor(value);
                Some(format!("{value}·{}", self.factor(weight)))
            })?);
        }
        self.added(rows);
        let bias = position.bias(op, Some(weights)).filter(|bias| *bias != 0.0);
        if let Some(bias) = bias {
            let bias = self.factor(bias);
            self.sum(format!("+ {bias}  ({})", self.subject.words.get("numbers-bias")));
        }
        let mut all = Some(f64::from(bias.unwrap_or(0.0)));
        for at in 0..count {
            all = all.zip(factors(at)).map(|(all, (value, weight))| all + f64::from(value) * f64::from(weight));
        }
        self.total(count <= MOST_CHECKED && all == position.value(self.subject).map(f64::from))
    }

    fn pooled(&mut self, op: &Op, kind: PoolKind, counts: bool, branch: &Branch, tensor: &Tensor) -> Option<()> {
        let padding = padding_value(op);
        let Some((count, taps)) = branch.count().zip(branch.taps.as_ref()) else {
            self.say("numbers-too-many", 0);
            return self.total(false);
        };
        let inside = taps.zip_map(&branch.shape.size, |taps, &n| {
            taps.iter().copied().filter(|tap| (0..n as i64).contains(&tap.index)).collect::<Vec<_>>()
        });
        let of_map: usize = inside.iter().map(Vec::len).product();
        let (divisor, padded) = (if counts { count } else { of_map }, of_map < count);
        let taps = if counts || kind == PoolKind::Max { taps } else { &inside };
        let (key, between) = match kind {
            PoolKind::Max => ("numbers-max", self.list_sign()),
            PoolKind::Average if !padded => ("numbers-average", " + "),
            PoolKind::Average if counts => ("numbers-average-padding", " + "),
            PoolKind::Average | PoolKind::Lp => ("numbers-average-inside", " + "),
        };
        self.say(key, if kind == PoolKind::Max { of_map } else { divisor });
        let mut rows = rows_of(taps, MOST_ROWS[0], between, |taps| {
            let at: Vec<i64> = taps.iter().map(|tap| tap.index).collect();
            let value = branch.value(tensor, branch.channel, &at, padding)?;
            Some(if kind == PoolKind::Max { self.number(value) } else { self.factor(value) })
        })?;
        let last = rows.len().saturating_sub(1);
        let lead = if kind == PoolKind::Max { "max(" } else { "(" };
        for (at, row) in rows.iter_mut().enumerate() {
            let end = match kind {
                _ if at < last => between.trim_end().to_owned(),
                PoolKind::Max => ")".to_owned(),
                PoolKind::Average | PoolKind::Lp => format!(") / {divisor}"),
            };
            let begin = if at == 0 { lead.to_owned() } else { indent(lead.len()) };
            *row = format!("{begin}{row}{end}");
        }
        for row in rows {
            self.sum(row);
        }
        let equals = kind == PoolKind::Max || {
            let mut sum = 0.0;
            each(taps, |at, _| {
                let at: Vec<i64> = at.iter().map(|tap| tap.index).collect();
                sum += branch.value(tensor, branch.channel, &at, 0.0).map_or(f64::NAN, f64::from);
            });
            Some(sum / divisor as f64) == self.position.value(self.subject).map(f64::from)
        };
        self.total(equals)
    }

    fn interpolated(&mut self, branch: &Branch, tensor: &Tensor) -> Option<()> {
        let taps = branch.taps.as_ref()?;
        self.say("numbers-interpolated", branch.count()?);
        let rows = rows_of(taps, MOST_ROWS[0], " + ", |taps| {
            let at: Vec<i64> = taps.iter().map(|tap| tap.index).collect();
            let share: f32 = taps.iter().map(|tap| tap.share).product();
            let share = self.number(share);
            Some(format!("{share}·{}", self.factor(branch.value(tensor, branch.channel, &at, 0.0)?)))
        })?;
        self.added(rows);
        let mut sum = 0.0;
        each(taps, |at, share| {
            let at: Vec<i64> = at.iter().map(|tap| tap.index).collect();
            sum += f64::from(share) * branch.value(tensor, branch.channel, &at, 0.0).map_or(f64::NAN, f64::from);
        });
        self.total(Some(sum) == self.position.value(self.subject).map(f64::from))
    }

    /// The one value that is read.
    fn single(branch: &Branch, tensor: &Tensor) -> Option<f32> {
        let at: Option<Vec<i64>> = branch.taps.as_ref()?.iter().map(|taps| taps.first().map(|tap| tap.index)).collect();
        branch.value(tensor, branch.channel, &at?, 0.0)
    }

    fn function(&mut self, function: Pointwise, branch: &Branch, tensor: &Tensor) -> Option<()> {
        let value = Self::single(branch, tensor)?;
        let (key, text) = match function {
            Pointwise::Relu => ("numbers-relu", format!("max(0{}{})", self.list_sign(), self.number(value))),
            Pointwise::Sigmoid => ("numbers-sigmoid", format!("1 / (1 + exp({}))", self.number(-value))),
            Pointwise::Tanh => ("numbers-tanh", format!("tanh({})", self.number(value))),
            Pointwise::Gelu => {
                let value = self.number(value);
                ("numbers-gelu", format!("{value} · Φ({value})"))
            }
            Pointwise::BatchNorm => {
                let epsilon = figure(1e-5, ROOM, self.subject.words).text;
                ("numbers-bn", format!("({} − 0) / √(1 + {epsilon}) · 1 + 0", self.number(value)))
            }
            Pointwise::Dropout => ("numbers-dropout", self.number(value)),
        };
        self.caption(self.subject.words.get(key).to_owned());
        self.sum(text);
        self.total(true)
    }

    fn copied(&mut self, branch: &Branch, tensor: &Tensor) -> Option<()> {
        let words = self.subject.words;
        let value = Self::single(branch, tensor)?;
        let at: Axes<i64> = branch.taps.as_ref()?.iter().filter_map(|taps| Some(taps.first()?.index)).collect();
        if branch.pads(at.as_slice()) {
            self.caption(words.get("numbers-pads").to_owned());
        } else {
            let name = self.subject.graph.node(branch.map);
            let name = name.map_or_else(|| words.get("map-input").to_owned(), |node| node.name.clone());
            let place = [("channel", (branch.channel + 1).into()), ("map", name.into())];
            let unit = crate::scene::maps::unit_text(&at);
            self.caption(if at.is_empty() {
                words.with("numbers-copy-value", &place)
            } else {
                let [channel, map] = place;
                words.with("numbers-copy", &[("unit", unit.into()), channel, map])
            });
        }
        let text = self.number(value);
        self.sum(text);
        self.total(true)
    }

    fn joined(&mut self, join: Join) -> Option<()> {
        let values: Option<Vec<f32>> = self
            .position
            .branches
            .iter()
            .map(|branch| Self::single(branch, self.subject.values?.map(branch.map)?))
            .collect();
        let values = values?;
        self.say("numbers-branches", values.len());
        let between = match join {
            Join::Mul => " · ",
            Join::Max => ", ",
            Join::Add | Join::Concat => " + ",
        };
        let text = listed(values.len(), between, MOST_CHARACTERS, |at| {
            Some(if at == 0 { self.number(values[0]) } else { self.factor(values[at]) })
        })?;
        self.sum(text);
        let values = values.iter().copied().map(f64::from);
        let all: f64 = match join {
            Join::Mul => values.product(),
            Join::Max => values.fold(f64::NEG_INFINITY, f64::max),
            Join::Add | Join::Concat => values.sum(),
        };
        self.total(Some(all) == self.position.value(self.subject).map(f64::from))
    }
}

/// What a convolution multiplies.
struct Products<'a> {
    op: &'a Op,
    branch: &'a Branch,
    tensor: &'a Tensor,
    weights: &'a Weights,
    position: &'a Position,
}

impl Products<'_> {
    /// A value and its weight.
    fn factors(&self, channel: u64, taps: &[Tap]) -> Option<(f32, f32)> {
        let at: Vec<i64> = taps.iter().map(|tap| tap.index).collect();
        let taps: Vec<usize> = taps.iter().map(|tap| tap.element).collect();
        let weight = self.position.weight_at(self.op, channel, &taps);
        let weight = self.weights.kernel.get(weight.as_slice()).copied()?;
        Some((self.branch.value(self.tensor, channel, &at, 0.0)?, weight))
    }

    /// What one channel comes to.
    fn channel(&self, channel: u64) -> Option<f64> {
        let mut sum = Some(0.0);
        each(self.branch.taps.as_ref()?, |taps, _| {
            let product = self.factors(channel, taps).map(|(value, weight)| f64::from(value) * f64::from(weight));
            sum = sum.zip(product).map(|(sum, product)| sum + product);
        });
        sum
    }

    /// What all channels and the bias come to, if that is a 32-bit number.
    fn all(&self, bias: Option<f32>) -> Option<f32> {
        let mut sum = f64::from(bias.unwrap_or(0.0));
        for channel in self.position.channels.clone() {
            sum += self.channel(channel)?;
        }
        (f64::from(sum as f32) == sum).then_some(sum as f32)
    }
}

/// Goes through what is read of one channel, in the order of the taps, with the product of the shares.
fn each(taps: &Axes<Vec<Tap>>, mut of: impl FnMut(&[Tap], f32)) {
    let lengths: Vec<usize> = taps.iter().map(Vec::len).collect();
    let count: usize = lengths.iter().product();
    let mut chosen: Vec<Tap> = Vec::with_capacity(lengths.len());
    for at in 0..count {
        choose(taps, at, &mut chosen);
        of(&chosen, chosen.iter().map(|tap| tap.share).product());
    }
}

/// The taps of a place in their order.
fn choose(taps: &Axes<Vec<Tap>>, mut at: usize, chosen: &mut Vec<Tap>) {
    chosen.clear();
    for taps in taps.iter().rev() {
        chosen.push(taps[at % taps.len()]);
        at /= taps.len();
    }
    chosen.reverse();
}

/// Spaces that no renderer joins into one.
fn indent(width: usize) -> String {
    "\u{a0}".repeat(width)
}

/// The rows that are written of so many; `None` stands for those that are left out.
fn shown_rows(rows: usize, most: usize) -> Vec<Option<usize>> {
    if rows <= most {
        return (0..rows).map(Some).collect();
    }
    (0..most - 2).map(Some).chain([None, Some(rows - 1)]).collect()
}

/// The most lines of products of a layer whose sums go over so many channels.
pub(super) fn most_rows(channels: u64) -> usize {
    MOST_ROWS[usize::from(channels > 1)]
}

/// One line for every row of the window.
fn rows_of(
    taps: &Axes<Vec<Tap>>,
    most: usize,
    between: &str,
    mut term: impl FnMut(&[Tap]) -> Option<String>,
) -> Option<Vec<String>> {
    let columns = taps.iter().next_back().map_or(1, Vec::len);
    let all: usize = taps.iter().map(Vec::len).product();
    if all == 0 {
        return Some(Vec::new());
    }
    let mut chosen = Vec::new();
    let mut rows = Vec::new();
    for row in shown_rows(all / columns, most) {
        rows.push(match row {
            None => "…".to_owned(),
            Some(row) => listed(columns, between, MOST_CHARACTERS - 8, |column| {
                choose(taps, row * columns + column, &mut chosen);
                term(&chosen)
            })?,
        });
    }
    Some(rows)
}

/// As many of some texts as there is room for, and the last one.
fn listed(count: usize, between: &str, room: usize, mut text: impl FnMut(usize) -> Option<String>) -> Option<String> {
    let Some(last) = count.checked_sub(1) else { return Some(String::new()) };
    let first: Option<Vec<String>> = (0..count.min(MOST_TERMS)).map(&mut text).collect();
    let first = first?;
    let whole = first.join(between);
    if first.len() == count && whole.chars().count() <= room {
        return Some(whole);
    }
    let end = if last < first.len() { first[last].clone() } else { text(last)? };
    let end = format!("…{between}{end}");
    let mut kept = String::new();
    for text in &first[..first.len().min(last)] {
        let next = format!("{kept}{text}{between}");
        if !kept.is_empty() && next.chars().count() + end.chars().count() > room {
            break;
        }
        kept = next;
    }
    Some(format!("{kept}{end}"))
}
