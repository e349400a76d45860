/** Addresses of the management API about one gateway. */
export function gatewayPath(gateway: string, ...parts: readonly string[]): string {
  return ['/gateways', gateway, ...parts]
    .map((part, at) => (at === 0 ? part : encodeURIComponent(part)))
    .join('/')
}
