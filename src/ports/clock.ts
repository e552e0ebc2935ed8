/** The time, as a port: tests run on a fixed clock. */
export interface Clock {
  now(): Date;
}
