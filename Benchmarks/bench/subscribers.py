"""A thousand clients that follow runs over server-sent events and mostly wait."""

import json
import select
import socket
import time

COUNT = 1_000
# A caller may have 100 streams open by default.
PER_KEY = 100
DOCUMENT = "subscription { runChanged { id status } }"


class Subscribers:
    """Open streams, read by one thread."""

    def __init__(self, platform, count=COUNT):
        self.platform = platform
        self.sockets = []
        keys = [self._key(number) for number in range((count + PER_KEY - 1) // PER_KEY)]
        for number in range(count):
            self.sockets.append(self._open(keys[number // PER_KEY]))
        self.poll = select.epoll()
        self.by_number = {one.fileno(): one for one in self.sockets}
        self.texts = {one.fileno(): "" for one in self.sockets}
        for one in self.sockets:
            self.poll.register(one, select.EPOLLIN)
        # Each stream says that it is open before anything happens.
        self.read_until(lambda text: "\n:" in text or text.startswith(":"), 30)

    def _key(self, number):
        answer = self.platform.ask(f'mutation {{ createApiKey(name: "subscriber {number}", role: VIEWER) {{ key }} }}')
        return answer["createApiKey"]["key"]

    def _open(self, key):
        body = json.dumps({"query": DOCUMENT}).encode()
        connection = socket.create_connection(("127.0.0.1", self.platform.port))
        connection.sendall(
            b"POST /graphql/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n"
            b"Content-Type: application/json\r\nAuthorization: Bearer " + key.encode()
            + b"\r\nContent-Length: " + str(len(body)).encode() + b"\r\n\r\n" + body
        )
        connection.setblocking(False)
        return connection

    def read_until(self, holds, limit):
        """Seconds after which each stream's text did what was asked, in the order in which they did."""
        start, times, waiting = time.monotonic(), [], set(self.by_number)
        while waiting:
            left = start + limit - time.monotonic()
            if left <= 0:
                raise RuntimeError(f"{len(waiting)} of {len(self.sockets)} subscribers still wait")
            for number, _ in self.poll.poll(left):
                data = self.by_number[number].recv(65_536)
                if not data:
                    raise RuntimeError("a stream has ended")
                self.texts[number] += data.decode()
                if number in waiting and holds(self.texts[number]):
                    waiting.discard(number)
                    times.append(time.monotonic() - start)
        return times

    def close(self):
        for one in self.sockets:
            one.close()


def subscribers(platform, report, endpoint):
    before = platform.memory("api-gateway")
    streams = Subscribers(platform)
    try:
        opened = platform.memory("api-gateway")
        report.add("B10", "memory of a subscriber that waits, of 1,000", [(opened - before) * 1024 / COUNT], "KiB")
        used, start = platform.cpu("api-gateway"), time.monotonic()
        # Longer than a heartbeat's interval, so that each stream gets one.
        time.sleep(15)
        share = (platform.cpu("api-gateway") - used) / (time.monotonic() - start)
        report.add("B10", "processor time of the gateway beside 1,000 of them", [share * 100], "% core")
        run = platform.ask(
            "mutation ($id: ID!) { triggerEndpointCollection(endpointId: $id) { id } }", id=endpoint
        )["triggerEndpointCollection"]["id"]
        told = sorted(streams.read_until(lambda text: run in text and "SUCCEEDED" in text.rpartition(run)[2], 30))
        report.add("B10", "answer to a trigger until all 1,000 know of its end", [told[-1] * 1e3], "ms")
    finally:
        streams.close()
