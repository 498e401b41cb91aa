//! One expression of a tree, evaluated into the graph in a single loop over its nodes.

use super::chain::{Link, Role, link, roles};
use super::fold::{Folds, Next};
use super::report::{SUM, ScalarPlace};
use super::{Meaning, Scope};
use crate::graph::{Constant, Dimension, Expr, Shape};
use crate::syntax::{Binary, Kind, NodeId, Tree, Unary};
use crate::text::Span;
use hashbrown::HashMap;
use std::ops::Range;

/// The values of the nodes of one expression. None: not evaluated, or wrong and reported.
pub(super) struct Values {
    start: usize,
    list: Vec<Option<Expr>>,
}

impl Values {
    pub(super) fn of(&self, id: NodeId) -> Option<Expr> {
        self.list[id.0 as usize - self.start]
    }

    pub(super) fn set(&mut self, id: NodeId, value: Option<Expr>) {
        self.list[id.0 as usize - self.start] = value;
    }
}

impl Scope<'_> {
    /// Evaluates the expression whose nodes are `range`; the last one is its root.
    pub(super) fn evaluate(&mut self, tree: &Tree, range: Range<usize>) -> Option<Expr> {
        let mut roles = roles(tree, range.clone());
        for node in &tree.nodes[range.clone()] {
            if let Some(quoted) = self.quoted_function(tree, &node.kind) {
                roles[quoted.0 as usize - range.start] = Role::Quoted;
            }
        }
        let mut folds = Folds::of(tree, range.clone());
        let mut values = Values {
            start: range.start,
            list: vec![None; range.len()],
        };
        let mut index = range.start;
        while index < range.end {
            let mut next = Next::Behind(index);
            if let Some(fold) = folds.beginning(index) {
                next = self.begin_fold(tree, fold, &mut folds, &mut values);
            } else if roles[index - range.start] == Role::Whole {
                let id = NodeId(index as u32);
                let value = match link(&tree.nodes[index].kind) {
                    Link::Sum | Link::Sign => self.evaluate_sum(tree, id, &roles, &values),
                    Link::Product => self.evaluate_product(tree, id, &roles, &values),
                    Link::None => self.evaluate_node(tree, id, &values),
                };
                values.set(id, value);
                if self.graph.len() > self.limits.nodes {
                    self.too_large(tree.nodes[index].span);
                    self.bound.clear();
                    return None;
                }
            }
            index = loop {
                match next {
                    Next::Node(node) => break node,
                    Next::Behind(node) => {
                        next = self.after_node(tree, node, &mut folds, &mut values);
                    }
                }
            };
        }
        *values.list.last()?
    }

    fn evaluate_sum(
        &mut self,
        tree: &Tree,
        root: NodeId,
        roles: &[Role],
        values: &Values,
    ) -> Option<Expr> {
        let mut terms = Vec::new();
        let mut wrong = false;
        // A stack of links, the leftmost operand on top, so that terms come out as typed.
        let mut open = vec![(root, false)];
        while let Some((id, negative)) = open.pop() {
            let node = &tree.nodes[id.0 as usize];
            let inner = id == root || roles[id.0 as usize - values.start] == Role::InSum;
            match &node.kind {
                Kind::Binary {
                    operator,
                    left,
                    right,
                    ..
                } if inner => {
                    open.push((*right, negative ^ (*operator == Binary::Subtract)));
                    open.push((*left, negative));
                }
                Kind::Unary(sign, operand) if inner => {
                    open.push((*operand, negative ^ (*sign == Unary::Negate)));
                }
                _ => {
                    let value = values
                        .of(id)
                        .and_then(|expr| self.expect_value(expr, node.span));
                    let Some(expr) = value else {
                        wrong = true;
                        continue;
                    };
                    let signed = match negative {
                        true => self.graph.negate(expr),
                        false => expr,
                    };
                    terms.push((signed, node.span));
                }
            }
        }
        self.meet(SUM, &mut terms)?;
        let terms: Vec<Expr> = terms.into_iter().map(|(term, _)| term).collect();
        (!wrong).then(|| self.graph.sum(&terms))
    }

    fn evaluate_product(
        &mut self,
        tree: &Tree,
        root: NodeId,
        roles: &[Role],
        values: &Values,
    ) -> Option<Expr> {
        let mut factors = Vec::new();
        let mut links = Vec::new();
        let mut wrong = false;
        let mut scalar = true;
        let mut open = vec![(root, false)];
        let mut negative = false;
        while let Some((id, inverted)) = open.pop() {
            let node = &tree.nodes[id.0 as usize];
            let inner = id == root || roles[id.0 as usize - values.start] == Role::InProduct;
            match &node.kind {
                Kind::Binary {
                    operator,
                    left,
                    right,
                    ..
                } if inner => {
                    links.push(id);
                    let divides = matches!(operator, Binary::Divide | Binary::DivideElementwise);
                    open.push((*right, inverted ^ divides));
                    open.push((*left, inverted));
                }
                Kind::Unary(sign, operand) if inner => {
                    links.push(id);
                    negative ^= *sign == Unary::Negate;
                    open.push((*operand, inverted));
                }
                _ => {
                    let value = values
                        .of(id)
                        .and_then(|expr| self.expect_value(expr, node.span));
                    let Some(expr) = value else {
                        wrong = true;
                        continue;
                    };
                    scalar &= self.graph.shape(expr).is_scalar();
                    factors.push((id, expr, inverted));
                }
            }
        }
        if wrong {
            return None;
        }
        if !scalar {
            links.sort_unstable();
            return self.evaluate_links(tree, &links, &factors);
        }
        let mut list = Vec::with_capacity(factors.len() + 1);
        for (_, expr, inverted) in factors {
            list.push(if inverted {
                self.graph.reciprocal(expr)
            } else {
                expr
            });
        }
        if negative {
            list.push(self.graph.integer(-1));
        }
        Some(self.graph.product(&list))
    }

    /// A product chain with vectors or matrices, link by link in the order typed.
    fn evaluate_links(
        &mut self,
        tree: &Tree,
        links: &[NodeId],
        leaves: &[(NodeId, Expr, bool)],
    ) -> Option<Expr> {
        let mut known: HashMap<NodeId, Expr> =
            leaves.iter().map(|(id, expr, _)| (*id, *expr)).collect();
        let mut last = None;
        for &id in links {
            let expr = match &tree.nodes[id.0 as usize].kind {
                Kind::Unary(Unary::Negate, operand) => self.graph.negate(known[operand]),
                Kind::Unary(_, operand) => known[operand],
                Kind::Binary {
                    operator,
                    left,
                    right,
                    ..
                } => {
                    let spans = (span(tree, *left), span(tree, *right));
                    self.multiply(*operator, (known[left], spans.0), (known[right], spans.1))?
                }
                _ => return None,
            };
            known.insert(id, expr);
            last = Some(expr);
        }
        last
    }

    fn multiply(
        &mut self,
        operator: Binary,
        left: (Expr, Span),
        right: (Expr, Span),
    ) -> Option<Expr> {
        let divisor = self.graph.shape(right.0);
        match operator {
            Binary::Multiply => return self.matrix_product(left, right),
            Binary::Divide if !divisor.is_scalar() => {
                self.divisor_not_scalar(divisor, right.1);
                return None;
            }
            _ => {}
        }
        let message = match operator {
            Binary::DivideElementwise => "a quotient entry by entry needs equal shapes",
            _ => "a product entry by entry needs equal shapes",
        };
        let mut both = [left, right];
        self.meet(message, &mut both)?;
        let [left, right] = both.map(|(expr, _)| expr);
        Some(match operator {
            Binary::Divide | Binary::DivideElementwise => self.graph.divide(left, right),
            _ => self.graph.product(&[left, right]),
        })
    }

    fn evaluate_node(&mut self, tree: &Tree, id: NodeId, values: &Values) -> Option<Expr> {
        let node = &tree.nodes[id.0 as usize];
        match &node.kind {
            Kind::Number(number) => Some(self.graph.number(number.clone().into())),
            Kind::Name(name) => self.name(name, node.span),
            Kind::Base(_) | Kind::Fold(_) | Kind::Indexed(_) | Kind::Slice { .. } => None,
            Kind::Block { entries, rows } => self.block(tree, node.span, entries, rows, values),
            Kind::Named { value, .. } => values.of(*value),
            Kind::Entry { base, indices } => self.entry(tree, id, *base, indices, values),
            Kind::Derivative(own) => self.differential(tree, own, node.span, values),
            Kind::Derived {
                name,
                name_span,
                order,
                arguments,
            } => {
                let list = self.arguments(tree, name, *name_span, arguments, values)?;
                self.derived_call(name, *name_span, node.span, *order, &list)
            }
            Kind::Call { .. } => self.evaluate_call(tree, id, values),
            Kind::Unary(Unary::Transpose, operand) => {
                let expr = self.expect_value(values.of(*operand)?, span(tree, *operand))?;
                Some(self.graph.transpose(expr))
            }
            Kind::Unary(Unary::Not, operand) => {
                let expr = self.expect_condition(values.of(*operand)?, span(tree, *operand))?;
                Some(self.graph.not(expr))
            }
            Kind::Unary(..) => None,
            Kind::Binary {
                operator,
                left,
                right,
                ..
            } => {
                let left = (values.of(*left)?, span(tree, *left));
                let right = (values.of(*right)?, span(tree, *right));
                self.binary(*operator, left, right)
            }
        }
    }

    fn binary(
        &mut self,
        operator: Binary,
        left: (Expr, Span),
        right: (Expr, Span),
    ) -> Option<Expr> {
        if matches!(operator, Binary::And | Binary::Or) {
            let a = self.expect_condition(left.0, left.1);
            let b = self.expect_condition(right.0, right.1);
            let mut operands = [(a?, left.1), (b?, right.1)];
            self.meet(
                "two conditions entry by entry need equal shapes",
                &mut operands,
            )?;
            let [a, b] = operands.map(|(expr, _)| expr);
            let both = operator == Binary::And;
            return Some(if both {
                self.graph.and(a, b)
            } else {
                self.graph.or(a, b)
            });
        }
        if operator == Binary::PowerElementwise {
            return self.power_of_entries(left, right);
        }
        if operator == Binary::Power {
            self.check_power_of_matrix(left, right)?;
            let a = self.expect_scalar(ScalarPlace::Power, left.0, left.1);
            let b = self.expect_scalar(ScalarPlace::Exponent, right.0, right.1);
            let (a, b) = (a?, b?);
            return Some(self.graph.power(a, b));
        }
        let a = self.expect_value(left.0, left.1);
        let b = self.expect_value(right.0, right.1);
        let mut both = [(a?, left.1), (b?, right.1)];
        self.meet("a comparison entry by entry needs equal shapes", &mut both)?;
        let [a, b] = both.map(|(expr, _)| expr);
        Some(match operator {
            Binary::Less => self.graph.less(a, b),
            Binary::LessEqual => self.graph.less_equal(a, b),
            Binary::Greater => self.graph.less(b, a),
            Binary::GreaterEqual => self.graph.less_equal(b, a),
            Binary::Equal => self.graph.equal(a, b),
            Binary::NotEqual => {
                let equal = self.graph.equal(a, b);
                self.graph.not(equal)
            }
            _ => return None,
        })
    }

    /// `base .^ exponent`
    fn power_of_entries(&mut self, base: (Expr, Span), exponent: (Expr, Span)) -> Option<Expr> {
        let a = self.expect_value(base.0, base.1);
        let b = self.expect_value(exponent.0, exponent.1);
        let mut both = [(a?, base.1), (b?, exponent.1)];
        let shape = self.meet("a power entry by entry needs equal shapes", &mut both)?;
        let [a, b] = both.map(|(expr, _)| expr);
        let power = self.graph.power(a, b);
        // The power 0 of anything that is defined is 1.
        Some(match self.graph.shape(power).is_scalar() {
            true => self.graph.fill(power, shape),
            false => power,
        })
    }

    pub(super) fn name(&mut self, name: &str, span: Span) -> Option<Expr> {
        if let Some((_, number)) = self.bound.iter().rev().find(|(own, _)| own == name) {
            return Some(*number);
        }
        if let Some(&expr) = self.parameters.get(name) {
            return Some(expr);
        }
        match self.meanings.get(name) {
            Some(Meaning::Value(expr, _)) => return Some(*expr),
            Some(Meaning::Function { span: defined, .. }) => {
                let defined = *defined;
                self.function_as_value(name, span, defined);
                return None;
            }
            Some(Meaning::Wrong(_)) => return None,
            None => {}
        }
        if self.declared.contains_key(name) {
            return Some(self.variable(name, span));
        }
        if self.dimensions.contains(name) {
            return Some(self.graph.extent(Dimension::named(name)));
        }
        if self.is_defined_later(name, span) {
            return None;
        }
        Some(match Constant::named(name) {
            Some(constant) => self.graph.constant(constant),
            None => {
                // At its first place only.
                if self.graph.find_variable(name).is_none() {
                    self.remark_on_variable(name, span);
                }
                self.variable(name, span)
            }
        })
    }

    /// A variable that the text mentions here.
    pub(super) fn variable(&mut self, name: &str, span: Span) -> Expr {
        let statement = self.statement;
        let place = match self.met.get_full_mut(name) {
            Some((place, _, (_, last))) => (*last != statement).then(|| {
                *last = statement;
                place
            }),
            None => Some(self.met.insert_full(name.to_owned(), (span, statement)).0),
        };
        if let Some(place) = place {
            self.mentioned.push((statement as u32, place as u32));
        }
        let declared = self.declared.get(name).map(|(shape, _)| *shape);
        self.graph.variable(name, declared.unwrap_or(Shape::Scalar))
    }
}

pub(super) fn span(tree: &Tree, id: NodeId) -> Span {
    tree.nodes[id.0 as usize].span
}
