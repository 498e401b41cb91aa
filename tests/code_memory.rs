//! Compiled code is freed with its last owner. A binary of its own, because it watches the memory of
//! the whole process.
#![cfg(all(feature = "jit", target_os = "linux"))]

use symdiff::backend::{Jit, Workspace};
use symdiff::program::Program;

/// Total and resident size of this process in pages.
fn pages() -> [u64; 2] {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap();
    let mut numbers = statm.split(' ').map(|word| word.parse().unwrap());
    [numbers.next().unwrap(), numbers.next().unwrap()]
}

#[test]
fn ten_thousand_programs_compiled_and_dropped_leave_no_memory_behind() {
    let program: Program =
        "inputs 1\nv0 = input 0\nv1 = call exp v0\nv2 = floor v1\nv3 = mul v2 v0\nreturn v3 v1"
            .parse()
            .unwrap();
    let mut workspace = Workspace::default();
    let mut cycle = || {
        let jit = Jit::compile(&program).unwrap();
        let clone = jit.clone();
        drop(jit);
        let mut outputs = [0.0; 2];
        clone.run(&[1.0], &mut outputs, &mut workspace);
        assert_eq!(outputs[0], 2.0);
        clone
    };
    for _ in 0..500 {
        drop(cycle());
    }
    let before = pages();
    for _ in 0..10_000 {
        drop(cycle());
    }
    let after = pages();
    // One leaked page per program would be 10,000 pages.
    for (kind, (before, after)) in ["total", "resident"]
        .iter()
        .zip(before.into_iter().zip(after))
    {
        assert!(
            after < before + 1000,
            "{kind}: from {before} to {after} pages"
        );
    }
    // Owners that live do hold memory, so the measure above sees code.
    let owners: Vec<Jit> = (0..3000).map(|_| cycle()).collect();
    let held = pages()[0];
    drop(owners);
    let total = after[0];
    assert!(held > total + 2000, "from {total} to {held} pages");
}
