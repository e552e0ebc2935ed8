// @ts-check
import { api, LightningElement } from 'lwc';
import { MAX_TEXT } from 'c/handoffContract';
import { LABELS } from 'c/handoffLabels';
import { filled } from 'c/handoffWords';

/**
 * A button that opens a form with a text; further fields stand in its slot. Sends `send` with `{text, complete}` each
 * time it is pressed: the owner of the slot marks its own fields, and sends on what is complete.
 */
export default class HandoffTextForm extends LightningElement {
    /** What the button says, and the form's heading. */
    @api label = '';
    @api fieldLabel = '';
    @api help = '';
    /** What stands above the fields. */
    @api hint = '';
    @api sendLabel = '';
    /** Characters that have to be written; 0 leaves the text open. */
    @api minLength = 1;
    @api busy = false;

    labels = LABELS;
    maxText = MAX_TEXT;
    asking = false;
    text = '';
    /** Whether the field says itself what it lacks. */
    tried = false;
    /** Which part has the focus once it is drawn. @type {'' | 'heading' | 'open'} */
    focusNext = '';

    renderedCallback() {
        if (this.tried) this.mark();
        if (this.focusNext === '') return;
        const next = this.part(this.focusNext);
        this.focusNext = '';
        next?.focus();
    }

    get required() {
        return this.minLength > 0;
    }

    get missing() {
        return Math.max(0, this.minLength - this.text.trim().length);
    }

    get lack() {
        if (this.missing === 0) return '';
        return this.minLength === 1 ? LABELS.writeSomething : filled(LABELS.charactersMissing, this.missing);
    }

    /** Counts down while somebody types; after a first attempt the field itself says it. */
    get countdown() {
        return this.tried || this.minLength <= 1 ? '' : this.lack;
    }

    ask() {
        this.asking = true;
        // Not the first field: leaving a required one empty makes it speak, and the button moves from under the pointer.
        this.focusNext = 'heading';
    }

    cancel() {
        this.asking = false;
        this.tried = false;
        this.text = '';
        this.focusNext = 'open';
    }

    /** @param {CustomEvent} event */
    handleText(event) {
        this.text = event.detail.value ?? '';
    }

    send() {
        this.tried = true;
        this.mark();
        const detail = { text: this.text.trim(), complete: this.missing === 0 };
        this.dispatchEvent(new CustomEvent('send', { detail }));
    }

    mark() {
        const field = this.part('text');
        field?.setCustomValidity?.(this.lack);
        field?.reportValidity?.();
    }

    /**
     * @param {string} testId
     * @returns {any}
     */
    part(testId) {
        return this.template.querySelector(`[data-testid="${testId}"]`);
    }
}
