"""The command line: one file a command, read only when it is asked for. Knows words and terminals, decides nothing."""


def main() -> None:
    """Run the command line and end the process with its exit code; the console script `klart`."""
    from daemon.cli.root import run

    raise SystemExit(run())
