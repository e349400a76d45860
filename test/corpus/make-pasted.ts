/** `node test/corpus/make-pasted.ts`: makes own-pasted.jsonl anew, from real programs that it starts on
 *  loopback. Needs Linux, root (ports 80 and 443, and mounts of its own) and the programs that
 *  making/lab.ts names. The accepted answers stand beside each command, written before our code read
 *  the text. */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { temporaryFolder } from '../clean-up.ts'
import { browserCases } from './making/browser-cases.ts'
import { curlCases } from './making/curl-cases.ts'
import { gatewayCases } from './making/gateway-cases.ts'
import { hosts, startLab } from './making/lab.ts'
import { languageCases } from './making/language-cases.ts'
import type { Making } from './making/making.ts'
import { messyCases } from './making/messy-cases.ts'
import { otherClientCases } from './making/other-client-cases.ts'
import { silentCurlCases } from './making/silent-curl-cases.ts'

/** Where the checkout lies for whatever prints a path: a text must not name the machine that made it. */
const neutralFolder = '/srv/orders'
const checkout = join(import.meta.dirname, '../..')

if (checkout === neutralFolder) await make()
else againInOwnMounts()

/** A mount namespace: the names of the lab and the neutral folder exist for its programs only. The paths
 *  are those that the programs print, so lengths and line breaks around them are real too. */
function againInOwnMounts(): void {
  const file = join(temporaryFolder(), 'hosts')
  const lines = Object.entries(hosts).map(([name, address]) => `${address} ${name}`)
  writeFileSync(file, ['127.0.0.1 localhost', '::1 ip6-localhost', ...lines, ''].join('\n'))
  const commands = [
    `mount --bind ${file} /etc/hosts`,
    `mount -t tmpfs none ${dirname(neutralFolder)}`,
    `mkdir ${neutralFolder}`,
    `mount --bind ${checkout} ${neutralFolder}`,
    `cd ${neutralFolder}`,
    `exec ${process.execPath} ${relative(checkout, import.meta.filename)}`,
  ]
  const { status } = spawnSync('unshare', ['--mount', 'sh', '-c', commands.join(' && ')], {
    stdio: 'inherit',
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
      ...silentCurlCases,
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
