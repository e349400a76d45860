import { fileURLToPath } from 'node:url'

/** What Node is given before the words of a command: as `./faultline` starts it, that is the code without types
 *  where it is current (`npm test` sees to that), else `src/` itself. The second word is how it was typed. A command
 *  takes a third of the CPU then. */
export const programWords: readonly string[] = [
  fileURLToPath(new URL('../scripts/launch.mjs', import.meta.url)),
  fileURLToPath(new URL('../src/main.ts', import.meta.url)),
]
