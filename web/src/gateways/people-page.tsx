import { Checkbox, Stack, Textarea } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Tagged } from '../api/ask.ts'
import { Loaded } from '../frame/loaded.tsx'
import { NamesField } from './backend-editor.tsx'
import { ContactFields } from './contact-fields.tsx'
import { descriptionOf } from './description-of.ts'
import type { Gateway } from './gateway-answers.ts'
import { gatewayPath } from './gateway-path.ts'
import { withMember } from './merge-patch.ts'
import { OnlyLooking } from './only-looking.tsx'
import { PartBar, problemAt } from './part-bar.tsx'
import { RemoveGateway } from './remove-gateway.tsx'
import { useTexts } from './texts.ts'
import { type EditedPart, useEditedPart } from './use-edited-part.ts'
import { useGateway } from './use-gateway.ts'
import { useMayMaintain } from '../api/rights.ts'

/** Who is in charge of a gateway, who may look, whom callers ask, what it is. In effect at once: no release. */
const route = getRouteApi('/gateways/$gateway')

export function PeoplePage(): React.ReactElement {
  const say = useTexts()
  const { gateway } = route.useParams()
  const found = useGateway(gateway)
  const mayMaintain = useMayMaintain(gateway)
  return (
    <section aria-label={say('people')}>
      <p className="said">{say('peopleWords')}</p>
      <OnlyLooking gateway={gateway} />
      <Loaded of={found}>{(read) => <Form key={gateway} name={gateway} read={read} />}</Loaded>
      {mayMaintain && found.data !== undefined ? <RemoveGateway read={found.data} /> : null}
    </section>
  )
}

interface FormProps {
  readonly name: string
  readonly read: Tagged<Gateway>
}

function Form({ name, read }: FormProps): React.ReactElement {
  const say = useTexts()
  const mayMaintain = useMayMaintain(name)
  const part = useEditedPart({
    path: gatewayPath(name),
    read: { value: descriptionOf(read.value), etag: read.etag },
    stale: ['/gateways', 'session'], // it may be about one's own rights
    pick: descriptionOf,
  })
  return (
    <form
      className="people"
      onSubmit={(event) => {
        event.preventDefault()
        part.save()
      }}
    >
      <fieldset className="plain-fields" disabled={!mayMaintain}>
        <legend className="only-heard">{say('people')}</legend>
        <Stack>
          <DescriptionFields part={part} />
          <ContactFields part={part} />
        </Stack>
      </fieldset>
      {mayMaintain ? <PartBar part={part} saved={say('savedAtOnce')} /> : null}
    </form>
  )
}

function DescriptionFields({ part }: { readonly part: EditedPart }): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const { description, public: isPublic, maintainers, viewers } = part.typed
  const put = (member: string, value: unknown): void =>
    part.type(withMember(part.typed, member, value))
  return (
    <>
      <Textarea
        label={t('description')}
        description={say('descriptionWords')}
        value={typeof description === 'string' ? description : ''}
        error={problemAt(part.error, 'description')}
        onChange={({ currentTarget }) => put('description', currentTarget.value)}
        autosize
      />
      <NamesField
        label={say('personsInCharge')}
        description={say('maintainersWords')}
        names={maintainers}
        error={problemAt(part.error, 'maintainers')}
        put={(names) => put('maintainers', names)}
      />
      <NamesField
        label={say('viewers')}
        description={say('viewersWords')}
        names={viewers}
        error={problemAt(part.error, 'viewers')}
        put={(names) => put('viewers', names)}
      />
      <Checkbox
        label={say('publicWords')}
        checked={isPublic !== false}
        onChange={({ currentTarget }) => put('public', currentTarget.checked)}
      />
    </>
  )
}
