"""What a teacher prints: run-sheets, seats and packets, booklets, editions and keys."""
