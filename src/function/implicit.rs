//! Derivatives of the function y of the others that an equation F = 0 makes, by the implicit function theorem.

use super::work::{GROWTH, Work, refused};
use super::{Label, Part};
use crate::calculus;
use crate::codes;
use crate::error::Error;
use crate::graph::{Expr, Shape};
use crate::simplify::is_proved;
use crate::text::quote;
use crate::trace::LedgerRow;

impl Work<'_> {
    pub(super) fn implicit(
        &mut self,
        values: &[Expr],
        (variable, by): (&str, &[String]),
        part: &mut Part,
    ) -> Result<(), Error> {
        let equation = self.only(values, "implicit derivative", "give one equation")?;
        let y = self.scalar(variable)?;
        if by.iter().any(|name| name == variable) {
            let message = format!("{0} is not differentiated in {0}", quote(variable));
            return Err(Error::new(codes::IMPLICIT_IN_ITSELF, message)
                .with_help("name the variables that it depends on"));
        }
        let slope = calculus::gradient(&mut self.graph, equation, &[y]).map_err(refused)?;
        let slope = self.simplify(&slope)[0];
        if self.graph.is_zero(slope) {
            let message = format!("the equation does not depend on {}", quote(variable));
            return Err(Error::new(codes::NOT_IMPLICIT, message)
                .with_help("name the variable that the others determine"));
        }
        self.assume_nonzero(slope, equation);
        let label = Label::of(variable);
        if by.is_empty() {
            let others: Vec<(String, Expr)> =
                self.wrt.iter().filter(|own| own.1 != y).cloned().collect();
            let nodes: Vec<Expr> = others.iter().map(|own| own.1).collect();
            let partials = calculus::gradient(&mut self.graph, equation, &nodes);
            for (&node, partial) in nodes.iter().zip(partials.map_err(refused)?) {
                let shape = self.graph.shape(node);
                let own = self.along_curve(partial, slope);
                part.formulas.push(self.graph.fill(own, shape));
            }
            let names = others.iter().map(|own| own.0.as_str());
            part.labels = names.map(|name| label.differentiated([name])).collect();
            let entries = nodes.iter().map(|&node| self.graph.shape(node).entries());
            part.axes = vec![entries.sum()];
            return Ok(());
        }
        let most = self
            .request
            .limits
            .derived
            .max(self.graph.len().saturating_mul(GROWTH));
        let mut current: Option<Expr> = None;
        for (order, name) in by.iter().enumerate() {
            self.request.check()?;
            let x = self.scalar(name)?;
            let partial = calculus::gradient(&mut self.graph, equation, &[x]).map_err(refused)?;
            let rate = self.along_curve(partial[0], slope);
            let next = match current {
                None => rate,
                Some(own) => {
                    // y changes with x.
                    let one = self.graph.integer(1);
                    let changes = [(x, one), (y, rate)];
                    calculus::directional(&mut self.graph, &[own], &changes).map_err(refused)?[0]
                }
            };
            current = Some(self.simplify(&[next])[0]);
            if self.graph.len() > most {
                let message = format!("the derivative of order {} has grown too large", order + 1);
                return Err(Error::new(codes::DERIVATIVE_TOO_LARGE, message));
            }
        }
        part.formulas.extend(current);
        part.labels = vec![label.differentiated(by.iter().map(String::as_str))];
        Ok(())
    }

    /// `-partial/slope`
    fn along_curve(&mut self, partial: Expr, slope: Expr) -> Expr {
        let minus_one = self.graph.integer(-1);
        let inverse = self.graph.reciprocal(slope);
        self.graph.product(&[minus_one, partial, inverse])
    }

    /// A scalar variable of the equation.
    fn scalar(&mut self, name: &str) -> Result<Expr, Error> {
        let variables = self.function.variables();
        let Some((_, shape)) = variables.into_iter().find(|own| own.0 == name) else {
            let message = format!("the equation has no variable {}", quote(name));
            let error = Error::new(codes::NOT_IMPLICIT, message);
            let near = crate::text::nearest(name, self.function.variable_names());
            return Err(match near {
                Some(near) => error.with_help(format!("did you mean {}?", quote(near))),
                None => error.with_help("name the variable that the others determine"),
            });
        };
        if !shape.is_scalar() {
            let message = format!("{} is a {shape}, not a number", quote(name));
            return Err(Error::new(codes::PARTIAL_NOT_SCALAR, message)
                .with_help("implicit derivatives of higher order are of scalars in scalars"));
        }
        Ok(self.graph.variable(name, Shape::Scalar))
    }

    fn assume_nonzero(&mut self, slope: Expr, place: Expr) {
        let (_, slope) = self.graph.split_coefficient(slope);
        let zero = self.graph.integer(0);
        let below = self.graph.less(slope, zero);
        let above = self.graph.less(zero, slope);
        let condition = self.graph.or(below, above);
        if !is_proved(&self.graph, condition) {
            self.ledger.push(LedgerRow {
                rule: "implicit function theorem",
                condition,
                place,
            });
        }
    }
}
