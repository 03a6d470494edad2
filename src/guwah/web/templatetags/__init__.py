"""Template tags of the design system; loaded for every template by the settings."""
