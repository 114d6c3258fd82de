"""A process that gives up sockets for good: no query in it can reach another host.

A seccomp filter of Linux makes ``socket(2)`` fail with EPERM in this thread and all that it starts.
Elsewhere nothing is done, and that queries are refused by their text has to do.
"""

import ctypes
import errno
import platform
import struct
import sys

# The constant of linux/audit.h and the number of socket(2), by what uname -m prints.
_ARCHITECTURES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
_X32 = 0x40000000  # system calls of the x32 ABI have this bit, and their own number of socket

# linux/bpf_common.h, linux/seccomp.h, linux/prctl.h
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER, _ARCHITECTURE = 0, 4  # offsets in struct seccomp_data
_ALLOW, _FAIL = 0x7FFF0000, 0x00050000 | errno.EPERM
_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 38, 22, 2


class _Program(ctypes.Structure):
    """``struct sock_fprog``."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def give_up_sockets() -> bool:
    """Make every further ``socket(2)`` fail; says whether this system can do that."""
    known = _ARCHITECTURES.get(platform.machine())
    if sys.platform != "linux" or known is None:
        return False
    instructions = _instructions(*known)
    program = _Program(len(instructions) // 8, instructions)
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    return bool(
        prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
        and prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0) == 0
    )


def _instructions(architecture: int, socket: int) -> bytes:
    """The filter: (operation, jump if true, jump if false, operand) each."""
    steps = (
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_IF_EQUAL, 0, 3, architecture),
        (_LOAD, 0, 0, _NUMBER),
        (_IF_EQUAL, 1, 0, socket),
        (_IF_AT_LEAST, 0, 1, _X32),
        (_RETURN, 0, 0, _FAIL),
        (_RETURN, 0, 0, _ALLOW),
    )
    return b"".join(struct.pack("=HBBI", *step) for step in steps)
