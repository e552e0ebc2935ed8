import { z } from 'zod';
import { isoInstant } from '../mapper.ts';
import type { SalesforceRecord } from '../schema.ts';
import type { RowObject } from './row-objects.ts';

const instant = z.string().transform((text, context) => {
  const iso = isoInstant(text);
  if (iso !== null) return iso;
  context.addIssue({ code: 'custom', message: 'is no instant' });
  return z.NEVER;
});

/** What the platform itself writes into every row. */
export const stampsSchema = z.object({
  Id: z.string(),
  CreatedById: z.string(),
  CreatedDate: instant,
  SystemModstamp: instant,
});

/** The part of a row that is the same for every kind. */
export function stampsOf(
  stamps: z.infer<typeof stampsSchema>,
  values: SalesforceRecord,
  { stateField, waiting }: RowObject,
) {
  return {
    rowId: stamps.Id,
    writtenAt: stamps.CreatedDate,
    modifiedAt: stamps.SystemModstamp,
    authorId: stamps.CreatedById,
    waits: values[stateField] === waiting,
  };
}

/** A text that is filled in; undefined for an empty one. */
export function textIn(values: SalesforceRecord, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** An instant as ISO 8601; undefined where there is none. */
export function instantIn(values: SalesforceRecord, name: string): string | undefined {
  const text = textIn(values, name);
  return text === undefined ? undefined : (isoInstant(text) ?? undefined);
}

/** What is wrong with a row, by the labels its author saw: "Reason: must not be empty." */
export function faultIn(error: z.ZodError, labels: Readonly<Record<string, string>>): string {
  const parts = error.issues.map(({ path, message }) => {
    const name = String(path[0] ?? '');
    return `${labels[name] ?? 'The row'}: ${message.charAt(0).toLowerCase()}${message.slice(1)}`;
  });
  return `This cannot be read as it stands (${[...new Set(parts)].join('; ')}).`;
}
