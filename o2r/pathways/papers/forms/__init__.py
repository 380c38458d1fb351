"""Forms of papers: a template, a document, a paper of a safe."""
