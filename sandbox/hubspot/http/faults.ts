import type { Request, RequestHandler, Response } from 'express';
import { HubspotError } from '../hubspot-error.ts';
import { errorBody } from './error-reply.ts';

/**
 * What goes wrong:
 * - `status`: the call is refused with that status and nothing happens
 * - `hang`: no reply ever comes, and nothing happens
 * - `hang-after`: the call takes effect, then no reply ever comes
 * - `reset`: the connection breaks before anything happens
 * - `lose-reply`: the call takes effect, then a 500 is answered
 * - `break-after`: the call takes effect, then the connection breaks
 * - `half-batch`: the first half of the inputs takes effect, then a 500 is answered
 */
export const FAULT_KINDS = [
  'status',
  'hang',
  'hang-after',
  'reset',
  'lose-reply',
  'break-after',
  'half-batch',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  readonly kind: FaultKind;
  /** HTTP method; all when left out. */
  readonly method?: string | undefined;
  /** Regular expression on the path; all when left out. */
  readonly path?: string | undefined;
  /** How many matching calls pass before the first one is hit; none when left out. */
  readonly after?: number | undefined;
  /** How many matching calls are hit; 1 when left out. */
  readonly times?: number | undefined;
  /** For `status`: 400 to 599; 500 when left out. */
  readonly status?: number | undefined;
  /** For `status`: extra headers, such as `Retry-After`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** For `status`: the vendor's code of the error; one that fits the status when left out. */
  readonly errorCode?: string | undefined;
}

/** How one vendor's replies and batches look. */
export interface FaultFace {
  /** The body of an error that was injected. */
  body(status: number, errorCode: string | undefined): unknown;
  /** The field of a body that holds the inputs of a batch. */
  readonly inputs: string;
}

/** HubSpot's. */
const HUBSPOT_FACE: FaultFace = {
  body: (status, errorCode) =>
    errorBody(
      new HubspotError(
        status,
        errorCode ?? (status === 429 ? 'RATE_LIMITS' : 'INTERNAL_ERROR'),
        'fault injected by the sandbox',
      ),
    ),
  inputs: 'inputs',
};

interface ArmedFault {
  readonly fault: Fault;
  readonly path: RegExp;
  pass: number;
  left: number;
}

/** The faults that wait for their calls, oldest first. */
export class FaultQueue {
  #armed: ArmedFault[] = [];

  /** @throws SyntaxError when `path` is not a regular expression */
  inject(fault: Fault): void {
    this.#armed.push({
      fault,
      path: new RegExp(fault.path ?? ''),
      pass: fault.after ?? 0,
      left: fault.times ?? 1,
    });
  }

  clear(): void {
    this.#armed = [];
  }

  /** Faults that have not hit all their calls yet. */
  get pending(): number {
    return this.#armed.length;
  }

  /** The fault for a call, used up by one. */
  take(method: string, path: string): Fault | undefined {
    const hit = this.#armed.find(
      (one) => (one.fault.method?.toUpperCase() ?? method) === method && one.path.test(path),
    );
    if (!hit) return undefined;
    if (hit.pass > 0) {
      hit.pass -= 1;
      return undefined;
    }
    hit.left -= 1;
    if (hit.left <= 0) this.#armed = this.#armed.filter((one) => one !== hit);
    return hit.fault;
  }
}

/** Makes calls go wrong as the queue says. @param face HubSpot's when left out */
export function applyFaults(queue: FaultQueue, face: FaultFace = HUBSPOT_FACE): RequestHandler {
  return (req, res, next) => {
    const fault = queue.take(req.method, req.path);
    if (!fault) {
      next();
      return;
    }
    switch (fault.kind) {
      case 'status': {
        const status = fault.status ?? 500;
        res
          .status(status)
          .set(fault.headers ?? {})
          .json(face.body(status, fault.errorCode));
        return;
      }
      case 'hang':
        return;
      case 'reset':
        req.socket.destroy();
        return;
      case 'lose-reply':
        answerInstead(res, () => res.status(500).json(face.body(500, undefined)));
        break;
      case 'hang-after':
        answerInstead(res, () => {});
        break;
      case 'break-after':
        answerInstead(res, () => req.socket.destroy());
        break;
      case 'half-batch':
        keepFirstHalf(req, face.inputs);
        answerInstead(res, () => res.status(500).json(face.body(500, undefined)));
        break;
    }
    next();
  };
}

function keepFirstHalf(req: Request, name: string): void {
  const body: unknown = req.body;
  if (typeof body !== 'object' || body === null) return;
  const inputs: unknown = Reflect.get(body, name);
  if (Array.isArray(inputs)) req.body = { ...body, [name]: inputs.slice(0, Math.floor(inputs.length / 2)) };
}

/** Lets the route work, then sends something else in place of its reply. */
function answerInstead(res: Response, answer: () => void): void {
  const end = res.end;
  const intercept: typeof res.end = () => {
    res.end = end;
    answer();
    return res;
  };
  res.end = intercept;
}
