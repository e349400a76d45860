import { createPublicKey, generateKeyPair } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { GatewayKey } from '../model/release.ts'
import { replaceFile } from './atomic-file.ts'
import { codeOf } from '../model/reason.ts'
import { storageProblem, StorageProblem } from './storage-problem.ts'

/** The RSA key pair of each gateway, with which it signs X-Bkapi-JWT. Private keys are only here: one
 *  PEM file a gateway, made when the gateway is first applied. The key id is the gateway's name, as
 *  the libraries of backends expect it. */
export class KeyFolder {
  readonly path: string
  readonly #keys = new Map<string, GatewayKey>()

  constructor(path: string) {
    this.path = path
  }

  async keysOf(gateways: readonly string[]): Promise<readonly GatewayKey[]> {
    return await Promise.all(
      gateways.map(async (gateway) => this.#keys.get(gateway) ?? this.#load(gateway)),
    )
  }

  async #load(gateway: string): Promise<GatewayKey> {
    const file = join(this.path, `${gateway}.pem`)
    const privatePem = (await readKey(file)) ?? (await this.#create(file))
    const key = { gateway, kid: gateway, privatePem, publicPem: publicHalf(file, privatePem) }
    this.#keys.set(gateway, key)
    return key
  }

  async #create(file: string): Promise<string> {
    const { privateKey } = await generatePair('rsa', keyOptions)
    try {
      await mkdir(this.path, { recursive: true, mode: 0o700 })
      await replaceFile(file, privateKey)
    } catch (error) {
      throw storageProblem('The key file', file, error)
    }
    return privateKey
  }
}

const generatePair = promisify(generateKeyPair)

/** 2048 bits: what NIST SP 800-57 accepts until 2030, and half the signing time of 3072. */
const keyOptions = {
  modulusLength: 2_048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
} as const

async function readKey(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw storageProblem('The key file', file, error)
  }
}

function publicHalf(file: string, privatePem: string): string {
  try {
    return createPublicKey(privatePem).export({ type: 'spki', format: 'pem' }).toString()
  } catch (error) {
    throw new StorageProblem(
      `The key file ${file} holds no private key. Restore it from a backup, or move it away: a new key is made, and backends must fetch its public half again.`,
      { cause: error },
    )
  }
}
