"""Papers: what is written for a person from templates, and the safe where theirs are kept."""
