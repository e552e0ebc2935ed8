// @ts-check
import { api, LightningElement } from 'lwc';
import { LABELS } from 'c/handoffLabels';
import { filled } from 'c/handoffWords';

/** One request that waits, with everything a decision needs. Sends `select` with `{id, checked}`. */
export default class HandoffInboxItem extends LightningElement {
    /** @type {any} */
    @api item;

    labels = LABELS;

    get selectLabel() {
        return filled(LABELS.selectRequest, this.item.title);
    }

    get locked() {
        return !this.item.decidable || this.item.sent;
    }

    get result() {
        return this.item.result?.words ?? '';
    }

    get problem() {
        return this.item.result?.problem;
    }

    /** Where it is decided, when not here. */
    get elsewhere() {
        if (this.item.decidable) return '';
        return this.item.objection ? LABELS.openToRule : LABELS.openToDecide;
    }

    /** @param {CustomEvent} event */
    handleSelect(event) {
        const detail = { id: this.item.id, checked: event.detail.checked };
        this.dispatchEvent(new CustomEvent('select', { detail }));
    }
}
