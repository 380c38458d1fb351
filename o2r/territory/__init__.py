"""The official geography by vintage, the algebra of zones, and the search of a commune."""
