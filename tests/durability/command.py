"""The command line as a process: ``python -m tests.durability.command ingest …``."""

from pactline.cli import main

if __name__ == "__main__":
    main()
