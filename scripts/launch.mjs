// What `./faultline` starts: the code without types where it is current, else the code itself.
import { isCurrent } from './plain-code.mjs'

// main.ts finds the command as it was typed where Node has the name of a script
process.argv.splice(1, 1)
await import(isCurrent() ? '../dist/main.js' : '../src/main.ts')
