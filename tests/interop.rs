//! Compiled functions in the types of other crates.

#![cfg(all(feature = "argmin", feature = "nalgebra", feature = "ndarray"))]

use argmin::core::{Executor, Operator};
use argmin::solver::gaussnewton::GaussNewton;
use argmin::solver::newton::Newton;
use nalgebra::{DMatrix, DVector, dvector};
use ndarray::{Array1, Array2, array, s};
use symdiff::{CompileOptions, Function, Problem, Quantity};

const ROSENBROCK: &str = "(1 - x)^2 + 100*(y - x^2)^2";

fn compile(text: &str, quantities: &[Quantity]) -> symdiff::CompiledFunction {
    let options = CompileOptions::of(quantities.to_vec());
    Function::parse(text)
        .and_then(|f| f.compile_with(&options))
        .unwrap()
}

/// Newton's method on a quadratic function is there after one step.
#[test]
fn newton_steps_with_the_hessian() {
    let f = compile(
        "(x - 3)^2 + 2*(y + 1)^2 + x*y",
        &[Quantity::Value, Quantity::Gradient, Quantity::Hessian],
    );
    let problem = Problem::<DVector<f64>>::new(f.clone());
    let solver: Newton<f64> = Newton::new();
    let run = Executor::new(problem, solver)
        .configure(|state| state.param(dvector![10.0, -7.0]).max_iters(1))
        .run()
        .unwrap();
    let best = run.state.param.unwrap();
    let mut gradient = [1.0; 2];
    f.gradient(best.as_slice(), &mut gradient).unwrap();
    assert!(
        gradient.iter().all(|slope| slope.abs() < 1e-12),
        "{best} {gradient:?}"
    );
}

/// Residuals and their Jacobian: Rosenbrock's function as a sum of squares.
#[test]
fn gauss_newton_uses_residuals() {
    let residuals = compile(
        "1 - x; 10*(y - x^2)",
        &[Quantity::Value, Quantity::Jacobian],
    );
    let problem = Problem::<DVector<f64>>::new(residuals);
    assert_eq!(
        problem.apply(&dvector![1.0, 3.0]).unwrap(),
        dvector![0.0, 20.0]
    );
    let solver: GaussNewton<f64> = GaussNewton::new();
    let run = Executor::new(problem, solver)
        .configure(|state| state.param(dvector![-1.2, 1.0]).max_iters(10))
        .run()
        .unwrap();
    let best = run.state.param.unwrap();
    assert!((best - dvector![1.0, 1.0]).norm() < 1e-9);
}

#[test]
fn views_of_any_layout_are_filled() {
    let f = compile(
        ROSENBROCK,
        &[Quantity::Value, Quantity::Gradient, Quantity::Hessian],
    );
    let mut flat = [0.0; 4];
    f.hessian(&[-1.2, 1.0], &mut flat).unwrap();
    let expected = array![[flat[0], flat[1]], [flat[2], flat[3]]];

    // Every second entry of a longer array, and a transposed matrix.
    let long = array![-1.2, 9.0, 1.0, 9.0];
    let point = long.slice(s![..;2]);
    let mut matrix = Array2::zeros((2, 2));
    f.hessian_ndarray(point, matrix.view_mut().reversed_axes())
        .unwrap();
    assert_eq!(matrix.t(), expected);
    let mut gradient = Array1::zeros(4);
    let value = f
        .value_and_gradient_ndarray(point, gradient.slice_mut(s![..;2]))
        .unwrap();
    let mut slopes = [0.0; 2];
    assert_eq!(
        value,
        f.value_and_gradient(&[-1.2, 1.0], &mut slopes).unwrap()
    );
    assert_eq!(gradient, array![slopes[0], 0.0, slopes[1], 0.0]);

    let mut columns = DMatrix::zeros(2, 2);
    f.hessian_nalgebra(dvector![-1.2, 1.0].as_view(), columns.as_view_mut())
        .unwrap();
    assert_eq!(columns.as_slice(), [flat[0], flat[2], flat[1], flat[3]]);
}

#[test]
fn views_of_a_wrong_shape_are_refused() {
    let f = compile(ROSENBROCK, &[Quantity::Jacobian, Quantity::Hessian]);
    let point = array![0.0, 0.0];
    for shape in [(1, 4), (4, 1), (2, 3), (0, 0)] {
        let mut matrix = Array2::zeros(shape);
        let error = f
            .hessian_ndarray(point.view(), matrix.view_mut())
            .unwrap_err();
        assert_eq!(error.code(), "wrong-length", "{shape:?}: {error}");
        let mut matrix = DMatrix::zeros(shape.0, shape.1);
        let view = matrix.as_view_mut();
        let error = f
            .hessian_nalgebra(dvector![0.0, 0.0].as_view(), view)
            .unwrap_err();
        assert_eq!(error.code(), "wrong-length", "{shape:?}: {error}");
    }
    let mut row = Array2::zeros((1, 2));
    f.jacobian_ndarray(point.view(), row.view_mut()).unwrap();
    let short = f.jacobian_ndarray(array![0.0].view(), row.view_mut());
    assert!(short.unwrap_err().is_request());
}

/// The same problem with vectors of the standard library and of ndarray.
#[test]
fn vectors_of_every_kind_are_parameters() {
    use argmin::core::Hessian;
    let f = compile("x^2*y", &[Quantity::Value, Quantity::Hessian]);
    let plain = Problem::<Vec<f64>>::new(f.clone())
        .hessian(&vec![3.0, 2.0])
        .unwrap();
    assert_eq!(plain, [[4.0, 6.0], [6.0, 0.0]]);
    let array = Problem::<Array1<f64>>::new(f)
        .hessian(&array![3.0, 2.0])
        .unwrap();
    assert_eq!(array, array![[4.0, 6.0], [6.0, 0.0]]);
}

/// Derivatives in some of the variables have as many columns as there are of these.
#[test]
fn columns_are_those_of_the_chosen_variables() {
    use argmin::core::{Hessian, Jacobian};
    let options = CompileOptions {
        wrt: Some(vec!["x".into(), "z".into()]),
        ..CompileOptions::of([Quantity::Jacobian])
    };
    let compile = |text: &str, options: &CompileOptions| {
        Function::parse(text)
            .and_then(|f| f.compile_with(options))
            .unwrap()
    };
    let f = compile("x*y; y*z; x*z", &options);
    let expected = [[2.0, 0.0], [0.0, 2.0], [3.0, 1.0]];
    let plain = Problem::<Vec<f64>>::new(f.clone())
        .jacobian(&vec![1.0, 2.0, 3.0])
        .unwrap();
    assert_eq!(plain, expected);
    let dense = Problem::<DVector<f64>>::new(f.clone())
        .jacobian(&dvector![1.0, 2.0, 3.0])
        .unwrap();
    assert_eq!(dense, nalgebra::dmatrix![2.0, 0.0; 0.0, 2.0; 3.0, 1.0]);
    let mut matrix = Array2::zeros((3, 2));
    f.jacobian_ndarray(array![1.0, 2.0, 3.0].view(), matrix.view_mut())
        .unwrap();
    assert_eq!(matrix, array![[2.0, 0.0], [0.0, 2.0], [3.0, 1.0]]);
    let mut matrix = DMatrix::zeros(3, 2);
    f.jacobian_nalgebra(dvector![1.0, 2.0, 3.0].as_view(), matrix.as_view_mut())
        .unwrap();
    assert_eq!(matrix, dense);
    let mut wide = Array2::zeros((2, 3));
    let error = f.jacobian_ndarray(array![1.0, 2.0, 3.0].view(), wide.view_mut());
    assert_eq!(error.unwrap_err().code(), "wrong-length");
    let options = CompileOptions {
        wrt: Some(vec!["y".into()]),
        ..CompileOptions::of([Quantity::Hessian])
    };
    let g = compile("x*y^2", &options);
    assert_eq!(
        Problem::<Vec<f64>>::new(g)
            .hessian(&vec![3.0, 1.0])
            .unwrap(),
        [[6.0]]
    );
}
