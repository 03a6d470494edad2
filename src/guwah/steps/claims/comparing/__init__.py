"""Several sources side by side: who contradicts whom, about what, and how many voices that are."""
