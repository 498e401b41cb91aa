//! Programs of many thousand instructions: written in time that grows with their length, cut into pieces that
//! compilers can digest, with the bits of the interpreter, since they only do arithmetic.

use crate::generator::Random;
use crate::languages::{compiler, finish, folder, is_there, python};
use crate::random;
use std::fmt::Write as _;
use std::fs;
use std::process::Command;
use std::time::Instant;
use symdiff::Language;
use symdiff::backend::emit::{Argument, Outcome, Routine, Unit, emit};
use symdiff::backend::{Interpreter, Workspace};
use symdiff::program::{Instruction, Program};

const INPUTS: usize = 6;

/// A program without calls of functions.
fn program(size: usize) -> Program {
    let mut program = random::program(&mut Random::new(7), INPUTS, size);
    for instruction in &mut program.instructions {
        *instruction = match *instruction {
            Instruction::Call1(_, a) => Instruction::Absolute(a),
            Instruction::Call2(_, a, b) => Instruction::Add(a, b),
            other => other,
        };
    }
    program
}

fn unit(program: Program) -> Unit {
    let argument = |place| Argument {
        name: format!("x{place}"),
        axes: Vec::new(),
    };
    let outcome = Outcome {
        name: "values".to_owned(),
        axes: vec![program.outputs.len()],
    };
    Unit {
        name: "long".to_owned(),
        header: vec!["A long program.".to_owned()],
        arguments: (0..INPUTS).map(argument).collect(),
        routines: vec![Routine {
            suffix: String::new(),
            about: "All values.".to_owned(),
            program,
            outcomes: vec![outcome],
        }],
    }
}

const POINT: [f64; INPUTS] = [0.5, -1.25, 3.0, 0.0, 1e3, -0.75];

fn expected(program: &Program) -> String {
    let interpreter = Interpreter::new(program.clone());
    let mut outputs = vec![0.0; interpreter.outputs()];
    interpreter.run(&POINT, &mut outputs, &mut Workspace::default());
    let words: Vec<String> = outputs.iter().map(|x| word(*x)).collect();
    words.join("\n")
}

fn word(x: f64) -> String {
    if x.is_nan() {
        "nan".to_owned()
    } else {
        format!("{:016x}", x.to_bits())
    }
}

#[test]
fn the_time_to_write_grows_with_the_length() {
    for language in Language::ALL {
        let unit = unit(program(200_000));
        let start = Instant::now();
        let code = emit(&unit, *language).unwrap();
        let time = start.elapsed();
        assert!(time.as_secs() < 20, "{language}: {time:?}");
        // Nothing is written twice: about a line for each instruction at most.
        assert!(
            code.len() < 200_000 * 100,
            "{language}: {} bytes",
            code.len()
        );
        let longest = code.lines().map(str::len).max();
        assert!(
            longest < Some(400),
            "{language}: a line of {longest:?} bytes"
        );
    }
}

#[test]
fn long_c_has_the_bits_of_the_interpreter() {
    if !is_there(compiler().arg("--version")) {
        return;
    }
    let folder = folder("long_c");
    let program = program(20_000);
    let expected = expected(&program);
    let count = program.outputs.len();
    let mut code = emit(&unit(program), Language::C).unwrap();
    write!(
        code,
        "#include <inttypes.h>\n#include <stdio.h>\n#include <string.h>\nint main(void)\n{{\n    static double out[{count}];\n    int i;\n    \
         long({});\n    for (i = 0; i < {count}; i++) {{\n        uint64_t bits;\n        memcpy(&bits, out + i, 8);\n        \
         if (isnan(out[i])) {{\n            printf(\"nan\\n\");\n        }} else {{\n            \
         printf(\"%016\" PRIx64 \"\\n\", bits);\n        }}\n    }}\n    return 0;\n}}\n",
        POINT.map(|x| format!("{x:?}")).join(", ") + ", out"
    )
    .unwrap();
    let code = code.replace("    long(", "    long_(");
    fs::write(folder.join("long.c"), code).unwrap();
    finish(
        compiler()
            .args([
                "-std=c99",
                "-Wall",
                "-Wextra",
                "-Werror",
                "-pedantic",
                "-O1",
                "-o",
            ])
            .arg(folder.join("long"))
            .arg(folder.join("long.c"))
            .arg("-lm"),
    );
    assert!(finish(&mut Command::new(folder.join("long"))).trim() == expected);
}

#[test]
fn long_rust_has_the_bits_of_the_interpreter() {
    if !is_there(Command::new("rustc").arg("--version")) {
        return;
    }
    let folder = folder("long_rust");
    let program = program(20_000);
    let expected = expected(&program);
    let count = program.outputs.len();
    let code = emit(&unit(program), Language::Rust).unwrap();
    let main = format!(
        "#![deny(warnings)]\n{code}\nfn main() {{\n    let mut out = [0.0; {count}];\n    long({}, &mut out);\n    for x in out {{\n        \
         if x.is_nan() {{ println!(\"nan\") }} else {{ println!(\"{{:016x}}\", x.to_bits()) }}\n    }}\n}}\n",
        POINT.map(|x| format!("{x:?}")).join(", ")
    );
    fs::write(folder.join("long.rs"), main).unwrap();
    finish(
        Command::new("rustc")
            .args(["--edition", "2021", "-C", "opt-level=1", "-o"])
            .arg(folder.join("long"))
            .arg(folder.join("long.rs")),
    );
    assert!(finish(&mut Command::new(folder.join("long"))).trim() == expected);
}

#[test]
fn long_python_has_the_bits_of_the_interpreter() {
    for (language, import) in [
        (Language::Python, "import math"),
        (Language::Numpy, "import numpy"),
    ] {
        if !is_there(python().args(["-c", import])) {
            continue;
        }
        let folder = folder(&format!("long_{language}"));
        let program = program(20_000);
        let expected = expected(&program);
        let code = emit(&unit(program), language).unwrap();
        let main = format!(
            "{code}\n\nimport struct\nfor x in long({}):\n    print('nan' if x != x else struct.pack('>d', x).hex())\n",
            POINT.map(|x| format!("{x:?}")).join(", ")
        );
        fs::write(folder.join("long.py"), main).unwrap();
        let found = finish(python().arg(folder.join("long.py")));
        assert!(found.trim() == expected, "{language}");
    }
}
