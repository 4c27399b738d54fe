//! What the colours of boxes tell: the kind of op, or a number of each layer on a ramp.

use super::cards::Card;
use crate::field::{Analysis, Field};
use crate::net::{Graph, Tint};
use crate::scene::blocks::kind_of;
use crate::scene::theme::{BlockKind, Role, Side};

/// The ground and the line of a box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour {
    pub ground: Role,
    pub line: Role,
}

/// What there is no number of.
const WITHOUT: Colour = Colour { ground: Role::Cell, line: Role::Padding };

/// The colours of all boxes.
pub fn colours(graph: &Graph, analysis: &Analysis, cards: &[Card], tint: Tint) -> Vec<Colour> {
    if tint == Tint::Kind {
        return cards.iter().map(|card| of_kind(graph, card)).collect();
    }
    let values: Vec<Option<f64>> = cards.iter().map(|card| value(analysis, card, tint)).collect();
    let known = || values.iter().flatten().copied();
    let (least, most) = (known().fold(f64::INFINITY, f64::min), known().fold(f64::NEG_INFINITY, f64::max));
    let colour = |value: &Option<f64>| {
        value.map_or(WITHOUT, |value| {
            let share = if most > least { (value - least) / (most - least) } else { 1.0 };
            let at = (share * 255.0).round() as u8;
            Colour { ground: Role::RampFill(at), line: Role::Ramp(at) }
        })
    };
    values.iter().map(colour).collect()
}

fn of_kind(graph: &Graph, card: &Card) -> Colour {
    let kind = match graph.node(card.first()).map(|node| kind_of(&node.op)) {
        // The colour of bands is for lines: texts could not be read on it.
        None | Some(BlockKind::Pointwise) => BlockKind::Image,
        Some(kind) => kind,
    };
    Colour { ground: Role::Block(kind, Side::Front), line: Role::Block(kind, Side::Edge) }
}

/// The number of a box, as it is laid on the ramp: fields, strides and costs by their logarithms.
fn value(analysis: &Analysis, card: &Card, tint: Tint) -> Option<f64> {
    let answer = analysis.map(card.last());
    let widest = |of: &dyn Fn(&Field) -> Option<f64>| {
        let values: Option<Vec<f64>> = answer.field.as_ref()?.iter().map(of).collect();
        values?.into_iter().reduce(f64::max)
    };
    match tint {
        Tint::Kind => None,
        Tint::Field => widest(&|field| Some((field.rf() as f64).ln())),
        Tint::Stride => widest(&|field| {
            let jump = field.jump()?;
            Some((*jump.numer() as f64 / *jump.denom() as f64).abs().max(f64::MIN_POSITIVE).ln())
        }),
        Tint::Loss => analysis.loss(card.last()).map(|loss| loss.share()),
        Tint::Cost => {
            let macs: Option<Vec<u64>> = card.maps.iter().map(|map| analysis.map(*map).cost.macs).collect();
            let sum: f64 = macs?.into_iter().map(|macs| macs as f64).sum();
            (sum > 0.0).then(|| sum.ln())
        }
    }
}
