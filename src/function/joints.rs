//! Joints of `if` and `piecewise`: whether the branches meet there, and what the derivative is at the joint itself.
//!
//! Must not know how derivatives are made. A joint is where a comparison changes that is an equation of first degree
//! in a variable with a number before it. Both sides are expanded in power series there, and compared term by term.
//! Invariants: where a branch that holds at one point alone goes on smoothly, it is not its own derivative that counts
//! there; a jump has no derivative; a joint that cannot be judged is left as it is, and is said to be so.

use super::taylor::Judging;
use super::work::Work;
use crate::calculus::{self, Form, Judge};
use crate::graph::{Expr, Graph, Op, Shape, VariableId, expression};
use hashbrown::HashMap;
use num_traits::{Signed, Zero};
use std::rc::Rc;

/// So many choices of a formula are looked at.
const MOST_JOINTS: usize = 16;
/// Of formulas with more nodes none is: each look costs a series of the formula.
const MOST_NODES: usize = 4_000;
/// Values, first and second derivatives are compared.
const DEGREE: u32 = 2;
/// A difference nearer to 0 than this may be a rounding error.
const NEAR: f64 = 1e-9;
/// Longer parts are cut, in characters.
const MOST_CHARACTERS: usize = 80;

/// How two sides meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meeting {
    /// They agree in the value and so many derivatives; at least the degree looked at, if it is that.
    Smooth(u32),
    /// They differ in the value.
    Jump,
    /// They agree where this is 0, which depends on other variables: a jump for 0, else a derivative.
    Unless(u32, Expr),
    /// It could not be told.
    Unknown,
}

/// A place where a choice changes.
pub(super) struct Joint {
    variable: VariableId,
    place: Expr,
    pub(super) meeting: Meeting,
    /// The derivative at the place, where both sides agree in it.
    slope: Option<Expr>,
    /// Whether one branch holds at the place alone.
    is_point: bool,
}

impl Joint {
    /// The joint in words, as of the choice with this condition.
    pub(super) fn words(&self, graph: &Graph) -> String {
        let name = graph.variable_name(self.variable);
        let place = expression(graph, self.place, MOST_CHARACTERS);
        let what = match self.meeting {
            Meeting::Jump => "a jump, which has no derivative".to_owned(),
            Meeting::Smooth(0) if self.is_point => "a corner, which has no derivative".to_owned(),
            Meeting::Smooth(0) => "a corner, the derivative of the branch taken".to_owned(),
            Meeting::Smooth(1) => {
                "the first derivative goes on, the second is that of the branch taken".to_owned()
            }
            Meeting::Smooth(order) => format!("smooth to order {order}"),
            Meeting::Unless(order, gap) => {
                let gap = expression(graph, gap, MOST_CHARACTERS);
                match order {
                    0 => format!("a jump unless {gap} = 0, the derivative of the branch taken"),
                    1 => format!("a corner unless {gap} = 0, the derivative of the branch taken"),
                    _ => format!("the second derivative jumps unless {gap} = 0"),
                }
            }
            Meeting::Unknown => "the derivative of the branch taken: not known to go on".to_owned(),
        };
        format!("if: at {name} = {place}, {what}")
    }
}

/// Formulas whose choices have the right derivative at their joints, and what makes them plain again.
pub(super) struct Bent {
    pub(super) roots: Vec<Expr>,
    hats: HashMap<VariableId, Expr>,
}

impl Work<'_> {
    /// The formulas with choices that differentiate rightly at their joints: at a joint with a known slope the choice
    /// is its value plus slope times distance, the distance being 0 there.
    pub(super) fn bend(&mut self, roots: &[Expr]) -> Bent {
        let mut bent = Bent {
            roots: roots.to_vec(),
            hats: HashMap::new(),
        };
        let order = self.graph.reachable(roots);
        let is_choice = |&node: &Expr| self.graph.op(node) == Op::Select;
        let choices: Vec<Expr> = order.iter().copied().filter(is_choice).collect();
        if choices.is_empty() || choices.len() > MOST_JOINTS || order.len() > MOST_NODES {
            return bent;
        }
        let mut images: HashMap<Expr, Expr> = HashMap::new();
        for choice in choices {
            let mut image = choice;
            for joint in self.joints(choice).iter() {
                image = self.bent_choice(image, choice, joint, &mut bent.hats);
            }
            if image != choice {
                images.insert(choice, image);
            }
        }
        if !images.is_empty() {
            bent.roots = replaced(&mut self.graph, roots, &order, &images);
        }
        bent
    }

    /// What was derived from bent formulas, of the plain ones.
    pub(super) fn straighten(&mut self, bent: &Bent, roots: &[Expr]) -> Vec<Expr> {
        match bent.hats.is_empty() {
            true => roots.to_vec(),
            false => self.graph.substitute(roots, &bent.hats),
        }
    }

    /// The joints of choices in words.
    pub(super) fn joint_words(&mut self, roots: &[Expr]) -> HashMap<Expr, Vec<String>> {
        let order = self.graph.reachable(roots);
        let is_choice = |&node: &Expr| self.graph.op(node) == Op::Select;
        let choices: Vec<Expr> = order.iter().copied().filter(is_choice).collect();
        let mut words = HashMap::new();
        if choices.len() > MOST_JOINTS || order.len() > MOST_NODES {
            return words;
        }
        for choice in choices {
            // A boundary in several variables is one joint.
            if let Some(joint) = self.joints(choice).first() {
                words.insert(choice, vec![joint.words(&self.graph)]);
            }
        }
        words
    }

    fn bent_choice(
        &mut self,
        image: Expr,
        choice: Expr,
        joint: &Joint,
        hats: &mut HashMap<VariableId, Expr>,
    ) -> Expr {
        // What a convention made, such as the derivative of relu, has its own derivative at the jump.
        let is_written = self.written.contains(&self.graph.operands(choice)[0]);
        let graph = &mut self.graph;
        let slope = match (joint.meeting, joint.slope) {
            // The root of -1 is no number, and no derivative either.
            (Meeting::Jump, _) if is_written => undefined(graph),
            (Meeting::Smooth(0), _) if joint.is_point && is_written => undefined(graph),
            (Meeting::Smooth(1..), Some(slope)) if joint.is_point => slope,
            _ => return image,
        };
        let name = format!("{}@joint", graph.variable_name(joint.variable));
        let own = graph.variable_name(joint.variable).to_owned();
        let variable = graph.variable(&own, Shape::Scalar);
        let hat = graph.variable(&name, Shape::Scalar);
        let Some(id) = graph.find_variable(&name) else {
            return image;
        };
        hats.insert(id, variable);
        let held = HashMap::from([(joint.variable, hat)]);
        let value = graph.substitute(&[choice], &held)[0];
        let distance = graph.subtract(variable, hat);
        let change = graph.product(&[slope, distance]);
        let line = graph.sum(&[value, change]);
        let is_there = graph.equal(variable, joint.place);
        let image = graph.select(is_there, line, image);
        if is_written {
            self.written.insert(is_there);
        }
        image
    }

    fn joints(&mut self, choice: Expr) -> Rc<[Joint]> {
        if let Some(known) = self.joints.get(&choice) {
            return known.clone();
        }
        let found: Rc<[Joint]> = self.joints_of(choice).into();
        self.joints.insert(choice, found.clone());
        found
    }

    /// The joints of a choice: one for each variable that its boundary is an equation of first degree in.
    fn joints_of(&mut self, choice: Expr) -> Vec<Joint> {
        let operands = self.graph.operands_of(choice);
        let (mut condition, mut met, mut otherwise) = (operands[0], operands[1], operands[2]);
        while self.graph.op(condition) == Op::Not {
            condition = self.graph.operands(condition)[0];
            std::mem::swap(&mut met, &mut otherwise);
        }
        let op = self.graph.op(condition);
        let is_comparison = matches!(op, Op::Less | Op::LessEqual | Op::Equal);
        let is_scalar = self.graph.is_scalar(&[choice]);
        if !is_comparison || !is_scalar {
            return Vec::new();
        }
        let sides = self.graph.operands_of(condition);
        let difference = self.graph.subtract(sides[0], sides[1]);
        let mut joints = Vec::new();
        for node in self.graph.reachable(&[difference]) {
            let Op::Variable(variable) = self.graph.op(node) else {
                continue;
            };
            let Some((place, rises)) = self.root(difference, variable) else {
                continue;
            };
            let (left, right) = match (op, rises) {
                (Op::Equal, _) => (otherwise, otherwise),
                (_, true) => (met, otherwise),
                (_, false) => (otherwise, met),
            };
            let at = match op {
                Op::Less => otherwise,
                _ => met,
            };
            let (meeting, slope) = self.meet(left, right, at, (node, variable, place));
            joints.push(Joint {
                variable,
                place,
                meeting,
                slope,
                is_point: op == Op::Equal,
            });
        }
        joints
    }

    /// Where a difference of first degree in a variable is 0, and whether it rises there.
    fn root(&mut self, difference: Expr, variable: VariableId) -> Option<(Expr, bool)> {
        let [zero, one, two] = [0, 1, 2].map(|own| self.graph.integer(own));
        let mut at = [zero, one, two];
        for own in &mut at {
            let value = HashMap::from([(variable, *own)]);
            *own = self.graph.substitute(&[difference], &value)[0];
        }
        let first = self.graph.subtract(at[1], at[0]);
        let second = self.graph.subtract(at[2], at[1]);
        let rate = self.plain(first);
        if rate != self.plain(second) || !self.is_polynomial(difference) {
            return None;
        }
        let rate = self.graph.as_number(rate).cloned()?;
        if rate.is_zero() {
            return None;
        }
        let factor = self.graph.number(-rate.recip());
        let place = self.graph.product(&[factor, at[0]]);
        Some((self.plain(place), rate.is_positive()))
    }

    /// Sums of products of numbers and variables that occur in the first degree.
    fn is_polynomial(&self, expr: Expr) -> bool {
        let graph = &self.graph;
        graph.reachable(&[expr]).into_iter().all(|node| {
            let is_leaf = graph.operands(node).is_empty() || graph.facts(node).constant;
            is_leaf || matches!(graph.op(node), Op::Sum | Op::Product)
        })
    }

    /// How two sides meet at a place, and their common slope.
    fn meet(
        &mut self,
        left: Expr,
        right: Expr,
        at: Expr,
        (variable, id, place): (Expr, VariableId, Expr),
    ) -> (Meeting, Option<Expr>) {
        let mut judge = Judging::new(self.request);
        let point = [(variable, place)];
        let outputs = [left, right];
        let found = calculus::taylor(&mut self.graph, &mut judge, &outputs, &point, DEGREE);
        let Ok(found) = found else {
            return (Meeting::Unknown, None);
        };
        let value = self.graph.substitute(&[at], &HashMap::from([(id, place)]))[0];
        let mut meeting = Meeting::Smooth(DEGREE);
        for order in 0..=DEGREE {
            let [a, b] = [0, 1].map(|side| coefficient(&mut self.graph, &found[side], order));
            let mut pairs = vec![(a, b)];
            if order == 0 {
                pairs.push((a, value));
            }
            for (a, b) in pairs {
                let gap = self.graph.subtract(a, b);
                let gap = self.plain(gap);
                if self.graph.is_zero(gap) {
                    continue;
                }
                if !self.graph.facts(gap).constant {
                    meeting = Meeting::Unless(order, gap);
                    break;
                }
                let size = judge.value(&self.graph, gap).abs();
                meeting = match order {
                    // A value that is no number is none that the sides go on to.
                    0 if size > NEAR || size.is_nan() => Meeting::Jump,
                    _ if size > NEAR => Meeting::Smooth(order - 1),
                    _ => Meeting::Unknown,
                };
                break;
            }
            if meeting != Meeting::Smooth(DEGREE) {
                break;
            }
        }
        let slope = match meeting {
            Meeting::Smooth(1..) => Some(coefficient(&mut self.graph, &found[0], 1)),
            _ => None,
        };
        (meeting, slope)
    }

    /// Simplified, nothing assumed.
    fn plain(&mut self, expr: Expr) -> Expr {
        let mut judge = Judging::new(self.request);
        judge.simplified(&mut self.graph, expr)
    }
}

/// What is no number.
fn undefined(graph: &mut Graph) -> Expr {
    let (base, exponent) = (graph.integer(-1), graph.fraction(1, 2));
    graph.power(base, exponent)
}

/// The coefficient of a series in one variable.
fn coefficient(graph: &mut Graph, forms: &[Form], order: u32) -> Expr {
    let own = forms
        .get(order as usize)
        .and_then(|form| form.values().next());
    own.copied().unwrap_or_else(|| graph.integer(0))
}

/// Roots with nodes replaced.
fn replaced(
    graph: &mut Graph,
    roots: &[Expr],
    order: &[Expr],
    images: &HashMap<Expr, Expr>,
) -> Vec<Expr> {
    let mut found: HashMap<Expr, Expr> = HashMap::new();
    for &node in order {
        let image = images.get(&node).copied().unwrap_or_else(|| {
            let operands: Vec<Expr> = graph.operands(node).iter().map(|own| found[own]).collect();
            match operands.is_empty() {
                true => node,
                false => graph.rebuild(node, &operands),
            }
        });
        found.insert(node, image);
    }
    roots.iter().map(|root| found[root]).collect()
}
