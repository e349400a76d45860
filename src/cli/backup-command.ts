import { Command } from 'commander'
import { chosen, type Bilingual, type Language } from '../model/bilingual.ts'
import { readSettings } from '../settings.ts'
import { CommandFailure } from './command-failure.ts'

/** `faultline backup` and `faultline restore`: the control store with the keys, as one file. They work on
 *  the data folder itself; what they do there is given by main.ts, which alone knows every room. */
interface Facts {
  readonly gateways: number
  readonly releases: number
  readonly keys: number
}

export interface BackupHooks {
  /** Each rejects with a CommandFailure. */
  backUp(dataFolder: string, file: string): Promise<Facts>
  restore(dataFolder: string, file: string): Promise<Facts & { readonly setAside: string }>
}

interface Options {
  readonly data?: string
  readonly lang: Language
}

export function backupCommand({ backUp }: Pick<BackupHooks, 'backUp'>): Command {
  return withData(new Command('backup'))
    .description(
      'Keep definitions, releases, audit and keys in one file; a server may run meanwhile.',
    )
    .argument('<file>', 'file to write; it holds private keys, so it is for its owner alone')
    .addHelpText('after', backupHelp)
    .action(async (file: string, options: Options) => {
      const facts = await backUp(dataFolderOf(options), file)
      console.log(chosen(keptText(facts, file), options.lang))
    })
}

export function restoreCommand({ restore }: Pick<BackupHooks, 'restore'>): Command {
  return withData(new Command('restore'))
    .description('Put a data folder back to what a backup holds; no server may run on it.')
    .argument('<file>', 'file that "faultline backup" wrote')
    .addHelpText('after', restoreHelp)
    .action(async (file: string, options: Options) => {
      const data = dataFolderOf(options)
      const { setAside, ...facts } = await restore(data, file)
      console.log(chosen(restoredText(facts, data), options.lang))
      if (setAside !== '') console.log(chosen(setAsideText(data, setAside), options.lang))
    })
}

function withData(command: Command): Command {
  return command.option(
    '--data <dir>',
    'data folder of the server (default: ./data) [FAULTLINE_DATA]',
  )
}

function dataFolderOf({ data }: Options): string {
  const read = readSettings(data === undefined ? {} : { data })
  if (!read.ok) throw new CommandFailure(read.problem, 2)
  if (read.settings.database === '') return read.settings.data
  throw new CommandFailure(
    'The control state is in PostgreSQL (FAULTLINE_DATABASE): keep it with pg_dump, and copy keys/ and instance-id of the data folder.',
    2,
  )
}

function keptText({ gateways, releases, keys }: Facts, file: string): Bilingual {
  return [
    `Kept in ${file}. Gateways: ${gateways}, releases: ${releases}, keys: ${keys}.`,
    `已保存到 ${file}：${gateways} 个网关、${releases} 个发布、${keys} 个密钥。`,
  ]
}

function restoredText({ gateways, releases, keys }: Facts, data: string): Bilingual {
  return [
    `Restored into ${data}. Gateways: ${gateways}, releases: ${releases}, keys: ${keys}.`,
    `已恢复到 ${data}：${gateways} 个网关、${releases} 个发布、${keys} 个密钥。`,
  ]
}

function setAsideText(data: string, ending: string): Bilingual {
  return [
    `What was there is still in ${data}, under names that end with ${ending}.`,
    `原有内容仍在 ${data} 中，名称以 ${ending} 结尾。`,
  ]
}

const backupHelp = `
It holds everything that "faultline restore" needs, but no flow records and no management token.

Examples:
  faultline backup faultline-monday.db
  faultline backup --data /var/lib/faultline /backup/faultline.db`

const restoreHelp = `
What was there stays in the data folder under other names. Flow records are not touched.

Examples:
  faultline restore faultline-monday.db
  faultline restore --data /var/lib/faultline /backup/faultline.db`
