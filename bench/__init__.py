"""Speed, measured in one run as ratios: `python -m bench`."""
