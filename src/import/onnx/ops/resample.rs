//! Resampling: `Upsample` and `Resize` of all versions.

use num_rational::Ratio;

use super::{Call, Dim, Layers, Made, Op, Reason, layout_of, per_axis, spatial};
use crate::net::{Anchor, Filter, Interpolation, Resize, Resized, Round};

/// What is asked for on an axis.
#[derive(Clone, Copy, PartialEq)]
enum Asked {
    Scale(Ratio<u64>),
    Size(u64),
}

pub(super) fn resample(call: &Call<'_>) -> Layers {
    let (map, shape, dims) = call.dims(0)?;
    let order = spatial(shape, dims)?;
    if call.node.int("antialias").unwrap_or(0) != 0 {
        return Err(Reason::Setting("antialias"));
    }
    if call.node.text("keep_aspect_ratio_policy").is_some_and(|policy| !policy.is_empty() && policy != "stretch") {
        return Err(Reason::Setting("keep_aspect_ratio_policy"));
    }
    let asked = asked(call, dims)?;
    if asked[..2].iter().zip(dims).any(|(asked, dim)| !stays(*asked, dim.size)) {
        return Err(Reason::Dimensions);
    }
    let (filter, anchor) = how(call, &asked[2..])?;
    let sizes: Vec<u64> = dims[2..].iter().map(|dim| dim.size).collect();
    let anchor = plain(anchor, &asked[2..], &sizes);
    let factors: Option<Vec<u64>> = asked[2..].iter().zip(&sizes).map(|(asked, &size)| factor(*asked, size)).collect();
    let whole = match (filter, anchor) {
        // What lies nearest to the centre of a part of a unit is that unit.
        (Filter::Nearest(Round::PreferFloor | Round::PreferCeil), Anchor::HalfPixel)
        | (Filter::Nearest(Round::Floor), Anchor::Asymmetric | Anchor::TensorflowHalfPixel) => {
            Some(Interpolation::Nearest)
        }
        (Filter::Linear, Anchor::HalfPixel) => Some(Interpolation::Linear),
        _ => None,
    };
    let all = || Reason::Setting("scales");
    let op = if let (Some(mode), Some(factors)) = (whole, factors) {
        Op::Upsample { factor: per_axis(&order, &factors).ok_or_else(all)?, mode }
    } else {
        let sizes = asked[2..].iter().map(|asked| asked.size()).collect::<Option<Vec<_>>>();
        let to = if let Some(sizes) = sizes {
            Resized::Size(per_axis(&order, &sizes).ok_or_else(all)?)
        } else {
            let scales = asked[2..].iter().map(|asked| asked.scale()).collect::<Option<Vec<_>>>();
            Resized::Scale(per_axis(&order, &scales.ok_or_else(all)?).ok_or_else(all)?)
        };
        Op::Resize(Resize { to, filter, anchor })
    };
    Made::of(op, map, layout_of(shape, dims, &order)).alone()
}

/// The usual anchor where another one comes to the same on every axis.
fn plain(anchor: Anchor, asked: &[Asked], sizes: &[u64]) -> Anchor {
    let made = |(asked, &size): (&Asked, &u64)| match *asked {
        Asked::Size(size) => Ratio::from_integer(size),
        Asked::Scale(scale) => Ratio::new(scale.numer().saturating_mul(size), *scale.denom()),
    };
    let every = |same: fn(Ratio<u64>) -> bool| asked.iter().zip(sizes).map(made).all(same);
    match anchor {
        Anchor::PytorchHalfPixel if every(|made| made.to_integer() > 1) => Anchor::HalfPixel,
        Anchor::Centred if every(|made| made.is_integer()) => Anchor::HalfPixel,
        anchor => anchor,
    }
}

impl Asked {
    fn size(self) -> Option<u64> {
        match self {
            Self::Size(size) => Some(size),
            Self::Scale(_) => None,
        }
    }

    fn scale(self) -> Option<Ratio<u64>> {
        match self {
            Self::Scale(scale) => Some(scale),
            Self::Size(_) => None,
        }
    }
}

fn stays(asked: Asked, size: u64) -> bool {
    asked == Asked::Size(size) || asked == Asked::Scale(Ratio::from_integer(1))
}

/// The whole factor, if it is one.
fn factor(asked: Asked, size: u64) -> Option<u64> {
    match asked {
        Asked::Scale(scale) => scale.is_integer().then(|| scale.to_integer()).filter(|&factor| factor > 0),
        Asked::Size(to) => (size > 0 && to >= size && to % size == 0).then(|| to / size),
    }
}

/// What is asked of every dimension.
fn asked(call: &Call<'_>, dims: &[Dim]) -> Result<Vec<Asked>, Reason> {
    let missing = || Reason::Computed("scales");
    let rank = dims.len();
    if let Some(sizes) = call.ints("sizes", 3)?.filter(|sizes| !sizes.is_empty()) {
        let sizes = sizes.iter().map(|&size| u64::try_from(size).ok().filter(|&size| size > 0).map(Asked::Size));
        let sizes = sizes.collect::<Option<Vec<_>>>().ok_or(Reason::Setting("sizes"))?;
        return filled(call, sizes, dims);
    }
    let scales: Vec<f64> = match call.node.setting("scales") {
        Some(super::super::written::Setting::Floats(scales)) => scales.iter().map(|&scale| scale.into()).collect(),
        // The first version.
        _ if rank == 4 && call.node.setting("width_scale").is_some() => {
            let scale = |name: &str| match call.node.setting(name) {
                Some(super::super::written::Setting::Float(scale)) => f64::from(*scale),
                _ => 1.0,
            };
            vec![1.0, 1.0, scale("height_scale"), scale("width_scale")]
        }
        _ => {
            // Version 10 had no region before the scales.
            let at = if call.node.op == "Upsample" || call.inputs.len() == 2 { 1 } else { 2 };
            call.constant(at).and_then(|scales| scales.values.as_ref()).ok_or_else(missing)?.floats()
        }
    };
    let scales = scales.iter().map(|&scale| rational(scale).map(Asked::Scale));
    filled(call, scales.collect::<Option<Vec<_>>>().ok_or(Reason::Setting("scales"))?, dims)
}

/// One for every dimension, where some are named.
fn filled(call: &Call<'_>, asked: Vec<Asked>, dims: &[Dim]) -> Result<Vec<Asked>, Reason> {
    let Some(axes) = call.node.ints("axes") else {
        return if asked.len() == dims.len() { Ok(asked) } else { Err(Reason::Setting("scales")) };
    };
    let sized = matches!(asked.first(), Some(Asked::Size(_)));
    let stay = |dim: &Dim| if sized { Asked::Size(dim.size) } else { Asked::Scale(Ratio::from_integer(1)) };
    let mut all: Vec<Asked> = dims.iter().map(stay).collect();
    for (axis, asked) in Call::axes(axes, dims.len())?.into_iter().zip(&asked) {
        all[axis] = *asked;
    }
    if axes.len() == asked.len() { Ok(all) } else { Err(Reason::Setting("axes")) }
}

/// The simplest fraction that a 32-bit float is written for; the float itself if it is none of small numbers.
fn rational(scale: f64) -> Option<Ratio<u64>> {
    const MOST: f64 = 1e6;
    const BITS: u64 = 1 << 24;
    if !(scale > 0.0 && scale < MOST) {
        return None;
    }
    let simple = (1..=256_u64).find_map(|denominator| {
        let numerator = (scale * denominator as f64).round();
        let same = (numerator / denominator as f64) as f32 == scale as f32;
        (same && numerator > 0.0).then(|| Ratio::new(numerator as u64, denominator))
    });
    let near = Ratio::new((scale * BITS as f64).round() as u64, BITS);
    Some(simple.unwrap_or(near)).filter(|scale| *scale.numer() > 0)
}

/// How units are made of others.
fn how(call: &Call<'_>, asked: &[Asked]) -> Result<(Filter, Anchor), Reason> {
    let old = call.node.op == "Upsample" || call.inputs.len() == 2 && call.opset < 11;
    let usual = if old { "asymmetric" } else { "half_pixel" };
    let anchor = match call.node.text("coordinate_transformation_mode").unwrap_or(usual) {
        "half_pixel" => Anchor::HalfPixel,
        "pytorch_half_pixel" => Anchor::PytorchHalfPixel,
        "half_pixel_symmetric" => Anchor::Centred,
        "tf_half_pixel_for_nn" => Anchor::TensorflowHalfPixel,
        "asymmetric" => Anchor::Asymmetric,
        "align_corners" => Anchor::Corners,
        _ => return Err(Reason::Setting("coordinate_transformation_mode")),
    };
    let usual = if old { old_round(asked)? } else { "round_prefer_floor" };
    let round = match call.node.text("nearest_mode").unwrap_or(usual) {
        "round_prefer_floor" => Round::PreferFloor,
        "round_prefer_ceil" => Round::PreferCeil,
        "floor" => Round::Floor,
        "ceil" => Round::Ceil,
        _ => return Err(Reason::Setting("nearest_mode")),
    };
    let filter = match call.node.text("mode").unwrap_or("nearest") {
        "nearest" => Filter::Nearest(round),
        "linear" | "bilinear" => Filter::Linear,
        "cubic" => Filter::Cubic,
        _ => return Err(Reason::Setting("mode")),
    };
    Ok((filter, anchor))
}

/// How places are rounded before version 11, which does not say it: by its examples up on axes that become smaller, else
/// down.
fn old_round(asked: &[Asked]) -> Result<&'static str, Reason> {
    let one = Ratio::from_integer(1);
    let scales = || asked.iter().filter_map(|asked| asked.scale());
    // With 1/2, 1/3 and the like every place is whole: there is nothing to round.
    let rounds_up = scales().any(|scale| scale < one && *scale.numer() != 1);
    match (rounds_up, scales().any(|scale| scale > one)) {
        (true, true) => Err(Reason::Setting("scales")),
        (true, false) => Ok("ceil"),
        _ => Ok("floor"),
    }
}
