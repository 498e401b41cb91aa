//! Text to callable gradient, each stage on the way alone, and one call of the result, on the shared workloads; beside
//! Rust written by hand for the same value and gradient.

use criterion::{Criterion, criterion_group, criterion_main};
use std::f64::consts::PI;
use std::hint::black_box;
use symdiff::backend::{Interpreter, Jit};
use symdiff::program::{expand, verify};
use symdiff::syntax;
use symdiff::{
    Backend, CompiledFunction, EmitOptions, Function, Language, Quantity, ReadOptions, Request,
    Sharing,
};

struct Workload {
    name: String,
    expr: String,
    variables: Vec<String>,
    point: Vec<f64>,
}

/// The workloads with a point inside each variable's range, the same in each run.
fn workloads() -> Vec<Workload> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/workloads.json");
    let text = std::fs::read_to_string(path).expect("the workloads are part of the project");
    let rows: serde_json::Value = serde_json::from_str(&text).expect("the workloads are JSON");
    let rows = rows.as_array().expect("a list").iter();
    rows.map(|row| {
        let variables: Vec<String> = row["vars"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|name| name.as_str().expect("a name").to_owned())
            .collect();
        let point = variables.iter().enumerate().map(|(place, name)| {
            let range = row.get("ranges").and_then(|ranges| ranges.get(name));
            let range = range.unwrap_or(&row["range"]);
            let (low, high) = (
                range[0].as_f64().expect("low"),
                range[1].as_f64().expect("high"),
            );
            // The golden ratio spreads the points evenly.
            low + (high - low) * ((place as f64 + 1.0) * 0.618_033_988_749_894_9).fract()
        });
        Workload {
            name: row["name"].as_str().expect("a name").to_owned(),
            expr: row["expr"].as_str().expect("a text").to_owned(),
            point: point.collect(),
            variables: variables.clone(),
        }
    })
    .collect()
}

fn compile(workload: &Workload, backend: Backend) -> CompiledFunction {
    let options = ReadOptions {
        variables: Some(workload.variables.clone()),
        ..Default::default()
    };
    let function = Function::parse_with(&workload.expr, &options).expect("the workload is read");
    let request = Request::of([Quantity::Value, Quantity::Gradient]);
    let derivation = function
        .derive(&request)
        .expect("the workload has a gradient");
    derivation.compile(backend).expect("the workload compiles")
}

type Handwritten = fn(&[f64], &mut [f64]);

/// The same closed forms by hand, with the standard library's functions.
fn handwritten(name: &str) -> Option<Handwritten> {
    fn sigma(x: f64) -> f64 {
        1.0 / (1.0 + (-x).exp())
    }
    fn seed(at: &[f64], out: &mut [f64]) {
        let (x, y) = (at[0], at[1]);
        let (sx, sy, s) = (sigma(x), sigma(y), x + y);
        let inverse = 1.0 / (sx + s * s);
        let f = (x + sy) * inverse;
        out[0] = f;
        out[1] = (1.0 - f * (sx * (1.0 - sx) + 2.0 * s)) * inverse;
        out[2] = (sy * (1.0 - sy) - f * 2.0 * s) * inverse;
    }
    fn gauss(at: &[f64], out: &mut [f64]) {
        let (t, m, s) = (at[0], at[1], at[2]);
        let z = (t - m) / s;
        let f = (-0.5 * z * z).exp() / ((2.0 * PI).sqrt() * s);
        let slope = f * z / s;
        out.copy_from_slice(&[f, -slope, slope, f * (z * z - 1.0) / s]);
    }
    fn gravity(at: &[f64], out: &mut [f64]) {
        let [g, m1, m2, x1, x2, y1, y2, z1, z2] = *at else {
            return;
        };
        let (dx, dy, dz) = (x2 - x1, y2 - y1, z2 - z1);
        let inverse = 1.0 / (dx * dx + dy * dy + dz * dz);
        let f = g * m1 * m2 * inverse;
        let slope = 2.0 * f * inverse;
        let (x, y, z) = (slope * dx, slope * dy, slope * dz);
        let masses = [m1 * m2 * inverse, g * m2 * inverse, g * m1 * inverse];
        out.copy_from_slice(&[f, masses[0], masses[1], masses[2], x, -x, y, -y, z, -z]);
    }
    fn rosen10(at: &[f64], out: &mut [f64]) {
        out.fill(0.0);
        for i in 0..9 {
            let (a, b) = (at[i + 1] - at[i] * at[i], 1.0 - at[i]);
            out[0] += 100.0 * a * a + b * b;
            out[1 + i] += -400.0 * a * at[i] - 2.0 * b;
            out[2 + i] += 200.0 * a;
        }
    }
    fn softmax10(at: &[f64], out: &mut [f64]) {
        let mut sum = 0.0;
        for i in 0..10 {
            out[1 + i] = at[i].exp();
            sum += out[1 + i];
        }
        out[0] = sum.ln() - at[0];
        let inverse = 1.0 / sum;
        out[1..].iter_mut().for_each(|entry| *entry *= inverse);
        out[1] -= 1.0;
    }
    fn speelpenning100(at: &[f64], out: &mut [f64]) {
        let mut prefix = 1.0;
        for i in 0..100 {
            out[1 + i] = prefix;
            prefix *= at[i];
        }
        out[0] = prefix;
        let mut suffix = 1.0;
        for i in (0..100).rev() {
            out[1 + i] *= suffix;
            suffix *= at[i];
        }
    }
    fn logmap6(at: &[f64], out: &mut [f64]) {
        let (mut x, mut slope) = (at[0], 1.0);
        for _ in 0..6 {
            slope *= 4.0 - 8.0 * x;
            x = 4.0 * x * (1.0 - x);
        }
        out.copy_from_slice(&[x, slope]);
    }
    let table: [(&str, Handwritten); 7] = [
        ("seed", seed),
        ("gauss", gauss),
        ("gravity", gravity),
        ("rosen10", rosen10),
        ("softmax10", softmax10),
        ("speelpenning100", speelpenning100),
        ("logmap6", logmap6),
    ];
    table
        .into_iter()
        .find(|(own, _)| *own == name)
        .map(|(_, function)| function)
}

fn text_to_callable(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("text_to_callable");
    group.sample_size(10);
    for workload in workloads() {
        for (name, backend) in [("jit", Backend::Jit), ("interpreter", Backend::Interpreter)] {
            group.bench_function(format!("{}/{name}", workload.name), |bencher| {
                bencher.iter(|| compile(black_box(&workload), backend));
            });
        }
    }
    group.finish();
}

/// What the stages take alone, each on the result of the one before.
fn stages(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("stage");
    group.sample_size(10);
    let chosen = ["seed", "rosen10", "mlp8", "helmholtz10"];
    for workload in workloads() {
        if !chosen.contains(&workload.name.as_str()) {
            continue;
        }
        let options = ReadOptions {
            variables: Some(workload.variables.clone()),
            ..Default::default()
        };
        let text = workload.expr.as_str();
        let function = Function::parse_with(text, &options).expect("the workload is read");
        let request = Request::of([Quantity::Value, Quantity::Gradient]);
        let literal = Request {
            simplify: None,
            ..request.clone()
        };
        let derivation = function
            .derive(&request)
            .expect("the workload has a gradient");
        let program = derivation.program();
        let expanded = expand(program);
        let mut run = |stage: &str, work: &dyn Fn()| {
            group.bench_function(format!("{}/{stage}", workload.name), |bencher| {
                bencher.iter(work);
            });
        };
        run("syntax", &|| {
            black_box(syntax::parse(black_box(text), &options.syntax));
        });
        run("syntax and graph", &|| {
            black_box(Function::parse_with(black_box(text), &options).is_ok());
        });
        run("derive and lower", &|| {
            black_box(function.derive(black_box(&literal)).is_ok());
        });
        run("derive, simplify and lower", &|| {
            black_box(function.derive(black_box(&request)).is_ok());
        });
        run("expand", &|| {
            black_box(expand(black_box(program)));
        });
        run("verify", &|| {
            black_box(verify(black_box(&expanded)).is_ok());
        });
        run("interpreter", &|| {
            black_box(Interpreter::new(black_box(program.clone())));
        });
        run("jit", &|| {
            black_box(Jit::compile(black_box(program)).is_ok());
        });
        run("print", &|| {
            black_box(derivation.infix(Sharing::Named));
        });
        run("print latex", &|| {
            black_box(derivation.latex(Sharing::Named));
        });
        run("emit c", &|| {
            let options = EmitOptions::new(Language::C, text);
            black_box(derivation.emit(&options).is_ok());
        });
    }
    group.finish();
}

fn call(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("call");
    group.sample_size(20);
    for workload in workloads() {
        let mut out = vec![0.0; workload.variables.len() + 1];
        for (name, backend) in [("jit", Backend::Jit), ("interpreter", Backend::Interpreter)] {
            let function = compile(&workload, backend);
            group.bench_function(format!("{}/{name}", workload.name), |bencher| {
                bencher.iter(|| {
                    let called = function.call(black_box(&workload.point), &mut out);
                    called.expect("the lengths are right");
                    black_box(out[0])
                });
            });
        }
        if let Some(function) = handwritten(&workload.name) {
            let mut own = out.clone();
            function(&workload.point, &mut own);
            for (ours, hand) in out.iter().zip(&own) {
                let near = (ours - hand).abs() <= 1e-9 * hand.abs().max(1.0);
                assert!(near, "{}: {ours} and {hand}", workload.name);
            }
            group.bench_function(format!("{}/handwritten", workload.name), |bencher| {
                bencher.iter(|| {
                    function(black_box(&workload.point), &mut own);
                    black_box(own[0])
                });
            });
        }
    }
    group.finish();
}

criterion_group!(benches, text_to_callable, stages, call);
criterion_main!(benches);
