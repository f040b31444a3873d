"""What is not part of the program: it writes the generated pages and pictures of this repository."""
