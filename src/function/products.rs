//! Products of Jacobian and Hessian with vectors, none of which is formed: in matrix form wherever the graph is.

use super::Part;
use super::work::Work;
use crate::calculus;
use crate::codes;
use crate::error::Error;
use crate::graph::{Expr, Shape};

impl Work<'_> {
    /// The variables that change, each with its tangent: those given, or new inputs.
    fn along(&mut self) -> Result<Vec<(Expr, Expr)>, Error> {
        if let Some(along) = &self.along {
            return Ok(along.clone());
        }
        let along = match &self.request.along {
            None => {
                let named: Vec<(String, Shape)> = self
                    .wrt
                    .iter()
                    .map(|(name, node)| (name.clone(), self.graph.shape(*node)))
                    .collect();
                let tangents = self.new_inputs("v", &named);
                self.wrt.iter().map(|own| own.1).zip(tangents).collect()
            }
            Some(values) => {
                let known: Vec<(String, Shape)> = self.variables();
                let unknown = (codes::UNKNOWN_DIRECTION, "a variable of the formula");
                let tangents = self.values_for(values, &known, unknown)?;
                let mut along = Vec::new();
                for ((name, shape), tangent) in known.iter().zip(tangents) {
                    if let Some(tangent) = tangent {
                        along.push((self.graph.variable(name, *shape), tangent));
                    }
                }
                along
            }
        };
        self.along = Some(along.clone());
        Ok(along)
    }

    /// The variables of the function itself.
    pub(super) fn variables(&self) -> Vec<(String, Shape)> {
        let variables = self.function.variables();
        variables
            .map(|(name, shape)| (name.to_owned(), shape))
            .collect()
    }

    pub(super) fn jvp(&mut self, values: &[Expr], part: &mut Part) -> Result<(), Error> {
        let along = self.along()?;
        let bent = self.bend(values);
        let changes = calculus::directional(&mut self.graph, &bent.roots, &along);
        part.formulas = self.straighten(&bent, &changes.map_err(super::work::refused)?);
        part.labels = self.results.iter().map(|label| label.along()).collect();
        part.axes = self.axes_of(values);
        Ok(())
    }

    pub(super) fn vjp(&mut self, values: &[Expr], part: &mut Part) -> Result<(), Error> {
        let named: Vec<(String, Shape)> = self
            .results
            .iter()
            .zip(values)
            .enumerate()
            .map(|(place, (label, &value))| {
                let name = label
                    .as_name()
                    .filter(|name| crate::syntax::is_identifier(name));
                let name = name.map_or_else(|| (place + 1).to_string(), str::to_owned);
                (name, self.graph.shape(value))
            })
            .collect();
        let bent = self.bend(values);
        let outputs: Vec<(Expr, Expr)> = match &self.request.cotangent {
            None => {
                let cotangents = self.new_inputs("w", &named);
                bent.roots.iter().copied().zip(cotangents).collect()
            }
            Some(given) => {
                let unknown = (codes::UNKNOWN_COTANGENT, "a result of the formula");
                let cotangents = self.values_for(given, &named, unknown)?;
                let pairs = bent.roots.iter().copied().zip(cotangents);
                pairs
                    .filter_map(|(value, cotangent)| Some((value, cotangent?)))
                    .collect()
            }
        };
        let wrt: Vec<Expr> = self.wrt.iter().map(|own| own.1).collect();
        let gradients = calculus::weighted(&mut self.graph, &outputs, &wrt);
        part.formulas = self.straighten(&bent, &gradients.map_err(super::work::refused)?);
        let label = super::Label::weighted(&self.results);
        let names = self.wrt.iter().map(|own| own.0.as_str());
        part.labels = names.map(|name| label.differentiated([name])).collect();
        part.axes = vec![self.columns()];
        Ok(())
    }

    pub(super) fn hvp(&mut self, values: &[Expr], part: &mut Part) -> Result<(), Error> {
        let value = self.only(
            values,
            "Hessian-vector product",
            "ask for the Jacobian-vector product of the gradient",
        )?;
        let along = self.along()?;
        let gradient = self.gradient(value)?;
        let bent = self.bend(&gradient);
        let changes = calculus::directional(&mut self.graph, &bent.roots, &along);
        part.formulas = self.straighten(&bent, &changes.map_err(super::work::refused)?);
        let label = self.results[0].along();
        let names = self.wrt.iter().map(|own| own.0.as_str());
        part.labels = names.map(|name| label.differentiated([name])).collect();
        part.axes = vec![self.columns()];
        Ok(())
    }
}
