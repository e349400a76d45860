import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from 'node:test'

/** What holds for every page; what a page says is compared with the code beside that code. */
const root = fileURLToPath(new URL('..', import.meta.url))
const pages = globSync(
  ['*.md', 'docs/**/*.md', 'bench/**/*.md', 'examples/**/*.md', 'test/**/*.md'],
  {
    cwd: root,
  },
).filter((page) => !page.includes('node_modules'))

test('every link to a file of the project leads to one', () => {
  const broken = pages.flatMap((page) =>
    linksOf(textOf(page))
      .filter((link) => link.startsWith('/') || !existsSync(join(root, dirname(page), link)))
      .map((link) => `${page}: ${link}`),
  )

  assert.deepEqual(broken, [])
})

test('every script of package.json that a page names exists', () => {
  const { scripts } = JSON.parse(textOf('package.json')) as {
    readonly scripts: Readonly<Record<string, string>>
  }

  const unknown = pages.flatMap((page) =>
    [...textOf(page).matchAll(/\bnpm run ([\w:-]+)/g)].flatMap(([, name = '']) =>
      scripts[name] === undefined ? [`${page}: npm run ${name}`] : [],
    ),
  )

  assert.deepEqual(unknown, [])
})

test('every package that runs with the gateway has its line, with why it is one', () => {
  const { dependencies, optionalDependencies } = JSON.parse(textOf('package.json')) as Readonly<
    Record<string, Readonly<Record<string, string>>>
  >
  const reasons = textOf('docs/decisions/dependencies.md')

  const missing = Object.keys({ ...dependencies, ...optionalDependencies }).filter(
    (name) => !new RegExp(`^\\|.*\`${RegExp.escape(name)}\``, 'm').test(reasons),
  )

  assert.deepEqual(missing, [])
})

test('no file names a path of the machine it was written on', () => {
  const files = globSync(['*.*', '{src,test,docs,scripts,examples,bench}/**/*.*'], { cwd: root })
  const machinePath = new RegExp(['/(?:wo', 'rk|roo', 't)/[a-z]'].join(''))

  const wrong = files.filter(
    (file) =>
      !file.includes('node_modules') &&
      /\.(ts|mjs|md|json|ya?ml|py|sh)$/.test(file) &&
      machinePath.test(textOf(file)),
  )

  assert.deepEqual(wrong, [])
})

/** Targets of Markdown links to files: without anchors and other sites. */
function linksOf(text: string): readonly string[] {
  const prose = text.replaceAll(/```[\s\S]*?```/g, '')
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = '']) => {
    const [path = ''] = target.split('#')
    return path === '' || /^[a-z]+:/.test(path) ? [] : [path]
  })
}

function textOf(file: string): string {
  return readFileSync(join(root, file), 'utf8')
}
