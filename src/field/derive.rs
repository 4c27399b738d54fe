//! How the numbers come about: every size, field, jump and start as a sum with its numbers put in.
//!
//! A [`Sum`] is data: the window sets it with real fractions, reports print it on one line.

use std::fmt;

use num_rational::Ratio;
use num_traits::{CheckedAdd, CheckedMul};

use super::{Analysis, Rounding, Rule, Step, Taps};
use crate::net::{Ends, Graph, MapId, Shape};

/// A piece of a sum, set from left to right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Text(String),
    Fraction {
        over: String,
        under: String,
    },
    /// A mixed number such as 2⅓.
    Mixed {
        whole: i64,
        over: i64,
        under: i64,
    },
    /// The number that the sum is about.
    Result(String),
}

/// A sum as a row of pieces. Printed, it is one line of plain text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sum(pub Vec<Piece>);

impl Sum {
    fn text(mut self, text: impl Into<String>) -> Self {
        self.0.push(Piece::Text(text.into()));
        self
    }

    fn fraction(mut self, over: impl Into<String>, under: impl Into<String>) -> Self {
        self.0.push(Piece::Fraction { over: over.into(), under: under.into() });
        self
    }

    fn result(mut self, value: impl fmt::Display) -> Self {
        self.0.push(Piece::Result(value.to_string()));
        self
    }

    /// ` = 2⅓ → 2`, or ` = 3` where nothing is rounded, or ` = ⌈3½⌉ = 4` where a partial window counts.
    fn rounded(mut self, value: Ratio<i64>, result: u64, rounding: Rounding) -> Self {
        self = self.text(" = ");
        match rounding {
            Rounding::Exact => {}
            Rounding::Floor => {
                self.0.push(mixed(value));
                self = self.text(" → ");
            }
            Rounding::Ceil | Rounding::CeilCut => {
                self = self.text("⌈");
                self.0.push(mixed(value));
                let cut = rounding == Rounding::CeilCut;
                self = self.text(if cut { "⌉ − 1 = " } else { "⌉ = " });
            }
        }
        self.result(result)
    }
}

fn mixed(value: Ratio<i64>) -> Piece {
    if value.is_integer() {
        return Piece::Text(value.to_integer().to_string());
    }
    let whole = value.floor();
    let rest = value - whole;
    Piece::Mixed { whole: whole.to_integer(), over: *rest.numer(), under: *rest.denom() }
}

impl fmt::Display for Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|piece| match piece {
            Piece::Text(text) | Piece::Result(text) => f.write_str(text),
            Piece::Fraction { over, under } if over.contains(' ') => write!(f, "({over})/{under}"),
            Piece::Fraction { over, under } => write!(f, "{over}/{under}"),
            Piece::Mixed { whole, over, under } => match vulgar(*over, *under) {
                Some(fraction) if *whole == 0 => write!(f, "{fraction}"),
                Some(fraction) => write!(f, "{whole}{fraction}"),
                // Raised and lowered digits: "3 3/19" would read as thirty-three nineteenths.
                None => {
                    let whole = if *whole == 0 { String::new() } else { whole.to_string() };
                    write!(f, "{whole}{}⁄{}", digits(*over, SUPERSCRIPTS), digits(*under, SUBSCRIPTS))
                }
            },
        })
    }
}

const SUPERSCRIPTS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
const SUBSCRIPTS: [char; 10] = ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'];

/// A number that is not negative, in raised or lowered digits.
fn digits(number: i64, of: [char; 10]) -> String {
    number.to_string().bytes().map(|digit| of[usize::from(digit - b'0') % 10]).collect()
}

/// The fractions that have a character of their own.
fn vulgar(over: i64, under: i64) -> Option<char> {
    Some(match (over, under) {
        (1, 2) => '½',
        (1, 3) => '⅓',
        (2, 3) => '⅔',
        (1, 4) => '¼',
        (3, 4) => '¾',
        (1, 5) => '⅕',
        (2, 5) => '⅖',
        (3, 5) => '⅗',
        (4, 5) => '⅘',
        (1, 6) => '⅙',
        (5, 6) => '⅚',
        (1, 8) => '⅛',
        (3, 8) => '⅜',
        (5, 8) => '⅝',
        (7, 8) => '⅞',
        _ => return None,
    })
}

/// A number as text, with a true minus sign, or in brackets where it is negative and something stands before it.
fn signed(value: i64) -> String {
    if value < 0 { format!("−{}", value.unsigned_abs()) } else { value.to_string() }
}

/// A rational as text: `4`, `½`, `1⅓`, `2⁴⁄₇`.
pub fn rational(value: Ratio<i64>) -> String {
    if value < Ratio::from_integer(0) {
        return format!("−{}", rational(-value));
    }
    Sum(vec![mixed(value)]).to_string()
}

fn pads(pad: Ends) -> String {
    if pad.begin == pad.end { format!("2·{}", pad.begin) } else { format!("({}+{})", pad.begin, pad.end) }
}

/// The formula of a size with letters; `None` for a size that is kept or written down.
pub fn size_rule(step: &Step) -> Option<Sum> {
    let sum = Sum::default();
    Some(match step.rule {
        Rule::Window { pad, .. } => {
            let padding = if pad.begin == pad.end { "2P" } else { "P₀ + P₁" };
            sum.text("N′ = 1 + ").fraction(format!("N + {padding} − D(K−1) − 1"), "S")
        }
        Rule::Same { .. } => sum.text("N′ = ⌈").fraction("N", "S").text("⌉"),
        Rule::Transposed { pad, added, .. } => {
            let padding = if pad.begin == pad.end { "2P" } else { "(P₀ + P₁)" };
            let added = if added > 0 { " + OP" } else { "" };
            sum.text(format!("N′ = (N−1)·S − {padding} + D(K−1) + 1{added}"))
        }
        Rule::Scale { .. } => sum.text("N′ = N·F"),
        Rule::Pad(_) => sum.text("N′ = N + P₀ + P₁"),
        Rule::Crop(_) => sum.text("N′ = N − P₀ − P₁"),
        Rule::Slice { .. } => sum.text("N′ = ⌈").fraction("N − P₀ − P₁", "S").text("⌉"),
        Rule::Fixed | Rule::Kept => return None,
    })
}

/// The size of one axis with the numbers put in: `1 + (7 + 2·0 − 1·(3−1) − 1)/3 = 2⅓ → 2`.
pub fn size(step: &Step) -> Sum {
    let (n, outputs) = (step.inputs, step.outputs);
    let sum = Sum::default();
    match step.rule {
        Rule::Window { kernel, stride, dilation, pad, quotient, rounding } => sum
            .text("1 + ")
            .fraction(format!("{n} + {} − {dilation}·({kernel}−1) − 1", pads(pad)), stride.to_string())
            .rounded(quotient, outputs, rounding),
        Rule::Same { stride, .. } => {
            let quotient = Ratio::new(n as i64, stride as i64);
            let rounding = if quotient.is_integer() { Rounding::Exact } else { Rounding::Ceil };
            sum.fraction(n.to_string(), stride.to_string()).rounded(quotient, outputs, rounding)
        }
        Rule::Transposed { kernel, stride, dilation, pad, added } => {
            let added = if added > 0 { format!(" + {added}") } else { String::new() };
            sum.text(format!("({n}−1)·{stride} − {} + {dilation}·({kernel}−1) + 1{added} = ", pads(pad)))
                .result(outputs)
        }
        Rule::Scale { factor } => sum.text(format!("{n}·{factor} = ")).result(outputs),
        Rule::Pad(pad) => sum.text(format!("{n} + {} + {} = ", pad.begin, pad.end)).result(outputs),
        Rule::Crop(pad) => sum.text(format!("{n} − {} − {} = ", pad.begin, pad.end)).result(outputs),
        Rule::Slice { cut, step } => {
            let quotient = Ratio::new(n as i64 - cut.begin as i64 - cut.end as i64, step as i64);
            let rounding = if quotient.is_integer() { Rounding::Exact } else { Rounding::Ceil };
            let over = format!("{n} − {} − {}", cut.begin, cut.end);
            sum.fraction(over, step.to_string()).rounded(quotient, outputs, rounding)
        }
        Rule::Fixed | Rule::Kept => sum.result(outputs),
    }
}

/// The length of a flattened map: `6·22·22 = 2904`.
pub fn flat_size(input: &Shape) -> Option<Sum> {
    let sizes: Vec<String> = std::iter::once(&input.channels).chain(&input.size).map(u64::to_string).collect();
    Some(Sum::default().text(format!("{} = ", sizes.join("·"))).result(input.values()?))
}

/// The maps from the image to `map` along the widest branches, and the step into each on one axis.
fn path(graph: &Graph, analysis: &Analysis, map: MapId, axis: usize) -> Vec<(MapId, Option<Step>)> {
    let mut path = Vec::new();
    let mut at = map;
    while let Some(node) = graph.node(at) {
        let width = |branch: &usize| {
            let field = analysis.map(node.inputs()[*branch]).field.as_ref();
            field.map_or(0, |field| field[axis].rf())
        };
        // The first of the widest.
        let Some(branch) = (0..node.inputs().len()).rev().max_by_key(width) else { break };
        let step = analysis.map(at).steps.get(branch).and_then(|steps| steps.get(axis).copied());
        path.push((at, step));
        at = node.inputs()[branch];
    }
    path.reverse();
    path
}

/// A sum of terms, each with its sign but the first: equal neighbours become one (`3·(2·4)`), and the middle is left out
/// where there are more than `most`.
fn summed(first: &str, terms: &[(char, String)], most: usize) -> String {
    let mut grouped: Vec<(char, String)> = Vec::new();
    for group in terms.chunk_by(|a, b| a == b) {
        let (sign, term) = &group[0];
        match group.len() {
            1 | 2 => grouped.extend_from_slice(group),
            n => grouped.push((*sign, format!("{n}·({term})"))),
        }
    }
    let written: Vec<String> = grouped.iter().map(|(sign, term)| format!(" {sign} {term}")).collect();
    if written.len() < most {
        return format!("{first}{}", written.concat());
    }
    // The sign of the gap is that of what follows it.
    let (last, head) = (written.len() - 1, most.saturating_sub(2));
    format!("{first}{} {} …{}", written[..head].concat(), grouped[last].0, written[last])
}

/// A field that is no sum of one term per layer.
struct NoSum;

/// A window's or a whole map's part in the sum of a field: `(K−1)·D·jump`; none of one tap.
fn field_term(step: &Step, jump: Option<Ratio<i64>>) -> Result<Option<String>, NoSum> {
    let (taps, dilation) = match step.taps {
        Taps::Window { kernel, dilation, .. } => (kernel, dilation),
        Taps::All { inputs, .. } => (inputs, 1),
        Taps::Transposed { .. } | Taps::Adaptive { .. } | Taps::Sampled { .. } | Taps::Spread { .. } => {
            return Err(NoSum);
        }
    };
    if taps == 1 {
        return Ok(None);
    }
    let jump = jump.ok_or(NoSum)?;
    let dilation = if dilation == 1 { String::new() } else { format!("·{dilation}") };
    Ok(Some(format!("{}{dilation}·{}", taps - 1, rational(jump))))
}

/// The width of a field: `427 = 1 + 6·1 + 2·2 + …`, each term `(K−1)·D·jump`, of at most `most` terms.
///
/// Behind transposed convolutions, upsampling or adaptive pools a field is no such sum: then it is the last pixel minus
/// the first plus one, of a unit that sees most.
pub fn rf(graph: &Graph, analysis: &Analysis, map: MapId, axis: usize, most: usize) -> Option<Sum> {
    let field = analysis.map(map).field.as_ref()?.get(axis)?;
    let sum = Sum::default().result(field.rf());
    let mut terms = Vec::new();
    let mut jump = Some(Ratio::from_integer(1));
    for (at, step) in path(graph, analysis, map, axis) {
        if let Some(step) = step {
            match field_term(&step, jump) {
                Ok(term) => terms.extend(term.map(|term| ('+', term))),
                Err(NoSum) => return by_ends(field, sum),
            }
        }
        jump = analysis.map(at).field.as_ref()?[axis].jump();
    }
    Some(sum.text(format!(" = {}", summed("1", &terms, most))))
}

fn by_ends(field: &super::Field, sum: Sum) -> Option<Sum> {
    let hulls = (0..field.period()).filter_map(|unit| field.of_unit(unit)?.hull());
    let widest = hulls.max_by_key(|hull| hull.count())?;
    let first = if widest.first < 0 { format!("({})", signed(widest.first)) } else { widest.first.to_string() };
    Some(sum.text(format!(" = {} − {first} + 1", signed(widest.last))))
}

/// The effective stride: `8 = 2·2·2`, with `/2` for every layer that makes the map larger.
pub fn jump(graph: &Graph, analysis: &Analysis, map: MapId, axis: usize, most: usize) -> Option<Sum> {
    let value = analysis.map(map).field.as_ref()?.get(axis)?.jump()?;
    let mut product = "1".to_owned();
    let mut factors = 0;
    for (_, step) in path(graph, analysis, map, axis) {
        let Some(step) = step else { continue };
        let (units, inputs) = step.taps.period();
        for (sign, factor) in [("·", inputs), ("/", units)] {
            if factor > 1 {
                factors += 1;
                match factors {
                    1 if sign == "·" => product = factor.to_string(),
                    n if n < most => product.extend([sign, &factor.to_string()]),
                    n if n == most => product.push_str("·…"),
                    _ => {}
                }
            }
        }
    }
    let sum = Sum::default().result(rational(value));
    Some(if factors > 1 { sum.text(format!(" = {product}")) } else { sum })
}

/// The first pixel that unit 0 sees: `−3 = 0 − 1·1 − 1·2`, each term `P·jump`.
pub fn start(graph: &Graph, analysis: &Analysis, map: MapId, axis: usize, most: usize) -> Option<Sum> {
    let field = analysis.map(map).field.as_ref()?.get(axis)?;
    let value = field.start()?;
    let sum = Sum::default().result(signed(value));
    let mut terms = Vec::new();
    let mut jump = Ratio::from_integer(1);
    for (at, step) in path(graph, analysis, map, axis) {
        match step.map(|step| step.taps) {
            Some(Taps::Window { begin, .. }) if begin > 0 => terms.push(('−', format!("{begin}·{}", rational(jump)))),
            Some(Taps::Window { begin, .. }) if begin < 0 => {
                terms.push(('+', format!("{}·{}", -begin, rational(jump))));
            }
            // No such sum behind other ops: the number stands alone.
            Some(Taps::Transposed { .. } | Taps::Adaptive { .. } | Taps::Sampled { .. } | Taps::Spread { .. }) => {
                return Some(sum);
            }
            _ => {}
        }
        jump = analysis.map(at).field.as_ref()?[axis].jump().unwrap_or(jump);
    }
    if terms.is_empty() {
        return Some(sum);
    }
    Some(sum.text(format!(" = {}", summed("0", &terms, most))))
}

/// How much of the image a next filter would span: the rule of thumb of lectures beside the exact field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// Taps of the next filter, K′.
    pub kernel: u64,
    /// `N·K′/N′`: as if each unit of the map stood for N/N′ pixels.
    pub rule_of_thumb: Ratio<i64>,
    /// The same had the last layer no stride: `N·K′/N′` with the N′ of stride 1. `None` where it has none.
    pub without_stride: Option<Ratio<i64>>,
    /// What the filter's units would really see: `rf + (K′−1)·jump` pixels.
    pub exact: Ratio<i64>,
}

/// The share of the image that a K′-tap filter on `map` would span, on one axis. `None` for flat vectors and where no
/// jump is known.
pub fn share(graph: &Graph, analysis: &Analysis, map: MapId, axis: usize, kernel: u64) -> Option<Share> {
    let answer = analysis.map(map);
    let n = i64::try_from(*graph.input.size.get(axis)?).ok()?;
    let units = i64::try_from(*answer.shape.as_ref()?.size.get(axis)?).ok()?;
    let field = answer.field.as_ref()?.get(axis)?;
    let spanned = n.checked_mul(i64::try_from(kernel).ok()?)?;
    let without_stride = answer.steps.first().and_then(|steps| match steps.get(axis)?.rule {
        Rule::Window { kernel: k, stride, dilation, pad, .. } if stride > 1 => {
            let padded = steps[axis].inputs + pad.begin + pad.end;
            let units = padded.checked_sub((k - 1) * dilation).filter(|&units| units > 0)?;
            Some(Ratio::new(spanned, units as i64))
        }
        Rule::Same { stride, .. } if stride > 1 => Some(Ratio::new(spanned, steps[axis].inputs as i64)),
        _ => None,
    });
    let more = Ratio::from_integer(i64::try_from(kernel).ok()? - 1);
    let exact = more.checked_mul(&field.jump()?)?.checked_add(&Ratio::from_integer(i64::try_from(field.rf()).ok()?))?;
    Some(Share { kernel, rule_of_thumb: Ratio::new(spanned, units), without_stride, exact })
}
