//! The commands, each a few lines: read the argument, derive, say.

use super::answer::push_rows;
use super::clause::argument;
use super::command::{self, Action, Command};
use super::define::Overrides;
use super::host::Host;
use super::input::Input;
use super::point::{Inputs, Point};
use super::reply::Reply;
use super::report::Form;
use super::settings;
use super::state::{Flow, Session};
use crate::codes;
use crate::function::Quantity;
use crate::graph::{Shape, Sharing};
use crate::program;

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
            say(input.part(0, name.len() + 1).refuse_with(
                codes::UNKNOWN_PROMPT_COMMAND,
                message,
                &help,
            ));
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
        self.simple_command(command, &rest, host, say).map_err(say)
    }

    fn simple_command(
        &mut self,
        command: &Command,
        rest: &Input<'_>,
        host: &mut dyn Host,
        say: &mut dyn FnMut(Reply),
    ) -> Result<(), Reply> {
        match command.action {
            action if action.is_derivative() => self.derivative(action, rest, Form::Text, say),
            Action::Latex => self.latex(rest, say),
            Action::Evaluate => self.evaluate(rest, say),
            Action::Simplify => self.simplify(rest, say),
            Action::Compile => self.compile(rest, host, say),
            Action::Bench => self.bench(rest, host, say),
            Action::Program => {
                let (subject, derivation) = self.value_and_derivative(&argument(rest, &["wrt"]))?;
                self.remember(&subject);
                say(Reply::Result(
                    derivation.program().to_string().trim_end().to_owned(),
                ));
                Ok(())
            }
            Action::Bounds => self.bounds(rest, say),
            Action::Variables => {
                say(Reply::Result(self.variables()));
                Ok(())
            }
            Action::Set => self.set(rest, say),
            Action::Save => self.save(rest, host, say),
            Action::Undo => {
                let told = self.undo();
                let nothing = || {
                    rest.refuse_with(codes::NOTHING_TO_UNDO, "there is nothing to take back", "")
                };
                say(Reply::Result(told.ok_or_else(nothing)?));
                Ok(())
            }
            Action::Help => {
                say(self.explain(rest)?);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn latex(&mut self, rest: &Input<'_>, say: &mut dyn FnMut(Reply)) -> Result<(), Reply> {
        let text = rest.text();
        if text.starts_with(':') {
            let (name, behind) = command::split(text);
            let inner = rest.part(text.len() - behind.len(), text.len()).trimmed();
            return match command::find(name).map(|command| command.action) {
                Some(action) if action.is_derivative() => {
                    self.derivative(action, &inner, Form::Latex, say)
                }
                _ => {
                    let help = "`:latex :grad x^2`; so do the other commands for derivatives";
                    Err(rest.refuse("this has no LaTeX", help))
                }
            };
        }
        let subject = self.subject(rest, &Overrides::new())?;
        let request = self.request([Quantity::Value]);
        let derivation = subject.function.derive(&request).map_err(Reply::Failure)?;
        let sheet = derivation.latex(Sharing::Named);
        let mut out = sheet.results.join("\n");
        push_rows(
            &mut out,
            "where",
            sheet
                .bindings
                .iter()
                .map(|(name, text)| format!("{name} = {text}")),
        );
        self.remember(&subject);
        say(Reply::Result(out));
        Ok(())
    }

    fn evaluate(&mut self, rest: &Input<'_>, say: &mut dyn FnMut(Reply)) -> Result<(), Reply> {
        let (expression, given) = self.split_values(rest)?;
        let free: Overrides = given.keys().map(|name| (name.clone(), None)).collect();
        let subject = self.subject(&expression, &free)?;
        let variables: Vec<_> = subject.function.variables().collect();
        let inputs = self.inputs(rest, &variables, &given)?;
        if !inputs.missing.is_empty() {
            return self.put_in(rest, &expression, &given, &inputs, say);
        }
        let derivation = subject
            .function
            .derive(&self.request([Quantity::Value]))
            .map_err(Reply::Failure)?;
        let outputs = self
            .outputs(&derivation, &inputs.entries, &inputs.sizes)
            .map_err(Reply::Failure)?;
        let shape = derivation
            .formulas()
            .next()
            .map_or(Shape::Scalar, |(_, expr)| derivation.graph().shape(expr));
        self.remember(&subject);
        self.keep_values(given, &inputs);
        say(Reply::Result(
            self.shaped(&outputs, inputs.sizes.known(shape)),
        ));
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
        let costs = (
            program::cost(typed.program()),
            program::cost(derivation.program()),
        );
        text.push_str(&format!(
            "\ncost: {} as typed, {} simplified",
            costs.0, costs.1
        ));
        self.remember(&subject);
        say(Reply::Result(text));
        Ok(())
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
        let setting = settings::find(name).map_err(|(message, help)| {
            rest.part(0, end.max(1).min(text.len())).refuse_with(
                codes::UNKNOWN_SETTING,
                message,
                &help,
            )
        })?;
        let value = value.trim_start();
        let value = value.strip_prefix('=').unwrap_or(value).trim();
        if !value.is_empty() {
            let refuse = |message: String| {
                rest.part(text.len() - value.len(), text.len()).refuse_with(
                    codes::INVALID_SETTING,
                    message,
                    "",
                )
            };
            self.state.settings.change(setting, value).map_err(refuse)?;
        }
        say(Reply::Result(self.state.settings.show(setting)));
        Ok(())
    }

    fn time(&mut self, rest: &Input<'_>, host: &mut dyn Host, say: &mut dyn FnMut(Reply)) -> Flow {
        if rest.is_blank() {
            say(rest.refuse("there is nothing to time", "write `:time :grad x^2`"));
            return Err(());
        }
        // Each `:time` in another would take a piece of the stack.
        let word = rest
            .text()
            .trim_start()
            .trim_start_matches(':')
            .trim_start();
        if rest.text().trim_start().starts_with(':') && word.starts_with("time") {
            say(rest.refuse("this is timed already", "write `:time` once"));
            return Err(());
        }
        let start = host.now();
        let flow = self.line(rest, host, say);
        let time = host.now().saturating_sub(start);
        say(Reply::Note(format!("{:.3} ms", time.as_secs_f64() * 1e3)));
        flow
    }
}
