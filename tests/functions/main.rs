//! The function table and its numeric kernels.

mod direct;
mod kernels;
mod table;
