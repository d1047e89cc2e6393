"""The formula language: its tree, its text, its checks."""
