"""An MLLP listener: messages of a live feed, on the disk before they are acknowledged (HL7 v2 transport, release 1).

A message is a file of the listener's own folder until it is landed; what a kill leaves is landed at the next start, in
the order of arrival. Acknowledgements follow the content: AA, AE, AR, as `load` would give them.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import shutil
import ssl
import time
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pacslake.clinical.extract import Facts, facts_of
from pacslake.clinical.hl7 import NotAMessage, escape, parse
from pacslake.errors import LakeError, PacslakeError, PolicyError
from pacslake.layout.atomic import fsync_dir
from pacslake.layout.lock import try_lock

if TYPE_CHECKING:
    from pacslake.lake import Lake

__all__ = ["Listener", "acknowledgement"]

log = logging.getLogger("pacslake.clinical")

START, END = b"\x0b", b"\x1c\r"
FOLDER = "hl7-inbox"
MOST_BYTES = 16 << 20
IDLE_SECONDS = 600.0
LAND_SECONDS = 2.0
LAND_AT_ONCE = 2_000
MOST_CONNECTIONS = 200


def acknowledgement(data: bytes, facts: Facts, now: datetime) -> bytes:
    """The ACK to a message (HL7 v2.9 2.14.1): sender and receiver change places, MSA says how it went."""
    code, text = facts.ack_code, facts.faults[0][1] if facts.ack_code != "AA" and facts.faults else ""
    sender, receiver, trigger, control, kind, version = ("", ""), ("", ""), "", "", "P", "2.5"
    try:
        h = parse(data).header
        sender, receiver = (h[3].raw, h[4].raw), (h[5].raw, h[6].raw)
        trigger, control, kind, version = h[9][2], h[10].raw, h[11].raw or "P", h[12].raw or "2.5"
    except NotAMessage:
        pass
    event = f"ACK^{trigger}^ACK" if trigger else "ACK"
    head = [
        "MSH",
        "^~\\&",
        *receiver,
        *sender,
        now.strftime("%Y%m%d%H%M%S"),
        "",
        event,
        uuid.uuid4().hex[:20],
        kind,
        version,
    ]
    lines = ["|".join(head), "|".join(["MSA", code, control, escape(text)])]
    return START + ("\r".join(lines) + "\r").encode("utf-8", "replace") + END


class Listener:
    """The server of one lake, from `start` to `end`.

    Args:
        told: called with counts after each landing.
    """

    def __init__(
        self, lake: Lake, *, issuer: str | None = None, told: Callable[[dict[str, Any]], None] | None = None
    ) -> None:
        if lake.zone == "research":
            raise PolicyError("a research lake holds no identities: listen for the identified lake")
        self.lake, self.issuer, self.told = lake, issuer, told
        self.acks: Counter[str] = Counter()
        lake.dir.need_folder("a listener for messages")
        self.root = Path(lake.dir.root) / FOLDER
        self.folder = self.root / uuid.uuid4().hex
        self._last = 0
        self._arrived = asyncio.Event()
        self._ending = False
        self._lock = asyncio.Lock()
        self._writing = asyncio.Lock()
        self._server: asyncio.Server | None = None
        self._landing: asyncio.Task[None] | None = None
        self._links: set[asyncio.StreamWriter] = set()

    async def start(self, host: str, port: int, tls: ssl.SSLContext | None = None) -> int:
        """Listen; the port. Raises: OSError, and LakeError where the lake cannot be written."""
        try:
            self.folder.mkdir(parents=True)
            self._hold = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
            try_lock(self._hold)  # a new file in a folder of its own
            fsync_dir(self.root)
            fsync_dir(self.root.parent)
        except OSError as error:
            raise LakeError(
                f"the lake cannot take messages in ({error.strerror}); check permissions and disk"
            ) from None
        await asyncio.to_thread(self._adopt)
        self._server = await asyncio.start_server(self._connected, host, port, ssl=tls, limit=1 << 20)
        self._landing = asyncio.ensure_future(self._land_on())
        return int(self._server.sockets[0].getsockname()[1])

    async def end(self) -> bool:
        """Listen no more and land what is there; whether nothing is left."""
        self._ending = True
        if self._server is not None:
            self._server.close()
        for writer in list(self._links):
            writer.close()
        self._arrived.set()
        if self._landing is not None:
            await self._landing
        whole = await self._land()
        os.close(self._hold)
        if whole:
            shutil.rmtree(self.folder, ignore_errors=True)
        return whole

    def _adopt(self) -> None:
        """Take over messages of listeners that died, in the order of arrival."""
        for other in [p for p in self.root.iterdir() if p.is_dir() and p != self.folder]:
            try:
                handle = os.open(other / "lock", os.O_RDWR | os.O_CREAT, 0o600)
            except OSError:
                continue
            if not try_lock(handle):  # it lives
                os.close(handle)
                continue
            for path in other.glob("*.hl7"):  # names say when a message came, whoever moves it
                os.replace(path, self.folder / path.name)
                self._last = max(self._last, int(path.stem))
            fsync_dir(self.folder)
            os.close(handle)
            shutil.rmtree(other, ignore_errors=True)
        if self._last:
            self._arrived.set()

    def _path(self) -> Path:
        self._last = max(self._last + 1, time.time_ns())  # ever later, also after the clock was set back
        return self.folder / f"{self._last:020d}.hl7"

    # -- in ----------------------------------------------------------------------------------------------

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(self._links) >= MOST_CONNECTIONS:
            writer.close()
            return
        self._links.add(writer)
        try:
            while not self._ending:
                data = await asyncio.wait_for(_frame(reader), IDLE_SECONDS)
                if data is None:
                    break
                writer.write(await self._take(data))
                await writer.drain()
        except (TimeoutError, ConnectionError, OSError, asyncio.IncompleteReadError, ssl.SSLError):
            pass
        except _TooLargeError:
            log.warning("a message of more than %d bytes was cut off and its connection closed", MOST_BYTES)
        finally:
            self._links.discard(writer)
            writer.close()

    async def _take(self, data: bytes) -> bytes:
        """Make a message durable, and what it is to be answered with."""
        facts = await asyncio.to_thread(facts_of, data, issuer=self.issuer)
        async with self._writing:  # in the order of arrival, also over several connections
            path = self._path()
            try:
                await asyncio.to_thread(_write, path, data)
            except OSError as error:
                for left in (path, path.with_suffix(".part")):
                    with contextlib.suppress(OSError):
                        left.unlink(missing_ok=True)
                log.error("a message could not be kept: %s", error.strerror)
                facts.ack_code, facts.faults = (
                    "AE",
                    [("not_kept", "the message could not be kept; send it again")],
                )
                return acknowledgement(data, facts, datetime.now())
        self.acks[facts.ack_code] += 1
        self._arrived.set()
        return acknowledgement(data, facts, datetime.now())

    # -- on ----------------------------------------------------------------------------------------------

    async def _land_on(self) -> None:
        while not self._ending:
            await self._arrived.wait()
            if self._ending:
                return
            self._arrived.clear()
            if not await self._land():
                await asyncio.sleep(10)  # a full disk, a lake that is being changed: try again
                self._arrived.set()
            await asyncio.sleep(LAND_SECONDS)

    async def _land(self) -> bool:
        """Land all that waits; False where that failed (it is logged, nothing is lost)."""
        async with self._lock:
            while True:
                paths = sorted(self.folder.glob("*.hl7"))[:LAND_AT_ONCE]
                if not paths:
                    return True
                try:
                    told = await asyncio.to_thread(self._commit, paths)
                except PacslakeError as error:
                    log.error("messages stay in the inbox: %s", error)
                    return False
                if self.told is not None:
                    self.told(told)

    def _commit(self, paths: list[Path]) -> dict[str, Any]:
        from pacslake.clinical import link
        from pacslake.clinical.load import land

        self.lake.refresh()
        done = land(
            self.lake, [(f"mllp:{p.stem}", facts_of(p.read_bytes(), issuer=self.issuer)) for p in paths]
        )
        for path in paths:
            path.unlink()
        link.refresh(self.lake)
        return done.to_dict()


class _TooLargeError(Exception):
    """A frame that does not end."""


async def _frame(reader: asyncio.StreamReader) -> bytes | None:
    """The next message without its frame; what stands between frames is passed over. None at the end."""
    while True:
        byte = await reader.read(1)
        if not byte:
            return None
        if byte == START:
            break
    out = bytearray()
    while True:
        try:
            piece = await reader.readuntil(b"\x1c")
        except asyncio.LimitOverrunError as error:
            piece = await reader.readexactly(error.consumed or 1)
        out += piece
        if len(out) > MOST_BYTES:
            raise _TooLargeError
        if piece.endswith(b"\x1c"):
            after = await reader.read(1)
            while after == b"\x1c":  # the one before was text, this one may be the end
                out += after
                after = await reader.read(1)
            if after in (b"\r", b""):
                return bytes(out[:-1])
            out += after  # a byte of the text that looks like the end


def _write(path: Path, data: bytes) -> None:
    part = path.with_suffix(".part")
    with open(part, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, path)
    fsync_dir(path.parent)
