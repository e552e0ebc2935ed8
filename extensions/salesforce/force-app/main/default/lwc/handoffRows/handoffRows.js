// @ts-check
/**
 * From rows of the org to what the components show. Pure: no wire, no clock.
 */

/** Statuses that occupy the record: no second request can be filed. */
const LIVE = new Set([
    'submitted',
    'pending',
    'info_requested',
    'approved',
    'active',
    'needs_attention',
    'ending',
    'reverting'
]);

/** @type {Readonly<Record<string, string>>} */
const SCREEN_OF = Object.freeze({
    submitted: 'submitted',
    refused: 'refused',
    pending: 'pending',
    info_requested: 'pending',
    approved: 'in_progress',
    active: 'active',
    needs_attention: 'needs_attention',
    ending: 'in_progress',
    reverting: 'in_progress',
    ended: 'finished',
    reverted: 'finished',
    rejected: 'finished',
    withdrawn: 'finished',
    lapsed: 'finished'
});

/**
 * @typedef {object} Problem
 * @property {string} code
 * @property {string} [detail] what happened and what to do, where whoever refused said so
 * @property {string[]} [more]
 */

/**
 * The nodes of a GraphQL connection.
 *
 * @param {any} connection
 * @returns {any[]}
 */
export function nodesOf(connection) {
    return (connection?.edges ?? []).map((/** @type {any} */ edge) => edge.node);
}

/**
 * A document Handrail keeps in a long text field; undefined when it cannot be read.
 *
 * @param {string | null | undefined} text
 * @returns {any}
 */
export function documentOf(text) {
    if (!text) return undefined;
    try {
        const document = JSON.parse(text);
        return typeof document === 'object' && document !== null ? document : undefined;
    } catch {
        return undefined;
    }
}

/**
 * One request, from its row.
 *
 * @param {any} node
 * @param {string} viewerId the user who looks
 */
export function exceptionOf(node, viewerId) {
    const status = node.Status__c?.value ?? 'submitted';
    const view = documentOf(node.View__c?.value);
    const seat = nodesOf(node.Handoff_Seats__r)[0];
    const decisions = nodesOf(node.Handoff_Decisions__r).map((decision) => decisionOf(decision, viewerId));
    const screen = SCREEN_OF[status] ?? 'unknown';
    const needsView = screen !== 'submitted' && screen !== 'refused';
    return {
        id: node.Id,
        status,
        // A status or a document this component does not know is never guessed at.
        screen: needsView && !isView(view) ? 'unknown' : screen,
        live: LIVE.has(status),
        version: node.Version__c?.value ?? 0,
        typeId: node.Exception_Type__c?.value ?? '',
        reason: node.Reason__c?.value ?? '',
        expiresAt: node.Expires_At__c?.value ?? '',
        filedAt: node.CreatedDate?.value ?? '',
        filedBy: node.CreatedBy?.Name?.value ?? '',
        problem: problemOf(node),
        view,
        why: seat?.Why__c?.value ?? '',
        may: mayOf(seat),
        decisions,
        // What the viewer said and Handrail has not read yet: the buttons are taken away meanwhile.
        waiting: decisions.find((decision) => decision.mine && decision.outcome === 'waiting'),
        refusedDecision: newestRefusal(decisions),
        // On the same ground nobody is heard twice.
        heard: decisions
            .filter(({ mine, kind, outcome }) => mine && kind === 'object' && outcome !== 'refused')
            .map(({ ground }) => ground)
    };
}

/**
 * What the viewer may do, as Handrail says in their seat.
 *
 * @param {any} seat
 * @returns {string[]}
 */
export function mayOf(seat) {
    return (seat?.May__c?.value ?? '').split(';').filter((/** @type {string} */ kind) => kind !== '');
}

/**
 * @param {any} view
 * @returns {boolean}
 */
function isView(view) {
    return (
        view !== undefined &&
        typeof view.typeLabel === 'string' &&
        typeof view.next === 'string' &&
        Array.isArray(view.changes) &&
        Array.isArray(view.steps) &&
        Array.isArray(view.reviews) &&
        Array.isArray(view.decision?.asked) &&
        Array.isArray(view.decision?.rows) &&
        (view.extensions === undefined || isListOf(view.extensions, isExtension)) &&
        (view.disputes === undefined || isDisputes(view.disputes)) &&
        (view.breakGlass === undefined || typeof view.breakGlass?.outcome === 'string')
    );
}

/** @param {any} list @param {(one: any) => boolean} fits */
function isListOf(list, fits) {
    return Array.isArray(list) && list.every(fits);
}

/** @param {any} one */
function isExtension(one) {
    return typeof one?.outcome === 'string' && typeof one.by?.name === 'string' && !Number.isNaN(Date.parse(one.until));
}

/** @param {any} disputes */
function isDisputes(disputes) {
    return (
        typeof disputes?.rule === 'string' &&
        isListOf(disputes.grounds, (one) => typeof one?.value === 'string') &&
        isListOf(disputes.items, (one) => typeof one?.objector?.name === 'string' && Array.isArray(one.deciders))
    );
}

/**
 * What somebody said about a request, and how far Handrail has come with it.
 *
 * @param {any} node
 * @param {string} viewerId
 */
export function decisionOf(node, viewerId) {
    return {
        id: node.Id,
        exceptionId: node.Handoff_Exception__c?.value ?? '',
        kind: node.Decision__c?.value ?? '',
        ground: node.Ground__c?.value ?? '',
        outcome: node.Outcome__c?.value ?? 'waiting',
        mine: node.CreatedById?.value === viewerId,
        by: node.CreatedBy?.Name?.value ?? '',
        at: node.CreatedDate?.value ?? '',
        problem: problemOf(node)
    };
}

/**
 * The newest decision of the viewer, if it was refused.
 *
 * @param {ReturnType<typeof decisionOf>[]} decisions newest first
 */
function newestRefusal(decisions) {
    const newest = decisions.find((decision) => decision.mine);
    return newest?.outcome === 'refused' ? newest : undefined;
}

/**
 * @param {any} node
 * @returns {Problem | undefined}
 */
function problemOf(node) {
    const code = node.Problem_Code__c?.value;
    return code ? { code, detail: node.Problem_Detail__c?.value ?? '' } : undefined;
}

/**
 * Everything the card shows for one record.
 *
 * @param {any} data what the query gave
 * @param {string} viewerId
 */
export function cardOf(data, viewerId) {
    const rows = nodesOf(data?.uiapi?.query?.Handoff_Exception__c).map((node) => exceptionOf(node, viewerId));
    const policies = nodesOf(data?.uiapi?.query?.Handoff_Policy__c);
    const documents = policies.map((node) => ({
        kind: node.Kind__c?.value,
        document: documentOf(node.Document__c?.value)
    }));
    return {
        // A live request wins over a newer one that was refused because of it.
        shown: rows.find((row) => row.live) ?? rows[0],
        types: documents.filter((row) => row.kind === 'exception_type' && isType(row.document)).map((row) => row.document),
        unreadable: documents.filter((row) => row.kind === 'exception_type' && !isType(row.document)).length,
        path: documents.find((row) => row.kind === 'standard_path' && typeof row.document?.words === 'string')?.document
    };
}

/**
 * @param {any} document
 * @returns {boolean}
 */
function isType(document) {
    return (
        document !== undefined &&
        typeof document.id === 'string' &&
        typeof document.label === 'string' &&
        Array.isArray(document.reasonCodes) &&
        Array.isArray(document.bands) &&
        typeof document.maxDays === 'number'
    );
}

/**
 * Whether the approvers of a band are asked, with the record as it is. A missing number may be any number, so it never
 * spares anybody.
 *
 * @param {any} band
 * @param {Readonly<Record<string, number | null | undefined>>} facts
 * @returns {'true' | 'false' | 'unknown'}
 */
export function bandApplies(band, facts) {
    const otherwise = band.depends ? 'unknown' : 'true';
    if (!band.when) return otherwise;
    const value = facts[band.when.field];
    if (value === null || value === undefined) return 'unknown';
    const above = band.when.above === undefined || value > band.when.above;
    const atMost = band.when.atMost === undefined || value <= band.when.atMost;
    return above && atMost ? otherwise : 'false';
}

/**
 * What the platform refused, in its own words: a wire's errors, or what a write threw.
 *
 * @param {any} thrown
 * @param {string} code what was tried: `platform_refused` a write, `platform_not_readable` a reading
 * @returns {Problem}
 */
export function platformProblem(thrown, code = 'platform_refused') {
    const errors = Array.isArray(thrown) ? thrown : [thrown];
    const more = errors.flatMap((error) => {
        const output = error?.body?.output;
        const fields = Object.values(output?.fieldErrors ?? {}).flat();
        const said = [...(output?.errors ?? []), ...fields].map((one) => one.message).filter(Boolean);
        return said.length > 0 ? said : [error?.body?.message ?? error?.message].filter(Boolean);
    });
    const offline = errors.some((error) => error?.body === undefined && /fetch|network|offline/i.test(error?.message ?? ''));
    return { code: offline ? 'no_connection' : code, more: [...new Set(more)] };
}

/**
 * Whether a write was refused because the same one was made before: its reply got lost, the row is there.
 *
 * @param {any} thrown
 * @returns {boolean}
 */
export function isRepeated(thrown) {
    const codes = [
        ...(thrown?.body?.output?.errors ?? []).map((/** @type {any} */ one) => one.errorCode),
        thrown?.body?.errorCode
    ];
    return codes.includes('DUPLICATE_VALUE');
}
