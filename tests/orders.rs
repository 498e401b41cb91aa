//! Derivatives of high order: right, compact, quick. The references are Taylor polynomials in binary64 arithmetic, by
//! recurrences that share nothing with the program.

use symdiff::{Backend, Function, Quantity, Request};

/// Taylor coefficients of a function of x around a point.
#[derive(Clone)]
struct Taylor(Vec<f64>);

impl Taylor {
    fn x(at: f64, order: usize) -> Taylor {
        let mut list = vec![0.0; order + 1];
        list[0] = at;
        list[1] = 1.0;
        Taylor(list)
    }

    fn times(&self, other: &Taylor) -> Taylor {
        let product = |k: usize| (0..=k).map(|j| self.0[j] * other.0[k - j]).sum();
        Taylor((0..self.0.len()).map(product).collect())
    }

    fn over(&self, other: &Taylor) -> Taylor {
        let mut list: Vec<f64> = Vec::new();
        for k in 0..self.0.len() {
            let known: f64 = (0..k).map(|j| list[j] * other.0[k - j]).sum();
            list.push((self.0[k] - known) / other.0[0]);
        }
        Taylor(list)
    }

    fn exp(&self) -> Taylor {
        let mut list = vec![self.0[0].exp()];
        for k in 1..self.0.len() {
            let sum: f64 = (1..=k).map(|j| j as f64 * self.0[j] * list[k - j]).sum();
            list.push(sum / k as f64);
        }
        Taylor(list)
    }

    fn ln(&self) -> Taylor {
        let mut list = vec![self.0[0].ln()];
        for k in 1..self.0.len() {
            let sum: f64 = (1..k).map(|j| j as f64 * list[j] * self.0[k - j]).sum();
            list.push((self.0[k] - sum / k as f64) / self.0[0]);
        }
        Taylor(list)
    }

    fn sin_cos(&self) -> (Taylor, Taylor) {
        let (mut sin, mut cos) = (vec![self.0[0].sin()], vec![self.0[0].cos()]);
        for k in 1..self.0.len() {
            let with =
                |list: &[f64]| -> f64 { (1..=k).map(|j| j as f64 * self.0[j] * list[k - j]).sum() };
            let (a, b) = (with(&cos), with(&sin));
            sin.push(a / k as f64);
            cos.push(-b / k as f64);
        }
        (Taylor(sin), Taylor(cos))
    }

    fn derivative(&self) -> f64 {
        let order = self.0.len() - 1;
        (1..=order).fold(self.0[order], |value, k| value * k as f64)
    }
}

/// The derivative of a formula in x at a point, and the cost of its program.
fn derived(text: &str, order: usize, at: f64) -> (f64, usize) {
    let names = vec!["x".to_owned(); order];
    let request = Request::of([Quantity::Partial(names)]);
    let derivation = Function::parse(text).unwrap().derive(&request).unwrap();
    let compiled = derivation.compile(Backend::Interpreter).unwrap();
    let mut out = [0.0];
    compiled.call(&[at], &mut out).unwrap();
    (out[0], derivation.program().instructions.len())
}

fn check(text: &str, order: usize, at: f64, most: usize, reference: impl Fn(Taylor) -> Taylor) {
    let (value, instructions) = derived(text, order, at);
    let want = reference(Taylor::x(at, order)).derivative();
    let error = ((value - want) / want).abs();
    println!("{text}, order {order}: {instructions} instructions, relative error {error:e}");
    assert!(
        error < 1e-8,
        "{text}, order {order}: {value:e}, not {want:e}"
    );
    assert!(
        instructions <= most,
        "{text}, order {order}: {instructions} instructions"
    );
}

fn tan(u: Taylor) -> Taylor {
    let (sin, cos) = u.sin_cos();
    sin.over(&cos)
}

#[test]
fn compositions() {
    let seven = |u: Taylor| (0..7).fold(u, |u, _| u.sin_cos().0);
    let text = "sin(sin(sin(sin(sin(sin(sin(x)))))))";
    for order in [3, 5, 10, 15] {
        check(text, order, 0.7, 60 * order * order, seven);
    }
    check("exp(sin(exp(x)))", 12, 0.3, 3_000, |u| {
        u.exp().sin_cos().0.exp()
    });
    check("ln(1 + exp(sin(x)^2))", 10, 0.4, 3_000, |u| {
        let sin = u.sin_cos().0;
        let mut inner = sin.times(&sin).exp();
        inner.0[0] += 1.0;
        inner.ln()
    });
}

#[test]
fn powers() {
    let power = |u: Taylor| u.times(&u.ln()).exp();
    for order in [4, 8, 15, 30] {
        check("x^x", order, 1.3, 40 * order * order, power);
    }
    let half = |u: Taylor| {
        let mut root = u.sin_cos().0.ln();
        root.0.iter_mut().for_each(|c| *c *= 2.5);
        root.exp()
    };
    check("sin(x)^(5/2)", 12, 0.8, 4_000, half);
    check("sin(x)^7*cos(x)^3/exp(x)", 12, 0.8, 4_000, |u| {
        let (sin, cos) = u.sin_cos();
        let sin = (0..6).fold(sin.clone(), |power, _| power.times(&sin));
        let cos = cos.times(&cos).times(&cos);
        sin.times(&cos).over(&u.exp())
    });
}

#[test]
fn quotients_and_products() {
    check("tan(x)", 30, 0.5, 400, tan);
    // Known in closed form; in the arithmetic of the references nearly all digits would cancel.
    let (value, instructions) = derived("exp(x)*sin(x)", 100, 0.5);
    let want = -(2f64.powi(50)) * 0.5f64.exp() * 0.5f64.sin();
    assert!(((value - want) / want).abs() < 1e-14 && instructions < 10);
    check("sin(x)*exp(x)*ln(x)*cos(x)*x", 9, 0.5, 3_000, |u| {
        let (sin, cos) = u.sin_cos();
        sin.times(&u.exp()).times(&u.ln()).times(&cos).times(&u)
    });
    check("exp(x)/(1 + x^2 + sin(x))", 14, 0.5, 3_000, |u| {
        let mut below = u.times(&u);
        let sin = u.sin_cos().0;
        below.0.iter_mut().zip(&sin.0).for_each(|(a, b)| *a += b);
        below.0[0] += 1.0;
        u.exp().over(&below)
    });
}

#[test]
fn nothing_leaks_out_of_a_branch() {
    // In the branch not taken everything is infinite or undefined.
    let text = "if(x > 0, sin(exp(sin(exp(x)))), sqrt(x)/x^3)";
    let (value, _) = derived(text, 8, 0.3);
    let want = derived("sin(exp(sin(exp(x))))", 8, 0.3).0;
    assert!(((value - want) / want).abs() < 1e-9, "{value} {want}");
    // Where a link is switched off, it stays off.
    let (value, _) = derived("relu(sin(exp(sin(exp(x)))) - 9)^3*exp(sin(exp(x)))", 7, 0.3);
    assert_eq!(value, 0.0);
    let (value, _) = derived("max(x, 2*x^9)*sin(exp(sin(x)))", 6, 0.0);
    assert!(value.is_finite());
}

#[test]
fn in_several_variables() {
    // The order in which it is differentiated does not matter.
    let text = "sin(exp(x*y))*cos(y/x)";
    let f = Function::parse(text).unwrap();
    let one = f.partial(&["x", "x", "x", "x", "y", "y", "y"]).unwrap();
    let other = f.partial(&["y", "x", "y", "x", "y", "x", "x"]).unwrap();
    let (a, b) = (
        one.evaluate(&[0.7, 0.4]).unwrap(),
        other.evaluate(&[0.7, 0.4]).unwrap(),
    );
    assert!(((a[0] - b[0]) / b[0]).abs() < 1e-9, "{a:?} {b:?}");
    // Several results at once; a polynomial vanishes.
    let f = Function::parse("x^3*y; sin(sin(x)*y)").unwrap();
    let fourth = f.partial(&["x"; 4]).unwrap();
    assert_eq!(fourth.evaluate(&[0.3, 0.4]).unwrap()[0], 0.0);
}

#[test]
fn interrupted() {
    let interrupt = symdiff::Interrupt::default();
    let names = vec!["x".to_owned(); 900];
    let request = Request::of([Quantity::Partial(names)]).interrupted_by(&interrupt);
    let f = Function::parse("sin(exp(x)*tan(x))^x").unwrap();
    let stopper = std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_millis(100));
        interrupt.raise();
    });
    let start = std::time::Instant::now();
    let error = f.derive(&request).err().unwrap();
    assert!(
        error.is_limit() || error.code() == "interrupted",
        "{error:?}"
    );
    assert!(start.elapsed().as_secs() < 20);
    stopper.join().unwrap();
}
