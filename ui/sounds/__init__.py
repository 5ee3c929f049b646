"""Tones, and the module that made them (``python -m ui.sounds.make_tones``)."""
