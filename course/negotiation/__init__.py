"""The negotiation engine: scenario in, events and figures out. No display, and numpy only.

``Session`` plays, ``OutcomeSpace`` and ``points`` measure, ``debrief`` explains.
"""
