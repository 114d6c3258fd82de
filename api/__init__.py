"""The surfaces: one service behind the command line and HTTP."""
