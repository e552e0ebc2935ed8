// @ts-check
import { api, LightningElement } from 'lwc';
import { LABELS } from 'c/handoffLabels';
import { filled, inWords } from 'c/handoffWords';

/** Says that routing leaves the record alone though no request of its own is in force: one on its account, say. */
export default class HandoffHeld extends LightningElement {
    /** @type {Readonly<Record<string, any>>} the record's own fields, by what they mean */
    @api facts = {};

    labels = LABELS;

    get lines() {
        const { exceptionType, approver, expiresAt, nextStep } = this.facts;
        return [
            exceptionType && filled(LABELS.heldType, exceptionType),
            approver && filled(LABELS.heldApprover, approver),
            expiresAt && filled(LABELS.heldUntil, inWords(expiresAt)),
            nextStep
        ]
            .filter(Boolean)
            .map((words) => ({ key: words, words }));
    }
}
