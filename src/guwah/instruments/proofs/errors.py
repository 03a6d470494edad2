"""What can be wrong with a proof: its form, or what it claims."""

from __future__ import annotations


class ProofFault(ValueError):
    """Base of both kinds of refusal.

    Attributes:
        code: Short kebab-case name of what is wrong; stable.
        message: One sentence in plain English, without any content of the proof's subject.
        line: 1-based line inside the text that was read, or None where lines mean nothing.
    """

    def __init__(self, code: str, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.line = line


class Malformed(ProofFault):
    """The bytes are not in the form their standard asks for."""


class Mismatch(ProofFault):
    """The form is right, and what it claims is not true."""
