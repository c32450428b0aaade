"""Publishes the cases of a problem on the port that it prints."""
import functools
import http.server

handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory="published")
server = http.server.HTTPServer(("127.0.0.1", 8073), handler)
print("ready", flush=True)
server.serve_forever()
