"""The smallest files of their kinds, as a message would carry them."""

from __future__ import annotations

from base64 import b64decode

GIF = b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
"""One pixel."""
PNG = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
"""One pixel."""
JPEG = b64decode("/9j/4AAQSkZJRgABAQAAAQABAAD/2Q==")
"""Start, JFIF header, end: no picture, but what the wire samples carry."""
MIDI = b64decode("TVRoZAAAAAYAAAABAGBNVHJrAAAABAD/LwA=")
"""One track without a note."""
