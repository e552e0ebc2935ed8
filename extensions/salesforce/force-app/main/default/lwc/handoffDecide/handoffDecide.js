// @ts-check
import { api, LightningElement } from 'lwc';
import { MAX_TEXT } from 'c/handoffContract';
import { LABELS } from 'c/handoffLabels';

/** @type {Readonly<Record<string, { label: string, variant: string, needsText: boolean }>>} */
const BUTTONS = Object.freeze({
    approve: { label: LABELS.approve, variant: 'brand', needsText: false },
    reject: { label: LABELS.reject, variant: 'neutral', needsText: false },
    ask: { label: LABELS.askForInformation, variant: 'neutral', needsText: true },
    answer: { label: LABELS.sendAnswer, variant: 'brand', needsText: true }
});

/**
 * What somebody who may decide or answer can say, with a comment. Sends `decide` with `{kind, comment}`.
 */
export default class HandoffDecide extends LightningElement {
    /** @type {readonly string[]} what the viewer may do, as Handrail says */
    @api may = [];
    @api busy = false;
    /** What approving would do, in one sentence. */
    @api consequence = '';

    labels = LABELS;
    maxText = MAX_TEXT;
    comment = '';

    get buttons() {
        return Object.entries(BUTTONS)
            .filter(([kind]) => this.may.includes(kind))
            .map(([kind, button]) => ({ kind, ...button }));
    }

    get shown() {
        return this.buttons.length > 0;
    }

    get decides() {
        return this.may.includes('approve') || this.may.includes('reject');
    }

    get heading() {
        return this.decides ? LABELS.yourDecision : LABELS.yourAnswer;
    }

    get commentLabel() {
        return this.decides ? LABELS.comment : LABELS.yourAnswer;
    }

    /** @param {CustomEvent} event */
    handleComment(event) {
        this.comment = event.detail.value ?? '';
    }

    /** @param {any} event */
    decide(event) {
        const kind = event.target.dataset.kind;
        const field = /** @type {any} */ (this.template.querySelector('[data-testid="comment"]'));
        const comment = this.comment.trim();
        field.setCustomValidity?.(BUTTONS[kind]?.needsText && comment === '' ? LABELS.writeSomething : '');
        field.reportValidity?.();
        if (BUTTONS[kind]?.needsText && comment === '') return;
        this.dispatchEvent(new CustomEvent('decide', { detail: { kind, comment } }));
    }
}
