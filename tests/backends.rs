//! One conformance suite for all backends: the same bits as plain Rust, every NaN being equal to every
//! NaN. Adding a backend is adding a line to `BACKENDS`.

mod common {
    pub mod generator;
    pub mod random;
    pub mod reference;
}

use std::sync::Arc;

use common::generator::Random;
use common::random;
use common::reference::evaluate;
use symdiff::backend::{Interpreter, Workspace};
use symdiff::functions;
use symdiff::program::{Instruction, Program, Relation, ValueId, expand, verify};

/// A program that can be run by any thread.
type Runner = Arc<dyn Fn(&[f64], &mut [f64], &mut Workspace) + Send + Sync>;

struct Backend {
    name: &'static str,
    prepare: fn(&Program) -> Runner,
}

const BACKENDS: &[Backend] = &[
    Backend {
        name: "interpreter",
        prepare: |program| {
            let interpreter = Interpreter::new(program.clone());
            Arc::new(move |x, y, workspace| interpreter.run(x, y, workspace))
        },
    },
    #[cfg(feature = "jit")]
    Backend {
        name: "jit",
        prepare: |program| {
            let jit = symdiff::backend::Jit::compile(program).expect("compiles");
            Arc::new(move |x, y, workspace| jit.run(x, y, workspace))
        },
    },
];

const EDGES: [f64; 30] = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    -0.5,
    1.5,
    -1.5,
    2.0,
    -3.0,
    0.1,
    -0.7,
    1e-5,
    709.0,
    -745.5,
    4503599627370495.5,
    -4503599627370495.5,
    4503599627370496.0,
    9007199254740993.0,
    1e300,
    -1e300,
    f64::MAX,
    f64::MIN,
    f64::MIN_POSITIVE,
    5e-324,
    -5e-324,
    -2.3e-310,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::NAN,
];

/// Every kind of instruction on the values v0 and v1; masks come out through a selection.
const INSTRUCTIONS: [&str; 25] = [
    "neg v0",
    "abs v0",
    "sqrt v0",
    "floor v0",
    "ceil v0",
    "add v0 v1",
    "sub v0 v1",
    "mul v0 v1",
    "div v0 v1",
    "min v0 v1",
    "max v0 v1",
    "less v0 v1",
    "less_equal v0 v1",
    "equal v0 v1",
    "and v2 v3",
    "or v2 v3",
    "not v2",
    "select v2 v0 v1",
    "select v3 v0 v1",
    "call exp v0",
    "call ln v0",
    "call sin v0",
    "call atan2 v0 v1",
    "call sigma v0",
    "call sigma v1",
];

/// The program that applies an instruction to two given sources.
fn apply(instruction: &str, first: &str, second: &str) -> Program {
    let head = format!(
        "inputs 2\nv0 = {first}\nv1 = {second}\nv2 = less v0 v1\nv3 = equal v0 v1\nv4 = {instruction}\n"
    );
    let kinds = ["less", "less_equal", "equal", "and", "or", "not"];
    let tail = if kinds.contains(&instruction.split(' ').next().unwrap()) {
        "v5 = constant 3.0\nv6 = select v4 v5 v0\nreturn v6 v0"
    } else {
        "return v4 v1"
    };
    (head + tail).parse().unwrap()
}

fn same(a: &[f64], b: &[f64]) -> bool {
    let canonical = |x: &f64| if x.is_nan() { f64::NAN } else { *x }.to_bits();
    a.len() == b.len() && a.iter().map(canonical).eq(b.iter().map(canonical))
}

fn check(backend: &Backend, program: &Program, points: &[Vec<f64>]) -> Vec<f64> {
    assert_eq!(verify(program), Ok(()));
    let run = (backend.prepare)(program);
    let mut workspace = Workspace::default();
    let mut all = Vec::new();
    for point in points {
        // A value that no computation leaves behind, so that a missing store shows.
        let mut outputs = vec![-12345.678; program.outputs.len()];
        run(point, &mut outputs, &mut workspace);
        let expected = evaluate(program, point);
        let wrong = (0..outputs.len()).find(|&i| !same(&outputs[i..=i], &expected[i..=i]));
        if let Some(index) = wrong {
            let listing: String = program.to_string().chars().take(4000).collect();
            panic!(
                "{}: output {index} is {:e} instead of {:e} at {point:?} of\n{listing}",
                backend.name, outputs[index], expected[index]
            );
        }
        all.extend(outputs);
    }
    all
}

fn pairs() -> Vec<Vec<f64>> {
    EDGES
        .iter()
        .flat_map(|&a| EDGES.iter().map(move |&b| vec![a, b]))
        .collect()
}

#[test]
fn every_instruction_on_all_pairs_of_edge_values() {
    for backend in BACKENDS {
        for instruction in INSTRUCTIONS {
            check(backend, &apply(instruction, "input 0", "input 1"), &pairs());
        }
    }
}

#[test]
fn every_instruction_with_each_edge_value_as_a_constant() {
    let points: Vec<Vec<f64>> = EDGES.iter().map(|&a| vec![a, a]).collect();
    for backend in BACKENDS {
        for instruction in INSTRUCTIONS {
            for constant in EDGES {
                let constant = format!("constant {constant:?}");
                check(backend, &apply(instruction, "input 0", &constant), &points);
                check(backend, &apply(instruction, &constant, "input 0"), &points);
                check(
                    backend,
                    &apply(instruction, &constant, "constant -0.75"),
                    &points[..1],
                );
            }
        }
    }
}

/// Rewriting must not change bits; these are the shapes that it looks for.
#[test]
fn signs_and_units_around_every_arithmetic_instruction() {
    let sources = [
        "input 0",
        "neg v0",
        "abs v1",
        "neg v2",
        "constant 1.0",
        "constant -1.0",
    ];
    let more = [
        "constant 4.0",
        "constant -0.125",
        "constant 5e-324",
        "constant 8.98846567431158e307",
        "constant 2.2250738585072014e-308",
        "constant 3.0",
        "input 1",
    ];
    let mut text = "inputs 2\n".to_owned();
    let count = sources.len() + more.len();
    for (index, source) in sources.iter().chain(&more).enumerate() {
        text += &format!("v{index} = {source}\n");
    }
    text += &format!("v{count} = neg v{}\n", count - 1);
    let count = count + 1;
    let mut next = count;
    for name in ["add", "sub", "mul", "div", "min", "max"] {
        for a in 0..count {
            for b in 0..count {
                text += &format!("v{next} = {name} v{a} v{b}\n");
                text += &format!("v{} = neg v{next}\n", next + 1);
                text += &format!("v{} = abs v{}\n", next + 2, next + 1);
                next += 3;
            }
        }
    }
    text += "return";
    for value in count..next {
        text += &format!(" v{value}");
    }
    let program: Program = text.parse().unwrap();
    for backend in BACKENDS {
        check(backend, &program, &pairs());
    }
}

#[test]
fn random_programs() {
    for backend in BACKENDS {
        let mut random = Random::new(20_261_122);
        let mut finite = 0;
        let mut total = 0;
        for round in 0..120 {
            let size = [10, 30, 100, 249, 250, 251, 600, 1500][round % 8];
            let inputs = 1 + random.below(6);
            let program = random::program(&mut random, inputs, size);
            let points: Vec<Vec<f64>> = (0..4)
                .map(|_| (0..inputs).map(|_| random.number()).collect())
                .chain([vec![-0.0; inputs], vec![f64::NAN; inputs]])
                .collect();
            let outputs = check(backend, &program, &points);
            finite += outputs.iter().filter(|x| x.is_finite()).count();
            total += outputs.len();
        }
        // Otherwise little would be compared.
        assert!(finite * 2 > total, "{finite} of {total} are finite");
    }
}

#[test]
fn long_random_programs_cross_pieces() {
    for backend in BACKENDS {
        let mut random = Random::new(77);
        for _ in 0..4 {
            let program = random::program(&mut random, 12, 5000);
            let points: Vec<Vec<f64>> = (0..3)
                .map(|_| (0..12).map(|_| random.number()).collect())
                .collect();
            check(backend, &program, &points);
        }
    }
}

#[test]
fn expansion_is_verified_and_idempotent() {
    let mut random = Random::new(5);
    for size in [20, 200, 2000] {
        let program = random::program(&mut random, 4, size);
        let expanded = expand(&program);
        assert_eq!(verify(&expanded), Ok(()));
        // As texts, because a constant that is NaN is not equal to itself.
        let again = expand(&expanded).to_string();
        assert!(again == expanded.to_string(), "{size} instructions");
        let recipe = functions::lookup("sigma", 1).unwrap();
        let calls = |i: &Instruction| matches!(i, Instruction::Call1(f, _) if *f == recipe);
        assert!(!expanded.instructions.iter().any(calls));
    }
}

#[test]
fn a_hundred_thousand_instructions_on_a_small_stack() {
    let work = || {
        let mut random = Random::new(31);
        let program = random::program(&mut random, 50, 100_000);
        let point: Vec<f64> = (0..50).map(|_| random.number()).collect();
        for backend in BACKENDS {
            check(backend, &program, std::slice::from_ref(&point));
        }
    };
    let thread = std::thread::Builder::new().stack_size(512 * 1024);
    thread.spawn(work).unwrap().join().unwrap();
}

#[test]
fn a_chain_of_any_length_keeps_few_registers() {
    let mut instructions = vec![Instruction::Input(0)];
    for index in 0..200_000 {
        instructions.push(Instruction::Compare(
            Relation::Less,
            ValueId(0),
            ValueId(2 * index),
        ));
        let mask = ValueId(2 * index + 1);
        instructions.push(Instruction::Select(mask, ValueId(0), ValueId(2 * index)));
    }
    let program = Program {
        inputs: 1,
        outputs: vec![ValueId(instructions.len() as u32 - 1)],
        instructions,
    };
    let mut workspace = Workspace::default();
    let mut outputs = [0.0];
    Interpreter::new(program).run(&[2.5], &mut outputs, &mut workspace);
    assert_eq!(outputs, [2.5]);
    assert!(
        workspace.capacity() < 16,
        "{} registers",
        workspace.capacity()
    );
}

#[test]
fn one_compiled_function_serves_eight_threads_and_outlives_its_first_owner() {
    let mut random = Random::new(9);
    let program = random::program(&mut random, 3, 700);
    let points: Vec<Vec<f64>> = (0..50)
        .map(|_| (0..3).map(|_| random.number()).collect())
        .collect();
    let expected: Vec<Vec<f64>> = points.iter().map(|x| evaluate(&program, x)).collect();
    for backend in BACKENDS {
        let run = (backend.prepare)(&program);
        std::thread::scope(|scope| {
            for thread in 0..8 {
                let run = Arc::clone(&run);
                let (points, expected) = (&points, &expected);
                scope.spawn(move || {
                    let mut workspace = Workspace::default();
                    let mut outputs = vec![0.0; expected[0].len()];
                    // Each owner goes at another time; the last one frees the code.
                    for round in 0..20 * (thread + 1) {
                        let which = (round + thread) % points.len();
                        run(&points[which], &mut outputs, &mut workspace);
                        assert!(same(&outputs, &expected[which]), "{}", backend.name);
                    }
                });
            }
            drop(run);
        });
    }
}

#[test]
fn one_workspace_serves_different_programs() {
    let mut random = Random::new(101);
    for backend in BACKENDS {
        let mut workspace = Workspace::default();
        for size in [900, 20, 3000, 5] {
            let program = random::program(&mut random, 2, size);
            let run = (backend.prepare)(&program);
            let mut outputs = vec![0.0; program.outputs.len()];
            run(&[0.25, -1.5], &mut outputs, &mut workspace);
            assert!(same(&outputs, &evaluate(&program, &[0.25, -1.5])));
        }
    }
}

#[test]
fn wrong_lengths_are_refused() {
    let program: Program = "inputs 2\nv0 = input 1\nreturn v0".parse().unwrap();
    for backend in BACKENDS {
        let run = (backend.prepare)(&program);
        for (inputs, outputs) in [(1, 1), (3, 1), (2, 0), (2, 2)] {
            let run = Arc::clone(&run);
            let call = std::panic::AssertUnwindSafe(move || {
                run(
                    &vec![1.0; inputs],
                    &mut vec![0.0; outputs],
                    &mut Workspace::default(),
                );
            });
            assert!(std::panic::catch_unwind(call).is_err(), "{}", backend.name);
        }
    }
}
