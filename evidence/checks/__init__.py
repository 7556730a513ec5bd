"""What a careful reader checks: pure rules (registry.py lists them), reading the base, and a run over all of it."""
