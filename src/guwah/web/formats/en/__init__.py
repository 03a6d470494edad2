"""English of the house."""
