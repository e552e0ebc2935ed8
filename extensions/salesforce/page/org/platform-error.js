/** A refusal, in the form in which Lightning Data Service throws it. */
export class PlatformError extends Error {
  constructor(errorCode, message, field) {
    super(message);
    const one = { errorCode, message, ...(field && { field }) };
    this.body = {
      message: 'An error occurred while trying to update the record. Please try again.',
      errorCode,
      output: { errors: field ? [] : [one], fieldErrors: field ? { [field]: [one] } : {} },
    };
  }
}
