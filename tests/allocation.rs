//! A call allocates nothing once the workspace has grown. A binary of its own, because it replaces the
//! allocator by one that counts.

mod common {
    pub mod generator;
    pub mod random;
}

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use common::generator::Random;
use common::random;
use symdiff::backend::{Executor, Inputs, Interpreter, Outputs, Workspace};
use symdiff::program::Schedule;

thread_local! {
    static ALLOCATIONS: Cell<u64> = const { Cell::new(0) };
}

struct Counting;

// SAFETY: every request goes to the system's allocator unchanged; counting touches only a cell of
// this thread that needs no initialisation and no destructor.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: the caller's promise is passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise is passed on.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn allocations(work: impl FnOnce()) -> u64 {
    let before = ALLOCATIONS.get();
    work();
    ALLOCATIONS.get() - before
}

#[test]
fn calls_after_the_first_allocate_nothing() {
    let mut random = Random::new(3);
    for size in [20, 3000] {
        let program = random::program(&mut random, 2, size);
        let interpreter = Interpreter::new(program.clone());
        let mut outputs = vec![0.0; program.outputs.len()];
        let mut workspace = Workspace::default();
        let first = allocations(|| interpreter.run(&[0.5, 1.5], &mut outputs, &mut workspace));
        // Shows that counting works.
        assert!(first > 0);
        let later = allocations(|| {
            for _ in 0..10 {
                interpreter.run(&[0.5, 1.5], &mut outputs, &mut workspace);
            }
        });
        assert_eq!(later, 0, "interpreter, {size} instructions");
        #[cfg(feature = "jit")]
        {
            let jit = symdiff::backend::Jit::compile(&program).unwrap();
            let mut workspace = Workspace::default();
            jit.run(&[0.5, 1.5], &mut outputs, &mut workspace);
            let later = allocations(|| {
                for _ in 0..10 {
                    jit.run(&[0.5, 1.5], &mut outputs, &mut workspace);
                }
            });
            assert_eq!(later, 0, "jit, {size} instructions");
        }
    }
}

/// The same through the library, for every method: the memory of the thread, or that of the caller.
#[test]
fn compiled_functions_allocate_nothing_after_the_first_call() {
    use symdiff::{Backend, CompileOptions, Function, Quantity};
    let text = "exp(x)*sin(y) + (x + sigma(y))/(sigma(x) + (x + y)^2)";
    for backend in [Backend::Native, Backend::Interpreter] {
        let options = CompileOptions {
            backend,
            ..CompileOptions::of([
                Quantity::Value,
                Quantity::Gradient,
                Quantity::Jacobian,
                Quantity::Hessian,
            ])
        };
        let f = Function::parse(text)
            .and_then(|f| f.compile_with(&options))
            .expect("compiles");
        let mut workspace = symdiff::Workspace::new();
        let (mut all, mut gradient, mut matrix) = (vec![0.0; f.outputs()], [0.0; 2], [0.0; 4]);
        let mut call_all = |point: &[f64]| {
            f.call(point, &mut all).expect("fits");
            f.call_in(point, &mut all, &mut workspace).expect("fits");
            f.value(point).expect("fits");
            f.value_in(point, &mut workspace).expect("fits");
            f.gradient(point, &mut gradient).expect("fits");
            f.jacobian(point, &mut gradient).expect("fits");
            f.hessian(point, &mut matrix).expect("fits");
            f.value_and_gradient(point, &mut gradient).expect("fits");
            f.value_and_gradient_in(point, &mut gradient, &mut workspace)
                .expect("fits");
            f.quantity_in(&Quantity::Hessian, point, &mut matrix, &mut workspace)
                .expect("fits");
        };
        let first = allocations(|| call_all(&[0.5, 1.5]));
        assert!(first > 0, "the first call makes code for each quantity");
        let later = allocations(|| {
            for k in 0..10 {
                call_all(&[f64::from(k), 1.5]);
            }
        });
        assert_eq!(later, 0, "{backend:?}");
        // A clone on another thread grows that thread's memory once.
        let other = f.clone();
        let later = std::thread::spawn(move || {
            let mut gradient = [0.0; 2];
            let mut call = || drop(other.value_and_gradient(&[0.5, 1.5], &mut gradient));
            call();
            allocations(|| {
                for _ in 0..10 {
                    call();
                }
            })
        });
        assert_eq!(later.join().expect("no panic"), 0, "{backend:?}");
    }
}

/// Maps with several results, folds, small products, views and factorizations; nothing that packs matrices.
#[test]
fn schedules_allocate_nothing_after_the_first_call() {
    let schedule: Schedule = "sizes n
        a0 = input n n
        a1 = input n
        a2 = contract ij,j->i a0 a1 i:n j:n
        a3 a4 a5 = map i:n reads i:a1 i:a2 i:a1 i:a2 i:a1 i:a2 size:n gives sum:i sum:- maximum:-
        inputs 7
        v0 = input 0
        v1 = input 1
        v2 = input 6
        v3 = call exp v0
        v4 = mul v3 v1
        v5 = sub v4 v2
        return v3 v4 v5
        end
        a6 = reduce log_sum_exp j a0
        a7 = gather a0 to n n at 1;1;0 -1;0;1
        a8 = scatter a1 to n n at 0;1 1;2
        a9 = solve a0 a3
        a10 = logdeterminant a0
        a11 = contract ij->ji a7 i:n j:n
        a12 = contract ij,ij->i a11 a8 i:n j:n
        return a4 a5 a6 a9 a10 a12"
        .parse()
        .unwrap();
    let mut random = Random::new(5);
    let inputs: Vec<f64> = (0..12 * 13).map(|_| random.number()).collect();
    for executor in [
        Some(Executor::interpreted(schedule.clone())),
        #[cfg(feature = "jit")]
        Executor::native(schedule.clone()).ok(),
    ]
    .into_iter()
    .flatten()
    {
        let bound = executor.bind(&[12], 1000).unwrap();
        let mut outputs = vec![0.0; bound.plan().outputs.last().unwrap().end];
        let mut workspace = Workspace::default();
        let mut run = || {
            let (inputs, outputs) = (Inputs::Flat(&inputs), Outputs::Flat(&mut outputs));
            bound.run(inputs, outputs, &mut workspace);
        };
        assert!(allocations(&mut run) > 0);
        let later = allocations(|| (0..10).for_each(|_| run()));
        assert_eq!(later, 0);
    }
}
