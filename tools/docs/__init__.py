"""The generated pages and pictures, each a module here that ends in `PAGE = Page(...)`; `poe docs` writes them all."""
