//! The commands, each a few lines: read the argument, derive, say.

use super::answer::push_rows;
use super::command::{self, Action, Command};
use super::define::{Overrides, Subject};
use super::host::Host;
use super::input::Input;
use super::point::{Argument, Inputs, Point, argument};
use super::reply::Reply;
use super::report::{self, Form};
use super::settings;
use super::state::{Flow, Session};
use crate::function::{Derivation, Function, Quantity};
use crate::graph::Shape;
use crate::program;
use crate::syntax::{WordKind, is_identifier, words};
use crate::text::quote;

/// Files may load files, this deep.
const DEEPEST_LOAD: usize = 16;

impl Session {
    pub(super) fn command(
        &mut self,
        input: &Input<'_>,
        host: &mut dyn Host,
        say: &mut dyn FnMut(Reply),
    ) -> Flow {
        let (name, behind) = command::split(input.text());
        let length = input.text().len();
        let Some(command) = command::find(name) else {
            let (message, help) = command::unknown(name);
            say(input.part(0, name.len() + 1).refuse(message, &help));
            return Err(());
        };
        let rest = input.part(length - behind.len(), length).trimmed();
        match command.action {
            Action::Quit => {
                say(Reply::Quit);
                return Err(());
            }
            Action::Load => return self.load(&rest, host, say),
            Action::Time => return self.time(&rest, host, say),
            _ => {}
        }
        self.simple_command(command, &rest, host, say)
            .map_err(|reply| say(reply))
    }

    fn simple_command(
        &mut self,
        command: &Command,
        rest: &Input<'_>,
        host: &mut dyn Host,
        say: &mut dyn FnMut(Reply),
    ) -> Result<(), Reply> {
        match command.action {
            Action::Gradient | Action::Hessian | Action::Jacobian | Action::Partial => {
                self.derivative(command.action, rest, Form::Text, say)
            }
            Action::Latex => self.latex(rest, say),
            Action::Evaluate => self.evaluate(rest, say),
            Action::Simplify => self.simplify(rest, say),
            Action::Compile => self.compile(rest, host, say),
            Action::Bench => self.bench(rest, host, say),
            Action::Program => {
                let (subject, derivation) = self.value_and_derivative(&argument(rest))?;
                self.remember(&subject);
                say(Reply::Result(derivation.program().to_string().trim_end().to_owned()));
                Ok(())
            }
            Action::Variables => {
                say(Reply::Result(self.variables()));
                Ok(())
            }
            Action::Set => self.set(rest, say),
            Action::Save => self.save(rest, host, say),
            Action::Undo => {
                let told = self.undo();
                let nothing = || rest.refuse("there is nothing to take back", "");
                say(Reply::Result(told.ok_or_else(nothing)?));
                Ok(())
            }
            Action::Help => {
                say(self.explain(rest)?);
                Ok(())
            }
            Action::Quit | Action::Load | Action::Time => Ok(()),
        }
    }

    /// The variables of `wrt`, or those that are set.
    fn wrt(&self, clause: Option<&Input<'_>>) -> Result<Option<Vec<String>>, Reply> {
        let Some(clause) = clause else {
            return Ok(self.state.settings.wrt.clone());
        };
        let list: Vec<String> = clause
            .text()
            .split([',', ' '])
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect();
        match list.iter().find(|name| !is_identifier(name)) {
            Some(name) => Err(clause.refuse(format!("{} is no name of a variable", quote(name)), "write `wrt x, y`")),
            None if list.is_empty() => Err(clause.refuse("the variables are missing", "write `wrt x, y`")),
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
            let before = place.checked_sub(1).map(|before| all[before]);
            let separated = before.is_some_and(|word| word.kind == WordKind::Comma);
            let begins = before.is_none_or(|word| word.ends_operand()) || separated;
            if all[place].kind != WordKind::Name || !begins {
                break;
            }
            let span = all[place].span;
            variables.insert(0, text[span.start as usize..span.end as usize].to_owned());
            end = place - usize::from(separated);
        }
        let cut = if end == 0 { 0 } else { all[end - 1].span.end as usize };
        (input.part(0, cut), variables)
    }

    /// The subject of `:diff` and its variables.
    fn partial(&self, argument: &Argument<'_>) -> Result<(Subject, Vec<String>), Reply> {
        let whole = argument.expression;
        let none = Overrides::new();
        if let Some(wrt) = self.wrt(argument.wrt.as_ref())?.filter(|_| argument.wrt.is_some()) {
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
                [] => return Err(input.refuse("the formula has no variable", "name one: `:diff 3 x`")),
                several => {
                    let list = several.join(", ");
                    let message = format!("in which variable: {list}?");
                    return Err(input.refuse(message, "name it behind the expression: `:diff x*y x`"));
                }
            }
        }
        Ok((subject, variables))
    }

    fn derivative(
        &mut self,
        action: Action,
        rest: &Input<'_>,
        form: Form,
        say: &mut dyn FnMut(Reply),
    ) -> Result<(), Reply> {
        let argument = argument(rest);
        let (subject, quantity) = match action {
            Action::Partial => {
                let (subject, variables) = self.partial(&argument)?;
                (subject, Quantity::Partial(variables))
            }
            _ => {
                let subject = self.subject(&argument.expression, &Overrides::new())?;
                let quantity = match action {
                    Action::Hessian => Quantity::Hessian,
                    Action::Jacobian => Quantity::Jacobian,
                    _ => Quantity::Gradient,
                };
                (subject, quantity)
            }
        };
        let mut request = self.request([quantity.clone()]);
        request.wrt = self.wrt(argument.wrt.as_ref())?;
        let asked: &[String] = match &quantity {
            Quantity::Partial(names) => names,
            _ => request.wrt.as_deref().unwrap_or(&[]),
        };
        let missing: Vec<String> = asked
            .iter()
            .filter(|name| subject.function.variable_names().all(|own| own != *name))
            .map(|name| quote(name))
            .collect();
        let derivation = subject.function.derive(&request).map_err(Reply::Failure)?;
        let shown = match (&argument.at, form) {
            (Some(point), Form::Text) => Some(self.at(point, &subject.function, &derivation)?),
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
                let text = report::report(&subject.function, &derivation, form, true);
                Some(text.trim_end().to_owned())
            }
        };
        match text {
            Some(text) if text.is_empty() => say(Reply::Note("the formula has no variables".to_owned())),
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
        let sheet = derivation.infix(false);
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
        function: &Function,
        derivation: &Derivation,
    ) -> Result<(String, Vec<Reply>), Reply> {
        let (nothing, given) = self.split_values(point)?;
        if !nothing.is_blank() {
            return Err(nothing.refuse("values are written x=3, y=1", ""));
        }
        let inputs = self.inputs(point, function, &given)?;
        if !inputs.missing.is_empty() {
            return Err(point.refuse(inputs.missing(), "write `at x=3, y=1`"));
        }
        let outputs = self.outputs(derivation, &inputs.entries).map_err(Reply::Failure)?;
        self.state.point.extend(given);
        let shapes: Vec<Shape> = derivation
            .formulas()
            .map(|(_, expr)| derivation.graph().shape(expr))
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

    fn latex(&mut self, rest: &Input<'_>, say: &mut dyn FnMut(Reply)) -> Result<(), Reply> {
        let text = rest.text();
        if text.starts_with(':') {
            let (name, behind) = command::split(text);
            let inner = rest.part(text.len() - behind.len(), text.len()).trimmed();
            return match command::find(name).map(|command| command.action) {
                Some(
                    action @ (Action::Gradient | Action::Hessian | Action::Jacobian | Action::Partial),
                ) => self.derivative(action, &inner, Form::Latex, say),
                _ => {
                    let help = "`:latex :grad x^2`; so do :hess, :jac and :diff";
                    Err(rest.refuse("this has no LaTeX", help))
                }
            };
        }
        let subject = self.subject(rest, &Overrides::new())?;
        let request = self.request([Quantity::Value]);
        let derivation = subject.function.derive(&request).map_err(Reply::Failure)?;
        let sheet = derivation.latex(true);
        let mut out = sheet.results.join("\n");
        push_rows(&mut out, "where", sheet.bindings.iter().map(|(name, text)| format!("{name} = {text}")));
        self.remember(&subject);
        say(Reply::Result(out));
        Ok(())
    }

    fn evaluate(&mut self, rest: &Input<'_>, say: &mut dyn FnMut(Reply)) -> Result<(), Reply> {
        let (expression, given) = self.split_values(rest)?;
        let free: Overrides = given.keys().map(|name| (name.clone(), None)).collect();
        let subject = self.subject(&expression, &free)?;
        let inputs = self.inputs(rest, &subject.function, &given)?;
        if !inputs.missing.is_empty() {
            return self.put_in(rest, &expression, &given, &inputs, say);
        }
        let derivation = subject.function.derive(&self.request([Quantity::Value])).map_err(Reply::Failure)?;
        let outputs = self.outputs(&derivation, &inputs.entries).map_err(Reply::Failure)?;
        let shape = derivation
            .formulas()
            .next()
            .map_or(Shape::Scalar, |(_, expr)| derivation.graph().shape(expr));
        self.remember(&subject);
        self.state.point.extend(given);
        say(Reply::Result(self.shaped(&outputs, shape)));
        inputs.notes().into_iter().for_each(say);
        Ok(())
    }

    /// The formula with the values that there are.
    fn put_in(
        &mut self,
        rest: &Input<'_>,
        expression: &Input<'_>,
        given: &Point,
        inputs: &Inputs,
        say: &mut dyn FnMut(Reply),
    ) -> Result<(), Reply> {
        let help = "write `:eval x^2 x=3`";
        let scalar = given.values().all(|value| value.entries.len() == 1);
        if given.is_empty() || !scalar {
            return Err(rest.refuse(inputs.missing(), help));
        }
        let values: Overrides = given
            .iter()
            .map(|(name, value)| {
                let text = value.text.trim_start_matches('[').trim_end_matches(']');
                (name.clone(), Some(text.to_owned()))
            })
            .collect();
        let subject = self.subject(expression, &values)?;
        let text = self.echo(&subject.function, None).map_err(Reply::Failure)?;
        self.remember(&subject);
        say(Reply::Result(text));
        say(Reply::Note(inputs.missing()));
        Ok(())
    }

    fn simplify(&mut self, rest: &Input<'_>, say: &mut dyn FnMut(Reply)) -> Result<(), Reply> {
        let subject = self.subject(rest, &Overrides::new())?;
        let request = self.request([Quantity::Value]);
        let derivation = subject.function.derive(&request).map_err(Reply::Failure)?;
        let mut plain = request;
        plain.simplify = None;
        let typed = subject.function.derive(&plain).map_err(Reply::Failure)?;
        let mut text = self.formula(&derivation).map_err(Reply::Failure)?;
        let costs = (program::cost(typed.program()), program::cost(derivation.program()));
        text.push_str(&format!("\ncost: {} as typed, {} simplified", costs.0, costs.1));
        self.remember(&subject);
        say(Reply::Result(text));
        Ok(())
    }

    /// The subject of a command about value and derivative together.
    pub(super) fn value_and_derivative(
        &self,
        argument: &Argument<'_>,
    ) -> Result<(Subject, Derivation), Reply> {
        let subject = self.subject(&argument.expression, &Overrides::new())?;
        let wrt = self.wrt(argument.wrt.as_ref())?;
        let derive = |second| {
            let mut request = self.request([Quantity::Value, second]);
            request.wrt.clone_from(&wrt);
            subject.function.derive(&request)
        };
        let derivation = derive(Quantity::Gradient)
            .or_else(|error| match error.kind() {
                "shape" => derive(Quantity::Jacobian),
                _ => Err(error),
            })
            .map_err(Reply::Failure)?;
        Ok((subject, derivation))
    }

    fn set(&mut self, rest: &Input<'_>, say: &mut dyn FnMut(Reply)) -> Result<(), Reply> {
        let text = rest.text();
        if text.is_empty() {
            say(Reply::Result(self.state.settings.list()));
            return Ok(());
        }
        let end = text
            .find(|letter: char| !letter.is_alphanumeric())
            .unwrap_or(text.len());
        let (name, value) = text.split_at(end);
        let setting = settings::find(name)
            .map_err(|(message, help)| rest.part(0, end.max(1).min(text.len())).refuse(message, &help))?;
        let value = value.trim_start();
        let value = value.strip_prefix('=').unwrap_or(value).trim();
        if !value.is_empty() {
            let refuse = |message: String| rest.part(text.len() - value.len(), text.len()).refuse(message, "");
            self.state.settings.change(setting, value).map_err(refuse)?;
        }
        say(Reply::Result(self.state.settings.show(setting)));
        Ok(())
    }

    fn time(
        &mut self,
        rest: &Input<'_>,
        host: &mut dyn Host,
        say: &mut dyn FnMut(Reply),
    ) -> Flow {
        if rest.is_blank() {
            say(rest.refuse("there is nothing to time", "write `:time :grad x^2`"));
            return Err(());
        }
        let start = host.now();
        let flow = self.line(rest, host, say);
        let time = host.now().saturating_sub(start);
        say(Reply::Note(format!("{:.3} ms", time.as_secs_f64() * 1e3)));
        flow
    }

    fn load(&mut self, rest: &Input<'_>, host: &mut dyn Host, say: &mut dyn FnMut(Reply)) -> Flow {
        let path = file_name(rest.text());
        let refused = if path.is_empty() {
            Some(rest.refuse("the name of a file is missing", "write `:load model.txt`"))
        } else if self.loading.iter().any(|own| own == path) {
            Some(rest.refuse(format!("{} loads itself", quote(path)), ""))
        } else if self.loading.len() >= DEEPEST_LOAD {
            Some(rest.refuse(format!("files load each other more than {DEEPEST_LOAD} deep"), ""))
        } else {
            None
        };
        if let Some(refused) = refused {
            say(refused);
            return Err(());
        }
        let text = match host.read(path) {
            Ok(text) => text,
            Err(why) => {
                say(rest.refuse(format!("{}: {why}", quote(path)), ""));
                return Err(());
            }
        };
        self.loading.push(path.to_owned());
        let mut defined = 0;
        let flow = self.run(&text, path, host, &mut |reply| match reply {
            Reply::Defined(_) => defined += 1,
            other => say(other),
        });
        self.loading.pop();
        flow?;
        let s = if defined == 1 { "" } else { "s" };
        say(Reply::Result(format!("{}: {defined} definition{s}", quote(path).trim_matches('`'))));
        Ok(())
    }
}

/// A name of a file as it is typed: quotes around it are none of it.
pub(super) fn file_name(text: &str) -> &str {
    let quoted = text.strip_prefix('"').and_then(|inner| inner.strip_suffix('"'));
    quoted.unwrap_or(text)
}
