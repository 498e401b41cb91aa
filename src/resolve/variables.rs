//! The free variables of an input, in the order of first appearance in its text.

use super::{Meaning, Scope};
use crate::graph::{Constant, Expr, Op, Shape};
use crate::syntax::{Extent, StatementKind, Tree};
use hashbrown::HashMap;
use indexmap::IndexMap;
use std::ops::Range;

/// Variables of the results and of the definitions that they need, directly or not. What is typed
/// counts, not what is left after simplification: `0*y + x` is a function of y too. With them, for each
/// statement, whether a result needs it. Where there is no result, the definition `by_default` is one; of a function
/// its parameters come first.
pub(super) fn in_order(
    tree: &Tree,
    scope: &Scope<'_>,
    by_default: Option<usize>,
) -> (IndexMap<String, Shape>, Vec<bool>) {
    let bodies = &scope.bodies;
    let mut wanted = Vec::new();
    for (index, statement) in tree.statements.iter().enumerate() {
        if let StatementKind::Result(_) = &statement.kind {
            wanted.push(index);
        }
    }
    wanted.extend(by_default);
    let mut used = vec![false; tree.statements.len()];
    while let Some(index) = wanted.pop() {
        if std::mem::replace(&mut used[index], true) {
            continue;
        }
        let dimensions = match &tree.statements[index].kind {
            StatementKind::Declaration { dimensions, .. } => &dimensions[..],
            _ => &[],
        };
        for (extent, _) in dimensions {
            if let Extent::Named(name) = extent
                && let Some(&(definition, _)) = scope.places.get(name.as_str())
            {
                wanted.push(definition);
            }
        }
        for node in &tree.nodes[bodies[index].clone()] {
            for (name, _) in node.mentions() {
                if let Some(&(definition, _)) = scope.places.get(name)
                    && definition < index
                    && !used[definition]
                {
                    wanted.push(definition);
                }
            }
        }
    }
    let mut variables = IndexMap::new();
    if let Some(index) = by_default
        && let StatementKind::Function { parameters, .. } = &tree.statements[index].kind
    {
        variables.extend(
            parameters
                .iter()
                .map(|(name, _)| (name.clone(), Shape::Scalar)),
        );
    }
    let mut taken = vec![false; scope.met.len()];
    for &(statement, place) in &scope.mentioned {
        if !used[statement as usize] || std::mem::replace(&mut taken[place as usize], true) {
            continue;
        }
        if let Some((name, _)) = scope.met.get_index(place as usize) {
            let declared = scope.declared.get(name).map(|(shape, _)| *shape);
            variables
                .entry(name.clone())
                .or_insert_with(|| declared.unwrap_or(Shape::Scalar));
        }
    }
    (variables, used)
}

impl Scope<'_> {
    /// A function of the input with variables named like its parameters for arguments. None where such a name has
    /// another meaning in the function, or a declared shape.
    pub(super) fn applied_to_variables(&mut self, function: &str) -> Option<Expr> {
        let Some(Meaning::Function {
            parameters,
            names,
            body,
            ..
        }) = self.meanings.get(function).cloned()
        else {
            return None;
        };
        let is_parameter = |name: &str| names.iter().any(|own| own == name);
        let uses_other = self.graph.reachable(&[body]).into_iter().any(|node| {
            matches!(self.graph.op(node), Op::Variable(id) if is_parameter(self.graph.variable_name(id)))
        });
        let has_shape = |name: &String| {
            let declared = self.declared.get(name);
            declared.is_some_and(|(shape, _)| !shape.is_scalar())
        };
        if uses_other || names.iter().any(has_shape) {
            return None;
        }
        let mut values = HashMap::new();
        for (parameter, name) in parameters.iter().zip(&names) {
            values.insert(*parameter, self.graph.variable(name, Shape::Scalar));
        }
        Some(self.graph.substitute(&[body], &values)[0])
    }
}

pub(super) fn is_constant(name: &str) -> bool {
    Constant::named(name).is_some()
}

/// The nodes of each statement's expression.
pub(super) fn bodies(tree: &Tree) -> Vec<Range<usize>> {
    let mut start = 0;
    tree.statements
        .iter()
        .map(|statement| match &statement.kind {
            StatementKind::Result(body)
            | StatementKind::Definition { body, .. }
            | StatementKind::Function { body, .. } => {
                let end = body.0 as usize + 1;
                std::mem::replace(&mut start, end)..end
            }
            StatementKind::Declaration { .. } => start..start,
        })
        .collect()
}
