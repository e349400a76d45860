import assert from 'node:assert/strict'
import { test } from 'node:test'
import { imported, plainStage, problemsIn } from './blueking-under-test.ts'

test('a value of the template is taken from the environment, and stays a name for export', () => {
  const definition = `
stages:
  - name: prod
    backends: [{ name: default, config: { hosts: [{ host: "http://{{ settings.HOST }}" }] } }]
`

  const { stages, written } = imported({ definition, environment: { HOST: 'orders:8080' } })
  const missing = problemsIn({ definition })

  assert.equal(stages[0]?.content.backends[0]?.hosts[0]?.host, 'orders')
  assert.match(JSON.stringify(written), /"url":"http:\/\/\$\{HOST\}"/)
  assert.deepEqual(missing, [
    'definition.yaml:4:59 the environment variable HOST, which the template needs, is not set',
  ])
})

test('a value of the template never changes the structure of the file', () => {
  const definition = `${plainStage}
apigateway: { description: {{ settings.TEXT }} }
`
  const environment = { TEXT: 'a } \nstages: []\nb: ${HOME}' }

  const { description, stages } = imported({ definition, environment })

  assert.equal(stages.length, 1)
  assert.equal(description, 'a } stages: [] b: ${HOME}')
})

test('text of the old files that looks like a reference to our environment is text', () => {
  const definition = `${plainStage}
apigateway: { description: "costs $\{HOME} more" }
`

  const { description, written } = imported({ definition })

  assert.equal(description, 'costs ${HOME} more')
  assert.equal(written['description'], 'costs $${HOME} more')
})

test('variables and plugins may come whole from the environment, as JSON', () => {
  const definition = `
stages:
  - name: prod
    vars:
      {% for key, value in settings.VARS.items %}
      {{ key }}: "{{ value }}"
      {% endfor %}
    backends: [{ name: default, config: { timeout: "{{ settings.T }}", hosts: [{ host: "http://orders" }] } }]
    plugin_configs:
      {% for plugin in settings.PLUGINS %}
      - type: {{ plugin.type }}
        yaml: |-
          {{ plugin.yaml }}
      {% endfor %}
`
  const plugins = [{ type: 'bk-header-rewrite', yaml: 'set:\n- key: a\n  value: b\nremove: []' }]
  const environment = { VARS: '{"region":"eu"}', T: '65', PLUGINS: JSON.stringify(plugins) }

  const [stage] = imported({ definition, environment }).stages

  assert.deepEqual(stage?.content.variables, { region: 'eu' })
  assert.equal(stage?.content.backends[0]?.timeoutMs.firstByte, 65_000)
  assert.deepEqual(stage?.content.plugins, [
    { type: 'header-rewrite', config: { set: [{ key: 'a', value: 'b' }], remove: [] } },
  ])
})

test('numbers may come from the environment, and no message shows what came from there', () => {
  const definition = plainStage.replace(
    '"http://orders:8080"',
    '"http://orders", weight: "{{ settings.WEIGHT }}"',
  )

  const { stages } = imported({ definition, environment: { WEIGHT: '7' } })
  const problems = problemsIn({ definition, environment: { WEIGHT: 'planted' } })

  assert.equal(stages[0]?.content.backends[0]?.hosts[0]?.weight, 7)
  assert.equal(problems.length, 1)
  assert.doesNotMatch(problems[0] ?? '', /planted/)
})
