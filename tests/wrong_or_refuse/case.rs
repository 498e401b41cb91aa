//! The files `*.case`: what is asked, and what is right.
//!
//! A case begins with `== title`; `!` says what goes wrong elsewhere. Then, one a line:
//!
//! ```text
//! f         the formula; more than one line is one input
//! vars      x, y                       the variables and their order
//! wrt       x                          the variables of derivatives
//! about     x=0                        the point of a Taylor polynomial
//! along     x=1                        the direction of jvp and hvp
//! refused   unknown-function           the whole request, with this code
//! ledger    x != 0                     a condition of the ledger; `ledger none`: there is no row
//! kink      abs: at x = 0              a listed kink begins so; `kink none`: there is none
//! note      ambiguous-root             a note with this code
//! prints    df/dx = 2*x                a line of the printed result
//! at        x=-800                     a point, for the lines below
//! gradient  S(x)*S(-x) => 3.6e-348     a quantity: how `references.py` gets it, and the number
//! taylor:3  refused kink-at-point      a quantity that is refused
//! ```
//!
//! Knows nothing of how a case is checked.

use std::fs;
use std::path::Path;

/// What a quantity must be.
pub enum Want {
    /// All entries, row by row.
    Numbers(Vec<f64>),
    /// The code.
    Refused(String),
}

/// A quantity at the point of its group.
pub struct Asked {
    pub quantity: String,
    pub want: Want,
}

/// A point and what is asked there.
pub struct Group {
    /// Names with numbers, `[1, 2; 3, 4]` for a matrix.
    pub at: Vec<(String, String)>,
    pub asked: Vec<Asked>,
}

#[derive(Default)]
pub struct Case {
    /// File and title.
    pub title: String,
    pub formula: String,
    pub variables: Option<Vec<String>>,
    pub wrt: Option<Vec<String>>,
    pub about: Option<Vec<(String, String)>>,
    pub along: Option<Vec<(String, String)>>,
    pub refused: Option<String>,
    pub ledger: Vec<String>,
    pub kinks: Vec<String>,
    pub notes: Vec<String>,
    pub prints: Vec<String>,
    pub groups: Vec<Group>,
}

/// All cases of all files here.
pub fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/wrong_or_refuse");
    let mut files: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "case"))
        .collect();
    files.sort();
    let mut list: Vec<Case> = Vec::new();
    for path in files {
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap();
        for (place, line) in text.lines().enumerate() {
            let line = line.trim_end();
            if let Some(title) = line.strip_prefix("== ") {
                list.push(Case {
                    title: format!("{stem}: {title}"),
                    ..Case::default()
                });
            } else if !(line.is_empty() || line.starts_with(['#', '!'])) {
                let case = list.last_mut().expect("a title");
                if let Err(what) = read(case, line) {
                    panic!("{}:{}: {what}", path.display(), place + 1);
                }
            }
        }
    }
    list
}

fn read(case: &mut Case, line: &str) -> Result<(), String> {
    let (word, rest) = line.split_once(char::is_whitespace).ok_or("a word alone")?;
    let rest = rest.trim();
    let names = || Some(rest.split(',').map(|name| name.trim().to_owned()).collect());
    let values = || symdiff::read_values(rest).map_err(|error| error.to_string());
    match word {
        "f" => {
            let end = if case.formula.is_empty() { "" } else { "\n" };
            case.formula += &format!("{end}{rest}");
        }
        "vars" => case.variables = names(),
        "wrt" => case.wrt = names(),
        "about" => case.about = Some(values()?),
        "along" => case.along = Some(values()?),
        "refused" => case.refused = Some(rest.to_owned()),
        "ledger" => case.ledger.push(rest.to_owned()),
        "kink" => case.kinks.push(rest.to_owned()),
        "note" => case.notes.push(rest.to_owned()),
        "prints" => case.prints.push(rest.to_owned()),
        "at" => case.groups.push(Group {
            at: values()?,
            asked: Vec::new(),
        }),
        _ => {
            let want = if let Some(code) = rest.strip_prefix("refused ") {
                Want::Refused(code.to_owned())
            } else {
                let (_, numbers) = rest.rsplit_once("=>").ok_or("no `=> number`")?;
                Want::Numbers(read_numbers(numbers)?)
            };
            let group = case.groups.last_mut().ok_or("no point")?;
            group.asked.push(Asked {
                quantity: word.to_owned(),
                want,
            });
        }
    }
    Ok(())
}

/// `1.5` or `[1, NaN, -inf]`.
fn read_numbers(text: &str) -> Result<Vec<f64>, String> {
    let inner = text.trim().trim_start_matches('[').trim_end_matches(']');
    inner
        .split(',')
        .map(|number| number.trim().parse().map_err(|_| format!("`{number}`")))
        .collect()
}
