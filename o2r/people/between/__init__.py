"""The index between operators: is somebody already accompanied? The referent alone answers.

``indexd`` is a process apart, with a key and a store of its own: it holds keyed tokens, and never a
name. The site never speaks to it: a request is a sealed row, and the worker asks, then tells the
referents. So what who asks is answered, and when, depends on nothing that is in the index.
"""
