import { Resolver } from 'node:dns'
import { readFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { hostname } from 'node:os'
import type { DoctorFinding } from '../../model/doctor-finding.ts'
import { findingsOf } from '../../model/doctor-finding.ts'
import { catalogueEntry } from '../../diagnosis/catalogue.ts'
import { parseResolvConf, type ResolvConf } from '../../network/resolv-conf.ts'
import { codeOf } from '../../model/reason.ts'
import type { ExaminedPlace } from './examined-place.ts'

const { ok, note, warning, problem } = findingsOf('names')

/** Do the name servers answer, and do the names of backends resolve from here? */
export async function checkNames(
  place: ExaminedPlace,
  resolvConfFile = '/etc/resolv.conf',
): Promise<DoctorFinding[]> {
  const text = await readFile(resolvConfFile, 'utf8').catch((error: unknown) => ({ error }))
  const conf = parseResolvConf(typeof text === 'string' ? text : '', hostname())
  const chosen = place.settings.nameServers
  const servers = chosen.length > 0 ? chosen : conf.servers
  const releases = await place.releases().catch(() => [])
  const hosts = releases.flatMap(({ backends }) => backends.flatMap((backend) => backend.hosts))
  const names = [...new Set(hosts.map(({ host }) => host).filter((host) => isIP(host) === 0))]
  const isNeeded = names.some((name) => name !== 'localhost')
  const found = await Promise.all([
    Promise.all(servers.map((server) => askServer(server, isNeeded))),
    Promise.all(names.slice(0, mostNames).map((name) => askName(name, place))),
  ])
  const about =
    typeof text === 'string' ? fileFindings(text, conf) : [unreadable(resolvConfFile, text.error)]
  return [...(chosen.length > 0 ? [] : about), ...found.flat(2)]
}

const mostNames = 500
const askMs = 2_000
const slowMs = 300

function unreadable(file: string, error: unknown): DoctorFinding {
  return warning(
    'resolv_conf_unreadable',
    [
      `${file} cannot be read (${codeOf(error)}): the name server on 127.0.0.1 is asked.`,
      `无法读取 ${file}（${codeOf(error)}）：将询问 127.0.0.1 上的域名服务器。`,
    ],
    ['Write it, or set --name-servers.', '写入该文件，或设置 --name-servers。'],
  )
}

function fileFindings(text: string, { search, ndots }: ResolvConf): DoctorFinding[] {
  const listed = text.match(/^\s*nameserver\s/gm)?.length ?? 0
  const findings: DoctorFinding[] = []
  if (listed > 3) {
    findings.push(
      note('name_servers_ignored', [
        `/etc/resolv.conf lists ${listed} name servers; the system and we ask the first three.`,
        `/etc/resolv.conf 列出了 ${listed} 个域名服务器，系统和网关只询问前三个。`,
      ]),
    )
  }
  if (ndots > 1 && search.length > 0) {
    findings.push(
      note(
        'search_list_long',
        [
          `Names with fewer than ${ndots} dots are asked under ${search.join(', ')} first (ndots:${ndots}).`,
          `少于 ${ndots} 个点的域名会先按 ${search.join('、')} 查询（ndots:${ndots}）。`,
        ],
        [
          'A dot at the end of the host in a definition asks for the name as it is.',
          '在定义的主机名末尾加点即可按原名查询。',
        ],
      ),
    )
  }
  return findings
}

/** Any answer will do, NXDOMAIN too: `invalid.` never exists (RFC 6761 section 6.4). */
async function askServer(server: string, isNeeded: boolean): Promise<DoctorFinding> {
  const startMs = performance.now()
  const code = await codeFrom(server)
  const tookMs = Math.round(performance.now() - startMs)
  if (!silences.has(code)) {
    if (tookMs <= slowMs)
      return ok('name_server_answers', [
        `${server} answers in ${tookMs} ms.`,
        `${server} 在 ${tookMs} 毫秒内应答。`,
      ])
    return warning(
      'name_server_slow',
      [
        `The name server ${server} took ${tookMs} ms.`,
        `域名服务器 ${server} 用了 ${tookMs} 毫秒。`,
      ],
      ['Ask one that is nearer (--name-servers).', '改用更近的域名服务器（--name-servers）。'],
    )
  }
  const sentence = [
    `The name server ${server} does not answer (${code}).`,
    `域名服务器 ${server} 没有应答（${code}）。`,
  ] as const
  const advice = [
    'Start it, open the way to it (UDP and TCP port 53), or name others with --name-servers.',
    '启动它、放通到它的网络（UDP 和 TCP 53 端口），或用 --name-servers 指定其他服务器。',
  ] as const
  return isNeeded
    ? problem('name_server_silent', sentence, advice)
    : warning('name_server_silent', sentence, advice)
}

const silences: ReadonlySet<string> = new Set(['ETIMEOUT', 'ECONNREFUSED', 'ECANCELLED'])

function codeFrom(server: string): Promise<string> {
  const resolver = new Resolver({ timeout: askMs / 2, tries: 2 })
  resolver.setServers([server])
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolver.cancel(), askMs)
    resolver.resolve4('faultline.invalid', (error) => {
      clearTimeout(timer)
      resolve(error === null ? '' : (error.code ?? error.message))
    })
  })
}

async function askName(name: string, { resolver }: ExaminedPlace): Promise<DoctorFinding> {
  const startMs = performance.now()
  const resolved = await resolver.resolve(name, askMs)
  const tookMs = Math.round(performance.now() - startMs)
  if (!resolved.ok) {
    const english = catalogueEntry(resolved.key, 'en')
    const chinese = catalogueEntry(resolved.key, 'zh')
    return problem(
      'name_unresolved',
      [
        `The backend's name ${name} does not resolve here: ${english?.title ?? ''} (${resolved.key})`,
        `后端域名 ${name} 在此无法解析：${chinese?.title ?? ''}（${resolved.key}）`,
      ],
      [english?.actions[0]?.text ?? '', chinese?.actions[0]?.text ?? ''],
    )
  }
  const addresses = resolved.addresses.map(({ address }) => address).join(', ')
  if (tookMs > slowMs) {
    return warning(
      'name_slow',
      [`${name} took ${tookMs} ms to resolve.`, `解析 ${name} 用了 ${tookMs} 毫秒。`],
      [
        'Each new connection waits so long: look at the name servers, and at search and ndots.',
        '每个新连接都要等待这么久：检查域名服务器以及 search 和 ndots。',
      ],
    )
  }
  return ok('name_resolved', [`${name} is ${addresses}.`, `${name} 解析为 ${addresses}。`])
}
