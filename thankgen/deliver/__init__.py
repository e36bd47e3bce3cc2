"""What is made of notes: files to send, print or keep."""
