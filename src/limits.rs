//! **The table of limits**: what an input may ask for before it is refused, one row each.
//!
//! The fields of [`Limits`], the flags of the command line and their help, the table of `docs/language.md`, what is said
//! where a limit is reached and what `symdiff explain` adds to its code all come from these rows. Must not know who
//! obeys a limit. Invariant: each limit has a field, a flag and the code of an error or note that names the flag.

use std::fmt::Write;

/// A row of the table.
#[derive(Debug)]
pub struct Limit {
    /// The field of [`Limits`], and with `--max-` in front and `-` for `_` the flag.
    pub name: &'static str,
    /// The flag of the command line.
    pub flag: &'static str,
    /// The value where nobody says another.
    pub default: usize,
    /// What is counted.
    pub meaning: &'static str,
    /// The names of the codes that are raised where it is reached.
    pub codes: &'static [&'static str],
    get: fn(&Limits) -> usize,
    set: fn(&mut Limits, usize),
}

macro_rules! table {
    ($($name:ident $field:ident $flag:literal $default:expr, [$($code:literal),*], $meaning:literal;)*) => {
        /// What an input may ask for before it is refused. Every refusal names its limit.
        ///
        /// ```
        /// use symdiff::{Function, Limits, ReadOptions};
        ///
        /// let options = ReadOptions {
        ///     limits: Limits { nesting: 10, ..Limits::default() },
        ///     ..ReadOptions::default()
        /// };
        /// let deep = format!("{}x{}", "(".repeat(20), ")".repeat(20));
        /// let error = Function::parse_with(&deep, &options).err().expect("too deep");
        /// assert!(error.is_limit());
        /// assert!(error.diagnostics()[0].help[0].contains("--max-nesting"));
        /// ```
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[cfg_attr(
            feature = "serde",
            derive(serde::Serialize, serde::Deserialize),
            serde(default)
        )]
        pub struct Limits {
            $(
                #[doc = concat!("At most so many: ", $meaning, ".")]
                pub $field: usize,
            )*
        }

        impl Default for Limits {
            fn default() -> Self {
                Limits { $($field: $default),* }
            }
        }

        $(
            #[doc = concat!("The limit on ", $meaning, ".")]
            pub static $name: Limit = Limit {
                name: stringify!($field),
                flag: $flag,
                default: $default,
                meaning: $meaning,
                codes: &[$($code),*],
                get: |limits| limits.$field,
                set: |limits, value| limits.$field = value,
            };
        )*

        /// All limits, in the order in which they are listed.
        pub static TABLE: &[&Limit] = &[$(&$name),*];
    };
}

table! {
    INPUT input "--max-input" 16 << 20, ["input-too-long"],
        "bytes of an input or of a file that is read";
    NESTING nesting "--max-nesting" 1_000_000, ["too-deep"],
        "brackets, calls and operators that wait for an operand at once";
    NUMBER_BITS number_bits "--max-number-bits" 4_096, ["number-too-large", "number-too-precise", "number-vanishes"],
        "bits of the numerator or denominator of a number that is typed";
    NODES nodes "--max-nodes" 8_000_000, ["formula-too-large", "too-many-entries"],
        "nodes of the expression graph, and entries of a variable";
    TERMS terms "--max-terms" 1_000_000, ["range-too-long"],
        "numbers in all ranges of an input together";
    VARIABLES variables "--max-variables" 500_000, ["too-many-variables"],
        "variables of a formula";
    RESULTS results "--max-results" 500_000, ["too-many-results"],
        "results of an input";
    ERRORS errors "--max-errors" 20, ["more-errors"],
        "errors reported together, and as many notes";
    STEPS steps "--max-steps" 20_000_000, ["simplification-stopped"],
        "rewriting steps of one simplification";
    ORDER order "--max-order" 1_000, ["order-too-high"],
        "times that a formula is differentiated, one derivative after the other";
    DERIVED derived "--max-derived" 200_000, ["derivative-too-large"],
        "nodes of a derivative of high order, where 64 times those of the formula are fewer";
    ENTRIES entries "--max-entries" 1_000_000, ["too-many-derivatives"],
        "entries of a Jacobian or Hessian, of the sparse forms those that are not 0";
    TAYLOR taylor "--max-taylor" 100_000, ["too-many-terms"],
        "terms of a Taylor polynomial";
    SCALARS scalars "--max-scalars" 10_000_000, ["formula-too-large"],
        "entries, and products of entries, of all vectors and matrices of a formula";
    ARRAY array "--max-array" 1 << 27, ["array-too-large"],
        "entries of a vector, matrix or tensor while a function runs";
    OUTPUT output "--max-output" 1_000_000, ["output-too-long"],
        "characters that `--expand` writes";
    LINE line "--max-line" 64 << 20, ["line-too-long"],
        "bytes of a line of `symdiff pipe`";
}

impl Limit {
    /// Its value.
    pub fn of(&self, limits: &Limits) -> usize {
        (self.get)(limits)
    }

    /// Changes its value.
    pub fn set(&self, limits: &mut Limits, value: usize) {
        (self.set)(limits, value);
    }

    /// What is said where it is reached.
    pub fn advice(&self, limits: &Limits) -> String {
        let value = grouped(self.of(limits));
        format!("`{}` sets another limit than {value}", self.flag)
    }

    /// What is said of it where its code is explained.
    pub fn explanation(&self) -> String {
        let value = grouped(self.default);
        format!(
            "The limit is {value} ({}); `{}`, in the library `Limits::{}`, sets another.",
            self.meaning, self.flag, self.name
        )
    }
}

/// The limits that a code is raised by.
pub fn of_code(code: &str) -> impl Iterator<Item = &'static Limit> {
    TABLE
        .iter()
        .copied()
        .filter(move |limit| limit.codes.contains(&code))
}

/// The table as a document shows it; `anchor` is the place of a code in the document of errors.
pub fn markdown(anchor: impl Fn(&str) -> String) -> String {
    let mut out =
        String::from("| at most so many | | flag | error or note |\n| --- | --- | --- | --- |\n");
    for limit in TABLE {
        let link = |code: &&str| format!("[`{code}`](errors.md#{})", anchor(code));
        let codes: Vec<String> = limit.codes.iter().map(link).collect();
        let _ = writeln!(
            out,
            "| {} | {} | `{}` | {} |",
            limit.meaning,
            grouped(limit.default),
            limit.flag,
            codes.join(", ")
        );
    }
    out
}

/// A number with commas between groups of three digits.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_well_formed() {
        for limit in TABLE {
            let flag = format!("--max-{}", limit.name.replace('_', "-"));
            assert_eq!(limit.flag, flag);
            let mut limits = Limits::default();
            assert_eq!(limit.of(&limits), limit.default);
            limit.set(&mut limits, 7);
            assert_eq!(limit.of(&limits), 7);
            let others = TABLE.iter().filter(|other| other.name != limit.name);
            for other in others {
                assert_eq!(other.of(&limits), other.default, "{}", limit.name);
            }
        }
        assert_eq!(
            [0, 999, 1_000, 16 << 20].map(grouped),
            ["0", "999", "1,000", "16,777,216"]
        );
    }
}
