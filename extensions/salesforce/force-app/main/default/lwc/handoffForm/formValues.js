// @ts-check
import TIME_ZONE from '@salesforce/i18n/timeZone';
import { endOfDay } from 'c/handoffTime';

/**
 * @typedef {{
 *   typeId: string, reasonCode: string, reason: string, ownerId: string, stage: string, until: string,
 *   atOnce: boolean, atOnceReason: string
 * }} Values
 */

/** A form nobody has touched. @type {Readonly<Values>} */
export const EMPTY = Object.freeze({
    typeId: '',
    reasonCode: '',
    reason: '',
    ownerId: '',
    stage: '',
    until: '',
    atOnce: false,
    atOnceReason: ''
});

/**
 * What is written of a filled form, without the id that counts it once. What was left open is not named.
 *
 * @param {Values} values
 * @param {object} about
 * @param {string} about.objectApiName
 * @param {string} about.recordId
 * @param {string | undefined} about.exceptionRecordType
 * @param {number} about.latestMs the last instant the policy allows
 * @returns {Readonly<Record<string, unknown>>}
 */
export function fieldsOf(values, { objectApiName, recordId, exceptionRecordType, latestMs }) {
    return {
        [`${objectApiName}__c`]: recordId,
        Record_Id__c: recordId,
        Exception_Type__c: values.typeId,
        Reason_Code__c: values.reasonCode,
        Reason__c: values.reason.trim(),
        Expires_At__c: endOfDay(values.until, TIME_ZONE, latestMs),
        ...(values.ownerId && { Proposed_Owner__c: values.ownerId }),
        ...(values.stage && { Proposed_Stage__c: values.stage }),
        ...(values.atOnce && { Break_Glass__c: true, Break_Glass_Reason__c: values.atOnceReason.trim() }),
        ...(exceptionRecordType && { RecordTypeId: exceptionRecordType })
    };
}
