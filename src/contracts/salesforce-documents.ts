import { z } from 'zod';
import {
  exceptionTypeViewSchema,
  extensionViewSchema,
  requestViewSchema,
  standardPathViewSchema,
} from './card-view.ts';
import { disputesViewSchema } from './dispute.ts';

/**
 * The JSON documents Handrail keeps in the org, so that the component can explain without calling a server. Each fits
 * a long text field of 131,072 characters.
 */

/** The most characters of one document: the longest text field Salesforce has. */
export const MAX_DOCUMENT = 131_072;

/**
 * `Handoff_Exception__c.View__c`: the request as its requester sees it, without what they may do. Every viewer reads
 * the same document; what each of them may do stands in their own `Handoff_Seat__c`, as `decisionKindsOf` says.
 *
 * `extend` tells the terms while another end can be asked for, `disputes.grounds` all grounds there are.
 */
export const salesforceRequestDocumentSchema = requestViewSchema
  .omit({ can: true, extensions: true, disputes: true })
  .extend({
    extensions: z.array(extensionViewSchema.omit({ canWithdraw: true })),
    disputes: disputesViewSchema.omit({ canObject: true, canDecide: true }).optional(),
  });
export type SalesforceRequestDocument = z.infer<typeof salesforceRequestDocumentSchema>;

/** Who is asked in one band of a type. Without `when`: always. */
export const policyBandSchema = z
  .object({
    label: z.string(),
    asks: z.string(),
    because: z.string(),
    /** A number field of the record: applies above `above` and up to `atMost`; missing on the record: may apply. */
    when: z
      .object({ field: z.string(), above: z.number().optional(), atMost: z.number().optional() })
      .optional(),
    /** True where facts beyond the record decide: the component then says "may be asked". */
    depends: z.boolean(),
  })
  .meta({ id: 'PolicyBand' });
export type PolicyBand = z.infer<typeof policyBandSchema>;

/**
 * That a type may take effect at once, and who may have it so: the row is the same for everybody, so the component
 * compares the viewer's e-mail address. Handrail decides; an attempt without the right is refused and audited.
 */
export const salesforceBreakGlassSchema = z
  .object({
    reviewHours: z.number().positive(),
    prompt: z.string(),
    minLength: z.int().nonnegative(),
    /** Who may, in words: "CRO (Elena Fischer), or the lead of the region". */
    allowed: z.string(),
    /** E-mail addresses, lower case, of those who may on every record. */
    people: z.array(z.email().toLowerCase()),
    /** True where facts of the record may allow it to others too. */
    depends: z.boolean(),
  })
  .meta({ id: 'SalesforceBreakGlass' });
export type SalesforceBreakGlass = z.infer<typeof salesforceBreakGlassSchema>;

/** `Handoff_Policy__c.Document__c` of kind `exception_type`: one type for one object, with who is asked in which band. */
export const salesforceTypeDocumentSchema = exceptionTypeViewSchema.extend({
  policyVersion: z.int().positive(),
  bands: z.array(policyBandSchema),
  breakGlass: salesforceBreakGlassSchema.optional(),
});
export type SalesforceTypeDocument = z.infer<typeof salesforceTypeDocumentSchema>;

/** `Handoff_Policy__c.Document__c` of kind `standard_path`: what standard routing does with records of one object. */
export const salesforcePathDocumentSchema = standardPathViewSchema.omit({ state: true });
export type SalesforcePathDocument = z.infer<typeof salesforcePathDocumentSchema>;
