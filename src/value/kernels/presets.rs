//! Kernels with a name, on a window of any size and any number of axes.
//!
//! A window is `[taps…]`, outermost axis first, in memory's order. Convolutions here are those of networks: the window is
//! not turned around, so a kernel that grows to the right answers to an image that grows to the right.
//!
//! Sobel, sharpen, Laplacian and emboss are known as 3 taps on each axis. A longer axis has them around the middle tap
//! (K/2, 0-based) with zeros outside. On a shorter one, what lies outside the window is left out: see each of them.

use std::f64::consts::{PI, TAU};

use crate::value::source::step;

/// One at the middle tap.
pub fn middle(taps: &[u64]) -> Vec<f32> {
    by_offset(taps, |offset| f64::from(u8::from(offset.iter().all(|&d| d == 0))))
}

/// The mean of the window.
pub fn mean(taps: &[u64]) -> Vec<f32> {
    let count: u64 = taps.iter().product();
    vec![(1.0 / count as f64) as f32; count as usize]
}

/// A Gaussian with σ = K/6 on each axis, of sum one.
pub fn gaussian(taps: &[u64]) -> Vec<f32> {
    by_profiles(taps, |_, k| {
        let values: Vec<f64> = from_centre(k).map(|x| (-0.5 * (6.0 * x / k as f64).powi(2)).exp()).collect();
        let sum: f64 = values.iter().sum();
        values.into_iter().map(|value| value / sum).collect()
    })
}

/// The difference −1, 0, 1 along one axis, weighted 1, 2, 1 on the others. On 2 taps −1, 1 and 1, 1; on 1 tap there is no
/// difference: all zeros.
pub fn sobel(taps: &[u64], along: usize) -> Vec<f32> {
    by_profiles(taps, |axis, k| match (axis == along, k) {
        (true, 1) => vec![0.0],
        (true, 2) => vec![-1.0, 1.0],
        (true, k) => around_middle(k, [-1.0, 0.0, 1.0]),
        (false, 1) => vec![1.0],
        (false, 2) => vec![1.0, 1.0],
        (false, k) => around_middle(k, [1.0, 2.0, 1.0]),
    })
}

/// The sum of the neighbours along the axes, less the middle as often as there are neighbours in the window.
pub fn laplacian(taps: &[u64]) -> Vec<f32> {
    let neighbours: u64 = taps.iter().map(|&k| k.min(3) - 1).sum();
    by_offset(taps, |offset| match offset.iter().map(|d| d.abs()).sum::<i64>() {
        0 => -(neighbours as f64),
        1 => 1.0,
        _ => 0.0,
    })
}

/// The middle less the Laplacian: of sum one.
pub fn sharpen(taps: &[u64]) -> Vec<f32> {
    middle(taps).iter().zip(laplacian(taps)).map(|(middle, laplacian)| middle - laplacian).collect()
}

/// Light from the first tap: the sum of the steps from the middle, and one in the middle. On two axes the rows −2 −1 0,
/// −1 1 1 and 0 1 2.
pub fn emboss(taps: &[u64]) -> Vec<f32> {
    by_offset(taps, |offset| match offset {
        _ if offset.iter().any(|d| d.abs() > 1) => 0.0,
        _ if offset.iter().all(|&d| d == 0) => 1.0,
        _ => offset.iter().sum::<i64>() as f64,
    })
}

/// The orientations of Gabor's wavelets.
const ORIENTATIONS: u64 = 8;

/// Their wavelengths: K, K/√2, K/2, K/√8, but at least 2 taps.
const WAVELENGTHS: u64 = 4;

/// The wavelet of a filter: the orientations in turn, then the wavelengths, then a quarter of a wave later. Without the
/// mean, so that an even area gives 0; the absolute values come to 2, so that pixels in 0…1 give −1…1.
///
/// The wave runs over the last two axes, on a single one along it (there the wavelengths come in turn). K is the shorter
/// of these axes, and σ a fifth of each axis.
pub fn gabor(taps: &[u64], filter: u64) -> Vec<f32> {
    let plane = taps.len().saturating_sub(2);
    let orientations = if taps.len() < 2 { 1 } else { ORIENTATIONS };
    let angle = PI * (filter % orientations) as f64 / orientations as f64;
    let length = filter / orientations % WAVELENGTHS;
    let phase = (filter / orientations / WAVELENGTHS % 2) as f64 * PI / 2.0;
    let shortest = taps[plane..].iter().copied().min().unwrap_or(1) as f64;
    let wavelength = (shortest / 2_f64.powf(length as f64 / 2.0)).max(2.0);
    let envelope =
        by_profiles(taps, |_, k| from_centre(k).map(|x| (-0.5 * (5.0 * x / k as f64).powi(2)).exp()).collect());
    let wave = by_centre(taps, |at| {
        let along = match at {
            [.., y, x] => x * angle.cos() + y * angle.sin(),
            [x] => *x,
            [] => 0.0,
        };
        (TAU * along / wavelength + phase).cos()
    });
    let window: f64 = envelope.iter().map(|&value| f64::from(value)).sum();
    let values: Vec<f64> = envelope.iter().zip(&wave).map(|(&e, &w)| f64::from(e) * f64::from(w)).collect();
    let mean = values.iter().sum::<f64>() / window;
    let even: Vec<f64> = values.iter().zip(&envelope).map(|(value, &e)| value - mean * f64::from(e)).collect();
    let size = |values: &[f64]| values.iter().map(|value| value.abs()).sum::<f64>();
    // A window of one tap along the wave has no wave without its mean.
    let kept = if size(&even) > 1e-6 { even } else { envelope.iter().map(|&e| f64::from(e)).collect() };
    let scale = 2.0 / size(&kept);
    kept.into_iter().map(|value| (value * scale) as f32).collect()
}

/// The places of the taps of one axis, from its centre.
fn from_centre(k: u64) -> impl Iterator<Item = f64> {
    (0..k).map(move |i| i as f64 - (k - 1) as f64 / 2.0)
}

/// Three taps around the middle one of at least three.
fn around_middle(k: u64, three: [f64; 3]) -> Vec<f64> {
    let mut values = vec![0.0; k as usize];
    let begin = (k / 2 - 1) as usize;
    values[begin..begin + 3].copy_from_slice(&three);
    values
}

/// The product of a profile on each axis.
fn by_profiles(taps: &[u64], profile: impl Fn(usize, u64) -> Vec<f64>) -> Vec<f32> {
    let profiles: Vec<Vec<f64>> = taps.iter().enumerate().map(|(axis, &k)| profile(axis, k)).collect();
    by_index(taps, |index| index.iter().zip(&profiles).map(|(&i, profile)| profile[i as usize]).product())
}

/// A value for every tap, by its steps from the middle tap on each axis.
fn by_offset(taps: &[u64], value: impl Fn(&[i64]) -> f64) -> Vec<f32> {
    by_index(taps, |index| {
        let offset: Vec<i64> = index.iter().zip(taps).map(|(&i, &k)| i as i64 - (k / 2) as i64).collect();
        value(&offset)
    })
}

/// A value for every tap, by its place from the centre on each axis.
fn by_centre(taps: &[u64], value: impl Fn(&[f64]) -> f64) -> Vec<f32> {
    by_index(taps, |index| {
        let at: Vec<f64> = index.iter().zip(taps).map(|(&i, &k)| i as f64 - (k - 1) as f64 / 2.0).collect();
        value(&at)
    })
}

fn by_index(taps: &[u64], value: impl Fn(&[u64]) -> f64) -> Vec<f32> {
    let mut index = vec![0_u64; taps.len()];
    let count = taps.iter().product::<u64>();
    (0..count)
        .map(|_| {
            let value = value(&index) as f32;
            step(&mut index, taps);
            value
        })
        .collect()
}
