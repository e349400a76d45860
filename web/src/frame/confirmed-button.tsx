import { Button, type ButtonProps, Group, Modal, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'

/** A button for what cannot be taken back: it says what will be, and asks. */
interface ConfirmedButtonProps extends ButtonProps {
  readonly children: string
  /** What will be then, in a sentence. */
  readonly question: string
  readonly act: () => unknown
}

export function ConfirmedButton(props: ConfirmedButtonProps): React.ReactElement {
  const { children, question, act, ...looks } = props
  const { t } = useTranslation()
  const [isOpen, { open, close }] = useDisclosure()
  return (
    <>
      <Button variant="default" {...looks} onClick={open}>
        {children}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={children}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <Text>{question}</Text>
        <Group justify="end" mt="md">
          <Button variant="default" onClick={close} data-autofocus>
            {t('cancel')}
          </Button>
          <Button
            color="red"
            onClick={() => {
              close()
              void act()
            }}
          >
            {children}
          </Button>
        </Group>
      </Modal>
    </>
  )
}
