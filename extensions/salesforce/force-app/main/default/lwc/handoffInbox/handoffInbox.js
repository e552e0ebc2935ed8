// @ts-check
import { LightningElement, wire } from 'lwc';
import { gql, graphql } from 'lightning/graphql';
import USER_ID from '@salesforce/user/Id';
import { MAX_TEXT, SALESFORCE_OBJECTS } from 'c/handoffContract';
import { LABELS } from 'c/handoffLabels';
import { exceptionOf, mayOf, nodesOf, platformProblem } from 'c/handoffRows';
import { changesInWords, filled, inWords, openExtension } from 'c/handoffWords';
import { createKeyring, writeDecision } from 'c/handoffWrite';

const INBOX = gql`
    query handoffInbox($viewer: ID, $after: String) {
        uiapi {
            query {
                Handoff_Seat__c(
                    where: { and: [{ Person__c: { eq: $viewer } }, { Open__c: { eq: true } }] }
                    orderBy: { CreatedDate: { order: ASC } }
                    first: 50
                    after: $after
                ) {
                    edges {
                        node {
                            Id
                            May__c {
                                value
                            }
                            Why__c {
                                value
                            }
                            Handoff_Exception__r {
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
                                Record_Id__c {
                                    value
                                }
                                View__c {
                                    value
                                }
                                Opportunity__r {
                                    Name {
                                        value
                                    }
                                }
                                Lead__r {
                                    Name {
                                        value
                                    }
                                }
                                Account__r {
                                    Name {
                                        value
                                    }
                                }
                                Case__r {
                                    CaseNumber {
                                        value
                                    }
                                }
                            }
                        }
                    }
                    pageInfo {
                        hasNextPage
                        endCursor
                    }
                }
            }
        }
    }
`;

/** What waits for a decision of the person who looks; one or many are decided at a time. */
export default class HandoffInbox extends LightningElement {
    labels = LABELS;
    maxText = MAX_TEXT;
    /** @type {any[] | undefined} */
    items;
    /** @type {import('c/handoffRows').Problem | undefined} */
    problem;
    selected = /** @type {readonly string[]} */ ([]);
    /** @type {Readonly<Record<string, { words: string, problem?: import('c/handoffRows').Problem }>>} */
    results = {};
    comment = '';
    busy = false;
    announcement = '';
    /** @type {string | null} */
    cursor = null;
    /** @type {{ hasNextPage?: boolean, endCursor?: string } | undefined} */
    pageInfo;
    /** @type {(() => Promise<unknown>) | undefined} */
    refresh;
    /** @type {Map<string, (content: unknown) => string>} */
    keyrings = new Map();

    get variables() {
        return { viewer: USER_ID, after: this.cursor };
    }

    @wire(graphql, { query: INBOX, variables: '$variables' })
    take(/** @type {any} */ { data, errors, refresh }) {
        if (refresh) this.refresh = refresh;
        if (errors) {
            this.problem = platformProblem(errors, 'platform_not_readable');
        } else if (data) {
            this.problem = undefined;
            const seats = data.uiapi?.query?.Handoff_Seat__c;
            this.pageInfo = seats?.pageInfo;
            this.items = nodesOf(seats)
                .filter((seat) => seat.Handoff_Exception__r)
                .map(itemOf);
            const listed = new Set(this.items.map((item) => item.id));
            this.selected = this.selected.filter((id) => listed.has(id));
        }
    }

    get loading() {
        return !this.items && !this.problem;
    }

    get empty() {
        return this.items?.length === 0;
    }

    get rows() {
        return (this.items ?? []).map((item) => ({
            ...item,
            checked: this.selected.includes(item.id),
            result: this.results[item.id],
            sent: this.results[item.id] !== undefined && !this.results[item.id]?.problem
        }));
    }

    get shown() {
        return this.rows.length > 0;
    }

    get title() {
        return filled(LABELS.inboxTitle, this.items?.length ?? 0);
    }

    get nothingSelected() {
        return this.busy || this.selected.length === 0;
    }

    get approveLabel() {
        return filled(LABELS.approveMany, this.selected.length);
    }

    get rejectLabel() {
        return filled(LABELS.rejectMany, this.selected.length);
    }

    get more() {
        return this.pageInfo?.hasNextPage === true;
    }

    get onLaterPage() {
        return this.cursor !== null;
    }

    nextPage() {
        this.cursor = this.pageInfo?.endCursor ?? null;
    }

    firstPage() {
        this.cursor = null;
    }

    /** @param {CustomEvent} event */
    handleSelect(event) {
        const { id, checked } = event.detail;
        this.selected = checked ? [...this.selected, id] : this.selected.filter((one) => one !== id);
    }

    /** @param {CustomEvent} event */
    handleComment(event) {
        this.comment = event.detail.value ?? '';
    }

    approve() {
        return this.decide('approve');
    }

    reject() {
        return this.decide('reject');
    }

    /**
     * One row for each request, one after the other: each is a signature of its own, and one that is refused does not
     * keep the others back.
     *
     * @param {string} kind
     */
    async decide(kind) {
        this.busy = true;
        const chosen = this.rows.filter((row) => row.checked);
        let sent = 0;
        for (const row of chosen) {
            const decision = { exceptionId: row.id, version: row.version, kind, comment: this.comment.trim() };
            try {
                // eslint-disable-next-line no-await-in-loop
                await writeDecision(decision, this.keyringOf(row.id)(decision));
                sent += 1;
                this.results = { ...this.results, [row.id]: { words: LABELS.sentWaiting } };
                this.selected = this.selected.filter((id) => id !== row.id);
            } catch (thrown) {
                this.results = {
                    ...this.results,
                    [row.id]: { words: LABELS.notSent, problem: platformProblem(thrown) }
                };
            }
        }
        this.busy = false;
        this.announcement = filled(LABELS.sentCount, sent, chosen.length - sent);
        await this.reload();
        // The button may be out of work now; the outcome is what counts.
        /** @type {HTMLElement | null} */ (this.template.querySelector('[data-testid="announcement"]'))?.focus();
    }

    /** @param {string} id */
    keyringOf(id) {
        const keyring = this.keyrings.get(id) ?? createKeyring();
        this.keyrings.set(id, keyring);
        return keyring;
    }

    async reload() {
        try {
            await this.refresh?.();
        } catch (thrown) {
            this.problem = platformProblem(thrown, 'platform_not_readable');
        }
    }
}

/**
 * One line of the inbox.
 *
 * @param {any} seat
 */
function itemOf(seat) {
    const row = seat.Handoff_Exception__r;
    const exception = exceptionOf(row, USER_ID);
    const may = mayOf(seat);
    const object = SALESFORCE_OBJECTS.find((name) => row[`${name}__r`]);
    const record = object ? row[`${object}__r`] : undefined;
    const recordId = row.Record_Id__c?.value ?? '';
    return {
        id: exception.id,
        version: exception.version,
        title: record?.Name?.value ?? record?.CaseNumber?.value ?? recordId,
        url: object ? `/lightning/r/${object}/${recordId}/view` : `/${recordId}`,
        typeLabel: exception.view?.typeLabel ?? LABELS.notUnderstoodTitle,
        requester: exception.view?.requester?.name ?? exception.filedBy,
        filedAt: exception.filedAt,
        reason: exception.view?.reason ?? exception.reason,
        changes: changesInWords(exception.view).map(({ words }) => words),
        why: seat.Why__c?.value ?? '',
        ...matterOf(exception.view, may),
        // What cannot be read cannot be decided here: nobody approves what they have not seen.
        decidable: may.includes('approve') && waitsHere(exception)
    };
}

/**
 * Whether it is something that approving and rejecting settle: the request while it waits, an extension, or a review
 * that is owed.
 *
 * @param {ReturnType<typeof exceptionOf>} exception
 */
function waitsHere({ screen, view }) {
    if (screen === 'unknown') return false;
    return screen === 'pending' || view?.matter === 'extension' || view?.matter === 'break_glass';
}

/**
 * What waits, where it is not the request itself, and the decision that asks the viewer.
 *
 * @param {any} view
 * @param {readonly string[]} may
 */
function matterOf(view, may) {
    const extension = openExtension(view);
    if (may.includes('uphold')) {
        return { matter: LABELS.objection, matterWords: '', objection: true, decision: view?.decision };
    }
    if (view?.matter === 'extension' && extension) {
        const words = filled(LABELS.extensionWaits, extension.reason, inWords(extension.from));
        const until = filled(LABELS.extensionUntil, inWords(extension.until));
        return { matter: until, matterWords: words, decision: extension.decision };
    }
    if (view?.matter === 'break_glass' && view.breakGlass) {
        const words = filled(LABELS.unlessConfirmed, inWords(view.breakGlass.dueAt));
        return { matter: LABELS.reviewOwed, matterWords: words, decision: view.decision };
    }
    return { matter: '', matterWords: '', decision: view?.decision };
}
