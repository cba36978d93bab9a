"""`python -m pacslake.cli` is the command `pacslake`."""

from pacslake.cli import main

main()
