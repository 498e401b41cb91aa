# What there is to run; `just` alone lists it.

default:
    @just --list

# All that is checked for each change
check:
    .ci/run

# The tests; `just test references` runs one file of them
test *file:
    cargo test {{ if file == "" { "" } else { "--test " + file } }}

# The benchmarks; `just bench calls seed` runs one file of them, of that only names with `seed`
bench file="*" *filter="":
    cargo bench --bench '{{file}}' -- {{filter}}

# Licences, sources and advisories of dependencies (needs cargo-deny and a network)
deny:
    cargo deny check

# Writes the sessions of tests/golden, of the prompt and of the documents, what the examples print, and what is said of
# mistakes, anew
golden:
    UPDATE_GOLDEN=1 cargo test --test golden --test readme --test examples --test diagnostics --test session --test functions_document --test limits
    UPDATE_GOLDEN=1 cargo test --test emit emitted_text
