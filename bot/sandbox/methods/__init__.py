"""The Bot API, a function a method. Importing this package fills the registry."""

from bot.sandbox.methods import callbacks, chats, deleting, editing, files, polling, profile, relaying, sending, uploads

__all__ = ["callbacks", "chats", "deleting", "editing", "files", "polling", "profile", "relaying", "sending", "uploads"]
