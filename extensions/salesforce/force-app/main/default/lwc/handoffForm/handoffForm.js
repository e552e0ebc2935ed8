// @ts-check
import { api, LightningElement, wire } from 'lwc';
import TIME_ZONE from '@salesforce/i18n/timeZone';
import { getRecord } from 'lightning/uiRecordApi';
import { getObjectInfo, getPicklistValues } from 'lightning/uiObjectInfoApi';
import { MAX_TEXT, STAGE_FIELD_OF } from 'c/handoffContract';
import { LABELS } from 'c/handoffLabels';
import { platformProblem } from 'c/handoffRows';
import { dayAt, plusDays } from 'c/handoffTime';
import { filled } from 'c/handoffWords';
import { createKeyring, fileException } from 'c/handoffWrite';
import { EMPTY, fieldsOf } from './formValues';

/** @typedef {import('./formValues').Values} Values */

/** The request as it is filled: type first, since it decides every other field. Sends `filed` and `close`. */
export default class HandoffForm extends LightningElement {
    @api recordId = '';
    @api objectApiName = '';
    /** @type {readonly any[]} the policy's documents of the types that fit this object */
    @api types = [];

    labels = LABELS;
    maxText = MAX_TEXT;
    /** @type {Values} */
    values = { ...EMPTY };
    /** @type {import('c/handoffRows').Problem | undefined} */
    problem;
    busy = false;
    /** Whether the fields say themselves what they lack. */
    tried = false;
    /** Whether something changed since they last said it. */
    stale = false;
    keyFor = createKeyring();
    activeUsers = {
        criteria: [{ fieldPath: 'IsActive', operator: 'eq', value: true }]
    };

    /** What was mended stops being marked at once, not at the next attempt. */
    renderedCallback() {
        if (!this.tried || !this.stale) return;
        this.stale = false;
        this.isComplete();
    }

    connectedCallback() {
        if (this.types.length === 1) this.takeType(this.types[0].id);
    }

    /**
     * What the bands look at, and the record type that says which stages there are. Fields a person may not read are
     * missing, and a missing number may be any number.
     *
     * @type {any}
     */
    @wire(getRecord, { recordId: '$recordId', optionalFields: '$wantedFields' })
    record;

    /** @type {any} */
    @wire(getObjectInfo, { objectApiName: '$objectApiName' })
    objectInfo;

    /** @type {any} */
    @wire(getObjectInfo, { objectApiName: 'Handoff_Exception__c' })
    exceptionInfo;

    /** @type {any} */
    @wire(getPicklistValues, { recordTypeId: '$recordTypeId', fieldApiName: '$stageField' })
    stagePicklist;

    get wantedFields() {
        const fields = new Set(
            this.types.flatMap((/** @type {any} */ type) =>
                type.bands.flatMap((/** @type {any} */ band) => (band.when ? [band.when.field] : []))
            )
        );
        return [...fields, 'Id'].map((field) => `${this.objectApiName}.${field}`);
    }

    get facts() {
        const fields = this.record?.data?.fields ?? {};
        return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.value]));
    }

    get recordTypeId() {
        return this.record?.data?.recordTypeInfo?.recordTypeId ?? this.objectInfo?.data?.defaultRecordTypeId;
    }

    /** Undefined for an account, which has no stage: the wire then stays idle. */
    get stageField() {
        const field = /** @type {Readonly<Record<string, string>>} */ (STAGE_FIELD_OF)[this.objectApiName];
        return field && this.type && this.type.stage !== 'none' ? `${this.objectApiName}.${field}` : undefined;
    }

    get type() {
        return this.types.find((/** @type {any} */ type) => type.id === this.values.typeId);
    }

    get typeOptions() {
        return this.types.map((/** @type {any} */ type) => ({ label: type.label, value: type.id }));
    }

    get reasonOptions() {
        return this.type.reasonCodes;
    }

    get stageOptions() {
        return (this.stagePicklist?.data?.values ?? []).map((/** @type {any} */ one) => ({
            label: one.label,
            value: one.value
        }));
    }

    get takesOwner() {
        return this.type.owner !== 'none';
    }

    get ownerRequired() {
        return this.type.owner === 'required';
    }

    get takesStage() {
        return this.stageField !== undefined;
    }

    get stageRequired() {
        return this.type.stage === 'required';
    }

    get ownerHelp() {
        return this.ownerRequired ? '' : LABELS.emptyKeepsOwner;
    }

    get stageHelp() {
        return this.stageRequired ? '' : LABELS.emptyKeepsStage;
    }

    get reasonRequired() {
        return this.type.reasonMinLength > 0;
    }

    get missing() {
        return Math.max(0, this.type.reasonMinLength - this.values.reason.trim().length);
    }

    get missingText() {
        return this.missing > 0 ? filled(LABELS.charactersMissing, this.missing) : '';
    }

    get firstDay() {
        return dayAt(Date.now(), TIME_ZONE, 0);
    }

    get lastDay() {
        return dayAt(plusDays(Date.now(), this.type.maxDays), TIME_ZONE, 0);
    }

    get longest() {
        return filled(LABELS.atMostDays, this.type.maxDays);
    }

    /** Counts down while somebody types; after a first attempt the field itself says it. */
    get hint() {
        return this.tried ? '' : this.missingText;
    }

    /** @param {CustomEvent} event */
    handleType(event) {
        this.takeType(event.detail.value);
    }

    /**
     * The reason's text stays, what depends on the type starts anew.
     *
     * @param {string} typeId
     */
    takeType(typeId) {
        const type = this.types.find((/** @type {any} */ candidate) => candidate.id === typeId);
        if (!type) return;
        this.values = {
            ...EMPTY,
            reason: this.values.reason,
            typeId,
            reasonCode: type.reasonCodes.length === 1 ? type.reasonCodes[0].value : '',
            until: dayAt(Date.now(), TIME_ZONE, type.defaultDays)
        };
        this.problem = undefined;
        this.tried = false;
    }

    /** @param {any} event */
    handleChange(event) {
        this.values = { ...this.values, [event.target.dataset.field]: event.detail.value ?? '' };
        this.stale = true;
    }

    /** @param {CustomEvent} event */
    handleOwner(event) {
        this.values = { ...this.values, ownerId: event.detail.recordId ?? '' };
        this.stale = true;
    }

    get atOnceValues() {
        return { atOnce: this.values.atOnce, reason: this.values.atOnceReason };
    }

    /** @param {CustomEvent} event */
    handleAtOnce(event) {
        const { atOnce, reason } = event.detail;
        this.values = { ...this.values, atOnce, atOnceReason: reason };
        this.stale = true;
    }

    /** Moves the focus to the heading: a required field that is left again would speak at once. */
    @api takeFocus() {
        /** @type {HTMLElement | null} */ (this.template.querySelector('[data-testid="form-heading"]'))?.focus();
    }

    async submit() {
        this.tried = true;
        if (!this.isComplete()) return;
        this.busy = true;
        this.problem = undefined;
        try {
            await fileException(this.fields());
        } catch (thrown) {
            this.problem = platformProblem(thrown);
            return;
        } finally {
            this.busy = false;
        }
        this.dispatchEvent(new CustomEvent('filed'));
    }

    close() {
        this.dispatchEvent(new CustomEvent('close'));
    }

    /** Says beside each field what it lacks. */
    isComplete() {
        const inputs = /** @type {any[]} */ ([...this.template.querySelectorAll('[data-input]')]);
        for (const input of inputs) {
            // The record picker has no words of its own to set; the platform's "required" speaks for it.
            if (typeof input.setCustomValidity === 'function') {
                input.setCustomValidity(this.lackOf(input.dataset.input));
            }
            input.reportValidity?.();
        }
        const atOnce = /** @type {any} */ (this.template.querySelector('[data-testid="break-glass-field"]'));
        const lack = atOnce?.takeLack() ?? '';
        return lack === '' && inputs.every((input) => this.lackOf(input.dataset.input) === '');
    }

    /** @param {string} field */
    lackOf(field) {
        switch (field) {
            case 'typeId':
                return this.type ? '' : LABELS.chooseType;
            case 'reasonCode':
                return this.values.reasonCode === '' ? LABELS.chooseReason : '';
            case 'reason':
                return this.missingText;
            case 'ownerId':
                return this.ownerRequired && this.values.ownerId === '' ? LABELS.chooseOwner : '';
            case 'stage':
                return this.stageRequired && this.values.stage === '' ? LABELS.chooseStage : '';
            case 'until':
                return this.lackOfUntil();
            default:
                return '';
        }
    }

    lackOfUntil() {
        const { until } = this.values;
        if (!/^\d{4}-\d{2}-\d{2}$/.test(until) || until < this.firstDay) return LABELS.untilInPast;
        return until > this.lastDay ? this.longest : '';
    }

    fields() {
        const { objectApiName, recordId, exceptionRecordType, values } = this;
        const latestMs = plusDays(Date.now(), this.type.maxDays);
        const content = fieldsOf(values, { objectApiName, recordId, exceptionRecordType, latestMs });
        // The id belongs to what was typed, not to the second at which the button was pressed.
        return { ...content, Client_Id__c: this.keyFor({ ...values, recordId }) };
    }

    /** The record type of the package for this object; the org's default where the viewer has none of them. */
    get exceptionRecordType() {
        const infos = this.exceptionInfo?.data?.recordTypeInfos ?? {};
        const fitting = Object.values(infos).find((/** @type {any} */ info) => info.name === this.objectApiName);
        return fitting?.available ? fitting.recordTypeId : undefined;
    }
}
