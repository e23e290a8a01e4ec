"""What each operation takes, and whether it is allowed."""
