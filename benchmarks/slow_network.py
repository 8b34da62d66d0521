"""A slow network on this machine: a proxy that lets bytes through late and no faster than a narrow line would."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlparse

CHUNK = 16_384


@contextmanager
def network(url: str, latency: float = 0.0, bandwidth: float | None = None) -> Iterator["Proxy"]:
    """A proxy before `url`.

    latency: seconds there and back; a new connection costs one of these, as TCP does. bandwidth: bytes a second
    towards the browser, shared by all connections; None: as many as come.
    """
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    proxy = Proxy(urlparse(url).port, latency, bandwidth)
    server = asyncio.run_coroutine_threadsafe(proxy.start(), loop).result()
    try:
        yield proxy
    finally:
        asyncio.run_coroutine_threadsafe(_end(server), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _end(server: asyncio.Server) -> None:
    server.close()
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


class Proxy:
    """url: where it answers. sent: bytes that have gone to the browser, as they are on the line."""

    def __init__(self, port: int | None, latency: float, bandwidth: float | None):
        self.port, self.latency, self.bandwidth = port, latency, bandwidth
        self.url, self.sent = "", 0
        self.free = 0.0  # when the line has sent all that was given to it

    async def start(self) -> asyncio.Server:
        server = await asyncio.start_server(self.connect, "127.0.0.1", 0)
        self.url = f"http://localhost:{server.sockets[0].getsockname()[1]}"
        return server

    async def connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.CancelledError):  # the proxy has ended
            await self.serve(reader, writer)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(self.latency)  # the handshake
        there_reader, there_writer = await asyncio.open_connection("127.0.0.1", self.port)
        await asyncio.gather(self.carry(reader, there_writer, False), self.carry(there_reader, writer, True))

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, down: bool) -> None:
        """Forward one direction: bytes leave in order, once the line is free, and arrive half the latency later."""
        waiting: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(64)
        clock = asyncio.get_running_loop().time

        async def deliver() -> None:
            with suppress(ConnectionError):
                while True:
                    due, data = await waiting.get()
                    await asyncio.sleep(max(0.0, due - clock()))
                    if not data:
                        writer.close()
                        return
                    writer.write(data)
                    await writer.drain()

        delivering = asyncio.create_task(deliver())
        with suppress(ConnectionError):
            while data := await reader.read(CHUNK):
                sent = clock()
                self.sent += len(data) if down else 0
                if down and self.bandwidth:
                    sent = self.free = max(self.free, sent) + len(data) / self.bandwidth
                await waiting.put((sent + self.latency / 2, data))
                if sent > clock():
                    await asyncio.sleep(sent - clock())
        await waiting.put((clock() + self.latency / 2, b""))
        await delivering
