import { isRecord } from '../shape.ts'

/** Whether a text is one of the two files with which a gateway is registered at the BlueKing API
 *  gateway. Told by the keys at the beginning of lines, because a template is no YAML yet. */
export type BlueKingPart = 'definition' | 'resources'

/** A Swagger document is one of a gateway's own where a gateway is named for it, else where it has the
 *  old system's keys. */
export function blueKingPartOf(
  text: string,
  gateway: string | undefined,
): BlueKingPart | undefined {
  const isJson = /^\s*\{(?![{%#])/.test(text) // else a template may begin with a statement
  const has = isJson ? keysOfJson(text) : keysOfYaml(text)
  if (has('swagger') || has('openapi')) {
    return gateway !== undefined || text.includes('x-bk-apigateway-') ? 'resources' : undefined
  }
  if (has('version')) return undefined
  return has('spec_version') || has('apigateway') ? 'definition' : undefined
}

type HasKey = (key: string) => boolean

function keysOfYaml(text: string): HasKey {
  return (key) => new RegExp(`^["']?${key}["']?[ \\t]*:(?:\\s|$)`, 'm').test(text)
}

function keysOfJson(text: string): HasKey {
  try {
    const value: unknown = JSON.parse(text)
    return (key) => isRecord(value) && Object.hasOwn(value, key)
  } catch {
    return () => false // no JSON: YAML in braces, or broken; told when it is read
  }
}
