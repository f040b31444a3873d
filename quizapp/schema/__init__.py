"""The JSON Schema of deck files, which lets editors complete and underline them."""
