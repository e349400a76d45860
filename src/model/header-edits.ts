/** Changes to the header fields of one message. Own class and not the Web's `Headers`, which loses
 *  order and bytes. Fields that are not named here pass verbatim. */
export class HeaderEdits {
  /** Lower-case names whose received fields are cut out. */
  removed: readonly string[] = none
  /** Rendered lines, each ending in CRLF, that are appended. */
  appended = ''

  remove(lowerName: string): void {
    this.removed = [...this.removed, lowerName]
  }

  removeAll(lowerNames: readonly string[]): void {
    this.removed = this.removed === none ? lowerNames : [...this.removed, ...lowerNames]
  }

  /** Replaces every field of this name by one. */
  set(name: string, value: string): void {
    this.remove(name.toLowerCase())
    this.appended += headerLine(name, value)
  }

  add(name: string, value: string): void {
    this.appended += headerLine(name, value)
  }

  /** Adds a line that was rendered (and checked) before, for instance at release time. */
  addRendered(line: string): void {
    this.appended += line
  }
}

const none: readonly string[] = []

/** One header line. Throws on anything that could end the line early; callers check names and values
 *  when a release is made, so a throw here is a defect of ours. */
export function headerLine(name: string, value: string): string {
  if (!fieldName.test(name)) throw new Error(`not a header field name: ${JSON.stringify(name)}`)
  if (!fieldValue.test(value)) throw new Error(`not a header field value for ${name}`)
  return `${name}: ${value}\r\n`
}

/** RFC 9110 section 5.6.2 token. */
export const fieldName = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
/** Printable ASCII, space and tab: what we write is ASCII, so that latin1 joins are 1:1. */
export const fieldValue = /^[\t\u0020-\u007e]*$/
