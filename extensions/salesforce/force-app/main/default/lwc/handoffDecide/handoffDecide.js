// @ts-check
import { api, LightningElement } from 'lwc';
import { MAX_TEXT } from 'c/handoffContract';
import { LABELS } from 'c/handoffLabels';
import { kindInWords, matterInWords } from 'c/handoffWords';

/** @type {Readonly<Record<string, { variant: string, needsText: boolean }>>} */
const BUTTONS = Object.freeze({
    approve: { variant: 'brand', needsText: false },
    reject: { variant: 'neutral', needsText: false },
    dismiss: { variant: 'brand', needsText: false },
    uphold: { variant: 'destructive', needsText: false },
    ask: { variant: 'neutral', needsText: true },
    answer: { variant: 'brand', needsText: true }
});

/**
 * What somebody who may decide or answer can say, with a comment. Sends `decide` with `{kind, comment}`.
 */
export default class HandoffDecide extends LightningElement {
    /** @type {readonly string[]} what the viewer may do, as Handrail says */
    @api may = [];
    @api busy = false;
    /** The request's document: it says what approving would do. @type {any} */
    @api view;

    labels = LABELS;
    maxText = MAX_TEXT;
    comment = '';

    get matter() {
        return matterInWords(this.view);
    }

    get buttons() {
        const { approve, reject } = this.matter;
        const labels = /** @type {Readonly<Record<string, string>>} */ ({ approve, reject });
        return Object.entries(BUTTONS)
            .filter(([kind]) => this.may.includes(kind))
            .map(([kind, button]) => ({ kind, label: labels[kind] ?? kindInWords(kind), ...button }));
    }

    get shown() {
        return this.buttons.length > 0;
    }

    get decides() {
        return this.may.includes('approve') || this.may.includes('reject');
    }

    get rules() {
        return this.may.includes('uphold');
    }

    get consequence() {
        if (this.rules) return LABELS.rulingConsequence;
        return this.decides ? this.matter.consequence : '';
    }

    get heading() {
        if (this.rules) return LABELS.decideObjection;
        return this.decides ? this.matter.heading : this.words;
    }

    /** What the text is, for somebody who does not decide. */
    get words() {
        if (!this.may.includes('ask')) return LABELS.yourAnswer;
        return this.may.includes('answer') ? LABELS.yourQuestionOrAnswer : LABELS.yourQuestion;
    }

    get commentLabel() {
        return this.rules || this.decides ? LABELS.comment : this.words;
    }

    get commentHelp() {
        return this.rules ? LABELS.rulingHelp : '';
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
