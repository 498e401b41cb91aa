//! The arguments, as clap reads them, and the words of the help.

use super::bounds::Bounds;
use crate::backend::emit::Language;
use crate::error::Error;
use crate::function::Quantity;
use crate::session::report::Form;
use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Args, ColorChoice, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::io::IsTerminal;

/// Examples first: most readers look for the line that they can change.
const TEMPLATE: &str =
    "{about-with-newline}\n{before-help}{usage-heading} {usage}\n\n{all-args}{after-help}";

const EXAMPLES: &str = "\
Examples:
  symdiff diff 'sin(x)^2' x                      one derivative
  symdiff compile -e 'x^2*y + sigma(y)'          value and gradient
  symdiff compile model.txt --of hessian         a formula from a file
  symdiff eval 'x^2 + y' x=3 y=1/2               a value at a point
  symdiff explain missing-operand                what an error means
  symdiff                                        a prompt
  symdiff < lines.txt                            the same for lines in a file";

const EXIT_CODES: &str = "\
Exit codes:
  0  all went well
  1  the formula, or what was asked of it, was refused
  2  the command line was wrong
  3  a file could not be read or written";

const COMPILE_EXAMPLES: &str = "\
Examples:
  symdiff compile -e '(x + sigma(y)) / (sigma(x) + (x+y)^2)'
  symdiff compile model.txt --wrt a,b --of hessian
  symdiff compile model.txt --emit latex -o model.tex
  echo 'x^3' | symdiff compile - --of partial:x,x --json";

const COMPILE_USAGE: &str = "\
symdiff compile [OPTIONS] FILE
       symdiff compile [OPTIONS] -e EXPR";

const EVAL_USAGE: &str = "\
symdiff eval [OPTIONS] EXPR [NAME=VALUE]...
       symdiff eval [OPTIONS] -f FILE [NAME=VALUE]...";

const DIFF_USAGE: &str = "\
symdiff diff [OPTIONS] EXPR VAR...
       symdiff diff [OPTIONS] -f FILE VAR...";

const EVAL_EXAMPLES: &str = "\
Examples:
  symdiff eval 'x^2 + y' x=3 y=1/2
  symdiff eval 'sin(x)' x=pi/6 --of value --of gradient
  symdiff eval \"x: vector(2); A: matrix(2, 2); x'*A*x\" x=[1,2] A='[1,2;3,4]'
  symdiff eval -f model.txt x=3 y=1 --json";

const DIFF_EXAMPLES: &str = "\
Examples:
  symdiff diff 'sin(x)^2' x
  symdiff diff 'x^3*y' x x y
  symdiff diff -f model.txt x";

const PIPE_EXAMPLES: &str = "\
Examples:
  echo '{\"expr\": \"x^2\", \"at\": [{\"x\": 3}]}' | symdiff pipe";

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  symdiff explain                      all codes
  symdiff explain unclosed-bracket     one of them, with an example";

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  symdiff completions bash > ~/.local/share/bash-completion/completions/symdiff
  symdiff completions zsh > ~/.zfunc/_symdiff
  symdiff completions fish > ~/.config/fish/completions/symdiff.fish";

const MAN_EXAMPLES: &str = "\
Examples:
  symdiff man | man -l -
  symdiff man eval > symdiff-eval.1";

/// Type a formula; get its exact derivative as a closed form and as native code.
#[derive(Parser)]
#[command(name = "symdiff", version, help_template = TEMPLATE, before_help = EXAMPLES, after_help = EXIT_CODES)]
#[command(max_term_width = 100)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    /// Color on the terminal
    #[arg(
        long,
        global = true,
        default_value = "auto",
        value_name = "WHEN",
        display_order = 900
    )]
    color: ColorChoice,
    #[command(flatten)]
    pub(super) bounds: Bounds,
}

#[derive(Subcommand)]
pub(super) enum Command {
    /// Print the closed forms of a formula and its derivatives
    #[command(help_template = TEMPLATE, before_help = COMPILE_EXAMPLES, override_usage = COMPILE_USAGE)]
    Compile(CompileOptions),
    /// Evaluate a formula, or derivatives of it, at a point
    #[command(help_template = TEMPLATE, before_help = EVAL_EXAMPLES, override_usage = EVAL_USAGE)]
    Eval(EvalOptions),
    /// Print one derivative
    #[command(help_template = TEMPLATE, before_help = DIFF_EXAMPLES, override_usage = DIFF_USAGE)]
    Diff(DiffOptions),
    /// Answer JSON lines on standard input with JSON lines on standard output
    #[command(help_template = TEMPLATE, before_help = PIPE_EXAMPLES)]
    Pipe,
    /// Explain an error by its code, or list all codes
    #[command(help_template = TEMPLATE, before_help = EXPLAIN_EXAMPLES)]
    Explain(ExplainOptions),
    /// Print a script that completes commands in a shell
    #[command(help_template = TEMPLATE, before_help = COMPLETIONS_EXAMPLES)]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print a manual page
    #[command(help_template = TEMPLATE, before_help = MAN_EXAMPLES)]
    Man {
        /// The command that the page is about [default: symdiff itself]
        command: Option<String>,
    },
}

#[derive(Args)]
pub(super) struct CompileOptions {
    /// File with the formula; `-` is standard input
    #[arg(required_unless_present = "expression", conflicts_with = "expression")]
    pub(super) file: Option<String>,
    /// The formula itself
    #[arg(short, long, value_name = "EXPR", allow_hyphen_values = true)]
    pub(super) expression: Option<String>,
    /// Variables to differentiate in, with commas between [default: all]
    #[arg(long, value_name = "VARS")]
    pub(super) wrt: Vec<String>,
    /// value, gradient, jacobian, hessian, sparse_jacobian, sparse_hessian, jvp, vjp, hvp, partial:x,x,y, taylor:5 or
    /// implicit:y; may be repeated [default: value and gradient, or value and jacobian of anything but one scalar]
    #[arg(long, value_name = "WHAT", value_parser = quantity)]
    pub(super) of: Vec<Quantity>,
    #[command(flatten)]
    pub(super) given: Given,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = Emit::Text)]
    pub(super) emit: Emit,
    /// The same as --emit json; errors are JSON too
    #[arg(long, conflicts_with = "emit")]
    pub(super) json: bool,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<String>,
    /// Write everything out instead of naming shared parts
    #[arg(long)]
    pub(super) expand: bool,
    /// Bound the rounding errors for inputs of a box: 'x in [-5,5], y in [0,1]'
    #[arg(long = "box", value_name = "RANGES")]
    pub(super) region: Option<String>,
    /// Print timings, cost and program size to standard error
    #[arg(short, long)]
    pub(super) verbose: bool,
}

impl CompileOptions {
    /// Whether the output is JSON, and errors with it.
    pub(super) fn is_json(&self) -> bool {
        self.json || matches!(self.emit, Emit::Json)
    }
}

/// Formulas that quantities need beside the formula itself.
#[derive(Args)]
pub(super) struct Given {
    /// Direction of jvp and hvp: 'x=1, y=cos(t)', v=[1,2] [default: an input v_x for each variable x]
    #[arg(long, value_name = "VALUES", allow_hyphen_values = true)]
    pub(super) along: Option<String>,
    /// Weights of the results for vjp: 'f1=1, f2=t' [default: an input w_f for each result f]
    #[arg(long, value_name = "VALUES", allow_hyphen_values = true)]
    pub(super) cotangent: Option<String>,
    /// Point of a Taylor polynomial: 'x=0, y=a'
    #[arg(long, value_name = "VALUES", allow_hyphen_values = true)]
    pub(super) about: Option<String>,
}

#[derive(Args)]
pub(super) struct EvalOptions {
    /// The formula; `-` is standard input
    #[arg(
        value_name = "EXPR",
        allow_hyphen_values = true,
        required_unless_present = "file"
    )]
    expression: Option<String>,
    /// Values of the variables: x=3, x=pi/2, v=[1,2], A=[1,2;3,4]
    #[arg(value_name = "NAME=VALUE")]
    values: Vec<String>,
    /// Read the formula from a file; `-` is standard input
    #[arg(short, long, value_name = "FILE")]
    pub(super) file: Option<String>,
    /// What to evaluate, as for compile; may be repeated [default: value]
    #[arg(long, value_name = "WHAT", value_parser = quantity)]
    pub(super) of: Vec<Quantity>,
    #[command(flatten)]
    pub(super) given: Given,
    /// Print JSON; errors are JSON too
    #[arg(long)]
    pub(super) json: bool,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<String>,
}

impl EvalOptions {
    /// The formula, unless it is in a file, and the values.
    pub(super) fn words(&self) -> (Option<&str>, Vec<&str>) {
        formula_and_rest(&self.file, &self.expression, &self.values)
    }
}

#[derive(Args)]
pub(super) struct DiffOptions {
    /// The formula; `-` is standard input
    #[arg(value_name = "EXPR", allow_hyphen_values = true, required = true)]
    expression: Option<String>,
    /// Variables to differentiate in, one after the other
    #[arg(value_name = "VAR", required_unless_present = "file")]
    variables: Vec<String>,
    /// Read the formula from a file; `-` is standard input
    #[arg(short, long, value_name = "FILE")]
    pub(super) file: Option<String>,
    /// Print JSON; errors are JSON too
    #[arg(long)]
    pub(super) json: bool,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<String>,
}

impl DiffOptions {
    /// The formula, unless it is in a file, and the variables.
    pub(super) fn words(&self) -> (Option<&str>, Vec<&str>) {
        formula_and_rest(&self.file, &self.expression, &self.variables)
    }
}

/// Where the formula is in a file, the first word is not a formula but one of the rest.
fn formula_and_rest<'a>(
    file: &Option<String>,
    first: &'a Option<String>,
    rest: &'a [String],
) -> (Option<&'a str>, Vec<&'a str>) {
    let rest = rest.iter().map(String::as_str);
    match file {
        None => (first.as_deref(), rest.collect()),
        Some(_) => (None, first.as_deref().into_iter().chain(rest).collect()),
    }
}

#[derive(Args)]
pub(super) struct ExplainOptions {
    /// The code, as it stands in the brackets of an error
    pub(super) code: Option<String>,
    /// Print all explanations as one Markdown document
    #[arg(long, hide = true, conflicts_with = "code")]
    pub(super) markdown: bool,
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Emit {
    Text,
    Latex,
    Json,
    Rust,
    C,
    Python,
    Numpy,
}

impl Emit {
    /// A form of report, or a language of source code.
    pub(super) fn form(self) -> Result<Form, Language> {
        Ok(match self {
            Emit::Text => Form::Text,
            Emit::Latex => Form::Latex,
            Emit::Json => Form::Json,
            Emit::Rust => return Err(Language::Rust),
            Emit::C => return Err(Language::C),
            Emit::Python => return Err(Language::Python),
            Emit::Numpy => return Err(Language::Numpy),
        })
    }
}

impl Arguments {
    /// The arguments in `words`, the first of which is the name of the program.
    pub(super) fn read(words: &[OsString]) -> Result<Arguments, clap::Error> {
        let mut command = Self::command().color(asked_color(words));
        let matches = command.try_get_matches_from_mut(words);
        let read = matches.and_then(|matches| Self::from_arg_matches(&matches));
        read.map_err(|mut error| {
            let stray = match error.get(ContextKind::InvalidSubcommand) {
                Some(ContextValue::String(word))
                    if error.kind() == ErrorKind::InvalidSubcommand =>
                {
                    super::hints::command_for(word)
                }
                _ => None,
            };
            if let Some(hint) = stray {
                let hint = ContextValue::StyledStrs(vec![StyledStr::from(hint)]);
                error.remove(ContextKind::SuggestedSubcommand);
                error.insert(ContextKind::Suggested, hint);
            }
            error.with_cmd(&command)
        })
    }

    /// Whether to color what goes to this stream.
    pub(super) fn color(&self, stream: &impl IsTerminal) -> bool {
        is_colored(self.color, stream.is_terminal())
    }
}

/// As asked, else as `NO_COLOR`, `CLICOLOR_FORCE` and the terminal say, in this order.
fn is_colored(asked: ColorChoice, is_terminal: bool) -> bool {
    let variable = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    match asked {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto if variable("NO_COLOR").is_some() => false,
        ColorChoice::Auto => {
            let is_forced = variable("CLICOLOR_FORCE").is_some_and(|value| value != "0");
            let is_dumb = variable("TERM").is_some_and(|value| value == "dumb");
            is_forced || (is_terminal && !is_dumb)
        }
    }
}

/// The choice for the messages of clap itself, which come before the arguments are known.
fn asked_color(words: &[OsString]) -> ColorChoice {
    let mut asked = ColorChoice::Auto;
    let mut words = words.iter().filter_map(|word| word.to_str());
    while let Some(word) = words.next() {
        let choice = match word.strip_prefix("--color") {
            Some("") => words.next(),
            Some(rest) => rest.strip_prefix('='),
            None => None,
        };
        match choice {
            Some("always") => asked = ColorChoice::Always,
            Some("never") => asked = ColorChoice::Never,
            _ => {}
        }
    }
    let is_terminal = std::io::stdout().is_terminal() || std::io::stderr().is_terminal();
    match is_colored(asked, is_terminal) {
        false => ColorChoice::Never,
        // It goes to one of the two streams, and that one may be a file.
        true if is_terminal && !is_colored(asked, false) => ColorChoice::Auto,
        true => ColorChoice::Always,
    }
}

fn quantity(text: &str) -> Result<Quantity, String> {
    text.parse().map_err(said)
}

/// The message of an error and what would be right.
fn said(error: Error) -> String {
    let help = error.diagnostics().iter().flat_map(|one| &one.help);
    let words: Vec<&str> = std::iter::once(error.message())
        .chain(help.map(String::as_str))
        .collect();
    words.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commands_are_consistent() {
        Arguments::command().debug_assert();
    }
}
