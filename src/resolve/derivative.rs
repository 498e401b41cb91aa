//! Derivatives that stand in a formula: `f'(x)`, `d/dx(u)`, `D(u, x, 2)`, `grad(u)`, `jacobian(u)`, `hessian(u)`.
//!
//! This room does not differentiate: who does is given by whoever reads the input. Invariant: a derivative is a value
//! like any other once it is read, so that derivatives nest.

use super::evaluate::Values;
use super::shapes::described;
use super::{Meaning, Scope, Undifferentiated, forms};
use crate::codes;
use crate::functions::{self, Arity};
use crate::graph::{Expr, Op, Shape, Whole};
use crate::limits;
use crate::syntax::{self, Kind, NodeId, Tree};
use crate::text::{Diagnostic, Span, quote};
use hashbrown::HashMap;

impl Scope<'_> {
    fn refused<T>(&mut self, result: Result<T, Undifferentiated>, span: Span) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                let diagnostic = Diagnostic::error(error.code, span, error.message);
                self.report(diagnostic.with_label("this derivative"));
                None
            }
        }
    }

    /// The derivative of this order in a scalar variable.
    fn repeated(&mut self, value: Expr, variable: Expr, order: u32, span: Span) -> Option<Expr> {
        if order as usize > self.limits.order {
            let message = format!("a derivative of order {order} is beyond the limit");
            self.report(
                Diagnostic::error(codes::ORDER_TOO_HIGH, span, message)
                    .with_help(limits::ORDER.advice(self.limits)),
            );
            return None;
        }
        if order == 0 {
            return Some(value);
        }
        self.refuse_letters(value, span)?;
        self.differentiated.push(value);
        let order = order as usize;
        let result = self
            .differentiate
            .partial(self.graph, value, variable, order);
        let derivative = self.refused(result, span)?;
        if self.graph.len() > self.limits.nodes {
            self.too_large(span);
            return None;
        }
        Some(derivative)
    }

    /// `f'(u)`
    pub(super) fn derived_call(
        &mut self,
        name: &str,
        name_span: Span,
        call_span: Span,
        order: u32,
        arguments: &[(Expr, Span)],
    ) -> Option<Expr> {
        if !self.check_callee(name, name_span) {
            return None;
        }
        let written = |scope: &Self| scope.parameters_of(name, arguments.len());
        let [(argument, span)] = *arguments else {
            let message = "`'` is the derivative of a function of one variable";
            let help = match written(self) {
                Some(names) if !names.is_empty() => format!(
                    "write {} for the derivative in {}",
                    quote(&format!("D({name}({}), {})", names.join(", "), names[0])),
                    quote(&names[0])
                ),
                _ => "write `D(f(x, y), x)`".to_owned(),
            };
            self.report(
                Diagnostic::error(codes::PRIME_OF_SEVERAL, call_span, message)
                    .with_label(format!("{} arguments", arguments.len()))
                    .with_help(help),
            );
            return None;
        };
        let names = written(self).unwrap_or_default();
        let [parameter] = &names[..] else {
            let message = format!("{} is no function of one variable alone", quote(name));
            self.report(
                Diagnostic::error(codes::PRIME_OF_SEVERAL, call_span, message)
                    .with_help(format!("write {}", quote(&format!("D({name}(...), x)")))),
            );
            return None;
        };
        // A name that cannot be typed, which reads like the parameter where it is shown.
        let hidden_name = format!("{parameter}@{name}_prime");
        let argument = self.expect_scalar(super::report::ScalarPlace::Parameter, argument, span)?;
        let hidden = self.graph.variable(&hidden_name, Shape::Scalar);
        let key = (name.to_owned(), 0, order);
        let derivative = match self.derived.get(&key) {
            Some(&known) => known,
            None => {
                let value = self.call(name, name_span, call_span, &[(hidden, span)])?;
                let derivative = self.repeated(value, hidden, order, call_span)?;
                self.derived.insert(key, derivative);
                derivative
            }
        };
        let id = self.graph.find_variable(&hidden_name)?;
        let values = HashMap::from_iter([(id, argument)]);
        Some(self.graph.substitute(&[derivative], &values)[0])
    }

    /// The names of the parameters of a function that takes so many arguments.
    fn parameters_of(&self, name: &str, count: usize) -> Option<Vec<String>> {
        if let Some(Meaning::Function { names, .. }) = self.meanings.get(name) {
            return (names.len() == count).then(|| names.clone());
        }
        let row = functions::row(functions::lookup(name, count)?);
        let names = row.parameters.iter().map(|name| (*name).to_owned());
        (row.arity() == Arity::Exactly(count)).then(|| names.collect())
    }

    /// `d/dx(u)`
    pub(super) fn differential(
        &mut self,
        tree: &Tree,
        own: &syntax::Derivative,
        span: Span,
        values: &Values,
    ) -> Option<Expr> {
        let operand = &tree.nodes[own.operand.0 as usize];
        let mut current = self.expect_value(values.of(own.operand)?, operand.span)?;
        if !self.check_settled(current) {
            return None;
        }
        for (name, place, order) in &own.variables {
            let variable = self.name_of_variable(name, *place)?;
            current = self.in_variable(current, (variable, *place), *order, span)?;
        }
        Some(current)
    }

    /// The variable that a name stands for in a derivative.
    fn name_of_variable(&mut self, name: &str, span: Span) -> Option<Expr> {
        let expr = match name.split_once('[') {
            Some((base, index)) => {
                let numbers = index.trim_end_matches(']').split(',');
                let numbers: Vec<_> = numbers
                    .filter_map(|digits| Some((digits.parse().ok()?, span)))
                    .collect();
                self.named_entry((base, span), span, &numbers)?
            }
            None => self.name(name, span)?,
        };
        self.expect_variable(expr, span)
    }

    /// A variable, or an entry of one.
    fn expect_variable(&mut self, expr: Expr, span: Span) -> Option<Expr> {
        let is_variable = match self.graph.op(expr) {
            Op::Variable(_) => true,
            Op::Entry(_) => {
                matches!(self.graph.op(self.graph.operands(expr)[0]), Op::Variable(_))
            }
            _ => false,
        };
        if is_variable {
            return Some(expr);
        }
        self.report(
            Diagnostic::error(codes::NOT_A_VARIABLE, span, "a derivative is in a variable")
                .with_label("this is a value, not a variable")
                .with_help("use the name of a variable that is not defined by a formula"),
        );
        None
    }

    /// The derivative in a variable of any shape.
    fn in_variable(
        &mut self,
        value: Expr,
        (variable, place): (Expr, Span),
        order: u32,
        span: Span,
    ) -> Option<Expr> {
        if order > 0 {
            self.remark_on_absence(value, variable, place);
        }
        if self.graph.shape(variable).is_scalar() {
            return self.repeated(value, variable, order, span);
        }
        if order > 1 {
            let message = "a vector or matrix is differentiated in once";
            self.report(
                Diagnostic::error(codes::SCALAR_EXPECTED, place, message)
                    .with_label(format!("this is a {}", self.graph.shape(variable)))
                    .with_help("second derivatives of a scalar are `hessian(u, x)`"),
            );
            return None;
        }
        self.refuse_letters(value, span)?;
        self.differentiated.push(value);
        if self.graph.shape(value).is_scalar() {
            let result = self.differentiate.gradient(self.graph, value, &[variable]);
            return self.refused(result, span)?.first().copied();
        }
        self.entries(value, &[variable], span)
    }

    /// The matrix of all derivatives: rows are entries of the value.
    fn entries(&mut self, value: Expr, variables: &[Expr], span: Span) -> Option<Expr> {
        self.refuse_letters(value, span)?;
        self.differentiated.push(value);
        if let [variable] = *variables
            && matches!(self.graph.op(variable), Op::Variable(_))
        {
            let result = self.differentiate.whole(self.graph, value, variable);
            return self.refused(result, span);
        }
        self.is_known(&[&[value], variables].concat(), span)?;
        let result = self.differentiate.jacobian(self.graph, value, variables);
        let entries = self.refused(result, span)?;
        let rows = self.graph.shape(value).entries();
        let shape = Shape::matrix(rows as u32, (entries.len() / rows.max(1)) as u32);
        Some(match entries[..] {
            [only] => only,
            _ => self.graph.stack(&entries, shape),
        })
    }

    /// Which argument of which nodes are names of functions, in derivatives of functions: `D(f, x)`.
    pub(super) fn quoted_function(&self, tree: &Tree, kind: &Kind) -> Option<NodeId> {
        let Kind::Call {
            name, arguments, ..
        } = kind
        else {
            return None;
        };
        let first = *arguments
            .first()
            .filter(|_| forms::derivative(name).is_some())?;
        let Kind::Name(function) = &tree.nodes[first.0 as usize].kind else {
            return None;
        };
        let is_function = match self.meanings.get(function) {
            Some(Meaning::Function { .. }) => true,
            Some(_) => false,
            None => !functions::arities(function).is_empty(),
        };
        let is_value = self.parameters.contains_key(function)
            || self.declared.contains_key(function)
            || self.bound.iter().any(|(own, _)| own == function);
        (is_function && !is_value).then_some(first)
    }

    /// A function applied to variables: of one parameter, to the variable that is differentiated in.
    fn applied(&mut self, name: &str, span: Span, arguments: &[(Expr, Span)]) -> Option<Expr> {
        if let (Some(_), Some(&variable)) = (self.parameters_of(name, 1), arguments.first()) {
            let (variable, place) = variable;
            let variable = self.expect_variable(variable, place)?;
            return self.call(name, span, span, &[(variable, place)]);
        }
        let names = match self.meanings.get(name) {
            Some(Meaning::Function { names, .. }) => names.clone(),
            _ => {
                let message = format!("in which variable is {} differentiated?", quote(name));
                let diagnostic = Diagnostic::error(codes::NO_VARIABLES, span, message);
                let call = quote(&format!("grad({name}(x))"));
                self.report(diagnostic.with_help(format!("write {call}")));
                return None;
            }
        };
        let mut list = Vec::with_capacity(names.len());
        for own in &names {
            list.push((self.name(own, span)?, span));
        }
        self.call(name, span, span, &list)
    }

    /// `D(u, x, 2)`, `grad(u)`, `jacobian(u, x)`, `hessian(u)`; a quoted function is the first argument.
    pub(super) fn derivative_form(
        &mut self,
        form: forms::Derived,
        span: Span,
        (quoted, first): (Option<&str>, Span),
        arguments: &[(Expr, Span)],
    ) -> Option<Expr> {
        if form == forms::Derived::Partial && quoted.is_some() && arguments.is_empty() {
            self.wrong_arity(forms::PARTIAL, span, 1);
            return None;
        }
        let (value, rest) = match quoted {
            Some(name) => (self.applied(name, first, arguments)?, arguments),
            None => {
                let (&(value, place), rest) = arguments.split_first()?;
                (self.expect_value(value, place)?, rest)
            }
        };
        if !self.check_settled(value) {
            return None;
        }
        if form == forms::Derived::Partial {
            return self.partial_form(value, rest, span);
        }
        let mut variables = Vec::with_capacity(rest.len());
        for &(expr, place) in rest {
            variables.push(self.expect_variable(expr, place)?);
        }
        if variables.is_empty() {
            variables = self.variables_of(value);
        }
        if variables.is_empty() {
            let message = "there is no variable to differentiate in";
            let diagnostic = Diagnostic::error(codes::NO_VARIABLES, first, message);
            self.report(diagnostic.with_label("a constant"));
            return None;
        }
        match form {
            forms::Derived::Jacobian => self.entries(value, &variables, span),
            forms::Derived::Hessian => {
                let value = self.scalar_value(value, first, "hessian")?;
                let gradient = self.stacked_gradient(value, &variables, span)?;
                self.entries(gradient, &variables, span)
            }
            _ => {
                let value = self.scalar_value(value, first, "grad")?;
                match variables[..] {
                    [only] => self.in_variable(value, (only, first), 1, span),
                    _ => self.stacked_gradient(value, &variables, span),
                }
            }
        }
    }

    fn partial_form(&mut self, value: Expr, rest: &[(Expr, Span)], span: Span) -> Option<Expr> {
        let mut current = value;
        let mut waiting = rest.iter().copied().peekable();
        if waiting.peek().is_none() {
            self.wrong_arity(forms::PARTIAL, span, 1);
            return None;
        }
        while let Some((variable, place)) = waiting.next() {
            let variable = self.expect_variable(variable, place)?;
            let order = match waiting.peek() {
                Some(&(number, at)) if self.graph.as_number(number).is_some() => {
                    waiting.next();
                    let order = self.whole_number(number, at, "the order of a derivative")?;
                    let Ok(order) = u32::try_from(order) else {
                        let message = "the order of a derivative is 0 or more";
                        self.report(Diagnostic::error(codes::WHOLE_NUMBER_EXPECTED, at, message));
                        return None;
                    };
                    order
                }
                _ => 1,
            };
            current = self.in_variable(current, (variable, place), order, span)?;
        }
        Some(current)
    }

    /// The variables that a value depends on, in the order in which the input met them.
    fn variables_of(&self, value: Expr) -> Vec<Expr> {
        let reachable = self.graph.reachable(&[value]).into_iter();
        let mut variables: Vec<_> = reachable
            .filter_map(|node| match self.graph.op(node) {
                Op::Variable(id) => Some((id, node)),
                _ => None,
            })
            .collect();
        variables.sort_unstable();
        variables.into_iter().map(|(_, node)| node).collect()
    }

    /// Reports that values can't be taken apart into entries here, if they can't.
    fn is_known(&mut self, values: &[Expr], span: Span) -> Option<()> {
        let Some(Whole::Named(dimension)) = self.graph.kept_whole(values) else {
            return Some(());
        };
        let message = "derivatives in several variables are put together by entries";
        self.report(
            Diagnostic::error(codes::NAMED_DIMENSION, span, message)
                .with_label(format!("the dimension `{dimension}` is a name"))
                .with_help("differentiate in one variable, or declare dimensions as numbers"),
        );
        None
    }

    fn scalar_value(&mut self, value: Expr, span: Span, form: &str) -> Option<Expr> {
        let shape = self.graph.shape(value);
        if shape.is_scalar() {
            return Some(value);
        }
        let message = format!("{} is of a scalar", quote(form));
        self.report(
            Diagnostic::error(codes::RESULT_NOT_SCALAR, span, message)
                .with_label(format!("this is a {}", described(shape)))
                .with_help("`jacobian(u, x)` has all derivatives of it, and `--of vjp` a product with weights: `grad(dot(w, u), x)`"),
        );
        None
    }

    /// The derivatives in all entries of several variables, in one vector.
    fn stacked_gradient(&mut self, value: Expr, variables: &[Expr], span: Span) -> Option<Expr> {
        self.refuse_letters(value, span)?;
        self.differentiated.push(value);
        let result = self.differentiate.gradient(self.graph, value, variables);
        let gradient = self.refused(result, span)?;
        if let [only] = gradient[..] {
            return Some(only);
        }
        self.is_known(&gradient, span)?;
        let entries = self.graph.scalarize(&gradient).concat();
        Some(match entries[..] {
            [only] => only,
            _ => {
                let shape = Shape::vector(entries.len() as u32);
                self.graph.stack(&entries, shape)
            }
        })
    }
}
