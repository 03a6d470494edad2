"""Finders of what a person may make a claim, a mask, a task or a condition of; each says why.

What is found is a suggestion and never a fact: a named person accepts, changes or rejects it (law 6).
"""

from guwah.instruments.suggestions.as_json import to_json
from guwah.instruments.suggestions.material import Material, Passage, material_of
from guwah.instruments.suggestions.model import KINDS, Found, Suggestion
from guwah.instruments.suggestions.registry import FINDERS, joined, suggest
from guwah.instruments.suggestions.watching import Watch

__all__ = [
    "FINDERS",
    "KINDS",
    "Found",
    "Material",
    "Passage",
    "Suggestion",
    "Watch",
    "joined",
    "material_of",
    "suggest",
    "to_json",
]
