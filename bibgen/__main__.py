"""The command `bibgen`, also as `python -m bibgen`: Ctrl-C is one line and exit code 130 from the first.

To load the command line takes longer than some people wait before they change their minds, and the libraries
it loads are not made to be broken off. So this module loads next to nothing before it has said what Ctrl-C
does, and a command says anew what it does while there is work that must be ended well
(`bibgen.cli.app.told_errors`).
"""

from __future__ import annotations

import os
import signal
from importlib import import_module

_INTERRUPTED = 130  # as `bibgen.errors.Exit` has it, which takes time to load


def main() -> None:
    """Run the command line."""
    # Who starts us in the background of a script may have said that Ctrl-C is not for us.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _end)
    try:
        import_module("bibgen.cli").main()
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # what is done is done


def _end(_signal: int, _frame: object) -> None:
    try:
        os.write(2, b"bibgen: interrupted: nothing was begun\n")
    finally:  # even if nobody listens
        os._exit(_INTERRUPTED)


if __name__ == "__main__":
    main()
