"""Which statements and policies depend on a piece of evidence or on a code, and by which way."""
