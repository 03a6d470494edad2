"""Claims: every fact tied to the words, and the contradictions between them."""
