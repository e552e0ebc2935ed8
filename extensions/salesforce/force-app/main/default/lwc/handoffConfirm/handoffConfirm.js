// @ts-check
import { api, LightningElement } from 'lwc';
import { LABELS } from 'c/handoffLabels';

/** A button that says what it will do and asks once more. Sends `confirm`. */
export default class HandoffConfirm extends LightningElement {
    @api label = '';
    @api consequence = '';
    @api busy = false;

    labels = LABELS;
    asking = false;
    /** What is drawn next in place of what had the focus. @type {'' | 'consequence' | 'ask'} */
    focusNext = '';

    renderedCallback() {
        if (this.focusNext === '') return;
        const next = /** @type {HTMLElement | null} */ (
            this.template.querySelector(`[data-testid="${this.focusNext}"]`)
        );
        this.focusNext = '';
        next?.focus();
    }

    ask() {
        this.asking = true;
        this.focusNext = 'consequence';
    }

    cancel() {
        this.asking = false;
        this.focusNext = 'ask';
    }

    confirm() {
        this.asking = false;
        this.dispatchEvent(new CustomEvent('confirm'));
    }
}
