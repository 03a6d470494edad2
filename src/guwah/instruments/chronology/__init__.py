"""Occurrences, constraints, and every smallest set of statements that cannot all be true."""

from guwah.instruments.chronology.problem import BadProblem, Problem, load
from guwah.instruments.chronology.solve import BUDGET, Result, check, to_json
from guwah.instruments.chronology.wording import Because, Conflict, Said

__all__ = [
    "BUDGET",
    "BadProblem",
    "Because",
    "Conflict",
    "Problem",
    "Result",
    "Said",
    "check",
    "load",
    "to_json",
]
