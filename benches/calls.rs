//! One call at one point: native code, the interpreter, and Rust written by hand.

mod common {
    pub mod derived;
    pub mod handwritten;
    pub mod points;
    pub mod workloads;
}

use common::derived::derivation;
use common::handwritten::handwritten;
use common::points::points;
use common::workloads::{settings, workloads};
use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use symdiff::{Backend, Workspace};

/// Value and gradient side by side, as [`CompiledFunction::call`](symdiff::CompiledFunction::call) writes them.
fn value_with_gradient(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("call");
    for (workload, point) in workloads().iter().zip(points()) {
        let point = &point[..];
        let mut out = vec![0.0; point.len() + 1];
        for (name, backend) in [
            ("native", Backend::Jit),
            ("interpreter", Backend::Interpreter),
        ] {
            let compiled = derivation(workload).compile(backend);
            let function = compiled.expect("the workload compiles");
            // The comparison below needs it, whatever the filter leaves to measure.
            let called = function.call(point, &mut out);
            called.expect("the lengths are right");
            group.bench_function(format!("{}/{name}", workload.name), |bencher| {
                bencher.iter(|| {
                    let called = function.call(black_box(point), &mut out);
                    called.expect("the lengths are right");
                    black_box(out[0])
                });
            });
        }
        let Some(function) = handwritten(&workload.name) else {
            continue;
        };
        let mut own = out.clone();
        function(point, &mut own);
        for (ours, hand) in out.iter().zip(&own) {
            let near = (ours - hand).abs() <= 1e-9 * hand.abs().max(1.0);
            assert!(near, "{}: {ours} and {hand}", workload.name);
        }
        group.bench_function(format!("{}/handwritten", workload.name), |bencher| {
            bencher.iter(|| {
                function(black_box(point), &mut own);
                black_box(own[0])
            });
        });
    }
    group.finish();
}

/// What the other methods add or save: memory of the caller, the gradient in a slice of its own, the value alone.
fn methods(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("method");
    for (workload, point) in workloads().iter().zip(points()) {
        let compiled = derivation(workload).compile(Backend::Jit);
        let function = compiled.expect("the workload compiles");
        let point = &point[..];
        let mut out = vec![0.0; point.len() + 1];
        let mut gradient = vec![0.0; point.len()];
        let mut workspace = Workspace::new();
        group.bench_function(format!("{}/call_in", workload.name), |bencher| {
            bencher.iter(|| {
                let called = function.call_in(black_box(point), &mut out, &mut workspace);
                called.expect("the lengths are right");
                black_box(out[0])
            });
        });
        group.bench_function(format!("{}/value_and_gradient", workload.name), |bencher| {
            bencher.iter(|| function.value_and_gradient(black_box(point), &mut gradient));
        });
        group.bench_function(format!("{}/value", workload.name), |bencher| {
            bencher.iter(|| function.value(black_box(point)));
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = settings();
    targets = value_with_gradient, methods
}
criterion_main!(benches);
