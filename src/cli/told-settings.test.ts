import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settingTable } from '../settings.ts'
import { toldSettings } from './told-settings.ts'

test('each setting is told with the value that holds and where it comes from', async () => {
  const told = await toldSettings(
    { workers: '3' },
    { FAULTLINE_WORKERS: '2', FAULTLINE_LOG: 'json' },
  )

  const of = (name: string) => told.find(({ environment }) => environment === name)
  assert.deepEqual([of('FAULTLINE_WORKERS')?.value, of('FAULTLINE_WORKERS')?.from], ['3', 'flag'])
  assert.deepEqual([of('FAULTLINE_LOG')?.value, of('FAULTLINE_LOG')?.from], ['json', 'environment'])
  assert.deepEqual([of('FAULTLINE_DATA')?.value, of('FAULTLINE_DATA')?.from], ['./data', 'default'])
  assert.equal(told.length, Object.keys(settingTable).length)
  const untold = told.filter(({ help: [, chinese] }) => !/\p{Script=Han}/u.test(chinese))
  assert.deepEqual(untold, [])
})

test('no secret and no password is told, only that it is set', async () => {
  const told = await toldSettings(
    {},
    {
      FAULTLINE_ADMIN_TOKEN: 'hush-hush-hush-hush-hush',
      FAULTLINE_OIDC_CLIENT_SECRET: 'hush',
      FAULTLINE_SMTP_URL: 'smtp://mailer:hush@mail.example.com:587',
      FAULTLINE_DATABASE: 'postgres://faultline:hush@db.example.com/control?password=hush',
    },
  )

  const of = (name: string) => told.find(({ environment }) => environment === name)?.value
  assert.ok(!JSON.stringify(told).includes('hush'))
  assert.equal(of('FAULTLINE_ADMIN_TOKEN'), '***')
  assert.equal(of('FAULTLINE_SMTP_URL'), 'smtp://mailer@mail.example.com:587')
  assert.equal(of('FAULTLINE_DATABASE'), 'postgres://faultline@db.example.com/control?***')
})
