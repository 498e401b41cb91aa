//! Functions made from functions: derivatives and simplified forms; and their values, code and text.

use super::label::write_sheet;
use super::{Backend, CompileOptions, CompiledFunction, Function, Quantity, Request};
use crate::codes;
use crate::error::Error;
use crate::graph::{self, Expr, PrintOptions, Sharing, Sheet};
use crate::simplify;
use std::fmt;

impl Function {
    /// The gradient of one scalar result in all variables: a result for each variable, of the variable's shape.
    ///
    /// ```
    /// use symdiff::Function;
    ///
    /// let f = Function::parse("A: matrix(2, 2); x: vector(2); x'*A*x")?;
    /// assert_eq!(f.gradient()?.to_string(), "df/dx = (A + A')*x\ndf/dA = x*x'");
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Several results, or one that is not a number; a derivative that does not exist.
    pub fn gradient(&self) -> Result<Function, Error> {
        self.one(Quantity::Gradient)
    }

    /// The Jacobian of all results: for each entry of the results, in order, its derivatives in all entries of the
    /// variables. [`results`](Self::results) of it are the rows one after the other.
    ///
    /// ```
    /// let f = symdiff::Function::parse("r*cos(t); r*sin(t)")?;
    /// let jacobian = f.jacobian()?;
    /// assert_eq!(jacobian.results(), 4);
    /// assert_eq!(jacobian.evaluate(&[2.0, 0.0])?, [1.0, 0.0, 0.0, 2.0]);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A derivative that does not exist.
    pub fn jacobian(&self) -> Result<Function, Error> {
        self.one(Quantity::Jacobian)
    }

    /// The Hessian of one scalar result, row by row.
    ///
    /// ```
    /// let f = symdiff::Function::parse("x^2*y")?;
    /// assert_eq!(f.hessian()?.evaluate(&[3.0, 2.0])?, [4.0, 6.0, 6.0, 0.0]);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Several results, or one that is not a number; a derivative that does not exist.
    pub fn hessian(&self) -> Result<Function, Error> {
        self.one(Quantity::Hessian)
    }

    /// The derivative of each scalar result in scalar variables, one after the other.
    ///
    /// ```
    /// let f = symdiff::Function::parse("sin(x)*y")?;
    /// assert_eq!(f.partial(&["x", "x"])?.to_string(), "d2f/dxdx = -y*sin(x)");
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A result or variable that is not a number; a derivative that does not exist, or that grows beyond bounds.
    pub fn partial(&self, variables: &[&str]) -> Result<Function, Error> {
        let names = variables.iter().map(|&name| name.to_owned());
        self.one(Quantity::Partial(names.collect()))
    }

    /// The derivative of each result along a direction: a formula for each variable that changes. Names in the formulas
    /// that are no variables become variables behind the others.
    ///
    /// ```
    /// let f = symdiff::Function::parse("x^2*y")?;
    /// let slope = f.directional(&[("x", "1"), ("y", "t")])?;
    /// assert_eq!(slope.evaluate(&[3.0, 5.0, 7.0])?, [93.0]);
    /// assert_eq!(slope.variable_names().collect::<Vec<_>>(), ["x", "y", "t"]);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A name that is no variable, a formula of another shape than its variable, a derivative that does not exist.
    pub fn directional(&self, direction: &[(&str, &str)]) -> Result<Function, Error> {
        self.step(&Request::of([Quantity::Jvp]).along(direction))
    }

    /// The Taylor polynomial of each entry of the results about a point: a formula for each variable that it is in.
    ///
    /// ```
    /// let f = symdiff::Function::parse("exp(x)")?;
    /// let taylor = f.taylor(2, &[("x", "0")])?;
    /// assert_eq!(taylor.evaluate(&[2.0])?, [5.0]);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// No point, one that depends on its variables, or one where the function has no power series.
    pub fn taylor(&self, degree: u32, point: &[(&str, &str)]) -> Result<Function, Error> {
        self.step(&Request::of([Quantity::Taylor(degree)]).about(point))
    }

    /// The derivative of the variable that the equation "result = 0" determines, in others one after the other; in each
    /// of the others where none is named.
    ///
    /// ```
    /// let circle = symdiff::Function::parse("x^2 + y^2 - 25")?;
    /// let slope = circle.implicit("y", &["x"])?;
    /// assert_eq!(slope.to_string(), "dy/dx = -x/y");
    /// assert_eq!(slope.assumptions()[0].condition, "y != 0");
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Several results, or one that is not a number; a variable that does not occur; a derivative that does not exist.
    pub fn implicit(&self, variable: &str, by: &[&str]) -> Result<Function, Error> {
        self.one(Quantity::Implicit {
            variable: variable.to_owned(),
            by: by.iter().map(|&name| name.to_owned()).collect(),
        })
    }

    /// The same function, simplified. Assumptions that this needed are listed with it.
    ///
    /// ```
    /// let f = symdiff::Function::parse("x*x + 2*x^2 + ln(1 + exp(y))")?;
    /// assert_eq!(f.simplify()?.to_string(), "f = 3*x^2 + softplus(y)");
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// None today; room is kept for limits.
    pub fn simplify(&self) -> Result<Function, Error> {
        self.one(Quantity::Value)
    }

    /// The same with bounds of your own, or without rules that need an assumption.
    ///
    /// ```
    /// use symdiff::{Function, SimplifyOptions};
    ///
    /// let options = SimplifyOptions { conditional: false, ..SimplifyOptions::default() };
    /// let f = Function::parse("x*y/x")?;
    /// assert_eq!(f.simplify()?.to_string(), "f = y");
    /// assert_eq!(f.simplify_with(&options)?.to_string(), "f = x*y/x");
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`simplify`](Self::simplify).
    pub fn simplify_with(&self, options: &simplify::Options) -> Result<Function, Error> {
        self.step(&Request {
            simplify: Some(options.clone()),
            ..self.request(Quantity::Value)
        })
    }

    fn one(&self, quantity: Quantity) -> Result<Function, Error> {
        self.step(&self.request(quantity))
    }

    /// For one quantity, within the limits that it was read with.
    fn request(&self, quantity: Quantity) -> Request {
        Request::of([quantity]).within(&self.origin.options.limits)
    }

    /// The function that a request for one quantity makes.
    pub(super) fn step(&self, request: &Request) -> Result<Function, Error> {
        let function = self.derive(request)?.function(0);
        function.ok_or_else(|| Error::new(codes::NO_RESULTS, "the request asks for nothing"))
    }

    /// All results at a point: the entries of all variables in order. For a few points; compile the function for many.
    ///
    /// ```
    /// let f = symdiff::Function::parse("x + y; x*y")?;
    /// assert_eq!(f.evaluate(&[2.0, 5.0])?, [7.0, 10.0]);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A wrong number of inputs.
    pub fn evaluate(&self, inputs: &[f64]) -> Result<Vec<f64>, Error> {
        let request = Request {
            simplify: None,
            ..self.request(Quantity::Value)
        };
        let compiled = self.derive(&request)?.compile(Backend::Interpreter)?;
        let mut outputs = vec![0.0; compiled.outputs()];
        compiled.call(inputs, &mut outputs)?;
        Ok(outputs)
    }

    /// Value and gradient as native code (Jacobian instead of gradient where there is more than one scalar result). Without
    /// the feature `jit`, or on a processor without backend, the interpreter runs them.
    ///
    /// ```
    /// let f = symdiff::Function::parse("x^2*y")?.compile()?;
    /// let mut gradient = [0.0; 2];
    /// assert_eq!(f.value_and_gradient(&[3.0, 2.0], &mut gradient)?, 18.0);
    /// assert_eq!(gradient, [12.0, 9.0]);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`derive`](Self::derive).
    pub fn compile(&self) -> Result<CompiledFunction, Error> {
        self.compile_with(&CompileOptions::default())
    }

    /// What the options name, compiled.
    ///
    /// ```
    /// use symdiff::{CompileOptions, Function, Quantity};
    ///
    /// let f = Function::parse("x*y^2")?;
    /// let f = f.compile_with(&CompileOptions::of([Quantity::Gradient, Quantity::Hessian]))?;
    /// let mut hessian = [0.0; 4];
    /// f.hessian(&[1.0, 3.0], &mut hessian)?;
    /// assert_eq!(hessian, [0.0, 6.0, 6.0, 2.0]);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`derive`](Self::derive); a backend that was demanded and is not there.
    pub fn compile_with(&self, options: &CompileOptions) -> Result<CompiledFunction, Error> {
        let quantities = match options.quantities.is_empty() {
            true => self.usual_quantities(),
            false => options.quantities.clone(),
        };
        let request = Request {
            quantities,
            wrt: options.wrt.clone(),
            along: options.along.clone(),
            cotangent: options.cotangent.clone(),
            about: options.about.clone(),
            whole: options.whole,
            simplify: options.simplify.clone(),
            limits: options.limits.clone(),
            ..Request::of([])
        };
        self.derive(&request)?.compile(options.backend)
    }

    /// What is derived unless something else is asked for: the value and the gradient, or the Jacobian where there is
    /// no gradient.
    pub(crate) fn usual_quantities(&self) -> Vec<Quantity> {
        let derivative = match self.shapes()[..] {
            [shape] if shape.is_scalar() => Quantity::Gradient,
            _ => Quantity::Jacobian,
        };
        vec![Quantity::Value, derivative]
    }

    /// The results in infix notation, as they are: [`simplify`](Self::simplify) first for short forms. `sharing`
    /// says whether subexpressions that are used more than once have names.
    ///
    /// ```
    /// use symdiff::{Function, Sharing};
    ///
    /// let f = Function::parse("x + y; x*y")?;
    /// assert_eq!(f.infix(Sharing::Named).results, ["x + y", "x*y"]);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    pub fn infix(&self, sharing: Sharing) -> Sheet {
        graph::infix(&self.graph, &self.roots(), &self.print_options(sharing))
    }

    /// The same in LaTeX, for math mode.
    ///
    /// ```
    /// use symdiff::{Function, Sharing};
    ///
    /// let f = Function::parse("sigma(alpha/2)")?;
    /// assert_eq!(f.latex(Sharing::Named).results, [r"\sigma\left(\frac{\alpha}{2}\right)"]);
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    pub fn latex(&self, sharing: Sharing) -> Sheet {
        graph::latex(&self.graph, &self.roots(), &self.print_options(sharing))
    }

    fn roots(&self) -> Vec<Expr> {
        self.outputs.iter().map(|(_, expr)| *expr).collect()
    }

    fn print_options(&self, sharing: Sharing) -> PrintOptions {
        let labels = self.labels();
        let mut taken: Vec<String> = self.variables.keys().cloned().collect();
        taken.extend(labels.iter().map(|label| label.result.clone()));
        PrintOptions {
            sharing,
            taken,
            roots_named: labels
                .iter()
                .map(|label| label.as_name().map(str::to_owned))
                .collect(),
            ..PrintOptions::default()
        }
    }
}

/// A line for each result, then a line for each shared part.
impl fmt::Display for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_sheet(f, &self.labels(), &self.infix(Sharing::default()))
    }
}

impl fmt::Debug for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Function")
            .field("variables", &self.variables)
            .field("results", &self.infix(Sharing::default()))
            .finish_non_exhaustive()
    }
}
