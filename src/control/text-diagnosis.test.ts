import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test, type TestContext } from 'node:test'
import { BroadcastChannel } from 'node:worker_threads'
import { ReaderNotStarted, TextDiagnosis, type TextDiagnosisOptions } from './text-diagnosis.ts'

const long = 20_000

test(
  'the time that a reader takes to start is none of the text',
  { timeout: long / 2 },
  async (t) => {
    const name = `reader of ${t.name}`
    const channel = new BroadcastChannel(name)
    t.after(() => channel.close())
    const isThere = once(channel, 'message')
    t.mock.timers.enable({ apis: ['setTimeout'] })
    const reading = diagnosisBy(t, slowReader(name))

    const verdict = reading.verdictOn('HTTP/1.1 200 OK', 'en')
    await isThere
    t.mock.timers.tick(4_999)
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    channel.postMessage('go on')

    assert.deepEqual(await verdict, { read: 'HTTP/1.1 200 OK' })
  },
)

test('a reader that does not start is told apart from a text that takes too long', async (t) => {
  const reading = diagnosisBy(t, 'setInterval(() => undefined, 1_000)', { startMs: 20 })

  await assert.rejects(reading.verdictOn('a', 'en'), ReaderNotStarted)
})

test(
  'each text has the same short time, also after those that took too long and ended the reader',
  { timeout: long / 2 },
  async (t) => {
    const reading = diagnosisBy(t, endlessReader, { answerMs: 20, startMs: long })

    const verdicts = await Promise.all(['a', 'b', 'c'].map((text) => reading.verdictOn(text, 'en')))

    assert.deepEqual(verdicts, [undefined, undefined, undefined])
  },
)

function diagnosisBy(
  t: TestContext,
  reader: string,
  options: TextDiagnosisOptions = {},
): TextDiagnosis {
  const script = `import { parentPort, BroadcastChannel } from 'node:worker_threads'\n${reader}`
  const threadFile = new URL(`data:text/javascript,${encodeURIComponent(script)}`)
  const reading = new TextDiagnosis({ threadFile, ...options })
  t.after(() => reading.close())
  return reading
}

const endlessReader = `
  parentPort.on('message', () => { for (;;); })
  parentPort.postMessage({ type: 'ready' })
`

/** Says that it is there, and is ready when it is told to go on. */
function slowReader(channel: string): string {
  return `
    const channel = new BroadcastChannel(${JSON.stringify(channel)})
    channel.onmessage = () => {
      channel.close()
      parentPort.postMessage({ type: 'ready' })
    }
    parentPort.on('message', ({ id, text }) =>
      parentPort.postMessage({ type: 'verdict', id, answer: { read: text } }))
    channel.postMessage('here')
  `
}
