"""The nouns of the course. Frozen structs; nothing here imports anything else of ours."""
