"""A small instance for tests that need several processes: jobs and tasks that leave a trace."""
