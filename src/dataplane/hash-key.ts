/** What a hashing balancer keeps together: the caller's address, a header field or a cookie. */
import type { LiveExchange } from './exchange.ts'
import type { Route } from './route.ts'

export function hashKeyOf(exchange: LiveExchange, route: Route): string {
  const { balance, hashOn } = route.pool.backend
  if (balance !== 'hash') return ''
  if (hashOn.startsWith('header:')) {
    const value = exchange.request.header(hashOn.slice('header:'.length).toLowerCase())
    if (value !== undefined) return value
  } else if (hashOn.startsWith('cookie:')) {
    const value = cookieOf(exchange.request.header('cookie') ?? '', hashOn.slice('cookie:'.length))
    if (value !== '') return value
  }
  return exchange.client.address
}

function cookieOf(header: string, name: string): string {
  for (const pair of header.split(';')) {
    const [key = '', ...value] = pair.trim().split('=')
    if (key === name) return value.join('=')
  }
  return ''
}
