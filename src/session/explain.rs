//! `:help` and `?name`: commands, functions, definitions, variables, constants and operators, from their tables.

use super::command::{self, COMMANDS, Command};
use super::compose::{LAST, Role};
use super::define::Overrides;
use super::input::Input;
use super::reply::Reply;
use super::settings;
use super::state::Session;
use crate::codes;
use crate::functions::{self, Arity, Kernel, Row};
use crate::graph::Constant;
use crate::notation::{self, Infix};
use crate::resolve::explained_forms;
use crate::text::{nearest, quote};
use std::fmt::Write;

/// Constants, with what they are.
pub(super) static CONSTANTS: &[(Constant, &str)] = &[
    (Constant::Pi, "The circle constant"),
    (Constant::E, "Euler's number, exp(1)"),
];

/// Operators that stand between operands, with what they mean.
static OPERATORS: &[(&Infix, &str)] = &[
    (&notation::ADD, "The sum."),
    (
        &notation::SUBTRACT,
        "The difference; in front of an operand, the sign: -x^2 is -(x^2).",
    ),
    (
        &notation::MULTIPLY,
        "The product of numbers or matrices; only a number may stand without it: 2x.",
    ),
    (&notation::DIVIDE, "The quotient; a/b*c is (a/b)*c."),
    (&notation::MULTIPLY_ENTRIES, "The product entry by entry."),
    (
        &notation::POWER,
        "The power; 2^3^2 is 2^(3^2). d/dx x^n = n*x^(n - 1).",
    ),
    (
        &notation::LESS,
        "Less; conditions stand inside if(condition, value, otherwise).",
    ),
    (&notation::LESS_EQUAL, "Less or equal."),
    (&notation::GREATER, "Greater."),
    (&notation::GREATER_EQUAL, "Greater or equal."),
    (&notation::EQUAL, "Equal."),
    (&notation::NOT_EQUAL, "Not equal."),
    (&notation::AND, "Both conditions."),
    (&notation::OR, "Either condition."),
];

/// Operators with one operand, and signs of the language.
static SIGNS: &[(&str, &str)] = &[
    (notation::NOT, "Not the condition: !(x < 0)."),
    (
        notation::TRANSPOSE,
        "The transpose: x'*y is the scalar product of two vectors.",
    ),
    ("=", "A definition: s = sigma(x), f(x, y) = x*y."),
    (
        ":",
        "A declaration, x: vector(3) or A: matrix(2, 3); in front of a line, a command.",
    ),
    (";", "Parts two statements on one line."),
    ("#", "A comment, up to the end of the line."),
];

/// The parameters of a row, as they are typed.
pub(super) fn parameters(row: &Row) -> String {
    match row.arity() {
        Arity::Exactly(_) => row.parameters.join(", "),
        Arity::AtLeast(_) => format!("{}, ...", row.parameters.join(", ")),
    }
}

impl Session {
    /// What there is to say about a topic; without one, the list of commands.
    pub(super) fn explain(&self, topic: &Input<'_>) -> Result<Reply, Reply> {
        let text = topic.text();
        if text.is_empty() {
            return Ok(Reply::Result(overview()));
        }
        let mut parts: Vec<String> = Vec::new();
        let named = text.strip_prefix(':').filter(|name| !name.is_empty());
        let bare = named.unwrap_or(text);
        if bare == text {
            parts.extend(self.own_meaning(text));
            parts.extend(functions_named(text));
            parts.extend(others(text));
        }
        // A command may have the name of a call: both are explained.
        parts.extend(command::find(bare).map(describe));
        if parts.is_empty()
            && let Ok(setting) = settings::find(text)
        {
            parts.push(format!(
                "{}: {}\n  {}\n  now: {}",
                setting.name,
                setting.meaning,
                setting.values,
                self.state.settings.show(setting)
            ));
        }
        if parts.is_empty()
            && let Some(row) = codes::find(text)
        {
            let mut said = format!("{text}: {}", row.title);
            push_wrapped(&mut said, row.explanation);
            parts.push(said);
        }
        if parts.is_empty() {
            parts.extend(self.variable(text));
        }
        if parts.is_empty() {
            let help = match nearest(text, self.all_names().iter().map(String::as_str)) {
                Some(near) => format!("did you mean `?{near}`?"),
                None => "`:help` lists the commands, and Tab completes names".to_owned(),
            };
            return Err(topic.refuse_with(
                codes::UNKNOWN_TOPIC,
                format!("nothing is known of {}", quote(text)),
                &help,
            ));
        }
        Ok(Reply::Result(parts.join("\n\n")))
    }

    /// A definition, or the last result.
    fn own_meaning(&self, name: &str) -> Option<String> {
        if LAST.contains(&name) {
            let shown = self
                .subject(&Input::whole("", "input"), &Overrides::new())
                .ok()
                .and_then(|subject| self.echo(&subject.function, None).ok());
            let shown = shown.unwrap_or_else(|| "none yet".to_owned());
            return Some(format!("{name}: the last result\n  {shown}"));
        }
        let definition = self.state.names.get(name)?;
        let kind = match &definition.role {
            Role::Value => "a definition",
            Role::Function(_) => "a function of yours",
            Role::Declaration => "a declared variable",
        };
        let mut out = format!("{name}: {kind}\n  {}", definition.text);
        if definition.role == Role::Value
            && let Ok(subject) = self.subject(&Input::whole(name, "input"), &Overrides::new())
        {
            let variables: Vec<&str> = subject.function.variable_names().collect();
            if !variables.is_empty() {
                let _ = write!(out, "\n  depends on {}", variables.join(", "));
            }
        }
        Some(out)
    }

    /// A variable of the last result, or a value that was given.
    fn variable(&self, name: &str) -> Option<String> {
        let subject = self
            .subject(&Input::whole("", "input"), &Overrides::new())
            .ok();
        let shape = subject.and_then(|subject| {
            let mut variables = subject.function.variables();
            variables
                .find(|(own, _)| *own == name)
                .map(|(_, shape)| shape)
        });
        let value = self.state.point.get(name);
        if shape.is_none() && value.is_none() {
            return None;
        }
        let mut out = format!("{name}: a variable");
        if let Some(shape) = shape {
            let _ = write!(out, " of the last result, a {shape}");
        }
        if let Some(value) = value {
            let _ = write!(out, "\n  value kept for :eval: {}", value.text);
        }
        Some(out)
    }

    fn all_names(&self) -> Vec<String> {
        let mut all: Vec<String> = self.state.names.keys().cloned().collect();
        all.extend(functions::names().map(str::to_owned));
        all.extend(COMMANDS.iter().map(|command| command.name.to_owned()));
        all
    }
}

/// All commands, each in a line.
fn overview() -> String {
    let mut out = String::from(
        "Type a formula: its simplified form is the answer, and `ans` from then on.\n",
    );
    let width = COMMANDS
        .iter()
        .map(|command| command.name.len() + 1)
        .max()
        .unwrap_or(0);
    for command in COMMANDS {
        let _ = write!(
            out,
            "\n  {:width$}   {}",
            format!(":{}", command.name),
            command.summary
        );
    }
    out.push_str(
        "\n\n`:help grad` tells more about a command, `?sigma` about a function or any other name.",
    );
    out.push_str(
        "\nTab completes names, and \\sigma Tab writes σ. Ctrl-C stops what takes too long.",
    );
    out
}

fn describe(command: &Command) -> String {
    let mut out = format!("{}\n  {}", command.usage(), command.summary);
    push_wrapped(&mut out, command.details);
    if !command.aliases.is_empty() {
        let aliases: Vec<String> = command
            .aliases
            .iter()
            .map(|alias| format!(":{alias}"))
            .collect();
        let _ = write!(out, "\n  also {}", aliases.join(", "));
    }
    for example in command.examples {
        out.push('\n');
        for line in example.input.lines() {
            let _ = write!(out, "\n  > {line}");
        }
        for line in example.reply.lines() {
            let _ = write!(out, "\n  {line}");
        }
    }
    out
}

/// Longer lines of running text are broken.
const WIDTH: usize = 90;

/// A paragraph in lines of its own, indented.
fn push_wrapped(out: &mut String, text: &str) {
    let mut room = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count() + 1;
        if length > room {
            out.push_str("\n ");
            room = WIDTH;
        }
        room -= length.min(room);
        out.push(' ');
        out.push_str(word);
    }
}

/// The rows of a name or alias.
fn functions_named(name: &str) -> Vec<String> {
    functions::table()
        .map(|(_, row)| row)
        .filter(|row| row.name == name || row.aliases.contains(&name))
        .map(describe_row)
        .collect()
}

fn describe_row(row: &Row) -> String {
    let typed = row.name.starts_with(char::is_alphabetic);
    let call = match typed {
        true => format!("{}({})", row.name, parameters(row)),
        false => row.parameters.join(row.name),
    };
    let mut out = call.clone();
    if !row.aliases.is_empty() {
        let _ = write!(out, "   also {}", row.aliases.join(", "));
    }
    let _ = write!(out, "\n  {}", row.meaning);
    match row.kernel {
        Kernel::Definition(text) => {
            let _ = write!(out, "\n  the same as {text}");
        }
        Kernel::OverRest { row: other, text } => {
            let _ = write!(
                out,
                "\n  the same as {text}, rest being {other} of all others"
            );
        }
        Kernel::Variadic(_) => out.push_str("\n  rest is the same of all other arguments"),
        _ => {}
    }
    for (parameter, partial) in row.parameters.iter().zip(row.partials) {
        let text = match *partial {
            "" => "none".to_owned(),
            partial => with_value(partial, &call),
        };
        let _ = write!(out, "\n  d/d{parameter} = {text}");
    }
    match row.domain {
        "" => out.push_str("\n  defined everywhere"),
        domain => {
            let _ = write!(out, "\n  defined where {domain}");
        }
    }
    for kink in row.kinks {
        let _ = write!(out, "\n  at {}: {}", kink.at, kink.convention);
    }
    out
}

/// A partial derivative with the call for the function's own value.
fn with_value(partial: &str, call: &str) -> String {
    let mut out = String::new();
    let mut copied = 0;
    for word in crate::syntax::words(partial) {
        let (start, end) = (word.span.start as usize, word.span.end as usize);
        if &partial[start..end] == "value" {
            out.push_str(&partial[copied..start]);
            out.push_str(call);
            copied = end;
        }
    }
    out + &partial[copied..]
}

/// Forms, constants, operators and signs.
fn others(name: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (signature, meaning) in explained_forms() {
        if signature.split('(').next() == Some(name) {
            let mut said = signature;
            push_wrapped(&mut said, meaning);
            found.push(said);
        }
    }
    for (constant, meaning) in CONSTANTS {
        if constant.is_named(name) {
            found.push(format!("{name} = {}\n  {meaning}", constant.value()));
        }
    }
    for (operator, meaning) in OPERATORS {
        if operator.spelling == name || operator.aliases.contains(&name) {
            let mut text = format!("a {} b\n  {meaning}", operator.spelling);
            if !operator.aliases.is_empty() {
                let _ = write!(text, "\n  also written {}", operator.aliases.join(", "));
            }
            found.push(text);
        }
    }
    for (sign, meaning) in SIGNS {
        if *sign == name {
            found.push(format!("{sign}\n  {meaning}"));
        }
    }
    found
}
