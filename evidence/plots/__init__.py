"""Plots: what they show (`plot.py`), on which axis (`axis.py`), made of figures (`forest.py`, `spans.py`), drawn
(`drawing.py`). Only the last imports matplotlib, which takes half a second the first time."""
