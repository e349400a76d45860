import { Alert, Button, Group, Modal, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import { Loaded } from '../frame/loaded.tsx'
import { NotDone } from '../frame/not-done.tsx'
import { gatewayPath } from '../gateways/gateway-path.ts'
import { DiffView } from './diff-view.tsx'
import type { NumberedDiff } from './release-answers.ts'
import { useTexts } from './texts.ts'

/** What was right yesterday is live again: the difference to what is live first, then one press. */
interface RollBackProps {
  readonly gateway: string
  readonly stage: string
  readonly number: number
  /** undefined: nothing is served, or it is not among those shown. */
  readonly live: number | undefined
}

interface RolledBack {
  readonly number: number
  readonly changed: boolean
  readonly workers: number
}

export function RollBack(props: RollBackProps): React.ReactElement {
  const { stage, number } = props
  const { t } = useTranslation()
  const say = useTexts()
  const [isOpen, { open, close }] = useDisclosure()
  const [done, setDone] = useState<RolledBack | undefined>(undefined)
  const end = (): void => {
    close()
    setDone(undefined)
  }
  return (
    <>
      <Button size="xs" variant="default" onClick={open}>
        {say('rollBackTo', { number })}
      </Button>
      <Modal
        opened={isOpen}
        onClose={end}
        size="lg"
        title={say('rollBackTitle', { stage, number })}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        {done === undefined ? (
          <Order {...props} done={setDone} close={end} />
        ) : (
          <Done done={done} from={number} close={end} />
        )}
      </Modal>
    </>
  )
}

interface OrderProps extends RollBackProps {
  readonly done: (done: RolledBack) => void
  readonly close: () => void
}

function Order(props: OrderProps): React.ReactElement {
  const { gateway, stage, number, done, close } = props
  const { t } = useTranslation()
  const say = useTexts()
  const [comment, setComment] = useState('')
  const change = useChange(async () => {
    const path = gatewayPath(gateway, 'stages', stage, 'rollback')
    const made = await ask<RolledBack>(path, { method: 'POST', body: { number, comment } })
    done(made)
    return made
  }, [gatewayPath(gateway)])
  return (
    <>
      <Difference {...props} />
      <NotDone error={change.error} />
      <TextInput
        label={say('why')}
        value={comment}
        maxLength={1_000}
        onChange={({ currentTarget }) => setComment(currentTarget.value)}
        mt="md"
      />
      <Group justify="end" mt="md">
        <Button variant="default" onClick={close}>
          {t('cancel')}
        </Button>
        <Button loading={change.isPending} onClick={() => change.mutate()} data-autofocus>
          {say('rollBackTo', { number })}
        </Button>
      </Group>
    </>
  )
}

function Difference({ gateway, stage, number, live = 0 }: RollBackProps): React.ReactElement {
  const say = useTexts()
  const path = gatewayPath(gateway, 'stages', stage, 'releases', String(number), 'diff')
  const diff = useQuery({
    queryKey: [path, live],
    queryFn: ({ signal }) => ask<NumberedDiff>(path, { query: { against: live }, signal }),
  })
  return (
    <>
      <Text>{live === 0 ? say('bringsBack') : say('rollBackWords', { live })}</Text>
      <div className="diff-box" tabIndex={0} role="region" aria-label={say('difference')}>
        <Loaded of={diff}>{(found) => <DiffView diff={found} />}</Loaded>
      </div>
    </>
  )
}

interface DoneProps {
  readonly done: RolledBack
  readonly from: number
  readonly close: () => void
}

function Done({ done, from, close }: DoneProps): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const { number, changed, workers } = done
  return (
    <>
      <Alert color="green" role="status">
        {changed
          ? say('rolledBack', { number, from, workers })
          : say('servedAlready', { number: from })}
      </Alert>
      <Group justify="end" mt="md">
        <Button onClick={close} autoFocus>
          {t('close')}
        </Button>
      </Group>
    </>
  )
}
