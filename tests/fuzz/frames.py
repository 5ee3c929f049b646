"""CCNET frames as the tests know them: an arithmetic of its own (tests/devices/ccnet_peer.py), so that a mistake shows."""

from collections.abc import Iterator

from tests.devices.ccnet_peer import crc, frame

__all__ = ["crc", "frame", "good_payloads"]


def good_payloads(data: bytes) -> Iterator[bytes]:
    """Of every place in ``data`` where a whole frame with the right CRC stands, also inside another one."""
    for place in range(len(data) - 5):
        if data[place : place + 2] == b"\x02\x03":
            length = data[place + 2]
            whole = data[place : place + length]
            if length >= 6 and len(whole) == length and crc(whole[:-2]) == whole[-2:]:
                yield whole[3:-2]
