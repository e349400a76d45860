import { Command, InvalidArgumentError } from 'commander'
import { importOpenApi } from '../definition/openapi/import-openapi.ts'
import {
  gatewayNameOf,
  importAnswer,
  importedDefinition,
} from '../definition/openapi/imported-definition.ts'
import { matches } from '../definition/shape.ts'
import { nameRules } from '../definition/schema-parts.ts'
import type { Language } from '../model/bilingual.ts'
import type { Plugin } from '../model/plugin.ts'
import { CommandFailure } from './command-failure.ts'
import { reportText } from './import-text.ts'
import { problemLines } from './problem-text.ts'
import { readDefinitionFiles } from './read-files.ts'

/** `faultline import openapi`: what becomes of a document, and the definition to go on from. Nothing is sent
 *  or changed; no server is needed. */
export function importCommand(plugins: readonly Plugin[]): Command {
  return new Command('import')
    .description('Read what other programs wrote, as a definition.')
    .addCommand(openApiCommand(plugins))
}

function openApiCommand(plugins: readonly Plugin[]): Command {
  return new Command('openapi')
    .description('Print an OpenAPI 3 or Swagger 2 document as a definition, and what became of it.')
    .argument('<file>', 'the document, YAML or JSON')
    .option('--gateway <name>', 'name of the gateway in the definition', gatewayName)
    .option('--json', 'print report and resources as JSON')
    .addHelpText('after', examples)
    .action((file: string, _options: unknown, self: Command) => {
      importDocument(file, self.optsWithGlobals<ImportOptions>(), plugins)
    })
}

interface ImportOptions {
  readonly gateway?: string
  readonly json?: boolean
  readonly lang: Language
}

function importDocument(file: string, options: ImportOptions, plugins: readonly Plugin[]): void {
  const texts = readDefinitionFiles([file])
  const [text = { file, text: '' }] = texts
  const read = importOpenApi(text, { plugins })
  if (!read.ok) throw new CommandFailure(problemLines([read.problem], texts), 2)
  const { imported } = read
  if (options.json === true) {
    return console.log(JSON.stringify(importAnswer(imported), undefined, 2))
  }
  const gateway = options.gateway ?? gatewayNameOf(imported.report.title)
  console.log(reportText(imported.report, file, options.lang))
  process.stdout.write(importedDefinition(imported, gateway))
}

function gatewayName(text: string): string {
  if (matches(nameRules.gateway.pattern, text)) return text
  throw new InvalidArgumentError(
    'It needs 3 to 30 lower-case letters, digits and "-", beginning with a letter.',
  )
}

const examples = `
The report stands in comments, so that the output is a definition as it is. Operations that
cannot be taken are listed with line and column; the file itself can also be named in a
definition, as openapi: FILE in place of resources.

Examples:
  faultline import openapi petstore.yaml
  faultline import openapi --gateway pets petstore.yaml > pets.yaml
  faultline import openapi --json petstore.yaml | jq .refused`
