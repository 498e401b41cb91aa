//! How a node reads for people, whatever the notation: signs and fractions out of products, the order
//! of terms and factors, conditions the usual way round.
//!
//! One step at a time: a reading is made of parts, each of which can be read in turn. Must not know any
//! notation. Invariant: reading a part looks at its node, the node's operands and theirs, and at a bounded
//! number of other nodes, so that printing is linear and needs no recursion.

use super::figure::{Figure, figures};
use super::matrix::{Form, of_shape};
use super::reading::{Part, Quotient, Reading, Term};
use super::{Expr, Graph, Number, Op, Shape};
use crate::functions::{self, FunctionId};
use hashbrown::HashMap;
use num_traits::{One, Signed};

/// Products inside products are read as one up to so many factors; the rest stays a factor.
const MOST_FACTORS: usize = 64;

/// Kinds of factors in the order in which people write them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Number,
    Constant,
    Variable,
    Power,
    /// A node that stands as its name.
    Name,
    Call,
    Sum,
}

/// Reads the nodes of a graph, some of which have names.
pub(super) struct Presenter<'a> {
    pub graph: &'a Graph,
    /// Names of nodes that are not written out where they are used.
    pub names: &'a HashMap<Expr, String>,
    /// The terms of sums that stand in an order of their own.
    pub orders: &'a HashMap<Expr, Vec<Expr>>,
    /// Whether two comparisons, one each way, read as one equation or its opposite.
    pub equations: bool,
}

impl<'a> Presenter<'a> {
    /// Whether the node is written out where it is used.
    pub fn is_open(&self, expr: Expr) -> bool {
        !self.names.contains_key(&expr)
    }

    /// Reads a part one step deep.
    pub fn read(&self, part: Part) -> Reading<'a> {
        self.settle(self.read_part(part))
    }

    /// Reads a node one step deep as its own definition, whether it has a name or not.
    pub fn read_definition(&self, expr: Expr) -> Reading<'a> {
        self.settle(self.read_node(expr))
    }

    fn read_part(&self, part: Part) -> Reading<'a> {
        match part {
            Part::Node(expr) => match self.names.get(&expr) {
                Some(name) => Reading::Name(name),
                None => self.read_node(expr),
            },
            Part::Opposite(expr) => self.read_opposite(expr),
            Part::Power(base, exponent) => Reading::Power {
                base: Part::Node(base),
                exponent: Part::Number(exponent),
                entries: !self.graph.shape(base).is_scalar(),
            },
            Part::Number(number) => number_reading(&number),
            Part::Entries(factors) => Reading::Quotient(self.quotient(&factors)),
            Part::Total(expr) => Reading::Form(self.total_form(expr)),
            Part::Form(form) => Reading::Form(match *form {
                Form::Transpose(Part::Node(expr))
                    if self.graph.op(expr) == Op::Inverse && self.is_open(expr) =>
                {
                    let inner = Part::Node(self.graph.operands(expr)[0]);
                    Form::Transpose(Part::Form(Box::new(Form::Call("inv", vec![inner]))))
                }
                form => form,
            }),
            Part::Figure(figure) => Reading::Figure(figure),
        }
    }

    /// Replaces a single factor without sign by its own reading.
    fn settle(&self, mut reading: Reading<'a>) -> Reading<'a> {
        loop {
            match reading {
                Reading::Quotient(mut quotient) if quotient.is_single() && !quotient.negative => {
                    quotient.above.append(&mut quotient.shaped_above);
                    reading = self.read_part(quotient.above.swap_remove(0));
                }
                settled => return settled,
            }
        }
    }

    fn read_node(&self, expr: Expr) -> Reading<'a> {
        let graph = self.graph;
        let operands = graph.operands(expr);
        match graph.op(expr) {
            Op::Number(id) => number_reading(graph.number_of(id)),
            Op::Constant(constant) => Reading::Constant(constant),
            Op::Variable(id) => Reading::Name(graph.variable_name(id)),
            Op::Sum => match graph.shape(expr).is_scalar() {
                true => Reading::Sum(self.terms(expr, false)),
                false => match self.blocks(operands) {
                    Some(blocks) => Reading::Form(blocks),
                    None => Reading::Sum(self.terms(expr, false)),
                },
            },
            Op::Product => Reading::Quotient(self.quotient(operands)),
            Op::Power => match graph.as_number(operands[1]) {
                Some(number) if number.is_negative() => Reading::Quotient(self.reciprocal(expr)),
                _ => Reading::Power {
                    base: Part::Node(operands[0]),
                    exponent: Part::Node(operands[1]),
                    entries: !graph.shape(expr).is_scalar(),
                },
            },
            Op::Call(id) => match self
                .norm(id, operands)
                .or_else(|| self.softmax(id, operands))
            {
                Some(form) => Reading::Form(form),
                None => Reading::Call(id, self.arguments(id, operands)),
            },
            Op::Truth(met) => Reading::Truth(met),
            Op::Less | Op::LessEqual | Op::Equal | Op::And | Op::Or | Op::Not => {
                self.read_condition(expr)
            }
            Op::Select => Reading::Select([operands[0], operands[1], operands[2]]),
            Op::Contract(_) => self.read_part(self.contraction_form(expr)),
            Op::Extent(dimension) => Reading::Dimension(dimension.name().unwrap_or_default()),
            Op::Gather(_) | Op::Scatter(_) => Reading::Form(self.placement_form(expr)),
            Op::Reduce(reduction, axes) => {
                Reading::Form(self.reduction_form(reduction, axes, operands[0]))
            }
            Op::Inverse => Reading::Form(Form::Call("inv", vec![Part::Node(operands[0])])),
            Op::Adjugate(order) => {
                let mut parts = vec![Part::Node(operands[0])];
                if order > 1 {
                    parts.push(Part::Figure(Figure::Plain(order.to_string())));
                }
                Reading::Form(Form::Call("adj", parts))
            }
            Op::Determinant => Reading::Form(Form::Call("det", vec![Part::Node(operands[0])])),
            Op::LogDeterminant => {
                Reading::Form(Form::Call("logdet", vec![Part::Node(operands[0])]))
            }
            Op::Fill(shape) => self.filled(shape, operands[0]),
            Op::Stack(shape) => Reading::Stack {
                columns: shape.extent().1,
                entries: operands,
            },
            Op::Entry(position) => Reading::Entry {
                of: operands[0],
                index: graph.shape(operands[0]).index_of(position as usize),
            },
        }
    }

    /// A number in all entries.
    fn filled(&self, shape: Shape, scalar: Expr) -> Reading<'a> {
        if self.graph.is_zero(scalar) {
            return Reading::Form(of_shape("zeros", shape));
        }
        let ones = of_shape("ones", shape);
        if self.graph.is_integer(scalar, 1) {
            return Reading::Form(ones);
        }
        let mut quotient = self.quotient(&[scalar]);
        let one = Figure::Plain("1".to_owned());
        if matches!(&quotient.above[..], [Part::Figure(own)] if *own == one) {
            quotient.above.clear();
        }
        quotient.shaped_above.push(Part::Form(Box::new(ones)));
        Reading::Quotient(quotient)
    }

    /// The norm that a root is.
    fn norm(&self, id: FunctionId, operands: &[Expr]) -> Option<Form> {
        let &[root] = operands else { return None };
        let base = self
            .normed(root)
            .filter(|_| id == functions::square_root())?;
        Some(Form::Call("norm2", vec![Part::Node(base)]))
    }

    /// The arguments of a call. Where their order does not matter it is that of terms.
    fn arguments(&self, id: FunctionId, operands: &[Expr]) -> Vec<Expr> {
        let mut arguments = operands.to_vec();
        if functions::row(id).is_symmetric() {
            arguments.sort_by_key(|&argument| self.place(argument));
        }
        arguments
    }

    /// What terms are sorted by: numbers last, the others in the order typed.
    pub(super) fn place(&self, expr: Expr) -> (bool, Expr) {
        (self.graph.as_number(expr).is_some(), expr)
    }

    fn read_opposite(&self, expr: Expr) -> Reading<'a> {
        let graph = self.graph;
        match graph.op(expr) {
            Op::Sum => Reading::Sum(self.terms(expr, true)),
            Op::Product => {
                let mut quotient = self.quotient(graph.operands(expr));
                quotient.negative = !quotient.negative;
                Reading::Quotient(quotient)
            }
            _ => match graph.as_number(expr) {
                Some(number) => number_reading(&-number),
                None => Reading::Quotient(Quotient {
                    negative: true,
                    above: vec![Part::Node(expr)],
                    ..Quotient::default()
                }),
            },
        }
    }

    /// Whether the node reads with a minus in front. A sum does where all its terms do.
    pub fn is_negative(&self, expr: Expr) -> bool {
        if !self.is_open(expr) {
            return false;
        }
        match self.graph.op(expr) {
            Op::Sum => {
                let mut terms = self.graph.operands(expr).iter();
                terms.all(|&term| self.is_open(term) && self.has_sign(term))
            }
            _ => self.has_sign(expr),
        }
    }

    /// Whether the node is a negative number or a product with an odd number of them, those of products of numbers
    /// inside it counted.
    fn has_sign(&self, expr: Expr) -> bool {
        let graph = self.graph;
        let is_negative = |expr: Expr| graph.as_number(expr).is_some_and(Signed::is_negative);
        let inner = |factor: Expr| match graph.op(factor) {
            Op::Product if graph.shape(factor).is_scalar() && self.is_open(factor) => {
                let operands = graph.operands(factor).iter();
                operands.filter(|&&own| is_negative(own)).count()
            }
            _ => usize::from(is_negative(factor)),
        };
        match graph.op(expr) {
            Op::Number(_) => is_negative(expr),
            Op::Product => {
                let operands = graph.operands(expr).iter();
                operands.map(|&factor| inner(factor)).sum::<usize>() % 2 == 1
            }
            _ => false,
        }
    }

    /// The terms of a sum in the order for people: by id, which is the order typed, numbers last; but
    /// not a minus first where it can be avoided.
    fn terms(&self, sum: Expr, opposite: bool) -> Vec<Term> {
        let mut order = self.graph.operands(sum).to_vec();
        order.sort_by_key(|&term| self.place(term));
        if let Some(own) = self.orders.get(&sum) {
            order.clone_from(own);
        } else if !opposite
            && let Some(first) = order.iter().position(|&term| !self.is_negative(term))
        {
            order[..=first].rotate_right(1);
        }
        let term = |expr| match (self.is_negative(expr), opposite) {
            (false, _) => Term::new(false, Part::Node(expr), Part::Node(expr)),
            (true, false) => Term::new(true, Part::Opposite(expr), Part::Node(expr)),
            (true, true) => Term::new(false, Part::Opposite(expr), Part::Opposite(expr)),
        };
        order.into_iter().map(term).collect()
    }

    /// The factors of a product, sorted for people, above and below the line.
    pub(super) fn quotient(&self, operands: &[Expr]) -> Quotient {
        let mut order = self.factors(operands);
        order.sort_by_cached_key(|&factor| (self.rank(factor), self.letter(factor), factor));
        let mut quotient = Quotient::default();
        for equal in order.chunk_by(|left, right| left == right) {
            self.add_factor(&mut quotient, equal[0], equal.len());
        }
        if quotient.is_product() && quotient.above.is_empty() && quotient.shaped_above.is_empty() {
            quotient
                .above
                .push(Part::Figure(Figure::Plain("1".to_owned())));
        }
        quotient
    }

    /// Adds a factor that stands several times.
    fn add_factor(&self, quotient: &mut Quotient, factor: Expr, times: usize) {
        if let Some(number) = self.graph.as_number(factor) {
            let (above, below) = figures(number);
            for _ in 0..times {
                quotient.negative ^= number.is_negative();
                if above != Figure::Plain("1".to_owned()) {
                    quotient.above.push(Part::Figure(above.clone()));
                }
                quotient.below.extend(below.clone().map(Part::Figure));
            }
            return;
        }
        let scalar = self.graph.shape(factor).is_scalar();
        let (part, inverted) = self.factor(factor);
        let list = match (scalar, inverted) {
            (true, false) => &mut quotient.above,
            (true, true) => &mut quotient.below,
            (false, false) => &mut quotient.shaped_above,
            (false, true) => &mut quotient.shaped_below,
        };
        match scalar {
            true => self.join(list, part, times),
            false => list.extend(std::iter::repeat_n(part, times)),
        }
    }

    /// Adds a factor to the others; one with the same base to an integer power takes it up.
    fn join(&self, factors: &mut Vec<Part>, part: Part, times: usize) {
        let Some(base) = self.base(&part) else {
            factors.extend(std::iter::repeat_n(part, times));
            return;
        };
        let other = match factors.len() <= MOST_FACTORS {
            true => factors
                .iter()
                .position(|other| self.base(other) == Some(base)),
            false => None,
        };
        if other.is_none() && times == 1 {
            factors.push(part);
            return;
        }
        let exponent = self.exponent(&part) * Number::from_integer(times.into());
        match other {
            Some(place) => {
                let exponent = exponent + self.exponent(&factors[place]);
                factors[place] = Part::Power(base, exponent);
            }
            None => factors.push(Part::Power(base, exponent)),
        }
    }

    /// The base of a factor that is a positive integer power, perhaps the first.
    fn base(&self, part: &Part) -> Option<Expr> {
        let is_counted = |exponent: &Number| exponent.is_integer() && exponent.is_positive();
        match *part {
            Part::Node(expr) if self.is_open(expr) && self.graph.op(expr) == Op::Power => {
                let operands = self.graph.operands(expr);
                match self.graph.as_number(operands[1]) {
                    Some(exponent) => is_counted(exponent).then_some(operands[0]),
                    None => Some(expr),
                }
            }
            Part::Node(expr) => Some(expr),
            Part::Power(base, ref exponent) => is_counted(exponent).then_some(base),
            _ => None,
        }
    }

    /// The exponent that goes with [`Presenter::base`].
    fn exponent(&self, part: &Part) -> Number {
        match part {
            Part::Node(expr) if self.is_open(*expr) => self.graph.split_exponent(*expr).1,
            Part::Power(_, exponent) => exponent.clone(),
            _ => Number::one(),
        }
    }

    /// The factors of a product and of the products of numbers inside it, as long as they are few.
    fn factors(&self, operands: &[Expr]) -> Vec<Expr> {
        let graph = self.graph;
        let mut open = operands.to_vec();
        let mut factors = Vec::with_capacity(open.len());
        while let Some(factor) = open.pop() {
            let inner = graph.operands(factor);
            let nested = graph.op(factor) == Op::Product
                && graph.shape(factor).is_scalar()
                && self.is_open(factor);
            if nested && factors.len() + open.len() + inner.len() <= MOST_FACTORS {
                open.extend_from_slice(inner);
            } else {
                factors.push(factor);
            }
        }
        factors
    }

    /// A negative power by itself.
    fn reciprocal(&self, expr: Expr) -> Quotient {
        let one = Part::Figure(Figure::Plain("1".to_owned()));
        let below: Vec<Part> = self.inverse(expr).into_iter().collect();
        if self.graph.shape(expr).is_scalar() {
            return Quotient {
                above: vec![one],
                below,
                ..Quotient::default()
            };
        }
        Quotient {
            above: vec![one],
            shaped_below: below,
            ..Quotient::default()
        }
    }

    /// What stands below the line for a negative power.
    fn inverse(&self, expr: Expr) -> Option<Part> {
        let (base, exponent) = self.graph.split_exponent(expr);
        let exponent = exponent.is_negative().then_some(-exponent)?;
        Some(match exponent.is_one() {
            true => Part::Node(base),
            false => Part::Power(base, exponent),
        })
    }

    /// A factor, and whether it stands below the line.
    fn factor(&self, expr: Expr) -> (Part, bool) {
        match self.inverse(expr).filter(|_| self.is_open(expr)) {
            Some(part) => (part, true),
            None => (Part::Node(expr), false),
        }
    }

    fn rank(&self, expr: Expr) -> Rank {
        match self.graph.op(expr) {
            _ if !self.is_open(self.graph.split_exponent(expr).0) || !self.is_open(expr) => {
                Rank::Name
            }
            Op::Number(_) => Rank::Number,
            Op::Constant(_) => Rank::Constant,
            Op::Variable(_) | Op::Entry(_) => Rank::Variable,
            Op::Power if self.letter(expr).0.is_some() => Rank::Variable,
            Op::Power => match self.graph.op(self.graph.operands(expr)[0]) {
                Op::Call(_) => Rank::Call,
                Op::Sum => Rank::Sum,
                _ => Rank::Power,
            },
            Op::Sum => Rank::Sum,
            _ => Rank::Call,
        }
    }

    /// Variables stand in the order of the alphabet, whatever their case, those last that usually stand for what
    /// varies: `a*x`, `w*t`.
    fn letter(&self, expr: Expr) -> (Option<bool>, Option<char>, &str) {
        let Op::Variable(id) = self.graph.op(self.graph.split_exponent(expr).0) else {
            return (None, None, "");
        };
        let name = self.graph.variable_name(id);
        let stem = name.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == '_');
        let first = name
            .chars()
            .next()
            .map(|letter| letter.to_ascii_lowercase());
        (Some(matches!(stem, "t" | "x" | "y" | "z")), first, name)
    }
}

fn number_reading(number: &Number) -> Reading<'static> {
    let (above, below) = figures(number);
    if below.is_none() && !number.is_negative() {
        return Reading::Figure(above);
    }
    Reading::Quotient(Quotient {
        negative: number.is_negative(),
        above: vec![Part::Figure(above)],
        below: below.map(Part::Figure).into_iter().collect(),
        ..Quotient::default()
    })
}
