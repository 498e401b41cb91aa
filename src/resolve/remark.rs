//! Remarks: what is said of an input that is accepted, but perhaps not what was meant.
//!
//! Invariant: a remark refuses nothing, and says how it is silenced or what was probably meant.

use super::{Meaning, Scope, forms};
use crate::codes;
use crate::functions::{self, Row};
use crate::graph::{Expr, Op, Shape, latex_name};
use crate::syntax::StatementKind;
use crate::text::{Diagnostic, Span, quote};
use indexmap::IndexMap;

impl Scope<'_> {
    /// A variable whose name is that of a function, or begins like a call.
    pub(super) fn remark_on_variable(&mut self, name: &str, span: Span) {
        // Names of Greek letters are common for variables.
        let is_function = |name: &str| {
            (!functions::arities(name).is_empty() || forms::is_form(name))
                && latex_name(name) != format!(r"\{name}")
        };
        let declare = || quote(&format!("{name}: scalar"));
        let stem = name.trim_end_matches(|letter: char| letter.is_ascii_digit());
        let diagnostic = if is_function(name) {
            let message = format!(
                "{} is a variable here, and a function where it is called",
                quote(name)
            );
            let ways = self.ways_to_call(name).join(" or ");
            Diagnostic::note(codes::FUNCTION_NAME_AS_VARIABLE, span, message)
                .with_label("without brackets, a variable")
                .with_help(format!(
                    "for the function write {ways}, for the variable {}",
                    declare()
                ))
        } else if stem != name && is_function(stem) {
            let message = format!("{} is the name of a variable", quote(name));
            let call = quote(&format!("{stem}({})", &name[stem.len()..]));
            Diagnostic::note(codes::NAME_LIKE_CALL, span, message)
                .with_label("one word, and no call")
                .with_help(format!(
                    "for the call write {call}, for the variable {}",
                    declare()
                ))
        } else {
            return;
        };
        self.report_once(name, diagnostic);
    }

    /// A derivative in a variable that what is differentiated does not have.
    pub(super) fn remark_on_absence(&mut self, value: Expr, variable: Expr, span: Span) {
        let base = match self.graph.op(variable) {
            Op::Entry(_) => self.graph.operands(variable)[0],
            _ => variable,
        };
        let Op::Variable(id) = self.graph.op(base) else {
            return;
        };
        if self.graph.reachable(&[value]).contains(&base) {
            return;
        }
        let name = self.graph.variable_name(id);
        let name = name.split('@').next().unwrap_or(name).to_owned();
        let message = format!("{} does not occur; the derivative is 0", quote(&name));
        let diagnostic = Diagnostic::note(codes::ABSENT_VARIABLE, span, message);
        self.report_once(&name, diagnostic.with_label("differentiated in this"));
    }

    /// Arguments that look exchanged.
    pub(super) fn remark_on_order(&mut self, row: &Row, span: Span, arguments: &[Expr]) {
        let [first, second] = *arguments else {
            return;
        };
        let is_constant = |expr| self.graph.facts(expr).constant;
        if !row.constant_first || is_constant(first) || !is_constant(second) {
            return;
        }
        let (first, second) = (row.parameters[0], row.parameters[1]);
        let way = quote(&format!("{}({first}, {second})", row.name));
        let message = format!("a constant stands where {way} has its {}", quote(second));
        self.report(
            Diagnostic::note(codes::BASE_FIRST, span, message)
                .with_label("are the arguments exchanged?")
                .with_help(row.meaning),
        );
    }

    /// A name that hides a constant.
    pub(super) fn remark_on_constant(&mut self, name: &str, span: Span) {
        if super::variables::is_constant(name) {
            let message = format!("{} is no longer the constant", quote(name));
            let diagnostic = Diagnostic::note(codes::SHADOWED_CONSTANT, span, message)
                .with_label("means this from here on")
                .with_help("choose another name to keep the constant");
            self.report_once(name, diagnostic);
        }
    }

    /// Variables whose name is two names of the input written together: a product needs its sign.
    pub(super) fn remark_on_joined_names(&mut self, variables: &IndexMap<String, Shape>) {
        for name in variables.keys() {
            let is_known = |part: &str| {
                variables.contains_key(part)
                    || matches!(self.meanings.get(part), Some(Meaning::Value(..)))
            };
            let mut cuts = name
                .char_indices()
                .skip(1)
                .map(|(place, _)| name.split_at(place));
            let is_declared = self.declared.contains_key(name);
            let Some((left, right)) =
                cuts.find(|(left, right)| left != right && is_known(left) && is_known(right))
            else {
                continue;
            };
            let Some(&(span, _)) = self.met.get(name).filter(|_| !is_declared) else {
                continue;
            };
            let message = format!("{} is a variable of its own", quote(name));
            let note = Diagnostic::note(codes::JOINED_NAMES, span, message)
                .with_label("one name")
                .with_help(format!(
                    "for the product write {}, for the variable {}",
                    quote(&format!("{left}*{right}")),
                    quote(&format!("{name}: scalar"))
                ));
            self.report(note);
        }
    }

    /// Definitions and declared variables that no result needs.
    pub(super) fn remark_on_unused(&mut self, used: &[bool], variables: &IndexMap<String, Shape>) {
        let tree = self.tree;
        for (statement, used) in tree.statements.iter().zip(used) {
            let (name, span, how) = match &statement.kind {
                StatementKind::Definition {
                    name, name_span, ..
                } if !used => (name, *name_span, "defined"),
                StatementKind::Declaration {
                    name, name_span, ..
                } if !variables.contains_key(name) => (name, *name_span, "declared"),
                _ => continue,
            };
            let message = format!("{} is {how} and used nowhere", quote(name));
            self.report(
                Diagnostic::note(codes::UNUSED_DEFINITION, span, message)
                    .with_label("no result needs this")
                    .with_help(
                        "remove it, or write a result that uses it in a statement of its own",
                    ),
            );
        }
    }
}
