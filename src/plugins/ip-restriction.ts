/** Lets only listed addresses pass, or all but listed ones. */
import { Type, type Static } from 'typebox'
import { ownCopy } from '../model/exchange.ts'
import { proceed, type Outcome } from '../model/plugin.ts'
import { isInRanges, readRange, type AddressRange } from './address-ranges.ts'
import { listedPlugin, type OptionProblem } from './define-plugin.ts'

const listDescription =
  'One IPv4 or IPv6 address or CIDR range per line (or a list of them); # begins a comment.'
const addressList = Type.Union([Type.String(), Type.Array(Type.String())], {
  description: listDescription,
})

const options = Type.Object(
  {
    whitelist: Type.Optional(addressList),
    blacklist: Type.Optional(addressList),
    message: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 256,
        default: 'Your IP address is not allowed',
        description: 'Reason shown to a refused caller.',
      }),
    ),
  },
  { additionalProperties: false },
)

export const ipRestriction = listedPlugin({
  name: 'ip-restriction',
  refuses: ['ip_not_allowed'],
  merge: 'replaces',
  needsOptionsOnly: true,
  options,
  check(config) {
    const problems = [...problemsOf('whitelist', config), ...problemsOf('blacklist', config)]
    const isEmpty = entriesOf(config.whitelist).length + entriesOf(config.blacklist).length === 0
    if (isEmpty) problems.push({ path: '', message: 'whitelist or blacklist must name an address' })
    return problems
  },
  bind(config) {
    // As in the old system, a whitelist makes a blacklist beside it meaningless.
    const allowed = rangesOf(config.whitelist)
    const denied = rangesOf(config.blacklist)
    const reason = config.message ?? 'Your IP address is not allowed'
    const decide = (address: string): Outcome => {
      const mayPass =
        allowed.length > 0 ? isInRanges(address, allowed) : !isInRanges(address, denied)
      if (mayPass) return proceed
      return { kind: 'reject', key: 'ip_not_allowed', facts: { ip: address, reason } }
    }
    const decided = new Map<string, Outcome>()
    return {
      onRequest({ client: { address } }) {
        const known = decided.get(address)
        if (known !== undefined) return known
        if (decided.size >= mostDecided) decided.clear()
        const own = ownCopy(address)
        const outcome = decide(own)
        decided.set(own, outcome)
        return outcome
      },
    }
  },
})

/** Callers mostly are few proxies and services; a decision costs 1 us, so flushing does not hurt. */
const mostDecided = 1_024

function entriesOf(list: string | readonly string[] | undefined): string[] {
  const lines = typeof list === 'string' ? list.split(/\r?\n/) : (list ?? [])
  return lines.map((line) => line.replace(/#.*$/, '').trim()).filter((line) => line !== '')
}

function rangesOf(list: string | readonly string[] | undefined): AddressRange[] {
  return entriesOf(list).flatMap((entry) => {
    const range = readRange(entry)
    return range === undefined ? [] : [range]
  })
}

function problemsOf(
  path: 'whitelist' | 'blacklist',
  config: Static<typeof options>,
): OptionProblem[] {
  return entriesOf(config[path])
    .filter((entry) => readRange(entry) === undefined)
    .map((entry) => ({ path, message: `${JSON.stringify(entry)} is no address or CIDR range` }))
}
