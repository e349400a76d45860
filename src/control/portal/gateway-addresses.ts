/** Where callers reach a stage of a gateway. */
export interface GatewayAddresses {
  /** As callers reach the gateway: the setting, else the address it listens on; without a slash at its end. */
  readonly baseUrl: () => string
  /** `{gateway}.example.com`, '' where there is none. */
  readonly hostTemplate: string
}

/** Of one stage: the address that always works first. */
export function stageUrls(
  { baseUrl, hostTemplate }: GatewayAddresses,
  gateway: string,
  stage: string,
): string[] {
  const base = baseUrl()
  const byPath = `${base}/api/${gateway}/${stage}`
  if (hostTemplate === '' || !URL.canParse(base)) return [byPath]
  const { protocol, port } = new URL(base)
  const host = hostTemplate.replace('{gateway}', gateway)
  return [byPath, `${protocol}//${host}${port === '' ? '' : `:${port}`}/${stage}`]
}
