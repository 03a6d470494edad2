"""Occurrences, constraints, and every smallest set of statements that cannot all be true."""

from guwah.instruments.chronology.problem import BadProblem, Problem, load
from guwah.instruments.chronology.solve import BUDGET, Result, check, to_json
from guwah.instruments.chronology.wording import Conflict

__all__ = ["BUDGET", "BadProblem", "Conflict", "Problem", "Result", "check", "load", "to_json"]
