import { Button, Group, Modal } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import { ask, askTagged, Problem } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import { ConfirmedButton } from '../frame/confirmed-button.tsx'
import { NotDone } from '../frame/not-done.tsx'
import { When } from '../frame/when.tsx'
import { EditGrant } from './edit-grant.tsx'
import { GrantedResources } from './granted-resources.tsx'
import type { Grant } from './permission-answers.ts'
import { useTexts } from './texts.ts'

interface GrantTableProps {
  readonly gateway: string
  readonly grants: readonly Grant[]
  readonly maintains: boolean
  readonly tell: (words: string) => void
}

export function GrantTable({ grants, ...props }: GrantTableProps): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  return (
    <div className="wide" tabIndex={0} role="region" aria-label={say('grants')}>
      <table className="list">
        <thead>
          <tr>
            <th scope="col">{t('app')}</th>
            <th scope="col">{say('resources')}</th>
            <th scope="col">{say('end')}</th>
            <th scope="col">{say('source')}</th>
            <th scope="col">{say('reason')}</th>
            {props.maintains ? <th scope="col">{say('change')}</th> : null}
          </tr>
        </thead>
        <tbody>
          {grants.map((grant) => (
            <GrantRow key={grant.id} grant={grant} {...props} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface GrantRowProps extends Omit<GrantTableProps, 'grants'> {
  readonly grant: Grant
}

function GrantRow({ grant, gateway, maintains, tell }: GrantRowProps): React.ReactElement {
  const say = useTexts()
  const { app, owner, expiresAt, expired, source, by, at, reason } = grant
  return (
    <tr>
      <th scope="row">
        {app} <span className="quiet">{owner}</span>
      </th>
      <td>
        <GrantedResources of={grant} />
      </td>
      <td>
        {expiresAt === null ? say('forEver') : <When time={expiresAt} />}{' '}
        {expired ? <span className="mark">{say('over')}</span> : null}
      </td>
      <td>
        {say(source === 'given' ? 'given_source' : source)}
        {by === '' ? null : <span className="quiet"> · {by} </span>}
        {at === null ? null : <When time={at} />}
      </td>
      <td>{reason}</td>
      {maintains ? (
        <td>
          {source === 'file' ? (
            <span className="quiet">{say('keptInFile')}</span>
          ) : (
            <Acts grant={grant} gateway={gateway} tell={tell} />
          )}
        </td>
      ) : null}
    </tr>
  )
}

function Acts({ grant, gateway, tell }: Omit<GrantRowProps, 'maintains'>): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const [isOpen, { open, close }] = useDisclosure()
  const list = `/gateways/${encodeURIComponent(gateway)}/grants`
  const revoking = useChange(async () => {
    await revoke(`${list}/${encodeURIComponent(grant.id)}`, grant)
    tell(say('revoked', { app: grant.app }))
  }, [list, '/apps'])
  return (
    <>
      <Group gap="xs" wrap="nowrap">
        <Button
          size="compact-sm"
          variant="default"
          aria-label={`${t('edit')}: ${grant.app}`}
          onClick={open}
        >
          {t('edit')}
        </Button>
        <ConfirmedButton
          size="compact-sm"
          question={say('revokeQuestion', { app: grant.app })}
          loading={revoking.isPending}
          act={() => revoking.mutate()}
        >
          {say('revoke')}
        </ConfirmedButton>
      </Group>
      <NotDone error={revoking.error} showCurrent={revoking.readAgain} />
      <Modal
        opened={isOpen}
        onClose={close}
        title={say('editGrant', { app: grant.app })}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <EditGrant path={`${list}/${encodeURIComponent(grant.id)}`} tell={tell} close={close} />
      </Modal>
    </>
  )
}

/** A list has no `ETag`: what is there is read again, and revoked only where it still is what was shown. */
async function revoke(path: string, listed: Grant): Promise<void> {
  const { value, etag } = await askTagged<Grant>(path)
  if (JSON.stringify(value) !== JSON.stringify(listed)) throw new Problem(412, {})
  await ask(path, { method: 'DELETE', ifMatch: etag })
}
