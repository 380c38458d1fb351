"""What happens elsewhere and changes who may read: a body enters a consortium, someone a body."""
