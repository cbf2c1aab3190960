import type { SiemEndpoint } from '../../electron/sample/siem-query.ts';
import { altersJson, type Fault } from './fault.ts';

/** What a rule is asked about. */
export interface FaultOccasion {
  endpoint: SiemEndpoint | undefined;
  target: string;
  /** By the server's clock, ms. */
  now: number;
  /** Counts requests from 1. */
  request: number;
  /** Whether the answer is JSON with status 200. */
  json: boolean;
}

/** Which requests go wrong. */
export interface FaultPlan {
  /** Spoils the next `times` requests (to an endpoint, if given); several in a queue go one after the other. */
  queue(fault: Fault, times?: number, endpoint?: SiemEndpoint): void;
  /** Spoils every request for which `when` says so; the answer takes the rule back. */
  rule(fault: Fault, when: (occasion: FaultOccasion) => boolean): () => void;
  /** Forgets queue and rules. */
  clear(): void;
  /** The fault of a request; takes it off the queue. A fault that alters JSON waits for an answer in JSON. */
  take(occasion: FaultOccasion): Fault | undefined;
  readonly queued: number;
}

export function createFaultPlan(): FaultPlan {
  let queue: { fault: Fault; endpoint: SiemEndpoint | undefined }[] = [];
  let rules: { fault: Fault; when: (occasion: FaultOccasion) => boolean }[] = [];
  return {
    queue(fault, times = 1, endpoint) {
      for (let i = 0; i < times; i++) queue.push({ fault, endpoint });
    },
    rule(fault, when) {
      const rule = { fault, when };
      rules.push(rule);
      return () => {
        rules = rules.filter((other) => other !== rule);
      };
    },
    clear() {
      queue = [];
      rules = [];
    },
    take(occasion) {
      const fits = (fault: Fault): boolean => occasion.json || !altersJson(fault);
      const at = queue.findIndex(({ endpoint }) => endpoint === undefined || endpoint === occasion.endpoint);
      const next = queue[at];
      if (next && fits(next.fault)) {
        queue.splice(at, 1);
        return next.fault;
      }
      return rules.find(({ fault, when }) => fits(fault) && when(occasion))?.fault;
    },
    get queued() {
      return queue.length;
    },
  };
}
