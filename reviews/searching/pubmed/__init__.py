"""PubMed's E-utilities: only the worker asks them, and only where PUBMED=on."""
