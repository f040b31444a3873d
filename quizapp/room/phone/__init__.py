"""What participants see on their phones: one plain page, which works without JavaScript too."""
