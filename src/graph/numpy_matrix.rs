//! Operations on whole vectors and matrices in NumPy notation.
//!
//! Must not know how they were found: it is handed forms, and asks only what is a vector and what a matrix.

use super::matrix::Form;
use super::numpy::NO_FORM;
use super::present::Presenter;
use super::reading::Part;
use super::writer::Tasks;
use super::{Expr, Op};
use crate::notation::Level;

/// What a part is to `@`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Scalar,
    Column,
    Row,
    Matrix,
}

fn kind_of_rank(rank: usize) -> Kind {
    match rank {
        0 => Kind::Scalar,
        1 => Kind::Column,
        _ => Kind::Matrix,
    }
}

pub(super) fn kind(presenter: &Presenter, part: &Part) -> Kind {
    let of_node = |expr: &Expr| kind_of_rank(presenter.graph.shape(*expr).rank());
    match part {
        Part::Node(expr) | Part::Opposite(expr) | Part::Power(expr, _) => of_node(expr),
        Part::Entries(list) => list.first().map_or(Kind::Scalar, of_node),
        Part::Total(_) | Part::Number(_) | Part::Figure(_) => Kind::Scalar,
        Part::Form(form) => match &**form {
            Form::Transpose(inner) => match kind(presenter, inner) {
                Kind::Column => Kind::Row,
                Kind::Row => Kind::Column,
                other => other,
            },
            Form::Product(parts) => kind_of_product(presenter, parts),
            Form::Entries(parts) => parts
                .first()
                .map_or(Kind::Scalar, |own| kind(presenter, own)),
            Form::Along(..) => Kind::Column,
            Form::Call("diag", arguments) => {
                match arguments.first().map(|own| kind(presenter, own)) {
                    Some(Kind::Matrix) => Kind::Column,
                    _ => Kind::Matrix,
                }
            }
            Form::Call("inv" | "adj" | "eye", _) => Kind::Matrix,
            Form::Call("ones" | "zeros", sizes) => kind_of_rank(sizes.len()),
            Form::Call("softmax", arguments) => arguments
                .first()
                .map_or(Kind::Scalar, |own| kind(presenter, own)),
            Form::Call(..) | Form::Squared(_) => Kind::Scalar,
            Form::Slice(_, ranges) => {
                kind_of_rank(ranges.iter().filter(|range| range.contains(':')).count())
            }
            Form::Blocks(lines) => match lines.iter().all(|line| line.len() == 1) {
                true => Kind::Column,
                false => Kind::Matrix,
            },
            Form::Indexed { output, .. } => kind_of_rank(output.len()),
            Form::Named(..) => Kind::Matrix,
        },
    }
}

fn kind_of_product(presenter: &Presenter, parts: &[Part]) -> Kind {
    let kinds = parts.iter().map(|part| kind(presenter, part));
    kinds.reduce(joined).unwrap_or(Kind::Scalar)
}

/// What a product of two is.
fn joined(left: Kind, right: Kind) -> Kind {
    match (left, right) {
        (Kind::Scalar, other) | (other, Kind::Scalar) => other,
        (Kind::Row, Kind::Column) => Kind::Scalar,
        (Kind::Row, _) => Kind::Row,
        (_, Kind::Column) => Kind::Column,
        _ => Kind::Matrix,
    }
}

/// A part without the transpose that a vector does not need.
fn plain(presenter: &Presenter, part: Part) -> Part {
    match part {
        Part::Form(form) => match *form {
            Form::Transpose(inner) if kind(presenter, &inner) == Kind::Column => inner,
            form => Part::Form(Box::new(form)),
        },
        part => part,
    }
}

/// The matrix whose inverse a part is.
fn inverted(presenter: &Presenter, part: &Part) -> Option<Part> {
    let graph = presenter.graph;
    match part {
        Part::Node(expr) if graph.op(*expr) == Op::Inverse && presenter.is_open(*expr) => {
            Some(Part::Node(graph.operands(*expr)[0]))
        }
        Part::Form(form) => match &**form {
            Form::Call("inv", arguments) => arguments.first().cloned(),
            _ => None,
        },
        _ => None,
    }
}

/// A chain of matrices, vectors and rows. Nested at most as deep as it has parts, which are few.
fn chain(presenter: &Presenter, mut parts: Vec<Part>, tasks: &mut Tasks) -> Level {
    if parts.len() == 1 {
        let only = plain(presenter, parts.swap_remove(0));
        tasks.part(only, Level::Product);
        return Level::Product;
    }
    if kind(presenter, &parts[0]) == Kind::Scalar {
        let rest = parts.split_off(1);
        tasks.part(parts.swap_remove(0), Level::Product);
        tasks.text(" * (");
        chain(presenter, rest, tasks);
        tasks.text(")");
        return Level::Product;
    }
    let mut left = kind(presenter, &parts[0]);
    for place in 1..parts.len() {
        let own = kind(presenter, &parts[place]);
        if left == Kind::Column && own == Kind::Row {
            let right = parts.split_off(place);
            let is_scalar = kind_of_product(presenter, &right) == Kind::Scalar;
            tasks.text(if is_scalar { "(" } else { "np.outer(" });
            chain(presenter, parts, tasks);
            tasks.text(if is_scalar { ") * (" } else { ", " });
            chain(presenter, right, tasks);
            tasks.text(")");
            return if is_scalar {
                Level::Product
            } else {
                Level::Atom
            };
        }
        left = joined(left, own);
    }
    let mut place = 0;
    while !parts.is_empty() {
        if place > 0 {
            tasks.text(" @ ");
        }
        let rest = parts.split_off(1);
        let part = parts.swap_remove(0);
        match inverted(presenter, &part) {
            Some(matrix) if !rest.is_empty() => {
                tasks.text("np.linalg.solve(");
                tasks.part(matrix, Level::Or);
                tasks.text(", ");
                chain(presenter, rest, tasks);
                tasks.text(")");
                break;
            }
            _ => {
                let part = plain(presenter, part);
                let tight = place > 0 || part.is_entrywise();
                let least = if tight { Level::Sign } else { Level::Product };
                tasks.part(part, least);
            }
        }
        parts = rest;
        place += 1;
    }
    Level::Product
}

pub(super) fn call(name: &str, parts: Vec<Part>, tasks: &mut Tasks) -> Level {
    tasks.text(format!("{name}("));
    for (place, part) in parts.into_iter().enumerate() {
        if place > 0 {
            tasks.text(", ");
        }
        tasks.part(part, Level::Or);
    }
    tasks.text(")");
    Level::Atom
}

/// The function of whole arrays that a form names.
fn whole(name: &str) -> Option<&'static str> {
    Some(match name {
        "inv" => "np.linalg.inv",
        "det" => "np.linalg.det",
        "tr" => "np.trace",
        "diag" => "np.diag",
        "eye" => "np.eye",
        "norm2" => "np.linalg.norm",
        "sum" => "np.sum",
        "max" => "np.max",
        "min" => "np.min",
        "prod" => "np.prod",
        "softmax" => "scipy.special.softmax",
        "logsumexp" => "scipy.special.logsumexp",
        _ => return None,
    })
}

/// A range that counts from 0 and stops before its end.
pub(super) fn python_range(range: &str) -> Option<String> {
    let (span, step) = match range.split_once(" by ") {
        Some((span, step)) => (span, step.parse::<i64>().ok()?),
        None => (range, 1),
    };
    let Some((first, last)) = span.split_once(':') else {
        return Some((span.parse::<i64>().ok()? - 1).to_string());
    };
    if first.is_empty() {
        return Some(":".to_owned());
    }
    let (first, last) = (first.parse::<i64>().ok()? - 1, last.parse::<i64>().ok()?);
    Some(match step {
        1 => format!("{first}:{last}"),
        2.. => format!("{first}:{last}:{step}"),
        _ if last < 2 => format!("{first}::{step}"),
        _ => format!("{first}:{}:{step}", last - 2),
    })
}

pub(super) fn form(presenter: &Presenter, form: Form, tasks: &mut Tasks) -> Level {
    match form {
        Form::Product(parts) => match kind_of_product(presenter, &parts) {
            Kind::Row => {
                tasks.text("(");
                chain(presenter, parts, tasks);
                tasks.text(")[np.newaxis, :]");
                Level::Postfix
            }
            _ => chain(presenter, parts, tasks),
        },
        Form::Entries(parts) => {
            for (place, part) in parts.into_iter().enumerate() {
                if place > 0 {
                    tasks.text(" * ");
                }
                tasks.part(part, Level::Power);
            }
            Level::Product
        }
        Form::Transpose(part) => {
            let is_vector = kind(presenter, &part) == Kind::Column;
            tasks.part(part, Level::Postfix);
            tasks.text(if is_vector { "[np.newaxis, :]" } else { ".T" });
            Level::Postfix
        }
        Form::Squared(part) => {
            tasks.part(part, Level::Postfix);
            tasks.text("**2");
            Level::Power
        }
        Form::Call("norm1", parts) => {
            tasks.text("np.sum(");
            call("np.abs", parts, tasks);
            tasks.text(")");
            Level::Atom
        }
        Form::Call("adj", mut parts) => {
            // By singular values, since the matrix need not have an inverse.
            let matrix = parts.swap_remove(0);
            match parts.is_empty() {
                true => {
                    tasks.text(
                        "(lambda u, s, v: np.linalg.det(u) * np.linalg.det(v) * (v.T * [np.prod(np.delete(s, i)) for i in range(len(s))]) @ u.T)(*np.linalg.svd(",
                    );
                    tasks.part(matrix, Level::Or);
                    tasks.text("))");
                }
                false => tasks.text(NO_FORM.to_string()),
            }
            Level::Atom
        }
        Form::Call("logdet", parts) => {
            call("np.linalg.slogdet", parts, tasks);
            tasks.text("[1]");
            Level::Postfix
        }
        Form::Call("tr", mut parts) => match parts.pop() {
            Some(Part::Form(inner)) => match *inner {
                Form::Product(mut factors) if factors.len() > 1 => {
                    let last = factors.split_off(factors.len() - 1);
                    tasks.text("np.einsum('ij,ji->', ");
                    chain(presenter, factors, tasks);
                    tasks.text(", ");
                    chain(presenter, last, tasks);
                    tasks.text(")");
                    Level::Atom
                }
                inner => call("np.trace", vec![Part::Form(Box::new(inner))], tasks),
            },
            part => call("np.trace", part.into_iter().collect(), tasks),
        },
        Form::Call(name @ ("ones" | "zeros"), sizes) => {
            let several = sizes.len() > 1;
            tasks.text(format!("np.{name}{}", if several { "(" } else { "" }));
            call("", sizes, tasks);
            tasks.text(if several { ")" } else { "" });
            Level::Atom
        }
        Form::Call(name, parts) => match whole(name) {
            Some(name) => call(name, parts, tasks),
            None => no_form(tasks),
        },
        Form::Along(name, part, axes) => {
            let Some(name) = whole(name) else {
                return no_form(tasks);
            };
            tasks.text(format!("{name}("));
            tasks.part(part, Level::Or);
            let axes: Vec<String> = axes.iter().map(|axis| (axis - 1).to_string()).collect();
            tasks.text(match &axes[..] {
                [axis] => format!(", axis={axis})"),
                _ => format!(", axis=({}))", axes.join(", ")),
            });
            Level::Atom
        }
        Form::Slice(part, ranges) => {
            let ranges: Option<Vec<String>> = ranges.iter().map(|own| python_range(own)).collect();
            let Some(ranges) = ranges else {
                return no_form(tasks);
            };
            tasks.part(part, Level::Postfix);
            tasks.text(format!("[{}]", ranges.join(", ")));
            Level::Postfix
        }
        Form::Blocks(lines) => blocks(presenter, lines, tasks),
        Form::Indexed {
            output, factors, ..
        } => {
            let single = |list: &Vec<String>| list.iter().all(|own| own.len() == 1);
            let known = |letter: &String| factors.iter().any(|(_, list)| list.contains(letter));
            if !factors.iter().all(|(_, list)| single(list)) || !output.iter().all(known) {
                return no_form(tasks);
            }
            let inputs: Vec<String> = factors.iter().map(|(_, list)| list.concat()).collect();
            let text = format!("np.einsum('{}->{}', ", inputs.join(","), output.concat());
            tasks.text(text);
            for (place, (part, _)) in factors.into_iter().enumerate() {
                if place > 0 {
                    tasks.text(", ");
                }
                tasks.part(part, Level::Or);
            }
            tasks.text(")");
            Level::Atom
        }
        Form::Named(..) => no_form(tasks),
    }
}

pub(super) fn no_form(tasks: &mut Tasks) -> Level {
    tasks.text(NO_FORM.to_string());
    Level::Atom
}

fn blocks(presenter: &Presenter, lines: Vec<Vec<Part>>, tasks: &mut Tasks) -> Level {
    let kinds = || lines.iter().flatten().map(|part| kind(presenter, part));
    let stands = lines.iter().all(|line| line.len() == 1)
        && kinds().all(|own| matches!(own, Kind::Column | Kind::Scalar));
    tasks.text(if stands {
        "np.concatenate(["
    } else {
        "np.block(["
    });
    for (row, line) in lines.into_iter().enumerate() {
        if row > 0 {
            tasks.text(", ");
        }
        if !stands {
            tasks.text("[");
        }
        for (column, part) in line.into_iter().enumerate() {
            if column > 0 {
                tasks.text(", ");
            }
            match (stands, kind(presenter, &part)) {
                (true, Kind::Scalar) => {
                    tasks.text("[");
                    tasks.part(part, Level::Or);
                    tasks.text("]");
                }
                (false, Kind::Column) => {
                    tasks.part(part, Level::Postfix);
                    tasks.text("[:, np.newaxis]");
                }
                _ => tasks.part(part, Level::Or),
            }
        }
        if !stands {
            tasks.text("]");
        }
    }
    tasks.text("])");
    Level::Atom
}
