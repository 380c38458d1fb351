"""The fictional projects of a demonstration: same seed, same file (``data/examples``).

``words`` holds what is invented, ``places`` draws believable zones on the real geography,
``making`` puts them together. No organisation, mailbox or phone number here is real.
"""
