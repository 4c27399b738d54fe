//! Numbers that look random and are the same for the same seed, bit by bit, on every machine.

/// `SplitMix64` (Steele, Lea and Flood 2014): a counter, and a function that mixes its bits.
///
/// Everything here is whole numbers and the sums, products, quotients and roots that IEEE 754 fixes to the last bit.
pub struct Noise {
    state: u64,
}

impl Noise {
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// Another sequence for every `part` of the same seed.
    pub fn of_part(seed: u64, part: u64) -> Self {
        let own = Self::new(part).next();
        Self { state: seed ^ own }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Uniform in 0…1, one excluded: the upper 24 bits, as many as an `f32` holds.
    pub fn uniform(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1_u32 << 24) as f32
    }

    /// Normal with mean 0 and variance 1: Marsaglia's polar method.
    pub fn normal(&mut self) -> f64 {
        loop {
            let mut side = || (self.next() >> 11) as f64 / (1_u64 << 52) as f64 - 1.0;
            let (x, y) = (side(), side());
            let square = x * x + y * y;
            if square > 0.0 && square < 1.0 {
                return x * (-2.0 * logarithm(square) / square).sqrt();
            }
        }
    }
}

/// The natural logarithm of a positive, normal number, from sums and products alone: a system's own differs from the
/// next one's in the last bit.
fn logarithm(value: f64) -> f64 {
    let bits = value.to_bits();
    let exponent = (bits >> 52) as i32 - 1023;
    let mantissa = f64::from_bits(bits & ((1 << 52) - 1) | 1023 << 52);
    // ln m = 2 artanh z with z = (m − 1)/(m + 1) ≤ 1/3; the series ends where a term is past the last bit.
    let z = (mantissa - 1.0) / (mantissa + 1.0);
    let square = z * z;
    let series = (0..16).rev().fold(0.0, |sum, n| sum * square + 1.0 / f64::from(2 * n + 1));
    f64::from(exponent) * std::f64::consts::LN_2 + 2.0 * z * series
}
