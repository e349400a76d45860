"""A Tornado service, server and framework in one. Says `port N` when it listens."""
import asyncio

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler


class Orders(RequestHandler):
    def get(self):
        self.write({"orders": []})


async def main():
    (socket,) = bind_sockets(0, "127.0.0.1")
    HTTPServer(Application([("/tornado/orders", Orders)])).add_sockets([socket])
    print(f"port {socket.getsockname()[1]}", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
