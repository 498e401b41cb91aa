//! What a session needs of the world: files and a clock.

use std::time::Duration;

/// The world, as whoever runs the session gives it.
pub trait Host {
    /// The text of a file.
    ///
    /// # Errors
    ///
    /// What is wrong with it, in words.
    fn read(&mut self, path: &str) -> Result<String, String>;

    /// Writes a file.
    ///
    /// # Errors
    ///
    /// What is wrong with it, in words.
    fn write(&mut self, path: &str, text: &str) -> Result<(), String>;

    /// The time since some fixed moment.
    fn now(&mut self) -> Duration;
}
