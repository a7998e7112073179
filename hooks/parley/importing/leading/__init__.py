"""From the addresses of an archive to those that its threads and comments have here."""
