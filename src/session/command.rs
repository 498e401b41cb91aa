//! The table of commands: what can be typed behind a colon. Help, completion, hints and tests read it.
//!
//! Adding a command is adding a row here and an arm where rows are run.

pub(super) use super::lookup::{find, is_undo, split, unknown};

/// What a command does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    Gradient,
    Hessian,
    Jacobian,
    Partial,
    SparseHessian,
    SparseJacobian,
    Jvp,
    Vjp,
    Hvp,
    Taylor,
    Implicit,
    Evaluate,
    Simplify,
    Compile,
    Latex,
    Program,
    Bounds,
    Variables,
    Set,
    Load,
    Save,
    Time,
    Bench,
    Undo,
    Help,
    Quit,
}

impl Action {
    /// Whether it shows one quantity of a formula.
    pub(super) fn is_derivative(self) -> bool {
        !self.clauses().is_empty()
    }

    /// The clauses that such a command takes.
    pub(super) fn clauses(self) -> &'static [&'static str] {
        match self {
            Action::Gradient
            | Action::Hessian
            | Action::Jacobian
            | Action::Partial
            | Action::SparseHessian
            | Action::SparseJacobian => &["wrt", "at"],
            Action::Jvp | Action::Hvp => &["wrt", "at", "along"],
            Action::Vjp => &["wrt", "at", "cotangent"],
            Action::Taylor => &["at", "about", "to"],
            Action::Implicit => &["at"],
            _ => &[],
        }
    }
}

/// What stands behind a command, for completion and for lines that go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// Nothing.
    Nothing,
    /// An expression.
    Expression,
    /// The name of a file.
    File,
    /// A setting and a value.
    Setting,
    /// A command, or a name that is explained.
    Topic,
    /// Another input.
    Line,
}

/// A row of the table.
pub struct Command {
    /// Its name, without the colon.
    pub name: &'static str,
    /// Other names.
    pub aliases: &'static [&'static str],
    /// What may stand behind it.
    pub arguments: &'static str,
    /// One line.
    pub summary: &'static str,
    /// What else there is to know; may be empty.
    pub details: &'static str,
    /// Inputs with what they answer.
    pub examples: &'static [Example],
    /// What it takes.
    pub takes: Takes,
    pub(super) action: Action,
}

/// Inputs, typed one after the other at a new session, and what is replied to the last of them.
pub struct Example {
    /// One input per line.
    pub input: &'static str,
    /// The rendered reply; `#` stands for any number.
    pub reply: &'static str,
}

impl Command {
    /// Whether an expression stands behind it, which may go on in the next line.
    pub(super) fn takes_expression(&self) -> bool {
        matches!(self.takes, Takes::Expression | Takes::Line)
    }

    /// How it is typed.
    pub fn usage(&self) -> String {
        match self.arguments {
            "" => format!(":{}", self.name),
            arguments => format!(":{} {arguments}", self.name),
        }
    }
}

const fn example(input: &'static str, reply: &'static str) -> Example {
    Example { input, reply }
}

/// All commands, in the order of the help.
pub static COMMANDS: &[Command] = &[
    Command {
        name: "grad",
        aliases: &["gradient"],
        arguments: "[expr] [wrt x, y] [at x=1, y=2]",
        summary: "the gradient: the derivative in each variable",
        details: "Without an expression, that of the last result. `wrt` names the variables, `at` gives a point and \
                  shows numbers.",
        examples: &[
            example(":grad x^2*y", "df/dx = 2*x*y\ndf/dy = x^2"),
            example("loss = (x - y)^2\n:grad wrt x", "dloss/dx = 2*(x - y)"),
            example(":grad x^2*y at x=3, y=2", "df/dx = 12\ndf/dy = 9"),
        ],
        takes: Takes::Expression,
        action: Action::Gradient,
    },
    Command {
        name: "hess",
        aliases: &["hessian"],
        arguments: "[expr] [wrt x, y] [at x=1, y=2]",
        summary: "the Hessian: all second derivatives",
        details: "",
        examples: &[example(
            ":hess x^2*y",
            "d2f/dxdx = 2*y\nd2f/dxdy = 2*x\nd2f/dydx = 2*x\nd2f/dydy = 0",
        )],
        takes: Takes::Expression,
        action: Action::Hessian,
    },
    Command {
        name: "jac",
        aliases: &["jacobian"],
        arguments: "[expr] [wrt x, y] [at x=1, y=2]",
        summary: "the Jacobian: each entry of the result in each entry of the variables",
        details: "",
        examples: &[example(
            "A: matrix(2, 2)\nx: vector(2)\n:jac A*x wrt x",
            "df/dx = A",
        )],
        takes: Takes::Expression,
        action: Action::Jacobian,
    },
    Command {
        name: "sphess",
        aliases: &["sparse_hessian"],
        arguments: "[expr] [wrt x, y] [at x=1, y=2]",
        summary: "the Hessian without its zeros",
        details: "Only what is not 0 by structure is derived, so that thousands of variables are fine.",
        examples: &[example(":sphess x^2 + y^3", "d2f/dxdx = 2\nd2f/dydy = 6*y")],
        takes: Takes::Expression,
        action: Action::SparseHessian,
    },
    Command {
        name: "spjac",
        aliases: &["sparse_jacobian"],
        arguments: "[expr] [wrt x, y] [at x=1, y=2]",
        summary: "the Jacobian without its zeros",
        details: "",
        examples: &[example(
            "x: vector(2)\n:spjac x .* x",
            "df[1]/dx[1] = 2*x[1]\ndf[2]/dx[2] = 2*x[2]",
        )],
        takes: Takes::Expression,
        action: Action::SparseJacobian,
    },
    Command {
        name: "jvp",
        aliases: &["directional"],
        arguments: "[expr] [along x=1, y=t] [at x=1, y=2]",
        summary: "the derivative along a direction: Jacobian times vector",
        details: "Of a scalar it is the directional derivative. Without `along` each variable x changes by a new one, v_x.",
        examples: &[
            example(":jvp x^2*y along x=1, y=t", "df(v) = x*(2*y + t*x)"),
            example(":jvp x*y", "df(v) = v_y*x + v_x*y"),
        ],
        takes: Takes::Expression,
        action: Action::Jvp,
    },
    Command {
        name: "vjp",
        aliases: &[],
        arguments: "[expr] [cotangent f=1] [wrt x, y] [at x=1, y=2]",
        summary: "the gradient of the result weighted by a cotangent: vector times Jacobian",
        details: "Without `cotangent` the result f is weighted by a new variable w_f of its shape.",
        examples: &[example(
            "A: matrix(2, 2)\nx: vector(2)\n:vjp A*x wrt x",
            "d(w*f)/dx = A'*w_f",
        )],
        takes: Takes::Expression,
        action: Action::Vjp,
    },
    Command {
        name: "hvp",
        aliases: &[],
        arguments: "[expr] [along x=1, y=t] [wrt x, y] [at x=1, y=2]",
        summary: "the Hessian times a direction, without the Hessian",
        details: "",
        examples: &[example(
            "A: matrix(2, 2)\nx: vector(2)\n:hvp x'*A*x wrt x",
            "d(df(v))/dx = (A + A')*v_x",
        )],
        takes: Takes::Expression,
        action: Action::Hvp,
    },
    Command {
        name: "taylor",
        aliases: &["series"],
        arguments: "[expr] about x=0, y=a [to 5] [at x=1]",
        summary: "the Taylor polynomial about a point, up to a total degree",
        details: "A variable without a value in `about` stays in the coefficients. The degree is 5 unless `to` says it.",
        examples: &[
            example(":taylor sin(x) about x=0", "T5f = x - x^3/6 + x^5/120"),
            example(
                ":taylor sin(x)/x about x=0 to 4",
                "T4f = 1 - x^2/6 + x^4/120",
            ),
        ],
        takes: Takes::Expression,
        action: Action::Taylor,
    },
    Command {
        name: "implicit",
        aliases: &[],
        arguments: "[expr] y [x ...] [at x=1, y=2]",
        summary: "derivatives of the y that an equation determines",
        details: "An expression without `==` is 0. `y` alone is its first derivative in each other variable; names behind it are differentiated in, one \
                  after the other.",
        examples: &[example(
            ":implicit x^2 + y^2 - 25 y",
            "dy/dx = -x/y\n\nassuming\n  y != 0   (implicit function theorem)",
        )],
        takes: Takes::Expression,
        action: Action::Implicit,
    },
    Command {
        name: "diff",
        aliases: &["d"],
        arguments: "[expr] x y ... [at x=1, y=2]",
        summary: "one derivative, in the variables named, one after the other",
        details: "The derivative becomes the last result, so `:diff x` again is the next one. An expression of one \
                  variable needs no name behind it.",
        examples: &[
            example(":diff sin(x)^2 x", "2*sin(x)*cos(x)"),
            example(":diff x^3 x x", "6*x"),
            example("x^3\n:diff x\n:diff x", "6*x"),
        ],
        takes: Takes::Expression,
        action: Action::Partial,
    },
    Command {
        name: "eval",
        aliases: &["value"],
        arguments: "[expr] x=3 y=1",
        summary: "the value at a point",
        details: "Values are kept for the next `:eval`, `:bench` and `at`. Vectors are written [1, 2], matrices \
                  [1, 2; 3, 4]. With some values missing, those that are given are put in.",
        examples: &[
            example(":eval x^2 + y x=3 y=1", "10"),
            example("x^2 + y\n:eval x=3 y=1\n:eval y=2", "11\nnote: with x = 3"),
            example(":eval x^2 + y x=3", "y + 9\nnote: `y` has no value"),
        ],
        takes: Takes::Expression,
        action: Action::Evaluate,
    },
    Command {
        name: "simplify",
        aliases: &[],
        arguments: "[expr]",
        summary: "the simplified form, what it assumes, and what it saves",
        details: "Cost counts + - * as 1, / and square root as 4, other functions by their weight.",
        examples: &[example(
            ":simplify x*y/x",
            "y\nassuming\n  x != 0   (u^a*u^b = u^(a+b))\ncost: 5 as typed, 0 simplified",
        )],
        takes: Takes::Expression,
        action: Action::Simplify,
    },
    Command {
        name: "compile",
        aliases: &[],
        arguments: "[expr] [wrt x, y]",
        summary: "value and gradient as native code: size, time, and cost beside the value alone",
        details: "",
        examples: &[example(
            ":compile x^2*y",
            "native code: # bytes, made in # ms\nprogram: # instructions, 2 inputs, 3 outputs\ncost: #, the value alone #: ratio #",
        )],
        takes: Takes::Expression,
        action: Action::Compile,
    },
    Command {
        name: "latex",
        aliases: &["tex"],
        arguments: "[expr | :grad ... | :diff ... | :taylor ... | ...]",
        summary: "the formula, or a derivative, in LaTeX",
        details: "",
        examples: &[
            example(":latex sigma(x)/2", r"\frac{\sigma\left(x\right)}{2}"),
            example(
                ":latex :grad x^2",
                "\\begin{aligned}\n\\frac{\\partial f}{\\partial x} &= 2 x \\\\\n\\end{aligned}",
            ),
        ],
        takes: Takes::Line,
        action: Action::Latex,
    },
    Command {
        name: "program",
        aliases: &[],
        arguments: "[expr] [wrt x, y]",
        summary: "value and gradient as the program that is compiled",
        details: "",
        examples: &[example(
            ":program x^2",
            "inputs 1\nv0 = input 0\nv1 = constant 2.0\nv2 = mul v0 v0\nv3 = mul v0 v1\nreturn v2 v3",
        )],
        takes: Takes::Expression,
        action: Action::Program,
    },
    Command {
        name: "bounds",
        aliases: &[],
        arguments: "[expr] [wrt x, y] over x in [0, 1], y in [2, 3]",
        summary: "how far rounding may carry value and derivatives off, anywhere in a box",
        details: "In units in the last place and absolute, with the range of the exact values. Poles, jumps and kinks that \
                  the box meets are listed.",
        examples: &[example(
            ":bounds x^2 over x in [1, 2]",
            "f      at most 1.02 ulp, 4.44e-16; in [1, 4]\ndf/dx  exact; in [2, 4]",
        )],
        takes: Takes::Expression,
        action: Action::Bounds,
    },
    Command {
        name: "vars",
        aliases: &["ls", "who"],
        arguments: "",
        summary: "what names mean, and the variables of the last result",
        details: "",
        examples: &[example(
            "s = sigma(x)\n:vars",
            "definitions\n  s = sigma(x)\nvariables of the last result\n  x",
        )],
        takes: Takes::Nothing,
        action: Action::Variables,
    },
    Command {
        name: "set",
        aliases: &[],
        arguments: "[name = value]",
        summary: "shows or changes a setting",
        details: "",
        examples: &[
            example(":set digits = 5\nsqrt(2)", "sqrt(2) ≈ 1.4142"),
            example(":set wrt x\n:grad x^2*y", "df/dx = 2*x*y"),
        ],
        takes: Takes::Setting,
        action: Action::Set,
    },
    Command {
        name: "load",
        aliases: &[],
        arguments: "file",
        summary: "reads a file as if its lines were typed",
        details: "It ends at its first error. What a file defines is not echoed.",
        examples: &[],
        takes: Takes::File,
        action: Action::Load,
    },
    Command {
        name: "save",
        aliases: &[],
        arguments: "file",
        summary: "writes all definitions to a file that `:load` reads",
        details: "",
        examples: &[],
        takes: Takes::File,
        action: Action::Save,
    },
    Command {
        name: "time",
        aliases: &[],
        arguments: "input",
        summary: "does what the input says and tells how long that took",
        details: "",
        examples: &[example(":time :diff x^2 x", "2*x\nnote: # ms")],
        takes: Takes::Line,
        action: Action::Time,
    },
    Command {
        name: "bench",
        aliases: &[],
        arguments: "[expr] [wrt x, y] [at x=1, y=2]",
        summary: "the time of one call of value and gradient, interpreted and native",
        details: "At the point given, at the values kept, or at 0.5 each.",
        examples: &[],
        takes: Takes::Expression,
        action: Action::Bench,
    },
    Command {
        name: "undo",
        aliases: &[],
        arguments: "",
        summary: "takes back the last definition, declaration, setting or file",
        details: "",
        examples: &[example(
            "s = sigma(x)\ns = 2*x\n:undo",
            "again: s = sigma(x)",
        )],
        takes: Takes::Nothing,
        action: Action::Undo,
    },
    Command {
        name: "help",
        aliases: &["h"],
        arguments: "[command or name]",
        summary: "this list, or more about one thing; `?name` does the same",
        details: "",
        examples: &[],
        takes: Takes::Topic,
        action: Action::Help,
    },
    Command {
        name: "quit",
        aliases: &["q", "exit"],
        arguments: "",
        summary: "leaves; so does Ctrl-D",
        details: "",
        examples: &[example(":quit", "")],
        takes: Takes::Nothing,
        action: Action::Quit,
    },
];
