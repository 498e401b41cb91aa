//! The arguments, as clap reads them.

use crate::function::Quantity;
use crate::session::report::Form;
use clap::{Args, ColorChoice, Parser, Subcommand, ValueEnum};
use std::io::IsTerminal;

const EXAMPLES: &str = "\
Examples:
  symdiff
  symdiff compile -e '(x + sigma(y)) / (sigma(x) + (x+y)^2)'
  symdiff compile model.txt --wrt a,b --of hessian --emit latex
  symdiff diff 'sin(x)^2' x x
  symdiff eval 'x^2 + y' x=3 y=1
  echo '{\"expr\": \"x^2\", \"at\": [{\"x\": 3}]}' | symdiff pipe

Exit codes:
  0  all went well
  1  the formula was refused (the message says where and why)
  2  the command line was wrong
  3  a file could not be read or written";

/// Type a formula; get its exact derivative as a closed form and as native code.
#[derive(Parser)]
///
/// Without a command, a prompt on a terminal; a script on standard input otherwise.
#[command(name = "symdiff", version, after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    /// Color in messages
    #[arg(long, global = true, default_value = "auto", value_name = "WHEN")]
    color: ColorChoice,
}

impl Arguments {
    /// Whether messages are colored: as asked, else on a terminal unless `NO_COLOR` is set.
    pub(super) fn color(&self) -> bool {
        match self.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => {
                let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
                let dumb = std::env::var_os("TERM").is_some_and(|terminal| terminal == "dumb");
                !refused && !dumb && std::io::stderr().is_terminal()
            }
        }
    }
}

#[derive(Subcommand)]
pub(super) enum Command {
    /// Print closed-form derivatives of a formula
    Compile(CompileOptions),
    /// Evaluate a formula at a point
    Eval(EvalOptions),
    /// Print one derivative, such as `symdiff diff 'sin(x)' x`
    Diff(DiffOptions),
    /// Answer JSON lines on standard input with JSON lines on standard output
    Pipe,
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
    #[arg(long, value_name = "VARS", value_delimiter = ',')]
    pub(super) wrt: Option<Vec<String>>,
    /// value, gradient, jacobian, hessian or partial:x,x,y; may be repeated
    /// [default: value and gradient, or value and jacobian of several results]
    #[arg(long, value_name = "WHAT", value_parser = quantity)]
    pub(super) of: Vec<Quantity>,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = Emit::Text)]
    pub(super) emit: Emit,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<String>,
    /// Write everything out instead of naming shared parts
    #[arg(long)]
    pub(super) expand: bool,
    /// Most characters that --expand may write
    #[arg(long, value_name = "N", default_value_t = 1_000_000)]
    pub(super) max_output: u64,
    /// Print timings, cost and program size to standard error
    #[arg(short, long)]
    pub(super) verbose: bool,
}

#[derive(Args)]
pub(super) struct EvalOptions {
    /// The formula
    #[arg(value_name = "EXPR", allow_hyphen_values = true)]
    pub(super) expression: String,
    /// Values of the variables, such as x=3 or v=[1,2]
    #[arg(value_name = "NAME=VALUE")]
    pub(super) values: Vec<String>,
    /// What to evaluate; may be repeated [default: value]
    #[arg(long, value_name = "WHAT", value_parser = quantity)]
    pub(super) of: Vec<Quantity>,
}

#[derive(Args)]
pub(super) struct DiffOptions {
    /// The formula
    #[arg(value_name = "EXPR", allow_hyphen_values = true)]
    pub(super) expression: String,
    /// Variables to differentiate in, one after the other
    #[arg(value_name = "VAR", required = true)]
    pub(super) variables: Vec<String>,
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Emit {
    Text,
    Latex,
    Json,
}

impl Emit {
    pub(super) fn form(self) -> Form {
        match self {
            Emit::Text => Form::Text,
            Emit::Latex => Form::Latex,
            Emit::Json => Form::Json,
        }
    }
}

fn quantity(text: &str) -> Result<Quantity, String> {
    match text.split_once(':') {
        Some(("partial", names)) => {
            let names = names
                .split(',')
                .map(str::trim)
                .filter(|name| !name.is_empty());
            Ok(Quantity::Partial(names.map(str::to_owned).collect()))
        }
        None => match text {
            "value" => Ok(Quantity::Value),
            "gradient" => Ok(Quantity::Gradient),
            "jacobian" => Ok(Quantity::Jacobian),
            "hessian" => Ok(Quantity::Hessian),
            _ => Err(expected(text)),
        },
        Some(_) => Err(expected(text)),
    }
}

fn expected(text: &str) -> String {
    format!("expected value, gradient, jacobian, hessian or partial:x,x,y, not `{text}`")
}
