"""The case table: filter, count, compare, and the charts. Nouns in, nouns out; no display and no file."""
