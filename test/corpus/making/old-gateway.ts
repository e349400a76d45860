import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { Owner } from '../../clean-up.ts'

/** Writes errors in the shape of the system whose codes we keep (its field order varies, as there), and
 *  passes a service's own JSON with its request id. */
export async function startOldGateway(owner: Owner, address: string): Promise<void> {
  const server = createServer((request, response) => {
    const error = errors[request.url ?? '']
    if (error !== undefined) return refuse(response, ...error)
    response.writeHead(200, { 'Content-Type': 'application/json', 'X-Bkapi-Request-ID': id() })
    response.end(
      '{"result":false,"code":1301100,"message":"参数校验失败：bk_biz_id 不存在","data":null}',
    )
  })
  server.listen(80, address)
  await once(server, 'listening')
  owner.after(() => {
    server.closeAllConnections()
    server.close()
  })
}

const errors: Readonly<Record<string, readonly [number, number, string, string]>> = {
  '/app': [400, 1640001, 'INVALID_ARGS', 'Parameters error [reason="app code cannot be empty"]'],
  '/permission': [403, 1640301, 'APP_NO_PERMISSION', 'App has no permission to the resource'],
  '/timeout': [
    504,
    1650401,
    'REQUEST_BACKEND_TIMEOUT',
    'Request backend service timeout [upstream_error="cannot read header from upstream"]',
  ],
  '/limit': [429, 1642902, 'RATE_LIMIT_RESTRICTION', 'API rate limit exceeded by stage strategy'],
  '/refused': [502, 1650200, 'BAD_GATEWAY', 'Bad Gateway [upstream_error="connection refused"]'],
}

function refuse(
  response: ServerResponse,
  status: number,
  code: number,
  codeName: string,
  message: string,
): void {
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'X-Bkapi-Error-Code': String(code),
    'X-Bkapi-Error-Message': message,
    'X-Bkapi-Request-ID': id(),
  })
  response.end(JSON.stringify({ data: null, code_name: codeName, code, message, result: false }))
}

function id(): string {
  return crypto.randomUUID()
}
