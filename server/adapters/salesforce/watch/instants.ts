/** Salesforce's instants have an offset of a form of their own: `2026-11-23T10:00:00.000+0000`. @returns ISO 8601 in UTC */
export function instantOf(text: string): string {
  return new Date(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')).toISOString();
}
