"""Containers of files: archives, mails, web archives; each opened the same way, to any depth, within one set of limits."""

from gongkai.bulk.containers.base import MAX_BYTES, Container, Member
from gongkai.bulk.containers.opening import may_hold_files, open_container

__all__ = ["MAX_BYTES", "Container", "Member", "may_hold_files", "open_container"]
