import type { ErrorEntry } from './entry.ts'

/** No resource matches. All share the code users know; the key tells which part is unknown. */
export const matchErrors = {
  gateway_not_found: {
    status: 404,
    code: 1640401,
    codeName: 'API_NOT_FOUND',
    message: 'API not found',
    detail: '[method="{method}" path="{path}" reason="{reason}"]',
    proxyStatus: 'destination_not_found',
    fault: 'client',
    owner: 'caller',
    summary: 'There is no gateway of this name here.',
    remedy:
      "Check the gateway's name in the address and the host called; near names are given in the reason.",
  },
  stage_not_released: {
    status: 404,
    code: 1640401,
    codeName: 'API_NOT_FOUND',
    message: 'API not found',
    detail: '[method="{method}" path="{path}" reason="{reason}"]',
    proxyStatus: 'destination_not_found',
    fault: 'client',
    owner: 'caller',
    summary: 'The gateway has no released stage of this name.',
    remedy: 'Check the stage in the address; if it should exist, its maintainers must release it.',
  },
  resource_not_found: {
    status: 404,
    code: 1640401,
    codeName: 'API_NOT_FOUND',
    message: 'API not found',
    detail: '[method="{method}" path="{path}" reason="{reason}"]',
    proxyStatus: 'destination_not_found',
    fault: 'client',
    owner: 'caller',
    summary: 'No released resource has this path.',
    remedy:
      "Compare the path with the released resources; right after a release ask the gateway's maintainers.",
  },
  method_not_allowed: {
    status: 404,
    code: 1640401,
    codeName: 'API_NOT_FOUND',
    message: 'API not found',
    detail: '[method="{method}" path="{path}" reason="{reason}"]',
    proxyStatus: 'destination_not_found',
    fault: 'client',
    owner: 'caller',
    summary: 'The path exists, but not with this method.',
    remedy: 'Use one of the methods in the Allow field.',
  },
} as const satisfies Record<string, ErrorEntry>
