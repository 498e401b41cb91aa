//! Where a formula has no derivative, and what is computed there: read off the function table.

use crate::functions::{self, Kink, Row};
use crate::graph::{Expr, Graph, Op, Reduction, expression};
use hashbrown::HashMap;

/// More kinks than this are counted, not listed.
const MOST_LISTED: usize = 20;
/// Longer arguments are cut.
const MOST_CHARACTERS: usize = 80;

/// One line for each kink of the nodes below `roots`. Only what is listed is written out, since a
/// formula may have very many. Of the choices in `joints` it is known how their branches meet.
pub(super) fn list(
    graph: &Graph,
    roots: &[Expr],
    joints: &HashMap<Expr, Vec<String>>,
) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut more = 0;
    for node in graph.reachable(roots) {
        let operands = graph.operands(node);
        let count = match graph.op(node) {
            _ if graph.facts(node).constant => 0,
            Op::Call(id) => occurring(graph, functions::row(id), operands).count(),
            Op::Select | Op::Reduce(Reduction::Maximum | Reduction::Minimum, _) => 1,
            _ => 0,
        };
        if lines.len() >= MOST_LISTED {
            more += count;
            continue;
        }
        match graph.op(node) {
            Op::Call(id) if count > 0 => {
                let row = functions::row(id);
                let arguments: Vec<String> = operands
                    .iter()
                    .map(|&operand| expression(graph, operand, MOST_CHARACTERS))
                    .collect();
                for kink in occurring(graph, row, operands) {
                    let place = write_arguments(kink.at, row.parameters, &arguments);
                    lines.push(format!("{}: at {place}, {}", row.name, kink.convention));
                }
            }
            Op::Select if joints.contains_key(&node) => {
                lines.extend(joints[&node].iter().cloned());
            }
            Op::Select if count > 0 => {
                let condition = expression(graph, operands[0], MOST_CHARACTERS);
                lines.push(format!(
                    "if: where `{condition}` changes, the derivative of the branch taken"
                ));
            }
            Op::Reduce(reduction, _) if count > 0 => {
                let name = reduction.name();
                lines.push(format!(
                    "{name}: at a tie, the entries that attain it share the derivative equally"
                ));
            }
            _ => {}
        }
        lines.dedup();
    }
    if more > 0 {
        lines.push(format!("and {more} more"));
    }
    lines
}

/// The kinks of what was differentiated while a formula was read. Parameters of functions carry the function's name
/// behind their own, which people need not see.
pub(super) fn list_all(graph: &Graph, roots: &[Expr]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in list(graph, roots, &HashMap::new()) {
        let mut parts = line.split('@');
        let mut plain = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let is_name = |letter: char| letter.is_alphanumeric() || letter == '_';
            plain.push_str(part.trim_start_matches(is_name));
        }
        if !lines.contains(&plain) {
            lines.push(plain);
        }
    }
    lines
}

/// The kinks of a call but those that the facts of the graph exclude.
fn occurring<'a>(
    graph: &'a Graph,
    row: &'static Row,
    operands: &'a [Expr],
) -> impl Iterator<Item = &'static Kink> + 'a {
    row.kinks
        .iter()
        .filter(move |kink| !graph.excludes_zero(kink.at, row, operands))
}

/// A text on the parameters of a row, of the arguments of a call of it.
pub(super) fn of_arguments(graph: &Graph, call: Expr, row: &Row, text: &str) -> String {
    let operands = graph.operands(call).iter();
    let arguments: Vec<String> = operands
        .map(|&operand| expression(graph, operand, MOST_CHARACTERS))
        .collect();
    write_arguments(text, row.parameters, &arguments)
}

/// The text of a place with the parameters replaced by what they stand for.
fn write_arguments(text: &str, parameters: &[&str], arguments: &[String]) -> String {
    let mut written = String::new();
    let mut word = String::new();
    let flush = |word: &mut String, written: &mut String| {
        let argument = parameters.iter().position(|parameter| parameter == word);
        match argument.and_then(|place| arguments.get(place)) {
            Some(argument) => written.push_str(argument),
            None => written.push_str(word),
        }
        word.clear();
    };
    for letter in text.chars() {
        if letter.is_alphanumeric() || letter == '_' {
            word.push(letter);
        } else {
            flush(&mut word, &mut written);
            written.push(letter);
        }
    }
    flush(&mut word, &mut written);
    written
}
