"""What leaves the program as a file: reports as PDF, lists as CSV and Excel, and the file of a recall."""
