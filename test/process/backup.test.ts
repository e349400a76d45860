import assert from 'node:assert/strict'
import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { type Owner, ownerOfAll, temporaryFolder } from '../clean-up.ts'
import { definitionOf } from '../definitions.ts'
import { faultline } from '../faultline-command.ts'
import { startGateway, startGatewayWithFile, type GatewayProcess } from '../gateway-process.ts'
import { listeningPort } from '../program.ts'

const releases = '/gateways/shop/stages/prod/releases'

/** Runs until the second test stops it for good; the others take copies of what it left. */
const owner = ownerOfAll()
const gateway = await runningGateway(owner)

async function runningGateway(of: Owner): Promise<GatewayProcess> {
  const backend = createServer((request, response) => response.end(`saw ${request.url}`))
  const port = await listeningPort(backend)
  of.after(() => {
    backend.closeAllConnections()
    backend.close()
  })
  const definition = (path: string): object =>
    definitionOf({
      backends: { default: `http://127.0.0.1:${port}` },
      resources: [{ name: 'all', path: '/', backendPath: path }],
    })
  const started = await startGateway(of, definition('/v1'))
  await started.apply(definition('/v2'))
  return started
}

/** A data folder of a server that has ended. */
function folderLeftBehind(): string {
  const folder = join(temporaryFolder(), 'data')
  cpSync(gateway.dataFolder, folder, { recursive: true })
  return folder
}

test('a backup made while the server runs brings another folder to the same state, history and keys', async (t) => {
  const file = join(temporaryFolder(), 'kept.db')

  const kept = await faultline(['backup', '--data', gateway.dataFolder, file])
  const listed = await gateway.api(releases)
  const audit = await gateway.api('/audit')
  const data = join(temporaryFolder(), 'other')
  const done = await faultline(['restore', '--data', data, file])
  const again = await startGatewayWithFile(t, undefined, { dataFolder: data })

  assert.equal(kept.stdout, `Kept in ${file}. Gateways: 1, releases: 2, keys: 1.\n`)
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.equal(done.stdout, `Restored into ${data}. Gateways: 1, releases: 2, keys: 1.\n`)
  assert.equal((await again.call({ path: '/api/shop/prod/' })).body, 'saw /v2')
  assert.deepEqual(await again.api(releases), listed)
  assert.deepEqual(await again.api('/audit'), audit)
  for (const name of ['keys/shop.pem', 'instance-id']) {
    const [before, after] = [gateway.dataFolder, data].map((folder) =>
      readFileSync(join(folder, name), 'utf8'),
    )
    assert.equal(after, before)
    assert.equal(statSync(join(data, name)).mode & 0o777, 0o600)
  }
})

test('a restore is refused while a server runs on the folder, and sets aside what was there after that', async (t) => {
  const file = join(temporaryFolder(), 'kept.db')
  await faultline(['backup', '--data', gateway.dataFolder, file])
  const body = JSON.stringify({ number: 1 })
  await gateway.api('/gateways/shop/stages/prod/rollback', { method: 'POST', body })

  const refused = await faultline(['restore', '--data', gateway.dataFolder, file])
  const stillServed = await gateway.call({ path: '/api/shop/prod/' })
  await gateway.stop()
  const done = await faultline(['restore', '--data', gateway.dataFolder, file])
  const again = await startGatewayWithFile(t, undefined, { dataFolder: gateway.dataFolder })

  assert.equal(refused.code, 1)
  assert.match(refused.stderr, /is in use by another Faultline\. Stop that one/)
  assert.equal(stillServed.body, 'saw /v1')
  assert.equal(done.code, 0)
  assert.match(
    done.stdout,
    /What was there is still in \S+, under names that end with \.before-restore-\d{8}T\d{6}Z\.\n$/,
  )
  assert.equal((await again.call({ path: '/api/shop/prod/' })).body, 'saw /v2')
  const names = readdirSync(gateway.dataFolder).filter((name) => name.includes('.before-restore-'))
  assert.ok(names.some((name) => name.startsWith('control.db.')))
  assert.ok(names.some((name) => name.startsWith('keys.')))
})

test('what is no backup, damaged, of a newer version or there already is refused, and changes nothing', async () => {
  const dataFolder = folderLeftBehind()
  const folder = temporaryFolder()
  const [whole, damaged, newer, foreign] = ['whole', 'damaged', 'newer', 'foreign'].map((name) =>
    join(folder, name),
  ) as [string, string, string, string]
  for (const file of [whole, damaged, newer])
    await faultline(['backup', '--data', dataFolder, file])
  truncateSync(damaged, statSync(damaged).size - 8_192)
  const database = new DatabaseSync(newer)
  database.exec('update faultline_schema set version = 99')
  database.close()
  writeFileSync(foreign, 'version: 1\n')
  const before = readdirSync(dataFolder)

  const told = await Promise.all(
    [damaged, newer, foreign, join(folder, 'nowhere')].map((file) =>
      faultline(['restore', '--data', dataFolder, file]),
    ),
  )
  const twice = await faultline(['backup', '--data', dataFolder, whole])
  const nothing = await faultline(['backup', '--data', folder, join(folder, 'new')])
  const elsewhere = await faultline(['backup', join(folder, 'new')], {
    FAULTLINE_DATABASE: 'postgres://u@h/d',
  })

  const [ofDamaged, ofNewer, ofForeign, ofNothing] = told.map(({ stderr }) => stderr)
  assert.match(ofDamaged ?? '', /is damaged; nothing was restored/)
  assert.match(ofNewer ?? '', /of a newer Faultline: its tables are of version 99/)
  assert.match(ofForeign ?? '', /is no backup of Faultline/)
  assert.match(ofNothing ?? '', /^There is no backup \S+nowhere\.\n$/)
  assert.deepEqual(
    told.map(({ code }) => code),
    [1, 1, 1, 1],
  )
  assert.match(twice.stderr, /is there already\. Choose another name/)
  assert.match(nothing.stderr, /Name the data folder of a server with --data/)
  assert.equal(elsewhere.code, 2)
  assert.match(elsewhere.stderr, /keep it with pg_dump/)
  assert.deepEqual(readdirSync(dataFolder), before)
  assert.equal(existsSync(join(folder, 'new')), false)
})

test('a backup that was made up writes nowhere but where private files belong', async () => {
  const file = join(temporaryFolder(), 'kept.db')
  await faultline(['backup', '--data', folderLeftBehind(), file])
  const database = new DatabaseSync(file)
  for (const name of [
    '../escaped.pem',
    'keys/../../escaped.pem',
    'admin-token',
    '/tmp/escaped.pem',
  ]) {
    database.prepare('insert into private_files values (?, ?)').run(name, 'x')
  }
  database.close()
  const folder = temporaryFolder()

  const done = await faultline(['restore', '--data', join(folder, 'data'), file])

  assert.equal(done.code, 0)
  assert.deepEqual(readdirSync(folder), ['data'])
  assert.deepEqual(readdirSync(join(folder, 'data', 'keys')), ['shop.pem'])
  assert.equal(existsSync(join(folder, 'data', 'admin-token')), false)
})

test('a server does not begin on half a restore', async () => {
  const dataFolder = folderLeftBehind()
  writeFileSync(join(dataFolder, 'control.db.restored'), '')

  const words = ['start', '--data', dataFolder, '--listen=127.0.0.1:0', '--console=127.0.0.1:0']
  const refused = await faultline(words)

  assert.equal(refused.code, 1)
  assert.match(refused.stderr, /did not come to its end\. Run ".*faultline restore" again\.\n$/)
})
