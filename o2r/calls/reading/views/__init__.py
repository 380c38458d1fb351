"""Pages of the State service, of the readers and of the consortia that are asked for more."""
