//! What to say where brackets and bars do not fit, and where two readings are possible: both are shown.
//!
//! Must not change the place of the parser. Invariant: each of two readings is written so that it can be typed.

use super::expression::{Frame, Parser, Stage, Value};
use super::refusal::SHORT;
use super::token::{Token, TokenKind, exponent};
use super::tree::{Binary, Kind, NodeId};
use crate::codes;
use crate::text::{Diagnostic, Span, quote};

impl Parser<'_, '_> {
    /// A number and a factor without a sign between them, behind a division or in an exponent.
    pub(super) fn ambiguous_product(
        &self,
        operator: Binary,
        left: Value,
        number: Value,
        token: Token,
    ) -> Diagnostic {
        let sign = operator.notation().spelling;
        let span = number.outer.to(token.span);
        let [left, number] = [left, number].map(|value| self.cursor.text(value.outer));
        let (left, number) = match left.len() <= SHORT {
            true => (left, number),
            false => ("a", number),
        };
        let factor = self.factor(token);
        let first = quote(&format!("{left}{sign}{number}*{factor}"));
        let second = quote(&format!("{left}{sign}({number}*{factor})"));
        Diagnostic::error(
            codes::AMBIGUOUS_PRODUCT,
            span,
            "this product can be read in two ways",
        )
        .with_label("a number and a factor without `*`")
        .with_help(format!("write {first} or {second}"))
    }

    /// The factor that begins with `token`, if it is short: with a whole exponent behind a name.
    pub(super) fn factor(&self, token: Token) -> String {
        let text = self.cursor.text(token.span);
        let mut ahead = *self.cursor;
        ahead.advance();
        let next = ahead.advance();
        match (token.kind, next.kind) {
            (TokenKind::Open, _) => self.bracketed(token).to_owned(),
            (TokenKind::Name, TokenKind::Open) if !next.line_start => {
                format!("{text}{}", self.bracketed(next))
            }
            (TokenKind::Name, TokenKind::Infix(Binary::Power))
                if ahead.token().kind == TokenKind::Number =>
            {
                format!("{text}^{}", self.cursor.text(ahead.token().span))
            }
            (TokenKind::Name, TokenKind::Superscript) => {
                format!("{text}{}", self.cursor.text(next.span))
            }
            (TokenKind::Name | TokenKind::Number, _) if text.len() <= SHORT => text.to_owned(),
            _ => "x".to_owned(),
        }
    }

    /// A sign such as `√` in front of a value that something binds to from the right.
    pub(super) fn ambiguous_sign(&self, sign: Span, value: Value, token: Token) -> Diagnostic {
        let sign = self.cursor.text(sign);
        let short = self.cursor.text(value.outer);
        let operand = if short.len() <= SHORT { short } else { "x" };
        let behind = match token.kind {
            TokenKind::Superscript => format!("^{}", exponent(self.cursor.text(token.span))),
            TokenKind::Infix(_) => "^n".to_owned(),
            _ => format!("*{}", self.factor(token)),
        };
        let inner = operand.trim_start_matches('(').trim_end_matches(')');
        let bare = if inner.contains(['(', ')']) {
            operand
        } else {
            inner
        };
        let first = quote(&format!("({sign}{operand}){behind}"));
        let second = quote(&format!(
            "{sign}({}{behind})",
            if bare == inner { operand } else { bare }
        ));
        Diagnostic::error(
            codes::AMBIGUOUS_ROOT,
            token.span,
            format!("what {} reaches to can be read in two ways", quote(sign)),
        )
        .with_related(value.outer, "its value ends here, or further on")
        .with_help(format!("write {first} or {second}"))
    }

    /// An operator between a sign such as `√` and its value.
    pub(super) fn sign_behind_sign(&self, sign: Span, token: Token) -> Diagnostic {
        let (sign, operator) = (self.cursor.text(sign), self.cursor.text(token.span));
        Diagnostic::error(
            codes::AMBIGUOUS_ROOT,
            token.span,
            format!(
                "{} needs brackets around {}",
                quote(sign),
                quote(&format!("{operator}x"))
            ),
        )
        .with_help(format!("write {}", quote(&format!("{sign}({operator}x)"))))
    }

    /// `x²^3`
    pub(super) fn raised_twice(&self, value: Value, token: Token) -> Diagnostic {
        let text = self.cursor.text(value.outer);
        let base = text.trim_end_matches(|letter| !exponent_is_plain(letter));
        let raised = exponent(&text[base.len()..]);
        let base = if base.len() <= SHORT { base } else { "x" };
        let first = quote(&format!("({base}^{raised})^n"));
        let second = quote(&format!("{base}^({raised}^n)"));
        Diagnostic::error(
            codes::AMBIGUOUS_POWER,
            token.span,
            "this power can be read in two ways",
        )
        .with_related(value.outer, "a power already")
        .with_help(format!("write {first} or {second}"))
    }

    /// A bar where an operand should stand, between bars that are open.
    pub(super) fn bars_in_bars(&self, token: Token) -> Diagnostic {
        self.with_opening(Diagnostic::error(
            codes::ABSOLUTE_BARS,
            token.span,
            "expected a value before the closing bar",
        ))
        .with_help("bars nest only through brackets: write `|(|x|) - 1|` or `abs(abs(x) - 1)`")
    }

    /// Whether a closing bracket is the one that closes `frame`.
    pub(super) fn ends_with(&self, token: Token, frame: &Frame) -> bool {
        self.cursor.text(token.span) == frame.closing()
    }

    /// A closing bracket of another sort than the one that is open.
    pub(super) fn mismatched(&self, token: Token) -> Diagnostic {
        let Some(frame) = self.innermost() else {
            return self.stray(token);
        };
        let open = frame.opening().unwrap_or(token.span);
        let expected = frame.closing();
        let message = format!(
            "{} is closed by {}",
            quote(self.cursor.text(open)),
            quote(self.cursor.text(token.span))
        );
        Diagnostic::error(codes::MISMATCHED_BRACKET, token.span, message)
            .with_label(format!("expected `{expected}`"))
            .with_related(open, "opened here")
            .with_help(format!("write `{expected}`"))
    }

    /// A closing bracket where none is open.
    pub(super) fn stray(&self, token: Token) -> Diagnostic {
        let message = format!("stray {}: no bracket is open here", self.cursor.found());
        Diagnostic::error(codes::STRAY_BRACKET, token.span, message)
            .with_help("remove it, or open a bracket before")
    }

    /// A bracket that is open where the statement ends.
    pub(super) fn unclosed(&self) -> Diagnostic {
        let closing = self.innermost().map_or(")", Frame::closing);
        let diagnostic = self
            .cursor
            .unexpected(codes::UNCLOSED_BRACKET, &quote(closing));
        self.with_opening(diagnostic.with_help("close the bracket"))
    }

    /// Whether the bracket that is open has a `;` already, which may have been meant to end a statement.
    pub(super) fn has_semicolons(&self) -> bool {
        match self.innermost() {
            Some(Frame::Call { semicolons, .. }) => !semicolons.is_empty(),
            Some(Frame::Block { rows, .. }) => rows.len() > 1,
            _ => false,
        }
    }

    /// A `,` in brackets that hold one value.
    pub(super) fn misplaced_comma(&self, token: Token) -> Diagnostic {
        let error = |code, message: &str| Diagnostic::error(code, token.span, message);
        match self.innermost() {
            Some(Frame::Fold(_)) => self.unfinished_fold(token),
            Some(Frame::Derivative { .. }) => {
                error(codes::COMMA_OUTSIDE_CALL, "a derivative is of one value")
                    .with_help("several results stand on lines of their own or between `;`")
            }
            _ => error(
                codes::COMMA_OUTSIDE_CALL,
                "a `,` separates only the arguments of a call",
            )
            .with_help(
                "a decimal point is written `.`, a vector `[x; y]`; several results stand on lines of their own or \
                 between `;`",
            ),
        }
    }

    /// `[[a, b], [c, d]]`, which is a matrix elsewhere and would be one row here.
    pub(super) fn nested_rows(
        &self,
        span: Span,
        entries: &[NodeId],
        rows: &[u32],
    ) -> Option<Diagnostic> {
        let mut texts = Vec::with_capacity(entries.len());
        for entry in entries {
            let node = &self.nodes[entry.0 as usize];
            match &node.kind {
                Kind::Block { rows, .. } if rows.len() == 1 => {
                    let text = self.cursor.text(node.span);
                    texts.push(&text[1..text.len() - 1]);
                }
                _ => return None,
            }
        }
        if entries.len() < 2 || rows.len() > 1 {
            return None;
        }
        let fixed = format!("[{}]", texts.join("; "));
        let diagnostic = Diagnostic::error(
            codes::NESTED_ROWS,
            span,
            "the rows of a matrix stand between `;`",
        )
        .with_label("these would stand beside each other, in one row");
        Some(diagnostic.with_help(match fixed.len() <= 2 * SHORT {
            true => format!("write {}", quote(&fixed)),
            false => "write `[a, b; c, d]`".to_owned(),
        }))
    }

    /// A range or a body that is missing.
    pub(super) fn unfinished_fold(&self, token: Token) -> Diagnostic {
        let Some(Frame::Fold(fold)) = self.innermost() else {
            return self.stray(token);
        };
        let (name, variable) = (self.cursor.text(fold.name), self.cursor.text(fold.variable));
        let expected = match fold.stage {
            Stage::Low => "`..` and the last number",
            Stage::High | Stage::Filter => "`,` and what is added up or multiplied",
            Stage::Body => "`)`",
        };
        let diagnostic = self.cursor.unexpected(codes::UNFINISHED_RANGE, expected);
        let example = match name.len() + variable.len() <= SHORT {
            true => format!("{name}({variable} in 1..10, {variable}^2)"),
            false => "sum(i in 1..10, i^2)".to_owned(),
        };
        self.with_opening(diagnostic)
            .with_help(format!("write {}", quote(&example)))
    }
}

/// Whether a letter is none of a raised exponent.
fn exponent_is_plain(letter: char) -> bool {
    !crate::notation::SUPERSCRIPTS.contains(&letter) && letter != crate::notation::SUPERSCRIPT_MINUS
}
