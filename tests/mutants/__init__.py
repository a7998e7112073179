"""Small changes to the code, one at a time, each of which some test ought to notice: `make mutants`."""
