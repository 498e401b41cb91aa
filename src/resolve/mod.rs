//! From syntax to the graph: the only room that knows both.
//!
//! Names become variables, definitions and functions; calls become rows of the function table;
//! shapes and conditions are checked, and every error points at its place. Chains of sums and
//! products are handed to the graph as whole operand lists. Nothing recurses on user-sized data: a
//! tree is in postfix order, and a user's function is a finished subgraph with its parameters
//! replaced at each call.

mod block;
mod call;
mod chain;
mod declare;
mod define;
mod derivative;
mod differentiate;
mod entry;
mod evaluate;
mod fold;
mod forms;
mod lettered;
mod letters;
mod remark;
mod report;
mod rule;
mod shapes;
mod unknown;
mod variables;

pub use differentiate::{Differentiate, Nobody, Undifferentiated};
pub use forms::explained as explained_forms;
pub use rule::{apply, partial, rule};

pub use crate::limits::Limits;

use crate::codes;
use crate::functions;
use crate::graph::{Expr, Graph, Op, Shape, VariableId};
use crate::syntax::{StatementKind, Tree};
use crate::text::{Code, Diagnostic, Span, quote};
use hashbrown::{HashMap, HashSet};
use indexmap::IndexMap;
use std::ops::Range;
use variables::bodies;

/// What is known before an input is read.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// Variables with their shapes; they may have the name of a constant.
    pub declared: IndexMap<String, Shape>,
    /// Bounds.
    pub limits: Limits,
    /// Whether a result may be a condition. Users' results are numbers; conditions of rules are not.
    pub conditions: bool,
}

/// One result of an input.
#[derive(Clone, Debug)]
pub struct Output {
    /// The name, where the result is a definition.
    pub name: Option<String>,
    /// Its node.
    pub expr: Expr,
    /// Its text.
    pub span: Span,
}

/// An input with its meaning.
#[derive(Clone, Debug)]
pub struct Resolved {
    /// In the order typed.
    pub outputs: Vec<Output>,
    /// Free variables in the order of first appearance.
    pub variables: IndexMap<String, Shape>,
    /// Where each of them first appears.
    pub places: HashMap<String, Span>,
    /// What was differentiated on the way.
    pub differentiated: Vec<Expr>,
    /// All variables that were declared, by the context or in the text, used or not.
    pub declared: IndexMap<String, Shape>,
    /// Remarks that do not refuse the input.
    pub notes: Vec<Diagnostic>,
}

/// What a name stands for.
#[derive(Clone)]
enum Meaning {
    /// A definition's value.
    Value(Expr, Span),
    /// A user's function: its parameters and its body in terms of them.
    Function {
        parameters: Vec<VariableId>,
        /// The names of the parameters, for messages.
        names: Vec<String>,
        body: Expr,
        span: Span,
    },
    /// Something that was refused: what uses it is not reported again.
    Wrong(Span),
}

/// Whether a name is that of a function of the language, where it is called.
pub fn is_function(name: &str) -> bool {
    forms::is_form(name) || !functions::arities(name).is_empty()
}

/// The names known while an input is read.
struct Scope<'a> {
    graph: &'a mut Graph,
    limits: &'a Limits,
    tree: &'a Tree,
    /// The nodes of each statement.
    bodies: Vec<Range<usize>>,
    /// The name that each statement gives a meaning to.
    names: Vec<Option<&'a str>>,
    /// The first statement that gives a name its meaning, and where the name stands in it.
    places: HashMap<&'a str, (usize, Span)>,
    /// The statement that is read.
    statement: usize,
    meanings: HashMap<String, Meaning>,
    /// Shapes of variables, and where they are declared unless the caller did.
    declared: IndexMap<String, (Shape, Option<Span>)>,
    /// The names that are dimensions.
    dimensions: HashSet<String>,
    /// Where the vectors and matrices stand whose size is settled by their surroundings.
    open: Vec<Span>,
    /// Parameters of the function whose body is read.
    parameters: HashMap<String, Expr>,
    /// The names of folds that are open, with their numbers; the innermost last.
    bound: Vec<(String, Expr)>,
    /// The letters for indices that are open, and what they look at.
    letters: letters::Letters,
    /// Terms of folds computed so far.
    terms: usize,
    /// The variables of the text: where each was met first, and the statement that mentioned it last.
    met: IndexMap<String, (Span, usize), hashbrown::DefaultHashBuilder>,
    /// Which statement mentions which variable, each once, in order.
    mentioned: Vec<(u32, u32)>,
    /// Who differentiates.
    differentiate: &'a mut dyn Differentiate,
    /// Derivatives of the functions of the input, by the place of the parameter and the order.
    derived: HashMap<(String, usize, u32), Expr>,
    differentiated: Vec<Expr>,
    diagnostics: Vec<Diagnostic>,
    /// What was said of a name already.
    reported: HashSet<(Code, String)>,
    /// Names of definitions that go round in a circle.
    circular: HashSet<String>,
}

/// Gives meaning to a tree that parsed without errors.
///
/// # Errors
///
/// All errors of the input, in the order of the text, with the remarks.
pub fn resolve(
    graph: &mut Graph,
    tree: &Tree,
    context: &Context,
    differentiate: &mut dyn Differentiate,
) -> Result<Resolved, Vec<Diagnostic>> {
    let declared = context
        .declared
        .iter()
        .map(|(name, shape)| (name.clone(), (*shape, None)))
        .collect();
    let dimensions = declare::named_dimensions(context.declared.values())
        .filter(|&name| !context.declared.contains_key(name))
        .map(str::to_owned)
        .collect();
    let mut names = Vec::with_capacity(tree.statements.len());
    let mut places = HashMap::with_capacity(tree.statements.len());
    for (place, statement) in tree.statements.iter().enumerate() {
        let (StatementKind::Definition {
            name, name_span, ..
        }
        | StatementKind::Function {
            name, name_span, ..
        }
        | StatementKind::Declaration {
            name, name_span, ..
        }) = &statement.kind
        else {
            names.push(None);
            continue;
        };
        names.push(Some(name.as_str()));
        places.entry(name.as_str()).or_insert((place, *name_span));
    }
    let mut scope = Scope {
        graph,
        limits: &context.limits,
        tree,
        bodies: bodies(tree),
        names,
        places,
        statement: 0,
        meanings: HashMap::with_capacity(tree.statements.len()),
        declared,
        dimensions,
        open: Vec::new(),
        parameters: HashMap::new(),
        bound: Vec::new(),
        letters: letters::Letters::default(),
        terms: 0,
        met: IndexMap::default(),
        mentioned: Vec::new(),
        differentiate,
        derived: HashMap::new(),
        differentiated: Vec::new(),
        diagnostics: Vec::new(),
        reported: HashSet::new(),
        circular: HashSet::new(),
    };
    let mut outputs = Vec::new();
    let mut last_definition: Option<(usize, Expr)> = None;
    let mut last_function: Option<(usize, String)> = None;
    let mut result_by_default = None;
    for (place, statement) in tree.statements.iter().enumerate() {
        scope.statement = place;
        let body = scope.bodies[place].clone();
        match &statement.kind {
            StatementKind::Result(_) => {
                let read = if context.conditions {
                    scope.evaluate(tree, body)
                } else {
                    scope.read_value(tree, body)
                };
                if let Some(expr) = read {
                    outputs.push(Output {
                        name: None,
                        expr,
                        span: statement.span,
                    });
                }
            }
            StatementKind::Definition {
                name, name_span, ..
            } => {
                scope.check_new(name, *name_span, "defined");
                let is_sound = scope.check_not_in_itself(tree, name, *name_span, body.clone());
                let read = scope.read_value(tree, body).filter(|_| is_sound);
                let meaning = match read {
                    Some(expr) => Meaning::Value(expr, *name_span),
                    None => Meaning::Wrong(*name_span),
                };
                scope.meanings.insert(name.clone(), meaning);
                if let Some(expr) = read {
                    last_definition = Some((place, expr));
                    last_function = None;
                }
            }
            StatementKind::Function {
                name,
                name_span,
                parameters,
                ..
            } => {
                scope.check_new(name, *name_span, "defined");
                scope.define_function(tree, name, *name_span, parameters, body);
                // Only if nothing else is a result does it become one.
                last_definition = None;
                last_function = Some((place, name.clone()));
            }
            StatementKind::Declaration {
                name,
                name_span,
                shape,
                dimensions,
            } => {
                // A variable of the context may get its shape in the text.
                let is_given = |(_, span): &(Shape, Option<Span>)| span.is_none();
                if !scope.declared.get(name).is_some_and(is_given) {
                    scope.check_new(name, *name_span, "declared");
                }
                scope.declare(name, *name_span, *shape, dimensions);
            }
        }
    }
    if outputs.is_empty() && !report::has_errors(&scope.diagnostics) {
        if let Some((place, name)) = last_function
            && let Some(expr) = scope.applied_to_variables(&name)
        {
            last_definition = Some((place, expr));
        }
        match last_definition {
            Some((place, expr)) => {
                result_by_default = Some(place);
                outputs.push(Output {
                    name: scope.names[place].map(str::to_owned),
                    expr,
                    span: tree.statements[place].span,
                });
            }
            None => {
                let diagnostic = nothing_to_do(tree);
                scope.report(diagnostic);
            }
        }
    }
    for output in &outputs {
        scope.check_settled(output.expr);
    }
    // In the order of the text, whichever room of a statement was read first.
    scope.diagnostics.sort_by_key(|diagnostic| diagnostic.span);
    if report::has_errors(&scope.diagnostics) {
        return Err(scope.diagnostics);
    }
    let (variables, used) = variables::in_order(tree, &scope, result_by_default);
    scope.remark_on_unused(&used, &variables);
    scope.remark_on_joined_names(&variables);
    scope.diagnostics.sort_by_key(|diagnostic| diagnostic.span);
    let declared = scope.declared.into_iter();
    Ok(Resolved {
        outputs,
        variables,
        places: scope
            .met
            .into_iter()
            .map(|(name, (span, _))| (name, span))
            .collect(),
        differentiated: scope.differentiated,
        declared: declared.map(|(name, (shape, _))| (name, shape)).collect(),
        notes: scope.diagnostics,
    })
}

fn nothing_to_do(tree: &Tree) -> Diagnostic {
    let last = tree.statements.last();
    let span = last.map_or(Span::default(), |statement| statement.span);
    let function = tree
        .statements
        .iter()
        .rev()
        .find_map(|statement| match &statement.kind {
            StatementKind::Function {
                name, parameters, ..
            } => {
                let names: Vec<&str> = parameters.iter().map(|(name, _)| name.as_str()).collect();
                Some(format!("{name}({})", names.join(", ")))
            }
            _ => None,
        });
    let example = function.unwrap_or_else(|| "x^2 + 1".to_owned());
    Diagnostic::error(codes::NO_RESULT, span, "there is nothing to differentiate")
        .with_label("no result after this")
        .with_help(format!(
            "add a line with an expression, such as {}",
            quote(&example)
        ))
}

impl Scope<'_> {
    /// Reads an expression that must be a value, not a condition.
    fn read_value(&mut self, tree: &Tree, body: Range<usize>) -> Option<Expr> {
        let span = tree.nodes[body.end - 1].span;
        let expr = self.evaluate(tree, body)?;
        self.expect_value(expr, span)
    }

    fn expect_value(&mut self, expr: Expr, span: Span) -> Option<Expr> {
        if !self.graph.is_condition(expr) {
            return Some(expr);
        }
        self.report(
            Diagnostic::error(
                codes::CONDITION_AS_VALUE,
                span,
                "a condition stands where a number is expected",
            )
            .with_label("true or false, not a number")
            .with_help(match self.graph.op(expr) {
                Op::Equal => "for the equation a = b write the difference `a - b`; `indicator(a == b)` is a number",
                _ => "use it inside `if(condition, a, b)`; `indicator(x > 0)` is a number",
            }),
        );
        None
    }

    fn expect_condition(&mut self, expr: Expr, span: Span) -> Option<Expr> {
        if self.graph.is_condition(expr) {
            return Some(expr);
        }
        self.report(
            Diagnostic::error(
                codes::VALUE_AS_CONDITION,
                span,
                "a number stands where a condition is expected",
            )
            .with_label("a number, not true or false")
            .with_help("compare it with something, such as `x > 0`"),
        );
        None
    }
}
