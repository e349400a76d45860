import { nameRules } from '../definition/schema-parts.ts'
import { CommandFailure } from './command-failure.ts'

/** For an option or argument: a gateway's name. Throws a CommandFailure. */
export function gatewayName(text: string): string {
  if (new RegExp(nameRules.gateway.pattern).test(text)) return text
  throw new CommandFailure(
    `"${text}" is no gateway name: 3 to 30 lower-case letters, digits and "-", a letter first.`,
    2,
  )
}
