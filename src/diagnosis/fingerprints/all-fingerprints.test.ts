import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allFingerprints } from './all-fingerprints.ts'
import { identify } from './identify.ts'

/** What `identify` looks at of a body, at most. */
const longestChars = 16_384

test('no pattern takes long on a text that is made to be slow for it', () => {
  for (const { software, pages } of allFingerprints) {
    for (const { body } of pages) {
      for (const text of hostileTexts(body)) {
        const startedMs = performance.now()
        body.test(text)
        const tookMs = performance.now() - startedMs
        assert.ok(tookMs < 250, `${software} ${body.source}: ${tookMs.toFixed(0)} ms`)
      }
    }
  }
})

/** The words of the pattern, over and over, each alone and all together but the last. */
function hostileTexts(pattern: RegExp): string[] {
  const words = pattern.source
    .replaceAll(/\\(?:s[*+]?|n)/g, ' ')
    .replaceAll(/\\([^\w])/g, '$1')
    .split(/[[\]()*+?|^$\\]+/)
    .filter((word) => word.length >= 3)
  const pieces = [...words, words.slice(0, -1).join(' '), words.join(' ').slice(0, -1), '<a ', '" ']
  return pieces.filter((piece) => piece !== '').map((piece) => repeated(piece))
}

function repeated(piece: string): string {
  return piece.repeat(Math.ceil(longestChars / piece.length)).slice(0, longestChars)
}

test('an answer of any length is identified within a bounded time', () => {
  const body = `<html>${'<title>404 Not Found</title><h1>Error '.repeat(100_000)}`
  const startedMs = performance.now()
  identify({
    status: 404,
    reason: '',
    headers: [],
    body,
    complete: true,
    bodyKept: true,
    bodySeen: true,
  })
  assert.ok(performance.now() - startedMs < 500)
})

test('a program has one fingerprint in one layer, and every page says something in both languages', () => {
  const layers = new Map<string, string>()
  for (const { software, layer, pages, headers } of allFingerprints) {
    assert.equal(layers.get(software) ?? layer, layer, `${software} stands in two layers`)
    layers.set(software, layer)
    assert.ok(pages.length + (headers?.length ?? 0) > 0, `${software} has no sign`)
    for (const {
      says: [english, chinese],
    } of pages) {
      assert.ok(english.length > 8, software)
      assert.doesNotMatch(english, /[\u4e00-\u9fff]/, software)
      assert.match(chinese, /[\u4e00-\u9fff]/, `${software}: ${english}`)
    }
  }
})

test('an empty pattern decides nothing without signs in the header', () => {
  for (const { software, pages } of allFingerprints) {
    for (const { body, needs, says } of pages) {
      if (!body.test('')) continue
      assert.ok((needs ?? []).length > 0, `${software}: the body ${says[0]}`)
    }
  }
})

test('programs that are named beside others are known, or are told in words', () => {
  const known = new Set(allFingerprints.map(({ software }) => software))
  const inWords = new Set(['connect', 'chi', 'httprouter', 'gorilla/mux', 'Django Ninja'])
  for (const { software, pages, builtOn } of allFingerprints) {
    const others = [...(builtOn ?? []), ...pages.flatMap(({ sharedWith }) => sharedWith ?? [])]
    for (const name of others)
      assert.ok(known.has(name) || inWords.has(name), `${software} names ${name}`)
  }
})
