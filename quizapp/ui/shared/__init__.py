"""What all screens share: header and footer, charts, help, and text as it was written."""
