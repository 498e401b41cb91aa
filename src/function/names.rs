//! Names of variables that a caller gives: whether they can be any, and whether the formula has defined them.

use super::values::check_values;
use super::{Function, Quantity, Request};
use crate::codes;
use crate::error::Error;
use crate::graph::{Expr, Graph, Shape};
use crate::limits::{self, Limits};
use crate::resolve;
use crate::syntax::{self, StatementKind, is_variable_name};
use crate::text::{Diagnostic, Severity, Span, quote};

/// An error unless `name` could be that of a variable.
pub(super) fn check_variable_name(name: &str) -> Result<(), Error> {
    if is_variable_name(name) {
        return Ok(());
    }
    let message = format!("{} is not a name of a variable", quote(name));
    let help =
        "a name is letters, digits and `_`, begins with no digit, and may have an index: `w[0]`";
    Err(Error::new(codes::INVALID_VARIABLE_NAME, message).with_help(help))
}

/// An error where a name stands twice among given formulas, or where nothing needs them.
fn check_given(request: &Request) -> Result<(), Error> {
    type Needs = fn(&Quantity) -> bool;
    let given: [(_, _, Needs); 3] = [
        (&request.along, "direction", |own| {
            matches!(own, Quantity::Jvp | Quantity::Hvp)
        }),
        (&request.cotangent, "cotangent", |own| *own == Quantity::Vjp),
        (&request.about, "point of expansion", |own| {
            matches!(own, Quantity::Taylor(_))
        }),
    ];
    for (values, what, needs) in given {
        let Some(values) = values else { continue };
        check_values(values)?;
        if !request.quantities.iter().any(needs) {
            let message = format!("a {what} is given, and nothing that is asked for needs it");
            let help = "directions are for jvp and hvp, cotangents for vjp, points for taylor";
            return Err(Error::new(codes::UNUSED_DIRECTION, message).with_help(help));
        }
    }
    Ok(())
}

/// An error unless all names that `request` differentiates in could be those of variables of `function`. A name
/// that does not occur is fine; one that the formula defines is not.
pub(super) fn check_request(function: &Function, request: &Request) -> Result<(), Error> {
    check_given(request)?;
    let quantities = request.quantities.iter();
    let own = quantities.flat_map(|quantity| quantity.names());
    let wrt = request.wrt.iter().flatten().map(String::as_str);
    for name in wrt.chain(own) {
        check_variable_name(name)?;
        if !function.variables.contains_key(name) {
            undefined(function, name, "a variable to differentiate in")?;
        }
    }
    Ok(())
}

/// The node of a variable, or of an entry of one that is declared as a vector or matrix, such as `x[2]`.
///
/// # Errors
///
/// An entry that the variable does not have.
pub(super) fn variable_node(
    function: &Function,
    graph: &mut Graph,
    name: &str,
) -> Result<Expr, Error> {
    check_variable_name(name)?;
    if let Some(&shape) = function.variables.get(name) {
        return Ok(graph.variable(name, shape));
    }
    let entry = name.split_once('[').and_then(|(base, index)| {
        let shape = *function.variables.get(base)?;
        (!shape.is_scalar()).then_some((base, index, shape))
    });
    let Some((base, index, shape)) = entry else {
        return Ok(graph.variable(name, Shape::Scalar));
    };
    let numbers: Vec<i64> = index
        .trim_end_matches(']')
        .split(',')
        .filter_map(|digits| digits.parse().ok())
        .collect();
    let Some(place) = shape.position(&numbers) else {
        let message = format!("{} is no entry of a {shape}", quote(name));
        let help = "entries are counted from 1: `x[1]`, and `A[1,2]` in row 1 and column 2";
        return Err(Error::new(codes::INVALID_VARIABLE_NAME, message).with_help(help));
    };
    let whole = graph.variable(base, shape);
    Ok(graph.entry(whole, place))
}

/// An error where the formula defines this name, which should be `what`.
pub(super) fn undefined(function: &Function, name: &str, what: &str) -> Result<(), Error> {
    let Some(text) = &function.origin.text else {
        return Ok(());
    };
    // The text was read before, and names that do not occur are rare.
    let limits = syntax::Limits {
        input: usize::MAX,
        nesting: usize::MAX,
        ..syntax::Limits::default()
    };
    let tree = syntax::parse_with(text, &limits, &resolve::is_function).tree;
    let defined = tree
        .statements
        .iter()
        .find_map(|statement| match &statement.kind {
            StatementKind::Definition {
                name: own,
                name_span,
                ..
            }
            | StatementKind::Function {
                name: own,
                name_span,
                ..
            } => (own == name).then_some(*name_span),
            _ => None,
        });
    let Some(span) = defined else {
        return Ok(());
    };
    let message = format!("{} is a definition, not {what}", quote(name));
    let diagnostic = Diagnostic::error(codes::NOT_A_VARIABLE, span, message)
        .with_label("defined here")
        .with_help(format!(
            "remove the definition to make {} a variable",
            quote(name)
        ));
    Err(Error::of_source(text, vec![diagnostic]))
}

/// The errors of an input, with a remark where no more of them were looked for.
pub(super) fn with_rest(mut diagnostics: Vec<Diagnostic>, limits: &Limits) -> Vec<Diagnostic> {
    let errors = diagnostics.iter();
    let errors = errors.filter(|own| own.severity == Severity::Error).count();
    if errors >= limits.errors.max(1) {
        let last = diagnostics.last().map_or(Span::default(), |own| own.span);
        let message = "there may be more errors: no more were looked for";
        let note = Diagnostic::note(
            codes::MORE_ERRORS,
            Span::new(last.end as usize, last.end as usize),
            message,
        );
        diagnostics.push(note.with_help(limits::ERRORS.advice(limits)));
    }
    diagnostics
}
