"""What is read of the answers of people: of one, in their file; of all, in figures."""
