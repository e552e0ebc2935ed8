type LogLine = (fields: Readonly<Record<string, unknown>>, message: string) => void;

/** The part of a pino logger that store and job runner need. */
export interface StoreLogger {
  readonly info: LogLine;
  readonly warn: LogLine;
  readonly error: LogLine;
}
