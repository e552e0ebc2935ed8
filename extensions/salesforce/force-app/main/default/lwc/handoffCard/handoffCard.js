// @ts-check
import { api, LightningElement, wire } from 'lwc';
import { gql, graphql } from 'lightning/graphql';
import { notifyRecordUpdateAvailable } from 'lightning/uiRecordApi';
import USER_ID from '@salesforce/user/Id';
import { SALESFORCE_OBJECTS } from 'c/handoffContract';
import { LABELS } from 'c/handoffLabels';
import { cardOf, platformProblem } from 'c/handoffRows';
import { createKeyring, writeDecision } from 'c/handoffWrite';

const CARD = gql`
    query handoffCard($recordId: String, $policies: String, $viewer: ID) {
        uiapi {
            query {
                Handoff_Exception__c(
                    where: { Record_Id__c: { eq: $recordId } }
                    orderBy: { CreatedDate: { order: DESC } }
                    first: 3
                ) {
                    edges {
                        node {
                            Id
                            CreatedDate {
                                value
                            }
                            CreatedBy {
                                Name {
                                    value
                                }
                            }
                            Status__c {
                                value
                            }
                            Version__c {
                                value
                            }
                            Exception_Type__c {
                                value
                            }
                            Reason__c {
                                value
                            }
                            Expires_At__c {
                                value
                            }
                            View__c {
                                value
                            }
                            Problem_Code__c {
                                value
                            }
                            Problem_Detail__c {
                                value
                            }
                            Handoff_Seats__r(where: { Person__c: { eq: $viewer } }, first: 1) {
                                edges {
                                    node {
                                        Id
                                        Open__c {
                                            value
                                        }
                                        May__c {
                                            value
                                        }
                                        Why__c {
                                            value
                                        }
                                    }
                                }
                            }
                            Handoff_Decisions__r(orderBy: { CreatedDate: { order: DESC } }, first: 10) {
                                edges {
                                    node {
                                        Id
                                        CreatedById {
                                            value
                                        }
                                        CreatedDate {
                                            value
                                        }
                                        CreatedBy {
                                            Name {
                                                value
                                            }
                                        }
                                        Decision__c {
                                            value
                                        }
                                        Outcome__c {
                                            value
                                        }
                                        Problem_Code__c {
                                            value
                                        }
                                        Problem_Detail__c {
                                            value
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
                Handoff_Policy__c(
                    where: { and: [{ Key__c: { like: $policies } }, { Active__c: { eq: true } }] }
                    orderBy: { Position__c: { order: ASC } }
                    first: 50
                ) {
                    edges {
                        node {
                            Id
                            Kind__c {
                                value
                            }
                            Document__c {
                                value
                            }
                        }
                    }
                }
            }
        }
    }
`;

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
            this.card = cardOf(data, USER_ID);
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
        return ['standard', 'refused', 'finished', 'form'].includes(this.screen);
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
    }

    closeForm() {
        this.filling = false;
    }

    async handleFiled() {
        this.filling = false;
        this.looksLeft = LOOKS;
        await this.reload();
    }

    /** @param {CustomEvent} event */
    async handleDecide(event) {
        const { kind, comment } = event.detail;
        const { id, version } = /** @type {any} */ (this.shown);
        const decision = { exceptionId: id, version, kind, comment };
        this.busy = true;
        this.actionProblem = undefined;
        try {
            await writeDecision(decision, this.keyFor(decision));
        } catch (thrown) {
            this.actionProblem = platformProblem(thrown);
        } finally {
            this.busy = false;
        }
        this.looksLeft = LOOKS;
        await this.reload();
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
