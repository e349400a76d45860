import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { before, suite, test } from 'node:test'
import { ownerOfAll } from '../clean-up.ts'
import { definitionOf } from '../definitions.ts'
import { startGateway, type GatewayProcess } from '../gateway-process.ts'
import { RawClient } from '../raw-client.ts'
import { startNodeService } from '../real-programs.ts'

/** A real WebSocket service (ws) behind the gateway, and Node's own client in front of it. */
suite('behind a real WebSocket service', () => {
  const owner = ownerOfAll()
  let gateway: GatewayProcess

  before(async () => {
    const service = await startNodeService(owner, 'websocket-service.mjs')
    const resources = [
      { name: 'chat', path: '/chat', websocket: true },
      { name: 'plain', path: '/plain' },
    ]
    gateway = await startGateway(
      owner,
      definitionOf({ backends: { default: service.url }, resources }),
    )
  })

  test('messages pass both ways, with the subprotocol and the close code', async () => {
    const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/api/shop/prod/chat`, 'chat')
    const large = 'x'.repeat(200_000)
    const heard: string[] = []

    await event(socket, 'open')
    for (const text of ['hello', large]) {
      socket.send(text)
      const { data } = (await event(socket, 'message')) as MessageEvent<string>
      heard.push(data)
    }
    socket.close(4_000, 'done')
    const { code } = (await event(socket, 'close')) as CloseEvent

    assert.deepEqual(heard, ['hello', large])
    assert.equal(socket.protocol, 'chat')
    assert.equal(code, 4_000)
  })

  test('a tunnel leaves one record when it ends, with status 101 and nobody at fault', async () => {
    const callerId = randomUUID()
    const client = await RawClient.connect(gateway.port)
    client.send(upgradeRequest(gateway.port, 'chat', callerId))
    const answer = await client.answer('GET', true)
    client.close()

    const { record, verdict } = await gateway.flowByQuery(`x_request_id:${callerId}`)

    assert.equal(answer.status, 101)
    assert.equal(record.status, 101)
    assert.equal(record.client.ended_by, 'client')
    assert.equal(verdict.key, 'tunnel_closed')
    assert.equal(verdict.fault, 'none')
  })

  test('a resource that does not allow it answers an upgrade like any request', async () => {
    const client = await RawClient.connect(gateway.port)
    client.send(upgradeRequest(gateway.port, 'plain', randomUUID()))

    const answer = await client.answer('GET', true)
    client.close()

    assert.equal(answer.status, 426, 'the service saw no upgrade, and says what it wants')
  })
})

function event(socket: WebSocket, name: string): Promise<Event> {
  return new Promise((resolve, reject) => {
    socket.addEventListener(name, resolve, { once: true })
    socket.addEventListener('error', () => reject(new Error(`no ${name}`)), { once: true })
  })
}

function upgradeRequest(port: number, path: string, callerId: string): string {
  return (
    `GET /api/shop/prod/${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\n` +
    `Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n` +
    `X-Request-ID: ${callerId}\r\n\r\n`
  )
}
