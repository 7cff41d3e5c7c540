"""Bytes and text. Nothing here knows what an SMS is."""
