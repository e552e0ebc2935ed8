// @ts-check
import { api, LightningElement } from 'lwc';
import { LABELS } from 'c/handoffLabels';
import { filled, inWords } from 'c/handoffWords';

/** The objection that waits, for everybody who looks, and the decision on it for whoever makes it. Sends `decide`. */
export default class HandoffObjection extends LightningElement {
    /** @type {any} the request's document */
    @api view;
    /** @type {readonly string[]} */
    @api may = [];
    @api busy = false;

    get open() {
        return (this.view?.disputes?.items ?? []).find((/** @type {any} */ one) => one.status === 'open');
    }

    get title() {
        return filled(LABELS.objects, this.open.objector.name);
    }

    get words() {
        return `${this.open.ground} “${this.open.reason}”`;
    }

    get deciders() {
        const names = this.open.deciders.map((/** @type {any} */ person) => person.name).join(', ');
        return filled(LABELS.objectionDecided, names, this.open.decidedByRole, inWords(this.open.dueAt));
    }

    /** Only what is about the objection; the rest is decided elsewhere on the card. */
    get rulings() {
        return this.may.filter((kind) => kind === 'uphold' || kind === 'dismiss');
    }

    /** @param {CustomEvent} event */
    forward(event) {
        this.dispatchEvent(new CustomEvent('decide', { detail: event.detail }));
    }
}
