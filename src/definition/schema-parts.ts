import { type TObject, type TProperties, type TString, Type } from 'typebox'

/** Pieces that the definition's schemas are made of. `x-rule` says a pattern in words, `x-unit`
 *  names a number's unit; both are for people and ignored by validators. */
const extensionKey = '^x-'

/** A mapping with these keys and no others, apart from `x-*`. */
export function mapping<Properties extends TProperties>(
  properties: Properties,
  description: string,
): TObject<Properties> {
  return Type.Object(properties, {
    description,
    additionalProperties: false,
    patternProperties: { [extensionKey]: {} },
  })
}

/** One line of text for people: no control characters, so that it can stand in a log or a page. */
export function line(maxLength: number, description: string): TString {
  return Type.String({
    pattern: String.raw`^[^\x00-\x1f\x7f]*$`,
    'x-rule': 'one line of text',
    maxLength,
    description,
  })
}

export interface NameRule {
  readonly pattern: string
  readonly 'x-rule': string
}

/** Also the limits of the old system's names, so that its definitions fit. */
export const nameRules = {
  gateway: {
    pattern: '^[a-z][a-z0-9-]{1,28}[a-z0-9]$',
    'x-rule':
      'a gateway name (3 to 30 lower-case letters, digits and "-", beginning with a letter, not ending in "-")',
  },
  stage: {
    pattern: '^[a-zA-Z][a-zA-Z0-9_-]{0,19}$',
    'x-rule': 'a stage name (1 to 20 letters, digits, "_" and "-", beginning with a letter)',
  },
  variable: {
    pattern: '^[a-zA-Z][a-zA-Z0-9_]{0,49}$',
    'x-rule': 'a variable name (1 to 50 letters, digits and "_", beginning with a letter)',
  },
  backend: {
    pattern: '^[a-zA-Z][a-zA-Z0-9-]{0,19}$',
    'x-rule': 'a backend name (1 to 20 letters, digits and "-", beginning with a letter)',
  },
  resource: {
    pattern: '^[a-zA-Z][a-zA-Z0-9_]{0,255}$',
    'x-rule': 'a resource name (1 to 256 letters, digits and "_", beginning with a letter)',
  },
  app: {
    pattern: '^[a-z][a-z0-9_-]{0,31}$',
    'x-rule':
      'an app code (1 to 32 lower-case letters, digits, "_" and "-", beginning with a letter)',
  },
} as const satisfies Record<string, NameRule>

export function name(of: keyof typeof nameRules, description: string): TString {
  return Type.String({ ...nameRules[of], description })
}

/** Values of `x-key-rule`: what the keys of a free mapping are. */
export function keyRule(of: keyof typeof nameRules): { readonly 'x-key-rule': string } {
  return { 'x-key-rule': nameRules[of]['x-rule'] }
}
