import { bundledFiles, readBundle } from '../definition/apply-bundle.ts'
import { readDefinitions, type ReadResult } from '../definition/read-definition.ts'
import type { Plugin } from '../model/plugin.ts'

/** What the body of an apply says. The server reads neither its own environment nor its own files for what it
 *  receives: what a definition refers to comes along in a bundle (`faultline apply`), or is refused. */
export function receivedDefinition(text: string, plugins: readonly Plugin[]): ReadResult {
  const bundle = readBundle(text)
  if (bundle === undefined) {
    const withoutReferences = { expand: undefined, readFile: undefined }
    return readDefinitions([{ file: 'body', text }], { ...withoutReferences, plugins })
  }
  return readDefinitions(bundle.definitions, {
    expand: bundle.values,
    readFile: bundledFiles(bundle),
    plugins,
    blueKingGateway: bundle.gateway,
  })
}
