//! Random numbers, the same in each run.

/// Marsaglia's xorshift generator with 64 bits of state.
pub struct Random(u64);

impl Random {
    /// Any seed but 0.
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    /// A whole number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) % bound as u64) as usize
    }

    /// A number in (-2, 2) in steps of 1/1024.
    pub fn number(&mut self) -> f64 {
        self.below(4096) as f64 / 1024.0 - 2.0
    }
}
