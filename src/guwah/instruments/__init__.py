"""Pure rules: no framework, database, clock, network or randomness. Usable alone."""
