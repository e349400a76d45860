import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Environment } from '../references.ts'
import { fillTemplate, markPattern } from './template-text.ts'
import { plainOf, textOf } from './template-values.ts'

const cases: readonly {
  readonly title: string
  readonly template: string
  readonly environment?: Environment
  readonly filled: string
}[] = [
  {
    title: 'settings, environ and data are the environment',
    template: '{{ settings.A }} {{environ.B}} {{ data.c.d }}',
    environment: { A: '1', B: '2', c_d: '3' },
    filled: '1 2 3',
  },
  {
    title: 'a loop takes a list with commas, and knows its place in it',
    template: '{% for m in settings.M %}{{ forloop.counter }}{{ m }} {% endfor %}',
    environment: { M: 'ann, bob' },
    filled: '1ann 2bob ',
  },
  {
    title: 'a loop takes a JSON list, also of mappings',
    template: '{% for m in data.m %}{{ m.name }}{% if not forloop.last %},{% endif %}{% endfor %}',
    environment: { m: '[{"name":"ann"},{"name":"bob"}]' },
    filled: 'ann,bob',
  },
  {
    title: 'a loop takes the pairs of a JSON object',
    template: '{% for k, v in settings.M.items %}{{ k }}={{ v }} {% endfor %}',
    environment: { M: '{"a":1,"b":"two"}' },
    filled: 'a=1 b=two ',
  },
  {
    title: 'an empty list has its own words',
    template: '{% for m in settings.M %}{{ m }}{% empty %}nobody{% endfor %}!',
    environment: { M: '' },
    filled: 'nobody!',
  },
  {
    title: 'a condition takes the first branch that holds',
    template:
      '{% if settings.A == "x" %}x{% elif settings.B and not settings.C %}b{% else %}e{% endif %}',
    environment: { A: 'y', B: '1' },
    filled: 'b',
  },
  {
    title: 'False and nothing are no',
    template: '{% if settings.A or settings.B %}yes{% else %}no{% endif %}',
    environment: { A: 'False' },
    filled: 'no',
  },
  {
    title: 'what a branch not taken would need is not needed',
    template: '{% if settings.A %}{% for m in settings.M %}{{ m }}{% endfor %}{% endif %}ok',
    filled: 'ok',
  },
  {
    title: 'a filter gives what is not set a value',
    template: '{{ settings.A|default:"a | b" }} {{ settings.B|upper }}',
    environment: { B: 'b' },
    filled: 'a | b B',
  },
  {
    title: 'comments are left out',
    template: 'a{# {{ settings.A }} #}{% comment %}{{ settings.B }}{% endcomment %}b',
    filled: 'ab',
  },
]

for (const { title, template, environment, filled } of cases) {
  test(title, () => {
    assert.deepEqual(fill(template, environment), { text: filled, problems: [] })
  })
}

test('a place in the filled text leads back to the template, behind a loop too', () => {
  const template = 'a\n{% for m in settings.M %}- {{ m }}\n{% endfor %}end'

  const filled = fillTemplate(template, { M: 'ann,bob,eve' }, () => assert.fail())

  assert.equal(filled.offsetOf(filled.text.indexOf('end')), template.lastIndexOf('end'))
  assert.equal(filled.offsetOf(filled.text.lastIndexOf('- ')), template.indexOf('- '))
})

const refused: readonly (readonly [template: string, problem: string])[] = [
  ['a {{ BK_APP }}', '2 the template expression "BK_APP" cannot be filled in'],
  [
    '{% for m in settings.M %}{% endfor %}',
    '0 the environment variable M, which the template needs, is not set',
  ],
  ['{% for m in data.m %}', '0 the environment variable m, which the template needs, is not set'],
  ['{% if settings.A %}', '0 {% if %} has no {% endif %}'],
  ['{% include "x" %}', '0 the template statement "include \\"x\\"" is not known here'],
  ['{{ settings.A|slugify }}', '0 the template filter "slugify" is not known here'],
  ['a\uE000', '1 the character U+E000 cannot stand here'],
]

for (const [template, problem] of refused) {
  test(`${JSON.stringify(template)} is refused at its place`, () => {
    assert.equal(fill(template, { A: 'a' }).problems[0], problem)
  })
}

test('loops end, also where they say nothing', () => {
  const loop = '{% for a in settings.M %}'.repeat(9) + '{% endfor %}'.repeat(9)

  const { problems } = fill(loop, { M: '1,2,3,4,5,6,7,8,9' })

  assert.deepEqual(problems, ['225 the template goes round too often'])
})

test('openings that nothing closes are text, and take no longer than other text', () => {
  const template = '{{'.repeat(1_000_000)
  const begun = performance.now()

  const { text } = fill(template)

  assert.equal(text, template)
  assert.ok(performance.now() - begun < 2_000)
})

test('loops cannot fill the memory', () => {
  const items = `[${'1,'.repeat(999)}1]`
  const loop = '{% for a in settings.M %}'.repeat(4) + 'x' + '{% endfor %}'.repeat(4)

  const { problems } = fill(loop, { M: items })

  assert.deepEqual(problems, ['100 the filled-in text would be larger than 8 MiB'])
})

function fill(template: string, environment: Environment = {}) {
  const problems: string[] = []
  const filled = fillTemplate(template, environment, (offset, message) => {
    problems.push(`${offset} ${message}`)
  })
  const text = filled.text.replaceAll(markPattern, (_mark, number: string) => {
    const value = filled.values[Number(number)]
    return value === undefined ? '' : textOf(plainOf(value))
  })
  return { text, problems }
}
