import { Radio, Select, Stack } from '@mantine/core'
import { LineInput } from '../frame/line-input.tsx'
import { SecretInput } from '../frame/secret-input.tsx'
import type { CallDraft } from './call-draft.ts'
import { useTexts } from './texts.ts'

/** As whom it is called, and which redirects are followed. */
interface CallerFieldsProps {
  readonly draft: CallDraft
  readonly change: (draft: CallDraft) => void
}

export function CallerFields({ draft, change }: CallerFieldsProps): React.ReactElement {
  const say = useTexts()
  return (
    <Stack>
      <Identity draft={draft} change={change} />
      {draft.identity === 'app' ? (
        <>
          <LineInput
            label={say('appCode')}
            value={draft.app}
            maxLength={128}
            spellCheck={false}
            change={(app) => change({ ...draft, app })}
          />
          <SecretInput
            label={say('secret')}
            description={say('keptNowhere')}
            value={draft.secret}
            maxLength={512}
            change={(secret) => change({ ...draft, secret })}
          />
        </>
      ) : null}
      <SecretInput
        label={say('userToken')}
        description={say('userTokenHint')}
        value={draft.userToken}
        maxLength={2_048}
        change={(userToken) => change({ ...draft, userToken })}
      />
      <Select
        label={say('follow')}
        data={(['gateway', 'backends', 'none'] as const).map((value) => ({
          value,
          label: say(`follow_${value}`),
        }))}
        value={draft.follow}
        allowDeselect={false}
        onChange={(follow) =>
          change({
            ...draft,
            follow: follow === 'none' || follow === 'backends' ? follow : 'gateway',
          })
        }
      />
    </Stack>
  )
}

function Identity({ draft, change }: CallerFieldsProps): React.ReactElement {
  const say = useTexts()
  return (
    <Radio.Group
      label={say('callAs')}
      value={draft.identity}
      onChange={(identity) =>
        change({
          ...draft,
          identity: identity === 'app' || identity === 'nobody' ? identity : 'test',
        })
      }
    >
      <Stack gap="xs" mt="xs">
        <Radio value="test" label={say('asTest')} description={say('asTestHint')} />
        <Radio value="app" label={say('asApp')} />
        <Radio value="nobody" label={say('asNobody')} />
      </Stack>
    </Radio.Group>
  )
}
