/** `node test/corpus/make-pasted.ts`: makes own-pasted.jsonl anew, from real programs that it starts on
 *  loopback. Needs Linux, root (ports 80 and 443, and a hosts file of its own) and the programs that
 *  making/lab.ts names. The accepted answers stand beside each command, written before our code read
 *  the text. */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '../clean-up.ts'
import { browserCases } from './making/browser-cases.ts'
import { curlCases } from './making/curl-cases.ts'
import { gatewayCases } from './making/gateway-cases.ts'
import { hosts, startLab } from './making/lab.ts'
import { languageCases } from './making/language-cases.ts'
import type { Making } from './making/making.ts'
import { messyCases } from './making/messy-cases.ts'
import { otherClientCases } from './making/other-client-cases.ts'

if (process.env['HAS_OWN_HOSTS'] === undefined) againWithOwnHosts()
else await make()

/** A mount namespace, so that the names of the lab exist for its programs only. */
function againWithOwnHosts(): void {
  const file = join(temporaryFolder(), 'hosts')
  const lines = Object.entries(hosts).map(([name, address]) => `${address} ${name}`)
  writeFileSync(file, ['127.0.0.1 localhost', '::1 ip6-localhost', ...lines, ''].join('\n'))
  const command = `mount --bind ${file} /etc/hosts && exec "$0" "$@"`
  const words = ['--mount', 'sh', '-c', command, process.execPath, import.meta.filename]
  const { status } = spawnSync('unshare', words, {
    stdio: 'inherit',
    env: { ...process.env, HAS_OWN_HOSTS: '1' },
  })
  process.exitCode = status ?? 1
}

async function make(): Promise<void> {
  const stops: (() => void | Promise<void>)[] = []
  try {
    const lab = await startLab({ after: (stop) => void stops.push(stop) })
    const makings: readonly Making[] = [
      ...curlCases,
      ...gatewayCases,
      ...otherClientCases,
      ...languageCases,
      ...browserCases,
      ...messyCases,
    ]
    const lines: string[] = []
    for (const { text, ...told } of makings) {
      const made = typeof text === 'string' ? text : await text(lab)
      if (made.trim() === '') throw new Error(`nothing was printed: ${told.made_by}`)
      lines.push(
        JSON.stringify({
          id: `own-${String(lines.length + 1).padStart(3, '0')}`,
          ...told,
          text: made,
        }),
      )
    }
    writeFileSync(join(import.meta.dirname, 'own-pasted.jsonl'), `${lines.join('\n')}\n`)
    process.stdout.write(`${lines.length} texts\n`)
  } finally {
    for (const stop of stops.toReversed()) await stop()
  }
}
