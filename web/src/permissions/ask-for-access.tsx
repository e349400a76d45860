import './permissions.css'
import { Button, Modal } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import { RequestForm } from './request-form.tsx'
import { useTexts } from './texts.ts'

/** Asks for permission: for one resource, some, or the whole gateway, in the name of an own application. */
interface AskForAccessProps {
  readonly gateway: string
  /** To begin with; null: the whole gateway. */
  readonly resources?: readonly string[] | null
  readonly app?: string
  readonly label?: string
}

export function AskForAccess(props: AskForAccessProps): React.ReactElement {
  const { gateway, resources = [], app = '', label } = props
  const { t } = useTranslation()
  const say = useTexts()
  const [isOpen, { open, close }] = useDisclosure()
  return (
    <>
      <Button onClick={open} size={label === undefined ? 'sm' : 'compact-sm'}>
        {label ?? say('askForAccess')}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        size="lg"
        title={say('askTitle', { gateway })}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <RequestForm gateway={gateway} resources={resources} app={app} close={close} />
      </Modal>
    </>
  )
}
