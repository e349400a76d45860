/** What path the backend sees. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { compileBackendPath } from './route-table.ts'

test('variables of the front path are copied by name, still encoded, wherever they stand', () => {
  const path = compileBackendPath('/orders/{id}/items/{item}', '/v1/{item}/of-{id}.json', false)

  assert.equal(path(['a%2Fb', '7'], '', false), '/v1/7/of-a%2Fb.json')
})

test('the path of a resource without sub-path does not depend on a trailing slash', () => {
  const path = compileBackendPath('/a', '/b/', false)

  assert.equal(path([], '', true), '/b/')
  assert.equal(path([], '', false), '/b/')
})

test('a sub-path is appended with one slash, and a slash alone is kept', () => {
  const cases: [string, string, boolean, string][] = [
    ['/b', 'x/y', false, '/b/x/y'],
    ['/b/', 'x/y/', true, '/b/x/y/'],
    ['/b', '', true, '/b/'],
    ['/b', '', false, '/b'],
    ['/b/', '', false, '/b'],
    ['/', '', false, '/'],
    ['/', 'x', false, '/x'],
    ['', '', false, '/'],
    ['/b', '/x', false, '/b//x'],
  ]
  for (const [backend, rest, slash, expected] of cases) {
    const path = compileBackendPath('/a', backend, true)
    assert.equal(path([], rest, slash), expected, `${backend} + ${rest}`)
  }
})

test('a query in the template stays behind what is appended, with its variables filled', () => {
  const path = compileBackendPath('/a/{id}', '/b?id={id}&x=1', true)

  assert.equal(path(['7'], 'c', false), '/b/c?id=7&x=1')
})

test('braces that name no variable of the front path stay as they are', () => {
  assert.equal(
    compileBackendPath('/a/{id}', '/{env.x}/{id}', false)(['7'], '', false),
    '/{env.x}/7',
  )
})
