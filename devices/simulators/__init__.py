"""The far end of every wire: devices that exist only in software, each a process of its own.

They share nothing with the drivers (own codecs, written from the specs), so that a shared mistake cannot hide.
``device.py`` says what a simulated device is, ``station.py`` runs one on its wire and its control socket.
"""
