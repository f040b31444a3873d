"""The generated pages and pictures, each with a function that makes it anew."""
