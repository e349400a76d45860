import { apache } from './apache.ts'
import { django } from './django.ts'
import { express } from './express.ts'
import type { Fingerprint } from './fingerprint.ts'
import { frameworks } from './frameworks.ts'
import { haproxy } from './haproxy.ts'
import { nginxFamily } from './nginx-family.ts'
import { proxies } from './proxies.ts'
import { servers } from './servers.ts'

/** Every program whose texts are known, in no order that matters. */
export const allFingerprints: readonly Fingerprint[] = [
  ...nginxFamily,
  ...apache,
  ...haproxy,
  ...django,
  ...express,
  ...proxies,
  ...frameworks,
  ...servers,
]
