/** One line of a CSV file (RFC 4180). */
export type CsvCell = string | number | boolean

export function csvLineOf(cells: readonly CsvCell[]): string {
  return `${cells.map(cellText).join(',')}\r\n`
}

/** A text that a spreadsheet would take for a formula gets an apostrophe before it: strangers choose some of
 *  what stands in records, and must not run anything on the machine of who reads the table. */
function cellText(value: CsvCell): string {
  if (typeof value !== 'string') return String(value)
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
