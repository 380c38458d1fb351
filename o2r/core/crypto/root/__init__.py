"""The root key, behind one interface: a file, a daemon that holds the file, or a Vault server."""
