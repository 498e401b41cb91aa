//! Characters by their LaTeX names: what `\sigma` becomes when it is completed.
//!
//! Invariant: what a name becomes can be read by the language. Greek letters are names, and those that stand for
//! a function or a constant of the language mean it; signs become their spelling.

/// Name without the backslash, and what it becomes.
pub(super) static SYMBOLS: &[(&str, &str)] = &[
    ("alpha", "α"),
    ("beta", "β"),
    ("gamma", "γ"),
    ("delta", "δ"),
    ("epsilon", "ε"),
    ("zeta", "ζ"),
    ("eta", "η"),
    ("theta", "θ"),
    ("iota", "ι"),
    ("kappa", "κ"),
    ("lambda", "λ"),
    ("mu", "μ"),
    ("nu", "ν"),
    ("xi", "ξ"),
    ("omicron", "ο"),
    ("pi", "π"),
    ("rho", "ρ"),
    ("sigma", "σ"),
    ("tau", "τ"),
    ("upsilon", "υ"),
    ("phi", "φ"),
    ("chi", "χ"),
    ("psi", "ψ"),
    ("omega", "ω"),
    ("Gamma", "Γ"),
    ("Delta", "Δ"),
    ("Theta", "Θ"),
    ("Lambda", "Λ"),
    ("Xi", "Ξ"),
    ("Pi", "Π"),
    ("Sigma", "Σ"),
    ("Phi", "Φ"),
    ("Psi", "Ψ"),
    ("Omega", "Ω"),
    ("ell", "ℓ"),
    ("hbar", "ħ"),
    ("cdot", "*"),
    ("times", "*"),
    ("div", "/"),
    ("odot", ".*"),
    ("le", "<="),
    ("leq", "<="),
    ("ge", ">="),
    ("geq", ">="),
    ("land", "&&"),
    ("lor", "||"),
    ("neg", "!"),
    ("lnot", "!"),
    ("sqrt", "sqrt("),
    ("top", "'"),
];

/// The symbols whose names begin with `prefix`; only the one that has just this name, if there is one.
pub(super) fn starting_with(prefix: &str) -> Vec<(&'static str, &'static str)> {
    let exact = SYMBOLS.iter().find(|(name, _)| *name == prefix);
    match exact {
        Some(symbol) => vec![*symbol],
        None => SYMBOLS
            .iter()
            .filter(|(name, _)| name.starts_with(prefix))
            .copied()
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{WordKind, is_identifier, words};

    #[test]
    fn what_a_symbol_becomes_is_read() {
        for (name, text) in SYMBOLS {
            let wrong = words(text).any(|word| word.kind == WordKind::Wrong);
            assert!(!wrong, "\\{name} becomes {text}");
            if text.chars().all(char::is_alphabetic) {
                assert!(is_identifier(text), "\\{name} becomes {text}");
            }
        }
    }

    #[test]
    fn an_exact_name_wins() {
        assert_eq!(starting_with("eta"), [("eta", "η")]);
        assert_eq!(starting_with("sig"), [("sigma", "σ")]);
        assert_eq!(starting_with("le"), [("le", "<=")]);
        assert!(starting_with("nosuch").is_empty());
    }
}
