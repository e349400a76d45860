import { PageHead } from '../frame/page-head.tsx'
import { RequestList } from './request-list.tsx'
import { useTexts } from './texts.ts'

/** What waits for a decision, over all gateways that one maintains. */
export function ApprovalsPage(): React.ReactElement {
  const say = useTexts()
  return (
    <>
      <PageHead title={say('approvals')} />
      <p>{say('approvalsIntro')}</p>
      <RequestList as="maintainer" status="pending" empty={say('nonePending')} />
    </>
  )
}
