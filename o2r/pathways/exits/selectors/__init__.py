"""What is read of exits: of one person, of who follows them, of all in figures."""
