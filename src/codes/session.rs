//! Codes of the prompt: commands, settings, the last result.

use super::Example::{Prompt, Words};

super::table! {
    UNKNOWN_PROMPT_COMMAND = "unknown-prompt-command": Error, Request;
    "The prompt has no such command";
    "A line that begins with a colon is a command of the prompt. `:help` lists them.";
    Prompt(":hepl") => Prompt(":help");

    INVALID_ARGUMENT = "invalid-argument": Error, Request;
    "A command cannot do anything with what stands behind it";
    "`:help` with the name of the command shows what it takes, with examples.";
    Prompt(":grad x^2 wrt 3") => Prompt(":grad x^2 wrt x");

    UNKNOWN_SETTING = "unknown-setting": Error, Request;
    "There is no such setting";
    "`:set` alone lists the settings with what they are.";
    Prompt(":set digts = 5") => Prompt(":set digits = 5");

    INVALID_SETTING = "invalid-setting": Error, Request;
    "A setting cannot be this";
    "The message says what it may be, and so does `?` with its name.";
    Prompt(":set digits = 99") => Prompt(":set digits = 9");

    UNKNOWN_TOPIC = "unknown-topic": Error, Request;
    "Nothing is known of this name";
    "`?name` explains functions, operators, constants, commands, settings, definitions, and the variables of the last \
     result.";
    Prompt("?simga") => Prompt("?sigma");

    NO_LAST_RESULT = "no-last-result": Error, Request;
    "There is no last result yet";
    "A command without an expression, and the names `ans` and `_`, are about the last result or definition.";
    Prompt(":grad") => Prompt(":grad x^2");

    NOTHING_TO_UNDO = "nothing-to-undo": Error, Request;
    "There is nothing to take back";
    "`:undo` takes back definitions, declarations, settings and files, one line after the other.";
    Prompt(":undo") => Prompt("s = x^2\n:undo");

    NEEDS_ITSELF = "needs-itself": Error, Name;
    "A definition would need itself";
    "At the prompt a definition is read anew at each use, so it can mention no name that needs it. `ans` keeps what a \
     result was: `s = ans + 1` behind a line with `s`.";
    Prompt("t = s^2\ns = t + 1") => Prompt("t = s^2\nu = t + 1");

    RESERVED_NAME = "reserved-name": Error, Name;
    "The session keeps this name for itself";
    "`ans` and `_` are the last result, and names that end with `__` and a number keep earlier ones.";
    Prompt("ans = 3") => Prompt("answer = 3");

    ENDLESS_LOAD = "endless-load": Error, Limit;
    "Files load each other without end";
    "A file may load others, 16 deep, but not one that is being loaded.";
    Words("`:load a.txt` in a file a.txt") => Words("`:load b.txt`");

    INTERRUPTED = "interrupted": Error, Interrupt;
    "Somebody wanted it to stop";
    "Ctrl-C stops a computation at the prompt, and a raised `Interrupt` one of the library.";
    Words("Ctrl-C") => Words("patience");
}
