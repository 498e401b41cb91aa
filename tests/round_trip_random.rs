//! What is printed is read back: random formulas of all operations, functions, shapes and conditions, their derivatives
//! too. The values of what is read back are those of what was printed.

mod common {
    pub mod generator;
}

use common::generator::Random;
use std::time::{Duration, Instant};
use symdiff::{Function, ReadOptions, functions};

const DECLARATIONS: &str = "A: matrix(2, 3); B: matrix(3, 2); v: vector(3); w: vector(2)\n";
const TIME: Duration = Duration::from_secs(10);
/// Another grouping may round otherwise.
const TOLERANCE: f64 = 1e-9;

/// What an expression is.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Number,
    /// Of 3 and of 2 entries.
    Long,
    Short,
}

struct Maker {
    random: Random,
    /// Functions of one and of two arguments.
    functions: [Vec<&'static str>; 2],
}

impl Maker {
    fn new(seed: u64) -> Maker {
        let of = |count: usize| -> Vec<&'static str> {
            let takes = |name: &&str| functions::lookup(name, count).is_some();
            functions::names().filter(takes).collect()
        };
        // The order of a polygamma function is a number. At a jump the last bit decides, and quotients of like terms
        // meet those of a remainder often.
        let mut binary = of(2);
        binary.retain(|name| !["polygamma", "mod", "modulo"].contains(name));
        Maker {
            random: Random::new(seed),
            functions: [of(1), binary],
        }
    }

    fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.random.below(list.len())]
    }

    fn some(&mut self, kind: Kind, size: usize) -> String {
        let size = size.saturating_sub(1);
        match kind {
            Kind::Number => self.number(size),
            Kind::Long => self.vector(size, "v", "B*"),
            Kind::Short => self.vector(size, "w", "A*"),
        }
    }

    fn number(&mut self, size: usize) -> String {
        if size == 0 {
            return self
                .pick(&["x", "y", "2", "0.3", "pi", "e", "1/3", "-2", "x", "y"])
                .to_owned();
        }
        let (left, right) = (size / 2, size - size / 2);
        match self.random.below(14) {
            0 | 1 => {
                let sign = self.pick(&["+", "-", "*", "/", ".*"]);
                format!("({}) {sign} ({})", self.number(left), self.number(right))
            }
            2 => format!("-({})", self.number(size - 1)),
            3 => {
                let exponent = self.pick(&["2", "3", "-1", "-2", "(1/2)", "(-3/2)", "y", "(1/3)"]);
                format!("({})^{exponent}", self.number(size - 1))
            }
            4..=6 => {
                let list = self.functions[0].clone();
                let name = self.pick(&list);
                format!("{name}({})", self.number(size - 1))
            }
            7 => {
                let list = self.functions[1].clone();
                let name = self.pick(&list);
                format!("{name}({}, {})", self.number(left), self.number(right))
            }
            8 => {
                let name = self.pick(&["max", "min"]);
                let three = [left, right, size / 3].map(|size| self.number(size / 2));
                format!("{name}({})", three.join(", "))
            }
            9 => format!(
                "if({}, {}, {})",
                self.condition(size / 3),
                self.number(size / 3),
                self.number(size / 3)
            ),
            10 => {
                let kind = self.pick(&[Kind::Long, Kind::Short]);
                format!("sum({})", self.some(kind, size))
            }
            11 => {
                let kind = self.pick(&[Kind::Long, Kind::Short]);
                format!("({})'*({})", self.some(kind, left), self.some(kind, right))
            }
            12 => format!(
                "polygamma({}, {})",
                self.random.below(4),
                self.number(size - 1)
            ),
            _ => format!("({})*({})", self.number(left), self.number(right)),
        }
    }

    fn condition(&mut self, size: usize) -> String {
        let (left, right) = (size / 2, size - size / 2);
        match self.random.below(if size < 2 { 2 } else { 5 }) {
            0 | 1 => {
                let sign = self.pick(&["<", "<=", ">", ">="]);
                format!("({}) {sign} ({})", self.number(left), self.number(right))
            }
            2 => format!("({}) && ({})", self.condition(left), self.condition(right)),
            3 => format!("({}) or ({})", self.condition(left), self.condition(right)),
            _ => format!("!({})", self.condition(size - 1)),
        }
    }

    /// A vector: `own` is one, `map` makes one of the other length such.
    fn vector(&mut self, size: usize, own: &str, map: &str) -> String {
        if size == 0 {
            return own.to_owned();
        }
        let (kind, other) = match own {
            "v" => (Kind::Long, Kind::Short),
            _ => (Kind::Short, Kind::Long),
        };
        let (left, right) = (size / 2, size - size / 2);
        match self.random.below(6) {
            0 => {
                let sign = self.pick(&["+", "-", ".*"]);
                format!(
                    "({}) {sign} ({})",
                    self.some(kind, left),
                    self.some(kind, right)
                )
            }
            1 => format!("({})*({})", self.number(left), self.some(kind, right)),
            2 => format!("({})/({})", self.some(kind, left), self.number(right)),
            3 => format!("{map}({})", self.some(other, size - 1)),
            4 => format!(
                "{}'*({})",
                if own == "v" { "A" } else { "B" },
                self.some(other, size - 1)
            ),
            _ => {
                let list = self.functions[0].clone();
                let name = self.pick(&list);
                format!("{name}({})", self.some(kind, size - 1))
            }
        }
    }
}

/// Whether what a function prints is read as the same function. None: it has no text.
fn comes_back(function: &Function, seed: u64) -> Option<()> {
    let text = function.to_text().ok()?;
    let names: Vec<String> = function.variable_names().map(str::to_owned).collect();
    let options = ReadOptions {
        variables: Some(names),
        ..ReadOptions::default()
    };
    let again = Function::parse_with(&text, &options)
        .unwrap_or_else(|error| panic!("seed {seed}: {text}\n{error:?}"));
    let inputs: usize = function.variables().map(|(_, shape)| shape.entries()).sum();
    for scale in [0.4, 0.9, -0.7, 1.6] {
        let point: Vec<f64> = (0..inputs)
            .map(|k| scale * (1.0 + 0.13 * k as f64))
            .collect();
        let (a, b) = (
            function.evaluate(&point).unwrap(),
            again.evaluate(&point).unwrap(),
        );
        assert_eq!(a.len(), b.len(), "seed {seed}: {text}");
        let largest = a
            .iter()
            .fold(1e-300, |most: f64, own| match own.is_finite() {
                true => most.max(own.abs()),
                false => most,
            });
        for (a, b) in a.iter().zip(&b) {
            // At a pole the last bit decides between infinity and a large number.
            let is_far = |value: f64| !value.is_finite() || value.abs() > 1e12;
            // Where all terms cancel, what is left is what they were rounded by.
            let same = (a - b).abs() <= TOLERANCE * a.abs().max(largest * 1e-3).max(1e-3);
            assert!(
                same || (is_far(*a) && is_far(*b)),
                "seed {seed} at {scale}: {a:e} {b:e}\n{text}"
            );
        }
    }
    Some(())
}

#[test]
fn random_formulas_are_read_back() {
    let start = Instant::now();
    let (mut count, mut read, mut derivatives) = (0, 0, 0);
    for seed in 1.. {
        if start.elapsed() > TIME {
            break;
        }
        let mut maker = Maker::new(0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(seed));
        maker.random.number();
        let size = 2 + maker.random.below(9);
        let text = format!("{DECLARATIONS}({})", maker.some(Kind::Number, size));
        let function = Function::parse(&text).unwrap_or_else(|error| panic!("{text}\n{error:?}"));
        // A power of a vector, entry by entry, is an operation of the graph that a text may lack.
        count += 1;
        read += usize::from(comes_back(&function, seed).is_some());
        // Derivatives of functions of vectors may be of entries, which have no text.
        if let Ok(gradient) = function.gradient() {
            derivatives += usize::from(comes_back(&gradient, seed).is_some());
        }
    }
    println!("{read} of {count} formulas, {derivatives} gradients");
    assert!(count > 100 && 10 * read > 8 * count && derivatives > 20);
}
