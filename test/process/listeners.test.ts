import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import https from 'node:https'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from 'node:test'
import { temporaryFolder } from '../clean-up.ts'
import { startProgram } from '../program.ts'
import { programWords } from '../program-words.ts'

/** Where the gateway can listen: https, IPv6, several workers on one port. */
const certificates = fileURLToPath(new URL('../certificates/', import.meta.url))
const ready = /faultline: ready gateway=(\S+) console=(\S+)/

function startWords(words: readonly string[], workers = 1): readonly string[] {
  const data = join(temporaryFolder(), 'data')
  return [
    ...programWords,
    'start',
    `--data=${data}`,
    '--console=127.0.0.1:0',
    `--workers=${workers}`,
    ...words,
  ]
}

test('with a certificate the gateway speaks https on every worker', async (t) => {
  const program = startProgram(
    t,
    process.execPath,
    startWords(
      [
        '--listen=127.0.0.1:0',
        `--tls-certificate=${certificates}valid.pem`,
        `--tls-key=${certificates}valid.key.pem`,
      ],
      2,
    ),
  )
  const [, url = ''] = await program.said(ready)

  const ca = readFileSync(join(certificates, 'authority.pem'))
  const statuses = await Promise.all(
    Array.from({ length: 8 }, () => statusOf(`${url}/-/healthy`, ca)),
  )

  assert.match(url, /^https:\/\/127\.0\.0\.1:\d+$/)
  assert.deepEqual([...new Set(statuses)], [200])
})

test('a certificate and a key that do not fit together are refused at the start', async (t) => {
  const program = startProgram(
    t,
    process.execPath,
    startWords([
      '--listen=127.0.0.1:0',
      `--tls-certificate=${certificates}valid.pem`,
      `--tls-key=${certificates}expired.key.pem`,
    ]),
  )

  assert.equal(await program.ended, 1)
  assert.match(program.output(), /^faultline: --tls-certificate .* do not fit together/)
})

test('an IPv6 address works, and its URL is written in brackets', async (t) => {
  const program = startProgram(t, process.execPath, startWords(['--listen=[::1]:0'], 2))
  const [, url = ''] = await program.said(ready)

  const response = await fetch(`${url}/-/healthy`)

  assert.match(url, /^http:\/\/\[::1\]:\d+$/)
  assert.equal(response.status, 200)
})

test('without a chosen token one is made, printed once and kept for the local command line', async (t) => {
  const words = startWords(['--listen=127.0.0.1:0'])
  const environment = { FAULTLINE_ADMIN_TOKEN: '' }
  const first = startProgram(t, process.execPath, words, { environment })
  const [, token = ''] = await first.said(/management token (\S+) \(kept in/)
  const [, , consoleUrl = ''] = await first.said(ready)
  const allowed = await fetch(`${consoleUrl}/api/v1/flow-records`, {
    headers: { authorization: `Bearer ${token}` },
  })
  await first.stop()
  const second = startProgram(t, process.execPath, words, { environment })
  await second.said(ready)

  assert.equal(allowed.status, 200)
  assert.ok(token.length >= 43)
  assert.doesNotMatch(second.output(), /token/)
})

function statusOf(url: string, ca: Buffer): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    https
      .get(url, { ca, agent: false }, (response) => resolve(response.resume().statusCode))
      .on('error', reject)
  })
}
