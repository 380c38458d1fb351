"""Pages of what people answer: in their file, and in figures."""
