"""The file of a room: everything that happened in it, on the disk before anybody is told that it is."""
