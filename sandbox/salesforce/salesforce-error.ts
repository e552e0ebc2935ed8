/** One refusal of the org, in the shape its error documents have. */
export interface ErrorDocument {
  readonly message: string;
  readonly errorCode: string;
  /** Names of the fields it is about; left out where the real org leaves it out. */
  readonly fields?: readonly string[];
}

/** A call that the org refuses, answered as a list of one error document. */
export class SalesforceError extends Error {
  override readonly name = 'SalesforceError';
  readonly status: number;
  readonly errorCode: string;
  readonly fields: readonly string[] | undefined;

  constructor(status: number, errorCode: string, message: string, fields?: readonly string[]) {
    super(message);
    this.status = status;
    this.errorCode = errorCode;
    this.fields = fields;
  }

  /** The error as it stands in a reply. */
  get document(): ErrorDocument {
    const { message, errorCode, fields } = this;
    return { message, errorCode, ...(fields && { fields }) };
  }
}

/** A write the org refuses for the record's own sake; always names the fields, none when it is about none. */
export function saveError(
  errorCode: string,
  message: string,
  fields: readonly string[] = [],
): SalesforceError {
  return new SalesforceError(400, errorCode, message, fields);
}

/** The 404 of a record that is not there. */
export function notFound(message = 'The requested resource does not exist'): SalesforceError {
  return new SalesforceError(404, 'NOT_FOUND', message);
}
