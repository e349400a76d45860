import { type Checking, keysIn, listIn, textIn, valueIn } from './checking.ts'
import type { Path } from './definition-problem.ts'
import { type HostUrl, readHostUrl } from './host-url.ts'
import { didYouMean } from './nearest-word.ts'
import { stageVariablesOf, withStageVariables } from './path-template.ts'

/** One backend of one stage: host URLs that can be called, weights that let one of them be. */
export function checkBackend(
  backend: unknown,
  variables: Readonly<Record<string, string>>,
  path: Path,
  checking: Checking,
): void {
  const hosts = listIn(backend, 'hosts')
  const first = new Map<string, Path>()
  for (const [index, host] of hosts.entries()) {
    checkHost(host, variables, [...path, 'hosts', index], first, checking)
  }
  if (hosts.length > 0 && hosts.every((host) => valueIn(host, 'weight') === 0)) {
    checking.report([...path, 'hosts'], 'every host has the weight 0, so none could be called')
  }
  if (textIn(backend, 'hashOn') !== undefined && textIn(backend, 'balance') !== 'hash') {
    checking.report([...path, 'hashOn'], 'hashOn has no effect without `balance: hash`', '', 'key')
  }
  checkTls(backend, path, checking)
}

function checkHost(
  host: unknown,
  variables: Readonly<Record<string, string>>,
  path: Path,
  first: Map<string, Path>,
  checking: Checking,
): void {
  const at = [...path, 'url']
  const text = textIn(host, 'url')
  if (text === undefined || text === '') return
  const missing = stageVariablesOf(text).find((name) => !Object.hasOwn(variables, name))
  if (missing !== undefined) {
    const message = `the stage has no variable "${missing.slice(0, 64)}"`
    return checking.report(at, message, didYouMean(missing, Object.keys(variables)))
  }
  const url = readHostUrl(withStageVariables(text, variables))
  if ('message' in url) return checking.report(at, url.message, url.suggestion)
  const earlier = first.get(identityOf(url))
  if (earlier === undefined) first.set(identityOf(url), at)
  else checking.report(at, `the same host as in ${checking.placeOf(earlier)}`, 'Use its weight.')
  if (url.scheme === 'http' && keysIn(host, 'tls').length > 0) {
    const suggestion = 'Write https:// in the URL, or remove `tls`.'
    checking.report([...path, 'tls'], 'tls has no effect on an http:// host', suggestion, 'key')
  }
  checkTls(host, path, checking)
}

function identityOf({ scheme, host, port, pathPrefix }: HostUrl): string {
  return `${scheme} ${host} ${port} ${pathPrefix}`
}

/** Puts the certificates in place of the name of their file, so that a release is complete. */
function checkTls(container: unknown, path: Path, checking: Checking): void {
  const tls = valueIn(container, 'tls')
  const ca = textIn(tls, 'ca')
  if (ca === undefined || ca === '') return
  const read = checking.certificates(ca)
  if (read.ok) checking.setText([...path, 'tls', 'ca'], read.pem)
  else checking.report([...path, 'tls', 'ca'], read.message, read.suggestion)
}
