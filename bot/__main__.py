"""`python -m bot` is the command `fieldclerk`."""

from bot.cli import main

main()
