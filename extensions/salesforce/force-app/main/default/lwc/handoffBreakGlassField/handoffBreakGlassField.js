// @ts-check
import { api, LightningElement, wire } from 'lwc';
import { getRecord } from 'lightning/uiRecordApi';
import USER_ID from '@salesforce/user/Id';
import { MAX_TEXT } from 'c/handoffContract';
import { LABELS } from 'c/handoffLabels';
import { filled } from 'c/handoffWords';

/**
 * The choice to act first and be reviewed after, with a reason of its own. It is offered to those whom the policy
 * names, and where the record may allow it to others, to everybody, with the words of who may. Sends `atonce` with
 * `{atOnce, reason}`.
 */
export default class HandoffBreakGlassField extends LightningElement {
    /** @type {any} the policy's document of the type */
    @api type;
    /** @type {{ atOnce: boolean, reason: string }} */
    @api values = { atOnce: false, reason: '' };

    labels = LABELS;
    maxText = MAX_TEXT;
    userId = USER_ID;
    userFields = ['User.Email'];
    tried = false;

    /** Whose address cannot be read is not taken for somebody else: Handrail decides. @type {any} */
    @wire(getRecord, { recordId: '$userId', optionalFields: '$userFields' })
    user;

    renderedCallback() {
        if (this.tried) this.mark();
    }

    get terms() {
        const terms = this.type?.breakGlass;
        return typeof terms?.prompt === 'string' && Array.isArray(terms.people) ? terms : undefined;
    }

    get isNamed() {
        const email = this.user?.data?.fields?.Email?.value?.toLowerCase();
        return email ? this.terms?.people.includes(email) : undefined;
    }

    get offered() {
        return this.terms !== undefined && (this.isNamed !== false || this.terms.depends === true);
    }

    /** Who may, where it is not certain that the viewer does. */
    get allowed() {
        return this.isNamed ? '' : filled(LABELS.atOnceAllowed, this.terms.allowed);
    }

    get warning() {
        return filled(LABELS.atOnceWarning, this.terms.reviewHours);
    }

    get missing() {
        return Math.max(0, (this.terms?.minLength ?? 0) - this.values.reason.trim().length);
    }

    /** What it lacks, in words; an empty text when nothing. Marks the field from then on. @returns {string} */
    @api takeLack() {
        this.tried = true;
        this.mark();
        return this.lack;
    }

    get lack() {
        if (!this.offered || !this.values.atOnce || this.missing === 0) return '';
        return filled(LABELS.charactersMissing, this.missing);
    }

    get countdown() {
        return this.tried ? '' : this.lack;
    }

    mark() {
        const field = /** @type {any} */ (this.template.querySelector('[data-testid="at-once-reason"]'));
        field?.setCustomValidity?.(this.lack);
        field?.reportValidity?.();
    }

    /** @param {CustomEvent} event */
    handleAtOnce(event) {
        this.send({ ...this.values, atOnce: event.detail.checked });
    }

    /** @param {CustomEvent} event */
    handleReason(event) {
        this.send({ ...this.values, reason: event.detail.value ?? '' });
    }

    /** @param {{ atOnce: boolean, reason: string }} detail */
    send(detail) {
        this.dispatchEvent(new CustomEvent('atonce', { detail }));
    }
}
