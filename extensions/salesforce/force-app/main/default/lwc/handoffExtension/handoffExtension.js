// @ts-check
import { api, LightningElement } from 'lwc';
import TIME_ZONE from '@salesforce/i18n/timeZone';
import { LABELS } from 'c/handoffLabels';
import { dayAt, endOfDay } from 'c/handoffTime';
import { filled, inWords, openExtension } from 'c/handoffWords';

/** @type {Readonly<Record<string, (extension: any) => string>>} */
const OUTCOME = Object.freeze({
    approved: ({ until }) => filled(LABELS.extensionApproved, inWords(until)),
    rejected: ({ until, from, rejectedBecause = '' }) =>
        filled(LABELS.extensionRejected, inWords(until), rejectedBecause, inWords(from)),
    withdrawn: ({ until }) => filled(LABELS.extensionWithdrawn, inWords(until)),
    lapsed: ({ until }) => filled(LABELS.extensionLapsed, inWords(until))
});

/** A later end: the one that waits for a decision, what became of earlier ones, and the way to ask. Sends `decide`. */
export default class HandoffExtension extends LightningElement {
    /** @type {any} the request's document */
    @api view;
    /** @type {readonly string[]} */
    @api may = [];
    @api busy = false;

    labels = LABELS;
    /** The day that was chosen; the latest one until somebody chooses. */
    day = '';

    get open() {
        return openExtension(this.view);
    }

    get title() {
        return filled(LABELS.extensionAsked, this.open.by.name, inWords(this.open.until));
    }

    get detail() {
        return filled(LABELS.extensionWaits, this.open.reason, inWords(this.open.from));
    }

    get decided() {
        return (this.view.extensions ?? [])
            .filter((/** @type {any} */ extension) => OUTCOME[extension.outcome])
            .map((/** @type {any} */ extension) => ({
                key: extension.number,
                words: OUTCOME[extension.outcome]?.(extension)
            }));
    }

    get terms() {
        return this.view.extend;
    }

    get canExtend() {
        return this.may.includes('extend') && Boolean(this.terms);
    }

    get canWithdraw() {
        return this.may.includes('withdraw_extension');
    }

    get shown() {
        return this.open !== undefined || this.decided.length > 0 || this.canExtend;
    }

    get until() {
        return this.day || this.lastDay;
    }

    get firstDay() {
        return dayAt(Date.parse(this.terms.from), TIME_ZONE, 0);
    }

    get lastDay() {
        return dayAt(Date.parse(this.terms.latest), TIME_ZONE, 0);
    }

    get hint() {
        const left = this.terms.left === 1 ? LABELS.lastExtension : filled(LABELS.extensionsLeft, this.terms.left);
        return `${filled(LABELS.atTheLatest, inWords(this.terms.latest))} ${left}`;
    }

    /** @param {CustomEvent} event */
    handleDay(event) {
        this.day = event.detail.value ?? '';
        this.mark();
    }

    /** @param {CustomEvent} event */
    ask(event) {
        const { text, complete } = event.detail;
        if (this.mark() !== '' || !complete) return;
        this.send({ kind: 'extend', comment: text, until: this.end() });
    }

    withdraw() {
        this.send({ kind: 'withdraw_extension', comment: '' });
    }

    /** The end of the chosen day where the person is, at the latest what the policy allows. */
    end() {
        return endOfDay(this.until, TIME_ZONE, Date.parse(this.terms.latest));
    }

    lackOfDay() {
        if (!/^\d{4}-\d{2}-\d{2}$/.test(this.until)) return LABELS.chooseDay;
        if (Date.parse(this.end()) <= Date.parse(this.terms.from)) return LABELS.lastsAlready;
        return this.until > this.lastDay ? filled(LABELS.atTheLatest, inWords(this.terms.latest)) : '';
    }

    /** Says beside the day what it lacks. @returns {string} */
    mark() {
        const lack = this.lackOfDay();
        const field = /** @type {any} */ (this.template.querySelector('[data-testid="extend-until"]'));
        field?.setCustomValidity?.(lack);
        field?.reportValidity?.();
        return lack;
    }

    /** @param {Readonly<Record<string, unknown>>} detail */
    send(detail) {
        this.dispatchEvent(new CustomEvent('decide', { detail }));
    }
}
