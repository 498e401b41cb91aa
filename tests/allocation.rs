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
use symdiff::backend::{Interpreter, Workspace};

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
