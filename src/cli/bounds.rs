//! The flags that set limits, made of the table of limits.

use crate::limits::{Limits, TABLE, grouped};
use clap::{Arg, ArgMatches, Args, Command, FromArgMatches, value_parser};

/// The limits as the flags say them.
pub(super) struct Bounds(pub(super) Limits);

/// The flags go with all commands. They stand in the long help alone.
fn flags(command: Command) -> Command {
    TABLE
        .iter()
        .enumerate()
        .fold(command, |command, (place, limit)| {
            let help = format!(
                "At most so many: {} [default: {}]",
                limit.meaning,
                grouped(limit.default)
            );
            command.arg(
                // The names of other arguments must not meet them.
                Arg::new(limit.flag)
                    .long(&limit.flag[2..])
                    .value_name("N")
                    .value_parser(value_parser!(usize))
                    .global(true)
                    .hide_short_help(true)
                    .help_heading("Limits")
                    .display_order(1000 + place)
                    .help(help),
            )
        })
}

impl Args for Bounds {
    fn augment_args(command: Command) -> Command {
        flags(command)
    }

    fn augment_args_for_update(command: Command) -> Command {
        flags(command)
    }
}

impl FromArgMatches for Bounds {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut bounds = Bounds(Limits::default());
        bounds.update_from_arg_matches(matches)?;
        Ok(bounds)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        for limit in TABLE {
            if let Some(value) = matches.get_one::<usize>(limit.flag) {
                limit.set(&mut self.0, *value);
            }
        }
        Ok(())
    }
}
