"""What is fast, measured against plain SQLite and SQLCipher in one run: medians and ratios."""
