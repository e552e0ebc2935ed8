// Generated from src/contracts by extensions/salesforce/generate. Do not edit.
// @ts-check
import approvalsNeeded from '@salesforce/label/c.Handrail_approvalsNeeded';
import approve from '@salesforce/label/c.Handrail_approve';
import approveMany from '@salesforce/label/c.Handrail_approveMany';
import approved from '@salesforce/label/c.Handrail_approved';
import askForInformation from '@salesforce/label/c.Handrail_askForInformation';
import atMostDays from '@salesforce/label/c.Handrail_atMostDays';
import cancel from '@salesforce/label/c.Handrail_cancel';
import cardTitle from '@salesforce/label/c.Handrail_cardTitle';
import changeWords from '@salesforce/label/c.Handrail_changeWords';
import charactersMissing from '@salesforce/label/c.Handrail_charactersMissing';
import choose from '@salesforce/label/c.Handrail_choose';
import chooseOwner from '@salesforce/label/c.Handrail_chooseOwner';
import chooseReason from '@salesforce/label/c.Handrail_chooseReason';
import chooseStage from '@salesforce/label/c.Handrail_chooseStage';
import chooseType from '@salesforce/label/c.Handrail_chooseType';
import comment from '@salesforce/label/c.Handrail_comment';
import commentForAll from '@salesforce/label/c.Handrail_commentForAll';
import conversation from '@salesforce/label/c.Handrail_conversation';
import countsWhen from '@salesforce/label/c.Handrail_countsWhen';
import decisionRefused from '@salesforce/label/c.Handrail_decisionRefused';
import decisionSent from '@salesforce/label/c.Handrail_decisionSent';
import decisions from '@salesforce/label/c.Handrail_decisions';
import emptyKeepsOwner from '@salesforce/label/c.Handrail_emptyKeepsOwner';
import emptyKeepsStage from '@salesforce/label/c.Handrail_emptyKeepsStage';
import endConsequence from '@salesforce/label/c.Handrail_endConsequence';
import endNow from '@salesforce/label/c.Handrail_endNow';
import endsAt from '@salesforce/label/c.Handrail_endsAt';
import example from '@salesforce/label/c.Handrail_example';
import exceptionType from '@salesforce/label/c.Handrail_exceptionType';
import factsMissing from '@salesforce/label/c.Handrail_factsMissing';
import firstPage from '@salesforce/label/c.Handrail_firstPage';
import haveReady from '@salesforce/label/c.Handrail_haveReady';
import headActive from '@salesforce/label/c.Handrail_headActive';
import headFinished from '@salesforce/label/c.Handrail_headFinished';
import headInProgress from '@salesforce/label/c.Handrail_headInProgress';
import headNeedsAttention from '@salesforce/label/c.Handrail_headNeedsAttention';
import headPending from '@salesforce/label/c.Handrail_headPending';
import headSubmitted from '@salesforce/label/c.Handrail_headSubmitted';
import ifApproved from '@salesforce/label/c.Handrail_ifApproved';
import ifApprovedHold from '@salesforce/label/c.Handrail_ifApprovedHold';
import ifNobodyDecides from '@salesforce/label/c.Handrail_ifNobodyDecides';
import inYourWords from '@salesforce/label/c.Handrail_inYourWords';
import inboxName from '@salesforce/label/c.Handrail_inboxName';
import inboxTitle from '@salesforce/label/c.Handrail_inboxTitle';
import isAsked from '@salesforce/label/c.Handrail_isAsked';
import keepIt from '@salesforce/label/c.Handrail_keepIt';
import leaveAsIs from '@salesforce/label/c.Handrail_leaveAsIs';
import loading from '@salesforce/label/c.Handrail_loading';
import mayBeAsked from '@salesforce/label/c.Handrail_mayBeAsked';
import nextPage from '@salesforce/label/c.Handrail_nextPage';
import nextSteps from '@salesforce/label/c.Handrail_nextSteps';
import noConnectionDetail from '@salesforce/label/c.Handrail_noConnectionDetail';
import noConnectionTitle from '@salesforce/label/c.Handrail_noConnectionTitle';
import noTypes from '@salesforce/label/c.Handrail_noTypes';
import nobodyAsked from '@salesforce/label/c.Handrail_nobodyAsked';
import nobodyFound from '@salesforce/label/c.Handrail_nobodyFound';
import notAnExample from '@salesforce/label/c.Handrail_notAnExample';
import notReadableDetail from '@salesforce/label/c.Handrail_notReadableDetail';
import notReadableTitle from '@salesforce/label/c.Handrail_notReadableTitle';
import notSent from '@salesforce/label/c.Handrail_notSent';
import notSupportedDetail from '@salesforce/label/c.Handrail_notSupportedDetail';
import notSupportedTitle from '@salesforce/label/c.Handrail_notSupportedTitle';
import notUnderstoodDetail from '@salesforce/label/c.Handrail_notUnderstoodDetail';
import notUnderstoodTitle from '@salesforce/label/c.Handrail_notUnderstoodTitle';
import nothing from '@salesforce/label/c.Handrail_nothing';
import nothingWaits from '@salesforce/label/c.Handrail_nothingWaits';
import onlyOthers from '@salesforce/label/c.Handrail_onlyOthers';
import openToDecide from '@salesforce/label/c.Handrail_openToDecide';
import orInTheirPlace from '@salesforce/label/c.Handrail_orInTheirPlace';
import pathUnknown from '@salesforce/label/c.Handrail_pathUnknown';
import platformRefusedDetail from '@salesforce/label/c.Handrail_platformRefusedDetail';
import platformRefusedTitle from '@salesforce/label/c.Handrail_platformRefusedTitle';
import policyVersion from '@salesforce/label/c.Handrail_policyVersion';
import problemCode from '@salesforce/label/c.Handrail_problemCode';
import proposedOwner from '@salesforce/label/c.Handrail_proposedOwner';
import proposedStage from '@salesforce/label/c.Handrail_proposedStage';
import reason from '@salesforce/label/c.Handrail_reason';
import refresh from '@salesforce/label/c.Handrail_refresh';
import refusedTitle from '@salesforce/label/c.Handrail_refusedTitle';
import reject from '@salesforce/label/c.Handrail_reject';
import rejectMany from '@salesforce/label/c.Handrail_rejectMany';
import rejected from '@salesforce/label/c.Handrail_rejected';
import requestAnother from '@salesforce/label/c.Handrail_requestAnother';
import requestException from '@salesforce/label/c.Handrail_requestException';
import requestRefused from '@salesforce/label/c.Handrail_requestRefused';
import requestedBy from '@salesforce/label/c.Handrail_requestedBy';
import retryStep from '@salesforce/label/c.Handrail_retryStep';
import ruleByRule from '@salesforce/label/c.Handrail_ruleByRule';
import searchPeople from '@salesforce/label/c.Handrail_searchPeople';
import selectRequest from '@salesforce/label/c.Handrail_selectRequest';
import sendAnswer from '@salesforce/label/c.Handrail_sendAnswer';
import sentCount from '@salesforce/label/c.Handrail_sentCount';
import sentWaiting from '@salesforce/label/c.Handrail_sentWaiting';
import soFar from '@salesforce/label/c.Handrail_soFar';
import standardPath from '@salesforce/label/c.Handrail_standardPath';
import statusActive from '@salesforce/label/c.Handrail_statusActive';
import statusApproved from '@salesforce/label/c.Handrail_statusApproved';
import statusEnded from '@salesforce/label/c.Handrail_statusEnded';
import statusEnding from '@salesforce/label/c.Handrail_statusEnding';
import statusInfoRequested from '@salesforce/label/c.Handrail_statusInfoRequested';
import statusLapsed from '@salesforce/label/c.Handrail_statusLapsed';
import statusNeedsAttention from '@salesforce/label/c.Handrail_statusNeedsAttention';
import statusPending from '@salesforce/label/c.Handrail_statusPending';
import statusRejected from '@salesforce/label/c.Handrail_statusRejected';
import statusReverted from '@salesforce/label/c.Handrail_statusReverted';
import statusReverting from '@salesforce/label/c.Handrail_statusReverting';
import statusWithdrawn from '@salesforce/label/c.Handrail_statusWithdrawn';
import stepDone from '@salesforce/label/c.Handrail_stepDone';
import stepFailed from '@salesforce/label/c.Handrail_stepFailed';
import stepWaiting from '@salesforce/label/c.Handrail_stepWaiting';
import submit from '@salesforce/label/c.Handrail_submit';
import submittedDetail from '@salesforce/label/c.Handrail_submittedDetail';
import theRequest from '@salesforce/label/c.Handrail_theRequest';
import truthFalse from '@salesforce/label/c.Handrail_truthFalse';
import truthTrue from '@salesforce/label/c.Handrail_truthTrue';
import truthUnknown from '@salesforce/label/c.Handrail_truthUnknown';
import tryAgain from '@salesforce/label/c.Handrail_tryAgain';
import typesUnreadable from '@salesforce/label/c.Handrail_typesUnreadable';
import until from '@salesforce/label/c.Handrail_until';
import untilInPast from '@salesforce/label/c.Handrail_untilInPast';
import wantedSaw from '@salesforce/label/c.Handrail_wantedSaw';
import whatChanged from '@salesforce/label/c.Handrail_whatChanged';
import whatItAskedFor from '@salesforce/label/c.Handrail_whatItAskedFor';
import whatWasDecided from '@salesforce/label/c.Handrail_whatWasDecided';
import whatWasDone from '@salesforce/label/c.Handrail_whatWasDone';
import whoDecidesAndWhy from '@salesforce/label/c.Handrail_whoDecidesAndWhy';
import whoWillBeAsked from '@salesforce/label/c.Handrail_whoWillBeAsked';
import whyYou from '@salesforce/label/c.Handrail_whyYou';
import withdraw from '@salesforce/label/c.Handrail_withdraw';
import withdrawConsequence from '@salesforce/label/c.Handrail_withdrawConsequence';
import wouldChange from '@salesforce/label/c.Handrail_wouldChange';
import writeSomething from '@salesforce/label/c.Handrail_writeSomething';
import yourAnswer from '@salesforce/label/c.Handrail_yourAnswer';
import yourDecision from '@salesforce/label/c.Handrail_yourDecision';

/** Every text the components show. */
export const LABELS = Object.freeze({
    approvalsNeeded,
    approve,
    approveMany,
    approved,
    askForInformation,
    atMostDays,
    cancel,
    cardTitle,
    changeWords,
    charactersMissing,
    choose,
    chooseOwner,
    chooseReason,
    chooseStage,
    chooseType,
    comment,
    commentForAll,
    conversation,
    countsWhen,
    decisionRefused,
    decisionSent,
    decisions,
    emptyKeepsOwner,
    emptyKeepsStage,
    endConsequence,
    endNow,
    endsAt,
    example,
    exceptionType,
    factsMissing,
    firstPage,
    haveReady,
    headActive,
    headFinished,
    headInProgress,
    headNeedsAttention,
    headPending,
    headSubmitted,
    ifApproved,
    ifApprovedHold,
    ifNobodyDecides,
    inYourWords,
    inboxName,
    inboxTitle,
    isAsked,
    keepIt,
    leaveAsIs,
    loading,
    mayBeAsked,
    nextPage,
    nextSteps,
    noConnectionDetail,
    noConnectionTitle,
    noTypes,
    nobodyAsked,
    nobodyFound,
    notAnExample,
    notReadableDetail,
    notReadableTitle,
    notSent,
    notSupportedDetail,
    notSupportedTitle,
    notUnderstoodDetail,
    notUnderstoodTitle,
    nothing,
    nothingWaits,
    onlyOthers,
    openToDecide,
    orInTheirPlace,
    pathUnknown,
    platformRefusedDetail,
    platformRefusedTitle,
    policyVersion,
    problemCode,
    proposedOwner,
    proposedStage,
    reason,
    refresh,
    refusedTitle,
    reject,
    rejectMany,
    rejected,
    requestAnother,
    requestException,
    requestRefused,
    requestedBy,
    retryStep,
    ruleByRule,
    searchPeople,
    selectRequest,
    sendAnswer,
    sentCount,
    sentWaiting,
    soFar,
    standardPath,
    statusActive,
    statusApproved,
    statusEnded,
    statusEnding,
    statusInfoRequested,
    statusLapsed,
    statusNeedsAttention,
    statusPending,
    statusRejected,
    statusReverted,
    statusReverting,
    statusWithdrawn,
    stepDone,
    stepFailed,
    stepWaiting,
    submit,
    submittedDetail,
    theRequest,
    truthFalse,
    truthTrue,
    truthUnknown,
    tryAgain,
    typesUnreadable,
    until,
    untilInPast,
    wantedSaw,
    whatChanged,
    whatItAskedFor,
    whatWasDecided,
    whatWasDone,
    whoDecidesAndWhy,
    whoWillBeAsked,
    whyYou,
    withdraw,
    withdrawConsequence,
    wouldChange,
    writeSomething,
    yourAnswer,
    yourDecision
});
