"""A policy version as the document it is: one value, and the page, the DOCX and the PDF made of it."""
