import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { temporaryFolder } from '../../../test/clean-up.ts'
import { listeningPort } from '../../../test/program.ts'
import { startMailServer, startReceiver, until } from '../../../test/notice-receivers.ts'
import { ControlStore } from '../../storage/control-store.ts'
import { addNotifications, deliveriesOf, nextDueMs } from '../../storage/notification-outbox.ts'
import { openSqlite } from '../../storage/sqlite-database.ts'
import { NameResolver } from '../../network/resolver.ts'
import { processLog } from '../../carrier/process-log.ts'
import { Notifier } from './notifier.ts'
import { emailSender } from './send-email.ts'

async function notifierUnderTest(t: TestContext, smtpUrl = '') {
  const { database } = await ControlStore.open(openSqlite(join(temporaryFolder(), 'control.db')))
  const resolver = new NameResolver()
  const clock = { nowMs: 1_795_334_400_000 }
  const notifier = new Notifier({
    database,
    email: emailSender(smtpUrl, 'Faultline <faultline@example.com>'),
    webhook: { resolver, isRefused: () => false },
    serverKey: 'a-key',
    log: processLog('text', () => undefined),
    nowMs: () => clock.nowMs,
  })
  t.after(async () => {
    await notifier.close()
    resolver.close()
    await database.close()
  })
  return { notifier, database, clock }
}

test('anybody can tell people something, and the same message under its id is sent once', async (t) => {
  const mail = await startMailServer(t)
  const { notifier } = await notifierUnderTest(t, mail.url)
  const message = {
    subject: 'Your permission\r\nBcc: x@example.com',
    text: 'It ends soon: 即将到期',
    to: ['a@example.com', 'b@example.com'],
    id: 'm1',
  }

  await notifier.notify(message)
  await notifier.notify(message)
  await until('both have it', () => mail.mails.length === 2)
  await notifier.settled()

  assert.deepEqual(mail.mails.map(({ to }) => to.join()).toSorted(), [
    'a@example.com',
    'b@example.com',
  ])
  assert.match(mail.mails[0]?.text ?? '', /^Subject: Your permission Bcc: x@example.com\r$/m)
  assert.match(mail.mails[0]?.text ?? '', /It ends soon: 即将到期/)
})

test('one that fails is tried again ever later, then given up, while others get theirs', async (t) => {
  const receiver = await startReceiver(t)
  const { notifier, database, clock } = await notifierUnderTest(t)
  const common = {
    alarm: 1,
    kind: 'fired',
    channel: 'webhook',
    signing: 's',
    subject: '',
    body: '{}',
  } as const
  const madeAtMs = clock.nowMs
  await addNotifications(database.tables, [
    { ...common, id: 'away', receiver: 'http://127.0.0.1:1/hook', madeAtMs },
    { ...common, id: 'there', receiver: receiver.url, madeAtMs },
  ])
  const attempts: number[] = []
  const delays: number[] = []

  for (let round = 0; round < 20; round++) {
    notifier.wake()
    await notifier.settled()
    const away = (await deliveriesOf(database, [1])).find(({ receiver: to }) => to.includes(':1/'))
    attempts.push(away?.attempts ?? 0)
    if (away?.state === 'failed') break
    const due = (await nextDueMs(database, clock.nowMs)) ?? 0
    delays.push(due - clock.nowMs)
    clock.nowMs = due - 1
    notifier.wake()
    await notifier.settled() // one millisecond early nothing is tried
    clock.nowMs = due
  }

  assert.deepEqual(attempts, [1, 2, 3, 4, 5, 6, 7, 8, 9])
  assert.equal(delays.length, 8)
  for (const [at, delay] of delays.entries())
    assert.ok(delay > (delays[at - 1] ?? 0), delays.join())
  assert.equal(receiver.received.length, 1)
  assert.deepEqual(await notifier.counts(), { failed: { webhook: 1, email: 0 }, waiting: 0 })
  const failure = (await deliveriesOf(database, [1])).find(
    ({ state }) => state === 'failed',
  )?.failure
  assert.match(failure ?? '', /ECONNREFUSED/)
})

test('what is told after a failure comes after what failed, and other receivers do not wait for it', async (t) => {
  const { notifier, database, clock } = await notifierUnderTest(t)
  const server = createServer((request, response) => {
    arrived.push(String(request.headers['faultline-notification-id']))
    response.writeHead(arrived.length === 1 ? 500 : 200).end()
  })
  const arrived: string[] = []
  t.after(() => server.close())
  const receiver = `http://127.0.0.1:${await listeningPort(server)}/hook`
  const common = {
    kind: 'fired',
    channel: 'webhook',
    signing: '',
    subject: '',
    body: '{}',
  } as const
  const tell = async (id: string, to = receiver) => {
    const made = { ...common, id, alarm: 1, receiver: to, madeAtMs: clock.nowMs }
    await addNotifications(database.tables, [made])
    notifier.wake()
    await notifier.settled()
  }

  await tell('first')
  clock.nowMs += 100
  await tell('second')
  await tell('other', `${receiver}/2`)
  clock.nowMs += 900
  notifier.wake()
  await until('all have come', () => arrived.length === 4)

  assert.deepEqual(arrived, ['first', 'other', 'first', 'second'])
})

test('while a receiver hangs the database is not asked over and over', async (t) => {
  const { database, clock } = await notifierUnderTest(t)
  const common = {
    kind: 'fired',
    channel: 'webhook',
    signing: '',
    subject: '',
    body: '{}',
  } as const
  const made = { ...common, alarm: 1, receiver: 'http://127.0.0.1/' }
  await addNotifications(database.tables, [
    { ...made, id: 'being sent', madeAtMs: clock.nowMs - 1_000 },
    { ...made, id: 'behind it', madeAtMs: clock.nowMs },
  ])

  assert.equal(await nextDueMs(database, clock.nowMs), undefined, 'an end of it wakes the notifier')
})

test('without a mail server mail waits and says why, and its password is in no failure', async (t) => {
  const { notifier, database } = await notifierUnderTest(t)
  await addNotifications(database.tables, [
    {
      id: 'e',
      alarm: 2,
      kind: 'fired',
      channel: 'email',
      receiver: 'a@example.com',
      signing: '',
      subject: '',
      body: 'x',
      madeAtMs: 0,
    },
  ])

  notifier.wake()
  await notifier.settled()

  const [delivery] = await deliveriesOf(database, [2])
  assert.equal(delivery?.state, 'waiting')
  assert.match(delivery?.failure ?? '', /no mail server is set: see FAULTLINE_SMTP_URL/)
  await assert.rejects(
    emailSender('smtp://user:hunter2-secret@127.0.0.1:1', 'a@example.com').send({
      id: '1',
      to: 'b@example.com',
      subject: '',
      text: '',
    }),
    (error: Error) =>
      String(error).startsWith('NotSent: the mail server: ') && !error.message.includes('hunter2'),
  )
})
