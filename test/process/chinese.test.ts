import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { temporaryFolder } from '../clean-up.ts'
import { startProgram } from '../program.ts'
import { programWords } from '../program-words.ts'

/** Programs that go on speak Chinese to the person who started them; what other programs read of them
 *  stays as it is. */
const anyPorts = ['--listen=127.0.0.1:0', '--console=127.0.0.1:0']
const environment = { LC_ALL: 'C', NO_COLOR: '1', FAULTLINE_ADMIN_TOKEN: '' }

test('the demo explains its calls in Chinese, and its ready line and commands are those of the English one', async (t) => {
  const words = [...programWords, 'demo', ...anyPorts]
  const chinese = startProgram(t, process.execPath, [...words, '--lang', 'zh'], { environment })
  const english = startProgram(t, process.execPath, words, { environment })
  await Promise.all([
    chinese.said(/^按 Ctrl-C 结束演示。$/m),
    english.said(/^Ctrl-C ends the demo\.$/m),
  ])

  const said = chinese.output().split('\n')
  const prose = said.filter((line) => line !== '' && !isForPrograms(line))
  assert.ok(prose.length > 15, chinese.output())
  assert.deepEqual(
    prose.filter((line) => !/\p{Script=Han}/u.test(line)),
    [],
  )
  assert.match(chinese.output(), /^faultline: ready gateway=http:\S+ console=http:\S+$/m)
  assert.deepEqual(commandsOf(chinese.output()), commandsOf(english.output()))
  assert.doesNotMatch(english.output(), /\p{Script=Han}/u)
})

test('a start shows its new token with a Chinese sentence, and is ready as in English', async (t) => {
  const data = join(temporaryFolder(), 'data')
  const words = [...programWords, 'start', `--data=${data}`, ...anyPorts, '--lang', 'zh']

  const program = startProgram(t, process.execPath, words, { environment })
  await program.said(/^faultline: ready gateway=http:\S+ console=http:\S+$/m)

  const [, file] = await program.said(
    /^faultline: 管理令牌 \S{20,}（保存在 (\S+)；只显示这一次）$/m,
  )
  assert.equal(file, join(data, 'admin-token'))
})

function isForPrograms(line: string): boolean {
  return /^(?:faultline: ready|\d{4}-\d\d-\d\dT|\.\/faultline |curl |export )/.test(line)
}

/** Without what differs from run to run. */
function commandsOf(output: string): string[] {
  return output
    .split('\n')
    .filter((line) => /^(?:curl|\.\/faultline) /.test(line))
    .map((line) => line.replaceAll(/127\.0\.0\.1:\d+|"bk_app_secret": "[^"]*"/g, '…'))
}
