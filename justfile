# The commands of CONTRIBUTING.md, for those who have `just`. `.ci/run` is what has to pass and does without it.

# What there is.
default:
    @just --list --unsorted

# Everything that has to pass.
ci:
    .ci/run

# Format the code.
fmt:
    cargo fmt

# Lints, as the checks have them.
lint:
    cargo clippy --locked --all-targets -- -D warnings

# Documentation without a broken link.
doc:
    RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --document-private-items

# Licences, reported faults, doubles and sources of crates.
deny:
    cargo deny --locked check

# Tests; `just test stories` runs those whose name has it.
test *filter:
    cargo test {{ filter }}

# What may not grow with the ledger.
counters:
    cargo test --test it -- counters

# Write the snapshots anew; look at the difference afterwards.
snapshots *filter:
    INSTA_UPDATE=always cargo test --test it -- {{ filter }}
    git diff --stat -- tests/it/snapshots

# The archive that is handed on, with completions, manual pages and sums, in `target/dist`.
dist:
    .ci/dist

# The table of keys.
keys:
    cargo run --quiet -- keys > docs/keys.md

# The pictures of the documents.
pictures:
    docs/pictures.sh

# The history of the demonstration, after its script or a rule has changed.
demonstration:
    cargo run --example demonstration

# Measure; `just bench start keys 150`.
bench *what:
    cargo bench --bench scale -- {{ what }}

# A ledger of any size: `just ledger 10000 /tmp/large.db`.
ledger size file:
    cargo run --release --example generate -- {{ size }} --ticked {{ file }}
