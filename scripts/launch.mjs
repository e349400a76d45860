// What `./faultline` starts: the code without types where it is current, else the code itself.
import { isCurrent } from './plain-code.mjs'

await import(isCurrent() ? '../dist/main.js' : '../src/main.ts')
