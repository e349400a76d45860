/** One word of a POSIX shell: within ' nothing has a meaning but ' itself. Within " an interactive shell would still
 *  look for `!`. */
export function shellText(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
