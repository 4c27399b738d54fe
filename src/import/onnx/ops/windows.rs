//! Convolutions, transposed convolutions and pools.

use super::{Call, Layers, Layout, Made, Map, Reason, layout_of, per_axis, spatial};
use crate::axes::PerAxis;
use crate::net::{Conv, ConvTransposed, Ends, Op, Padding, Pool, PoolKind, Shape, Window};

/// Settings of a window, one for each dimension of the map as the node has them.
struct Settings<'a> {
    call: &'a Call<'a>,
    /// The axis of each dimension.
    order: Vec<usize>,
}

impl Settings<'_> {
    /// A list of settings, `otherwise` each if it is not written.
    fn list(&self, name: &'static str, otherwise: u64) -> Result<Vec<u64>, Reason> {
        let Some(written) = self.call.node.ints(name) else { return Ok(vec![otherwise; self.order.len()]) };
        let values: Option<Vec<u64>> = written.iter().map(|&value| u64::try_from(value).ok()).collect();
        values.filter(|values| values.len() == self.order.len()).ok_or(Reason::Setting(name))
    }

    fn per_axis<T: Copy + PartialEq>(&self, name: &'static str, values: &[T]) -> Result<PerAxis<T>, Reason> {
        per_axis(&self.order, values).ok_or(Reason::Setting(name))
    }

    /// The map at the first input, and the dimensions of what a window makes of it.
    fn map_and_layout(&self) -> Result<(&Map, &Shape, Layout), Reason> {
        let (map, shape, dims) = self.call.dims(0)?;
        Ok((map, shape, layout_of(shape, dims, &self.order)))
    }

    /// Begins of all dimensions, then their ends.
    fn pads(&self) -> Result<Vec<Ends>, Reason> {
        let rank = self.order.len();
        let written = self.call.node.ints("pads").unwrap_or(&[]);
        if written.is_empty() {
            return Ok(vec![Ends::both(0); rank]);
        }
        let pads: Option<Vec<u64>> = written.iter().map(|&pad| u64::try_from(pad).ok()).collect();
        let pads = pads.filter(|pads| pads.len() == 2 * rank).ok_or(Reason::Setting("pads"))?;
        Ok((0..rank).map(|at| Ends { begin: pads[at], end: pads[at + rank] }).collect())
    }

    fn window(&self, kernel: &[u64]) -> Result<Window, Reason> {
        let padding = match self.call.node.text("auto_pad").unwrap_or("NOTSET") {
            "" | "NOTSET" => Padding::Explicit(self.per_axis("pads", &self.pads()?)?),
            "VALID" => Padding::NONE,
            "SAME_UPPER" => Padding::Same,
            "SAME_LOWER" => Padding::SameLower,
            _ => return Err(Reason::Setting("auto_pad")),
        };
        Ok(Window {
            kernel: self.per_axis("kernel_shape", kernel)?,
            stride: self.per_axis("strides", &self.list("strides", 1)?)?,
            padding,
            dilation: self.per_axis("dilations", &self.list("dilations", 1)?)?,
        })
    }
}

/// The map at the first input, the shape of the weights, and the axes.
fn operands<'a>(call: &'a Call<'a>, weights: usize) -> Result<(Settings<'a>, Vec<u64>), Reason> {
    let (_, shape, dims) = call.dims(0)?;
    let order = spatial(shape, dims)?;
    let weights =
        call.constant(weights).and_then(|weights| weights.shape.clone()).ok_or(Reason::Computed("weights"))?;
    if weights.len() != order.len() + 2 {
        return Err(Reason::Setting("kernel_shape"));
    }
    // The weights say it; where the node says it too, it must be the same, or no runtime takes it.
    if let Some(said) = call.node.ints("kernel_shape").filter(|said| !said.is_empty())
        && !said.iter().map(|&size| u64::try_from(size).ok()).eq(weights[2..].iter().copied().map(Some))
    {
        return Err(Reason::Setting("kernel_shape"));
    }
    Ok((Settings { call, order }, weights))
}

fn groups(call: &Call<'_>) -> Result<u64, Reason> {
    let groups = u64::try_from(call.node.int("group").unwrap_or(1)).ok().filter(|&groups| groups > 0);
    groups.ok_or(Reason::Setting("group"))
}

/// A convolution, whose weights are the input `weights` and whose bias the input `bias`.
pub(super) fn conv(call: &Call<'_>, weights: usize, bias: usize) -> Layers {
    let (settings, weights) = operands(call, weights)?;
    let (map, shape, layout) = settings.map_and_layout()?;
    let groups = groups(call)?;
    if weights[1].checked_mul(groups) != Some(shape.channels) {
        return Err(Reason::Setting("group"));
    }
    let bias = call.has(bias) && call.node.op != "ConvInteger";
    let window = settings.window(&weights[2..])?;
    let op = Op::Conv(Conv { window, channels: Some(weights[0]), groups, bias });
    Made::of(op, map, layout).alone()
}

/// A transposed convolution. What its padding is follows from the size that it asks for, if it does.
pub(super) fn conv_transposed(call: &Call<'_>) -> Layers {
    let (settings, weights) = operands(call, 1)?;
    let (map, shape, layout) = settings.map_and_layout()?;
    let groups = groups(call)?;
    let channels = weights[1].checked_mul(groups).ok_or(Reason::Setting("group"))?;
    if weights[0] != shape.channels {
        return Err(Reason::Setting("group"));
    }
    let kernel = &weights[2..];
    let (strides, dilations) = (settings.list("strides", 1)?, settings.list("dilations", 1)?);
    let mut added = settings.list("output_padding", 0)?;
    let automatic = call.node.text("auto_pad").unwrap_or("NOTSET");
    let sizes: Vec<u64> = settings.order.iter().map(|&axis| shape.size[axis]).collect();
    let asked = match call.node.ints("output_shape").filter(|asked| !asked.is_empty()) {
        // Some write batch and channels too.
        Some(asked) => {
            let asked = &asked[asked.len().saturating_sub(sizes.len())..];
            let asked: Option<Vec<u64>> = asked.iter().map(|&size| u64::try_from(size).ok()).collect();
            Some(asked.filter(|asked| asked.len() == sizes.len()).ok_or(Reason::Setting("output_shape"))?)
        }
        None if automatic.starts_with("SAME") => {
            Some(sizes.iter().zip(&strides).map(|(&size, &stride)| size.saturating_mul(stride)).collect())
        }
        None => None,
    };
    let pads = match asked {
        None if automatic == "VALID" => vec![Ends::both(0); sizes.len()],
        None => settings.pads()?,
        Some(asked) => {
            let mut pads = Vec::with_capacity(sizes.len());
            for at in 0..sizes.len() {
                let span = kernel[at].checked_sub(1).and_then(|taps| taps.checked_mul(dilations[at]));
                let full =
                    strides[at].checked_mul(sizes[at] - 1).and_then(|all| all.checked_add(span?)?.checked_add(1));
                let full = full.and_then(|full| full.checked_add(added[at])).ok_or(Reason::Setting("output_shape"))?;
                let total = full.saturating_sub(asked[at]);
                // What is asked for beyond all that the windows reach is added at the end.
                added[at] += asked[at].saturating_sub(full);
                let (less, more) = (total / 2, total - total / 2);
                let upper = automatic == "SAME_UPPER";
                pads.push(if upper { Ends { begin: less, end: more } } else { Ends { begin: more, end: less } });
            }
            pads
        }
    };
    let window = Window {
        kernel: settings.per_axis("kernel_shape", kernel)?,
        stride: settings.per_axis("strides", &strides)?,
        padding: Padding::Explicit(settings.per_axis("pads", &pads)?),
        dilation: settings.per_axis("dilations", &dilations)?,
    };
    let output_padding = settings.per_axis("output_padding", &added)?;
    let op = ConvTransposed { window, output_padding, channels: Some(channels), groups, bias: call.has(2) };
    Made::of(Op::ConvTransposed(op), map, layout).alone()
}

/// A pool with a window.
pub(super) fn pool(call: &Call<'_>) -> Layers {
    let (_, shape, dims) = call.dims(0)?;
    let settings = Settings { call, order: spatial(shape, dims)? };
    let (map, _, layout) = settings.map_and_layout()?;
    let kernel = settings.list("kernel_shape", 0)?;
    let kind = match call.node.op.as_str() {
        "MaxPool" => PoolKind::Max,
        "LpPool" => PoolKind::Lp,
        _ => PoolKind::Average,
    };
    let op = Op::Pool(Pool {
        kind,
        window: settings.window(&kernel)?,
        ceil: call.node.int("ceil_mode").unwrap_or(0) != 0,
        count_padding: kind == PoolKind::Max || call.node.int("count_include_pad").unwrap_or(0) != 0,
    });
    Made::of(op, map, layout).alone()
}
