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
