"""The writing of a version: what it consists of, its edits, its copies, and the content that is signed and kept."""
