import { Checkbox, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ask } from '../api/ask.ts'
import { Loaded } from '../frame/loaded.tsx'
import type { AppPermissions } from './permission-answers.ts'
import { StatusText } from './status-text.tsx'
import { useTexts } from './texts.ts'

/** The resources of a gateway with what the application has of each, to choose some. */
interface ResourceChoiceProps {
  readonly gateway: string
  readonly app: string
  readonly chosen: readonly string[]
  readonly choose: (names: readonly string[]) => void
  readonly problem: string | undefined
}

/** More are found by the filter. */
const mostShown = 100

export function ResourceChoice(props: ResourceChoiceProps): React.ReactElement {
  const { gateway, app } = props
  const path = `/apps/${encodeURIComponent(app)}/permissions`
  const found = useQuery({
    queryKey: [path, gateway],
    queryFn: ({ signal }) => ask<AppPermissions>(path, { query: { gateway }, signal }),
  })
  return (
    <Loaded of={found}>{({ resources }) => <Choice {...props} resources={resources} />}</Loaded>
  )
}

function Choice(props: ResourceChoiceProps & Pick<AppPermissions, 'resources'>) {
  const { resources, chosen, choose, problem } = props
  const say = useTexts()
  const [words, setWords] = useState('')
  const fitting = resources.filter(({ resource, path }) =>
    `${resource} ${path}`.toLowerCase().includes(words.trim().toLowerCase()),
  )
  return (
    <Checkbox.Group
      label={say('resources')}
      value={[...chosen]}
      onChange={choose}
      error={problem}
      withAsterisk
    >
      {resources.length <= 8 ? null : (
        <TextInput
          type="search"
          aria-label={say('filterResources')}
          placeholder={say('filterResources')}
          value={words}
          onChange={({ currentTarget: { value } }) => setWords(value)}
          mt="xs"
        />
      )}
      <div className="resource-choice">
        {fitting.slice(0, mostShown).map(({ resource, method, path, ...state }) => (
          <Checkbox
            key={resource}
            value={resource}
            disabled={state.status === 'unlimited' || state.status === 'pending'}
            label={
              <>
                {resource} <code>{`${method} ${path}`}</code> <StatusText state={state} />
              </>
            }
          />
        ))}
      </div>
      {fitting.length > mostShown ? <p>{say('moreFit', { count: fitting.length })}</p> : null}
    </Checkbox.Group>
  )
}
