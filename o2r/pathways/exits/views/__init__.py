"""Pages of exits: in a file, and in figures."""
