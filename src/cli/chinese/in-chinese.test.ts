import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { faultline, type CommandOutcome } from '../../../test/faultline-command.ts'
import { inChinese } from './in-chinese.ts'

test('no help page has an English line left for who reads Chinese', async () => {
  const { stdout } = await inChineseTerminal(['--help'])
  const commands = [...stdout.matchAll(/^ {2}([a-z]+) {2,}/gm)].map(([, name = '']) => name)
  const pages = [stdout]
  for (const words of [
    ...commands.map((name) => [name]),
    ['logs', 'export'],
    ['import', 'openapi'],
    ['token', 'create'],
    ['token', 'list'],
    ['token', 'revoke'],
    ['app', 'create'],
    ['app', 'secret'],
  ]) {
    pages.push((await inChineseTerminal([...words, '--help'])).stdout)
  }

  const left = pages.flatMap((page) => page.split('\n')).filter(isEnglish)
  assert.ok(pages.length > 9)
  assert.deepEqual(left, [])
})

test('every sentence with which a command ends is known', () => {
  const folder = new URL('../', import.meta.url)
  const files = readdirSync(folder).filter((name) => /(?<!\.test)\.ts$/.test(name))
  const thrown = files.flatMap((name) =>
    sentencesThrownIn(readFileSync(new URL(name, folder), 'utf8')),
  )

  const unknown = thrown.filter((sentence) => !chinese.test(inChinese(sentence)))
  assert.ok(thrown.length > 30, `${thrown.length} sentences`)
  assert.deepEqual(unknown, [])
})

const usageErrors = [
  { words: ['why'], says: /^错误：缺少必需的参数 id\|file\|-\n加上 --help 可查看用法。\n$/ },
  { words: ['why', '-', '--jsn'], says: /^错误：没有选项 --jsn\n（是不是 --json？）\n/ },
  { words: ['wy', 'x'], says: /^错误：没有命令 wy\n（是不是 why？）\n/ },
  { words: ['why', '-', '--data'], says: /^错误：选项 --data <dir> 缺少参数\n/ },
  { words: ['why', '-', 'more'], says: /^错误：why 的参数过多，应为 1 个，实际 2 个：-, more。\n/ },
  {
    words: ['call', 'x', '--max-redirects', 'many'],
    says: /参数“many”无效。应为 0 到 100 的整数。\n/,
  },
  {
    words: ['logs', '--histogram', '--differences'],
    says: /^错误：--\w+ 和 --\w+ 是两种视图，请选一个\n$/,
  },
  { words: ['apply', '/no/such.yaml'], says: /^\/no\/such\.yaml：没有这个文件。\n$/ },
] as const

for (const { words, says } of usageErrors) {
  test(`what is wrong with "${words.join(' ')}" is told in Chinese, with the same exit code`, async () => {
    const inEnglish = await faultline(words)
    const { code, stderr } = await inChineseTerminal(words)

    assert.match(stderr, says)
    assert.equal(code, 2)
    assert.equal(inEnglish.code, 2)
    assert.doesNotMatch(inEnglish.stderr, chinese)
  })
}

test('--lang leads the terminal, for bad usage and for help', async () => {
  const asked = await faultline(['why', '--jsn', '--lang=zh'])
  const help = await inChineseTerminal(['why', '--help', '--lang', 'en'])

  assert.match(asked.stderr, /^错误：没有选项 --jsn/)
  assert.doesNotMatch(help.stdout, chinese)
})

test('--lang holds wherever it stands and for every command, and the last one counts', async () => {
  const before = await faultline(['--lang', 'zh', 'apply', '/no/such.yaml'])
  const behind = await faultline(['apply', '/no/such.yaml', '--lang=zh'])
  const twice = await faultline(['apply', '/no/such.yaml', '--lang', 'zh', '--lang', 'en'])
  const asText = await faultline(['errors', '--', '--lang', 'zh'])
  const result = await inChineseTerminal(['errors', 'backend_refused', '--lang', 'en'])

  assert.equal(before.stderr, '/no/such.yaml：没有这个文件。\n')
  assert.equal(behind.stderr, before.stderr)
  assert.equal(twice.stderr, '/no/such.yaml: there is no such file.\n')
  assert.match(asText.stderr, /^Nothing in the catalogue matches "--lang zh"/)
  assert.doesNotMatch(result.stdout, chinese)
})

test('bad usage of logs export ends as that of every other command does', async () => {
  const { code, stderr } = await faultline(['logs', 'export', '--csv'])

  assert.equal(code, 2)
  assert.match(stderr, /argument missing\nAdd --help to see what it takes\.\n$/)
})

test('a server that does not answer is told in Chinese', async () => {
  const { code, stderr } = await inChineseTerminal(['logs', '--server', 'http://127.0.0.1:1'])

  assert.equal(code, 1)
  assert.match(stderr, /^http:\/\/127\.0\.0\.1:1 没有响应（.+）。那里在运行 "faultline start" 吗？/)
})

const chinese = /\p{Script=Han}/u

/** Two words of prose in a row, outside of examples and of what is typed. */
function isEnglish(line: string): boolean {
  const isExample = /^ {2}(?:faultline|curl|DEMO_SECRET|#) ?/.test(line)
  const isUsage = line.startsWith('用法')
  if (isExample || isUsage || chinese.test(line)) return false
  return /[a-z]{3,} [a-z]{2,}/.test(line)
}

/** The texts that stand in the code where it throws, with X for what is put in. */
function sentencesThrownIn(code: string): string[] {
  const thrown = /(?:CommandFailure|InvalidArgumentError)\(\s*(?:'((?:[^'\\]|\\.)*)'|`([^`]*)`)/g
  return [...code.matchAll(thrown)]
    .map(([, plain, template = '']) => (plain ?? template).replaceAll(/\$\{[^}]*\}/g, 'X'))
    .filter((sentence) => /[a-z]{3}/.test(sentence)) // else all its words are put in
}

async function inChineseTerminal(words: readonly string[]): Promise<CommandOutcome> {
  return await faultline(words, { LC_ALL: 'zh_CN.UTF-8' })
}
