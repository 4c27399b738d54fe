//! Where layers and boxes lie, and the ways of the lines between them.

use super::layers::{Layered, Plan};
use super::{order, place};
use crate::scene::{Point, Rect};

/// From one layer to the next at least, and how much more where lines go far aside.
const GAP: f64 = 42.0;
const GAP_PER_ASIDE: f64 = 0.09;
const MOST_GAP: f64 = 110.0;
/// How far from its middle a line may reach a box, as a part of its width, and of how far aside it comes from.
const PORTS: f64 = 0.36;
const ASIDE: f64 = 0.22;
/// Straight pieces of a curve.
const PIECES: usize = 10;
/// Beside the picture, from one line to the next, and from the boxes.
const FAR_GAP: f64 = 7.0;
const FAR_ROOM: f64 = 24.0;

/// A piece of a line: from a layer to the next.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// The box that makes the map.
    pub source: usize,
    /// The box that it comes to; `None` of a trunk that goes on.
    pub reader: Option<usize>,
    pub points: Vec<Point>,
}

/// A graph laid out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Routes {
    /// Where each box lies; as wide as was asked for.
    pub boxes: Vec<Rect>,
    /// The layer of each box.
    pub layer_of: Vec<usize>,
    /// The boxes of each layer from left to right.
    pub rows: Vec<Vec<usize>>,
    /// Top and foot of each layer.
    pub layers: Vec<(f64, f64)>,
    /// The pieces of lines, by the layer from which they come.
    pub pieces: Vec<Vec<Piece>>,
    /// Lines beside the picture.
    pub far: Vec<Piece>,
}

impl Routes {
    /// Lays boxes out. `heads` gives the width at which lines may reach a box.
    pub fn of(plan: &Plan, heads: impl Fn(usize) -> f64) -> Self {
        let layered = Layered::of(plan);
        let order = order::order(&layered);
        let xs = place::places(&layered, &order);
        let mut routes = Self { layers: layers(plan, &layered, &xs), ..Self::default() };
        for (source, &(width, height)) in plan.sizes.iter().enumerate() {
            let layer = layered.vertices[source].layer;
            let (top, foot) = routes.layers[layer];
            let y = f64::midpoint(top, foot) - height / 2.0;
            routes.boxes.push(Rect::new(xs[source] - width / 2.0, y, width, height));
            routes.layer_of.push(layer);
        }
        let only_boxes = |row: &Vec<usize>| row.iter().copied().filter(|vertex| *vertex < layered.boxes).collect();
        routes.rows = order.iter().map(only_boxes).collect();
        for row in &order {
            let pieces = row.iter().flat_map(|upper| {
                let lower = layered.vertices[*upper].below.iter();
                lower.map(|lower| routes.piece(&layered, &xs, (*upper, *lower), &heads))
            });
            let pieces = pieces.collect();
            routes.pieces.push(pieces);
        }
        routes.add_far(&layered, &heads);
        routes
    }

    fn piece(
        &self,
        layered: &Layered,
        xs: &[f64],
        (upper, lower): (usize, usize),
        heads: &impl Fn(usize) -> f64,
    ) -> Piece {
        let (above, below) = (&layered.vertices[upper], &layered.vertices[lower]);
        let mut points = Vec::with_capacity(PIECES + 3);
        let foot = self.layers[above.layer].1;
        if !above.bends {
            points.push(Point::new(xs[upper], self.boxes[upper].max.y));
        }
        let (top, end) = self.layers[below.layer];
        let x = if below.bends { xs[lower] } else { port(xs[lower], xs[upper], heads(lower)) };
        curve(&mut points, Point::new(xs[upper], foot), Point::new(x, top));
        points.push(Point::new(x, if below.bends { end } else { self.boxes[lower].min.y }));
        Piece { source: above.source, reader: (!below.bends).then_some(lower), points }
    }

    /// Lines that had no room among the boxes: beside them, each in a lane of its own, nested as brackets are.
    fn add_far(&mut self, layered: &Layered, heads: &impl Fn(usize) -> f64) {
        let right = self
            .boxes
            .iter()
            .map(|rect| rect.max.x)
            .chain(self.pieces.iter().flatten().flat_map(|piece| piece.points.iter().map(|point| point.x)));
        let right = right.fold(f64::NEG_INFINITY, f64::max) + FAR_ROOM;
        let mut far = layered.far.clone();
        far.sort_by_key(|(from, to)| (self.layer_of[*to] - self.layer_of[*from], *from));
        let mut lanes = 0;
        let mut lane_of = std::collections::BTreeMap::new();
        for (from, to) in far {
            let lane = *lane_of.entry(from).or_insert_with(|| {
                lanes += 1;
                lanes - 1
            });
            let x = right + f64::from(lane) * FAR_GAP;
            let (foot, top) = (self.layers[self.layer_of[from]].1, self.layers[self.layer_of[to]].0);
            let (start, end) = (self.boxes[from].centre().x, port(self.boxes[to].centre().x, x, heads(to)));
            let mut points = vec![Point::new(start, self.boxes[from].max.y)];
            curve(&mut points, Point::new(start, foot), Point::new(x, foot + GAP));
            curve(&mut points, Point::new(x, top - GAP), Point::new(end, top));
            points.push(Point::new(end, self.boxes[to].min.y));
            self.far.push(Piece { source: from, reader: Some(to), points });
        }
    }

    /// The layers that meet these heights, and the gap above the first.
    pub fn layers_in(&self, low: f64, high: f64) -> std::ops::Range<usize> {
        let first = self.layers.partition_point(|(_, foot)| *foot < low);
        let end = self.layers.partition_point(|(top, _)| *top <= high);
        first.min(end)..end
    }
}

/// Top and foot of each layer.
fn layers(plan: &Plan, layered: &Layered, xs: &[f64]) -> Vec<(f64, f64)> {
    let mut heights = vec![0.0_f64; layered.layers];
    let mut aside = vec![0.0_f64; layered.layers];
    for (at, vertex) in layered.vertices.iter().enumerate() {
        if !vertex.bends {
            heights[vertex.layer] = heights[vertex.layer].max(plan.sizes[at].1);
        }
        let widest = vertex.below.iter().map(|lower| (xs[*lower] - xs[at]).abs()).fold(0.0, f64::max);
        aside[vertex.layer] = aside[vertex.layer].max(widest);
    }
    let mut top = 0.0;
    heights
        .into_iter()
        .zip(aside)
        .map(|(height, aside)| {
            let layer = (top, top + height);
            top += height + (GAP + GAP_PER_ASIDE * aside).min(MOST_GAP);
            layer
        })
        .collect()
}

/// Where a line from aside reaches a box: those in line with it at its middle, others the nearer to its ends the
/// farther they come.
fn port(middle: f64, from: f64, width: f64) -> f64 {
    middle + (ASIDE * (from - middle)).clamp(-PORTS * width, PORTS * width)
}

/// From a point down to another one, upright at both.
fn curve(points: &mut Vec<Point>, from: Point, to: Point) {
    points.push(from);
    if (from.x - to.x).abs() > 0.5 {
        points.extend((1..PIECES).map(|step| {
            let at = step as f64 / PIECES as f64;
            let eased = at * at * (3.0 - 2.0 * at);
            Point::new(from.x + (to.x - from.x) * eased, from.y + (to.y - from.y) * at)
        }));
    }
    points.push(to);
}
