import './permissions.css'
import { useRef, useState } from 'react'
import { usePages } from '../api/pages.ts'
import { Empty } from '../frame/empty.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { More } from '../frame/more.tsx'
import type { PermissionRequest, RequestStatus } from './permission-answers.ts'
import { RequestCard } from './request-card.tsx'
import { useTexts } from './texts.ts'

/** Requests as one side sees them: who asked may withdraw, who maintains decides. */
interface RequestListProps {
  readonly as: 'owner' | 'maintainer'
  readonly app?: string
  readonly gateway?: string
  readonly status?: RequestStatus
  readonly empty: string
}

export function RequestList(props: RequestListProps): React.ReactElement {
  const { as, app, gateway, status, empty } = props
  const say = useTexts()
  const requests = usePages<PermissionRequest>('/permission-requests', { as, app, gateway, status })
  const [told, setTold] = useState('')
  const place = useRef<HTMLParagraphElement>(null)
  const tell = (request: PermissionRequest) => {
    setTold(say('isNow', { number: request.number, status: say(request.status) }))
    place.current?.focus() // the card may be gone with the button that was pressed
  }
  return (
    <>
      <p role="status" tabIndex={-1} ref={place} className="request-told">
        {told}
      </p>
      <Loaded of={requests}>
        {(found) =>
          found.length === 0 ? (
            <Empty>{empty}</Empty>
          ) : (
            <ul className="access-requests">
              {found.map((request) => (
                <li key={request.number}>
                  <RequestCard request={request} as={as} tell={tell} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <More of={requests} />
    </>
  )
}
