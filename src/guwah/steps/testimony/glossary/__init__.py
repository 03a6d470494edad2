"""The words of a case that need explaining: what they mean and how they are rendered in each language."""
