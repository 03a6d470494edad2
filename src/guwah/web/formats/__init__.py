"""How dates and numbers are written where Django has no rule for a language, or another than ours."""
