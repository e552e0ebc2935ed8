// @ts-check
import { api, LightningElement } from 'lwc';
import { LABELS } from 'c/handoffLabels';

/** What an exception type is, what counts as one, and what does not. */
export default class HandoffTypeHelp extends LightningElement {
    /** @type {any} the policy's document */
    @api type;

    labels = LABELS;

    get evidence() {
        return this.type?.evidence ?? [];
    }
}
