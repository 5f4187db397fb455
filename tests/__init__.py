"""The tests; `make test` runs all of them, tests/TESTING.md says how they are laid out."""
