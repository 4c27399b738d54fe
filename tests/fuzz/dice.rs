//! Numbers that look random and are the same every time: xorshift64* (Vigna 2016), begun from any seed by the mixer of
//! `SplitMix64` (Steele, Lea and Flood 2014).

pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        let mut mixed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        Self((mixed ^ mixed >> 31) | 1)
    }

    pub fn bits(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// From 0 up to `sides`, which it never reaches; 0 of none.
    pub fn roll(&mut self, sides: usize) -> usize {
        (self.bits() >> 33) as usize % sides.max(1)
    }

    pub fn of<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.roll(choices.len())]
    }

    /// Small numbers more often than large ones, from 1 up to `most`.
    pub fn few(&mut self, most: usize) -> usize {
        let most = 1 + self.roll(most);
        1 + self.roll(most)
    }

    /// Numbers at which something ends: a limit, a width, a sign.
    pub fn edge(&mut self) -> i64 {
        const EDGES: [i64; 24] = [
            0,
            1,
            2,
            3,
            7,
            16,
            31,
            64,
            127,
            128,
            224,
            255,
            256,
            1000,
            4096,
            65_535,
            100_000,
            200_000,
            1 << 30,
            (1 << 31) - 1,
            1 << 31,
            1 << 32,
            1 << 53,
            i64::MAX,
        ];
        let edge = *self.of(&EDGES);
        match self.roll(6) {
            0 => edge.wrapping_neg(),
            1 => edge.wrapping_add(1),
            2 => self.roll(10) as i64,
            _ => edge,
        }
    }
}
