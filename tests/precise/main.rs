//! Balls of growing precision against references of 40 digits and against the kernels.

mod common;
mod stability;
mod table;
