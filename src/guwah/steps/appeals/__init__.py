"""Appeals: petitions and letters, and what became of them."""
