//! Derivatives of determinants where the matrix has no inverse: compared with minors that are computed by their
//! definition, for every rank, in scalar code and in schedules.

use symdiff::{Function, Quantity, Request};

/// By the definition: along the first row.
fn determinant(matrix: &[Vec<f64>]) -> f64 {
    let Some(first) = matrix.first() else {
        return 1.0;
    };
    let along = first.iter().enumerate().map(|(column, entry)| {
        let sign = if column % 2 == 0 { 1.0 } else { -1.0 };
        sign * entry * determinant(&without(matrix, &[0], &[column]))
    });
    along.sum()
}

fn without(matrix: &[Vec<f64>], rows: &[usize], columns: &[usize]) -> Vec<Vec<f64>> {
    let rows = matrix
        .iter()
        .enumerate()
        .filter(|(at, _)| !rows.contains(at));
    rows.map(|(_, row)| {
        let kept = row
            .iter()
            .enumerate()
            .filter(|(at, _)| !columns.contains(at));
        kept.map(|(_, entry)| *entry).collect()
    })
    .collect()
}

/// The derivative by the entries `[i, j]`, one after the other.
fn minor(matrix: &[Vec<f64>], entries: &[(usize, usize)]) -> f64 {
    let rows: Vec<usize> = entries.iter().map(|own| own.0).collect();
    let columns: Vec<usize> = entries.iter().map(|own| own.1).collect();
    let mut sign = 1.0;
    for at in 0..entries.len() {
        for list in [&rows, &columns] {
            let before = &list[..at];
            if before.contains(&list[at]) {
                return 0.0;
            }
            let left = list[at] - before.iter().filter(|own| **own < list[at]).count();
            sign *= if left % 2 == 0 { 1.0 } else { -1.0 };
        }
    }
    sign * determinant(&without(matrix, &rows, &columns))
}

/// A matrix of whole numbers with this rank at most.
fn of_rank(rows: usize, rank: usize) -> Vec<Vec<f64>> {
    let entry = |a: usize, b: usize| ((a * 7 + b * 5 + a * b * 3 + 2) % 11) as f64 - 5.0;
    let row = |i: usize| {
        let sum = |j: usize| (0..rank).map(|k| entry(i, k) * entry(k + 3, j + 1)).sum();
        (0..rows).map(sum).collect()
    };
    (0..rows).map(row).collect()
}

fn close(found: &[f64], want: &[f64], what: &str) {
    let scale = want.iter().fold(1.0f64, |own, entry| own.max(entry.abs()));
    assert_eq!(found.len(), want.len(), "{what}");
    for (own, want) in found.iter().zip(want) {
        let off = (own - want).abs() / scale;
        assert!(off < 1e-12, "{what}: {own} instead of {want}");
    }
}

#[test]
fn derivatives_of_a_determinant_are_its_minors_at_every_rank() {
    let request = Request::of([Quantity::Gradient, Quantity::Hessian]);
    for rows in 2..=6 {
        let text = format!("A: matrix({rows}, {rows}); det(A)");
        let derived = Function::parse(&text).unwrap().derive(&request).unwrap();
        for rank in 0..=rows {
            let matrix = of_rank(rows, rank);
            let at: Vec<f64> = matrix.concat();
            let (mut gradient, mut hessian) = (Vec::new(), Vec::new());
            for i in 0..rows {
                for j in 0..rows {
                    gradient.push(minor(&matrix, &[(i, j)]));
                    for k in 0..rows {
                        let more = (0..rows).map(|l| minor(&matrix, &[(i, j), (k, l)]));
                        hessian.extend(more);
                    }
                }
            }
            let what = format!("{rows} rows of rank {rank}");
            for (place, want) in [gradient, hessian].iter().enumerate() {
                let found = derived.function(place).unwrap().evaluate(&at).unwrap();
                close(&found, want, &what);
            }
        }
    }
}

#[test]
fn third_derivatives_are_minors_too() {
    for rows in [3, 5] {
        let text = format!("A: matrix({rows}, {rows}); det(A)");
        let second = Function::parse(&text).unwrap().hessian().unwrap();
        let third = second.jacobian().unwrap();
        let matrix = of_rank(rows, rows - 2);
        let found = third.evaluate(&matrix.concat()).unwrap();
        let places: Vec<(usize, usize)> = (0..rows * rows)
            .map(|own| (own / rows, own % rows))
            .collect();
        let mut want = Vec::new();
        for &first in &places {
            for &second in &places {
                want.extend(
                    places
                        .iter()
                        .map(|&third| minor(&matrix, &[first, second, third])),
                );
            }
        }
        close(&found, &want, &format!("{rows} rows"));
    }
}

#[test]
fn directions_through_a_singular_matrix_are_right() {
    for rows in [3, 6] {
        let text = format!("A: matrix({rows}, {rows}); det(A)^2 + det(A)");
        let request = Request::of([Quantity::Jvp, Quantity::Hvp]);
        let derived = Function::parse(&text).unwrap().derive(&request).unwrap();
        let matrix = of_rank(rows, rows - 1);
        let direction: Vec<f64> = (0..rows * rows).map(|own| (own % 5) as f64 - 1.5).collect();
        let at = [matrix.concat(), direction.clone()].concat();
        let places: Vec<(usize, usize)> = (0..rows * rows)
            .map(|own| (own / rows, own % rows))
            .collect();
        let first: Vec<f64> = places.iter().map(|&own| minor(&matrix, &[own])).collect();
        let along: f64 = first.iter().zip(&direction).map(|(a, b)| a * b).sum();
        let value = determinant(&matrix);
        let factor = 2.0 * value + 1.0;
        let found = derived.function(0).unwrap().evaluate(&at).unwrap();
        close(&found, &[factor * along], "jvp");
        let hvp: Vec<f64> = places
            .iter()
            .zip(&first)
            .map(|(&own, first)| {
                let second = places.iter().map(|&other| minor(&matrix, &[own, other]));
                let second: f64 = second.zip(&direction).map(|(a, b)| a * b).sum();
                2.0 * along * first + factor * second
            })
            .collect();
        let found = derived.function(1).unwrap().evaluate(&at).unwrap();
        close(&found, &hvp, "hvp");
    }
}

#[test]
fn an_adjugate_over_its_determinant_is_an_inverse() {
    let derivative = |text: &str| {
        let text = format!("A: matrix(n, n); {text}");
        let derived = Function::parse(&text).unwrap().gradient().unwrap();
        derived.infix(symdiff::Sharing::WrittenOut).results[0].clone()
    };
    assert_eq!(derivative("det(A)"), "adj(A)'");
    assert_eq!(derivative("1/det(A)"), "-inv(A)'/det(A)");
    assert_eq!(derivative("log(3*det(A))"), "inv(A)'");
}
