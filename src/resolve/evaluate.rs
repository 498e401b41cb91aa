//! One expression of a tree, evaluated into the graph in a single loop over its nodes.

use super::chain::{Link, Role, link, roles};
use super::{Meaning, Scope, forms};
use crate::functions::{self, Arity, Kernel};
use crate::graph::{Constant, Expr, Shape};
use crate::syntax::{Binary, Kind, NodeId, Tree, Unary};
use crate::text::{Diagnostic, Span, nearest};
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
}

impl Scope<'_> {
    /// Evaluates the expression whose nodes are `range`; the last one is its root.
    pub(super) fn evaluate(&mut self, tree: &Tree, range: Range<usize>) -> Option<Expr> {
        let roles = roles(tree, range.clone());
        let mut values = Values {
            start: range.start,
            list: vec![None; range.len()],
        };
        for index in range.clone() {
            if roles[index - range.start] != Role::Whole {
                continue;
            }
            let id = NodeId(index as u32);
            values.list[index - range.start] = match link(&tree.nodes[index].kind) {
                Link::Sum | Link::Sign => self.evaluate_sum(tree, id, &roles, &values),
                Link::Product => self.evaluate_product(tree, id, &roles, &values),
                Link::None => self.evaluate_node(tree, id, &values),
            };
            if self.graph.len() > self.limits.nodes {
                self.too_large(tree.nodes[index].span);
                return None;
            }
        }
        *values.list.last()?
    }

    fn too_large(&mut self, span: Span) {
        let limit = self.limits.nodes;
        self.diagnostics.push(
            Diagnostic::error("limit", span, "the formula grows too large")
                .with_label("here")
                .with_help(format!("more than {limit} nodes; raise the limit `nodes`")),
        );
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
        let mut shape = Some((Shape::Scalar, Span::default()));
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
                    let own = self.graph.shape(expr);
                    shape =
                        shape.and_then(|(shape, span)| self.join((shape, span), (own, node.span)));
                    terms.push(if negative {
                        self.graph.negate(expr)
                    } else {
                        expr
                    });
                }
            }
        }
        shape?;
        (!wrong).then(|| self.graph.sum(&terms))
    }

    /// The shape of an elementwise operation, or an error at the second operand.
    fn join(&mut self, left: (Shape, Span), right: (Shape, Span)) -> Option<(Shape, Span)> {
        if let Some(shape) = left.0.join(right.0) {
            let span = if left.0.is_scalar() { right.1 } else { left.1 };
            return Some((shape, span));
        }
        self.shapes_differ("the shapes differ", left, right);
        None
    }

    fn shapes_differ(&mut self, message: &str, left: (Shape, Span), right: (Shape, Span)) {
        self.diagnostics.push(
            Diagnostic::error("shape", right.1, message)
                .with_label(format!("this is a {}", right.0))
                .with_related(left.1, format!("this is a {}", left.0)),
        );
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
                    open.push((*right, inverted ^ (*operator == Binary::Divide)));
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
        let shapes = (self.graph.shape(left.0), self.graph.shape(right.0));
        let scalar = shapes.0.is_scalar() || shapes.1.is_scalar();
        match operator {
            Binary::Divide if shapes.1.is_scalar() => Some(self.graph.divide(left.0, right.0)),
            Binary::Divide => {
                self.diagnostics.push(
                    Diagnostic::error("shape", right.1, "division needs a scalar divisor")
                        .with_label(format!("this is a {}", shapes.1)),
                );
                None
            }
            Binary::MultiplyElementwise if shapes.0.join(shapes.1).is_none() => {
                let message = "an elementwise product needs equal shapes";
                self.shapes_differ(message, (shapes.0, left.1), (shapes.1, right.1));
                None
            }
            Binary::Multiply if !scalar && shapes.0.product(shapes.1).is_none() => {
                let message = "the columns of the left factor are not the rows of the right one";
                self.shapes_differ(message, (shapes.0, left.1), (shapes.1, right.1));
                if let Some(last) = self.diagnostics.last_mut() {
                    last.help.push(
                        "`.*` multiplies entry by entry, `x'*y` and `dot(x, y)` are the scalar product"
                            .to_owned(),
                    );
                }
                None
            }
            Binary::Multiply => Some(self.graph.matrix_product(left.0, right.0)),
            _ => Some(self.graph.product(&[left.0, right.0])),
        }
    }

    fn evaluate_node(&mut self, tree: &Tree, id: NodeId, values: &Values) -> Option<Expr> {
        let node = &tree.nodes[id.0 as usize];
        match &node.kind {
            Kind::Number(number) => Some(self.graph.number(number.clone())),
            Kind::Name(name) => self.name(name, node.span),
            Kind::Call {
                name,
                name_span,
                arguments,
            } => {
                let mut list = Vec::with_capacity(arguments.len());
                for &argument in arguments {
                    list.push((values.of(argument)?, span(tree, argument)));
                }
                self.call(name, *name_span, node.span, &list)
            }
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
            let (a, b) = (a?, b?);
            let both = operator == Binary::And;
            return Some(if both {
                self.graph.and(a, b)
            } else {
                self.graph.or(a, b)
            });
        }
        let a = self.expect_scalar(left.0, left.1);
        let b = self.expect_scalar(right.0, right.1);
        let (a, b) = (a?, b?);
        Some(match operator {
            Binary::Less => self.graph.less(a, b),
            Binary::LessEqual => self.graph.less_equal(a, b),
            Binary::Greater => self.graph.less(b, a),
            Binary::GreaterEqual => self.graph.less_equal(b, a),
            _ => self.graph.power(a, b),
        })
    }

    pub(super) fn expect_scalar(&mut self, expr: Expr, span: Span) -> Option<Expr> {
        let expr = self.expect_value(expr, span)?;
        let shape = self.graph.shape(expr);
        if shape.is_scalar() {
            return Some(expr);
        }
        self.diagnostics.push(
            Diagnostic::error("shape", span, "a scalar is expected here")
                .with_label(format!("this is a {shape}")),
        );
        None
    }

    fn name(&mut self, name: &str, span: Span) -> Option<Expr> {
        if let Some(&expr) = self.parameters.get(name) {
            return Some(expr);
        }
        match self.meanings.get(name) {
            Some(Meaning::Value(expr, _)) => return Some(*expr),
            Some(Meaning::Function { span: defined, .. }) => {
                let defined = *defined;
                self.diagnostics.push(
                    Diagnostic::error("name", span, format!("`{name}` is a function"))
                        .with_label("used like a variable")
                        .with_related(defined, "defined here")
                        .with_help(format!("call it: `{name}(...)`")),
                );
                return None;
            }
            None => {}
        }
        if let Some((shape, _)) = self.declared.get(name) {
            let shape = *shape;
            return Some(self.graph.variable(name, shape));
        }
        Some(match Constant::named(name) {
            Some(constant) => self.graph.constant(constant),
            None => self.graph.variable(name, Shape::Scalar),
        })
    }

    fn call(
        &mut self,
        name: &str,
        name_span: Span,
        call_span: Span,
        arguments: &[(Expr, Span)],
    ) -> Option<Expr> {
        if forms::is_form(name) {
            return self.form(name, name_span, arguments);
        }
        if let Some(Meaning::Function {
            parameters, body, ..
        }) = self.meanings.get(name).cloned()
        {
            if parameters.len() != arguments.len() {
                self.wrong_arity(
                    name,
                    call_span,
                    &parameters.len().to_string(),
                    arguments.len(),
                );
                return None;
            }
            let mut values = HashMap::new();
            for (parameter, (expr, span)) in parameters.iter().zip(arguments) {
                values.insert(*parameter, self.expect_scalar(*expr, *span)?);
            }
            return Some(self.graph.substitute(&[body], &values)[0]);
        }
        let Some(id) = functions::lookup(name, arguments.len()) else {
            self.unknown_call(name, name_span, call_span, arguments.len());
            return None;
        };
        let mut list = Vec::with_capacity(arguments.len());
        let mut shape = Some((Shape::Scalar, Span::default()));
        for &(expr, span) in arguments {
            let expr = self.expect_value(expr, span)?;
            let own = (self.graph.shape(expr), span);
            shape = shape.and_then(|shape| self.join(shape, own));
            list.push(expr);
        }
        shape?;
        let row = functions::row(id);
        Some(match row.kernel {
            Kernel::Definition(text) => {
                super::rule(&[text], row.parameters).apply(self.graph, 0, &list)
            }
            _ => self.graph.call(id, &list),
        })
    }

    fn unknown_call(&mut self, name: &str, name_span: Span, call_span: Span, count: usize) {
        let arities = functions::arities(name);
        if !arities.is_empty() {
            let expected: Vec<String> = arities
                .iter()
                .map(|arity| match arity {
                    Arity::Exactly(count) => count.to_string(),
                    Arity::AtLeast(count) => format!("at least {count}"),
                })
                .collect();
            let expected = expected.join(" or ");
            self.wrong_arity(name, call_span, &expected, count);
            return;
        }
        let is_value = self.parameters.contains_key(name)
            || self.declared.contains_key(name)
            || matches!(self.meanings.get(name), Some(Meaning::Value(..)));
        let mut known: Vec<&str> = functions::names().chain(forms::names()).collect();
        known.extend(self.meanings.iter().filter_map(|(name, meaning)| {
            matches!(meaning, Meaning::Function { .. }).then_some(name.as_str())
        }));
        let near = nearest(name, known.into_iter());
        let shown: String = name.chars().take(40).collect();
        let mut diagnostic =
            Diagnostic::error("name", name_span, format!("there is no function `{shown}`"))
                .with_label("unknown function");
        if is_value || name.chars().count() == 1 {
            let help = format!("to multiply, write `{shown}*(...)`");
            diagnostic = diagnostic.with_help(help);
        }
        if let Some(near) = near {
            diagnostic = diagnostic.with_help(format!("did you mean `{near}`?"));
        }
        self.diagnostics.push(diagnostic);
    }

    pub(super) fn wrong_arity(&mut self, name: &str, span: Span, expected: &str, count: usize) {
        let plural = if expected == "1" || expected.ends_with("at least 1") {
            ""
        } else {
            "s"
        };
        self.diagnostics.push(
            Diagnostic::error(
                "arity",
                span,
                format!("`{name}` takes {expected} argument{plural}, not {count}"),
            )
            .with_label(format!("{count} given")),
        );
    }
}

fn span(tree: &Tree, id: NodeId) -> Span {
    tree.nodes[id.0 as usize].span
}
