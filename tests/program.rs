//! Programs as data: the text form, the verifier, sharing and rewriting, cost.

use symdiff::functions;
use symdiff::program::{Assembler, Instruction, Program, ValueId, cost, expand, verify};
use symdiff::{Function, Quantity, Request};

/// The instructions of a listing, joined by `; `, without the head.
fn listing(program: &Program) -> String {
    let text = program.to_string();
    text.lines().skip(1).collect::<Vec<_>>().join("; ")
}

fn read(text: &str) -> Program {
    let lines: Vec<&str> = text.split("; ").collect();
    format!("inputs 3\n{}", lines.join("\n")).parse().unwrap()
}

#[test]
fn the_text_form_reads_back() {
    let text = "inputs 2
v0 = input 0
v1 = input 1
v2 = constant -0.0
v3 = constant 5e-324
v4 = constant inf
v5 = constant 0.1
v6 = less v0 v1
v7 = less_equal v0 v1
v8 = equal v0 v1
v9 = and v6 v7
v10 = or v9 v8
v11 = not v10
v12 = select v11 v0 v1
v13 = call exp v12
v14 = call atan2 v13 v0
v15 = min v14 v1
v16 = max v15 v2
return v16 v3 v4 v5 v16
";
    let program: Program = text.parse().unwrap();
    assert_eq!(verify(&program), Ok(()));
    assert_eq!(program.to_string(), text);
    let bits = |v: &Instruction| matches!(v, Instruction::Constant(c) if c.to_bits() == 1 << 63);
    assert!(bits(&program.instructions[2]));
}

#[test]
fn faulty_texts_are_errors_of_their_line() {
    for (text, line, message) in [
        ("inputs x", 1, "expected a number instead of x"),
        ("inputs 1\nv1 = input 0", 2, "expected v0 instead of v1"),
        (
            "inputs 1\nv0 = frobnicate v0",
            2,
            "no instruction frobnicate of 1 operands",
        ),
        (
            "inputs 1\nv0 = add v0",
            2,
            "no instruction add of 1 operands",
        ),
        (
            "inputs 1\nv0 = call nothing v0",
            2,
            "no function nothing of 1 arguments",
        ),
        (
            "inputs 1\nhello",
            2,
            "expected inputs, return or an instruction",
        ),
        (
            "inputs 1\nreturn x0",
            2,
            "expected a value such as v3 instead of x0",
        ),
        (
            "return\nv0 = input 0",
            2,
            "nothing may follow the line return",
        ),
    ] {
        let error = text.parse::<Program>().unwrap_err();
        assert_eq!((error.line, error.message.as_str()), (line, message));
    }
}

#[test]
fn the_verifier_names_the_fault() {
    for (text, fault) in [
        ("v0 = neg v0; return v0", "v0 uses v0 before it is made"),
        (
            "v0 = input 3; return v0",
            "v0 reads input 3, but there are 3 inputs",
        ),
        (
            "v0 = input 0; v1 = less v0 v0; return v1",
            "output 0 uses v1 as a number, but it is a mask",
        ),
        (
            "v0 = input 0; v1 = not v0; return v0",
            "v1 uses v0 as a mask, but it is a number",
        ),
        (
            "v0 = input 0; v1 = select v0 v0 v0; return v0",
            "v1 uses v0 as a mask, but it is a number",
        ),
        (
            "v0 = input 0; return v1",
            "output 0 uses v1 before it is made",
        ),
    ] {
        assert_eq!(verify(&read(text)), Err(fault.to_owned()));
    }
    let mut program = read("v0 = input 0; return v0");
    let two = functions::lookup("atan2", 2).unwrap();
    program
        .instructions
        .push(Instruction::Call1(two, ValueId(0)));
    let fault = "v1 calls atan2 with 1 arguments instead of 2";
    assert_eq!(verify(&program), Err(fault.to_owned()));
}

#[test]
fn equal_values_are_shared_and_rewritten_exactly() {
    let cases = [
        // What is written after `v0 = input 0; v1 = input 1`, and what is kept of all.
        (
            "v2 = add v0 v1; v3 = add v1 v0; v4 = mul v2 v3; return v4",
            "v0 = input 0; v1 = input 1; v2 = add v0 v1; v3 = mul v2 v2; return v3",
        ),
        (
            "v2 = neg v0; v3 = neg v2; return v3",
            "v0 = input 0; return v0",
        ),
        (
            "v2 = neg v0; v3 = abs v2; v4 = abs v3; return v4",
            "v0 = input 0; v1 = abs v0; return v1",
        ),
        (
            "v2 = neg v1; v3 = add v0 v2; return v3",
            "v0 = input 0; v1 = input 1; v2 = sub v0 v1; return v2",
        ),
        (
            "v2 = neg v0; v3 = add v2 v1; return v3",
            "v0 = input 0; v1 = input 1; v2 = sub v1 v0; return v2",
        ),
        (
            "v2 = neg v1; v3 = sub v0 v2; return v3",
            "v0 = input 0; v1 = input 1; v2 = add v0 v1; return v2",
        ),
        (
            "v2 = neg v0; v3 = mul v2 v1; v4 = sub v1 v3; return v4",
            "v0 = input 0; v1 = input 1; v2 = mul v0 v1; v3 = add v1 v2; return v3",
        ),
        (
            "v2 = neg v0; v3 = neg v1; v4 = div v2 v3; return v4",
            "v0 = input 0; v1 = input 1; v2 = div v0 v1; return v2",
        ),
        (
            "v2 = neg v0; v3 = constant 3.0; v4 = mul v2 v3; return v4",
            "v0 = input 0; v1 = constant -3.0; v2 = mul v0 v1; return v2",
        ),
        (
            "v2 = constant 1.0; v3 = mul v0 v2; v4 = div v3 v2; return v4",
            "v0 = input 0; return v0",
        ),
        (
            "v2 = constant -1.0; v3 = mul v2 v0; return v3",
            "v0 = input 0; v1 = neg v0; return v1",
        ),
        (
            "v2 = constant 8.0; v3 = div v0 v2; return v3",
            "v0 = input 0; v1 = constant 0.125; v2 = mul v0 v1; return v2",
        ),
        // 1/3 is not exact, and neither are reciprocals of subnormal numbers.
        (
            "v2 = constant 3.0; v3 = div v0 v2; return v3",
            "v0 = input 0; v1 = constant 3.0; v2 = div v0 v1; return v2",
        ),
        (
            "v2 = constant 1.0; v3 = constant 3.0; v4 = div v2 v3; return v4",
            "v0 = constant 0.3333333333333333; return v0",
        ),
        (
            "v2 = less v0 v1; v3 = not v2; v4 = select v3 v0 v1; return v4",
            "v0 = input 0; v1 = input 1; v2 = less v0 v1; v3 = select v2 v1 v0; return v3",
        ),
        // Not always true: 0 + x turns -0 into 0, 0*x and x-x may be NaN, and -(a-b) is not b-a.
        (
            "v2 = constant 0.0; v3 = add v0 v2; return v3",
            "v0 = input 0; v1 = constant 0.0; v2 = add v0 v1; return v2",
        ),
        (
            "v2 = constant 0.0; v3 = mul v0 v2; return v3",
            "v0 = input 0; v1 = constant 0.0; v2 = mul v0 v1; return v2",
        ),
        (
            "v2 = sub v0 v0; return v2",
            "v0 = input 0; v1 = sub v0 v0; return v1",
        ),
        (
            "v2 = sub v0 v1; v3 = neg v2; return v3",
            "v0 = input 0; v1 = input 1; v2 = sub v0 v1; v3 = neg v2; return v3",
        ),
        // 0 and -0 are different constants.
        (
            "v2 = constant 0.0; v3 = constant -0.0; return v2 v3",
            "v0 = constant 0.0; v1 = constant -0.0; return v0 v1",
        ),
    ];
    for (before, after) in cases {
        let program = read(&format!("v0 = input 0; v1 = input 1; {before}"));
        assert_eq!(listing(&expand(&program)), after, "{before}");
    }
}

#[test]
fn a_recipe_is_shared_between_opposite_arguments() {
    let program = read(
        "v0 = input 0; v1 = call sigma v0; v2 = neg v0; v3 = call sigma v2; v4 = mul v1 v3; return v4",
    );
    let expanded = expand(&program);
    let exp = functions::lookup("exp", 1).unwrap();
    let calls = |i: &&Instruction| matches!(i, Instruction::Call1(f, _) if *f == exp);
    assert_eq!(
        expanded.instructions.iter().filter(calls).count(),
        1,
        "{expanded}"
    );
    let divisions = |i: &&Instruction| matches!(i, Instruction::Divide(..));
    assert_eq!(
        expanded.instructions.iter().filter(divisions).count(),
        1,
        "{expanded}"
    );
}

#[test]
fn finishing_keeps_what_the_outputs_need() {
    let mut assembler = Assembler::new(2);
    let x = assembler.push(Instruction::Input(0));
    let y = assembler.push(Instruction::Input(1));
    let unused = assembler.push(Instruction::Multiply(x, y));
    assembler.push(Instruction::SquareRoot(unused));
    let sum = assembler.push(Instruction::Add(y, y));
    let program = assembler.finish(&[sum, sum]);
    assert_eq!(
        listing(&program),
        "v0 = input 1; v1 = add v0 v0; return v1 v1"
    );
    assert_eq!(program.inputs, 2);
}

#[test]
fn cost_counts_as_the_design_says() {
    let exp = u64::from(functions::row(functions::lookup("exp", 1).unwrap()).weight);
    for (text, expected) in [
        (
            "v0 = input 0; v1 = constant 2.0; v2 = neg v0; return v2 v1",
            0,
        ),
        (
            "v0 = input 0; v1 = add v0 v0; v2 = floor v1; v3 = min v1 v2; return v3",
            3,
        ),
        ("v0 = input 0; v1 = div v0 v0; v2 = sqrt v1; return v2", 8),
        (
            "v0 = input 0; v1 = less v0 v0; v2 = not v1; v3 = select v2 v0 v0; return v3",
            2,
        ),
        (
            "v0 = input 0; v1 = call exp v0; v2 = call exp v1; return v2",
            2 * exp,
        ),
    ] {
        assert_eq!(cost(&read(text)), expected, "{text}");
    }
}

/// What a derivative needs does not change how the value is computed.
#[test]
fn a_value_divides_beside_its_derivatives_as_it_does_alone() {
    for (text, point, value) in [
        ("x/y", [1e-310, 1e-310], 1.0),
        ("exp(x/y)", [1e-310, 1e-310], 1.0_f64.exp()),
        ("x/(y*y)", [5.0, 7.0], 5.0 / 49.0),
    ] {
        let function = Function::parse(text).unwrap();
        let request = Request::of([Quantity::Value, Quantity::Gradient]);
        let compiled = function.derive(&request).unwrap();
        let compiled = compiled.compile(symdiff::Backend::Interpreter).unwrap();
        let mut outputs = [0.0; 3];
        compiled.call(&point, &mut outputs).unwrap();
        assert_eq!(outputs[0], value, "{text}");
    }
}
