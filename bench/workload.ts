/** What every peer is asked: the same requests, the same backend, the same answers expected. */
export const appCount = 1_000
export const gatewayPath = '/api/demo/prod/get_x'
export const postPath = '/api/demo/prod/post_x'

/** 147 bytes, as in earlier measurements of these peers. */
export const answerBody = JSON.stringify({
  result: true,
  code: 0,
  message: 'ok',
  data: {
    id: 12345,
    name: 'example',
    items: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    padding: 'x'.repeat(27),
  },
})

export interface BenchApp {
  readonly code: string
  readonly secret: string
  /** Value of X-Bkapi-Authorization, byte for byte as callers send it. */
  readonly authorization: string
}

export const benchApps: readonly BenchApp[] = Array.from({ length: appCount }, (_, index) => {
  const code = `demo-app-${index}`
  const secret = `demo-secret-${String(index).padStart(10, '0')}`
  const authorization = `{"bk_app_code":"${code}","bk_app_secret":"${secret}"}`
  return { code, secret, authorization }
})

export type RequestKind = 'get' | 'post'

/** Of one of many resources, below the stage; each fourth has no variable. */
export function manyPath(index: number, id = '{id}'): string {
  const place = `/area-${Math.floor(index / 100)}/things-${index}`
  return index % 4 === 0 ? place : `${place}/${id}/${index % 4 === 1 ? 'state' : 'parts'}`
}

/** One whole request for each application; callers go through them in turn. `many`: of so many resources in
 *  turn, in place of the only one. */
export function requestTexts(kind: RequestKind, port: number, many = 0): readonly string[] {
  const body = kind === 'post' ? JSON.stringify({ note: 'n'.repeat(1_013) }) : ''
  const only = kind === 'post' ? postPath : gatewayPath
  const pathOf = (index: number): string =>
    many === 0 ? only : `/api/demo/prod${manyPath(index % many, `id-${index}`)}`
  const bodyLines =
    kind === 'post' ? `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n` : ''
  const callers =
    many <= appCount ? benchApps : Array.from({ length: many }, (_, at) => benchApps[at % appCount])
  return callers.map(
    (app, index) =>
      `${kind.toUpperCase()} ${pathOf(index)} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n` +
      `User-Agent: bench/1\r\nAccept: */*\r\nX-Bkapi-Authorization: ${app?.authorization}\r\n` +
      `${bodyLines}\r\n${body}`,
  )
}

/** `bare`: a plain reverse proxy. `full`: what an API gateway does: application identity, permission,
 *  rate limit, request id both ways, headers to the backend, one record per request. */
export type Job = 'bare' | 'full'
