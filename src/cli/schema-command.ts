import { Command } from 'commander'
import { definitionSchemaFor } from '../definition/definition-schema.ts'
import type { Plugin } from '../model/plugin.ts'

/** `faultline schema`: the JSON Schema of definition files, for editors. */
export function schemaCommand(plugins: readonly Plugin[]): Command {
  return new Command('schema')
    .description('Print the JSON Schema of definition files, for editors.')
    .addHelpText(
      'after',
      `
Example:
  faultline schema > faultline.schema.json
  # then begin a definition with: # yaml-language-server: $schema=./faultline.schema.json`,
    )
    .action(() => {
      console.log(JSON.stringify(definitionSchemaFor(plugins), undefined, 2))
    })
}
