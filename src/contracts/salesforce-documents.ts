import { z } from 'zod';
import { exceptionTypeViewSchema, requestViewSchema, standardPathViewSchema } from './card-view.ts';

/**
 * The JSON documents Handrail keeps in the org, so that the component can explain without calling a server. Each fits
 * a long text field of 131,072 characters.
 */

/** The most characters of one document: the longest text field Salesforce has. */
export const MAX_DOCUMENT = 131_072;

/**
 * `Handoff_Exception__c.View__c`: the request as a person sees it. What the viewer may do is not in it, because every
 * viewer reads the same document: it stands in their own `Handoff_Seat__c`.
 */
export const salesforceRequestDocumentSchema = requestViewSchema.omit({
  can: true,
  extend: true,
  disputes: true,
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

/** `Handoff_Policy__c.Document__c` of kind `exception_type`: one type for one object, with who is asked in which band. */
export const salesforceTypeDocumentSchema = exceptionTypeViewSchema
  .omit({ breakGlass: true })
  .extend({ policyVersion: z.int().positive(), bands: z.array(policyBandSchema) });
export type SalesforceTypeDocument = z.infer<typeof salesforceTypeDocumentSchema>;

/** `Handoff_Policy__c.Document__c` of kind `standard_path`: what standard routing does with records of one object. */
export const salesforcePathDocumentSchema = standardPathViewSchema.omit({ state: true });
export type SalesforcePathDocument = z.infer<typeof salesforcePathDocumentSchema>;
