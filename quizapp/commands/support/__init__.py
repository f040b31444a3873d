"""What several commands share: options, files, and the reports that they print."""
