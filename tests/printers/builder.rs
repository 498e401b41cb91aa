//! Short constructors for the tests of the printers.

use symdiff::functions;
use symdiff::graph::{Expr, Graph, Shape};

/// A graph with variables made on first mention, and short constructors.
#[derive(Default)]
pub struct Builder {
    pub graph: Graph,
}

impl Builder {
    pub fn v(&mut self, name: &str) -> Expr {
        self.graph.variable(name, Shape::Scalar)
    }

    pub fn vector(&mut self, name: &str) -> Expr {
        self.graph.variable(name, Shape::vector(3))
    }

    pub fn matrix(&mut self, name: &str) -> Expr {
        self.graph.variable(name, Shape::matrix(3, 3))
    }

    pub fn n(&mut self, value: i64) -> Expr {
        self.graph.integer(value)
    }

    pub fn q(&mut self, numerator: i64, denominator: i64) -> Expr {
        self.graph.fraction(numerator, denominator)
    }

    pub fn call(&mut self, name: &str, arguments: &[Expr]) -> Expr {
        let id = functions::lookup(name, arguments.len()).expect("the row exists");
        self.graph.call(id, arguments)
    }

    pub fn power(&mut self, base: Expr, numerator: i64, denominator: i64) -> Expr {
        let exponent = self.q(numerator, denominator);
        self.graph.power(base, exponent)
    }
}

/// How the node is built, its infix text, its LaTeX.
pub type Case = (fn(&mut Builder) -> Expr, &'static str, &'static str);
