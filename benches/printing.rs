//! Value and gradient as text for people, with names for shared parts, and as source code.

mod common {
    pub mod derived;
    pub mod workloads;
}

use common::derived::derivation;
use common::workloads::{settings, workloads};
use criterion::{Criterion, SamplingMode, criterion_group, criterion_main};
use std::hint::black_box;
use symdiff::{EmitOptions, Language, Sharing};

fn printing(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("print");
    group.sampling_mode(SamplingMode::Flat);
    for workload in workloads() {
        let derivation = derivation(&workload);
        group.bench_function(format!("{}/infix", workload.name), |bencher| {
            bencher.iter(|| black_box(&derivation).infix(Sharing::Named));
        });
        group.bench_function(format!("{}/latex", workload.name), |bencher| {
            bencher.iter(|| black_box(&derivation).latex(Sharing::Named));
        });
        let options = EmitOptions::new(Language::C, &workload.text);
        group.bench_function(format!("{}/c", workload.name), |bencher| {
            bencher.iter(|| black_box(&derivation).emit(&options));
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = settings();
    targets = printing
}
criterion_main!(benches);
