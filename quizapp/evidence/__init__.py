"""What is measured for an option of a question, and the verdict on its claim."""
