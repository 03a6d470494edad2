"""Threads at work in the database while the vault is locked under them, again and again; a crash ends it."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from guwah.vault.database.base import Connection, Cursor, connect
from guwah.vault.keyring import Keyring

KEY = bytes(range(48))
ROUNDS = 60


def work(home: str, keyring: Keyring, over: threading.Event) -> None:
    """Read and write until the connection is taken away, then make another."""
    while not over.is_set():
        connection: Connection = connect(home, KEY, check_same_thread=False, timeout=30)
        keyring.register(connection)
        try:
            cursor: Cursor = connection.cursor(factory=Cursor)
            while True:
                cursor.execute("INSERT INTO loaf VALUES (randomblob(200))")
                cursor.execute("SELECT hex(flour) FROM loaf ORDER BY flour")
                while cursor.fetchmany(3):
                    continue
                connection.rollback()
        except connection.Error:
            keyring.forget(connection)


if __name__ == "__main__":
    place = str(Path(sys.argv[1]) / "guwah.db")
    first = connect(place, KEY)
    first.execute("CREATE TABLE loaf (flour)")
    first.executemany("INSERT INTO loaf VALUES (randomblob(200))", [()] * 300)
    first.commit()
    first.close()
    ring, end = Keyring(), threading.Event()
    threads = [threading.Thread(target=work, args=(place, ring, end)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(ROUNDS):
        end.wait(0.02)
        ring.lock()
    end.set()
    while any(thread.is_alive() for thread in threads):
        ring.lock()
        end.wait(0.02)
        threads[0].join(0.01)
    sys.stdout.write("whole\n")
