"""How the house says no: one family of problems, one error shape, three exit codes (DESIGN §15)."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from guwah.instruments.placed_json import (
    LONGEST_NUMBER,
    Node,
    NotUnderstoodError,
    decode,
    parse,
    place_of,
    with_place,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

ANSWER_IS_NO = 1
WRONG_USE = 2
NOT_UNDERSTOOD = 3

_PIECE = 4096  # characters; less than the buffer of standard output

_Command = TypeVar("_Command", bound="Callable[..., Any]")

json_option: Callable[[_Command], _Command] = click.option(
    "--json", "as_json", is_flag=True, help="Print the answer as JSON on standard output."
)


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong and where: line and column start at 1, offset at 0."""

    code: str
    message: str
    file: str | None = None
    line: int | None = None
    column: int | None = None
    offset: int | None = None


class Problem(Exception):
    """Something a person is told: a stable code, a plain sentence, and perhaps the place.

    The sentence never quotes testimony and never names a person.
    """

    exit_code = NOT_UNDERSTOOD

    def __init__(self, code: str, message: str, *, place: Failure | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.place = place

    @property
    def more(self) -> Mapping[str, Any]:
        """What is printed beside the error, where one place does not say it all."""
        return {}

    def failure(self, file: str | None = None) -> Failure:
        """Return the printable form, with the file when the raiser did not know it."""
        place = self.place
        if place is None:
            return Failure(self.code, self.message, file)
        return Failure(self.code, self.message, place.file or file, place.line, place.column, place.offset)


class Refused(Problem):
    """The answer is no: a rule of the house or of the witness forbids it."""

    exit_code = ANSWER_IS_NO


class WrongUse(Problem):
    """The call itself cannot be carried out as it was made."""

    exit_code = WRONG_USE


class NotUnderstood(Problem):
    """The input could not be read; nothing was changed."""

    exit_code = NOT_UNDERSTOOD


@dataclass(frozen=True, slots=True)
class Handed:
    """JSON that somebody handed in: its text, its value, and a word with its place for what is wrong.

    Attributes:
        text: the JSON as it was written.
        node: its value.
    """

    text: str
    node: Node

    @contextmanager
    def placing(self) -> Iterator[None]:
        """Turn a `NotUnderstoodError` raised inside into a `NotUnderstood` with line, column and offset."""
        try:
            yield
        except NotUnderstoodError as wrong:
            raise _not_understood(with_place(wrong, self.text)) from wrong

    def wrong(self, code: str, message: str, pointer: str) -> NotUnderstood:
        """Build the problem of the value a JSON pointer names."""
        return _not_understood(NotUnderstoodError(code, message, pointer, place_of(self.text, pointer)))


def read_json(raw: bytes) -> Handed:
    """Read JSON that somebody handed in.

    Raises:
        NotUnderstood: too-large, bad-encoding, bad-json, duplicate-name or too-deep, with its place.
    """
    try:
        return read_json_text(decode(raw))
    except NotUnderstoodError as wrong:
        raise _not_understood(wrong) from wrong


def read_json_text(text: str, longest: int = LONGEST_NUMBER) -> Handed:
    """Read JSON that somebody handed in, decoded already; `longest` is the most digits of a number.

    Raises:
        NotUnderstood: bad-json, duplicate-name or too-deep, with its place.
    """
    try:
        return Handed(text, parse(text, longest))
    except NotUnderstoodError as wrong:
        raise _not_understood(wrong) from wrong


def _not_understood(wrong: NotUnderstoodError) -> NotUnderstood:
    place = wrong.place
    where = (place.line, place.column, place.offset) if place is not None else ()
    return NotUnderstood(wrong.code, wrong.message, place=Failure(wrong.code, wrong.message, None, *where))


def print_json(value: Mapping[str, Any]) -> None:
    """Write one JSON object to standard output, letters as they are."""
    text = printable(json.dumps(value, ensure_ascii=False)) + "\n"
    # In pieces: of one large write Python loses the rest without a word when the disk is full.
    for start in range(0, len(text), _PIECE):
        sys.stdout.write(text[start : start + _PIECE])


def printable(text: str) -> str:
    """Return text in which bytes of a file name that are no text (PEP 383) are written out as escapes.

    They have no form in UTF-8, so that printing them would end the command; in JSON this is their escape.
    """
    return text.encode(errors="backslashreplace").decode()


def fail(
    failure: Failure, exit_code: int, *, as_json: bool, more: Mapping[str, Any] | None = None
) -> NoReturn:
    """End the command: the JSON error on standard output, or one plain sentence on standard error."""
    if as_json:
        print_json({"error": asdict(failure), **(more or {})})
    else:
        place = ":".join(
            str(part) for part in (failure.file, failure.line, failure.column) if part is not None
        )
        click.echo(printable(f"{place}: {failure.message}" if place else failure.message), err=True)
    sys.exit(exit_code)


@contextmanager
def answering(*, as_json: bool, file: str | None = None) -> Iterator[None]:
    """Turn a `Problem` raised inside into the command's answer and exit code."""
    try:
        yield
    except Problem as problem:
        fail(problem.failure(file), problem.exit_code, as_json=as_json, more=problem.more)
