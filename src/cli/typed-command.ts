import { basename, delimiter, dirname } from 'node:path'

/** Advice as the reader can type it: `faultline why ID` becomes `./faultline why ID` for somebody who
 *  started the command that way, since nothing else would be found. */
export function asTyped(
  text: string,
  typed: string = process.argv[1] ?? '',
  path: string = process.env['PATH'] ?? '',
): string {
  if (basename(typed) !== 'faultline') return text // src/main.ts itself
  const isFound = path.split(delimiter).includes(dirname(typed)) // the shell names the whole file then
  if (isFound || typed === 'faultline') return text
  const word = /^[\w@%+=:,./-]+$/.test(typed) ? typed : `'${typed.replaceAll("'", `'\\''`)}'`
  return text.replaceAll(ownCommand, () => word)
}

/** The command with a sub-command or a placeholder behind it; not in a path, a host or a heading. */
const ownCommand =
  /(?<![\w./-])faultline(?= (?:apply|backup|call|COMMAND|demo|diff|doctor|errors|export|help|import|logs|probe|restore|schema|start|why)\b)/g
