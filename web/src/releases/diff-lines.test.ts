import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linesOf, valueText } from './diff-lines.ts'

const host = {
  scheme: 'http',
  host: 'orders',
  port: 8080,
  pathPrefix: '',
  weight: 100,
  hostHeader: 'orders:8080',
  tls: { serverName: 'orders', ca: '', verify: true },
}

function hostsChange(before: readonly object[], after: readonly object[]) {
  return linesOf([{ field: 'hosts', before, after }])
}

test('http that became https is one changed host', () => {
  assert.deepEqual(hostsChange([host], [{ ...host, scheme: 'https' }]), [
    { kind: 'hostChanged', before: 'http://orders:8080', after: 'https://orders:8080' },
  ])
})

test('a host that moved is told without what follows from its address', () => {
  const moved = {
    ...host,
    host: 'pay',
    hostHeader: 'pay:8080',
    tls: { ...host.tls, serverName: 'pay' },
  }
  assert.deepEqual(hostsChange([host], [moved]), [
    { kind: 'hostChanged', before: 'http://orders:8080', after: 'http://pay:8080' },
  ])
})

test('a weight, and a host beside it, are told by themselves', () => {
  const other = { ...host, host: 'b' }
  assert.deepEqual(hostsChange([host], [{ ...host, weight: 10 }, other]), [
    { kind: 'hostAdded', host: 'http://b:8080', weight: '100' },
    { kind: 'hostField', host: 'http://orders:8080', field: 'weight', before: 100, after: 10 },
  ])
  assert.deepEqual(hostsChange([host, other], [host]), [
    { kind: 'hostRemoved', host: 'http://b:8080', weight: '100' },
  ])
})

test('no change is lost: the same hosts in another order are told as lists', () => {
  const other = { ...host, host: 'b' }
  const [line] = hostsChange([host, other], [other, host])
  assert.equal(line?.kind, 'field')
})

test('what is not a list of hosts is told by its field', () => {
  const change = { field: 'backend.path', before: '/v1', after: '/v2' }
  assert.deepEqual(linesOf([change]), [{ kind: 'field', ...change }])
  assert.deepEqual(linesOf([{ field: 'hosts', before: '***', after: '***' }]), [
    { kind: 'field', field: 'hosts', before: '***', after: '***' },
  ])
})

test('long values are cut and those that were not there are told apart from empty ones', () => {
  assert.equal(valueText(undefined), undefined)
  assert.equal(valueText(''), '')
  assert.ok((valueText('x'.repeat(1_000)) ?? '').length < 200)
})
