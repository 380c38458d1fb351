"""Files of projects: one list of French columns, read and written as CSV, XLSX and GeoJSON.

``columns`` lists them, ``tables`` reads a file into cells, ``values`` and ``rows`` check the cells
of a line, ``records`` turns a project into a line, ``writers`` makes the files.
"""
