"""What is read of papers: templates, documents, safes."""
