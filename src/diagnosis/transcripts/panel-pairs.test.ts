import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diagnoseText } from './diagnose-text.ts'
import { withPanelPairs } from './panel-pairs.ts'

const general =
  'Request URL\nhttps://shop.test/api\nRequest Method\nGET\nStatus Code\n502 Bad Gateway\nRemote Address\n10.0.0.1:443\nReferrer Policy\nstrict-origin-when-cross-origin\n'
const response = 'content-type\ntext/html\nserver\nnginx\n'
const request = ':authority\nshop.test\n:method\nGET\naccept\n*/*\nuser-agent\nMozilla/5.0\n'

for (const text of [
  `${general}${response}`,
  `${general}${response}${request}`,
  `${general}Response Headers\n${response}Request Headers\n${request}`,
  `${general}${request}${response.replaceAll('\n', '\r\n')}`.replace(request, ''),
])
  test(`the header panel with names and values on lines of their own is read: ${text.length}`, () => {
    const { hops, verdict } = diagnoseText(text)

    assert.deepEqual(
      hops.map((hop) => `${hop.request} ${hop.status}`),
      ['GET https://shop.test/api 502'],
    )
    assert.equal(verdict.certainty, 'possible')
  })

test('a success of the panel stays one, Chinese too', () => {
  const { hops } = diagnoseText(
    '请求网址\nhttps://shop.test/api\n请求方法\nGET\n状态代码\n200 OK\n远程地址\n10.0.0.1:443\ncontent-type\napplication/json\n',
  )

  assert.equal(hops[0]?.status, 200)
  assert.equal(hops[0]?.request, 'GET https://shop.test/api')
})

test('any other text is left as it is', () => {
  for (const text of [
    'Status Code\n',
    'Status Code: 502 Bad Gateway\nRequest URL: https://shop.test/\n',
    'The table has a column\nStatus Code\n200 rows\n',
    '',
  ])
    assert.equal(withPanelPairs(text), text)
})
