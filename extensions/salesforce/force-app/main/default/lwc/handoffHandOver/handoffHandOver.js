// @ts-check
import { api, LightningElement } from 'lwc';
import { LABELS } from 'c/handoffLabels';

/** Gives one's seat on a request to another person, with a reason. Sends `decide`. */
export default class HandoffHandOver extends LightningElement {
    @api busy = false;

    labels = LABELS;
    personId = '';
    tried = false;
    activeUsers = {
        criteria: [{ fieldPath: 'IsActive', operator: 'eq', value: true }]
    };

    /** @param {CustomEvent} event */
    handlePerson(event) {
        this.personId = event.detail.recordId ?? '';
        if (this.tried) this.mark();
    }

    /** @param {CustomEvent} event */
    hand(event) {
        const { text, complete } = event.detail;
        this.tried = true;
        this.mark();
        if (this.personId === '' || !complete) return;
        const detail = { kind: 'hand_over', comment: text, handedTo: this.personId };
        this.dispatchEvent(new CustomEvent('decide', { detail }));
    }

    mark() {
        const picker = /** @type {any} */ (this.template.querySelector('[data-testid="hand-over-to"]'));
        picker?.setCustomValidity?.(this.personId === '' ? LABELS.choosePerson : '');
        picker?.reportValidity?.();
    }
}
