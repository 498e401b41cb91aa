//! The whole way: from a text to a value and gradient that can be called.

mod common {
    pub mod derived;
    pub mod workloads;
}

use common::derived::derivation;
use common::workloads::{settings, workloads};
use criterion::{Criterion, SamplingMode, criterion_group, criterion_main};
use std::hint::black_box;
use symdiff::Backend;

fn text_to_gradient(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("text_to_gradient");
    group.sampling_mode(SamplingMode::Flat);
    for workload in workloads() {
        for (name, backend) in [
            ("native", Backend::Jit),
            ("interpreter", Backend::Interpreter),
        ] {
            group.bench_function(format!("{}/{name}", workload.name), |bencher| {
                bencher.iter(|| derivation(black_box(&workload)).compile(backend));
            });
        }
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = settings();
    targets = text_to_gradient
}
criterion_main!(benches);
