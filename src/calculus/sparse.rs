//! Jacobians and Hessians with their zeros left out.
//!
//! A row is swept over the nodes below its output alone, and a column over the nodes above its variable, so the
//! work grows with the nonzeros and with what they are made of, not with rows times columns.

use super::Undifferentiable;
use super::{forward, reverse};
use crate::graph::{Expr, Graph, NodeMap};
use hashbrown::{HashMap, HashSet};

/// Row, column and value of each entry that is not 0, row by row.
pub type Nonzeros = Vec<(u32, u32, Expr)>;

/// Asked for each row or column with the number of entries so far: whether to go on.
pub type GoesOn<'a> = &'a mut dyn FnMut(usize) -> bool;

/// The Jacobian of scalar `outputs` in `wrt`, which are scalar variables or entries. None: `goes_on` said no.
///
/// # Errors
///
/// Where a function has no derivative in an argument that depends on `wrt`.
pub fn sparse_jacobian(
    graph: &mut Graph,
    outputs: &[Expr],
    wrt: &[Expr],
    goes_on: GoesOn<'_>,
) -> Result<Option<Nonzeros>, Undifferentiable> {
    let order = reverse::dependent_nodes(graph, outputs, wrt);
    let below = Below::of(graph, &order, wrt);
    let above = Above::of(graph, &order);
    let Some(by_rows) = rows_are_cheaper(graph, (outputs, &below), (wrt, &above), goes_on) else {
        return Ok(None);
    };
    let mut found = Nonzeros::new();
    if by_rows {
        for (row, &output) in outputs.iter().enumerate() {
            if !goes_on(found.len()) {
                return Ok(None);
            }
            below.row(graph, (row, output), 0, &mut found)?;
        }
    } else {
        let one = graph.integer(1);
        let mut places: HashMap<Expr, Vec<u32>> = HashMap::new();
        for (row, &output) in outputs.iter().enumerate() {
            places.entry(output).or_default().push(row as u32);
        }
        for (column, &variable) in wrt.iter().enumerate() {
            if !goes_on(found.len()) {
                return Ok(None);
            }
            let nodes = above.nodes(variable);
            let met: Vec<Expr> = nodes
                .iter()
                .copied()
                .filter(|node| places.contains_key(node))
                .collect();
            let tangents = forward::tangents_in(graph, &nodes, &met, &[(variable, one)])?;
            for (output, tangent) in met.iter().zip(tangents) {
                let tangent = tangent.filter(|&tangent| !graph.is_zero(tangent));
                let rows = tangent.map(|tangent| (tangent, &places[output]));
                if let Some((tangent, rows)) = rows {
                    found.extend(rows.iter().map(|&row| (row, column as u32, tangent)));
                }
            }
        }
        found.sort_unstable_by_key(|&(row, column, _)| (row, column));
    }
    Ok(Some(found))
}

/// Whether rows meet fewer nodes than columns; they are counted until one side has lost. None: `goes_on` said no.
fn rows_are_cheaper(
    graph: &Graph,
    (outputs, below): (&[Expr], &Below),
    (wrt, above): (&[Expr], &Above),
    goes_on: GoesOn<'_>,
) -> Option<bool> {
    let (mut rows, mut columns) = (0, 0);
    let (mut row, mut column) = (0, 0);
    let mut entries = 0;
    loop {
        if row == outputs.len() && rows <= columns {
            return Some(true);
        }
        if column == wrt.len() && columns <= rows {
            return Some(false);
        }
        if column == wrt.len() || (row < outputs.len() && rows <= columns) {
            let nodes = below.nodes(graph, outputs[row], 0);
            let is_variable = |node: &&Expr| below.columns.contains_key(*node);
            entries += nodes.iter().filter(is_variable).count();
            rows += nodes.len();
            row += 1;
        } else {
            columns += above.nodes(wrt[column]).len();
            column += 1;
        }
        if !goes_on(entries) {
            return None;
        }
    }
}

/// The Hessian of a function with this scalar `gradient` in `wrt`: both halves, of which one is derived.
///
/// # Errors
///
/// As [`sparse_jacobian`].
pub fn sparse_hessian(
    graph: &mut Graph,
    gradient: &[Expr],
    wrt: &[Expr],
    goes_on: GoesOn<'_>,
) -> Result<Option<Nonzeros>, Undifferentiable> {
    let order = reverse::dependent_nodes(graph, gradient, wrt);
    let below = Below::of(graph, &order, wrt);
    let mut upper = Nonzeros::new();
    for (row, &output) in gradient.iter().enumerate() {
        if !goes_on(2 * upper.len()) {
            return Ok(None);
        }
        below.row(graph, (row, output), row as u32, &mut upper)?;
    }
    let mirrored: Nonzeros = upper
        .iter()
        .filter(|(row, column, _)| row != column)
        .map(|&(row, column, entry)| (column, row, entry))
        .collect();
    upper.extend(mirrored);
    upper.sort_unstable_by_key(|&(row, column, _)| (row, column));
    Ok(Some(upper))
}

/// What outputs depend on.
struct Below {
    /// Of each node that depends on a variable, the last column that it depends on.
    last: NodeMap<u32>,
    columns: HashMap<Expr, u32>,
}

impl Below {
    fn of(graph: &Graph, order: &[Expr], wrt: &[Expr]) -> Self {
        let columns: HashMap<Expr, u32> = wrt.iter().copied().zip(0..).collect();
        let mut last = NodeMap::for_nodes(order);
        for &node in order {
            let operands = graph.operands(node).iter();
            let of_operands = operands.filter_map(|&operand| last.get(operand).copied());
            let column = of_operands.chain(columns.get(&node).copied()).max();
            if let Some(column) = column {
                last.insert(node, column);
            }
        }
        Below { last, columns }
    }

    /// The nodes below `output` that depend on a column from `first` on, operands first.
    fn nodes(&self, graph: &Graph, output: Expr, first: u32) -> Vec<Expr> {
        let depends = |node: Expr| self.last.get(node).is_some_and(|&last| last >= first);
        let mut open = vec![output];
        let mut met: HashSet<Expr> = HashSet::new();
        while let Some(node) = open.pop() {
            if depends(node) && met.insert(node) && !self.columns.contains_key(&node) {
                open.extend(graph.operands(node));
            }
        }
        let mut nodes: Vec<Expr> = met.into_iter().collect();
        nodes.sort_unstable();
        nodes
    }

    /// Appends the entries of a row from the column `first` on.
    fn row(
        &self,
        graph: &mut Graph,
        (row, output): (usize, Expr),
        first: u32,
        found: &mut Nonzeros,
    ) -> Result<(), Undifferentiable> {
        let nodes = self.nodes(graph, output, first);
        let mut variables: Vec<(u32, Expr)> = nodes
            .iter()
            .filter_map(|&node| Some((*self.columns.get(&node)?, node)))
            .filter(|(column, _)| *column >= first)
            .collect();
        variables.sort_unstable();
        let wrt: Vec<Expr> = variables.iter().map(|variable| variable.1).collect();
        let one = graph.integer(1);
        let gradients = reverse::gradients_in(graph, &nodes, &[(output, one)], &wrt)?;
        for (column, variable) in variables {
            let entry = gradients.get(&variable).copied();
            if let Some(entry) = entry.filter(|&entry| !graph.is_zero(entry)) {
                found.push((row as u32, column, entry));
            }
        }
        Ok(())
    }
}

/// What depends on variables: the nodes that each node is an operand of.
struct Above {
    users: HashMap<Expr, Vec<Expr>>,
}

impl Above {
    fn of(graph: &Graph, order: &[Expr]) -> Self {
        let mut users: HashMap<Expr, Vec<Expr>> = HashMap::new();
        for &node in order {
            for &operand in graph.operands(node) {
                users.entry(operand).or_default().push(node);
            }
        }
        Above { users }
    }

    /// The nodes that depend on a variable, itself first.
    fn nodes(&self, variable: Expr) -> Vec<Expr> {
        let mut open = vec![variable];
        let mut met: HashSet<Expr> = HashSet::new();
        while let Some(node) = open.pop() {
            if met.insert(node)
                && let Some(users) = self.users.get(&node)
            {
                open.extend(users);
            }
        }
        let mut nodes: Vec<Expr> = met.into_iter().collect();
        nodes.sort_unstable();
        nodes
    }
}
