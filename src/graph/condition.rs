//! Conditions and the choice between two values.

use super::{Expr, Graph, Op};

impl Graph {
    /// The condition `left < right`.
    pub fn less(&mut self, left: Expr, right: Expr) -> Expr {
        self.comparison(Op::Less, left, right)
    }

    /// The condition `left <= right`.
    pub fn less_equal(&mut self, left: Expr, right: Expr) -> Expr {
        self.comparison(Op::LessEqual, left, right)
    }

    /// The condition `left == right`.
    pub fn equal(&mut self, left: Expr, right: Expr) -> Expr {
        // The order of the operands is that of their structure, not of history.
        if self.structural_hash(right) < self.structural_hash(left) {
            return self.comparison(Op::Equal, right, left);
        }
        self.comparison(Op::Equal, left, right)
    }

    fn comparison(&mut self, op: Op, left: Expr, right: Expr) -> Expr {
        let plain = self.without_fills(&[left, right]);
        let (left, right) = (plain[0], plain[1]);
        if let (Some(a), Some(b)) = (self.as_number(left), self.as_number(right)) {
            let met = match op {
                Op::Less => a < b,
                Op::LessEqual => a <= b,
                _ => a == b,
            };
            return self.truth(met);
        }
        self.intern(op, &[left, right])
    }

    /// A condition that is always or never met.
    pub fn truth(&mut self, met: bool) -> Expr {
        self.intern(Op::Truth(met), &[])
    }

    /// Both of two conditions.
    pub fn and(&mut self, left: Expr, right: Expr) -> Expr {
        match (self.op(left), self.op(right)) {
            (Op::Truth(true), _) => right,
            (_, Op::Truth(true)) => left,
            _ if left == right => left,
            _ => self.intern(Op::And, &[left, right]),
        }
    }

    /// Either of two conditions.
    pub fn or(&mut self, left: Expr, right: Expr) -> Expr {
        match (self.op(left), self.op(right)) {
            (Op::Truth(false), _) => right,
            (_, Op::Truth(false)) => left,
            _ if left == right => left,
            _ => self.intern(Op::Or, &[left, right]),
        }
    }

    /// The opposite of a condition.
    pub fn not(&mut self, condition: Expr) -> Expr {
        match self.op(condition) {
            Op::Truth(met) => self.truth(!met),
            Op::Not => self.operands(condition)[0],
            _ => self.intern(Op::Not, &[condition]),
        }
    }

    /// `if(condition, met, otherwise)`.
    pub fn select(&mut self, condition: Expr, met: Expr, otherwise: Expr) -> Expr {
        let shape = self
            .shape(met)
            .join(self.shape(otherwise))
            .and_then(|shape| shape.join(self.shape(condition)))
            .expect("shapes of condition and branches fit");
        let plain = self.without_fills(&[met, otherwise]);
        let (met, otherwise) = (plain[0], plain[1]);
        let chosen = match self.op(condition) {
            Op::Truth(true) => met,
            Op::Truth(false) => otherwise,
            _ if met == otherwise && self.facts(condition).total => met,
            _ => self.intern(Op::Select, &[condition, met, otherwise]),
        };
        self.fill(chosen, shape)
    }
}
