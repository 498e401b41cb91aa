//! Matrix calculus against references: values and derivatives of published formulas, and their closed forms.
#![cfg(feature = "cli")]

#[path = "../common/binary.rs"]
mod binary;
#[path = "../common/matrices.rs"]
mod matrices;

mod closed_forms;
mod determinants;
mod gallery;
mod index_notation;
mod mixtures;
mod nested;
mod pipe;
mod references;
