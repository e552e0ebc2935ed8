/** One line of the `errors` list in HubSpot's error body. */
export interface ErrorDetail {
  readonly message: string;
  readonly code?: string;
  readonly in?: string;
  readonly context?: Readonly<Record<string, readonly string[]>>;
}

/** What a {@link HubspotError} may carry besides status and message. */
export interface HubspotErrorExtras {
  readonly errors?: readonly ErrorDetail[];
  readonly context?: Readonly<Record<string, readonly string[]>>;
  readonly subCategory?: string;
}

/** A refusal of the portal that is answered in HubSpot's error shape. */
export class HubspotError extends Error {
  readonly status: number;
  readonly category: string;
  readonly extras: HubspotErrorExtras;

  constructor(status: number, category: string, message: string, extras: HubspotErrorExtras = {}) {
    super(message);
    this.name = 'HubspotError';
    this.status = status;
    this.category = category;
    this.extras = extras;
  }
}

/** A 400 as HubSpot words it for bad input. */
export function validationError(message: string, extras: HubspotErrorExtras = {}): HubspotError {
  return new HubspotError(400, 'VALIDATION_ERROR', message, extras);
}

/** A 404 as HubSpot words it. */
export function notFound(message = 'resource not found', extras: HubspotErrorExtras = {}): HubspotError {
  return new HubspotError(404, 'OBJECT_NOT_FOUND', message, extras);
}

/** A 409, for a name or value that is taken, or a revision that is not the latest. */
export function conflict(category: string, message: string): HubspotError {
  return new HubspotError(409, category, message);
}
