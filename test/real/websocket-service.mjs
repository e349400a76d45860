// A WebSocket service of the `ws` package that says back what it hears, and speaks `chat` if asked.
import { WebSocketServer } from 'ws'

const server = new WebSocketServer({
  host: '127.0.0.1',
  port: 0,
  handleProtocols: (wanted) => (wanted.has('chat') ? 'chat' : false),
})
server.on('connection', (socket) => {
  socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }))
})
server.on('listening', () => process.stdout.write(`port ${server.address().port}\n`))
