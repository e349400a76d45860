import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { diagnoseText } from '../../src/diagnosis/transcripts/diagnose-text.ts'
import { temporaryFolder, type Owner } from '../clean-up.ts'
import { pastedTexts } from '../corpus/pasted-texts.ts'
import { listeningPort, startProgram } from '../program.ts'
import { fileOf, missing } from '../real-programs.ts'

/** The files of `src/diagnosis` as they are, only without their types, in a real browser. */
const root = fileURLToPath(new URL('../../', import.meta.url))
const texts = [...pastedTexts('pasted.jsonl'), ...pastedTexts('own-pasted.jsonl')]

test(
  'a browser comes to the same verdicts on all pasted texts as Node',
  { skip: missing('chromium') },
  async (t) => {
    const port = await serveModules(t)

    const inBrowser = await verdictsShownAt(t, `http://127.0.0.1:${port}/`)

    assert.equal(inBrowser.length, texts.length)
    for (const [index, { id, text }] of texts.entries()) {
      const inNode: unknown = JSON.parse(JSON.stringify(diagnoseText(text)))
      assert.deepEqual(inBrowser[index], inNode, id)
    }
  },
)

/** The page holds its result before its load event, which is when the browser prints it. */
const page = `<!doctype html><meta charset="utf-8"><pre id="verdicts"></pre><script type="module">
import { diagnoseText } from '/src/diagnosis/transcripts/diagnose-text.ts'
import texts from '/texts.js'
const verdicts = texts.map((text) => diagnoseText(text))
document.getElementById('verdicts').textContent = encodeURIComponent(JSON.stringify(verdicts))
</script>`

async function serveModules(owner: Owner): Promise<number> {
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    if (path === '/') return response.setHeader('Content-Type', 'text/html').end(page)
    const source = sourceOf(path)
    if (source === undefined) return response.writeHead(404).end()
    return response.setHeader('Content-Type', 'text/javascript').end(source)
  })
  const port = await listeningPort(server)
  owner.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return port
}

function sourceOf(path: string): string | undefined {
  if (path === '/texts.js') return `export default ${JSON.stringify(texts.map(({ text }) => text))}`
  if (!/^\/src\/(?:[\w-]+\/)*[\w-]+\.ts$/.test(path)) return undefined
  return stripTypeScriptTypes(readFileSync(join(root, path), 'utf8'))
}

/** What Chromium's own `--dump-dom` prints once the page is loaded. */
async function verdictsShownAt(owner: Owner, url: string): Promise<readonly unknown[]> {
  const browser = startProgram(owner, fileOf('chromium'), [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    `--user-data-dir=${temporaryFolder()}`,
    '--dump-dom',
    url,
  ])
  const [, shown = ''] = await browser.said(/<pre id="verdicts">([^<]+)<\/pre>/)
  return JSON.parse(decodeURIComponent(shown)) as readonly unknown[] // compared by the test
}
