"""Sign-off of a version: asked for, given, voided by what changes."""
