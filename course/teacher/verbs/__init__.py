"""The verbs of the command line that are the teacher's: each reads its arguments, calls a rule, prints plain lines."""
