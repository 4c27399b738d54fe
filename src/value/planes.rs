//! An image laid out in planes, one for each remainder of rows and columns by the stride, padding included.
//!
//! In such planes the units that one tap reads lie side by side, whatever the stride is, and from one row to the next. The
//! last columns of a row of a plane belong to no unit; they are worked out and dropped.
//!
//! Planes are laid out band by band, some rows of units at a time: those of a whole image would be written to memory far
//! away and read from there again. An image that is its own plane, without padding and strides, is read where it is.

use std::cell::Cell;

use rayon::prelude::*;

use super::geometry::Axis;
use super::lanes::widest;

/// The longest vector of any processor, in values.
pub(super) const MOST_LANES: usize = 64;

/// What lies behind the planes, so that whole vectors can be read.
pub(super) const SLACK: usize = 3 * MOST_LANES;

/// The planes of an image may take this many times its own values, and so many more.
const MOST_GROWTH: usize = 4;
const MOST_MORE: usize = 1 << 20;

/// How the planes of a band lie.
pub(super) struct Planes {
    rows: Axis,
    columns: Axis,
    /// Of units, in a band.
    pub band: usize,
    /// Of one plane.
    height: usize,
    pub width: usize,
    /// Planes beside each other: as many as the kernel reads remainders of the columns.
    across: usize,
    /// The values from one channel to the next.
    pub channel: usize,
    /// Whether the image is its own plane.
    own: bool,
}

impl Planes {
    /// Planes for windows of these axes. `band` gives the rows of units of a band, from the rows that a unit reads beyond
    /// its own and the width of a plane. `None` if they would be far larger than the image.
    pub fn of(rows: Axis, columns: Axis, band: impl FnOnce(usize, usize) -> usize) -> Option<Self> {
        let reach = |axis: &Axis| {
            let last = (axis.kernel as i64 - 1).checked_mul(axis.dilation)?;
            usize::try_from(last / axis.stride).ok()
        };
        let phases = |axis: &Axis| if axis.kernel == 1 { 1 } else { axis.stride as usize };
        let (below, width) = (reach(&rows)?, reach(&columns)?.checked_add(columns.outputs)?);
        let (down, across) = (phases(&rows), phases(&columns));
        let values = [below.checked_add(rows.outputs)?, width, down, across]
            .into_iter()
            .try_fold(1_usize, usize::checked_mul)?;
        let area = rows.inputs.checked_mul(columns.inputs)?;
        if values > area.checked_mul(MOST_GROWTH)?.checked_add(MOST_MORE)? {
            return None;
        }
        let band = band(below, width);
        let height = below + band;
        let plain = |axis: &Axis| axis.stride == 1 && axis.pad.begin == 0;
        let own = plain(&rows) && plain(&columns) && width == columns.inputs && below + rows.outputs <= rows.inputs;
        let channel = if own { area } else { down * across * height * width };
        Some(Self { rows, columns, band, height, width, across, channel, own })
    }

    /// The planes of the band whose first row of units is `first`, zero in the padding, and so much behind them that whole
    /// vectors can be read. They are laid out in `memory`.
    pub fn fill<'a>(&self, image: &'a [f32], channels: usize, first: usize, memory: &'a mut Vec<f32>) -> &'a [f32] {
        if self.own {
            return &image[first * self.width..];
        }
        let planes = room_for(memory, channels * self.channel + SLACK);
        let area = self.rows.inputs * self.columns.inputs;
        let of_channels = planes.par_chunks_mut(self.channel.max(1)).zip(image.par_chunks(area.max(1)));
        of_channels.take(channels).for_each(|(planes, channel)| {
            for (row, plane_row) in planes.chunks_mut(self.width).enumerate() {
                let (plane, row) = (row / self.height, first + row % self.height);
                let (down, across) = (plane / self.across, plane % self.across);
                let from = (row as i64).saturating_mul(self.rows.stride) + down as i64 - self.rows.pad.begin as i64;
                match usize::try_from(from).ok().filter(|from| *from < self.rows.inputs) {
                    Some(from) => {
                        let read = &channel[from * self.columns.inputs..][..self.columns.inputs];
                        widest(|| self.fill_row(read, across as i64, plane_row));
                    }
                    None => plane_row.fill(0.0),
                }
            }
        });
        planes
    }

    #[expect(clippy::inline_always, reason = "only what is inlined is made for the longest vectors")]
    #[inline(always)]
    fn fill_row(&self, read: &[f32], across: i64, plane_row: &mut [f32]) {
        let (stride, begin) = (self.columns.stride, self.columns.pad.begin as i64);
        // The first place of the row that lies inside the image, and what it reads.
        let first = num_integer::div_ceil((begin - across).max(0), stride);
        let read = usize::try_from(first * stride + across - begin).ok().and_then(|from| read.get(from..));
        let read = read.unwrap_or_default();
        let (before, inside) = plane_row.split_at_mut((first as usize).min(plane_row.len()));
        let count = inside.len().min(read.len().div_ceil(stride as usize));
        let (inside, behind) = inside.split_at_mut(count);
        before.fill(0.0);
        behind.fill(0.0);
        match stride {
            1 => inside.copy_from_slice(&read[..count]),
            2 => {
                let (pairs, last) = read.as_chunks::<2>();
                inside.iter_mut().zip(pairs).for_each(|(to, [value, _])| *to = *value);
                inside.iter_mut().skip(pairs.len()).zip(last).for_each(|(to, value)| *to = *value);
            }
            _ => inside.iter_mut().zip(read.iter().step_by(stride as usize)).for_each(|(to, value)| *to = *value),
        }
    }

    /// Where the taps of all channels read, from the place of a unit on.
    pub fn offsets(&self, channels: usize) -> Vec<usize> {
        let mut offsets = Vec::with_capacity(channels * self.rows.kernel * self.columns.kernel);
        for channel in 0..channels {
            for y in 0..self.rows.kernel {
                for x in 0..self.columns.kernel {
                    let (y, x) = (y * self.rows.dilation as usize, x * self.columns.dilation as usize);
                    let (of_rows, of_columns) = (self.rows.stride as usize, self.columns.stride as usize);
                    let plane = (y % of_rows) * self.across + x % of_columns;
                    let in_channel = (plane * self.height + y / of_rows) * self.width + x / of_columns;
                    offsets.push(channel * self.channel + in_channel);
                }
            }
        }
        offsets
    }
}

/// What a thread keeps to work in at most, in values.
const MOST_KEPT: usize = 1 << 21;

/// Memory to work in: for planes, and for what is made of them.
type Work = [Vec<f32>; 2];

thread_local! {
    static WORK: Cell<Work> = const { Cell::new([Vec::new(), Vec::new()]) };
}

/// Works in what this thread worked in before: memory that is new is slow to write to.
pub(super) fn with_work(work: impl FnOnce(&mut Work)) {
    let mut memory = WORK.take();
    work(&mut memory);
    if memory.iter().map(Vec::len).sum::<usize>() <= MOST_KEPT {
        WORK.set(memory);
    }
}

/// So many values of a memory, whatever they are.
pub(super) fn room_for(memory: &mut Vec<f32>, values: usize) -> &mut [f32] {
    if memory.len() < values {
        memory.resize(values, 0.0);
    }
    &mut memory[..values]
}

/// Runs of `whole` values cut into parts of `part`: by place of the part, that part of every run.
pub(super) fn across<T>(values: &mut [T], whole: usize, part: usize) -> Vec<Vec<&mut [T]>> {
    let (whole, part) = (whole.max(1), part.max(1));
    let runs = values.len() / whole;
    let mut parts: Vec<Vec<&mut [T]>> = Vec::new();
    parts.resize_with(whole.div_ceil(part), || Vec::with_capacity(runs));
    for run in values.chunks_mut(whole) {
        parts.iter_mut().zip(run.chunks_mut(part)).for_each(|(parts, part)| parts.push(part));
    }
    parts
}
