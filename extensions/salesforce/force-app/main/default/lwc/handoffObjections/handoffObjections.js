// @ts-check
import { api, LightningElement } from 'lwc';
import { LABELS } from 'c/handoffLabels';
import { filled, inWords } from 'c/handoffWords';

/** Objections that are settled, and the way to object, for whoever may. Sends `decide`. */
export default class HandoffObjections extends LightningElement {
    /** @type {any} the request's document */
    @api view;
    /** @type {readonly string[]} */
    @api may = [];
    /** @type {readonly string[]} grounds on which the viewer was heard already */
    @api heard = [];
    @api busy = false;

    labels = LABELS;
    ground = '';
    tried = false;

    get settled() {
        return (this.view?.disputes?.items ?? [])
            .filter((/** @type {any} */ one) => one.status !== 'open')
            .map((/** @type {any} */ one) => ({
                key: one.number,
                words: one.words,
                by: filled(LABELS.objectedBy, one.objector.name, one.standing),
                ground: `${one.ground} “${one.reason}”`,
                comment: one.comment ?? '',
                closed: one.closedAt ? filled(LABELS.settledOn, inWords(one.closedAt)) : ''
            }));
    }

    get grounds() {
        return (this.view?.disputes?.grounds ?? []).filter((/** @type {any} */ one) => !this.heard.includes(one.value));
    }

    get canObject() {
        return this.may.includes('object') && this.grounds.length > 0;
    }

    get hint() {
        return `${this.view.disputes.rule} ${LABELS.untilDecided}`;
    }

    get help() {
        return filled(LABELS.whatIsWrongHelp, this.view.requester.name);
    }

    /** @param {CustomEvent} event */
    handleGround(event) {
        this.ground = event.detail.value ?? '';
        if (this.tried) this.mark();
    }

    /** @param {CustomEvent} event */
    object(event) {
        const { text, complete } = event.detail;
        this.tried = true;
        this.mark();
        if (this.ground === '' || !complete) return;
        const detail = { kind: 'object', comment: text, ground: this.ground };
        this.dispatchEvent(new CustomEvent('decide', { detail }));
    }

    mark() {
        const field = /** @type {any} */ (this.template.querySelector('[data-testid="ground"]'));
        field?.setCustomValidity?.(this.ground === '' ? LABELS.chooseGround : '');
        field?.reportValidity?.();
    }
}
