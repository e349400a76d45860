import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { definitionOf, gatewayText, problemsOf } from './definition-under-test.ts'

/** Hosts of backends: what cannot be called is refused where it is written. */
const withHost = (host: string, backend = '') =>
  gatewayText(`stages: [{ name: prod, backends: { default: { ${backend}hosts: [
  ${host}
  ] } } }]`)

const cases: readonly (readonly [host: string, problem: string])[] = [
  ['{ url: "orders:9000" }', '5:14 the URL has no scheme | As in http://orders:8080.'],
  ['{ url: "ftp://orders" }', '5:14 the scheme ftp is not supported | Use http or https.'],
  [
    '{ url: "http://me:pw@orders" }',
    '5:14 the URL holds credentials | Remove them; send such a header with the plugin header-rewrite.',
  ],
  [
    '{ url: "http://orders/a?b=c" }',
    '5:14 the URL has a query or a fragment | Remove all after the path.',
  ],
  [
    '{ url: "http://orders#a" }',
    '5:14 the URL has a query or a fragment | Remove all after the path.',
  ],
  ['{ url: "http://" }', '5:14 the URL has no valid host or port | As in http://orders:8080.'],
  [
    '{ url: "http://orders:99999" }',
    '5:14 the URL has no valid host or port | As in http://orders:8080.',
  ],
  [
    '{ url: "http://orders:0" }',
    '5:14 the URL has no valid host or port | As in http://orders:8080.',
  ],
  [
    '{ url: "http://or ders" }',
    '5:14 the URL has no valid host or port | As in http://orders:8080.',
  ],
  [
    String.raw`{ url: 'http://orders\evil' }`,
    '5:14 the URL has no valid host or port | As in http://orders:8080.',
  ],
  ['{ url: "http://orders/a/../b" }', '5:14 the path has the segment ".." | Write it out.'],
  ['{ url: "http://{env.x}" }', '5:14 the stage has no variable "x"'],
  [
    '{ url: http://orders, tls: { verify: false } }',
    '5:29 tls has no effect on an http:// host | Write https:// in the URL, or remove `tls`.',
  ],
  [
    '{ url: http://orders }, { url: "http://ORDERS:80/" }',
    '5:38 the same host as in line 5 | Use its weight.',
  ],
  [
    '{ url: http://orders, hostHeader: "a b" }',
    '5:41 expected a host name with or without a port; got "a b"',
  ],
]

for (const [host, problem] of cases) {
  test(`refused with line and column: the host ${host}`, () => {
    assert.deepEqual(problemsOf(withHost(host)), [problem])
  })
}

test('a backend whose hosts all have weight 0 could never be called', () => {
  const hosts = '{ url: http://a, weight: 0 }, { url: http://b, weight: 0 }'

  assert.deepEqual(problemsOf(withHost(hosts)), [
    '4:51 every host has the weight 0, so none could be called',
  ])
})

test('hashOn without balance: hash is refused instead of being ignored', () => {
  assert.deepEqual(problemsOf(withHost('{ url: http://a }', 'hashOn: client_ip, ')), [
    '4:51 hashOn has no effect without `balance: hash`',
  ])
})

test('the parts of a host URL reach the release, names as DNS wants them', () => {
  const hosts = [
    'http://Orders.Example:80',
    'https://[2001:DB8::1]:8443/base/',
    'https://bücher.example/',
    'http://{env.zone}.internal:9000/{env.zone}',
  ]
  const text = gatewayText(`
    resources: [{ name: a, method: GET, path: /a }]
    stages: [{ name: prod, variables: { zone: z1 }, backends: { default: { hosts: [${hosts
      .map((url) => `{ url: "${url}" }`)
      .join(', ')}] } } }]`)

  const [backend] = definitionOf(text).gateways[0]?.stages[0]?.content.backends ?? []

  assert.deepEqual(
    backend?.hosts.map(({ scheme, host, port, pathPrefix, hostHeader }) =>
      [scheme, host, port, pathPrefix, hostHeader].join(' '),
    ),
    [
      'http orders.example 80  orders.example',
      'https 2001:db8::1 8443 /base [2001:db8::1]:8443',
      'https xn--bcher-kva.example 443  xn--bcher-kva.example',
      'http z1.internal 9000 /z1 z1.internal:9000',
    ],
  )
})

const certificate = readFileSync(
  new URL('../../test/certificates/authority.pem', import.meta.url),
  'utf8',
)
const withCa = (ca: string) =>
  withHost(`{ url: https://orders, tls: { ca: ${JSON.stringify(ca)} } }`)

test('certificates come from the named file, read relative to the definition', () => {
  const asked: string[] = []
  const readFile = (path: string, from: string) => {
    asked.push(`${path} from ${from}`)
    return `Subject: orders\n${certificate}`
  }

  const definition = definitionOf(withCa('./ca.pem'), { readFile })

  const host = definition.gateways[0]?.stages[0]?.content.backends[0]?.hosts[0]
  assert.equal(host?.tls.ca.trim(), certificate.trim())
  assert.deepEqual(asked, ['./ca.pem from test.yaml'])
})

test('a certificate file is refused where it is missing, none, broken, private or not allowed', () => {
  const missing = () => {
    throw Object.assign(new Error('no'), { code: 'ENOENT' })
  }
  const broken = certificate.replace(/^MII.{20}/m, 'AAAA')
  const privateKey = `${certificate}-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----\n`

  const problems = [
    problemsOf(withCa('ca.pem'), { readFile: missing }),
    problemsOf(withCa('ca.pem'), { readFile: () => 'hello' }),
    problemsOf(withCa(broken)),
    problemsOf(withCa('ca.pem'), { readFile: () => privateKey }),
    problemsOf(withCa('/etc/passwd')),
  ].flat()

  assert.deepEqual(problems, [
    '5:41 cannot read "ca.pem": there is no such file | The path is relative to the folder of this file.',
    '5:41 holds no certificate (PEM)',
    '5:41 certificate 1 cannot be read',
    '5:41 holds a private key, which has no place here | Give the certificates only.',
    '5:41 the server reads no files for a definition that it receives | Apply with `faultline apply`, or write the PEM text.',
  ])
})
