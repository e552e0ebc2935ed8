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

    ask() {
        this.asking = true;
    }

    cancel() {
        this.asking = false;
    }

    confirm() {
        this.asking = false;
        this.dispatchEvent(new CustomEvent('confirm'));
    }
}
