"""The system calls a jailed reader is denied: no process besides itself, no socket, no way out of its walls.

A filter in the form the kernel takes (seccomp(2), `struct sock_filter` of linux/filter.h): it reads fields of
`struct seccomp_data`, whose offsets are nr 0, arch 4, args from 16.
"""

from __future__ import annotations

import errno
import platform
import struct
from dataclasses import dataclass
from typing import Final

_LOAD: Final = 0x20  # BPF_LD | BPF_W | BPF_ABS
_EQUAL: Final = 0x15  # BPF_JMP | BPF_JEQ | BPF_K
_AT_LEAST: Final = 0x35  # BPF_JMP | BPF_JGE | BPF_K
_HAS_BIT: Final = 0x45  # BPF_JMP | BPF_JSET | BPF_K
_RETURN: Final = 0x06  # BPF_RET | BPF_K
_ALLOW: Final = 0x7FFF0000
_ERROR: Final = 0x00050000
_KILL: Final = 0x80000000  # SECCOMP_RET_KILL_PROCESS
_NUMBER: Final = 0
_MACHINE: Final = 4
_FIRST_ARGUMENT: Final = 16
_CLONE_THREAD: Final = 0x00010000
# The second numbering of x86-64 (x32) would go around every comparison below.
_X32: Final = 0x40000000
# The same number on every machine (asm-generic/unistd.h): io_uring_*, open_tree, move_mount, fsopen,
# fsconfig, fsmount, fspick, mount_setattr, memfd_secret.
_EVERYWHERE: Final = (425, 426, 427, 428, 429, 430, 431, 432, 433, 442, 447)
_CLONE3: Final = 435


@dataclass(frozen=True, slots=True)
class _Machine:
    """Numbers of one kind of machine: AUDIT_ARCH_*, clone(2), and what is denied."""

    audit: int
    clone: int
    denied: tuple[int, ...]


# In this order: socket, socketpair, ptrace, mount, umount2, pivot_root, chroot, unshare, setns, keyctl,
# add_key, request_key, bpf, perf_event_open, userfaultfd, memfd_create, kexec_load, kexec_file_load,
# init_module, finit_module, delete_module, process_vm_readv, process_vm_writev, open_by_handle_at,
# name_to_handle_at, shmget, shmat, msgget, semget, mq_open, kcmp, personality; on x86-64 fork, vfork as well.
_X86_64: Final = _Machine(
    0xC000003E,
    56,
    (
        41, 53, 101, 165, 166, 155, 161, 272, 308, 250, 248, 249, 321, 298, 323, 319, 246, 320, 175, 313, 176,
        310, 311, 304, 303, 29, 30, 68, 64, 240, 312, 135, 57, 58,
    ),
)  # fmt: skip
_AARCH64: Final = _Machine(
    0xC00000B7,
    220,
    (
        198, 199, 117, 40, 39, 41, 51, 97, 268, 219, 217, 218, 280, 241, 282, 279, 104, 294, 105, 273, 106,
        270, 271, 265, 264, 194, 196, 186, 190, 180, 272, 92,
    ),
)  # fmt: skip
_MACHINES: Final = {"x86_64": _X86_64, "aarch64": _AARCH64}


def program(machine: str = "") -> bytes | None:
    """Return the filter for this machine, or None when its system calls are not known here.

    Args:
        machine: as `platform.machine()` names it; this one when empty.
    """
    known = _MACHINES.get(machine or platform.machine())
    return None if known is None else _filter(known)


def _filter(machine: _Machine) -> bytes:
    lines = [
        _line(_LOAD, _MACHINE),
        _line(_EQUAL, machine.audit, 1, 0),
        _line(_RETURN, _KILL),
        _line(_LOAD, _NUMBER),
        _line(_AT_LEAST, _X32, 0, 1),
        _line(_RETURN, _KILL),
    ]
    for number in (*machine.denied, *_EVERYWHERE):
        lines += [_line(_EQUAL, number, 0, 1), _line(_RETURN, _ERROR | errno.EPERM)]
    # clone3 hides its flags behind a pointer: the C library then takes clone, whose flags can be seen.
    lines += [_line(_EQUAL, _CLONE3, 0, 1), _line(_RETURN, _ERROR | errno.ENOSYS)]
    lines += [
        _line(_EQUAL, machine.clone, 0, 3),
        _line(_LOAD, _FIRST_ARGUMENT),
        _line(_HAS_BIT, _CLONE_THREAD, 1, 0),
        _line(_RETURN, _ERROR | errno.EPERM),
        _line(_RETURN, _ALLOW),
    ]
    return b"".join(lines)


def _line(code: int, operand: int, if_so: int = 0, if_not: int = 0) -> bytes:
    """Return one `struct sock_filter`: code, where to go on (lines to leap over), operand."""
    return struct.pack("=HBBI", code, if_so, if_not, operand)
