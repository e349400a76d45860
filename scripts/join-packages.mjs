// Writes packages that are made of many small files as one file each: finding and loading 680 of them in every
// thread was most of what a start took (docs/decisions/code-without-types.md). Vite does it, which set-up has
// for the console.
import { join } from 'node:path'
import { root } from './plain-code.mjs'

const packages = [
  'typebox',
  'typebox/value',
  'typebox/compile',
  'kysely',
  'yaml',
  'jose',
  '@duckdb/node-api',
]
/** Without it flow records are searched one by one. */
const optional = new Set(['@duckdb/node-api'])
/** It looks for its library where it stands. */
const nativePackage = '@duckdb/node-bindings'
const prefix = 'all-of:'

/** Gives the file of each package by the name that imports have. Empty where it cannot be done, which is said: they
 *  are loaded from where they are then. */
export async function joinPackages(folder) {
  try {
    const texts = await entryTexts()
    const { build } = await import('vite')
    await build(buildOptions(texts, folder))
    return new Map([...texts.keys()].map((name) => [name, join(folder, `${fileNameOf(name)}.js`)]))
  } catch (error) {
    say('packages are not joined', error)
    return new Map()
  }
}

function say(what, error) {
  console.error(`faultline: ${what}, so that every start takes longer: ${error.message}`)
}

/** What is made into one file, by package: a module with every export of it. Optional ones may be missing. */
async function entryTexts() {
  const texts = new Map()
  for (const name of packages) {
    const whole = await import(name).catch((error) => {
      const isLeftOut = error.code === 'ERR_MODULE_NOT_FOUND' && optional.has(name)
      if (!isLeftOut) say(`${name} is not joined`, error)
    })
    if (whole === undefined) continue
    // Node alone knows the names of what a CommonJS module exports
    const names = Object.keys(whole).filter((key) => key !== 'default' && key !== 'module.exports')
    const text =
      'module.exports' in whole
        ? `import whole from '${name}'\nexport const { ${names.join(', ')} } = whole\nexport default whole`
        : `export * from '${name}'${'default' in whole ? `\nexport { default } from '${name}'` : ''}`
    texts.set(name, text)
  }
  return texts
}

function buildOptions(texts, folder) {
  const entries = [...texts.keys()].map((name) => [fileNameOf(name), prefix + name])
  return {
    root,
    configFile: false,
    envDir: false,
    publicDir: false,
    logLevel: 'silent',
    plugins: [{ name: 'all-of-a-package', ...entriesOf(texts) }],
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: true,
      outDir: folder,
      minify: false,
      target: 'esnext',
      rolldownOptions: {
        input: Object.fromEntries(entries),
        external: [nativePackage],
        output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
      },
    },
  }
}

function entriesOf(texts) {
  return {
    resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : undefined),
    load: (id) =>
      id.startsWith(`\0${prefix}`) ? texts.get(id.slice(prefix.length + 1)) : undefined,
  }
}

function fileNameOf(name) {
  return name.replace('@', '').replaceAll('/', '-')
}
