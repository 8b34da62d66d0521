"""What the kernel says about a process of this machine (Linux): processor time and memory."""

import os
from pathlib import Path
from urllib.parse import urlparse


def server_process(url: str) -> int:
    """The number of the child process that was told to listen on the port of this address."""
    wanted = f"--server.port={urlparse(url).port}"
    for task in Path("/proc/self/task").iterdir():
        for child in (task / "children").read_text().split():
            if wanted in Path(f"/proc/{child}/cmdline").read_text().split("\0"):
                return int(child)
    raise ValueError(f"no child process with {wanted}; start the server with serve()")


def cpu_seconds(process: int) -> float:
    """User and system time so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_bytes(process: int) -> int:
    """Memory that the process holds."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def threads(process: int) -> int:
    """How many threads it has."""
    return sum(1 for _ in Path(f"/proc/{process}/task").iterdir())
