//! A function in a file or message: its text, how it was read, and what was derived from it.
//!
//! Invariant: what is read back is made anew from the text, so a file can hold nothing that a text could not.

use super::{Function, ReadOptions, Request};
use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Error as _, Serialize, Serializer};

#[derive(serde::Serialize, serde::Deserialize)]
struct Saved {
    text: String,
    #[serde(default, skip_serializing_if = "is_usual")]
    options: ReadOptions,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    derived: Vec<Request>,
}

fn is_usual(options: &ReadOptions) -> bool {
    *options == ReadOptions::default()
}

/// Written as `text`, `options` and the list of what was `derived` from it.
impl Serialize for Function {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let saved = match &self.origin.text {
            Some(text) => Saved {
                text: text.clone(),
                options: self.origin.options.clone(),
                derived: self.origin.steps.clone(),
            },
            None => Saved {
                text: self.to_text().map_err(S::Error::custom)?,
                options: ReadOptions {
                    variables: Some(self.variables.keys().cloned().collect()),
                    ..self.origin.options.clone()
                },
                derived: Vec::new(),
            },
        };
        saved.serialize(serializer)
    }
}

/// Errors are those of the text.
impl<'de> Deserialize<'de> for Function {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let saved = Saved::deserialize(deserializer)?;
        let mut function =
            Function::parse_with(&saved.text, &saved.options).map_err(D::Error::custom)?;
        for request in &saved.derived {
            function = function.step(request).map_err(D::Error::custom)?;
        }
        Ok(function)
    }
}
