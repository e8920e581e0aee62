"""What goes in and out, form by form. Dutch descriptions of the fields stand in `words.toml`."""
