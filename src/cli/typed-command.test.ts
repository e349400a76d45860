import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asTyped } from './typed-command.ts'

const advice = 'More: "faultline errors KEY", or curl -i URL | faultline why -'

test('advice repeats the command as it was typed', () => {
  assert.equal(
    asTyped(advice, './faultline', '/usr/bin'),
    'More: "./faultline errors KEY", or curl -i URL | ./faultline why -',
  )
  assert.equal(asTyped('faultline why ID', '/opt/f/faultline', '/bin'), '/opt/f/faultline why ID')
})

test('a command that the shell finds by its name is called by its name', () => {
  assert.equal(asTyped(advice, '/usr/local/bin/faultline', '/bin:/usr/local/bin'), advice)
  assert.equal(asTyped(advice, '/opt/faultline/src/main.ts', '/bin'), advice)
})

test('a place with blanks is quoted for the shell', () => {
  const typed = asTyped('faultline why ID', "/my 'own' things/faultline", '/bin')

  assert.equal(typed, String.raw`'/my '\''own'\'' things/faultline' why ID`)
})

test('addresses, paths and sentences about the program stay what they are', () => {
  const others =
    'https://faultline.example.com ./faultline why, /var/lib/faultline start, faultline: ready'

  assert.equal(asTyped(others, './faultline', '/bin'), others)
})
