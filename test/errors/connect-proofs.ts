import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { startProgram } from '../program.ts'
import { refusingPort, silentPort } from '../scripted-backend.ts'
import type { Lab } from './lab.ts'
import type { Proof } from './proof.ts'

/** Backends that are not reached: name, address, TCP. Names are asked from a name server of the test
 *  (see name-proofs.ts). */
interface Sketch {
  readonly key: Proof['key']
  readonly how: string
  readonly means?: Proof['means']
  readonly skip?: string | false
  readonly backend: (lab: Lab) => Promise<object>
}

const host = (url: string): object => ({ hosts: [{ url }], retries: 0 })

const sketches: readonly Sketch[] = [
  {
    key: 'backend_refused',
    how: 'nothing listens on the port',
    means: 'real program',
    backend: async () => host(`http://127.0.0.1:${await refusingPort()}`),
  },
  {
    key: 'backend_unreachable',
    how: 'the broadcast address, to which the kernel opens no TCP connection',
    means: 'real program',
    backend: () => Promise.resolve(host('http://255.255.255.255:80')),
  },
  {
    key: 'backend_connect_timeout',
    how: 'a listener whose queue is full drops the SYN',
    means: 'real program',
    backend: async (lab) => ({
      ...host(`http://127.0.0.1:${await silentPort(lab.owner)}`),
      timeoutMs: { connect: 300, connectAttempt: 600 },
    }),
  },
  {
    key: 'backend_connect_reset',
    how: 'a host behind a TUN interface answers SYN with SYN and RST',
    means: 'scripted peer',
    skip: cannotMakeInterfaces(),
    backend: async (lab) => host(`http://${await resettingHost(lab)}`),
  },
]

export const connectProofs: readonly Proof[] = sketches.map(
  ({ key, how, means = 'scripted peer', skip = false, backend }) => ({
    key,
    means,
    how,
    skip,
    prepare: async (lab) => {
      if (skip === false) lab.resource(key, await backend(lab))
    },
    provoke: (lab) => lab.refused({ path: `/${key}` }),
  }),
)

function cannotMakeInterfaces(): string | false {
  const isPossible = process.getuid?.() === 0 && existsSync('/dev/net/tun')
  return isPossible ? false : 'needs root and /dev/net/tun'
}

async function resettingHost(lab: Lab): Promise<string> {
  const file = fileURLToPath(new URL('faults/resetting-host.py', import.meta.url))
  const program = startProgram(lab.owner, '/usr/bin/python3', [file])
  const [, address = ''] = await program.said(/ready (\S+)/)
  return address
}
