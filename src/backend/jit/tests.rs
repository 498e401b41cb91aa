//! Every way of compiling gives the same bits: with and without the features of this processor, in one
//! function or in many. The conformance suite compares the default way with the
//! interpreter.

use super::*;

/// Each kind of instruction; numbers, masks, constants and inputs that cross every boundary.
const PROGRAM: &str = "inputs 3
v0 = input 0
v1 = input 1
v2 = constant 1.5
v3 = less v0 v1
v4 = mul v0 v2
v5 = floor v4
v6 = ceil v4
v7 = call exp v1
v8 = less_equal v1 v5
v9 = and v3 v8
v10 = sub v5 v7
v11 = or v3 v8
v12 = call atan2 v10 v6
v13 = not v9
v14 = select v13 v12 v10
v15 = input 2
v16 = min v14 v15
v17 = max v6 v12
v18 = equal v16 v15
v19 = select v11 v17 v16
v20 = select v18 v19 v4
v21 = div v20 v17
v22 = abs v10
v23 = sqrt v22
v24 = neg v23
v25 = add v24 v7
v26 = select v3 v25 v21
return v26 v5 v6 v12 v16 v17 v20 v21 v2 v0 v5";

const POINTS: [[f64; 3]; 8] = [
    [0.3, 0.7, -1.0],
    [-0.3, 0.7, 2.0],
    [2.5, -1.5, 0.0],
    [-0.0, 0.0, -0.0],
    [f64::NAN, 1.0, 1.0],
    [1.0, f64::NEG_INFINITY, f64::NAN],
    [4.0e15, 800.0, f64::INFINITY],
    [-5e-324, 5e-324, -1e300],
];

fn results(jit: &Jit) -> Vec<u64> {
    let mut workspace = Workspace::default();
    let mut bits = Vec::new();
    for point in POINTS {
        let mut outputs = vec![0.0; jit.outputs()];
        jit.run(&point, &mut outputs, &mut workspace);
        let canonical = |x: f64| if x.is_nan() { f64::NAN } else { x };
        bits.extend(outputs.into_iter().map(|x| canonical(x).to_bits()));
    }
    bits
}

#[test]
fn every_way_of_compiling_gives_the_same_bits() {
    let program: Program = PROGRAM.parse().unwrap();
    let expected = results(&Jit::compile(&program).unwrap());
    assert!(expected.iter().any(|&bits| f64::from_bits(bits).is_nan()));
    let program = expand(&program);
    for features in [false, true] {
        let target = Target::new(features).unwrap();
        for limit in [1, 2, 3, 5, 1000] {
            let jit = Jit::compile_for(&program, &target, limit).unwrap();
            let way = format!("features {features}, pieces of {limit}");
            assert_eq!(results(&jit), expected, "{way}");
        }
    }
}

#[test]
fn rounding_without_the_instruction_calls_our_function() {
    let baseline = Target::new(false).unwrap();
    assert_eq!(baseline.rounds, cfg!(not(target_arch = "x86_64")));
}

#[test]
fn pieces_cover_the_program_and_slots_are_reused() {
    let mut text = "inputs 1\nv0 = input 0\n".to_owned();
    for index in 1..1000 {
        text += &format!("v{index} = add v{} v0\n", index - 1);
    }
    text += "return v999";
    let program: Program = text.parse().unwrap();
    let split = Split::plan(&program, 10);
    assert_eq!(split.pieces.len(), 100);
    assert_eq!(split.pieces[0].start, 0);
    assert_eq!(split.pieces[99].end, 1000);
    assert!(
        split
            .pieces
            .windows(2)
            .all(|pair| pair[0].end == pair[1].start)
    );
    // Each boundary is crossed by one value; its slot is free again one piece later.
    assert_eq!(split.slots, 2);
}

#[test]
fn malformed_programs_are_errors() {
    let program: Program = "inputs 1\nv0 = input 1\nreturn v0".parse().unwrap();
    assert!(matches!(Jit::compile(&program), Err(JitError::Program(_))));
}

#[test]
fn too_many_inputs_are_an_error() {
    let mut program: Program = "inputs 1\nv0 = input 0\nreturn v0".parse().unwrap();
    program.inputs = translate::ADDRESSABLE + 1;
    assert_eq!(Jit::compile(&program).err(), Some(JitError::Size));
}

#[test]
fn an_empty_program_runs() {
    let jit = Jit::compile(&Program::default()).unwrap();
    jit.run(&[], &mut [], &mut Workspace::default());
}

#[test]
fn compiled_code_is_shared_between_threads() {
    fn check<T: Send + Sync + Clone>() {}
    check::<Jit>();
}
