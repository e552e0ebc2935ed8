// @ts-check
import { api, LightningElement } from 'lwc';
import { LABELS } from 'c/handoffLabels';
import { filled, inWords } from 'c/handoffWords';

/** @type {Readonly<Record<string, string>>} */
const TITLE = Object.freeze({
    owed: LABELS.reviewOwed,
    confirmed: LABELS.reviewConfirmed,
    reverted: LABELS.reviewReverted
});

/** The badge of an exception that took effect before anybody approved it. It stays when the review is given. */
export default class HandoffBreakGlass extends LightningElement {
    /** @type {any} the request's document */
    @api view;

    get breakGlass() {
        return this.view?.breakGlass;
    }

    get title() {
        return TITLE[this.breakGlass.outcome] ?? LABELS.tookEffectAtOnce;
    }

    get boxClass() {
        const tone = this.breakGlass.outcome === 'confirmed' ? 'slds-theme_shade' : 'slds-theme_warning';
        return `slds-box slds-box_x-small slds-m-vertical_x-small ${tone}`;
    }

    get why() {
        return filled(LABELS.actedAtOnce, this.view.requester.name, this.breakGlass.reason);
    }

    get outcome() {
        const { outcome, dueAt, decidedAt } = this.breakGlass;
        if (outcome === 'owed') return filled(LABELS.unlessConfirmed, inWords(dueAt));
        if (outcome === 'confirmed') return decidedAt ? filled(LABELS.confirmedOn, inWords(decidedAt)) : '';
        return this.view.reverted?.because ?? '';
    }

    get left() {
        const left = this.view.reverted?.left ?? [];
        return left.length > 0 ? filled(LABELS.leftAsItIs, left.join(', ')) : '';
    }
}
