//! Schedules: their text form, what a malformed one is told, and every kind of step against loops written without
//! any thought of speed. Interpreter and native code give equal bits.

use symdiff::backend::{Executor, Inputs, Outputs, Workspace};
use symdiff::program::Schedule;
use symdiff::program::schedule::{Axes, BindError, Place, Size};

#[path = "../common/generator.rs"]
mod generator;
mod lowering;
mod random;
mod reference;

use generator::Random;
use reference::{Dense, Reference};

fn same(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan()
}

/// Near, where `scale` is the size of what was added up.
fn near(a: f64, b: f64, scale: f64) -> bool {
    same(a, b) || a == b || (a - b).abs() <= scale
}

fn executors(schedule: &Schedule) -> Vec<Executor> {
    #[allow(unused_mut)]
    let mut all = vec![Executor::interpreted(schedule.clone())];
    #[cfg(feature = "jit")]
    all.push(Executor::native(schedule.clone()).unwrap());
    all
}

/// Runs a schedule in all ways: equal bits, near the reference. The scale is that of a whole array.
fn check(schedule: &Schedule, sizes: &[usize], inputs: &[Vec<f64>]) -> Vec<Vec<f64>> {
    check_within(schedule, sizes, inputs, 1e-11)
}

fn check_within(
    schedule: &Schedule,
    sizes: &[usize],
    inputs: &[Vec<f64>],
    tolerance: f64,
) -> Vec<Vec<f64>> {
    let shapes = schedule
        .shapes()
        .unwrap_or_else(|fault| panic!("{fault}\n{schedule}"));
    let text = schedule.to_string();
    assert_eq!(&text.parse::<Schedule>().unwrap(), schedule, "{text}");
    let mut reference = Reference {
        sizes,
        arrays: Vec::new(),
    };
    for (axes, entries) in shapes.iter().zip(inputs) {
        let extents = reference.extents(axes);
        reference.arrays.push(Dense {
            extents,
            entries: entries.clone(),
        });
    }
    for step in &schedule.steps {
        let made = reference.step(step);
        reference.arrays.extend(made);
    }
    let mut first: Option<Vec<Vec<f64>>> = None;
    // A workspace that another call has left behind.
    let mut workspace = Workspace::default();
    for executor in executors(schedule) {
        let bound = executor.bind(sizes, 1 << 24).unwrap();
        let plan = bound.plan();
        let slices: Vec<&[f64]> = inputs.iter().map(|own| &own[..]).collect();
        let mut outputs: Vec<Vec<f64>> = plan
            .outputs
            .iter()
            .map(|range| vec![f64::NAN; range.len()])
            .collect();
        let mut parts: Vec<&mut [f64]> = outputs.iter_mut().map(|own| &mut own[..]).collect();
        bound.run(
            Inputs::Parts(&slices),
            Outputs::Parts(&mut parts),
            &mut workspace,
        );
        let flat = inputs.concat();
        let mut flat_outputs = vec![f64::NAN; outputs.concat().len()];
        bound.run(
            Inputs::Flat(&flat),
            Outputs::Flat(&mut flat_outputs),
            &mut workspace,
        );
        let equal = outputs
            .concat()
            .iter()
            .zip(&flat_outputs)
            .all(|(&a, &b)| same(a, b));
        assert!(equal, "flat and apart\n{text}");
        match &first {
            None => first = Some(outputs),
            Some(first) => {
                let pairs = first.concat().into_iter().zip(outputs.concat());
                for (place, (a, b)) in pairs.enumerate() {
                    assert!(
                        same(a, b),
                        "{place}: interpreter {a:e}, native {b:e}\n{text}"
                    );
                }
            }
        }
    }
    let outputs = first.unwrap();
    let all = reference.arrays.iter().flat_map(|own| &own.entries);
    let finite = all.filter(|own| own.is_finite());
    let scale = finite.fold(1.0, |scale: f64, own| scale.max(own.abs()));
    for (id, output) in schedule.outputs.iter().zip(&outputs) {
        let expected = reference.get(*id);
        assert_eq!(expected.entries.len(), output.len());
        for (place, (&a, &b)) in output.iter().zip(&expected.entries).enumerate() {
            assert!(
                near(a, b, tolerance * scale),
                "a{} at {place}: {a:e} instead of {b:e}\n{text}\n{sizes:?}",
                id.0
            );
        }
    }
    outputs
}

fn numbers(random: &mut Random, count: usize) -> Vec<f64> {
    (0..count).map(|_| random.number()).collect()
}

/// Checks a text with random inputs, for several sizes of all names.
fn check_text(text: &str, seed: u64) {
    let schedule: Schedule = text.parse().unwrap();
    let shapes = schedule.shapes().unwrap();
    let mut random = Random::new(seed);
    for sizes in [
        [0, 0, 0],
        [1, 1, 1],
        [2, 3, 4],
        [3, 1, 0],
        [7, 5, 9],
        [33, 17, 70],
        [130, 4, 2],
    ] {
        let sizes = &sizes[..schedule.names.len()];
        let count = |axes: &Axes| -> usize {
            let size = |size: &Size| match *size {
                Size::Known(size) => size as usize,
                Size::Named(name) => sizes[name as usize],
            };
            axes.iter().map(size).product()
        };
        let inputs: Vec<Vec<f64>> = shapes[..schedule.inputs.len()]
            .iter()
            .map(|axes| numbers(&mut random, count(axes)))
            .collect();
        check(&schedule, sizes, &inputs);
    }
}

#[test]
fn maps_run_for_each_place() {
    let body = "inputs 3
        v0 = input 0
        v1 = input 1
        v2 = input 2
        v3 = mul v0 v1
        v4 = call exp v3
        v5 = add v4 v2
        v6 = less v0 v1
        v7 = select v6 v5 v0";
    // Broadcast, transposed, diagonal; dense and folded results.
    for (reads, gives) in [
        ("ij:a0 i:a1 j:a2", "sum:ij"),
        ("ij:a0 i:a1 size:n", "sum:i"),
        ("ij:a0 i:a1 -:a4", "product:j"),
        ("i:a1 ij:a0 j:a2", "maximum:-"),
        ("ii:a3 i:a1 j:a2", "minimum:j"),
        ("ij:a0 ii:a3 j:a2", "sum:ij"),
    ] {
        check_text(
            &format!(
                "sizes n m
                a0 = input n m
                a1 = input n
                a2 = input m
                a3 = input n n
                a4 = input
                a5 a6 = map i:n j:m reads {reads} gives {gives} sum:ij
                {body}
                return v7 v5
                end
                a7 = map i:n j:m reads {reads} gives {gives}
                {body}
                return v7
                end
                return a5 a6 a7 a7"
            ),
            5,
        );
    }
}

#[test]
fn reductions_along_any_axes() {
    for reduction in ["sum", "product", "maximum", "minimum", "log_sum_exp"] {
        for along in ["-", "i", "j", "k", "ij", "ik", "jk", "ijk"] {
            check_text(
                &format!(
                    "sizes n m k
                    a0 = input n m k
                    a1 = reduce {reduction} {along} a0
                    return a1"
                ),
                7,
            );
        }
    }
}

#[test]
fn contractions_of_every_kind() {
    for (shapes, contraction) in [
        (["n m", "m k"], "ij,jk->ik a0 a1 i:n j:m k:k"),
        (["n m", "m k"], "ij,jk->ki a0 a1 i:n j:m k:k"),
        (["m n", "m k"], "ji,jk->ik a0 a1 i:n j:m k:k"),
        (["n m", "k m"], "ij,kj->ik a0 a1 i:n j:m k:k"),
        (["m n", "k m"], "ji,kj->ki a0 a1 i:n j:m k:k"),
        (["n m", "m"], "ij,j->i a0 a1 i:n j:m"),
        (["m n", "m"], "ji,j->i a0 a1 i:n j:m"),
        (["n", "n"], "i,i->- a0 a1 i:n"),
        (["n", "m"], "i,j->ij a0 a1 i:n j:m"),
        (["n", "m"], "i,j->ji a0 a1 i:n j:m"),
        (["n", "n m"], "i,ij->ij a0 a1 i:n j:m"),
        (["n", "n m"], "i,ij->ji a0 a1 i:n j:m"),
        (["n m", "n m"], "ij,ij->ij a0 a1 i:n j:m"),
        (["n m", "n m"], "ij,ij->i a0 a1 i:n j:m"),
        (["n m", "n m"], "ij,ij->- a0 a1 i:n j:m"),
        (["n m k", "n m k"], "ijk,ijk->j a0 a1 i:n j:m k:k"),
        (["n m k", "n k m"], "ijk,ikl->ijl a0 a1 i:n j:m k:k l:m"),
        (["n m k", "n m k"], "ijk,ilk->ijl a0 a1 i:n j:m k:k l:m"),
        (["n m k", "k m"], "ijk,kj->i a0 a1 i:n j:m k:k"),
        (["n m k", "k"], "ijk,k->ij a0 a1 i:n j:m k:k"),
        (["n n", "n"], "ii,i->i a0 a1 i:n"),
        (["n n", "n"], "ij,i->ii a0 a1 i:n j:n"),
        (["n n", "n"], "ii,j->ij a0 a1 i:n j:n"),
        (["n m", "k"], "ij,k->i a0 a1 i:n j:m k:k"),
        (["n m", "k"], "ij,k->kl a0 a1 i:n j:m k:k l:n"),
        (["n m", "n"], "ij->ji a0 i:n j:m"),
        (["n m", "n"], "ij->i a0 i:n j:m"),
        (["n m", "n"], "ij->j a0 i:n j:m"),
        (["n m", "n"], "ij->- a0 i:n j:m"),
        (["n n", "n"], "ii->i a0 i:n"),
        (["n n", "n"], "ii->- a0 i:n"),
        (["n m k", "n"], "ijk->kij a0 i:n j:m k:k"),
        (["n m k", "n"], "ijk->kj a0 i:n j:m k:k"),
        (["n", "n"], "i->ii a0 i:n"),
        (["n", "n"], "i->iji a0 i:n j:m"),
        (["n", "n"], "i->ji a0 i:n j:m"),
        (["n", "n"], "-->ii i:n"),
        (["n", "n"], "-->iijj i:n j:m"),
        (["n", "n"], "-->ijij i:n j:m"),
    ] {
        check_text(
            &format!(
                "sizes n m k
                a0 = input {}
                a1 = input {}
                a2 = contract {contraction}
                return a2",
                shapes[0], shapes[1]
            ),
            11,
        );
    }
}

#[test]
fn views_and_their_transposes() {
    for (to, at) in [
        ("3", "1;1 0;0"),
        ("n m", "0;0;1 0;1;0"),
        ("m", "-1,1:n;-1 0;1"),
        ("n 2", "-1;1;1 0;1;0"),
        ("n m", "0;2;0 1;0;3"),
        ("", "1 2"),
        ("", "-1 2"),
        ("k 3", "-4;3;-2 2;-1;1"),
        ("n", "0;0 0;0"),
        ("0", "5;1 0;1"),
    ] {
        check_text(
            &format!(
                "sizes n m k
                a0 = input n m
                a1 = gather a0 to {to} at {at}
                return a1"
            ),
            13,
        );
        check_text(
            &format!(
                "sizes n m k
                a0 = input {to}
                a1 = scatter a0 to n m at {at}
                return a1"
            ),
            17,
        );
    }
}

/// A matrix that can be divided by: large entries on some permutation.
fn matrix(random: &mut Random, rows: usize, shift: usize) -> Vec<f64> {
    let mut entries = numbers(random, rows * rows);
    for row in 0..rows {
        entries[row * rows + (row + shift) % rows] += 3.0 * (rows as f64).sqrt() + 1.0;
    }
    entries
}

#[test]
fn factorizations_are_shared_and_right() {
    let schedule: Schedule = "sizes n m
        a0 = input n n
        a1 = input n m
        a2 = input n
        a3 = inverse a0
        a4 = solve a0 a1
        a5 = solve a0 a2
        a6 = determinant a0
        a7 = logdeterminant a0
        a8 = solve_transposed a0 a1
        a9 = solve_transposed a0 a2
        return a3 a4 a5 a6 a7 a8 a9"
        .parse()
        .unwrap();
    let mut random = Random::new(19);
    for rows in [0, 1, 2, 3, 7, 47, 48, 49, 97, 150] {
        for shift in [0, 1, 5] {
            let columns = random.below(4);
            let a = matrix(&mut random, rows, shift);
            let (b, c) = (
                numbers(&mut random, rows * columns),
                numbers(&mut random, rows),
            );
            let outputs = check_loosely(
                &schedule,
                &[rows, columns],
                &[a.clone(), b.clone(), c.clone()],
            );
            // Residuals, whatever the reference says.
            for row in 0..rows {
                let own = &a[row * rows..(row + 1) * rows];
                for column in 0..columns {
                    let product: f64 = (0..rows)
                        .map(|k| own[k] * outputs[1][k * columns + column])
                        .sum();
                    assert!(
                        (product - b[row * columns + column]).abs() < 1e-11,
                        "{rows} {product}"
                    );
                }
                let product: f64 = (0..rows).map(|k| own[k] * outputs[2][k]).sum();
                assert!((product - c[row]).abs() < 1e-11);
            }
        }
    }
    let plan = symdiff::program::schedule::Plan::new(&schedule, &[9, 2], 1000).unwrap();
    assert!(
        plan.factors
            .iter()
            .flatten()
            .filter(|factor| factor.first)
            .count()
            == 1
    );
}

/// Bits alone are compared with one another, and values in what follows.
fn check_loosely(schedule: &Schedule, sizes: &[usize], inputs: &[Vec<f64>]) -> Vec<Vec<f64>> {
    check_within(schedule, sizes, inputs, 1e-8)
}

#[test]
fn scalars_are_stacked() {
    let text = "a0 = input 2 2
        a1 = gather a0 to at 1 0
        a2 = gather a0 to at 0 1
        a3 = stack a1 a2 a1 a2 a2 a1 to 2 3
        return a3";
    let schedule: Schedule = text.parse().unwrap();
    let outputs = check(&schedule, &[], &[vec![1.0, 2.0, 3.0, 4.0]]);
    assert_eq!(outputs[0], [3.0, 2.0, 3.0, 2.0, 2.0, 3.0]);
}

#[test]
fn singular_matrices_give_no_finite_solution() {
    let schedule: Schedule = "a0 = input 3 3
        a1 = input 3
        a2 = solve a0 a1
        a3 = determinant a0
        a4 = logdeterminant a0
        return a2 a3 a4"
        .parse()
        .unwrap();
    for (matrix, determinant) in [
        ([1.0, 2.0, 3.0, 2.0, 4.0, 6.0, 1.0, 0.0, 1.0], 0.0),
        ([0.0; 9], 0.0),
        ([f64::NAN, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0], f64::NAN),
    ] {
        for executor in executors(&schedule) {
            let bound = executor.bind(&[], 100).unwrap();
            let inputs: [&[f64]; 2] = [&matrix, &[1.0, 2.0, 4.0]];
            let mut outputs = [0.0; 5];
            let workspace = &mut Workspace::default();
            bound.run(
                Inputs::Parts(&inputs),
                Outputs::Flat(&mut outputs),
                workspace,
            );
            assert!(
                outputs[..3].iter().any(|own| !own.is_finite()),
                "{outputs:?}"
            );
            assert!(same(outputs[3].abs(), determinant), "{outputs:?}");
            let logarithm = if determinant == 0.0 {
                f64::NEG_INFINITY
            } else {
                f64::NAN
            };
            assert!(same(outputs[4], logarithm), "{outputs:?}");
        }
    }
    let negative = [0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 2.0];
    let bound = executors(&schedule)[0].bind(&[], 100).unwrap();
    let mut outputs = [0.0; 5];
    let inputs: [&[f64]; 2] = [&negative, &[1.0, 2.0, 4.0]];
    bound.run(
        Inputs::Parts(&inputs),
        Outputs::Flat(&mut outputs),
        &mut Workspace::default(),
    );
    assert_eq!(outputs[..4], [2.0, 1.0, 2.0, -2.0]);
    assert!(outputs[4].is_nan());
}

#[test]
fn infinities_and_nan_go_where_they_belong() {
    // 0 times infinity is NaN, in large products as in small ones.
    for rows in [2u32, 40] {
        let text = format!(
            "a0 = input {rows} {rows}
            a1 = input {rows} {rows}
            a2 = input {rows}
            a3 = contract ij,jk->ik a0 a1 i:{rows} j:{rows} k:{rows}
            a4 = contract ij,j->i a0 a2 i:{rows} j:{rows}
            a5 = contract ji,j->i a0 a2 i:{rows} j:{rows}
            a6 = contract i,j->ij a2 a2 i:{rows} j:{rows}
            a7 = reduce log_sum_exp i a2
            a8 = reduce maximum i a2
            return a3 a4 a5 a6 a7 a8"
        );
        let schedule: Schedule = text.parse().unwrap();
        let rows = rows as usize;
        for special in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e308] {
            let mut inputs = [
                vec![0.0; rows * rows],
                vec![1.0; rows * rows],
                vec![0.0; rows],
            ];
            inputs[0][1] = special;
            inputs[2][0] = special;
            check(&schedule, &[], &inputs);
            inputs[1][rows] = special;
            inputs[1][rows + 1] = 0.0;
            check(&schedule, &[], &inputs);
        }
    }
}

#[test]
fn random_schedules() {
    let mut random = Random::new(23);
    for round in 0..400 {
        let steps = 1 + random.below(8);
        let schedule = random::schedule(&mut random, steps);
        let sizes = [0, 1, 2].map(|_| match random.below(8) {
            0 => 0,
            own => own,
        });
        // No more than a few thousand places, which the reference visits one by one.
        let plan = match symdiff::program::schedule::Plan::new(&schedule, &sizes, 4000) {
            Ok(plan) => plan,
            Err(BindError::Size) => continue,
            Err(error) => panic!("{error}\n{schedule}"),
        };
        let inputs: Vec<Vec<f64>> = plan
            .inputs
            .iter()
            .map(|range| numbers(&mut random, range.len()))
            .collect();
        if round == 0 {
            println!("{schedule}");
        }
        check(&schedule, &sizes, &inputs);
    }
}

#[test]
fn buffers_are_used_again() {
    // A chain of maps needs two buffers, however long it is; the last array is made where it leaves.
    let mut text = "sizes n\na0 = input n\n".to_owned();
    for step in 1..20 {
        text += &format!(
            "a{step} = map i:n reads i:a{} gives sum:i\ninputs 1\nv0 = input 0\nv1 = neg v0\nreturn v1\nend\n",
            step - 1
        );
    }
    text += "return a19";
    let schedule: Schedule = text.parse().unwrap();
    let plan = symdiff::program::schedule::Plan::new(&schedule, &[1000], 1 << 20).unwrap();
    assert_eq!(plan.buffers, [1000, 1000]);
    assert_eq!(plan.arrays[19].place, Place::Output(0));
    check(&schedule, &[10], &[vec![1.0; 10]]);
    let refused = symdiff::program::schedule::Plan::new(&schedule, &[1 << 21], 1 << 20);
    assert_eq!(refused.err(), Some(BindError::Size));
}

#[test]
fn malformed_schedules_are_told() {
    for (text, fault) in [
        (
            "a0 = input 2\na1 = inverse a0\nreturn a1",
            "a1 factorizes a0, which is not square",
        ),
        (
            "a0 = input 2 3\na1 = determinant a0\nreturn a1",
            "a1 factorizes a0, which is not square",
        ),
        (
            "a0 = input 2\na1 = reduce sum j a0\nreturn a1",
            "a1 names an axis that is not there",
        ),
        (
            "a0 = input 2 2\na1 = reduce sum ji a0\nreturn a1",
            "a1 names axes out of order",
        ),
        (
            "a0 = input 2\na1 = contract i->i a2 i:2\nreturn a1",
            "a1 reads a2 before it is made",
        ),
        (
            "a0 = input 2\na1 = contract i->i a0 i:3\nreturn a1",
            "a1 reads a0 by an index of another size",
        ),
        (
            "a0 = input 2\na1 = contract ij->i a0 i:2 j:2\nreturn a1",
            "a1 needs an index for each axis of a0",
        ),
        (
            "a0 = input 2\na1 = contract i->j a0 i:2\nreturn a1",
            "a1 has no size for index 1",
        ),
        (
            "a0 = input 2\na1 = contract i->i a0 i:2 j:2\nreturn a1",
            "a1 has an index that occurs nowhere",
        ),
        (
            "a0 = input 2\na1 = gather a0 to 2 at 0;1 0;1\nreturn a1",
            "a1 views an array by rows that do not fit",
        ),
        (
            "a0 = input 2 2\na1 = input 3\na2 = solve a0 a1\nreturn a2",
            "a2 solves for a right side that does not fit",
        ),
        (
            "a0 = input\na1 = stack a0 a0 to 3\nreturn a1",
            "a1 stacks what does not fit",
        ),
        ("sizes n n\nreturn", "the size n is named twice"),
        ("a0 = input 2\nreturn a1", "a1 leaves, but nothing makes it"),
    ] {
        let schedule: Schedule = text
            .parse()
            .unwrap_or_else(|error| panic!("{error}: {text}"));
        assert_eq!(schedule.shapes().err().as_deref(), Some(fault), "{text}");
    }
    for text in [
        "a1 = input 2",
        "a0 = input n",
        "a0 = input 2\na1 a2 = inverse a0",
        "a0 = input 2\na1 = map i:2 reads i:a0 gives sum:i\ninputs 1",
        "a0 = input 2\na1 = contract i>i a0",
        "return\nreturn",
        "a0 = nothing",
    ] {
        assert!(text.parse::<Schedule>().is_err(), "{text}");
    }
}

#[test]
fn views_that_reach_too_far_are_refused() {
    let text = "sizes n\na0 = input n\na1 = gather a0 to n at 0;4611686018427387904\nreturn a1";
    let schedule: Schedule = text.parse().unwrap();
    assert_eq!(
        executors(&schedule)[0].bind(&[5], 100).err(),
        Some(BindError::Size)
    );
    let sizes = executors(&schedule)[0].bind(&[], 100).err();
    assert_eq!(
        sizes,
        Some(BindError::Sizes {
            expected: 1,
            found: 0
        })
    );
}
