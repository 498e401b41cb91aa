//! What `:set` shows and changes.
//!
//! Adding a setting is adding a row of [`SETTINGS`].

use crate::limits;
use crate::text::nearest;

/// Whether the grouping of an input is explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Readings {
    Once,
    Always,
    Off,
}

/// All settings.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Settings {
    /// Significant digits of numbers; None: as many as tell the number from its neighbours.
    pub(super) digits: Option<usize>,
    /// Variables that derivatives are taken in; None: all.
    pub(super) wrt: Option<Vec<String>>,
    /// Milliseconds that a hint may take.
    pub(super) hint: u64,
    pub(super) reading: Readings,
    /// Most characters of a reply.
    pub(super) output: Option<usize>,
    /// Most nodes of a graph.
    pub(super) nodes: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            digits: None,
            wrt: None,
            hint: 20,
            reading: Readings::Once,
            output: Some(20_000),
            nodes: limits::NODES.default,
        }
    }
}

/// A row of the table of settings.
pub(super) struct Setting {
    pub(super) name: &'static str,
    /// What it may be, in words.
    pub(super) values: &'static str,
    pub(super) meaning: &'static str,
    show: fn(&Settings) -> String,
    change: fn(&mut Settings, &str) -> Option<()>,
}

/// The table.
pub(super) static SETTINGS: &[Setting] = &[
    Setting {
        name: "digits",
        values: "1 to 17, or all",
        meaning: "significant digits of numbers",
        show: |own| {
            own.digits
                .map_or("all".to_owned(), |digits| digits.to_string())
        },
        change: |own, value| {
            own.digits = or_all(value, |digits| (1..=17).contains(&digits))?;
            Some(())
        },
    },
    Setting {
        name: "wrt",
        values: "variables with commas between, or all",
        meaning: "the variables that derivatives are taken in",
        show: |own| {
            own.wrt
                .as_ref()
                .map_or("all".to_owned(), |names| names.join(", "))
        },
        change: |own, value| {
            if value == "all" {
                own.wrt = None;
                return Some(());
            }
            let names = crate::text::names(value);
            let right = names
                .iter()
                .all(|name| crate::syntax::is_variable_name(name));
            (right && !names.is_empty()).then(|| own.wrt = Some(names))
        },
    },
    Setting {
        name: "hint",
        values: "milliseconds up to 1000, or off",
        meaning: "how long the hint beside a line may take",
        show: |own| match own.hint {
            0 => "off".to_owned(),
            time => time.to_string(),
        },
        change: |own, value| {
            own.hint = match value {
                "off" => 0,
                _ => value.parse().ok().filter(|time| *time <= 1000)?,
            };
            Some(())
        },
    },
    Setting {
        name: "reading",
        values: "once, always or off",
        meaning: "whether a surprising grouping, such as -x^2, is pointed out",
        show: |own| match own.reading {
            Readings::Once => "once".to_owned(),
            Readings::Always => "always".to_owned(),
            Readings::Off => "off".to_owned(),
        },
        change: |own, value| {
            own.reading = match value {
                "once" => Readings::Once,
                "always" => Readings::Always,
                "off" => Readings::Off,
                _ => return None,
            };
            Some(())
        },
    },
    Setting {
        name: "output",
        values: "a number of characters, or all",
        meaning: "how long a reply may be",
        show: |own| own.output.map_or("all".to_owned(), |most| most.to_string()),
        change: |own, value| {
            own.output = or_all(value, |most| most >= 100)?;
            Some(())
        },
    },
    Setting {
        name: "nodes",
        values: "a number from 1 up",
        meaning: "how large the graph of a formula may grow",
        show: |own| own.nodes.to_string(),
        change: |own, value| {
            own.nodes = value.parse().ok().filter(|nodes| *nodes > 0)?;
            Some(())
        },
    },
];

fn or_all(value: &str, accepts: impl Fn(usize) -> bool) -> Option<Option<usize>> {
    if value == "all" {
        return Some(None);
    }
    value.parse().ok().filter(|value| accepts(*value)).map(Some)
}

/// A setting by its name, or what to say about a name that is none.
pub(super) fn find(name: &str) -> Result<&'static Setting, (String, String)> {
    let found = SETTINGS.iter().find(|setting| setting.name == name);
    found.ok_or_else(|| {
        let near = nearest(name, SETTINGS.iter().map(|setting| setting.name));
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`:set` lists the settings".to_owned(),
        };
        (
            format!("there is no setting {}", crate::text::quote(name)),
            help,
        )
    })
}

impl Settings {
    pub(super) fn show(&self, setting: &Setting) -> String {
        format!("{} = {}", setting.name, (setting.show)(self))
    }

    /// Changes a setting; an error says what it may be.
    pub(super) fn change(&mut self, setting: &Setting, value: &str) -> Result<(), String> {
        (setting.change)(self, value)
            .ok_or_else(|| format!("`{}` is {}", setting.name, setting.values))
    }

    /// The settings that are other than in `before`.
    pub(super) fn changed(&self, before: &Settings) -> Vec<String> {
        let rows = SETTINGS.iter();
        let rows = rows.filter(|setting| (setting.show)(self) != (setting.show)(before));
        rows.map(|setting| self.show(setting)).collect()
    }

    /// All settings in lines, with what they mean.
    pub(super) fn list(&self) -> String {
        let rows = SETTINGS
            .iter()
            .map(|setting| (self.show(setting), setting.meaning));
        let rows: Vec<(String, &str)> = rows.collect();
        let width = rows.iter().map(|(shown, _)| shown.len()).max().unwrap_or(0);
        let lines = rows
            .iter()
            .map(|(shown, meaning)| format!("{shown:width$}   {meaning}"));
        lines.collect::<Vec<_>>().join("\n")
    }
}
