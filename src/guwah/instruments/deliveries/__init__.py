"""What witnesses send: chats, letters, saved pages and folders, read with time, sender and order kept."""

from guwah.instruments.deliveries.archive import ZipBundle
from guwah.instruments.deliveries.bundle import Bundle, Entry, MemoryBundle
from guwah.instruments.deliveries.errors import NotUnderstood
from guwah.instruments.deliveries.model import Attachment, DayOrder, Delivery, Doubt, Message, Reading
from guwah.instruments.deliveries.reading import FORMATS, Understood, Wishes, read_delivery

__all__ = [
    "FORMATS",
    "Attachment",
    "Bundle",
    "DayOrder",
    "Delivery",
    "Doubt",
    "Entry",
    "MemoryBundle",
    "Message",
    "NotUnderstood",
    "Reading",
    "Understood",
    "Wishes",
    "ZipBundle",
    "read_delivery",
]
