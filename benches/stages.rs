//! Each stage of the pipeline alone, on what the stage before it hands over. Copying a graph, which some of them change,
//! is not counted.
//!
//! `derive` is what [`Function::derive`](symdiff::Function::derive) does with a read formula: `gradient`, `simplify` of
//! values and of all together, the forms for people, and `lower` of the cheaper ones.

mod common {
    pub mod workloads;
}

use common::workloads::{Workload, settings, workloads};
use criterion::measurement::WallTime;
use criterion::{
    BatchSize, BenchmarkGroup, Criterion, SamplingMode, criterion_group, criterion_main,
};
use std::hint::black_box;
use symdiff::backend::{Interpreter, Jit};
use symdiff::calculus::gradient;
use symdiff::graph::{Expr, Graph, Shape, VariableId};
use symdiff::program::{Program, expand, lower};
use symdiff::resolve::{Context, is_function, resolve};
use symdiff::simplify::{self, simplify};
use symdiff::syntax::{self, parse_with};
use symdiff::{Quantity, Request};

/// A formula after each stage.
struct Stages {
    tree: syntax::Tree,
    graph: Graph,
    value: Expr,
    variables: Vec<Expr>,
    inputs: Vec<(VariableId, Shape)>,
    derived: Graph,
    /// The value and its derivatives.
    roots: Vec<Expr>,
    simplified: Graph,
    simple_roots: Vec<Expr>,
    program: Program,
}

impl Stages {
    fn of(workload: &Workload) -> Stages {
        let tree = parse_with(&workload.text, &syntax::Limits::default(), &is_function).tree;
        let mut graph = Graph::new();
        let resolved = resolve(
            &mut graph,
            &tree,
            &Context::default(),
            &mut symdiff::resolve::Nobody,
        );
        let value = resolved.expect("it is resolved").outputs[0].expr;
        let names = workload.variables.iter();
        let variables: Vec<Expr> = names
            .map(|name| graph.variable(name, Shape::Scalar))
            .collect();
        let inputs: Vec<(VariableId, Shape)> = workload
            .variables
            .iter()
            .map(|name| (graph.find_variable(name).expect("declared"), Shape::Scalar))
            .collect();
        let mut derived = graph.clone();
        let slopes = gradient(&mut derived, value, &variables).expect("it has a gradient");
        let roots = [&[value][..], &slopes].concat();
        let mut simplified = derived.clone();
        let options = simplify::Options::default();
        let simple_roots = simplify(&mut simplified, &roots, &options).roots;
        let program = lower(&simplified, &simple_roots, &inputs);
        Stages {
            tree,
            graph,
            value,
            variables,
            inputs,
            derived,
            roots,
            simplified,
            simple_roots,
            program,
        }
    }
}

fn stages(criterion: &mut Criterion) {
    let workloads: Vec<_> = workloads()
        .into_iter()
        .map(|workload| (Stages::of(&workload), workload))
        .collect();
    stage(criterion, "parse", |group| {
        for (_, workload) in &workloads {
            let limits = syntax::Limits::default();
            group.bench_function(&workload.name, |bencher| {
                bencher.iter(|| parse_with(black_box(&workload.text), &limits, &is_function));
            });
        }
    });
    stage(criterion, "resolve", |group| {
        for (stages, workload) in &workloads {
            group.bench_function(&workload.name, |bencher| {
                bencher.iter(|| {
                    resolve(
                        &mut Graph::new(),
                        &stages.tree,
                        &Context::default(),
                        &mut symdiff::resolve::Nobody,
                    )
                });
            });
        }
    });
    stage(criterion, "gradient", |group| {
        for (stages, workload) in &workloads {
            group.bench_function(&workload.name, |bencher| {
                bencher.iter_batched_ref(
                    || stages.graph.clone(),
                    |graph| gradient(graph, stages.value, &stages.variables),
                    BatchSize::LargeInput,
                );
            });
        }
    });
    stage(criterion, "simplify", |group| {
        for (stages, workload) in &workloads {
            let options = simplify::Options::default();
            group.bench_function(&workload.name, |bencher| {
                bencher.iter_batched_ref(
                    || stages.derived.clone(),
                    |graph| simplify(graph, &stages.roots, &options),
                    BatchSize::LargeInput,
                );
            });
        }
    });
    stage(criterion, "derive", |group| {
        for (_, workload) in &workloads {
            let function = workload.function();
            let request = Request::of([Quantity::Value, Quantity::Gradient]);
            group.bench_function(&workload.name, |bencher| {
                bencher.iter(|| function.derive(black_box(&request)));
            });
        }
    });
    stage(criterion, "lower", |group| {
        for (stages, workload) in &workloads {
            group.bench_function(&workload.name, |bencher| {
                bencher.iter(|| lower(&stages.simplified, &stages.simple_roots, &stages.inputs));
            });
        }
    });
    stage(criterion, "expand", |group| {
        for (stages, workload) in &workloads {
            group.bench_function(&workload.name, |bencher| {
                bencher.iter(|| expand(black_box(&stages.program)));
            });
        }
    });
    stage(criterion, "jit", |group| {
        for (stages, workload) in &workloads {
            group.bench_function(&workload.name, |bencher| {
                bencher.iter(|| Jit::compile(black_box(&stages.program)));
            });
        }
    });
    stage(criterion, "interpreter", |group| {
        for (stages, workload) in &workloads {
            group.bench_function(&workload.name, |bencher| {
                bencher.iter_batched(
                    || stages.program.clone(),
                    Interpreter::new,
                    BatchSize::LargeInput,
                );
            });
        }
    });
}

fn stage(
    criterion: &mut Criterion,
    name: &str,
    measure: impl FnOnce(&mut BenchmarkGroup<'_, WallTime>),
) {
    let mut group = criterion.benchmark_group(name);
    group.sampling_mode(SamplingMode::Flat);
    measure(&mut group);
    group.finish();
}

criterion_group! {
    name = benches;
    config = settings();
    targets = stages
}
criterion_main!(benches);
