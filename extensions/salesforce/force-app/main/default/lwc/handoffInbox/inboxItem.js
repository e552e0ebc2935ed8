// @ts-check
import USER_ID from '@salesforce/user/Id';
import { SALESFORCE_OBJECTS } from 'c/handoffContract';
import { LABELS } from 'c/handoffLabels';
import { exceptionOf, mayOf } from 'c/handoffRows';
import { changesInWords, filled, inWords, kindInWords, openExtension } from 'c/handoffWords';

/** @typedef {ReturnType<typeof import('c/handoffRows').decisionOf>} Decision */

/**
 * One line of the inbox.
 *
 * @param {any} seat
 * @param {Decision[]} said what the viewer said about anything, newest first
 */
export function itemOf(seat, said) {
    const row = seat.Handoff_Exception__r;
    const exception = exceptionOf(row, USER_ID);
    const may = mayOf(seat);
    const object = SALESFORCE_OBJECTS.find((name) => row[`${name}__r`]);
    const record = object ? row[`${object}__r`] : undefined;
    const recordId = row.Record_Id__c?.value ?? '';
    return {
        id: exception.id,
        version: exception.version,
        title: record?.Name?.value ?? record?.CaseNumber?.value ?? recordId,
        url: object ? `/lightning/r/${object}/${recordId}/view` : `/${recordId}`,
        typeLabel: exception.view?.typeLabel ?? LABELS.notUnderstoodTitle,
        requester: exception.view?.requester?.name ?? exception.filedBy,
        filedAt: exception.filedAt,
        reason: exception.view?.reason ?? exception.reason,
        changes: changesInWords(exception.view).map(({ words }) => words),
        why: seat.Why__c?.value ?? '',
        ...matterOf(exception.view, may),
        ...heardOf(said.find(({ exceptionId }) => exceptionId === exception.id)),
        view: exception.screen === 'unknown' ? undefined : exception.view,
        may,
        // What cannot be read cannot be decided here: nobody approves what they have not seen.
        decidable: may.includes('approve') && waitsHere(exception)
    };
}

/**
 * Whether it is something that approving and rejecting settle: the request while it waits, an extension, or a review
 * that is owed.
 *
 * @param {ReturnType<typeof exceptionOf>} exception
 */
function waitsHere({ screen, view }) {
    if (screen === 'unknown') return false;
    return screen === 'pending' || view?.matter === 'extension' || view?.matter === 'break_glass';
}

/**
 * What waits, where it is not the request itself, and the decision that asks the viewer.
 *
 * @param {any} view
 * @param {readonly string[]} may
 */
function matterOf(view, may) {
    const extension = openExtension(view);
    if (may.includes('uphold')) {
        return { matter: LABELS.objection, matterWords: '', decision: view?.decision };
    }
    if (view?.matter === 'extension' && extension) {
        const words = filled(LABELS.extensionWaits, extension.reason, inWords(extension.from));
        const until = filled(LABELS.extensionUntil, inWords(extension.until));
        return { matter: until, matterWords: words, decision: extension.decision };
    }
    if (view?.matter === 'break_glass' && view.breakGlass) {
        const words = filled(LABELS.unlessConfirmed, inWords(view.breakGlass.dueAt));
        return { matter: LABELS.reviewOwed, matterWords: words, decision: view.decision };
    }
    return { matter: '', matterWords: '', decision: view?.decision };
}

/**
 * What became of the last thing the viewer said about a request: not read yet, or refused. What was accepted shows in
 * the request itself.
 *
 * @param {Decision | undefined} last
 */
function heardOf(last) {
    if (last?.outcome === 'waiting') return { waiting: true, result: { words: LABELS.sentWaiting } };
    if (last?.outcome !== 'refused') return { waiting: false };
    const words = filled(LABELS.decisionRefused, kindInWords(last.kind));
    return { waiting: false, result: { words, problem: last.problem } };
}
