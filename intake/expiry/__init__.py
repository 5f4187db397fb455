"""What ends when in a client's file: tests, assessments, documents, the time to apply."""
