// @ts-check
import { api, LightningElement, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { getRecord, notifyRecordUpdateAvailable } from 'lightning/uiRecordApi';
import USER_ID from '@salesforce/user/Id';
import { RECORD_FIELD, SALESFORCE_OBJECTS } from 'c/handoffContract';
import { LABELS } from 'c/handoffLabels';
import { cardOf, platformProblem } from 'c/handoffRows';
import { filled, statusInWords } from 'c/handoffWords';
import { createKeyring, writeDecision } from 'c/handoffWrite';
import { CARD } from './cardQuery';

/** Screens on which Handrail is at work, so that something new is to be expected. */
const UNDER_WAY = new Set(['submitted', 'in_progress']);
const LOOK_AGAIN_MS = 5000;
const LOOKS = 12;

/** The card of a record: what standard routing does with it, or the exception that holds it back. */
export default class HandoffCard extends LightningElement {
    @api recordId = '';
    @api objectApiName = '';

    labels = LABELS;
    /** @type {ReturnType<typeof cardOf> | undefined} */
    card;
    /** @type {import('c/handoffRows').Problem | undefined} */
    problem;
    /** @type {import('c/handoffRows').Problem | undefined} */
    actionProblem;
    filling = false;
    busy = false;
    /** @type {(() => Promise<unknown>) | undefined} */
    refresh;
    looksLeft = LOOKS;
    /** @type {number | undefined} */
    timer;
    keyFor = createKeyring();
    /** What came on by itself, for those who do not see the screen; stands in a region that is always there. */
    announcement = '';
    /** Which part has the focus once it is drawn. @type {'' | 'request' | 'submitted' | 'request-form' | 'request-exception' | 'action-problem'} */
    focusNext = '';

    renderedCallback() {
        if (this.focusNext === '') return;
        const next = /** @type {any} */ (this.template.querySelector(`[data-testid="${this.focusNext}"]`));
        if (!next) return;
        this.focusNext = '';
        if (next.takeFocus) next.takeFocus();
        else next.focus();
    }

    /** What Handrail wrote on the record itself. Undefined keeps the wire idle. */
    get recordFields() {
        return this.supported ? Object.values(RECORD_FIELD).map((field) => `${this.objectApiName}.${field}`) : undefined;
    }

    /** @type {any} */
    @wire(getRecord, { recordId: '$recordId', optionalFields: '$recordFields' })
    record;

    /** @returns {Readonly<Record<string, any>>} */
    get recordFacts() {
        const fields = this.record?.data?.fields ?? {};
        /** @type {Readonly<Record<string, any>>} */
        const facts = Object.fromEntries(
            Object.entries(RECORD_FIELD).map(([key, field]) => [key, fields[field]?.value])
        );
        const type = this.card?.types.find(({ id }) => id === facts.exceptionType);
        return { ...facts, exceptionType: type?.label ?? facts.exceptionType };
    }

    /**
     * Held though no request of its own is live: by one on its account, or one that was filed elsewhere. Without this
     * the card would say of a held record that it follows the standard path.
     */
    get isHeld() {
        const idle = ['standard', 'refused', 'finished', 'form'].includes(this.screen);
        return idle && this.recordFacts.routingHold === true;
    }

    /** Undefined keeps the wire idle: on an object that is not governed there is nothing to read. */
    get variables() {
        if (!this.supported || !this.recordId) return undefined;
        return { recordId: this.recordId, policies: `${this.objectApiName}:%`, viewer: USER_ID };
    }

    @wire(graphql, { query: CARD, variables: '$variables' })
    take(/** @type {any} */ { data, errors, refresh }) {
        if (refresh) this.refresh = refresh;
        if (errors) {
            this.problem = platformProblem(errors, 'platform_not_readable');
        } else if (data) {
            this.problem = undefined;
            const before = this.shown;
            this.card = cardOf(data, USER_ID);
            this.tellChange(before);
            this.lookAgain();
        }
    }

    disconnectedCallback() {
        window.clearTimeout(this.timer);
    }

    get supported() {
        return SALESFORCE_OBJECTS.includes(this.objectApiName);
    }

    get notSupported() {
        return this.supported ? undefined : { code: 'record_not_supported' };
    }

    /**
     * Says that the request came on, and has other components read again what Handrail wrote on the record.
     *
     * @param {ReturnType<typeof cardOf>['shown'] | undefined} before
     */
    tellChange(before) {
        const now = this.shown;
        if (!before || !now || (before.id === now.id && before.status === now.status)) return;
        this.announcement = filled(LABELS.cameOn, statusInWords(now.status, now.view));
        notifyRecordUpdateAvailable([{ recordId: this.recordId }]);
    }

    get loading() {
        return this.supported && !this.card && !this.problem;
    }

    get shown() {
        return this.card?.shown;
    }

    /** @returns {string} the one screen that fits */
    get screen() {
        if (!this.supported || this.loading || (this.problem && !this.card)) return '';
        if (this.shown?.live) return this.shown.screen;
        if (this.filling) return 'form';
        return this.shown?.screen ?? 'standard';
    }

    get isForm() {
        return this.screen === 'form';
    }

    get isSubmitted() {
        return this.screen === 'submitted';
    }

    get isRefused() {
        return this.screen === 'refused';
    }

    get isRequest() {
        return ['pending', 'in_progress', 'active', 'needs_attention', 'finished'].includes(this.screen);
    }

    get notUnderstood() {
        return this.screen === 'unknown' ? { code: 'rows_not_understood' } : undefined;
    }

    /** The standard path is shown wherever no exception governs the record. */
    get onStandardPath() {
        return !this.isHeld && ['standard', 'refused', 'finished', 'form'].includes(this.screen);
    }

    get pathWords() {
        return this.card?.path?.words ?? LABELS.pathUnknown;
    }

    get pathTitle() {
        const label = this.card?.path?.label;
        return label ? `${LABELS.standardPath}: ${label}` : LABELS.standardPath;
    }

    get canRequest() {
        return ['standard', 'refused', 'finished'].includes(this.screen) && (this.card?.types ?? []).length > 0;
    }

    get noTypes() {
        return ['standard', 'refused', 'finished'].includes(this.screen) && (this.card?.types ?? []).length === 0;
    }

    get noTypesWords() {
        return this.card?.unreadable ? LABELS.typesUnreadable : LABELS.noTypes;
    }

    get requestLabel() {
        return this.screen === 'standard' ? LABELS.requestException : LABELS.requestAnother;
    }

    openForm() {
        this.filling = true;
        this.actionProblem = undefined;
        this.focusNext = 'request-form';
    }

    closeForm() {
        this.filling = false;
        this.focusNext = 'request-exception';
    }

    async handleFiled() {
        this.filling = false;
        this.focusNext = 'submitted';
        this.looksLeft = LOOKS;
        await this.reload();
    }

    /** @param {CustomEvent} event */
    async handleDecide(event) {
        const { id, version } = /** @type {any} */ (this.shown);
        const decision = { exceptionId: id, version, ...event.detail };
        this.busy = true;
        this.actionProblem = undefined;
        try {
            await writeDecision(decision, this.keyFor(decision));
        } catch (thrown) {
            this.actionProblem = platformProblem(thrown);
        }
        this.looksLeft = LOOKS;
        await this.reload();
        // The button may be gone: the focus goes to what became of it, where it is read aloud.
        this.focusNext = this.actionProblem ? 'action-problem' : 'request';
        this.busy = false;
    }

    /** Reads again; what cannot be read leaves what is shown, and says so. */
    async reload() {
        try {
            await this.refresh?.();
        } catch (thrown) {
            this.problem = platformProblem(thrown, 'platform_not_readable');
        }
    }

    async handleRefresh() {
        this.looksLeft = LOOKS;
        await this.reload();
        // Other components of the page show the fields Handrail writes.
        await notifyRecordUpdateAvailable([{ recordId: this.recordId }]);
    }

    /** While Handrail is at work the card looks again by itself, a minute at most. */
    lookAgain() {
        window.clearTimeout(this.timer);
        const expected = UNDER_WAY.has(this.screen) || this.shown?.waiting !== undefined;
        if (!expected || this.looksLeft === 0) return;
        // A wire does not tell when a server outside the org has written; there is no other way to notice.
        // eslint-disable-next-line @lwc/lwc/no-async-operation
        this.timer = window.setTimeout(() => {
            this.looksLeft -= 1;
            this.reload().then(() => this.lookAgain());
        }, LOOK_AGAIN_MS);
    }
}
