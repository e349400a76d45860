import { Checkbox, TagsInput, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { listOf, membersOf, textOf, useField } from '../forms/form-state.ts'
import { withValueAt } from '../forms/json-path.ts'
import { JsonField } from '../forms/json-field.tsx'
import {
  ChoiceField,
  LongTextField,
  NumberField,
  TextField,
  TruthField,
} from '../forms/plain-fields.tsx'
import { methods } from './list-search.ts'
import { useBackends } from './resource-filters.tsx'
import { useTexts } from './texts.ts'

/** The fields of a resource, in the order of the questions: what is taken, from whom, where it goes, what people
 *  read of it. */
export function ResourceFields({ gateway }: { readonly gateway: string }): React.ReactElement {
  return (
    <>
      <Request />
      <Callers />
      <Target gateway={gateway} />
      <Limits />
      <Words />
      <Schema />
    </>
  )
}

const methodChoices = methods.map((method) => [method, method] as const)

function Request(): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  return (
    <Section title={say('whatIsTaken')}>
      <ChoiceField at={['method']} label={t('method')} choices={methodChoices} />
      <TextField
        at={['path']}
        label={t('path')}
        help={say('pathHelp')}
        usually="/orders/{id}"
        required
        isCode
      />
      <TruthField
        at={['matchSubpath']}
        label={say('matchSubpath')}
        help={say('matchSubpathHelp')}
        usually={false}
      />
      <TruthField at={['websocket']} label={say('websocket')} usually={false} />
    </Section>
  )
}

function Callers(): React.ReactElement {
  const say = useTexts()
  const app = useField(['auth', 'app']).value !== false
  return (
    <Section title={say('whoMayCall')}>
      <TruthField at={['auth', 'app']} label={say('authApp')} help={say('authAppHelp')} usually />
      <TruthField
        at={['auth', 'permission']}
        label={say('authPermission')}
        help={say('authPermissionHelp')}
        usually={app}
      />
      <TruthField
        at={['auth', 'user']}
        label={say('authUser')}
        help={say('authUserHelp')}
        usually={false}
      />
    </Section>
  )
}

function Target({ gateway }: { readonly gateway: string }): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const backends = useBackends(gateway)
  const path = textOf(useField(['path']).value)
  const method = textOf(useField(['method']).value)
  return (
    <Section title={say('whereItGoes')}>
      <ChoiceField
        at={['backend', 'name']}
        label={say('backend')}
        help={say('backendHelp')}
        usually="default"
        choices={backends
          .filter(({ name }) => name !== 'default')
          .map(({ name }) => [name, name] as const)}
      />
      <ChoiceField
        at={['backend', 'method']}
        label={t('method')}
        usually={say('asTheResource', { value: method })}
        choices={methodChoices}
      />
      <TextField
        at={['backend', 'path']}
        label={say('backendPath')}
        help={say('backendPathHelp')}
        usually={path}
        isCode
      />
    </Section>
  )
}

const limits = [
  'total',
  'connect',
  'firstByte',
  'idle',
  'send',
  'dns',
  'connectAttempt',
  'tls',
  'tunnelIdle',
] as const

function Limits(): React.ReactElement {
  const say = useTexts()
  const isSaid = Object.keys(membersOf(useField(['timeoutMs']).value)).length > 0
  return (
    <Section title={say('limits')}>
      <NumberField
        at={['bodyLimitBytes']}
        label={say('bodyLimit')}
        unit="bytes"
        usually={41_943_040}
        least={1}
      />
      <details className="whole-row" open={isSaid}>
        <summary>{say('timeouts')}</summary>
        <p className="field-help">{say('timeoutsHelp')}</p>
        <div className="form-grid">
          {limits.map((limit) => (
            <NumberField
              key={limit}
              at={['timeoutMs', limit]}
              label={say(`timeout_${limit}`)}
              unit="milliseconds"
              least={1}
            />
          ))}
        </div>
      </details>
    </Section>
  )
}

function Words(): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const isPublic = useField(['public']).value !== false
  return (
    <Section title={say('whatPeopleRead')}>
      <TextField at={['summary']} label={say('summary')} help={say('summaryHelp')} />
      <Labels />
      <div className="whole-row">
        <LongTextField at={['description']} label={t('description')} />
      </div>
      <TruthField at={['public']} label={say('public')} help={say('publicHelp')} usually />
      <TruthField
        at={['allowApply']}
        label={say('allowApply')}
        help={say('allowApplyHelp')}
        usually={isPublic}
      />
      <Deprecated />
    </Section>
  )
}

function Labels(): React.ReactElement {
  const say = useTexts()
  const { id, value, set, error, isReadOnly } = useField(['labels'])
  return (
    <TagsInput
      id={id}
      label={say('labels')}
      description={say('labelsHelp')}
      value={listOf(value).map(textOf)}
      error={error}
      readOnly={isReadOnly}
      onChange={(labels) => set(labels.length === 0 ? undefined : labels)}
    />
  )
}

function Deprecated(): React.ReactElement {
  const say = useTexts()
  const { id, value, set, error, isReadOnly } = useField(['deprecated'], 'here')
  return (
    <>
      <Checkbox
        id={id}
        label={say('deprecated')}
        checked={value !== undefined}
        error={error}
        disabled={isReadOnly}
        onChange={({ currentTarget: { checked } }) => set(checked ? {} : undefined)}
      />
      {value === undefined ? null : <DeprecatedNote />}
    </>
  )
}

/** An empty note leaves the mark: `deprecated: {}`. */
function DeprecatedNote(): React.ReactElement {
  const say = useTexts()
  const { id, value, set, error, isReadOnly } = useField(['deprecated'])
  return (
    <div className="whole-row">
      <TextInput
        id={id}
        label={say('deprecatedNote')}
        value={textOf(membersOf(value)['note'])}
        error={error}
        readOnly={isReadOnly}
        onChange={({ currentTarget: { value: note } }) =>
          set(withValueAt(value, ['note'], note === '' ? undefined : note))
        }
      />
    </div>
  )
}

function Schema(): React.ReactElement {
  const say = useTexts()
  return (
    <Section title={say('schema')}>
      <div className="whole-row">
        <p className="field-help">{say('schemaHelp')}</p>
        <JsonField at={['schema', 'parameters']} label={say('parameters')} />
        <JsonField at={['schema', 'requestBody']} label={say('requestBody')} />
        <JsonField at={['schema', 'responses']} label={say('responses')} />
      </div>
    </Section>
  )
}

interface SectionProps {
  readonly title: string
  readonly children: React.ReactNode
}

function Section({ title, children }: SectionProps): React.ReactElement {
  return (
    <fieldset className="form-section">
      <legend>{title}</legend>
      <div className="form-grid">{children}</div>
    </fieldset>
  )
}
