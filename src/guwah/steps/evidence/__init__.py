"""Evidence: what came in, sealed and logged."""
