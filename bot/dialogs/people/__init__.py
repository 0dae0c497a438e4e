"""What people settle for themselves and their unit: an absence, an invitation."""
