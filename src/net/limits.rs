//! How large a question may be. The limits lie far past any real network; they exist so that sums of a few settings
//! fit an `i64` with room to spare, and so that a typing error is told from a network.

/// The largest size of one axis of the input, in pixels.
pub const MAX_SIZE: u64 = 1 << 30;

/// The largest kernel, stride, padding, dilation, upsampling factor or adaptive output.
pub const MAX_SETTING: u64 = 1 << 30;

/// The most channels of a map, and the most groups.
pub const MAX_CHANNELS: u64 = 1 << 30;

/// The largest batch.
pub const MAX_BATCH: u64 = 1 << 30;

/// The most layers of one stack.
pub const MAX_LAYERS: usize = 100_000;
