"""What an administrator settles for the whole house."""
