//! Joints of `if` and `piecewise`: the rows of tests/kinks/joints.txt, by reverse and forward mode, interpreted and native.

use symdiff::{Backend, Function, Quantity, Request};

fn number(text: &str) -> f64 {
    match text {
        "nan" => f64::NAN,
        _ => Function::parse(text).unwrap().evaluate(&[]).unwrap()[0],
    }
}

fn agrees(found: f64, wanted: f64) -> bool {
    found.is_nan() && wanted.is_nan() || (found - wanted).abs() <= 1e-13
}

#[test]
fn derivatives_at_joints_are_those_of_the_function() {
    let table = include_str!("kinks/joints.txt");
    for row in table.lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let f = Function::parse(cells[0]).expect(row);
        let (point, first, second) = (number(cells[1]), number(cells[2]), number(cells[3]));
        let partial = |order: usize| Quantity::Partial(vec!["x".to_owned(); order]);
        let orders = [
            (Quantity::Gradient, first),
            (Quantity::Jacobian, first),
            (partial(1), first),
            (Quantity::Hessian, second),
            (Quantity::SparseHessian, second),
            (partial(2), second),
        ];
        for (quantity, wanted) in orders {
            let derivation = f.derive(&Request::of([quantity.clone()])).expect(row);
            let line = derivation.kinks().join("; ");
            assert!(line.contains(cells[4]), "{row}: {line}");
            for backend in [Backend::Interpreter, Backend::Native] {
                let compiled = derivation.compile(backend).expect(row);
                let mut found = [0.0];
                compiled.call(&[point], &mut found).expect(row);
                assert!(
                    agrees(found[0], wanted),
                    "{row}: {quantity} is {}",
                    found[0]
                );
            }
        }
        let along = Request::of([Quantity::Jvp, Quantity::Hvp]).along(&[("x", "1")]);
        let compiled = f.derive(&along).expect(row).compile(Backend::Interpreter);
        let mut found = [0.0; 2];
        compiled.expect(row).call(&[point], &mut found).expect(row);
        assert!(
            agrees(found[0], first) && agrees(found[1], second),
            "{row}: {found:?}"
        );
    }
}

#[test]
fn a_gap_that_depends_on_other_variables_is_said() {
    let f = Function::parse("if(x < a, x*b, 2*a*b)").unwrap();
    let derivation = f.derive(&Request::of([Quantity::Gradient])).unwrap();
    assert!(
        derivation.kinks()[0].contains("a jump unless"),
        "{:?}",
        derivation.kinks()
    );
    let f = Function::parse("if(x < a, x*b, a*b)").unwrap();
    let derivation = f.derive(&Request::of([Quantity::Gradient])).unwrap();
    assert!(
        derivation.kinks()[0].contains("a corner unless"),
        "{:?}",
        derivation.kinks()
    );
}

#[test]
fn sides_not_taken_never_contribute() {
    let table = include_str!("kinks/dead.txt");
    for row in table.lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let f = Function::parse(cells[0]).expect(row);
        let wanted = [number(cells[2]), number(cells[3])];
        let point = [number(cells[1])];
        let along = Request::of([
            Quantity::Gradient,
            Quantity::Hessian,
            Quantity::Jvp,
            Quantity::Hvp,
        ]);
        let derivation = f.derive(&along.along(&[("x", "1")])).expect(row);
        for backend in [Backend::Interpreter, Backend::Native] {
            let compiled = derivation.compile(backend).expect(row);
            let mut found = [0.0; 4];
            compiled.call(&point, &mut found).expect(row);
            for (place, found) in found.into_iter().enumerate() {
                assert!(
                    agrees(found, wanted[place % 2]),
                    "{row}: {place} is {found}"
                );
            }
        }
        // The same as entries of a vector, each of which chooses for itself.
        let whole = format!("x: vector(2); sum({})", cells[0]);
        let Ok(whole) = Function::parse(&whole) else {
            continue;
        };
        let compiled = whole.gradient().expect(row).simplify().expect(row);
        let found = compiled.evaluate(&[point[0], point[0]]).expect(row);
        assert!(
            found.iter().all(|&own| agrees(own, wanted[0])),
            "{row}: {found:?}"
        );
    }
}
