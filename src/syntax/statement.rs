//! Statements: definitions, functions, declarations and results, and how to go on after an error.
//!
//! Must not know what a name means. Invariants: every round of the loop passes at least one token; what is
//! looked at twice is a head such as `f(x, y) =`, and only twice; a refused statement leaves nothing in the tree.

use super::cursor::{Cursor, Outcome, refuse};
use super::expression::expression;
use super::token::{Token, TokenKind};
use super::tree::{Declared, Extent, NodeId, Statement, StatementKind, Tree};
use super::{IsFunction, Limits, Parsed};
use crate::codes;
use crate::text::{Diagnostic, Span, nearest, quote};
use hashbrown::HashSet;

/// The largest dimension that can be written.
pub const MOST: u32 = 4_278_190_079;

/// So many axes a tensor has at most.
const MOST_AXES: usize = 8;

/// So many words are looked at to see whether brackets are closed.
const LOOKAHEAD: usize = 1_000;

/// What stands in front of the body of a statement.
enum Head {
    Result,
    Definition(Token),
    Function(Token, Vec<Span>),
    Declaration(Token),
}

/// Parses all statements of `source`, whose length the caller has checked.
pub(super) fn statements(source: &str, limits: &Limits, is_function: IsFunction<'_>) -> Parsed {
    let mut parser = Parser {
        cursor: Cursor::new(source),
        tree: Tree::default(),
        notes: Vec::new(),
        limits,
        is_function,
        functions: HashSet::new(),
    };
    let mut errors = Vec::new();
    while errors.len() < limits.errors.max(1) {
        while parser.cursor.token().kind == TokenKind::Semicolon {
            parser.cursor.advance();
        }
        let first = parser.cursor.token();
        if first.kind == TokenKind::End {
            break;
        }
        let nodes = parser.tree.nodes.len();
        if let Err(refusal) = parser.statement() {
            parser.tree.nodes.truncate(nodes);
            errors.push(refusal.diagnostic);
            parser.recover(first, refusal.open);
        }
    }
    if errors.is_empty() && parser.tree.statements.is_empty() {
        let diagnostic = Diagnostic::error(
            codes::EMPTY_INPUT,
            Span::default(),
            "expected an expression",
        )
        .with_label("nothing to read here")
        .with_help("type a formula such as `x^2 + sin(y)`");
        errors.push(diagnostic);
    }
    let mut diagnostics = parser.notes;
    diagnostics.append(&mut errors);
    diagnostics.sort_by_key(|diagnostic| diagnostic.span);
    Parsed {
        tree: parser.tree,
        diagnostics,
    }
}

struct Parser<'a> {
    cursor: Cursor<'a>,
    tree: Tree,
    notes: Vec<Diagnostic>,
    limits: &'a Limits,
    is_function: IsFunction<'a>,
    /// The functions of the input so far.
    functions: HashSet<String>,
}

impl Parser<'_> {
    fn statement(&mut self) -> Outcome<()> {
        let start = self.cursor.token().span;
        let kind = match self.head()? {
            Head::Result => StatementKind::Result(self.body()?),
            Head::Definition(name) => {
                let body = self.body()?;
                StatementKind::Definition {
                    name: self.text(name.span),
                    name_span: name.span,
                    body,
                }
            }
            Head::Function(name, parameters) => {
                let body = self.body()?;
                let parameters = parameters
                    .into_iter()
                    .map(|span| (self.text(span), span))
                    .collect();
                let (name, name_span) = (self.text(name.span), name.span);
                self.functions.insert(name.clone());
                StatementKind::Function {
                    name,
                    name_span,
                    parameters,
                    body,
                }
            }
            Head::Declaration(name) => {
                let (shape, dimensions) = self.shape()?;
                let (name, name_span) = (self.text(name.span), name.span);
                StatementKind::Declaration {
                    name,
                    name_span,
                    shape,
                    dimensions,
                }
            }
        };
        let span = start.to(self.cursor.behind());
        self.tree.statements.push(Statement { kind, span });
        Ok(())
    }

    fn text(&self, span: Span) -> String {
        self.cursor.text(span).to_owned()
    }

    fn body(&mut self) -> Outcome<NodeId> {
        let own = &self.functions;
        let is_function = |name: &str| (self.is_function)(name) || own.contains(name);
        expression(
            &mut self.cursor,
            &mut self.tree.nodes,
            &mut self.notes,
            self.limits,
            &is_function,
        )
    }

    /// Passes the head of a statement, or nothing if there is none.
    fn head(&mut self) -> Outcome<Head> {
        let mut ahead = self.cursor;
        let name = ahead.advance();
        if name.kind != TokenKind::Name || ahead.token().line_start {
            return Ok(Head::Result);
        }
        let head = match ahead.token().kind {
            TokenKind::Equals => Head::Definition(name),
            TokenKind::Colon => Head::Declaration(name),
            TokenKind::Open => match parameters(&mut ahead) {
                Some(parameters) => Head::Function(name, parameters),
                None => return Ok(Head::Result),
            },
            _ => return Ok(Head::Result),
        };
        ahead.advance();
        self.cursor = ahead;
        Ok(head)
    }

    /// The shape behind the `:` of a declaration, with its dimensions.
    fn shape(&mut self) -> Outcome<(Declared, Vec<(Extent, Span)>)> {
        const EXPECTED: &str = "`scalar`, `vector(n)`, `matrix(m, n)` or another shape";
        let token = self.cursor.token();
        let word = self.cursor.text(token.span);
        let known = Declared::ALL.iter().find(|shape| shape.word() == word);
        let Some(&shape) = known else {
            let near = nearest(word, Declared::ALL.iter().map(|shape| shape.word()));
            let diagnostic = self.cursor.unexpected(codes::UNKNOWN_SHAPE, EXPECTED);
            return refuse(match near {
                Some(near) => diagnostic.with_help(format!("did you mean {}?", quote(near))),
                None => diagnostic.with_help(
                    "write `x: scalar`, `x: vector(3)`, `A: matrix(m, n)`, `S: symmetric(n)` or `t: tensor(a, b, c)`",
                ),
            });
        };
        self.cursor.advance();
        let (least, most) = shape.dimensions();
        let mut dimensions = Vec::with_capacity(least);
        let is_more = |parser: &Self, count: usize| match most {
            Some(most) => count < most,
            None => count == 0 || parser.cursor.token().kind == TokenKind::Comma,
        };
        while is_more(self, dimensions.len()) {
            let (separator, expected) = match dimensions.len() {
                0 => (TokenKind::Open, "`(` and a dimension"),
                _ => (TokenKind::Comma, "`,` and a second dimension"),
            };
            self.expect(separator, expected, shape, dimensions.len())?;
            if dimensions.len() == MOST_AXES {
                let message = format!("a tensor has at most {MOST_AXES} axes");
                let place = self.cursor.token().span;
                return self.refuse_inside(
                    Diagnostic::error(codes::MISSING_DIMENSION, place, message),
                    1,
                );
            }
            dimensions.push(self.dimension(shape)?);
        }
        if !dimensions.is_empty() {
            self.expect(TokenKind::Close, "`)`", shape, dimensions.len())?;
        }
        if self.cursor.at_statement_end() {
            return Ok((shape, dimensions));
        }
        let diagnostic = self
            .cursor
            .unexpected(codes::AFTER_DECLARATION, "the end of the declaration");
        refuse(diagnostic.with_help(usage(shape)))
    }

    /// Passes a token of `kind`; inside the brackets a line end is a blank.
    fn expect(
        &mut self,
        kind: TokenKind,
        expected: &str,
        shape: Declared,
        index: usize,
    ) -> Outcome<()> {
        let token = self.cursor.token();
        if token.kind == kind && (index > 0 || !token.line_start) {
            self.cursor.advance();
            return Ok(());
        }
        self.refuse_inside(
            self.cursor
                .unexpected(codes::MISSING_DIMENSION, expected)
                .with_help(usage(shape)),
            index,
        )
    }

    fn dimension(&mut self, shape: Declared) -> Outcome<(Extent, Span)> {
        let token = self.cursor.token();
        let text = self.cursor.text(token.span);
        let whole =
            token.kind == TokenKind::Number && text.bytes().all(|byte| byte.is_ascii_digit());
        let mut ahead = self.cursor;
        ahead.advance();
        let is_whole = matches!(
            ahead.token().kind,
            TokenKind::Comma | TokenKind::Close | TokenKind::End | TokenKind::Semicolon
        );
        if token.kind == TokenKind::Name && is_whole {
            self.cursor.advance();
            return Ok((Extent::Named(text.to_owned()), token.span));
        }
        if !whole {
            let expected = "a whole number or a name as dimension";
            let diagnostic = match token.kind {
                // What stands behind the name is what is wrong.
                TokenKind::Name => ahead.unexpected(
                    codes::INVALID_DIMENSION,
                    "`,` or `)` behind the name of a dimension",
                ),
                _ => self.cursor.unexpected(codes::INVALID_DIMENSION, expected),
            };
            return self.refuse_inside(diagnostic.with_help(usage(shape)), 1);
        }
        let digits = text.trim_start_matches('0');
        let value = match digits.len() {
            0 => {
                let message = "a dimension is at least 1";
                return self.refuse_inside(
                    Diagnostic::error(codes::INVALID_DIMENSION, token.span, message)
                        .with_help(usage(shape)),
                    1,
                );
            }
            1..=10 => digits.parse().ok().filter(|&number| number <= MOST),
            _ => None,
        };
        let Some(value) = value else {
            let message = format!(
                "the dimension {} exceeds the limit of {}",
                quote(text),
                MOST
            );
            return self.refuse_inside(
                Diagnostic::error(codes::DIMENSION_TOO_LARGE, token.span, message),
                1,
            );
        };
        self.cursor.advance();
        Ok((Extent::Known(value), token.span))
    }

    /// Refuses inside of the brackets of a shape, if `open` is not 0.
    fn refuse_inside<T>(&self, diagnostic: Diagnostic, open: usize) -> Outcome<T> {
        refuse(diagnostic).map_err(|mut refusal: Box<super::cursor::Refusal>| {
            refusal.open = open.min(1);
            refusal
        })
    }

    /// Whether `open` brackets are closed on the line ahead, so that a `;` before that is one of a matrix or a call.
    fn closes_on_line(&self, open: usize) -> bool {
        let mut ahead = self.cursor;
        let mut open = open;
        for _ in 0..LOOKAHEAD {
            match ahead.advance().kind {
                TokenKind::Open | TokenKind::OpenSquare => open += 1,
                TokenKind::Close | TokenKind::CloseSquare => open -= 1,
                TokenKind::Wrong(mistake) => open = open.saturating_add_signed(mistake.bracket()),
                TokenKind::End => return false,
                _ => {}
            }
            if open == 0 || ahead.token().line_start {
                return open == 0;
            }
        }
        false
    }

    /// Passes tokens up to the end of the refused statement that began with `first`.
    ///
    /// A line end inside of brackets ends nothing, unless the next line begins like a definition or a
    /// declaration: then a bracket was left open.
    fn recover(&mut self, first: Token, open: usize) {
        let mut open = open;
        let inside = open > 0 && self.closes_on_line(open);
        let mut line_name: Option<Cursor> = None;
        loop {
            let token = self.cursor.token();
            let passed = token.span.start > first.span.start;
            match token.kind {
                TokenKind::End => return,
                TokenKind::Semicolon if open == 0 || !inside => return,
                TokenKind::Equals | TokenKind::Colon => {
                    if let Some(cursor) = line_name {
                        self.cursor = cursor;
                        return;
                    }
                }
                _ if passed && open == 0 && self.cursor.at_statement_end() => return,
                TokenKind::Open | TokenKind::OpenSquare => open += 1,
                TokenKind::Close | TokenKind::CloseSquare => open = open.saturating_sub(1),
                TokenKind::Wrong(mistake) => open = open.saturating_add_signed(mistake.bracket()),
                _ => {}
            }
            let begins_line = token.kind == TokenKind::Name && token.line_start && passed;
            line_name = begins_line.then_some(self.cursor);
            self.cursor.advance();
        }
    }
}

/// The names between the brackets ahead, if nothing else stands there and `=` follows on the same line.
fn parameters(cursor: &mut Cursor) -> Option<Vec<Span>> {
    let mut names = Vec::new();
    let mut separator = cursor.advance();
    while separator.kind != TokenKind::Close {
        let name = cursor.advance();
        separator = cursor.advance();
        if name.kind != TokenKind::Name
            || !matches!(separator.kind, TokenKind::Comma | TokenKind::Close)
        {
            return None;
        }
        names.push(name.span);
    }
    cursor.same_line(TokenKind::Equals).then_some(names)
}

/// How a shape is declared.
fn usage(shape: Declared) -> &'static str {
    match shape {
        Declared::Scalar => "write `x: scalar`",
        Declared::Vector => "write `x: vector(3)` or `x: vector(n)`",
        Declared::Matrix => "write `A: matrix(3, 3)` or `A: matrix(m, n)`",
        Declared::Symmetric => {
            "write `S: symmetric(3)` or `S: symmetric(n)`: its rows are as many as its columns"
        }
        Declared::Tensor => "write `t: tensor(2, 3, 4)` or `t: tensor(a, b, c)`",
    }
}
