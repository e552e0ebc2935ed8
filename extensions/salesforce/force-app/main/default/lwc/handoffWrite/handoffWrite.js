// @ts-check
/**
 * What people write: requests and decisions. Salesforce names the author; the component could not.
 */
import { createRecord } from 'lightning/uiRecordApi';
import { isRepeated } from 'c/handoffRows';

/**
 * A new id of 32 letters and digits.
 *
 * @returns {string}
 */
export function clientId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Ids that belong to what is written: pressing a button again after a lost reply repeats the id, and the platform
 * refuses the second row; another content makes a new id.
 *
 * @returns {(content: unknown) => string}
 */
export function createKeyring() {
    let lastContent = '';
    let lastId = '';
    return (content) => {
        const text = JSON.stringify(content);
        if (text !== lastContent) {
            lastContent = text;
            lastId = clientId();
        }
        return lastId;
    };
}

/**
 * Files a request. Done also when the same one was filed before.
 *
 * @param {Readonly<Record<string, unknown>>} fields
 * @returns {Promise<void>}
 */
export async function fileException(fields) {
    await create('Handoff_Exception__c', fields);
}

/**
 * Says something about a request. Done also when the same was said before.
 *
 * @param {object} decision
 * @param {string} decision.exceptionId
 * @param {number} decision.version the version that was seen
 * @param {string} decision.kind
 * @param {string} decision.comment
 * @param {string} [decision.until] to extend: the later end
 * @param {string} [decision.handedTo] to hand over: the id of the user who takes the seat
 * @param {string} [decision.ground] to object: what is wrong
 * @param {string} id client id
 * @returns {Promise<void>}
 */
export async function writeDecision({ exceptionId, version, kind, comment, until, handedTo, ground }, id) {
    await create('Handoff_Decision__c', {
        Handoff_Exception__c: exceptionId,
        Decision__c: kind,
        Comment__c: comment,
        ...(until && { Until__c: until }),
        ...(handedTo && { Handed_To__c: handedTo }),
        ...(ground && { Ground__c: ground }),
        Version__c: version,
        Client_Id__c: id
    });
}

/**
 * @param {string} apiName
 * @param {Readonly<Record<string, unknown>>} fields
 */
async function create(apiName, fields) {
    try {
        await createRecord({ apiName, fields: { ...fields } });
    } catch (thrown) {
        if (!isRepeated(thrown)) throw thrown;
    }
}
