import assert from 'node:assert/strict'
import { catalogueEntry } from '../../src/diagnosis/catalogue.ts'
import type { ErrorKey } from '../../src/model/error-table.ts'
import { field, type Answer } from '../raw-client.ts'

/** Follows the `Link` of a real answer to the real console, as a caller would: without a token, in a
 *  browser that runs no script, in either language. */
export async function assertLinkLeadsToEntry(key: ErrorKey, answer: Answer): Promise<void> {
  const link = /^<(http:\/\/localhost:\d+\/errors\/\w+)>; rel="help"$/.exec(field(answer, 'Link'))
  assert.ok(link?.[1] !== undefined, `not the public address: ${field(answer, 'Link')}`)
  await assertPageOf(key, link[1])
}

export async function assertPageOf(key: string, url: string): Promise<void> {
  for (const language of ['en', 'zh'] as const) {
    const entry = catalogueEntry(key, language)
    const page = await fetch(url, { headers: { 'accept-language': language } })
    const html = await page.text()

    assert.equal(page.status, 200)
    assert.match(
      page.headers.get('content-security-policy') ?? '',
      /^default-src 'none'; style-src/,
    )
    assert.match(html, new RegExp(`<html lang="${language}`))
    assert.ok(html.includes(`<h1>${escaped(entry?.title ?? key)}</h1>`), `no title in ${html}`)
    assert.ok(html.includes(`<code>${key}</code>`))
    if (entry?.kind === 'error') assert.ok(html.includes(`${entry.code} <code>${entry.code_name}`))
    assert.doesNotMatch(html, /<script|javascript:| on\w+=|(src|href|action)="(https?:)?\/\//)
  }
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
}
