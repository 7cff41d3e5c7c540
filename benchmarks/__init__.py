"""Rivals side by side; see README.md."""
