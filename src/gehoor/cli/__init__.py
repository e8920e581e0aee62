"""The `gehoor` command. Each command is a file; each loads what it needs when it runs."""
