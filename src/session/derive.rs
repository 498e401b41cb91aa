//! Commands about derivatives: what is differentiated, in which variables, at which point.

use super::clause::{Argument, argument};
use super::command::Action;
use super::define::{Overrides, Subject};
use super::input::Input;
use super::point::{outer_words, text_of};
use super::reply::{Reply, TYPED};
use super::report::{self, Form};
use super::state::Session;
use crate::codes;
use crate::function::{Derivation, Quantity};
use crate::graph::{Shape, Sharing};
use crate::syntax::{Word, WordKind, is_variable_name, words};
use crate::text::{pieces, quote};

/// The degree of a Taylor polynomial where none is said.
const USUAL_DEGREE: u32 = 5;

impl Session {
    /// The variables of `wrt`, or those that are set.
    fn wrt(&self, clause: Option<&Input<'_>>) -> Result<Option<Vec<String>>, Reply> {
        let Some(clause) = clause else {
            return Ok(self.state.settings.wrt.clone());
        };
        let list: Vec<String> = pieces(clause.text(), &[',', ' '])
            .into_iter()
            .filter(|(_, name)| !name.is_empty())
            .map(|(_, name)| name.to_owned())
            .collect();
        match list.iter().find(|name| !is_variable_name(name)) {
            Some(name) => Err(clause.refuse(
                format!("{} is no name of a variable", quote(name)),
                "write `wrt x, y`",
            )),
            None if list.is_empty() => {
                Err(clause.refuse("the variables are missing", "write `wrt x, y`"))
            }
            None => Ok(Some(list)),
        }
    }

    /// A subject without its last variables: `x^2*y x y`.
    fn split_variables<'a>(&self, input: &Input<'a>) -> (Input<'a>, Vec<String>) {
        let text = input.text();
        let all: Vec<_> = words(text).collect();
        let mut end = all.len();
        let mut variables = Vec::new();
        while let Some(place) = end.checked_sub(1) {
            // A name, perhaps with an index behind it.
            let first = match all[place].kind {
                WordKind::CloseSquare => {
                    let is_open = |word: &Word| word.kind == WordKind::OpenSquare;
                    let open = all[..place].iter().rposition(is_open);
                    open.and_then(|open| open.checked_sub(1)).unwrap_or(place)
                }
                _ => place,
            };
            let before = first.checked_sub(1).map(|before| all[before]);
            let separated = before.is_some_and(|word| word.kind == WordKind::Comma);
            let begins = before.is_none_or(|word| word.ends_operand()) || separated;
            let span = all[first].span.to(all[place].span);
            let name = &text[span.start as usize..span.end as usize];
            if all[first].kind != WordKind::Name || !begins || !is_variable_name(name) {
                break;
            }
            variables.insert(0, name.to_owned());
            end = first - usize::from(separated);
        }
        let cut = if end == 0 {
            0
        } else {
            all[end - 1].span.end as usize
        };
        (input.part(0, cut), variables)
    }

    /// The subject of `:diff` and its variables.
    fn partial(&self, argument: &Argument<'_>) -> Result<(Subject, Vec<String>), Reply> {
        let whole = argument.expression;
        let none = Overrides::new();
        if let Some(wrt) = self
            .wrt(argument.clause("wrt").as_ref())?
            .filter(|_| argument.clause("wrt").is_some())
        {
            return Ok((self.subject(&whole, &none)?, wrt));
        }
        let (expression, mut variables) = self.split_variables(&whole);
        let is_expression = |name: &String| self.known(name).is_some();
        if expression.is_blank() && variables.first().is_some_and(is_expression) {
            // A definition, or the last result, in front of the variables.
            let name = variables.remove(0);
            let named = whole.part(0, name.len());
            let subject = self.subject(&named, &none)?;
            return self.with_only_variable(&whole, subject, variables);
        }
        if expression.is_blank() && variables.len() > 1 && self.state.last.is_none() {
            let name = variables.remove(0);
            let subject = self.subject(&whole.part(0, name.len()), &none)?;
            return Ok((subject, variables));
        }
        let subject = self.subject(&expression, &none)?;
        self.with_only_variable(&whole, subject, variables)
    }

    /// Where no variable is named, the only one.
    fn with_only_variable(
        &self,
        input: &Input<'_>,
        subject: Subject,
        mut variables: Vec<String>,
    ) -> Result<(Subject, Vec<String>), Reply> {
        if variables.is_empty() {
            let own: Vec<&str> = subject.function.variable_names().collect();
            match own.as_slice() {
                [only] => variables.push((*only).to_owned()),
                [] => {
                    return Err(
                        input.refuse("the formula has no variable", "name one: `:diff 3 x`")
                    );
                }
                several => {
                    let list = several.join(", ");
                    let message = format!("in which variable: {list}?");
                    return Err(
                        input.refuse(message, "name it behind the expression: `:diff x*y x`")
                    );
                }
            }
        }
        Ok((subject, variables))
    }

    /// An expression that is 0, or an equation `a == b`, also written `a = b`, as the difference of its sides.
    fn equation(&self, input: &Input<'_>) -> Result<Subject, Reply> {
        let text = input.text();
        let outer = outer_words(text);
        let mut signs = outer
            .iter()
            .filter(|(_, word)| matches!(text_of(text, word), "=" | "=="));
        let (Some((_, sign)), None) = (signs.next(), signs.next()) else {
            return self.subject(input, &Overrides::new());
        };
        let (start, end) = (sign.span.start as usize, sign.span.end as usize);
        let difference = format!("({}) - ({})", &text[..start].trim(), &text[end..].trim());
        self.subject(&Input::whole(&difference, TYPED), &Overrides::new())
    }

    /// What a command is about, and the quantity that it asks for.
    fn asked(&self, action: Action, argument: &Argument<'_>) -> Result<(Subject, Quantity), Reply> {
        if action == Action::Partial {
            let (subject, variables) = self.partial(argument)?;
            return Ok((subject, Quantity::Partial(variables)));
        }
        if action == Action::Implicit {
            let (expression, mut names) = self.split_variables(&argument.expression);
            let help = "name it behind the equation: `:implicit x^2 + y^2 - 25 y`";
            if names.is_empty() {
                return Err(expression.refuse("which variable depends on the others?", help));
            }
            let subject = self.equation(&expression)?;
            let variable = names.remove(0);
            return Ok((
                subject,
                Quantity::Implicit {
                    variable,
                    by: names,
                },
            ));
        }
        let quantity = match action {
            Action::Hessian => Quantity::Hessian,
            Action::Jacobian => Quantity::Jacobian,
            Action::SparseJacobian => Quantity::SparseJacobian,
            Action::SparseHessian => Quantity::SparseHessian,
            Action::Jvp => Quantity::Jvp,
            Action::Vjp => Quantity::Vjp,
            Action::Hvp => Quantity::Hvp,
            Action::Taylor => match argument.clause("to") {
                None => Quantity::Taylor(USUAL_DEGREE),
                Some(degree) => {
                    let read = format!("taylor:{}", degree.text()).parse::<Quantity>();
                    read.map_err(|error| {
                        degree.refuse_with(codes::INVALID_ORDER, error.message(), "write `to 5`")
                    })?
                }
            },
            _ => Quantity::Gradient,
        };
        let subject = self.subject(&argument.expression, &Overrides::new())?;
        Ok((subject, quantity))
    }

    pub(super) fn derivative(
        &mut self,
        action: Action,
        rest: &Input<'_>,
        form: Form,
        say: &mut dyn FnMut(Reply),
    ) -> Result<(), Reply> {
        let argument = argument(rest, action.clauses());
        let (subject, quantity) = self.asked(action, &argument)?;
        let mut request = self.request([quantity.clone()]);
        request.wrt = self.wrt(argument.clause("wrt").as_ref())?;
        request.along = self.formulas(argument.clause("along").as_ref())?;
        request.cotangent = self.formulas(argument.clause("cotangent").as_ref())?;
        request.about = self.formulas(argument.clause("about").as_ref())?;
        let asked: &[String] = match &quantity {
            Quantity::Partial(names) => names,
            _ => request.wrt.as_deref().unwrap_or(&[]),
        };
        let missing: Vec<String> = asked
            .iter()
            .filter(|name| !subject.function.has_variable(name))
            .map(|name| quote(name))
            .collect();
        let derivation = subject.function.derive(&request).map_err(Reply::Failure)?;
        let shown = match (&argument.clause("at"), form) {
            (Some(point), Form::Text) => Some(self.at(point, &derivation)?),
            _ => None,
        };
        self.remember(&subject);
        let text = match shown {
            Some((text, notes)) => {
                say(Reply::Result(text));
                notes.into_iter().for_each(&mut *say);
                None
            }
            None if action == Action::Partial && form == Form::Text => {
                let text = self.formula(&derivation).map_err(Reply::Failure)?;
                self.remember_derivative(&derivation);
                Some(text)
            }
            None => {
                let text = report::report(&subject.function, &derivation, form, Sharing::Named);
                Some(text.trim_end().to_owned())
            }
        };
        match text {
            Some(text) if text.is_empty() => {
                say(Reply::Note("the formula has no variables".to_owned()))
            }
            Some(text) => say(Reply::Result(text)),
            None => {}
        }
        if !missing.is_empty() {
            let mut distinct = missing;
            distinct.dedup();
            let list = distinct.join(", ");
            say(Reply::Note(format!("the formula has no variable {list}")));
        }
        Ok(())
    }

    /// A derivative becomes the last result where it can be read back.
    fn remember_derivative(&mut self, derivation: &Derivation) {
        /// Longer texts are not worth it.
        const LONGEST: u128 = 100_000;
        if derivation.forecast() > LONGEST {
            return;
        }
        let sheet = derivation.infix(Sharing::WrittenOut);
        let [text] = sheet.results.as_slice() else {
            return;
        };
        let input = Input::whole(text, "input");
        // Names in the text are variables, and not what they may have come to mean.
        if let Ok(subject) = self.subject(&input, &Overrides::new()) {
            self.remember(&subject);
        }
    }

    /// The entries of all parts at a point.
    fn at(
        &mut self,
        point: &Input<'_>,
        derivation: &Derivation,
    ) -> Result<(String, Vec<Reply>), Reply> {
        let (nothing, given) = self.split_values(point)?;
        if !nothing.is_blank() {
            return Err(nothing.refuse("values are written x=3, y=1", ""));
        }
        let variables: Vec<_> = derivation.inputs().collect();
        let inputs = self.inputs(point, &variables, &given)?;
        if !inputs.missing.is_empty() {
            return Err(point.refuse(inputs.missing(), "write `at x=3, y=1`"));
        }
        let outputs = self
            .outputs(derivation, &inputs.entries, &inputs.sizes)
            .map_err(Reply::Failure)?;
        self.keep_values(given, &inputs);
        let shapes: Vec<Shape> = derivation
            .formulas()
            .map(|(_, expr)| inputs.sizes.known(derivation.graph().shape(expr)))
            .collect();
        let mut rest = outputs.as_slice();
        let mut lines = Vec::new();
        for ((label, _), shape) in derivation.formulas().zip(shapes) {
            let (own, others) = rest.split_at(shape.entries().min(rest.len()));
            rest = others;
            lines.push(format!("{label} = {}", self.shaped(own, shape)));
        }
        Ok((lines.join("\n"), inputs.notes()))
    }

    /// The subject of a command about value and derivative together.
    pub(super) fn value_and_derivative(
        &self,
        argument: &Argument<'_>,
    ) -> Result<(Subject, Derivation), Reply> {
        let subject = self.subject(&argument.expression, &Overrides::new())?;
        let mut request = self.request(subject.function.usual_quantities());
        request.wrt = self.wrt(argument.clause("wrt").as_ref())?;
        let derivation = subject.function.derive(&request).map_err(Reply::Failure)?;
        Ok((subject, derivation))
    }
}
