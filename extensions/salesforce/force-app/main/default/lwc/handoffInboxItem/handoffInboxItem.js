// @ts-check
import { api, LightningElement } from 'lwc';
import { LABELS } from 'c/handoffLabels';
import { filled } from 'c/handoffWords';

/**
 * One request that waits, with everything a decision needs. Sends `select` with `{id, checked}`, and `decide` with `{id,
 * decision}` for what is said about this one alone.
 */
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

    /** Nothing is offered for what cannot be shown, or was said just now. @returns {readonly string[]} */
    get may() {
        return this.item.sent || !this.item.view ? [] : this.item.may;
    }

    /** What is said about one request alone; approving and rejecting stand below the list, for many at once. */
    get said() {
        return this.may.filter((kind) => kind === 'ask' || kind === 'answer');
    }

    get canHandOver() {
        return this.may.includes('hand_over');
    }

    get alone() {
        return this.said.length > 0 || this.canHandOver;
    }

    get elsewhere() {
        return !this.item.decidable && !this.may.includes('uphold');
    }

    /** @param {CustomEvent} event */
    handleSelect(event) {
        const detail = { id: this.item.id, checked: event.detail.checked };
        this.dispatchEvent(new CustomEvent('select', { detail }));
    }

    /** @param {CustomEvent} event */
    forward(event) {
        const detail = { id: this.item.id, decision: event.detail };
        this.dispatchEvent(new CustomEvent('decide', { detail }));
    }
}
