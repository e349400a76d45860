import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { Command } from 'commander'
import { CommandFailure } from './command-failure.ts'
import { servedCommands } from './served-commands.ts'
import { runProgram } from './program.ts'

/** Runs a program of one command, and keeps what it said on stderr. */
async function run(words: readonly string[], action: () => void = () => undefined) {
  const said: string[] = []
  const command = new Command('probe').option('--listen <address>').action(action)
  command.configureOutput({ writeErr: (text) => void said.push(text) })
  let loads = 0
  const load = async (): Promise<Command> => {
    loads += 1
    return command
  }
  const code = await runProgram(
    words,
    [
      { name: 'probe', summary: 'Probe.', load },
      { name: 'other', summary: 'Other.', load: () => assert.fail('loaded without need') },
    ],
    '1.2.3',
    (sentence) => void said.push(sentence),
  )
  return { code, said: said.join(''), loads }
}

test('only the command that runs is loaded', async () => {
  assert.deepEqual(await run(['probe']), { code: 0, said: '', loads: 1 })
})

test('a failure of a command is its sentence and its exit code', async () => {
  const ended = await run(['probe'], () => {
    throw new CommandFailure('The disk is full.', 1)
  })

  assert.deepEqual([ended.code, ended.said], [1, 'The disk is full.'])
})

test('a defect is not turned into a usage error', async () => {
  await assert.rejects(
    run(['probe'], () => {
      throw new TypeError('a defect')
    }),
    TypeError,
  )
})

test('every command of the program stands in the reference, and none else', () => {
  const main = readFileSync(new URL('../main.ts', import.meta.url), 'utf8')
  const page = readFileSync(new URL('../../docs/reference/commands.md', import.meta.url), 'utf8')
  const others = [...main.matchAll(/^ {4}name: '([a-z]+)'/gm)].map(([, name = '']) => name)
  const commands = [...servedCommands.map(({ name }) => name), ...others]
  const headings = [...page.matchAll(/^## `faultline ([a-z]+)/gm)].map(([, name = '']) => name)

  assert.ok(commands.length > 5)
  assert.deepEqual(headings.toSorted(), commands.toSorted())
})
