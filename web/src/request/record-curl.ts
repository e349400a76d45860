import type { FlowRecord } from '../../../src/model/flow-record.ts'
import { shellText } from '../../../src/model/shell-text.ts'

/** The request as a line for a shell. A record holds no credentials and of bodies only what failed, so it is a
 *  beginning: `YOUR_…` is for whoever sends it. The caller wrote the rest, which must not mean anything to the shell
 *  or to curl of whoever pastes it. */
export function curlOf(record: FlowRecord, origin: string): string {
  const { method, http_path: path, params, body, app_code: app } = record
  // curl waits for the body of an answer to `-X HEAD`, and with `--head` it takes none to send
  const isHead = method === 'HEAD'
  const sends = body !== '' && !isHead
  const words = [isHead ? 'curl --head --globoff' : 'curl -i --globoff']
  if (!isHead && (method !== 'GET' || sends)) words.push(`-X ${methodText(method)}`)
  if (app !== '') {
    const credentials = { bk_app_code: app, bk_app_secret: 'YOUR_APP_SECRET' }
    words.push(`-H ${shellText(`X-Bkapi-Authorization: ${JSON.stringify(credentials)}`)}`)
  }
  if (sends) words.push(`--data-raw ${shellText(body)}`) // of another option `@…` would name a file
  words.push(shellText(`${origin}${path}${params === '' ? '' : `?${params}`}`))
  return words.join(' ')
}

/** A caller may have sent any token, such as `` `id` ``. */
function methodText(method: string): string {
  return /^[A-Za-z]+$/.test(method) ? method : shellText(method)
}
