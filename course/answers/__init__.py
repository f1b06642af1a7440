"""What a learner did, typed: the events of the record, and one tolerant reader for each kind of item."""
