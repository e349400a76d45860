import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import Fastify, { type FastifyInstance } from 'fastify'
import { readConsole } from '../console-files.ts'
import { errorRoutes } from './error-routes.ts'

/** As index.html is built. */
const frame = `<!doctype html>
<html lang="en"><head><meta name="style-nonce" content="%STYLE_NONCE%" /><title>Faultline</title></head>
<body><div id="root"></div><noscript>It needs JavaScript.</noscript><script src="/assets/a.js"></script></body></html>`

const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

function serverWith(t: TestContext, files: Readonly<Record<string, string>>): FastifyInstance {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-test-'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const app = Fastify()
  errorRoutes(app, readConsole(folder))
  t.after(async () => {
    await app.close()
    rmSync(folder, { recursive: true })
  })
  return app
}

test('a browser gets the console with the text of the error in it, to be read without a script', async (t) => {
  const app = serverWith(t, { 'index.html': frame })

  const english = await app.inject({ url: '/errors/backend_refused', headers: browser })
  const chinese = await app.inject({ url: '/errors?lang=zh', headers: browser })
  const unknown = await app.inject({ url: '/errors/no_such', headers: browser })

  assert.match(english.body, /<div id="root"><style nonce="[^"]+">[\s\S]+<h1>Nothing accepts/)
  assert.match(english.body, /<title>Nothing accepts [^<]+ – Faultline<\/title>/)
  assert.match(english.body, /<script src="\/assets\/a.js">/)
  assert.doesNotMatch(english.body, /noscript|STYLE_NONCE/)
  const [, nonce = ''] = /<style nonce="([^"]+)"/.exec(english.body) ?? []
  assert.ok(String(english.headers['content-security-policy']).includes(`'nonce-${nonce}'`))
  assert.match(chinese.body, /<html lang="zh-CN">[\s\S]+<h1>错误与结论/)
  assert.equal(unknown.statusCode, 404)
  assert.match(unknown.body, /<h1>There is no error of this key/)
})

test('a program, and a browser where the console is not built, get the text by itself', async (t) => {
  const built = serverWith(t, { 'index.html': frame })
  const bare = serverWith(t, {})

  const program = await built.inject({ url: '/errors/backend_refused', headers: { accept: '*/*' } })
  const page = await bare.inject({ url: '/errors/backend_refused', headers: browser })

  assert.equal(program.body, page.body)
  assert.match(program.body, /<h1>Nothing accepts/)
  assert.doesNotMatch(program.body, /<script|id="root"/)
  assert.match(String(program.headers.vary), /accept, accept-language/)
})
