"""The filter of system calls, followed line by line as the kernel follows it."""

from __future__ import annotations

import errno
import struct

import pytest

from guwah.steps.evidence.reading import seccomp

ALLOWED, KILLED = 0x7FFF0000, 0x80000000
X86_64, AARCH64 = 0xC000003E, 0xC00000B7
THREAD, NEW_USER = 0x10000, 0x10000000


def verdict(program: bytes, audit: int, number: int, first: int = 0) -> int:
    """Run a filter over one system call, as Linux's classic BPF does."""
    data = {0: number, 4: audit, 16: first}
    lines: list[tuple[int, int, int, int]] = list(struct.iter_unpack("=HBBI", program))
    held, at = 0, 0
    while True:
        code, if_so, if_not, operand = lines[at]
        at += 1
        if code == 0x20:
            held = data[operand]
        elif code == 0x06:
            return operand
        else:
            met = {0x15: held == operand, 0x35: held >= operand, 0x45: bool(held & operand)}[code]
            at += if_so if met else if_not


def denied(number: int) -> int:
    return 0x00050000 | number


# System call numbers of the kernel's own tables: read, execve, socket, fork, ptrace, mount, clone, clone3.
@pytest.mark.parametrize(
    ("machine", "audit", "allowed", "refused", "clone"),
    [
        ("x86_64", X86_64, (0, 1, 9, 59, 231), (41, 53, 57, 58, 101, 165, 272, 308, 319, 321, 425), 56),
        ("aarch64", AARCH64, (63, 64, 222, 221, 94), (198, 199, 117, 40, 97, 268, 279, 280, 425), 220),
    ],
)
def test_what_is_allowed_and_what_is_not(
    machine: str, audit: int, allowed: tuple[int, ...], refused: tuple[int, ...], clone: int
) -> None:
    program = seccomp.program(machine)
    assert program is not None

    assert {verdict(program, audit, number) for number in allowed} == {ALLOWED}
    assert {verdict(program, audit, number) for number in refused} == {denied(errno.EPERM)}
    # A thread is let, a process is not, and the call whose flags cannot be seen is said not to exist.
    assert verdict(program, audit, clone, THREAD) == ALLOWED
    assert (
        verdict(program, audit, clone, 17) == verdict(program, audit, clone, NEW_USER) == denied(errno.EPERM)
    )
    assert verdict(program, audit, 435) == denied(errno.ENOSYS)


def test_calls_in_another_machines_numbers_end_the_program() -> None:
    program = seccomp.program("x86_64")
    assert program is not None

    assert verdict(program, 0x40000003, 0) == KILLED
    assert verdict(program, X86_64, 0x40000000 | 41) == KILLED


def test_an_unknown_machine_has_no_filter() -> None:
    assert seccomp.program("vax") is None


def test_this_machine_is_known() -> None:
    assert seccomp.program() is not None
