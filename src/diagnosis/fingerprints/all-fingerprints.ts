import { apache } from './apache.ts'
import { apiGateways } from './api-gateways.ts'
import { caches } from './caches.ts'
import { clouds } from './clouds.ts'
import { django } from './django.ts'
import { envoy } from './envoy.ts'
import { express } from './express.ts'
import type { Fingerprint } from './fingerprint.ts'
import { firewalls } from './firewalls.ts'
import { caddy, traefik } from './go-proxies.ts'
import { go } from './go.ts'
import { haproxy } from './haproxy.ts'
import { java } from './java.ts'
import { microsoft } from './microsoft.ts'
import { nginxFamily } from './nginx-family.ts'
import { nodeFrameworks } from './node-frameworks.ts'
import { nodeGraphql } from './node-graphql.ts'
import { nodeServers } from './node-servers.ts'
import { nodeSiteFrameworks } from './node-site-frameworks.ts'
import { otherLanguages } from './other-languages.ts'
import { perl } from './perl.ts'
import { php } from './php.ts'
import { pythonAsyncServers } from './python-async-servers.ts'
import { pythonFrameworks } from './python-frameworks.ts'
import { pythonServers } from './python-servers.ts'
import { ruby } from './ruby.ts'
import { smallServers } from './small-servers.ts'
import { spring } from './spring.ts'
import { starletteFamily } from './starlette-family.ts'

/** Every program whose texts are known, in no order that matters. */
export const allFingerprints: readonly Fingerprint[] = [
  ...nginxFamily,
  ...apache,
  ...haproxy,
  ...envoy,
  ...caddy,
  ...traefik,
  ...caches,
  ...smallServers,
  ...apiGateways,
  ...clouds,
  ...firewalls,
  ...microsoft,
  ...django,
  ...pythonFrameworks,
  ...starletteFamily,
  ...pythonServers,
  ...pythonAsyncServers,
  ...express,
  ...nodeFrameworks,
  ...nodeSiteFrameworks,
  ...nodeServers,
  ...nodeGraphql,
  ...ruby,
  ...java,
  ...spring,
  ...php,
  ...go,
  ...perl,
  ...otherLanguages,
]
