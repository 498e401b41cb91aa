//! Equations as results: `a == b` stands for `a - b`.

use crate::codes;
use crate::error::Error;
use crate::graph::{Expr, Graph, Op};
use crate::text::{Diagnostic, Span};

/// The value of a result, which may be an equation.
pub(super) fn value(
    graph: &mut Graph,
    result: Expr,
    (text, span): (&str, Span),
) -> Result<Expr, Error> {
    if !graph.is_condition(result) {
        return Ok(result);
    }
    if graph.op(result) == Op::Equal {
        let operands = graph.operands_of(result);
        return Ok(graph.subtract(operands[0], operands[1]));
    }
    let message = "a condition is no result, unless it is an equation `a == b`";
    let refused = Diagnostic::error(codes::CONDITION_AS_VALUE, span, message)
        .with_help("write both sides of one equation, or their difference");
    Err(Error::of_source(text, vec![refused]))
}
