"""On what it was measured: numbers without this say little."""

from __future__ import annotations

import os
import platform
import re
import ssl
import subprocess
from pathlib import Path

from cryptography.hazmat.backends.openssl import backend

_CPU_INFO = Path("/proc/cpuinfo")


BUSY = 0.5
"""Processes that want to run, per core, above which a machine is busy with something else."""


def described() -> dict[str, str]:
    """The machine, its software, how busy it was before, and which version of ours was measured."""
    return {
        "cpu": _cpu(),
        "cores": str(os.cpu_count()),
        "system": f"{platform.system()} {platform.release()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "openssl": f"{ssl.OPENSSL_VERSION} (Python's), {backend.openssl_version_text()} (cryptography's)",
        "load_before": _load(),
        "commit": _commit(),
    }


def in_words(machine: dict[str, str]) -> str:
    """The same in lines to stand above a table."""
    return "\n".join(f"{name.replace('_', ' '):12} {value}" for name, value in machine.items())


def _load() -> str:
    loads = os.getloadavg()
    busy = loads[0] > BUSY * (os.cpu_count() or 1)
    return ", ".join(f"{load:.2f}" for load in loads) + (" (BUSY: do not quote these numbers)" if busy else "")


def _cpu() -> str:
    listed = _CPU_INFO.read_text(encoding="utf-8") if _CPU_INFO.exists() else ""
    found = re.search(r"model name\s*:\s*(.+)", listed)
    return found[1] if found else platform.processor() or platform.machine()


def _commit() -> str:
    try:
        return subprocess.run(
            ["git", "describe", "--always", "--dirty"],  # noqa: S607 - whichever git is in use here
            capture_output=True,
            check=True,
            text=True,
            cwd=Path(__file__).parent,
        ).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
