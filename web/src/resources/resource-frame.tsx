import './resources.css'
import '../forms/forms.css'
import { Alert, Group } from '@mantine/core'
import { getRouteApi, Link, Outlet } from '@tanstack/react-router'
import { Problem } from '../api/ask.ts'
import { Loaded } from '../frame/loaded.tsx'
import { ChangeMark, ProblemMark } from './change-mark.tsx'
import { useTexts } from './texts.ts'
import { usePart } from './use-resource.ts'

/** Around the pages of one resource: what it takes, what the draft makes of it, its parts. */
const route = getRouteApi('/gateways/$gateway/resources/$resource')

const tabs = [
  { to: '/gateways/$gateway/resources/$resource', label: 'definition' },
  { to: '/gateways/$gateway/resources/$resource/plugins', label: 'plugins' },
  { to: '/gateways/$gateway/resources/$resource/document', label: 'document' },
] as const

export function ResourceFrame(): React.ReactElement {
  const say = useTexts()
  const { gateway, resource } = route.useParams()
  const part = usePart(gateway, 'resources', resource)
  const isUnknown = part.error instanceof Problem && part.error.status === 404
  return (
    <>
      <p>
        <Link to="/gateways/$gateway/resources" params={{ gateway }}>
          ← {say('resources')}
        </Link>
      </p>
      <h2 className="resource-title">
        {resource} <ChangeMark change={part.data?.value.change ?? null} />
        <ProblemMark count={part.data?.value.problems.length ?? 0} />
      </h2>
      <nav aria-label={say('partsOf', { name: resource })}>
        <Group gap="md" className="tabs">
          {tabs.map(({ to, label }) => (
            <Link
              key={to}
              to={to}
              params={{ gateway, resource }}
              activeOptions={{ exact: label === 'definition' }}
            >
              {say(label)}
            </Link>
          ))}
        </Group>
      </nav>
      {part.data?.value.conflict === true ? <Alert color="orange">{say('outdated')}</Alert> : null}
      {isUnknown ? (
        <Alert color="orange">{say('noSuchResource')}</Alert>
      ) : (
        <Loaded of={part}>{() => <Outlet />}</Loaded>
      )}
    </>
  )
}
