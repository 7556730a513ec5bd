"""The committee's packet: all that a review found, decided and proposes, as one document.

`subject.py` says what it is of; each section is a module that reads in a number of queries that does not grow with its
rows and returns blocks of policies/paper/content.py; `reading.py` puts them together. A section that has nothing to
tell says so: what is missing must not look as if it had been forgotten.
"""
