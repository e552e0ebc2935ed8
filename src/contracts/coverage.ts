import { z } from 'zod';
import { recordRefSchema } from './field-formats.ts';
import { COVERAGE_STATUSES, GROUP_OBJECT_TYPES } from './vocabulary.ts';

/** One record of a buying group, as the card of its company lists it. */
export const groupRecordViewSchema = z
  .object({
    objectType: z.enum(GROUP_OBJECT_TYPES),
    recordId: z.string(),
    title: z.string(),
    status: z.enum(COVERAGE_STATUSES),
    /** Where it stands and why. */
    words: z.string(),
  })
  .meta({ id: 'GroupRecordView' });
export type GroupRecordView = z.infer<typeof groupRecordViewSchema>;

/** The deals and contacts that a company's exception covers. */
export const groupViewSchema = z
  .object({
    /** "Covers 12 records", and what else there is to say. */
    words: z.string(),
    /** How conflicts with a record's own exception are settled. */
    precedence: z.string(),
    counts: z.object({
      covering: z.int(),
      covered: z.int(),
      yielded: z.int(),
      released: z.int(),
      failed: z.int(),
    }),
    /** The first of them; the counts are about all. */
    records: z.array(groupRecordViewSchema),
  })
  .meta({ id: 'GroupView' });
export type GroupView = z.infer<typeof groupViewSchema>;

/** A company's exception over the record that is looked at. */
export const coverViewSchema = z
  .object({
    requestId: z.string(),
    company: recordRefSchema,
    companyTitle: z.string(),
    typeLabel: z.string(),
    expiresAt: z.iso.datetime(),
    /** Whether it holds the record now; false while another exception does. */
    governs: z.boolean(),
    /** What this means for the record. */
    words: z.string(),
  })
  .meta({ id: 'CoverView' });
export type CoverView = z.infer<typeof coverViewSchema>;
