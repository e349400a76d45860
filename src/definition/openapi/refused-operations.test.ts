import assert from 'node:assert/strict'
import { test } from 'node:test'
import { documentText, refusals } from './openapi-under-test.ts'

const refused = [
  {
    title: 'a variable that is part of a segment',
    paths: '/a/{id}.json: { get: {} }',
    says: '3:19 GET /a/{id}.json: "{id}.json": a variable stands for one whole segment | A resource on /a with `matchSubpath: true` takes these requests.',
  },
  {
    title: 'a variable of several segments',
    paths: '/a/{rest*}: { get: {} }',
    says: '3:17 GET /a/{rest*}: {rest*} is not a variable name | A resource on /a with `matchSubpath: true` takes these requests.',
  },
  {
    title: 'a query in a path',
    paths: '/a?b={c}: { get: {} }',
    says: '3:15 GET /a?b={c}: the path holds a query | A query is no part of a path: describe it as parameters.',
  },
  {
    title: 'a path without its slash',
    paths: 'a: { get: {} }',
    says: '3:8 GET a: the path does not begin with "/"',
  },
  {
    title: 'a variable twice',
    paths: '/{a}/{a}: { get: {} }',
    says: '3:15 GET /{a}/{a}: {a} stands in the path twice',
  },
  {
    title: 'the same requests by other names of variables',
    paths: '/a/{b}: { get: {} }\n/a/{c}/: { get: {} }',
    says: '4:14 GET /a/{c}/: the operation in line 3 takes the same requests | Names of variables, a slash at the end and what follows "#" tell no paths apart.',
  },
  {
    title: 'a path that is written twice',
    paths: '/a: { get: {} }\n/a: { get: {} }',
    says: '4:9 GET /a: the operation in line 3 takes the same requests | Names of variables, a slash at the end and what follows "#" tell no paths apart.',
  },
  {
    title: 'a fragment',
    paths: '/a: { get: {} }\n/a#more: { get: {} }',
    says: '4:14 GET /a#more: the operation in line 3 takes the same requests | Names of variables, a slash at the end and what follows "#" tell no paths apart.',
  },
  {
    title: 'TRACE',
    paths: '/a: { trace: {} }',
    says: '3:9 TRACE /a: TRACE is a method that the gateway does not pass on | GET, POST, PUT, PATCH, DELETE, HEAD and OPTIONS are.',
  },
  {
    title: 'a method of OpenAPI 3.2',
    paths: '/a: { additionalOperations: { COPY: {} } }',
    says: '3:33 COPY /a: COPY is a method that the gateway does not pass on | GET, POST, PUT, PATCH, DELETE, HEAD and OPTIONS are.',
  },
  {
    title: 'a method in capitals',
    paths: '/a: { GET: {} }',
    says: '3:9 GET /a: "GET" is no key of OpenAPI | Write "get".',
  },
  {
    title: 'an operation that is none',
    paths: '/a: { get: yes }',
    says: '3:9 GET /a: the operation is no mapping',
  },
  {
    title: 'a path that is none',
    paths: '/a: [get]',
    says: '3:3 * /a: expected a mapping of methods to operations',
  },
  {
    title: 'a path in another file',
    paths: '/a: { $ref: "./a.yaml" }',
    says: '3:3 * /a: the operations are in another file, "./a.yaml", and only this one is read | Put all into one file; programs that bundle OpenAPI documents do that.',
  },
  {
    title: 'a path that refers to nothing',
    paths: '/a: { $ref: "#/components/pathItems/a" }',
    says: '3:3 * /a: the $ref "#/components/pathItems/a" leads to no path item of this document',
  },
  {
    title: 'paths that refer to each other',
    paths: '/a: { $ref: "#/paths/~1b" }\n/b: { $ref: "#/paths/~1a" }',
    says: '3:3 * /a: the $ref of this path leads to other ones without end | Write the operations here.',
  },
  {
    title: 'a base path that cannot be sent',
    paths: '/a: { servers: [{ url: /a%20b }], get: {} }',
    says: '3:37 GET /a: the path at the backend, /a%20b/a: the path holds the character "%" | Percent-encoding cannot be matched; use a variable.',
  },
  {
    title: 'a server whose variable has no value',
    paths: '/a: { servers: [{ url: "/{v}" }], get: {} }',
    says: '3:37 GET /a: the path at the backend, /{v}/a: {v} is no variable of the path of this resource | Of the path only: it has no variables. A stage variable is {env.NAME}.',
  },
]

for (const { title, paths, says } of refused) {
  test(`an operation is refused with its place and one sentence: ${title}`, () => {
    const [first] = refusals(documentText(paths))

    assert.equal(first, says)
  })
}
