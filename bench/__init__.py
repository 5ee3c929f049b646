"""Benchmarks of the terminal against its goals and against peers; not tests. ``python -m bench`` prints the table."""
