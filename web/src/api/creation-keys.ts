/** Gives the `Idempotency-Key` of a creation: the same body, sent again because its answer got lost, has the same one
 *  and makes nothing twice; another body is another creation. One for each form. */
export function creationKeys(): (body: unknown) => string {
  let last = { text: '', key: '' }
  return (body) => {
    const text = JSON.stringify(body)
    if (text !== last.text) last = { text, key: newKey() }
    return last.key
  }
}

const keyBytes = 16

/** Not `crypto.randomUUID`: browsers have that for pages of https and of this machine only. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(keyBytes))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
