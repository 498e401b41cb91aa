//! Right or refused, never silently wrong: inputs on which systems for derivatives are known to go wrong without a word.
//!
//! Each case of the files `*.case` is asked of the interpreter, of native code and of the JSON pipe, and each number must
//! be the true real number at the binary64 inputs, or the request is refused with the code that the case names.

#![cfg(all(feature = "cli", feature = "jit"))]

mod case;

use case::{Asked, Case, Group, Want, cases};
use serde_json::{Map, Value, json};
use symdiff::session::pipe;
use symdiff::{Backend, Derivation, Error, Function, Limits, Quantity, ReadOptions, Request};

/// Of each number, relative to itself: what is 0 must be 0.
const TOLERANCE: f64 = 1e-12;
/// So many cases there are at least.
const LEAST: usize = 150;

/// Relative; a number below the normal range within one unit of its last place.
fn is_right(got: f64, want: f64) -> bool {
    if want.is_nan() {
        return got.is_nan();
    }
    if !want.is_finite() || want == 0.0 {
        return got == want;
    }
    (got - want).abs() <= (TOLERANCE * want.abs()).max(f64::from_bits(1))
}

fn compare(got: &[f64], want: &[f64]) -> Result<(), String> {
    let same = got.len() == want.len() && got.iter().zip(want).all(|(&a, &b)| is_right(a, b));
    if same {
        return Ok(());
    }
    Err(format!("{got:?}, not {want:?}"))
}

fn parse(case: &Case) -> Result<Function, Error> {
    let options = ReadOptions {
        variables: case.variables.clone(),
        ..ReadOptions::default()
    };
    Function::parse_with(&case.formula, &options)
}

fn derive(case: &Case, function: &Function, quantity: &str) -> Result<Derivation, Error> {
    let quantity: Quantity = quantity.parse()?;
    let own = |list: &Option<Vec<(String, String)>>, needed| list.clone().filter(|_| needed);
    let directed = matches!(quantity, Quantity::Jvp | Quantity::Hvp);
    let about = matches!(quantity, Quantity::Taylor(_));
    function.derive(&Request {
        wrt: case.wrt.clone(),
        along: own(&case.along, directed),
        about: own(&case.about, about),
        ..Request::of([quantity])
    })
}

/// The numbers of the point in the order of the inputs.
fn inputs(group: &Group, derivation: &Derivation) -> Result<Vec<f64>, String> {
    let mut list = Vec::new();
    for (name, _) in derivation.inputs() {
        let own = group.at.iter().find(|(own, _)| own == name);
        let (_, text) = own.ok_or(format!("no value for `{name}`"))?;
        let is_blank = |c: char| c.is_whitespace() || "[],;".contains(c);
        for number in text.split(is_blank).filter(|piece| !piece.is_empty()) {
            list.push(number.parse().map_err(|_| format!("`{number}`"))?);
        }
    }
    Ok(list)
}

/// A compiled function of its own for each quantity: what else is asked for must not matter.
fn by_library(case: &Case, group: &Group, asked: &Asked, backend: Backend) -> Result<(), String> {
    let tell = |error: Error| format!("refused by {}: {}", error.code(), error.message());
    let derived = parse(case).and_then(|function| derive(case, &function, &asked.quantity));
    let numbers = match (&asked.want, derived) {
        (Want::Refused(code), Err(error)) if error.code() == *code => return Ok(()),
        (Want::Refused(code), Err(error)) => return Err(format!("{}, not {code}", tell(error))),
        (Want::Refused(code), Ok(_)) => return Err(format!("not refused, by {code}")),
        (Want::Numbers(_), Err(error)) => return Err(tell(error)),
        (Want::Numbers(want), Ok(derivation)) => (want, derivation),
    };
    let (want, derivation) = numbers;
    let at = inputs(group, &derivation)?;
    let compiled = derivation.compile(backend).map_err(tell)?;
    let mut outputs = vec![0.0; compiled.outputs()];
    compiled.call(&at, &mut outputs).map_err(tell)?;
    compare(&outputs, want).map_err(|what| format!("{what}\n    {derivation}"))
}

/// `[1, 2; 3, 4]` as JSON.
fn value(text: &str) -> Value {
    let number = |text: &str| match text.trim().parse::<f64>() {
        Ok(number) if number.is_finite() => json!(number),
        _ => json!(text.trim()),
    };
    let row = |text: &str| Value::Array(text.split(',').map(number).collect());
    let Some(inner) = text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'))
    else {
        return number(text);
    };
    if inner.contains(';') {
        return inner.split(';').map(row).collect();
    }
    row(inner)
}

fn object(list: &[(String, String)], read: impl Fn(&str) -> Value) -> Value {
    let entries = list.iter().map(|(name, text)| (name.clone(), read(text)));
    Value::Object(entries.collect::<Map<_, _>>())
}

fn by_pipe(case: &Case, group: Option<&Group>, quantities: &[&str]) -> Value {
    let text = |text: &str| json!(text);
    let has = |start: &str| quantities.iter().any(|word| word.starts_with(start));
    let mut request = json!({"expr": case.formula, "of": quantities, "formula": true});
    if let Some(group) = group {
        request["at"] = json!([object(&group.at, value)]);
    }
    if let Some(names) = &case.variables {
        request["vars"] = json!(names);
    }
    if let Some(names) = &case.wrt {
        request["wrt"] = json!(names);
    }
    if let Some(along) = case.along.as_ref().filter(|_| has("jvp") || has("hvp")) {
        request["along"] = object(along, text);
    }
    if let Some(about) = case.about.as_ref().filter(|_| has("taylor")) {
        request["about"] = object(about, text);
    }
    let answer = pipe::answer(request.to_string().as_bytes(), &Limits::default());
    serde_json::from_str(&answer).unwrap()
}

fn flat(value: &Value, list: &mut Vec<f64>) {
    match value {
        Value::Array(entries) => entries.iter().for_each(|entry| flat(entry, list)),
        Value::String(text) => list.push(text.parse().unwrap()),
        other => list.push(other.as_f64().unwrap_or(f64::NAN)),
    }
}

/// All quantities of a point in one request: each the same number as alone.
fn group_by_pipe(case: &Case, group: &Group) -> Vec<String> {
    let mut failures = Vec::new();
    let is_number = |asked: &&Asked| matches!(asked.want, Want::Numbers(_));
    let together: Vec<&str> = group
        .asked
        .iter()
        .filter(is_number)
        .map(|asked| asked.quantity.as_str())
        .collect();
    if !together.is_empty() {
        let answer = by_pipe(case, Some(group), &together);
        for asked in &group.asked {
            let Want::Numbers(want) = &asked.want else {
                continue;
            };
            let mut got = Vec::new();
            match answer.get(&asked.quantity) {
                Some(found) => flat(found, &mut got),
                None => failures.push(format!("{}: {answer} (pipe)", asked.quantity)),
            }
            if let Err(what) = compare(&got, want) {
                failures.push(format!("{}: {what} (pipe)", asked.quantity));
            }
        }
    }
    for asked in &group.asked {
        let Want::Refused(code) = &asked.want else {
            continue;
        };
        let answer = by_pipe(case, Some(group), &[&asked.quantity]);
        if answer["error"]["code"] != **code {
            failures.push(format!("{}: {answer}, not {code} (pipe)", asked.quantity));
        }
    }
    failures
}

/// What is said beside the numbers of value and gradient, or of what is asked at the first point.
fn said(case: &Case) -> Vec<String> {
    let words: Vec<&str> = match case.groups.first() {
        Some(group) => group
            .asked
            .iter()
            .map(|asked| asked.quantity.as_str())
            .collect(),
        None => Vec::new(),
    };
    let answer = by_pipe(case, None, &words);
    let mut failures = Vec::new();
    if let Some(code) = &case.refused {
        if answer["error"]["code"] != **code {
            failures.push(format!("{answer}, not refused by {code}"));
        }
        return failures;
    }
    let texts = |field: &str, inner: Option<&str>| -> Vec<String> {
        let entries = answer[field].as_array().map_or(&[][..], Vec::as_slice);
        let text = |entry: &Value| inner.map_or(entry, |name| &entry[name]).to_string();
        let bare = |text: String| text.trim_matches('"').to_owned();
        entries.iter().map(text).map(bare).collect()
    };
    let mut check = |what: &str, found: Vec<String>, wanted: &[String]| {
        for want in wanted {
            let is_met = match want.as_str() {
                "none" => found.is_empty(),
                want => found.iter().any(|own| own.starts_with(want)),
            };
            if !is_met {
                failures.push(format!("{what} {want}: there is {found:?}"));
            }
        }
    };
    check("ledger", texts("ledger", Some("condition")), &case.ledger);
    check("kink", texts("kinks", None), &case.kinks);
    let function = parse(case).map_err(|error| error.to_string());
    let notes = function.iter().flat_map(Function::notes);
    let codes = notes.map(|note| note.code.name().to_owned());
    check("note", codes.collect(), &case.notes);
    let results = answer["formula"]["results"].as_object();
    let lines = results.into_iter().flatten().map(|(label, text)| {
        let text = text.as_str().unwrap_or_default();
        format!("{label} = {text}")
    });
    check("prints", lines.collect(), &case.prints);
    failures
}

fn check(case: &Case) -> Vec<String> {
    let mut failures = said(case);
    for group in &case.groups {
        for asked in &group.asked {
            for backend in [Backend::Interpreter, Backend::Jit] {
                if backend == Backend::Jit && !cfg!(feature = "jit") {
                    continue;
                }
                if let Err(what) = by_library(case, group, asked, backend) {
                    failures.push(format!("{}: {what} ({backend:?})", asked.quantity));
                }
            }
        }
        // JSON has no infinity and no NaN to give.
        let is_finite = |entry: &(String, String)| !entry.1.contains(['N', 'f']);
        if group.at.iter().all(is_finite) {
            failures.extend(group_by_pipe(case, group));
        }
    }
    let place = |what: &String| format!("{}\n  {}\n  {what}", case.title, case.formula);
    failures.iter().map(place).collect()
}

#[test]
fn right_or_refused() {
    let cases = cases();
    assert!(cases.len() >= LEAST, "{} cases", cases.len());
    let only = std::env::var("CASE").unwrap_or_default();
    // Titles of what is known to be wrong still: each line is a debt.
    let pending: Vec<&str> = include_str!("pending.txt").lines().collect();
    let is_due = |case: &&Case| !pending.contains(&case.title.as_str());
    let is_chosen = |case: &&Case| case.title.contains(&only);
    let chosen = cases
        .iter()
        .filter(is_chosen)
        .filter(|case| !only.is_empty() || is_due(case));
    let failures: Vec<String> = chosen.flat_map(check).collect();
    let (count, list) = (failures.len(), failures.join("\n"));
    assert!(count == 0, "{count} failures\n{list}");
}

/// A test that accepts everything would be none.
#[test]
fn a_wrong_number_is_found() {
    assert!(is_right(1.0, 1.0 + 4e-13) && !is_right(1.0, 1.0 + 3e-12));
    assert!(!is_right(0.0, f64::NAN) && !is_right(f64::NAN, 0.0) && !is_right(1e-300, 0.0));
    assert!(!is_right(f64::INFINITY, 1e308) && !is_right(-1.0, 1.0));
    assert!(compare(&[1.0], &[1.0, 1.0]).is_err());
}
