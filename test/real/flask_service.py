"""A Flask service under waitress: its own pages are Werkzeug's. Says `port N` when it listens."""
from flask import Flask, abort
from waitress.server import create_server

service = Flask(__name__)


@service.get("/flask/orders")
def orders():
    return {"orders": []}


@service.get("/flask/broken")
def broken():
    abort(500)


server = create_server(service, listen="127.0.0.1:0")
print(f"port {server.effective_port}", flush=True)
server.run()
