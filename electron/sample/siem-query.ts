import { type AnswerArray, answerArrays } from '../../shared/event/kinds.ts';
import { type SiemRefusal, type SiemWindow, windowOf } from './siem-window.ts';

/** The path of each endpoint below `/v2/siem/`, and the arrays its answer has. */
export const siemEndpoints = {
  'clicks/blocked': ['clicksBlocked'],
  'clicks/permitted': ['clicksPermitted'],
  'messages/blocked': ['messagesBlocked'],
  'messages/delivered': ['messagesDelivered'],
  issues: ['clicksPermitted', 'messagesDelivered'],
  all: answerArrays,
} as const satisfies Record<string, readonly AnswerArray[]>;

export type SiemEndpoint = keyof typeof siemEndpoints;

const threatTypes = ['url', 'attachment', 'messageText'] as const;
const threatStatuses = ['active', 'cleared', 'falsePositive'] as const;

/** A request that is in order. */
export interface SiemQuery {
  endpoint: SiemEndpoint;
  format: 'json' | 'syslog';
  window: SiemWindow;
  /** In lower case; undefined where every type is wanted. */
  types: ReadonlySet<string> | undefined;
  /** In lower case. */
  statuses: ReadonlySet<string>;
}

/** The endpoint of a path, or undefined where there is none. */
export function endpointOf(path: string): SiemEndpoint | undefined {
  const name = /^\/v2\/siem\/(.+?)\/?$/.exec(path)?.[1];
  return name !== undefined && Object.hasOwn(siemEndpoints, name) ? (name as SiemEndpoint) : undefined;
}

function choices(
  params: URLSearchParams,
  name: string,
  allowed: readonly string[],
): Set<string> | SiemRefusal {
  const known = new Set(allowed.map((value) => value.toLowerCase()));
  const chosen = new Set(params.getAll(name).map((value) => value.toLowerCase()));
  for (const value of chosen) {
    if (!known.has(value)) {
      return { status: 400, message: `The parameter ${name} must be one of ${allowed.join(', ')}.` };
    }
  }
  return chosen;
}

/**
 * Reads the parameters of a request to an endpoint.
 * @param now ms since the epoch by the server's clock, which decides what is too old and where "since" ends
 */
export function parseSiemQuery(
  endpoint: SiemEndpoint,
  params: URLSearchParams,
  now: number,
): SiemQuery | SiemRefusal {
  // The service answers syslog where no format is named.
  const format = (params.get('format') ?? 'syslog').toLowerCase();
  if (format !== 'json' && format !== 'syslog') {
    return { status: 400, message: 'The parameter format must be json or syslog.' };
  }
  const types = choices(params, 'threatType', threatTypes);
  if ('status' in types) return types;
  const statuses = choices(params, 'threatStatus', threatStatuses);
  if ('status' in statuses) return statuses;
  const window = windowOf(params, now);
  if ('status' in window) return window;
  return {
    endpoint,
    format,
    window,
    types: types.size > 0 ? types : undefined,
    statuses: statuses.size > 0 ? statuses : new Set(['active', 'cleared']),
  };
}
