//! Random formulas as text, the same in each run.

use super::generator::Random;

const FUNCTIONS: [&str; 14] = [
    "sin", "cos", "tan", "exp", "ln", "sqrt", "sigma", "tanh", "atan", "abs", "softplus", "asinh",
    "relu", "erf",
];

/// A formula in x and y with about `size` operations.
pub fn formula(random: &mut Random, size: usize) -> String {
    if size == 0 {
        return match random.below(6) {
            0 | 1 => "x".to_owned(),
            2 | 3 => "y".to_owned(),
            4 => (random.below(5) + 1).to_string(),
            _ => format!("0.{}", random.below(9) + 1),
        };
    }
    let left = random.below(size);
    let right = size - 1 - left;
    match random.below(9) {
        0 | 1 => format!("({} + {})", formula(random, left), formula(random, right)),
        2 => format!("({} - {})", formula(random, left), formula(random, right)),
        3 | 4 => format!("{}*{}", formula(random, left), formula(random, right)),
        5 => format!("({})/({})", formula(random, left), formula(random, right)),
        6 => format!(
            "({})^{}",
            formula(random, size - 1),
            random.below(4) as i64 - 1
        ),
        7 => format!(
            "if({} < {}, {}, x)",
            formula(random, 0),
            formula(random, 0),
            formula(random, size - 1)
        ),
        _ => {
            let function = FUNCTIONS[random.below(FUNCTIONS.len())];
            format!("{function}({})", formula(random, size - 1))
        }
    }
}
