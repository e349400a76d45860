import { createServer, type RequestListener } from 'node:http'
import { Provider } from 'oidc-provider'
import type { Owner } from './clean-up.ts'
import { listeningPort } from './program.ts'

/** A real OpenID Connect provider on a port of its own, with one person who is always the one at the
 *  browser: it asks for no password. */
export interface TestProvider {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Who is at the browser, and what is claimed of them. */
  person: { readonly subject: string; readonly claims: Readonly<Record<string, unknown>> }
  /** Goes to an address as a browser does, until one that begins with `back`. */
  goThrough(address: string, back: string): Promise<string>
  stop(): Promise<void>
}

export async function startProvider(owner: Owner, redirectUri: string): Promise<TestProvider> {
  const [clientId, clientSecret] = ['faultline', 'a-client-secret-that-nobody-may-see']
  const server = createServer((request, response) => answer(request, response))
  const issuer = `http://127.0.0.1:${await listeningPort(server)}`
  const stop = async (): Promise<void> => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  owner.after(stop)
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] }],
    claims: {
      openid: ['sub'],
      profile: ['name', 'preferred_username', 'groups'],
      email: ['email'],
    },
    features: { devInteractions: { enabled: false } },
    interactions: { url: () => '/at-the-browser' },
    cookies: { keys: ['k'] },
    findAccount: (_context: unknown, subject: string) => ({
      accountId: subject,
      claims: () => ({ sub: subject, ...started.person.claims }),
    }),
  })
  const handle = provider.callback()
  const answer: RequestListener = async (request, response) => {
    if (request.url !== '/at-the-browser') return handle(request, response)
    const { params } = await provider.interactionDetails(request, response)
    const accountId = started.person.subject
    const grant = new provider.Grant({ accountId, clientId: params['client_id'] ?? '' })
    grant.addOIDCScope('openid profile email')
    const consent = { grantId: await grant.save() }
    await provider.interactionFinished(request, response, { login: { accountId }, consent })
  }
  const started: TestProvider = {
    issuer,
    clientId,
    clientSecret,
    person: { subject: 'nobody', claims: {} },
    goThrough,
    stop,
  }
  return started
}

async function goThrough(address: string, back: string): Promise<string> {
  const cookies = new Map<string, string>()
  let url = address
  for (let hop = 0; hop < 10 && !url.startsWith(back); hop++) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } })
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      cookies.set(name, value)
    }
    const next = response.headers.get('location')
    if (next === null) throw new Error(`${url}: ${response.status} ${await response.text()}`)
    url = new URL(next, url).href
  }
  return url
}
