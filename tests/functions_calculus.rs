//! Every row of the function table through the whole pipeline: its value, its derivatives against differences
//! of its own kernel, and its identities at points.

mod common {
    pub mod read;
    pub mod run;
}

use common::read::function;
use common::run::run;

use symdiff::functions::{self, Arity, Identity, Kernel, Row};
use symdiff::{Function, Quantity, Request};

/// Coordinates that points are made of. None is a kink of a row; some are outside of most domains, and twos and
/// threes are there for functions of whole numbers.
const COORDINATES: [f64; 33] = [
    -5.2, -3.7, -2.3, -1.6, -1.3, -1.1, -0.85, -0.7, -0.55, -0.4, -0.15, 0.1, 0.2, 0.28, 0.35,
    0.45, 0.55, 0.65, 0.72, 0.8, 0.9, 1.15, 1.2, 1.45, 1.7, 2.0, 2.4, 2.7, 3.0, 3.55, 4.0, 5.3,
    7.1,
];
/// Most points of a walk.
const MOST_CANDIDATES: usize = 1_000;
/// Points that a row is tried at.
const MOST_POINTS: usize = 24;
/// Points that it must at least be defined at.
const LEAST_POINTS: usize = 9;

fn plain(quantities: impl IntoIterator<Item = Quantity>) -> Request {
    Request {
        simplify: None,
        ..Request::of(quantities)
    }
}

/// How many arguments a call of the row is tried with.
fn counts(row: &Row) -> Vec<usize> {
    match row.arity() {
        Arity::Exactly(count) => vec![count],
        Arity::AtLeast(count) => vec![count, count + 1, count + 2],
    }
}

fn names(row: &Row, count: usize) -> Vec<String> {
    match row.arity() {
        Arity::Exactly(_) => row.parameters.iter().map(|&name| name.to_owned()).collect(),
        Arity::AtLeast(_) => (0..count).map(|place| format!("x{place}")).collect(),
    }
}

/// A call in the language. The operator has no name that can be called.
fn call(row: &Row, names: &[String]) -> String {
    if row.name.starts_with(char::is_alphabetic) {
        format!("{}({})", row.name, names.join(", "))
    } else {
        names.join(row.name)
    }
}

fn read(text: &str, names: &[String]) -> Function {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    function(text, &names)
}

/// Where a condition in these names holds, read by the pipeline itself.
fn holds(condition: &str, names: &[String], points: &[Vec<f64>]) -> Vec<bool> {
    if condition.is_empty() {
        return vec![true; points.len()];
    }
    let test = read(&format!("if({condition}, 1, 0)"), names);
    let found = run(&test, &plain([Quantity::Value]), points);
    found.iter().map(|value| value[0] == 1.0).collect()
}

/// Points of the plane or of space in the order of a walk that reaches all parts of it.
fn candidates(count: usize) -> Vec<Vec<f64>> {
    let total = COORDINATES.len().pow(count as u32);
    let mut points = Vec::new();
    // 577 is prime to the number of coordinates.
    for step in 0..total.min(MOST_CANDIDATES) {
        let mut code = (577 * step + 3) % total;
        let mut point = Vec::new();
        for _ in 0..count {
            point.push(COORDINATES[code % COORDINATES.len()]);
            code /= COORDINATES.len();
        }
        points.push(point);
    }
    if count == 1 {
        // Some domains are narrow.
        points.extend((0..24).map(|place| vec![-0.35 + 0.0137 * f64::from(place)]));
    }
    points
}

/// Points of the domain with all neighbours at distance `reach` along each axis.
fn points_inside(row: &Row, names: &[String], reach: f64) -> Vec<Vec<f64>> {
    let mut inside = candidates(names.len());
    for place in 0..=2 * names.len() {
        let moved: Vec<Vec<f64>> = inside
            .iter()
            .map(|point| step(point, place, reach))
            .collect();
        let mut kept = holds(row.domain, names, &moved).into_iter();
        inside.retain(|_| kept.next().unwrap());
    }
    inside.truncate(MOST_POINTS);
    inside
}

/// The point itself for 0, else one step along an axis.
fn step(point: &[f64], place: usize, length: f64) -> Vec<f64> {
    let mut moved = point.to_vec();
    if place > 0 {
        let sign = if place.is_multiple_of(2) { -1.0 } else { 1.0 };
        moved[(place - 1) / 2] += sign * length;
    }
    moved
}

fn near(got: f64, want: f64, tolerance: f64) -> bool {
    got == want
        || (got.is_nan() && want.is_nan())
        || (got - want).abs() <= tolerance * want.abs().max(1.0)
}

/// What a kernel of one or two arguments computes by itself.
fn kernel(row: &Row, x: &[f64]) -> Option<f64> {
    match row.kernel {
        Kernel::Unary(function) => Some(function(x[0])),
        Kernel::Binary(function) => Some(function(x[0], x[1])),
        _ => None,
    }
}

#[test]
fn values_are_those_of_the_kernels() {
    let mut compared = 0;
    for (_, row) in functions::table() {
        for count in counts(row) {
            let names = names(row, count);
            let text = call(row, &names);
            let function = read(&text, &names);
            let points: Vec<Vec<f64>> = candidates(count).into_iter().take(200).collect();
            let found = run(&function, &Request::of([Quantity::Value]), &points);
            let as_typed = run(&function, &plain([Quantity::Value]), &points);
            let inside = holds(row.domain, &names, &points);
            let mut finite = 0;
            for (place, point) in points.iter().enumerate() {
                let (value, typed) = (found[place][0], as_typed[place][0]);
                if inside[place] {
                    assert!(
                        !typed.is_nan(),
                        "{text} at {point:?} is NaN inside its domain"
                    );
                    assert!(
                        near(value, typed, 1e-15),
                        "{text} at {point:?}: {value}, not {typed}"
                    );
                    finite += usize::from(typed.is_finite());
                }
                if let Some(want) = kernel(row, point) {
                    assert!(
                        near(typed, want, 0.0),
                        "{text} at {point:?}: {typed}, not {want}"
                    );
                    compared += 1;
                }
            }
            assert!(
                finite >= LEAST_POINTS,
                "{text} has a value at {finite} points only"
            );
        }
    }
    assert!(compared > 2_000);
}

/// A derivative and what it may be wrong by.
struct Difference {
    slope: f64,
    error: f64,
}

/// Richardson-extrapolated central differences of a function along an axis, with three lengths of step.
fn differences(
    function: &Function,
    quantity: Quantity,
    points: &[Vec<f64>],
    axis: usize,
) -> Vec<Difference> {
    let steps = [1.0, 0.5, 0.25].map(|factor| factor * 4e-3);
    let mut moved = Vec::new();
    for point in points {
        for length in steps {
            moved.push(step(point, 2 * axis + 1, length));
            moved.push(step(point, 2 * axis + 2, length));
        }
    }
    let values = run(function, &plain([quantity]), &moved).concat();
    let extrapolated = |v: &[f64]| {
        let [a, b, c] =
            [0, 1, 2].map(|place| (v[2 * place] - v[2 * place + 1]) / (2.0 * steps[place]));
        let (first, second) = ((4.0 * b - a) / 3.0, (4.0 * c - b) / 3.0);
        Difference {
            slope: (16.0 * second - first) / 15.0,
            error: (second - first).abs(),
        }
    };
    values.chunks(6).map(extrapolated).collect()
}

/// Derivatives of order `order` against differences of those below, simplified and not.
fn check_derivatives(order: usize, tolerance: f64) {
    for (_, row) in functions::table() {
        if matches!(row.kernel, Kernel::Detached) {
            // Its derivative is not the limit of differences.
            continue;
        }
        for count in counts(row) {
            let names = names(row, count);
            let text = call(row, &names);
            let function = read(&text, &names);
            let mut points = points_inside(row, &names, 0.02);
            // Kinks are at ties and at whole numbers.
            points.retain(|point| {
                let is_tie = |place: usize| point[place + 1..].contains(&point[place]);
                let is_whole = |place: usize| point[place].fract() == 0.0;
                row.kinks.is_empty() || !(0..count).any(|place| is_tie(place) || is_whole(place))
            });
            // There are jumps at other places too.
            if !row.kinks.is_empty() {
                let near: Vec<Vec<Vec<f64>>> = (0..=2 * count)
                    .map(|place| points.iter().map(|at| step(at, place, 4e-3)).collect())
                    .collect();
                let value = plain([Quantity::Value]);
                let around: Vec<Vec<f64>> = near
                    .iter()
                    .map(|moved| run(&function, &value, moved).concat())
                    .collect();
                let mut place = 0..points.len();
                points.retain(|_| {
                    let place = place.next().unwrap();
                    around
                        .iter()
                        .all(|moved| (moved[place] - around[0][place]).abs() < 0.1)
                });
            }
            // A function of whole numbers has no derivative in them, and points between are outside.
            let without: Vec<bool> = (0..count)
                .map(|place| row.partials.get(place) == Some(&""))
                .collect();
            if without.contains(&true) {
                points = candidates(count);
                points.retain(|point| {
                    (0..count).all(|axis| !without[axis] || point[axis].fract() == 0.0)
                });
                let mut kept = holds(row.domain, &names, &points).into_iter();
                points.retain(|_| kept.next().unwrap());
            }
            assert!(
                points.len() >= LEAST_POINTS,
                "{text}: {} points",
                points.len()
            );
            for axis in (0..count).filter(|&axis| !without[axis]) {
                let below = Quantity::Partial(vec![names[axis].clone(); order - 1]);
                let wanted = Quantity::Partial(vec![names[axis].clone(); order]);
                let differences = differences(&function, below, &points, axis);
                for request in [plain([wanted.clone()]), Request::of([wanted.clone()])] {
                    let found = run(&function, &request, &points).concat();
                    let mut sharp = 0;
                    for ((got, want), point) in found.iter().zip(&differences).zip(&points) {
                        let Difference { slope, error } = *want;
                        let allowed = tolerance * slope.abs().max(1.0) + error;
                        sharp += usize::from(error < 1e-5 * slope.abs().max(1.0));
                        assert!(
                            (got - slope).abs() <= allowed,
                            "order {order} in {} of {text} at {point:?}: {got}, not {slope}",
                            names[axis]
                        );
                    }
                    assert!(
                        sharp >= LEAST_POINTS,
                        "{text}: {sharp} points say something"
                    );
                }
            }
        }
    }
}

#[test]
fn first_derivatives_are_those_of_differences() {
    check_derivatives(1, 1e-8);
}

#[test]
fn second_derivatives_are_those_of_differences() {
    check_derivatives(2, 1e-7);
}

#[test]
fn gradients_are_the_partials() {
    for (_, row) in functions::table() {
        for count in counts(row) {
            if row.partials.contains(&"") {
                continue;
            }
            let names = names(row, count);
            let function = read(&call(row, &names), &names);
            let points = points_inside(row, &names, 0.02);
            let gradients = run(&function, &Request::of([Quantity::Gradient]), &points);
            for (axis, name) in names.iter().enumerate() {
                let partial = Quantity::Partial(vec![name.clone()]);
                let found = run(&function, &Request::of([partial]), &points);
                for ((gradient, partial), point) in gradients.iter().zip(found).zip(&points) {
                    let (a, b) = (gradient[axis], partial[0]);
                    assert!(
                        near(a, b, 1e-14),
                        "{} in {name} at {point:?}: {a}, {b}",
                        row.name
                    );
                }
            }
        }
    }
}

/// What the letter n of an identity, which stands for a number, is tried with.
const NUMBERS: [&str; 4] = ["2", "(-1)", "3", "(1/2)"];

/// The texts of an identity, left, right and condition, with a number for the letter n.
fn instances(identity: &Identity) -> Vec<[String; 3]> {
    let texts = [identity.left, identity.right, identity.condition];
    let stands = |text: &str, number: &str| {
        let mut written = String::new();
        let mut before = ' ';
        for (place, letter) in text.char_indices() {
            let after = text[place + 1..].chars().next().unwrap_or(' ');
            let alone = !before.is_alphanumeric() && !after.is_alphanumeric();
            match letter {
                'n' if alone => written.push_str(number),
                _ => written.push(letter),
            }
            before = letter;
        }
        written
    };
    let with = |number: &&str| texts.map(|text| stands(text, number));
    let mut instances: Vec<[String; 3]> = NUMBERS.iter().map(with).collect();
    instances.dedup();
    instances
}

#[test]
fn identities_hold_where_they_say() {
    let letters: Vec<String> = ["u", "v"].map(str::to_owned).to_vec();
    // Not so large that sums of exponentials cancel.
    let mut points = candidates(2);
    points.retain(|point| point.iter().all(|x| x.abs() < 3.0));
    let mut checked = 0;
    for identity in functions::table().flat_map(|(_, row)| row.identities) {
        for [left, right, condition] in instances(identity) {
            let name = format!("{}: {left} = {right}", identity.name);
            let met = holds(&condition, &letters, &points);
            let left = read(&left, &letters);
            let right = read(&right, &letters);
            let of =
                |function: &Function, request: &Request| run(function, request, &points).concat();
            let typed = of(&left, &plain([Quantity::Value]));
            let replaced = of(&right, &plain([Quantity::Value]));
            let simplified = of(&left, &Request::of([Quantity::Value]));
            let mut places = 0;
            for (place, point) in points.iter().enumerate() {
                let (want, a, b) = (typed[place], replaced[place], simplified[place]);
                // What is undefined becomes defined only where the condition excludes it.
                assert!(
                    !met[place] || !want.is_nan() || !a.is_finite(),
                    "{name} at {point:?}: right {a}, left {want}"
                );
                // Where the left side overflows or is undefined nothing is claimed.
                if !met[place] || !want.is_finite() {
                    continue;
                }
                places += 1;
                assert!(
                    near(a, want, 1e-11),
                    "{name} at {point:?}: right {a}, left {want}"
                );
                assert!(
                    near(b, want, 1e-11),
                    "{name} at {point:?}: simplified {b}, not {want}"
                );
            }
            assert!(
                places >= LEAST_POINTS,
                "{name} is checked at {places} points only"
            );
            checked += 1;
        }
    }
    assert!(checked > 150, "{checked} identities");
}

#[test]
fn what_is_detached_is_a_constant_to_differentiation() {
    let names: Vec<String> = ["x", "y"].map(str::to_owned).to_vec();
    let point = [vec![3.0, 5.0]];
    for (text, wanted) in [
        ("detach(x)*x + detach(x^2)*y", vec![54.0, 3.0, 9.0]),
        ("x - detach(x)", vec![0.0, 1.0, 0.0]),
        ("stopgrad(x*y)/x + y", vec![10.0, -5.0 / 3.0, 1.0]),
        ("ln(detach(exp(x)))", vec![3.0, 0.0, 0.0]),
        ("max(detach(y), x)", vec![5.0, 0.0, 0.0]),
    ] {
        let function = read(text, &names);
        let quantities = [Quantity::Value, Quantity::Gradient];
        for request in [plain(quantities.clone()), Request::of(quantities)] {
            let found = run(&function, &request, &point).concat();
            let agrees = found.iter().zip(&wanted).all(|(a, b)| near(*a, *b, 1e-15));
            assert!(agrees, "{text}: {found:?}, not {wanted:?}");
        }
    }
}

#[test]
fn sums_of_exponentials_neither_overflow_nor_cancel() {
    let names: Vec<String> = ["x", "y", "z", "u", "v"].map(str::to_owned).to_vec();
    let text = "logsumexp(x, y, z, u, v)";
    let function = read(text, &names);
    let quantities = [Quantity::Value, Quantity::Gradient, Quantity::Hessian];
    for at in [
        [1000.0, 999.0, -1000.0, 998.0, 1000.0],
        [-1000.0, -1001.0, -3000.0, -1000.5, -1e5],
        [40.0, 0.0, 0.0, 0.0, 1.0],
        [0.3, 0.3, 0.3, 0.3, 0.3],
    ] {
        let greatest = at.into_iter().fold(f64::NEG_INFINITY, f64::max);
        let powers = at.map(|x| (x - greatest).exp());
        let total: f64 = powers.iter().sum();
        let shares = powers.map(|power| power / total);
        // What is missing to 1, added up of the others.
        let rest = |place: usize| -> f64 {
            let others = (0..5).filter(|&other| other != place);
            others.map(|other| shares[other]).sum()
        };
        let found = run(&function, &Request::of(quantities.clone()), &[at.to_vec()]).concat();
        assert!(near(found[0], greatest + total.ln(), 1e-15), "{at:?}");
        for row in 0..5 {
            let close = |got: f64, want: f64| (got - want).abs() <= 1e-12 * want.abs() + 1e-300;
            assert!(close(found[1 + row], shares[row]), "{at:?}: {found:?}");
            for column in 0..5 {
                let want = match row == column {
                    true => shares[row] * rest(row),
                    false => -shares[row] * shares[column],
                };
                let got = found[6 + 5 * row + column];
                assert!(close(got, want), "{at:?} {row} {column}: {got}, not {want}");
            }
        }
    }
}
