//! C99: what it says of itself.
//!
//! Must not know: other languages. A first result that is a number is returned, arrays are filled.
//! Helpers are static and named after the unit, so that several files may be compiled as one.

use super::target::{Binding, Form, Helper, Operands, Parameter, Target, Written, decimal, level};
use super::unit::piece_name;
use crate::program::{Instruction, Relation, Type};
use std::fmt::Write;

/// The widest line that is not wrapped.
const WIDTH: usize = 100;

/// A longer array of values that cross from piece to piece is not put on the stack.
const MOST_ON_STACK: usize = 4_096;

const MINIMUM: &str = "\
/* The lesser of two numbers: NaN if either is, and -0 is below 0. */
static double #0(double a, double b)
{
    if (a < b) {
        return a;
    }
    if (b < a) {
        return b;
    }
    return a == b ? (signbit(a) ? a : b) : a + b;
}
";

const MAXIMUM: &str = "\
/* The greater of two numbers: NaN if either is, and -0 is below 0. */
static double #0(double a, double b)
{
    if (a < b) {
        return b;
    }
    if (b < a) {
        return a;
    }
    return a == b ? (signbit(a) ? b : a) : a + b;
}
";

/// GCC does not know the pragma and obeys -std=c99 instead.
const NO_CONTRACTION: &str = "\
#if defined(__clang__) || !defined(__GNUC__)
#pragma STDC FP_CONTRACT OFF
#endif
";

/// Before a piece of a long function: put together again, the pieces would take minutes to compile.
const NOT_INLINE: &str = "\
#if defined(__GNUC__)
__attribute__((noinline))
#endif
";

pub(super) struct C;

impl Target for C {
    fn key(&self) -> &'static str {
        "c"
    }

    fn extension(&self) -> &'static str {
        "c"
    }

    fn reserved(&self) -> &'static [&'static str] {
        &include!("words/c.in")
    }

    fn reserved_for_functions(&self) -> &'static [&'static str] {
        &include!("words/c_functions.in")
    }

    fn keeps(&self, _: char) -> bool {
        false
    }

    fn helper_name(&self, unit: &str, helper: &str) -> String {
        format!("{unit}_{helper}")
    }

    fn form(&self, instruction: &Instruction, _: Operands) -> Form {
        use Instruction::*;
        use level::{CHOICE, COMPARISON, LOGIC, PRODUCT, SUM};
        match instruction {
            Negate(_) => Form::sign("-#1"),
            Absolute(_) => Form::Call("fabs(#1)"),
            SquareRoot(_) => Form::Call("sqrt(#1)"),
            Floor(_) => Form::Call("floor(#1)"),
            Ceil(_) => Form::Call("ceil(#1)"),
            Add(..) => Form::binary("#1 + #2", SUM, SUM, PRODUCT),
            Subtract(..) => Form::binary("#1 - #2", SUM, SUM, PRODUCT),
            Multiply(..) => Form::binary("#1 * #2", PRODUCT, PRODUCT, level::SIGN),
            Divide(..) => Form::binary("#1 / #2", PRODUCT, PRODUCT, level::SIGN),
            Minimum(..) => Form::Helper {
                name: "minimum",
                text: MINIMUM,
            },
            Maximum(..) => Form::Helper {
                name: "maximum",
                text: MAXIMUM,
            },
            Compare(Relation::Less, ..) => Form::binary("#1 < #2", COMPARISON, SUM, SUM),
            Compare(Relation::LessEqual, ..) => Form::binary("#1 <= #2", COMPARISON, SUM, SUM),
            Compare(Relation::Equal, ..) => Form::binary("#1 == #2", COMPARISON, SUM, SUM),
            And(..) => Form::binary("#1 && #2", LOGIC, COMPARISON, COMPARISON),
            Or(..) => Form::binary("#1 || #2", LOGIC, COMPARISON, COMPARISON),
            Not(_) => Form::sign("!#1"),
            Select(..) => Form::Operators {
                text: "#1 ? #2 : #3",
                binds: CHOICE,
                operands: [LOGIC, SUM, SUM],
            },
            Constant(_) | Input(_) | Call1(..) | Call2(..) => Form::Call("#1"),
        }
    }

    fn number(&self, value: f64) -> String {
        if value.is_nan() {
            "NAN".to_owned()
        } else if value == f64::INFINITY {
            "INFINITY".to_owned()
        } else if value == f64::NEG_INFINITY {
            "-INFINITY".to_owned()
        } else {
            decimal(value)
        }
    }

    fn entry(&self, name: &str, _: &[usize], position: usize) -> String {
        format!("{name}[{position}]")
    }

    fn most_in_one_piece(&self) -> usize {
        2_000
    }

    fn notes(&self) -> &'static [&'static str] {
        &[
            "C99; link with -lm. Compile without -ffast-math and with -std=c99 or -ffp-contract=off:",
            "infinities, NaN and each rounding are meant. Matrices are stored row by row. An array that is",
            "filled must not overlap one that is read.",
        ]
    }

    fn opening(&self, header: &[String], code: &str) -> String {
        let mut out = String::from("/*\n");
        for line in header {
            let _ = writeln!(out, "{}", format!(" * {line}").trim_end());
        }
        out.push_str(" */\n\n#include <math.h>\n");
        if code.contains("malloc(") {
            out.push_str("#include <stdlib.h>\n");
        }
        out + "\n" + NO_CONTRACTION
    }

    fn helper(&self, helper: &Helper) -> String {
        let parameters: Vec<String> = helper
            .parameters
            .iter()
            .map(|name| format!("double {name}"))
            .collect();
        let mut out = format!("/* {} */\n", helper.meaning);
        let _ = writeln!(
            out,
            "static double {}({})\n{{",
            helper.name,
            parameters.join(", ")
        );
        bind(&mut out, &helper.bindings);
        let _ = writeln!(out, "    return {};\n}}", helper.result);
        out
    }

    fn routine(&self, routine: &Written) -> String {
        let mut out = String::new();
        let (crossing, work) = (routine.crossing.0, &routine.crossing.1);
        let many = routine.pieces.len() > 1;
        if many {
            let mut parameters = vec![format!("double *{work}")];
            parameters.extend(routine.parameters.iter().map(parameter));
            for (place, piece) in routine.pieces.iter().enumerate() {
                let name = piece_name(&routine.name, place + 1);
                let _ = writeln!(
                    out,
                    "{NOT_INLINE}{}\n{{",
                    head("static void", &name, &parameters)
                );
                for own in &routine.parameters {
                    let _ = writeln!(out, "    (void){};", own.name);
                }
                bind(&mut out, piece);
                out.push_str("}\n\n");
            }
        }
        let returned = routine
            .results
            .first()
            .filter(|result| result.axes.is_empty());
        let filled = &routine.results[usize::from(returned.is_some())..];
        let mut parameters: Vec<String> = routine.parameters.iter().map(parameter).collect();
        parameters.extend(filled.iter().map(|result| match result.entries.len() {
            // An array of no entries is none in C.
            0 => format!("double *{}", result.name),
            count => format!("double {}[{count}]", result.name),
        }));
        let lead = if returned.is_some() { "double" } else { "void" };
        let _ = writeln!(
            out,
            "/* {} */\n{}\n{{",
            routine.about,
            head(lead, &routine.name, &parameters)
        );
        for own in routine.parameters.iter().filter(|own| !own.used && !many) {
            let _ = writeln!(out, "    (void){};", own.name);
        }
        for result in filled.iter().filter(|result| result.entries.is_empty()) {
            let _ = writeln!(out, "    (void){};", result.name);
        }
        let on_heap = many && crossing > MOST_ON_STACK;
        if many {
            if on_heap {
                let _ = writeln!(
                    out,
                    "    double *{work} = malloc({crossing} * sizeof *{work});\n    \
                     if ({work} == NULL) {{"
                );
                // Nothing is left as it was, so that nobody takes it for a result.
                for result in filled {
                    let (name, count) = (&result.name, result.entries.len());
                    let _ = writeln!(
                        out,
                        "        for (unsigned long at = 0; at < {count}; at++) {{\n            \
                         {name}[at] = NAN;\n        }}"
                    );
                }
                let failed = if returned.is_some() { " NAN" } else { "" };
                let _ = writeln!(out, "        return{failed};\n    }}");
            } else {
                let _ = writeln!(out, "    double {work}[{}];", crossing.max(1));
            }
            let mut passed = vec![work.clone()];
            passed.extend(routine.parameters.iter().map(|own| own.name.clone()));
            for place in 1..=routine.pieces.len() {
                let _ = writeln!(
                    out,
                    "    {}({});",
                    piece_name(&routine.name, place),
                    passed.join(", ")
                );
            }
        } else {
            bind(&mut out, &routine.pieces[0]);
        }
        for result in filled {
            for (position, entry) in result.entries.iter().enumerate() {
                let _ = writeln!(out, "    {}[{position}] = {entry};", result.name);
            }
        }
        match returned {
            Some(result) if on_heap => {
                let (name, entry) = (&result.name, &result.entries[0]);
                let _ = writeln!(
                    out,
                    "    const double {name} = {entry};\n    free({work});\n    return {name};"
                );
            }
            Some(result) => {
                let _ = writeln!(out, "    return {};", result.entries[0]);
            }
            None if on_heap => {
                let _ = writeln!(out, "    free({work});");
            }
            None => {}
        }
        out.push_str("}\n");
        out
    }
}

fn parameter(own: &Parameter) -> String {
    if own.axes.is_empty() {
        return format!("double {}", own.name);
    }
    format!(
        "const double {}[{}]",
        own.name,
        own.axes.iter().product::<usize>()
    )
}

/// The head of a function, one parameter a line where it would be too wide.
fn head(lead: &str, name: &str, parameters: &[String]) -> String {
    if parameters.is_empty() {
        return format!("{lead} {name}(void)");
    }
    let line = format!("{lead} {name}({})", parameters.join(", "));
    if line.chars().count() <= WIDTH {
        return line;
    }
    format!("{lead} {name}(\n    {})", parameters.join(",\n    "))
}

fn bind(out: &mut String, bindings: &[Binding]) {
    for binding in bindings {
        let lead = match binding.of {
            _ if binding.crosses => "",
            Type::F64 => "const double ",
            Type::Mask => "const int ",
        };
        let _ = writeln!(out, "    {lead}{} = {};", binding.name, binding.value);
    }
}
