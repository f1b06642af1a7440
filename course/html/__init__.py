"""The one kit that makes HTML and plain text from nouns. It knows no file, no record and no widget."""
