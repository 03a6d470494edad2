"""What looks like personal data: names, numbers, addresses, days of birth, accounts."""

from guwah.instruments.suggestions.personal.finders import Finding, masks, personal
from guwah.instruments.suggestions.personal.rules import NAME, RULES, Confidence, Rule

__all__ = ["NAME", "RULES", "Confidence", "Finding", "Rule", "masks", "personal"]
