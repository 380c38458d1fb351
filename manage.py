#!/usr/bin/env python
"""Same as the ``o2r`` console command, for tools that look for a manage.py."""

from config.cli import main

if __name__ == "__main__":
    main()
