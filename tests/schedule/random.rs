//! Random schedules, the same in each run: whatever fits, in any order.

use super::generator::Random;
use smallvec::SmallVec;
use symdiff::functions;
use symdiff::program::schedule::{
    ArrayId, Axes, Contract, Fold, Map, Operand, Places, Reduction, Row, Schedule, Size, Step, View,
};
use symdiff::program::{Assembler, Instruction, Program};

const SIZES: [Size; 6] = [
    Size::Named(0),
    Size::Named(1),
    Size::Named(2),
    Size::Known(1),
    Size::Known(2),
    Size::Known(3),
];

fn axes(random: &mut Random, most: usize) -> Axes {
    let rank = random.below(most + 1);
    (0..rank)
        .map(|_| SIZES[random.below(SIZES.len())])
        .collect()
}

fn chance(random: &mut Random, of: usize) -> bool {
    random.below(of) == 0
}

/// A schedule with the names n, m, k.
pub fn schedule(random: &mut Random, steps: usize) -> Schedule {
    let mut schedule = Schedule {
        names: ["n", "m", "k"].map(str::to_owned).to_vec(),
        ..Schedule::default()
    };
    for _ in 0..1 + random.below(4) {
        schedule.inputs.push(axes(random, 3));
    }
    let mut shapes = schedule.inputs.clone();
    while schedule.steps.len() < steps {
        let step = step(random, &shapes);
        schedule.steps.push(step);
        match schedule.shapes() {
            Ok(made) => shapes = made,
            Err(fault) => panic!("{fault}\n{schedule}"),
        }
    }
    for id in 0..shapes.len() {
        if chance(random, 3) {
            schedule.outputs.push(ArrayId(id as u32));
        }
    }
    schedule.outputs.push(ArrayId(shapes.len() as u32 - 1));
    schedule
}

fn step(random: &mut Random, shapes: &[Axes]) -> Step {
    // Mostly recent arrays.
    let reach = if chance(random, 3) {
        shapes.len()
    } else {
        shapes.len().min(3)
    };
    let array = ArrayId((shapes.len() - 1 - random.below(reach)) as u32);
    let own = &shapes[array.index()];
    match random.below(10) {
        0..4 => Step::Map(map(random, shapes)),
        4 | 5 => Step::Reduce {
            reduction: Reduction::NAMES[random.below(5)].1,
            array,
            along: subset(random, own.len()),
        },
        6 | 7 => Step::Contract(contract(random, shapes)),
        8 => {
            let axes = axes(random, 3);
            let rows = rows(random, own.len(), axes.len());
            Step::Gather(View { array, axes, rows })
        }
        _ => {
            let axes = axes(random, 2);
            let rows = rows(random, axes.len(), own.len());
            Step::Scatter(View { array, axes, rows })
        }
    }
}

fn subset(random: &mut Random, count: usize) -> Places {
    (0..count as u8).filter(|_| chance(random, 2)).collect()
}

fn rows(random: &mut Random, rows: usize, columns: usize) -> Vec<Row> {
    let row = |random: &mut Random| Row {
        offset: random.below(5) as i64 - 2,
        sizes: match chance(random, 4) {
            true => SmallVec::from_elem((random.below(3) as i64 - 1, SIZES[random.below(3)]), 1),
            false => SmallVec::new(),
        },
        coefficients: (0..columns).map(|_| random.below(5) as i64 - 2).collect(),
    };
    (0..rows).map(|_| row(random)).collect()
}

fn map(random: &mut Random, shapes: &[Axes]) -> Map {
    let loop_axes = match chance(random, 3) {
        true => axes(random, 3),
        false => shapes[random.below(shapes.len())].clone(),
    };
    let mut operands = vec![Operand::Size(SIZES[random.below(3)])];
    for (id, own) in shapes.iter().enumerate() {
        let place = |random: &mut Random, size: &Size| {
            let fits = |axis: &usize| loop_axes[*axis] == *size;
            let all: Vec<usize> = (0..loop_axes.len()).filter(fits).collect();
            (!all.is_empty()).then(|| all[random.below(all.len())] as u8)
        };
        let places: Option<Places> = own.iter().map(|size| place(random, size)).collect();
        if let Some(places) = places
            && !chance(random, 3)
        {
            let array = ArrayId(id as u32);
            operands.push(Operand::Entry { array, places });
        }
    }
    let result = |random: &mut Random| match chance(random, 2) {
        true => Fold {
            kept: (0..loop_axes.len() as u8).collect(),
            reduction: Reduction::Sum,
        },
        false => Fold {
            kept: subset(random, loop_axes.len()),
            reduction: Reduction::NAMES[random.below(4)].1,
        },
    };
    let results: Vec<Fold> = (0..1 + random.below(2)).map(|_| result(random)).collect();
    Map {
        program: program(random, operands.len(), results.len()),
        axes: loop_axes,
        operands,
        results,
    }
}

/// Nothing in it makes small differences large.
fn program(random: &mut Random, inputs: usize, outputs: usize) -> Program {
    let mut assembler = Assembler::new(inputs);
    let mut values: Vec<_> = (0..inputs)
        .map(|input| assembler.push(Instruction::Input(input as u32)))
        .collect();
    let sine = functions::lookup("sin", 1).unwrap();
    // A few are longer than a function of native code.
    let length = if chance(random, 20) {
        400
    } else {
        1 + random.below(8)
    };
    for _ in 0..length {
        let [a, b] = [0, 1].map(|_| values[values.len() - 1 - random.below(values.len().min(6))]);
        let instruction = match random.below(6) {
            0 => Instruction::Add(a, b),
            1 => Instruction::Subtract(a, b),
            2 => Instruction::Maximum(a, b),
            3 => Instruction::Absolute(a),
            4 => Instruction::Constant(random.number()),
            _ => Instruction::Call1(sine, a),
        };
        values.push(assembler.push(instruction));
    }
    let last = values[values.len() - 1];
    let bounded = assembler.push(Instruction::Call1(sine, last));
    let outputs: Vec<_> = (0..outputs)
        .map(|output| match output {
            0 => bounded,
            _ => values[random.below(values.len())],
        })
        .collect();
    assembler.finish(&outputs)
}

fn contract(random: &mut Random, shapes: &[Axes]) -> Contract {
    let mut extents = Axes::new();
    let mut operands = SmallVec::new();
    let index = |random: &mut Random, extents: &mut Axes, size: Size| {
        let fits = |own: &usize| extents[*own] == size;
        let all: Vec<usize> = (0..extents.len()).filter(fits).collect();
        if all.is_empty() || chance(random, 2) {
            extents.push(size);
            return extents.len() as u8 - 1;
        }
        all[random.below(all.len())] as u8
    };
    for _ in 0..random.below(4).min(2) {
        let array = random.below(shapes.len());
        let own = shapes[array].iter();
        let indices = own.map(|&size| index(random, &mut extents, size)).collect();
        operands.push((ArrayId(array as u32), indices));
    }
    let mut output: SmallVec<[u8; 4]> = SmallVec::new();
    for own in 0..extents.len() as u8 {
        if output.len() < 3 && chance(random, 2) {
            let at = random.below(output.len() + 1);
            output.insert(at, own);
        }
    }
    if output.len() < 3 && chance(random, 4) {
        let size = SIZES[random.below(SIZES.len())];
        output.push(index(random, &mut extents, size));
    }
    Contract {
        operands,
        output,
        extents,
    }
}
