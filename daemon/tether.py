"""A tether: become another program that ends when the program that started it ends. Knows nothing of klart.

Run by its path, with the starter's process id before the program's own words. On Linux the kernel sends SIGTERM to
this process when the *thread* that started it ends (prctl(2), PR_SET_PDEATHSIG), so it must be started from the main
thread. The tether holds through exec. Elsewhere the program simply runs on, and is found again by its nonce.
"""

import os
import sys

PR_SET_PDEATHSIG = 1
SIGTERM = 15


def main(starter: int, words: list[str]) -> None:
    """Bind this process to its starter, then become the program."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0)
        if os.getppid() != starter:
            sys.exit("the program that asked for this one is gone")
    os.execv(words[0], words)  # noqa: S606 - words[0] is the interpreter klart itself runs on


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
