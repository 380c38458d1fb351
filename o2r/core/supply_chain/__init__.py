"""What the product is made of besides its own code: packages, licences, locks, inventory, flaws.

``packages`` reads the lists and the locks, ``licences`` says which may go with ours, ``sbom``
writes the CycloneDX inventory, ``advisories`` asks for known flaws, ``third_parties`` looks for
what a page would load elsewhere. ``o2r.core.trust`` makes figure Q1 of it.
"""
