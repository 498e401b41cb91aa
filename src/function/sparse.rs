//! Jacobian and Hessian with their zeros left out.

use super::joints::Bent;
use super::work::{Work, refused, too_many};
use super::{Part, Pattern};
use crate::calculus::{self, Nonzeros};
use crate::error::Error;
use crate::graph::Expr;

impl Work<'_> {
    pub(super) fn sparse_jacobian(
        &mut self,
        values: &[Expr],
        part: &mut Part,
    ) -> Result<(), Error> {
        let leaves = self.leaves();
        let nodes: Vec<Expr> = leaves.iter().map(|leaf| leaf.1).collect();
        let entries = self.scalarize(values)?;
        let outputs = entries.concat();
        let request = self.request;
        let mut goes_on = |count: usize| count <= request.limits.entries && request.check().is_ok();
        let bent = self.bend(&outputs);
        let found = calculus::sparse_jacobian(&mut self.graph, &bent.roots, &nodes, &mut goes_on);
        let mut found = self.found(found.map_err(refused)?, "sparse Jacobian")?;
        self.straighten_entries(&bent, &mut found);
        let rows = self.row_labels(&entries);
        for &(row, column, entry) in &found {
            let variable = leaves[column as usize].0.as_str();
            part.labels
                .push(rows[row as usize].differentiated([variable]));
            part.formulas.push(entry);
        }
        self.finish(part, found, (outputs.len(), nodes.len()));
        Ok(())
    }

    pub(super) fn sparse_hessian(&mut self, values: &[Expr], part: &mut Part) -> Result<(), Error> {
        let value = self.only(values, "sparse Hessian", "ask for partial derivatives")?;
        let leaves = self.leaves();
        let nodes: Vec<Expr> = leaves.iter().map(|leaf| leaf.1).collect();
        // Entry by entry from the start: the adjoint of an entry would be a whole vector.
        let output = self.scalarize(&[value])?.concat()[0];
        let bent = self.bend(&[output]);
        let gradient = calculus::gradient(&mut self.graph, bent.roots[0], &nodes);
        let gradient = self.straighten(&bent, &gradient.map_err(refused)?);
        let gradient = self.simplify(&gradient);
        let bent = self.bend(&gradient);
        let request = self.request;
        let mut goes_on = |count: usize| count <= request.limits.entries && request.check().is_ok();
        let found = calculus::sparse_hessian(&mut self.graph, &bent.roots, &nodes, &mut goes_on);
        let mut found = self.found(found.map_err(refused)?, "sparse Hessian")?;
        self.straighten_entries(&bent, &mut found);
        let result = self.results[0].clone();
        for &(row, column, entry) in &found {
            let variables = [row, column].map(|place| leaves[place as usize].0.as_str());
            part.labels.push(result.differentiated(variables));
            part.formulas.push(entry);
        }
        self.finish(part, found, (nodes.len(), nodes.len()));
        Ok(())
    }

    fn straighten_entries(&mut self, bent: &Bent, found: &mut Nonzeros) {
        let entries: Vec<Expr> = found.iter().map(|own| own.2).collect();
        for (own, entry) in found.iter_mut().zip(self.straighten(bent, &entries)) {
            own.2 = entry;
        }
    }

    fn found(&self, found: Option<Nonzeros>, what: &str) -> Result<Nonzeros, Error> {
        self.request.check()?;
        let limits = &self.request.limits;
        let found = found.filter(|found| found.len() <= limits.entries);
        found.ok_or_else(|| {
            let message = format!("the {what} has too many entries that are not 0");
            too_many(&message, limits)
        })
    }

    fn finish(&self, part: &mut Part, found: Nonzeros, (rows, columns): (usize, usize)) {
        part.axes = vec![found.len()];
        part.pattern = Some(Pattern {
            rows,
            columns,
            places: found
                .iter()
                .map(|&(row, column, _)| (row, column))
                .collect(),
        });
    }
}
