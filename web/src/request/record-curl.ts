import type { FlowRecord } from '../../../src/model/flow-record.ts'

/** The request as a line for a shell. A record holds no credentials and of bodies only what failed, so it is a
 *  beginning: `YOUR_…` is for whoever sends it. */
export function curlOf(record: FlowRecord, origin: string): string {
  const { method, http_path: path, params, body, app_code: app } = record
  const words = ['curl -i']
  if (method !== 'GET') words.push(`-X ${method}`)
  if (app !== '') {
    const credentials = { bk_app_code: app, bk_app_secret: 'YOUR_APP_SECRET' }
    words.push(`-H ${quoted(`X-Bkapi-Authorization: ${JSON.stringify(credentials)}`)}`)
  }
  if (body !== '') words.push(`--data-binary ${quoted(body)}`)
  words.push(quoted(`${origin}${path}${params === '' ? '' : `?${params}`}`))
  return words.join(' ')
}

/** For a shell of POSIX: within ' nothing has a meaning but ' itself. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
