// @ts-check
import { LightningElement, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import USER_ID from '@salesforce/user/Id';
import { MAX_TEXT } from 'c/handoffContract';
import { LABELS } from 'c/handoffLabels';
import { decisionOf, nodesOf, platformProblem } from 'c/handoffRows';
import { filled } from 'c/handoffWords';
import { createKeyring, writeDecision } from 'c/handoffWrite';
import { itemOf } from './inboxItem';
import { INBOX } from './inboxQuery';

const LOOK_AGAIN_MS = 5000;
const LOOKS = 12;

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
    looksLeft = LOOKS;
    /** @type {number | undefined} */
    timer;
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
            const said = nodesOf(data.uiapi?.query?.Handoff_Decision__c).map((node) => decisionOf(node, USER_ID));
            this.pageInfo = seats?.pageInfo;
            this.items = nodesOf(seats)
                .filter((seat) => seat.Handoff_Exception__r)
                .map((seat) => itemOf(seat, said));
            const listed = new Set(this.items.map((item) => item.id));
            this.selected = this.selected.filter((id) => listed.has(id));
            // What was sent is in the rows now; what was not sent is only known here.
            this.results = Object.fromEntries(Object.entries(this.results).filter(([, { problem }]) => problem));
            this.lookAgain();
        }
    }

    disconnectedCallback() {
        window.clearTimeout(this.timer);
    }

    /** While Handrail has not read what was said, the inbox looks again by itself, a minute at most. */
    lookAgain() {
        window.clearTimeout(this.timer);
        if (this.looksLeft === 0 || !this.items?.some((item) => item.waiting)) return;
        // A wire does not tell when a server outside the org has written; there is no other way to notice.
        // eslint-disable-next-line @lwc/lwc/no-async-operation
        this.timer = window.setTimeout(() => {
            this.looksLeft -= 1;
            this.reload();
        }, LOOK_AGAIN_MS);
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
            busy: this.busy,
            checked: this.selected.includes(item.id),
            result: this.results[item.id] ?? item.result,
            sent: item.waiting || (this.results[item.id] !== undefined && !this.results[item.id]?.problem)
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
        const comment = this.comment.trim();
        let sent = 0;
        for (const row of chosen) {
            // eslint-disable-next-line no-await-in-loop
            if (await this.write(row, { kind, comment })) sent += 1;
        }
        await this.tell(sent, chosen.length - sent);
    }

    /** @param {CustomEvent} event */
    async handleDecide(event) {
        const row = this.rows.find(({ id }) => id === event.detail.id);
        if (!row) return;
        this.busy = true;
        const sent = await this.write(row, event.detail.decision);
        await this.tell(sent ? 1 : 0, sent ? 0 : 1);
    }

    /**
     * Writes one decision on the version that is shown. What the org refuses stands beside the request.
     *
     * @param {any} row
     * @param {{ kind: string, comment: string }} said
     * @returns {Promise<boolean>} whether it was sent
     */
    async write(row, said) {
        const decision = { exceptionId: row.id, version: row.version, ...said };
        try {
            await writeDecision(decision, this.keyringOf(row.id)(decision));
        } catch (thrown) {
            this.results = { ...this.results, [row.id]: { words: LABELS.notSent, problem: platformProblem(thrown) } };
            return false;
        }
        this.results = { ...this.results, [row.id]: { words: LABELS.sentWaiting } };
        this.selected = this.selected.filter((id) => id !== row.id);
        return true;
    }

    /**
     * @param {number} sent
     * @param {number} refused
     */
    async tell(sent, refused) {
        this.busy = false;
        this.looksLeft = LOOKS;
        this.announcement = filled(LABELS.sentCount, sent, refused);
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
