//! Closed intervals of real numbers with binary64 ends, rounded outwards.
//!
//! Must not know: programs. Invariant: the result of an operation holds every real result for every choice of real
//! operands; where that cannot be said, it is the whole line.

/// All real numbers from `low` to `high`; an end may be infinite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    pub low: f64,
    pub high: f64,
}

impl Interval {
    pub const WHOLE: Interval = Interval {
        low: f64::NEG_INFINITY,
        high: f64::INFINITY,
    };

    /// From the lower end to the higher; the whole line where an end is no number.
    pub fn new(low: f64, high: f64) -> Interval {
        match low.is_nan() || high.is_nan() {
            true => Interval::WHOLE,
            false => Interval { low, high },
        }
    }

    pub fn point(value: f64) -> Interval {
        Interval::new(value, value)
    }

    /// The same with both ends moved outwards by one place.
    fn outward(low: f64, high: f64) -> Interval {
        Interval::new(low.next_down(), high.next_up())
    }

    pub fn is_point(self) -> bool {
        self.low == self.high
    }

    pub fn is_finite(self) -> bool {
        self.low.is_finite() && self.high.is_finite()
    }

    pub fn contains(self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }

    pub fn is_inside(self, other: Interval) -> bool {
        other.low <= self.low && self.high <= other.high
    }

    /// The largest absolute value.
    pub fn magnitude(self) -> f64 {
        self.low.abs().max(self.high.abs())
    }

    /// The least absolute value.
    pub fn least(self) -> f64 {
        match self.contains(0.0) {
            true => 0.0,
            false => self.low.abs().min(self.high.abs()),
        }
    }

    pub fn width(self) -> f64 {
        (self.high - self.low).next_up()
    }

    pub fn middle(self) -> f64 {
        (self.low / 2.0 + self.high / 2.0).clamp(self.low, self.high)
    }

    /// All numbers that are at most `by` away.
    pub fn widened(self, by: f64) -> Interval {
        match by == 0.0 {
            true => self,
            false => Interval::outward(self.low - by, self.high + by),
        }
    }

    pub fn union(self, other: Interval) -> Interval {
        Interval::new(self.low.min(other.low), self.high.max(other.high))
    }

    /// What both hold; `self` where they have nothing in common.
    pub fn within(self, other: Interval) -> Interval {
        let (low, high) = (self.low.max(other.low), self.high.min(other.high));
        match low <= high {
            true => Interval { low, high },
            false => self,
        }
    }

    pub fn negated(self) -> Interval {
        Interval::new(-self.high, -self.low)
    }

    pub fn absolute(self) -> Interval {
        Interval::new(self.least(), self.magnitude())
    }

    pub fn plus(self, other: Interval) -> Interval {
        let (low, high) = (self.low + other.low, self.high + other.high);
        Interval::new(
            if is_exact_sum(self.low, other.low, low) {
                low
            } else {
                low.next_down()
            },
            if is_exact_sum(self.high, other.high, high) {
                high
            } else {
                high.next_up()
            },
        )
    }

    pub fn times(self, other: Interval) -> Interval {
        // Zero times an end at infinity is 0: the end itself is no number.
        let product = |a: f64, b: f64| if a == 0.0 || b == 0.0 { 0.0 } else { a * b };
        let ends = [
            product(self.low, other.low),
            product(self.low, other.high),
            product(self.high, other.low),
            product(self.high, other.high),
        ];
        let low = ends.into_iter().fold(f64::INFINITY, f64::min);
        let high = ends.into_iter().fold(f64::NEG_INFINITY, f64::max);
        // Products of small whole numbers are what they are.
        let is_whole = |own: f64| own.fract() == 0.0 && own.abs() < 9e15;
        let factors = [self.low, self.high, other.low, other.high];
        match is_whole(low) && is_whole(high) && factors.into_iter().all(is_whole) {
            true => Interval::new(low, high),
            false => Interval::outward(low, high),
        }
    }

    /// The squares of its numbers.
    pub fn squared(self) -> Interval {
        let own = self.absolute();
        Interval::new(
            (own.low * own.low).next_down().max(0.0),
            (own.high * own.high).next_up(),
        )
    }

    /// None where the divisor may be 0.
    pub fn over(self, other: Interval) -> Option<Interval> {
        if other.contains(0.0) {
            return None;
        }
        let inverse = Interval::outward(1.0 / other.high, 1.0 / other.low);
        let own = self.times(inverse);
        if !self.is_finite() || !other.is_finite() {
            return Some(own);
        }
        let ends = [
            self.low / other.low,
            self.low / other.high,
            self.high / other.low,
            self.high / other.high,
        ];
        let low = ends.into_iter().fold(f64::INFINITY, f64::min);
        let high = ends.into_iter().fold(f64::NEG_INFINITY, f64::max);
        Some(Interval::outward(low, high))
    }

    /// None where a number may be negative.
    pub fn root(self) -> Option<Interval> {
        (self.low >= 0.0).then(|| {
            Interval::new(
                self.low.sqrt().next_down().max(0.0),
                self.high.sqrt().next_up(),
            )
        })
    }

    pub fn minimum(self, other: Interval) -> Interval {
        Interval::new(self.low.min(other.low), self.high.min(other.high))
    }

    pub fn maximum(self, other: Interval) -> Interval {
        Interval::new(self.low.max(other.low), self.high.max(other.high))
    }
}

/// Whether a rounded sum is the sum: the rounding error, found as D. E. Knuth does, is 0.
fn is_exact_sum(a: f64, b: f64, sum: f64) -> bool {
    let part = sum - a;
    sum.is_finite() && (a - (sum - part)) + (b - part) == 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_hold_all_results() {
        let numbers = [-3.0, -1.0, -0.1, 0.0, 0.3, 1.0, 7.0];
        for &a in &numbers {
            for &b in numbers.iter().filter(|&&b| b >= a) {
                let left = Interval::new(a, b);
                for &c in &numbers {
                    for &d in numbers.iter().filter(|&&d| d >= c) {
                        let right = Interval::new(c, d);
                        for part in 0..=4 {
                            let x = (a + (b - a) * f64::from(part) / 4.0).clamp(a, b);
                            let y = (c + (d - c) * f64::from(4 - part) / 4.0).clamp(c, d);
                            assert!(left.plus(right).contains(x + y));
                            assert!(left.times(right).contains(x * y));
                            assert!(left.squared().contains(x * x));
                            assert!(left.maximum(right).contains(x.max(y)));
                            assert!(left.union(right).contains(y));
                            if let Some(quotient) = left.over(right) {
                                assert!(quotient.contains(x / y), "{left:?} {right:?}");
                            }
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn ends_at_infinity_are_no_numbers() {
        let half = Interval::new(0.0, f64::INFINITY);
        assert_eq!(
            half.times(Interval::point(0.0)).magnitude(),
            f64::from_bits(1)
        );
        assert_eq!(Interval::new(f64::NAN, 1.0), Interval::WHOLE);
        assert!(
            Interval::point(1.0)
                .over(Interval::new(-1.0, 1.0))
                .is_none()
        );
    }
}
