import { rmSync } from 'node:fs'
import { startDemo } from '../../examples/demo/start-demo.ts'
import type { Bilingual } from '../model/bilingual.ts'
import { newDemoFolder } from './demo-folder.ts'

/** What the demo needs beside a server: the services of a small company, which run in the carrier, and a data folder. Both
 *  outlive the control plane, so that also in the demo it can be killed while traffic goes on. Plain data: it crosses to
 *  that process. */
export interface DemoCompany {
  readonly definitionText: string
  /** Of the application that its calls are made with. */
  readonly secret: string
  readonly hasNginx: boolean
  readonly notes: readonly Bilingual[]
  readonly dataFolder: string
}

export interface OpenDemoCompany {
  readonly company: DemoCompany
  /** Ends the services, and nothing of the data folder is left. */
  close(): void
}

export async function openDemoCompany(): Promise<OpenDemoCompany> {
  const demo = await startDemo()
  const { definitionText, secret, hasNginx, notes } = demo
  const dataFolder = newDemoFolder()
  return {
    company: { definitionText, secret, hasNginx, notes, dataFolder },
    close: () => {
      demo.close()
      rmSync(dataFolder, { recursive: true, force: true })
    },
  }
}
