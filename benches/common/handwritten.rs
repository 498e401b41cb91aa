//! Value and gradient of some workloads as a person writes them in Rust, with the standard library's functions.

use std::f64::consts::PI;

/// Writes the value and the gradient at a point.
pub type Handwritten = fn(&[f64], &mut [f64]);

/// Value and gradient of a workload, where somebody wrote them.
pub fn handwritten(name: &str) -> Option<Handwritten> {
    fn sigma(x: f64) -> f64 {
        1.0 / (1.0 + (-x).exp())
    }
    fn seed(at: &[f64], out: &mut [f64]) {
        let (x, y) = (at[0], at[1]);
        let (sx, sy, s) = (sigma(x), sigma(y), x + y);
        let inverse = 1.0 / (sx + s * s);
        let f = (x + sy) * inverse;
        out[0] = f;
        out[1] = (1.0 - f * (sx * (1.0 - sx) + 2.0 * s)) * inverse;
        out[2] = (sy * (1.0 - sy) - f * 2.0 * s) * inverse;
    }
    fn gauss(at: &[f64], out: &mut [f64]) {
        let (t, m, s) = (at[0], at[1], at[2]);
        let z = (t - m) / s;
        let f = (-0.5 * z * z).exp() / ((2.0 * PI).sqrt() * s);
        let slope = f * z / s;
        out.copy_from_slice(&[f, -slope, slope, f * (z * z - 1.0) / s]);
    }
    fn gravity(at: &[f64], out: &mut [f64]) {
        let [g, m1, m2, x1, x2, y1, y2, z1, z2] = *at else {
            return;
        };
        let (dx, dy, dz) = (x2 - x1, y2 - y1, z2 - z1);
        let inverse = 1.0 / (dx * dx + dy * dy + dz * dz);
        let f = g * m1 * m2 * inverse;
        let slope = 2.0 * f * inverse;
        let (x, y, z) = (slope * dx, slope * dy, slope * dz);
        let masses = [m1 * m2 * inverse, g * m2 * inverse, g * m1 * inverse];
        out.copy_from_slice(&[f, masses[0], masses[1], masses[2], x, -x, y, -y, z, -z]);
    }
    fn rosen10(at: &[f64], out: &mut [f64]) {
        out.fill(0.0);
        for i in 0..9 {
            let (a, b) = (at[i + 1] - at[i] * at[i], 1.0 - at[i]);
            out[0] += 100.0 * a * a + b * b;
            out[1 + i] += -400.0 * a * at[i] - 2.0 * b;
            out[2 + i] += 200.0 * a;
        }
    }
    fn softmax10(at: &[f64], out: &mut [f64]) {
        let mut sum = 0.0;
        for i in 0..10 {
            out[1 + i] = at[i].exp();
            sum += out[1 + i];
        }
        out[0] = sum.ln() - at[0];
        let inverse = 1.0 / sum;
        out[1..].iter_mut().for_each(|entry| *entry *= inverse);
        out[1] -= 1.0;
    }
    fn speelpenning100(at: &[f64], out: &mut [f64]) {
        let mut prefix = 1.0;
        for i in 0..100 {
            out[1 + i] = prefix;
            prefix *= at[i];
        }
        out[0] = prefix;
        let mut suffix = 1.0;
        for i in (0..100).rev() {
            out[1 + i] *= suffix;
            suffix *= at[i];
        }
    }
    fn logmap6(at: &[f64], out: &mut [f64]) {
        let (mut x, mut slope) = (at[0], 1.0);
        for _ in 0..6 {
            slope *= 4.0 - 8.0 * x;
            x = 4.0 * x * (1.0 - x);
        }
        out.copy_from_slice(&[x, slope]);
    }
    let table: [(&str, Handwritten); 7] = [
        ("seed", seed),
        ("gauss", gauss),
        ("gravity", gravity),
        ("rosen10", rosen10),
        ("softmax10", softmax10),
        ("speelpenning100", speelpenning100),
        ("logmap6", logmap6),
    ];
    table
        .into_iter()
        .find(|(own, _)| *own == name)
        .map(|(_, function)| function)
}
