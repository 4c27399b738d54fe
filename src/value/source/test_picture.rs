//! The picture of this program: what edges, gradients, rings and stripes a filter can find, computed from coordinates.

use std::f32::consts::TAU;

/// The value, in 0…1, of a point of a map whose axes run over 0…1, outermost first. `part` counts the channels, through
/// the whole batch; every one has its own picture. `size` are the units on each axis.
///
/// A row of units is a wave whose frequency rises to a period of 4 units. On two axes four fields stand beside each
/// other: a disc with a hard edge on a gradient, rings, upright stripes of rising frequency, and slanted bars around a
/// square. Channels mirror them and move the waves. On a third axis the waves move from plane to plane.
pub fn value(at: &[f32], size: &[u64], part: u64) -> f32 {
    // Steps of the golden ratio never come near to each other.
    let phase = (part as f32 * 0.618_034).fract();
    match (at, size) {
        ([x], [width]) => rising(*x, *width as f32, phase),
        ([planes @ .., y, x], [.., height, width]) => {
            let phase = phase + planes.iter().sum::<f32>();
            let mirrored = |value: f32, turn: bool| if turn { 1.0 - value } else { value };
            let (x, y) = (mirrored(*x, part & 1 == 1), mirrored(*y, part & 2 == 2));
            // Each field runs over 0…1 again, on half as many units.
            let (u, v) = ((2.0 * x).fract(), (2.0 * y).fract());
            let (u_units, v_units) = (*width as f32 / 2.0, *height as f32 / 2.0);
            match (x < 0.5, y < 0.5) {
                (true, true) => disc(u, v),
                (false, true) => rings(u, v, u_units.min(v_units), phase),
                (true, false) => rising(u, u_units, phase),
                (false, false) => bars(u, v, phase),
            }
        }
        // A flat vector.
        _ => 0.5 + 0.5 * (TAU * phase).cos(),
    }
}

/// A wave over 0…1 whose frequency rises from nothing to a quarter of the units.
fn rising(x: f32, units: f32, phase: f32) -> f32 {
    let fastest = (units / 4.0).max(0.5);
    0.5 + 0.5 * (TAU * (fastest * x * x / 2.0 + phase)).cos()
}

fn disc(u: f32, v: f32) -> f32 {
    let gradient = f32::midpoint(u, v);
    if (u - 0.5).hypot(v - 0.5) < 0.3 { 1.0 - gradient } else { gradient }
}

/// Rings with a period of 8 units, or two of them where there are few units.
fn rings(u: f32, v: f32, units: f32, phase: f32) -> f32 {
    let count = (units / 8.0).clamp(2.0, 8.0);
    0.5 + 0.5 * (TAU * (count * (u - 0.5).hypot(v - 0.5) - phase)).cos()
}

fn bars(u: f32, v: f32, phase: f32) -> f32 {
    let square = (u - 0.5).abs().max((v - 0.5).abs()) < 0.2;
    let bar = (3.0 * (u - v) + phase).rem_euclid(1.0) < 0.5;
    if square || bar { 1.0 } else { 0.0 }
}
