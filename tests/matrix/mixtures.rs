//! The Gaussian mixtures of ADBench, `tests/data/adbench`: objective and gradient of `examples/gaussian_mixture.sd` on all
//! files, against their references.

use crate::nested::{flat, numbers_error};
use serde_json::Value;
use symdiff::{Backend, CompileOptions, CompiledFunction, Error, Function, Quantity, Tensor};

/// Relative to the largest entry.
const REQUIRED: f64 = 1e-10;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/adbench");
const FORMULA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/gaussian_mixture.sd");

/// What the references have a gradient in, with their names there.
const PARAMETERS: [(&str, &str); 3] = [
    ("alpha", "grad_alphas"),
    ("mu", "grad_means"),
    ("icf", "grad_icf"),
];

/// A file: sizes, and the numbers of each input.
struct Mixture {
    sizes: [(&'static str, usize); 4],
    inputs: Vec<(&'static str, Vec<usize>, Vec<f64>)>,
}

impl Mixture {
    /// Sizes d, K and n, then everything in the order of the inputs here, then gamma and m.
    fn read(name: &str) -> Self {
        let text = std::fs::read_to_string(format!("{FOLDER}/{name}")).unwrap();
        let mut words = text.split_ascii_whitespace();
        let mut size = || words.next().unwrap().parse::<usize>().unwrap();
        let (d, k, n) = (size(), size(), size());
        let mut numbers = words.map(|word| word.parse::<f64>().unwrap());
        let w = d * (d + 1) / 2;
        let inputs = [
            ("alpha", vec![k]),
            ("mu", vec![k, d]),
            ("icf", vec![k, w]),
            ("X", vec![n, d]),
            ("gamma", vec![]),
            ("m", vec![]),
        ];
        let inputs = inputs.map(|(name, axes)| {
            let own: Vec<f64> = numbers.by_ref().take(axes.iter().product()).collect();
            assert_eq!(own.len(), axes.iter().product::<usize>(), "{name}");
            (name, axes, own)
        });
        assert_eq!(numbers.next(), None, "{name}");
        Mixture {
            sizes: [("d", d), ("K", k), ("n", n), ("w", w)],
            inputs: inputs.to_vec(),
        }
    }

    /// Value and gradient for these sizes, and the names of the inputs in order.
    fn compiled(&self, backend: Backend) -> Result<(CompiledFunction, Vec<String>), Error> {
        let formula = std::fs::read_to_string(FORMULA).unwrap();
        let sizes = self
            .sizes
            .iter()
            .map(|(name, size)| format!("{name} = {size}\n"));
        let function = Function::parse(&(sizes.collect::<String>() + &formula))?;
        let options = CompileOptions {
            wrt: Some(PARAMETERS.map(|own| own.0.to_owned()).to_vec()),
            backend,
            ..CompileOptions::of([Quantity::Value, Quantity::Gradient])
        };
        let names = function.variable_names().map(str::to_owned).collect();
        Ok((function.compile_with(&options)?, names))
    }

    fn outputs(&self, backend: Backend) -> Result<Vec<f64>, Error> {
        let (compiled, names) = self.compiled(backend)?;
        let tensors = names.iter().map(|name| {
            let (_, axes, own) = self.inputs.iter().find(|own| own.0 == name).unwrap();
            // An axis of length 1 at the end is none: a column is a vector.
            let axes = match axes[..] {
                [rows, 1] => vec![rows],
                _ => axes.clone(),
            };
            Tensor::new(own, &axes)
        });
        let tensors = tensors.collect::<Result<Vec<_>, Error>>()?;
        let mut outputs = vec![0.0; compiled.outputs()];
        compiled.call_tensors(&tensors, &mut outputs)?;
        Ok(outputs)
    }
}

/// What is wrong with the results for a file.
fn failures(name: &str, reference: &Value, backend: Backend) -> Vec<String> {
    let outputs = match Mixture::read(name).outputs(backend) {
        Ok(outputs) => outputs,
        Err(refusal) => return vec![format!("{name} ({backend:?}): {refusal}")],
    };
    let mut rest = &outputs[..];
    let mut failures = Vec::new();
    let gradients = PARAMETERS.map(|own| own.1);
    for field in ["objective"].into_iter().chain(gradients) {
        let want = flat(&reference[field]);
        let (got, others) = rest.split_at(want.len().min(rest.len()));
        rest = others;
        let off = numbers_error(got, &want);
        if off > REQUIRED {
            failures.push(format!("{name} ({backend:?}): {field} is off by {off:.1e}"));
        }
    }
    if !rest.is_empty() {
        failures.push(format!("{name}: {} numbers too many", rest.len()));
    }
    failures
}

#[test]
fn objectives_and_gradients_are_those_of_the_references() {
    let text = std::fs::read_to_string(format!("{FOLDER}/gmm_ref.json")).unwrap();
    let references: Value = serde_json::from_str(&text).unwrap();
    let references = references.as_object().unwrap();
    let mut files: Vec<String> = std::fs::read_dir(FOLDER)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".txt"))
        .collect();
    files.sort();
    assert_eq!(files.len(), 10);
    let mut backends = vec![Backend::Interpreter];
    if cfg!(feature = "jit") {
        backends.push(Backend::Jit);
    }
    let mut list = Vec::new();
    for name in &files {
        for &backend in &backends {
            list.extend(failures(name, &references[name], backend));
        }
    }
    assert!(list.is_empty(), "{}", list.join("\n"));
}
