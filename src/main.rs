//! The `symdiff` command: the only place where the process ends.

fn main() {
    std::process::exit(symdiff::cli::main() as i32);
}
