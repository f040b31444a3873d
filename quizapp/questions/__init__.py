"""The question types, one file each in `types`; the forms in which they are answered; grading and objectives."""
