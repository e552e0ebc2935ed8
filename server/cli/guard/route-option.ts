export const ROUTE_HELP =
  'a property of your own that says which route a record takes, to be governed like the team; may be repeated';

/** Gathers the values of an option that may be repeated. */
export function collect(value: string, former: readonly string[]): readonly string[] {
  return [...former, value];
}
