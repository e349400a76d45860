import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { ask } from '../api/ask.ts'
import { LimitList } from '../portal/limit-list.tsx'
import { NotFoundOr } from '../portal/not-found-or.tsx'
import type { ResourcePage } from '../portal/portal-answers.ts'
import { useTexts } from './texts.ts'

/** The limits of one resource, when somebody wants to see them: each is a question of its own to the server. */
interface ResourceLimitsProps {
  readonly gateway: string
  readonly resource: string
}

export function ResourceLimits(props: ResourceLimitsProps): React.ReactElement {
  const say = useTexts()
  const [isOpen, { open }] = useDisclosure()
  return isOpen ? (
    <Shown {...props} />
  ) : (
    <Button
      size="compact-xs"
      variant="default"
      aria-label={`${say('showLimits')}: ${props.resource}`}
      onClick={open}
    >
      {say('showLimits')}
    </Button>
  )
}

function Shown({ gateway, resource }: ResourceLimitsProps): React.ReactElement {
  const say = useTexts()
  const path = `/portal/gateways/${encodeURIComponent(gateway)}/resources/${encodeURIComponent(resource)}`
  const page = useQuery({
    queryKey: [path, 'limits'],
    queryFn: ({ signal }) => ask<ResourcePage>(path, { signal }),
  })
  return (
    <NotFoundOr of={page} words={say('limitsNotShown')}>
      {({ limits }) => <LimitList limits={limits} />}
    </NotFoundOr>
  )
}
