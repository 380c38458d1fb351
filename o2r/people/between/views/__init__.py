"""The pages of the index between operators."""
