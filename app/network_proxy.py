"""The network between terminal and centre: a loopback proxy that can be cut, slowed, garbled and worse (trust.md A6)."""

import asyncio
import contextlib
import threading

from app.network import Network

CHUNK_BYTES = 4096
SLOW_S = 2.5  # added to each chunk while the network is slow
DELAYED_S = 10.0
SENT_AGAIN_S = 1.0  # what a lost packet costs
LOST_EVERY = 3  # chunks
DRIP_BYTES = 4
DRIP_S = 0.2


class NetworkProxy:
    """Listens on a free port of this machine and passes everything on to ``host:port``. Runs in a thread of its own."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._network = Network.UP
        self._open: set[asyncio.StreamWriter] = set()
        self._chunks = 0
        self._loop = asyncio.new_event_loop()
        self._started = threading.Event()
        self.port = 0
        self._thread = threading.Thread(target=self._run, name="network", daemon=True)
        self._thread.start()
        self._started.wait()

    def set(self, network: Network) -> None:
        """From any thread. Cutting also resets what is under way, and so does the end of a half-open network."""
        self._loop.call_soon_threadsafe(self._set, network)

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(2.0)

    def _set(self, network: Network) -> None:
        half_open = self._network is Network.HALF_OPEN
        self._network = network
        if network is Network.CUT or half_open:
            for writer in self._open:
                writer.transport.abort()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        self._started.set()
        self._loop.run_forever()
        server.close()
        for writer in self._open:
            writer.transport.abort()
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._loop.run_until_complete(asyncio.sleep(0))  # aborted transports close their sockets in the next round
        self._loop.close()

    async def _serve(self, near_in: asyncio.StreamReader, near_out: asyncio.StreamWriter) -> None:
        if self._network is Network.CUT:
            near_out.transport.abort()
            return
        try:
            far_in, far_out = await asyncio.open_connection(*self._target)
        except OSError:
            near_out.transport.abort()
            return
        self._open |= {near_out, far_out}
        try:
            await asyncio.gather(self._pass_on(near_in, far_out), self._pass_on(far_in, near_out, answer=True))
        except asyncio.CancelledError:
            return  # the network is being stopped; asyncio's streams would make an error of it
        finally:
            self._open -= {near_out, far_out}
            for writer in (near_out, far_out):
                writer.close()

    async def _pass_on(self, source: asyncio.StreamReader, target: asyncio.StreamWriter, *, answer: bool = False) -> None:
        with contextlib.suppress(OSError):
            while chunk := await source.read(CHUNK_BYTES):
                await self._send(chunk, target, answer=answer)
        with contextlib.suppress(OSError, RuntimeError):
            if target.can_write_eof():
                target.write_eof()

    async def _send(self, chunk: bytes, target: asyncio.StreamWriter, *, answer: bool) -> None:
        """As the network is just now."""
        network = self._network
        self._chunks += 1
        if network is Network.HALF_OPEN:
            return  # swallowed; the line is reset when the network is another one
        await asyncio.sleep(self._pause_s(network))
        if answer and network is Network.RESETTING:
            target.write(chunk[: len(chunk) // 2])
            target.transport.abort()
        elif answer and network is Network.DRIPPING:
            for at in range(0, len(chunk), DRIP_BYTES):
                target.write(chunk[at : at + DRIP_BYTES])
                await target.drain()
                await asyncio.sleep(DRIP_S)
        else:
            target.write(_garbled(chunk) if answer and network is Network.GARBLED else chunk)
        await target.drain()

    def _pause_s(self, network: Network) -> float:
        if network is Network.LOSSY:
            return SENT_AGAIN_S if self._chunks % LOST_EVERY == 0 else 0.0
        return {Network.SLOW: SLOW_S, Network.DELAYED: DELAYED_S}.get(network, 0.0)


def _garbled(chunk: bytes) -> bytes:
    """Every thirteenth byte turned over, one at least: a status line, a header or a body that no longer reads."""
    first = min(7, len(chunk) - 1)
    return bytes(byte ^ 0x5A if place % 13 == first else byte for place, byte in enumerate(chunk))
