//! Codes of the prompt: commands, settings, the last result.

use super::Example::Words;

super::table! {
    UNKNOWN_PROMPT_COMMAND = "unknown-prompt-command": Error, Request;
    "The prompt has no such command";
    "A line that begins with a colon is a command of the prompt. `:help` lists them.";
    Words("`:hepl` at the prompt") => Words("`:help`");

    INVALID_ARGUMENT = "invalid-argument": Error, Request;
    "A command cannot do anything with what stands behind it";
    "`:help` with the name of the command shows what it takes, with examples.";
    Words("`:grad x^2 wrt 3` at the prompt") => Words("`:grad x^2 wrt x`");

    UNKNOWN_SETTING = "unknown-setting": Error, Request;
    "There is no such setting";
    "`:set` alone lists the settings with what they are.";
    Words("`:set digts = 5` at the prompt") => Words("`:set digits = 5`");

    INVALID_SETTING = "invalid-setting": Error, Request;
    "A setting cannot be this";
    "The message says what it may be, and so does `?` with its name.";
    Words("`:set digits = 99` at the prompt") => Words("`:set digits = 9`");

    UNKNOWN_TOPIC = "unknown-topic": Error, Request;
    "Nothing is known of this name";
    "`?name` explains functions, operators, constants, commands, settings, definitions, and the variables of the last \
     result.";
    Words("`?simga` at the prompt") => Words("`?sigma`");

    NO_LAST_RESULT = "no-last-result": Error, Request;
    "There is no last result yet";
    "A command without an expression, and the names `ans` and `_`, are about the last result or definition.";
    Words("`:grad` as the first line of a session") => Words("`:grad x^2`");

    NOTHING_TO_UNDO = "nothing-to-undo": Error, Request;
    "There is nothing to take back";
    "`:undo` takes back definitions, declarations, settings and files, one line after the other.";
    Words("`:undo` as the first line of a session") => Words("`:undo` behind a definition");

    NEEDS_ITSELF = "needs-itself": Error, Name;
    "A definition would need itself";
    "At the prompt a definition is read anew at each use, so it can mention no name that needs it. `ans` keeps what a \
     result was: `s = ans + 1` behind a line with `s`.";
    Words("`s = t + 1` at the prompt, where t is s^2") => Words("`u = t + 1`");

    RESERVED_NAME = "reserved-name": Error, Name;
    "The session keeps this name for itself";
    "`ans` and `_` are the last result, and names that end with `__` and a number keep earlier ones.";
    Words("`ans = 3` at the prompt") => Words("`answer = 3`");

    ENDLESS_LOAD = "endless-load": Error, Limit;
    "Files load each other without end";
    "A file may load others, 16 deep, but not one that is being loaded.";
    Words("`:load a.txt` in a file a.txt") => Words("`:load b.txt`");

    INTERRUPTED = "interrupted": Error, Interrupt;
    "Somebody wanted it to stop";
    "Ctrl-C stops a computation at the prompt, and a raised `Interrupt` one of the library.";
    Words("Ctrl-C") => Words("patience");
}
