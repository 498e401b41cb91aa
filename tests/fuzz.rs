//! The fuzz targets without a fuzzer: the corpus is replayed, then changed at random with a fixed seed.
#![cfg(feature = "cli")]

#[path = "../fuzz/entries.rs"]
mod entries;
mod common {
    pub mod generator;
}

use common::generator::Random;
use entries::TARGETS;
use std::path::Path;
use std::time::{Duration, Instant};

/// So long each target is run with changed inputs.
const TIME: Duration = Duration::from_secs(6);

/// Pieces that mean something to one of the targets.
const PIECES: &[&str] = &[
    "(",
    ")",
    "x",
    "y",
    "sin(",
    "max(x,",
    "if(x>0,",
    "^",
    "**",
    "-",
    "+",
    "/",
    "*",
    ".*",
    "'",
    "=",
    ";",
    "\n",
    ",",
    ":",
    "0",
    "1e9",
    "0.5",
    "e",
    "pi",
    "vector(2)",
    "x: vector(2);",
    "f(a)=",
    "&&",
    "!",
    "<",
    "\"",
    "{",
    "[",
    "null",
    "\\u0000",
    "\0",
    "σ",
    "#",
    "1e400",
    "9999999999999999999",
    "sqrt(",
    "ln(",
    "relu(",
    "sum(",
    "hypot(x,",
];

/// The inputs of a target, in the order of their names.
fn corpus(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/corpus")
        .join(target);
    let entries = std::fs::read_dir(&folder).unwrap();
    let mut inputs: Vec<(String, Vec<u8>)> = entries
        .map(|entry| {
            let path = entry.unwrap().path();
            (path.display().to_string(), std::fs::read(&path).unwrap())
        })
        .collect();
    inputs.sort();
    assert!(inputs.len() > 5, "{target} has seeds");
    inputs
}

fn changed(inputs: &[(String, Vec<u8>)], random: &mut Random) -> Vec<u8> {
    let mut input = inputs[random.below(inputs.len())].1.clone();
    for _ in 0..=random.below(6) {
        let place = random.below(input.len() + 1);
        let end = place + random.below(input.len() - place + 1);
        match random.below(6) {
            0 => drop(input.drain(place..end)),
            1 => {
                let copy = input[place..end].to_vec();
                let at = random.below(input.len() + 1);
                input.splice(at..at, copy);
            }
            2 if place < input.len() => input[place] ^= 1 << random.below(8),
            3 => {
                let other = &inputs[random.below(inputs.len())].1;
                let from = random.below(other.len());
                input.splice(place..end, other[from..].iter().copied());
            }
            _ => {
                let piece = PIECES[random.below(PIECES.len())];
                input.splice(place..place, piece.bytes());
            }
        }
        input.truncate(2_000);
    }
    input
}

fn run(name: &str) {
    let target = |input: &[u8]| entries::run(name, input);
    let inputs = corpus(name);
    for (path, input) in &inputs {
        println!("{path}");
        target(input);
    }
    let mut random = Random::new(0x5eed_f00d_1234_5677);
    random.number();
    let start = Instant::now();
    let mut count = 0;
    while start.elapsed() < TIME {
        let input = changed(&inputs, &mut random);
        if let Err(panic) = std::panic::catch_unwind(|| target(&input)) {
            eprintln!(
                "{name}: input {count}: {:?}",
                String::from_utf8_lossy(&input)
            );
            std::panic::resume_unwind(panic);
        }
        count += 1;
    }
    println!("{name}: {count} changed inputs");
    assert!(count > 10, "{name}: {count}");
}

#[test]
fn parse() {
    run("parse");
}

#[test]
fn pipe() {
    run("pipe");
}

#[test]
fn derive() {
    run("derive");
}

#[test]
fn every_folder_of_the_corpus_has_a_target() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    for (name, _) in TARGETS {
        let target = folder.join("fuzz_targets").join(format!("{name}.rs"));
        assert!(
            std::fs::read_to_string(target)
                .unwrap()
                .contains(&format!("entries::run(\"{name}\", data)"))
        );
    }
    assert_eq!(
        std::fs::read_dir(folder.join("corpus")).unwrap().count(),
        TARGETS.len()
    );
    assert_eq!(
        std::fs::read_dir(folder.join("fuzz_targets"))
            .unwrap()
            .count(),
        TARGETS.len()
    );
}
