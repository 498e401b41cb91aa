//! Closed forms as they are printed, beside those of the textbooks: `closed_forms.txt`.
//!
//! `UPDATE_GOLDEN=1 cargo test --test matrix` writes the printed forms anew. Textbook forms are never rewritten: a
//! printed form must be equal in value and must not cost more.

use crate::nested::numbers_error;
use std::collections::HashMap;
use symdiff::{Function, Quantity, Request};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/matrix/closed_forms.txt");

/// The numbers that stand for dimensions where forms are evaluated.
const DIMENSIONS: &str = "n = 3; m = 4; k = 2; ";

struct Row {
    /// Why the printed form may cost more.
    dearer: Option<String>,
    declarations: String,
    expr: String,
    by: Vec<String>,
    textbook: String,
}

impl Row {
    /// The printed closed form, with names for dimensions.
    fn printed(&self) -> Result<String, symdiff::Error> {
        let derivative = derivative(&format!("{}; {}", self.declarations, self.expr), &self.by)?;
        let sheet = derivative.infix(symdiff::Sharing::Named);
        let mut text = sheet.results[0].clone();
        for (place, (name, part)) in sheet.bindings.iter().enumerate() {
            let lead = if place == 0 { " where " } else { ", " };
            text.push_str(&format!("{lead}{name} = {part}"));
        }
        Ok(text)
    }

    /// The textbook form, or the printed one, as a function of all declared variables.
    fn read(&self, form: &str) -> Result<Function, symdiff::Error> {
        // Parts with names stand in front, as definitions.
        let text = match form.split_once(" where ") {
            None => form.to_owned(),
            Some((result, parts)) => format!("{}; {result}", parts.replace(", t", "; t")),
        };
        Function::parse(&format!("{DIMENSIONS}{}; {text}", self.declarations))
    }

    /// Values of all declared variables: numbers that make square matrices invertible and logarithms real.
    fn point(&self) -> HashMap<String, Vec<f64>> {
        let names = self.names();
        let sums: Vec<String> = names.iter().map(|name| format!("sum({name})")).collect();
        let all = self.read(&sums.join(" + ")).unwrap();
        let mut state = 7u64;
        let mut random = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as f64 / (1u64 << 31) as f64
        };
        let values = all.variables().map(|(name, shape)| {
            let sizes = shape.sizes();
            let columns = sizes.get(1).copied().unwrap_or(1);
            let is_square = sizes.len() == 2 && sizes[0] == columns;
            let mut entries: Vec<f64> =
                (0..shape.entries()).map(|_| 0.2 + 0.3 * random()).collect();
            let is_symmetric = self.declarations.contains(&format!("{name}: symmetric"));
            for row in (0..columns).filter(|_| is_square) {
                entries[row * columns + row] += 2.0;
                for column in (0..row).filter(|_| is_symmetric) {
                    entries[row * columns + column] = entries[column * columns + row];
                }
            }
            (name.to_owned(), entries)
        });
        values.collect()
    }

    fn names(&self) -> Vec<String> {
        let declarations = self.declarations.split(';');
        declarations
            .map(|own| own.split(':').next().unwrap().trim().to_owned())
            .collect()
    }
}

fn derivative(text: &str, by: &[String]) -> Result<Function, symdiff::Error> {
    let function = Function::parse(text)?;
    let quantity = match (by.len(), function.shapes()[0].is_scalar()) {
        (2, _) => Quantity::Hessian,
        (_, true) => Quantity::Gradient,
        (_, false) => Quantity::Jacobian,
    };
    let request = Request {
        wrt: Some(vec![by[0].clone()]),
        ..Request::of([quantity])
    };
    Ok(function.derive(&request)?.function(0).unwrap())
}

fn rows(text: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut declarations = String::new();
    let mut head = None;
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix(": ") {
            declarations = rest.to_owned();
        } else if let Some(form) = line.strip_prefix("  textbook ") {
            let (expr, by): (&str, &str) = head.take().expect("a formula stands above");
            rows.push(Row {
                dearer: None,
                declarations: declarations.clone(),
                expr: expr.to_owned(),
                by: by.split(", ").map(str::to_owned).collect(),
                textbook: form.to_owned(),
            });
        } else if let (Some(why), Some(row)) = (line.strip_prefix("  dearer   "), rows.last_mut()) {
            row.dearer = Some(why.to_owned());
        } else if !line.starts_with(['#', ' ']) {
            head = line.rsplit_once(" by ");
        }
    }
    rows
}

/// What a form costs as it is written: operations on numbers, the call of a function being one.
fn cost(function: &Function) -> Result<usize, symdiff::Error> {
    let request = Request {
        simplify: None,
        ..Request::of([Quantity::Value])
    };
    Ok(function.derive(&request)?.program().instructions.len())
}

#[test]
fn closed_forms_are_those_of_the_textbooks_or_cheaper() {
    let text = std::fs::read_to_string(FILE).unwrap();
    let rows = rows(&text);
    assert!(rows.len() >= 60, "{} rows", rows.len());
    let mut failures = Vec::new();
    for row in &rows {
        let name = format!("{} by {}", row.expr, row.by.join(", "));
        if let Err(why) = judge(row) {
            failures.push(format!("{name}: {why}"));
        }
    }
    let list = failures.join("\n");
    assert!(
        failures.is_empty(),
        "{} of {} rows:\n{list}",
        failures.len(),
        rows.len()
    );
}

fn judge(row: &Row) -> Result<(), String> {
    let said = |what: &'static str| move |error: symdiff::Error| format!("{what}: {error}");
    let printed = row.printed().map_err(said("no derivative"))?;
    let textbook = row.read(&row.textbook).map_err(said("the textbook form"))?;
    let read = row
        .read(&printed)
        .map_err(|error| format!("`{printed}` is not read: {error}"))?;
    let whole = format!("{DIMENSIONS}{}; {}", row.declarations, row.expr);
    let own = derivative(&whole, &row.by).map_err(said("with numbers"))?;
    let point = row.point();
    let value = |function: &Function| {
        let names = function.variable_names();
        let at: Vec<f64> = names.flat_map(|name| point[name].clone()).collect();
        function.evaluate(&at).map_err(|error| error.to_string())
    };
    let (want, got, direct) = (value(&textbook)?, value(&read)?, value(&own)?);
    for (what, got) in [("the printed form", got), ("the derivative", direct)] {
        let off = numbers_error(&got, &want);
        if off > 1e-12 {
            return Err(format!("{what} `{printed}` is off by {off:.1e}"));
        }
    }
    let costs =
        [&read, &textbook].map(|function| cost(function).map_err(|error| error.to_string()));
    let [ours, theirs] = costs;
    let (ours, theirs) = (ours?, theirs?);
    if ours > theirs && row.dearer.is_none() {
        return Err(format!(
            "`{printed}` costs {ours}, `{}` costs {theirs}",
            row.textbook
        ));
    }
    Ok(())
}

#[test]
fn closed_forms_are_printed_as_before() {
    let text = std::fs::read_to_string(FILE).unwrap();
    let mut all = rows(&text).into_iter();
    let mut now = String::new();
    for line in text.lines() {
        match line.starts_with("  printed") {
            true => {
                let printed = all.next().unwrap().printed();
                let printed = printed.unwrap_or_else(|error| error.to_string());
                now.push_str(&format!("  printed  {printed}\n"));
            }
            false => now.push_str(&format!("{line}\n")),
        }
    }
    if std::env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1") {
        std::fs::write(FILE, &now).unwrap();
        return;
    }
    let changed = text
        .lines()
        .zip(now.lines())
        .filter(|(before, now)| before != now);
    let list: Vec<String> = changed
        .map(|(before, now)| format!("-{before}\n+{now}"))
        .collect();
    assert!(
        list.is_empty() && text == now,
        "{}\nUPDATE_GOLDEN=1 cargo test --test matrix",
        list.join("\n")
    );
}
