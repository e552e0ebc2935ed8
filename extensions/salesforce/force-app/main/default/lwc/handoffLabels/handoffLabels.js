// Generated from src/contracts by extensions/salesforce/generate. Do not edit.
// @ts-check
import actedAtOnce from '@salesforce/label/c.Handrail_actedAtOnce';
import answered from '@salesforce/label/c.Handrail_answered';
import approvalsNeeded from '@salesforce/label/c.Handrail_approvalsNeeded';
import approve from '@salesforce/label/c.Handrail_approve';
import approveExtension from '@salesforce/label/c.Handrail_approveExtension';
import approveMany from '@salesforce/label/c.Handrail_approveMany';
import approved from '@salesforce/label/c.Handrail_approved';
import askForInformation from '@salesforce/label/c.Handrail_askForInformation';
import asked from '@salesforce/label/c.Handrail_asked';
import atMostDays from '@salesforce/label/c.Handrail_atMostDays';
import atOnceAllowed from '@salesforce/label/c.Handrail_atOnceAllowed';
import atOnceTitle from '@salesforce/label/c.Handrail_atOnceTitle';
import atOnceWarning from '@salesforce/label/c.Handrail_atOnceWarning';
import atTheLatest from '@salesforce/label/c.Handrail_atTheLatest';
import avertedPath from '@salesforce/label/c.Handrail_avertedPath';
import cameOn from '@salesforce/label/c.Handrail_cameOn';
import cancel from '@salesforce/label/c.Handrail_cancel';
import cardTitle from '@salesforce/label/c.Handrail_cardTitle';
import changeWords from '@salesforce/label/c.Handrail_changeWords';
import charactersMissing from '@salesforce/label/c.Handrail_charactersMissing';
import choose from '@salesforce/label/c.Handrail_choose';
import chooseDay from '@salesforce/label/c.Handrail_chooseDay';
import chooseGround from '@salesforce/label/c.Handrail_chooseGround';
import chooseOwner from '@salesforce/label/c.Handrail_chooseOwner';
import choosePerson from '@salesforce/label/c.Handrail_choosePerson';
import chooseReason from '@salesforce/label/c.Handrail_chooseReason';
import chooseStage from '@salesforce/label/c.Handrail_chooseStage';
import chooseType from '@salesforce/label/c.Handrail_chooseType';
import comment from '@salesforce/label/c.Handrail_comment';
import commentForAll from '@salesforce/label/c.Handrail_commentForAll';
import confirmIt from '@salesforce/label/c.Handrail_confirmIt';
import confirmedOn from '@salesforce/label/c.Handrail_confirmedOn';
import conversation from '@salesforce/label/c.Handrail_conversation';
import countsWhen from '@salesforce/label/c.Handrail_countsWhen';
import decideObjection from '@salesforce/label/c.Handrail_decideObjection';
import decisionRefused from '@salesforce/label/c.Handrail_decisionRefused';
import decisionSent from '@salesforce/label/c.Handrail_decisionSent';
import decisions from '@salesforce/label/c.Handrail_decisions';
import dismiss from '@salesforce/label/c.Handrail_dismiss';
import emptyKeepsOwner from '@salesforce/label/c.Handrail_emptyKeepsOwner';
import emptyKeepsStage from '@salesforce/label/c.Handrail_emptyKeepsStage';
import endConsequence from '@salesforce/label/c.Handrail_endConsequence';
import endConsequenceOwed from '@salesforce/label/c.Handrail_endConsequenceOwed';
import endNow from '@salesforce/label/c.Handrail_endNow';
import endsAt from '@salesforce/label/c.Handrail_endsAt';
import example from '@salesforce/label/c.Handrail_example';
import exceptionType from '@salesforce/label/c.Handrail_exceptionType';
import extend from '@salesforce/label/c.Handrail_extend';
import extendSend from '@salesforce/label/c.Handrail_extendSend';
import extension from '@salesforce/label/c.Handrail_extension';
import extensionApproved from '@salesforce/label/c.Handrail_extensionApproved';
import extensionAsked from '@salesforce/label/c.Handrail_extensionAsked';
import extensionLapsed from '@salesforce/label/c.Handrail_extensionLapsed';
import extensionRejected from '@salesforce/label/c.Handrail_extensionRejected';
import extensionUntil from '@salesforce/label/c.Handrail_extensionUntil';
import extensionWaits from '@salesforce/label/c.Handrail_extensionWaits';
import extensionWithdrawn from '@salesforce/label/c.Handrail_extensionWithdrawn';
import extensionsLeft from '@salesforce/label/c.Handrail_extensionsLeft';
import factsMissing from '@salesforce/label/c.Handrail_factsMissing';
import filedByWorkflow from '@salesforce/label/c.Handrail_filedByWorkflow';
import firstPage from '@salesforce/label/c.Handrail_firstPage';
import furtherPeople from '@salesforce/label/c.Handrail_furtherPeople';
import ground from '@salesforce/label/c.Handrail_ground';
import handOver from '@salesforce/label/c.Handrail_handOver';
import handOverHint from '@salesforce/label/c.Handrail_handOverHint';
import handOverSend from '@salesforce/label/c.Handrail_handOverSend';
import handedOver from '@salesforce/label/c.Handrail_handedOver';
import haveReady from '@salesforce/label/c.Handrail_haveReady';
import headActive from '@salesforce/label/c.Handrail_headActive';
import headActiveOwed from '@salesforce/label/c.Handrail_headActiveOwed';
import headFinished from '@salesforce/label/c.Handrail_headFinished';
import headInProgress from '@salesforce/label/c.Handrail_headInProgress';
import headLast from '@salesforce/label/c.Handrail_headLast';
import headNeedsAttention from '@salesforce/label/c.Handrail_headNeedsAttention';
import headPending from '@salesforce/label/c.Handrail_headPending';
import headSubmitted from '@salesforce/label/c.Handrail_headSubmitted';
import heldApprover from '@salesforce/label/c.Handrail_heldApprover';
import heldDetail from '@salesforce/label/c.Handrail_heldDetail';
import heldTitle from '@salesforce/label/c.Handrail_heldTitle';
import heldType from '@salesforce/label/c.Handrail_heldType';
import heldUntil from '@salesforce/label/c.Handrail_heldUntil';
import ifApproved from '@salesforce/label/c.Handrail_ifApproved';
import ifApprovedHold from '@salesforce/label/c.Handrail_ifApprovedHold';
import ifConfirmed from '@salesforce/label/c.Handrail_ifConfirmed';
import ifExtended from '@salesforce/label/c.Handrail_ifExtended';
import ifNobodyDecides from '@salesforce/label/c.Handrail_ifNobodyDecides';
import ifNotExtended from '@salesforce/label/c.Handrail_ifNotExtended';
import inYourWords from '@salesforce/label/c.Handrail_inYourWords';
import inboxName from '@salesforce/label/c.Handrail_inboxName';
import inboxTitle from '@salesforce/label/c.Handrail_inboxTitle';
import isAsked from '@salesforce/label/c.Handrail_isAsked';
import isBarred from '@salesforce/label/c.Handrail_isBarred';
import keepIt from '@salesforce/label/c.Handrail_keepIt';
import lastExtension from '@salesforce/label/c.Handrail_lastExtension';
import lastsAlready from '@salesforce/label/c.Handrail_lastsAlready';
import leaveAsIs from '@salesforce/label/c.Handrail_leaveAsIs';
import leftAsItIs from '@salesforce/label/c.Handrail_leftAsItIs';
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
import notTold from '@salesforce/label/c.Handrail_notTold';
import notUnderstoodDetail from '@salesforce/label/c.Handrail_notUnderstoodDetail';
import notUnderstoodTitle from '@salesforce/label/c.Handrail_notUnderstoodTitle';
import nothing from '@salesforce/label/c.Handrail_nothing';
import nothingWaits from '@salesforce/label/c.Handrail_nothingWaits';
import objectSend from '@salesforce/label/c.Handrail_objectSend';
import objectTo from '@salesforce/label/c.Handrail_objectTo';
import objectedBy from '@salesforce/label/c.Handrail_objectedBy';
import objection from '@salesforce/label/c.Handrail_objection';
import objectionDecided from '@salesforce/label/c.Handrail_objectionDecided';
import objections from '@salesforce/label/c.Handrail_objections';
import objects from '@salesforce/label/c.Handrail_objects';
import onlyOthers from '@salesforce/label/c.Handrail_onlyOthers';
import openToDecide from '@salesforce/label/c.Handrail_openToDecide';
import orInTheirPlace from '@salesforce/label/c.Handrail_orInTheirPlace';
import pathUnknown from '@salesforce/label/c.Handrail_pathUnknown';
import person from '@salesforce/label/c.Handrail_person';
import platformRefusedDetail from '@salesforce/label/c.Handrail_platformRefusedDetail';
import platformRefusedTitle from '@salesforce/label/c.Handrail_platformRefusedTitle';
import policyVersion from '@salesforce/label/c.Handrail_policyVersion';
import problemCode from '@salesforce/label/c.Handrail_problemCode';
import proposedOwner from '@salesforce/label/c.Handrail_proposedOwner';
import proposedStage from '@salesforce/label/c.Handrail_proposedStage';
import reason from '@salesforce/label/c.Handrail_reason';
import refresh from '@salesforce/label/c.Handrail_refresh';
import refuseIt from '@salesforce/label/c.Handrail_refuseIt';
import refusedTitle from '@salesforce/label/c.Handrail_refusedTitle';
import reject from '@salesforce/label/c.Handrail_reject';
import rejectExtension from '@salesforce/label/c.Handrail_rejectExtension';
import rejectMany from '@salesforce/label/c.Handrail_rejectMany';
import rejected from '@salesforce/label/c.Handrail_rejected';
import requestAnother from '@salesforce/label/c.Handrail_requestAnother';
import requestException from '@salesforce/label/c.Handrail_requestException';
import requestRefused from '@salesforce/label/c.Handrail_requestRefused';
import requestedBy from '@salesforce/label/c.Handrail_requestedBy';
import retryStep from '@salesforce/label/c.Handrail_retryStep';
import reviewConfirmed from '@salesforce/label/c.Handrail_reviewConfirmed';
import reviewOwed from '@salesforce/label/c.Handrail_reviewOwed';
import reviewReverted from '@salesforce/label/c.Handrail_reviewReverted';
import ruleByRule from '@salesforce/label/c.Handrail_ruleByRule';
import rulingConsequence from '@salesforce/label/c.Handrail_rulingConsequence';
import rulingHelp from '@salesforce/label/c.Handrail_rulingHelp';
import searchPeople from '@salesforce/label/c.Handrail_searchPeople';
import selectRequest from '@salesforce/label/c.Handrail_selectRequest';
import sendAnswer from '@salesforce/label/c.Handrail_sendAnswer';
import sentCount from '@salesforce/label/c.Handrail_sentCount';
import sentWaiting from '@salesforce/label/c.Handrail_sentWaiting';
import settledOn from '@salesforce/label/c.Handrail_settledOn';
import soFar from '@salesforce/label/c.Handrail_soFar';
import standardPath from '@salesforce/label/c.Handrail_standardPath';
import standingIn from '@salesforce/label/c.Handrail_standingIn';
import standsIn from '@salesforce/label/c.Handrail_standsIn';
import statusActive from '@salesforce/label/c.Handrail_statusActive';
import statusActiveOwed from '@salesforce/label/c.Handrail_statusActiveOwed';
import statusApproved from '@salesforce/label/c.Handrail_statusApproved';
import statusApprovedOwed from '@salesforce/label/c.Handrail_statusApprovedOwed';
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
import takeEffectAtOnce from '@salesforce/label/c.Handrail_takeEffectAtOnce';
import tellThem from '@salesforce/label/c.Handrail_tellThem';
import theRequest from '@salesforce/label/c.Handrail_theRequest';
import thisOneAlone from '@salesforce/label/c.Handrail_thisOneAlone';
import tookEffectAtOnce from '@salesforce/label/c.Handrail_tookEffectAtOnce';
import truthFalse from '@salesforce/label/c.Handrail_truthFalse';
import truthTrue from '@salesforce/label/c.Handrail_truthTrue';
import truthUnknown from '@salesforce/label/c.Handrail_truthUnknown';
import tryAgain from '@salesforce/label/c.Handrail_tryAgain';
import typesUnreadable from '@salesforce/label/c.Handrail_typesUnreadable';
import unlessConfirmed from '@salesforce/label/c.Handrail_unlessConfirmed';
import until from '@salesforce/label/c.Handrail_until';
import untilDecided from '@salesforce/label/c.Handrail_untilDecided';
import untilInPast from '@salesforce/label/c.Handrail_untilInPast';
import untilTheEndOf from '@salesforce/label/c.Handrail_untilTheEndOf';
import uphold from '@salesforce/label/c.Handrail_uphold';
import wantedSaw from '@salesforce/label/c.Handrail_wantedSaw';
import whatChanged from '@salesforce/label/c.Handrail_whatChanged';
import whatIsWrong from '@salesforce/label/c.Handrail_whatIsWrong';
import whatIsWrongHelp from '@salesforce/label/c.Handrail_whatIsWrongHelp';
import whatItAskedFor from '@salesforce/label/c.Handrail_whatItAskedFor';
import whatWasDecided from '@salesforce/label/c.Handrail_whatWasDecided';
import whatWasDone from '@salesforce/label/c.Handrail_whatWasDone';
import whoDecidesAndWhy from '@salesforce/label/c.Handrail_whoDecidesAndWhy';
import whoWillBeAsked from '@salesforce/label/c.Handrail_whoWillBeAsked';
import whyAtOnce from '@salesforce/label/c.Handrail_whyAtOnce';
import whyHandOver from '@salesforce/label/c.Handrail_whyHandOver';
import whyHandOverHelp from '@salesforce/label/c.Handrail_whyHandOverHelp';
import whyLonger from '@salesforce/label/c.Handrail_whyLonger';
import whyLongerHelp from '@salesforce/label/c.Handrail_whyLongerHelp';
import whyYou from '@salesforce/label/c.Handrail_whyYou';
import withdraw from '@salesforce/label/c.Handrail_withdraw';
import withdrawConsequence from '@salesforce/label/c.Handrail_withdrawConsequence';
import withdrawExtension from '@salesforce/label/c.Handrail_withdrawExtension';
import withdrawExtensionConsequence from '@salesforce/label/c.Handrail_withdrawExtensionConsequence';
import wouldChange from '@salesforce/label/c.Handrail_wouldChange';
import writeSomething from '@salesforce/label/c.Handrail_writeSomething';
import yourAnswer from '@salesforce/label/c.Handrail_yourAnswer';
import yourDecision from '@salesforce/label/c.Handrail_yourDecision';
import yourExtensionDecision from '@salesforce/label/c.Handrail_yourExtensionDecision';
import yourQuestion from '@salesforce/label/c.Handrail_yourQuestion';
import yourQuestionOrAnswer from '@salesforce/label/c.Handrail_yourQuestionOrAnswer';
import yourReview from '@salesforce/label/c.Handrail_yourReview';

/** Every text the components show. */
export const LABELS = Object.freeze({
    actedAtOnce,
    answered,
    approvalsNeeded,
    approve,
    approveExtension,
    approveMany,
    approved,
    askForInformation,
    asked,
    atMostDays,
    atOnceAllowed,
    atOnceTitle,
    atOnceWarning,
    atTheLatest,
    avertedPath,
    cameOn,
    cancel,
    cardTitle,
    changeWords,
    charactersMissing,
    choose,
    chooseDay,
    chooseGround,
    chooseOwner,
    choosePerson,
    chooseReason,
    chooseStage,
    chooseType,
    comment,
    commentForAll,
    confirmIt,
    confirmedOn,
    conversation,
    countsWhen,
    decideObjection,
    decisionRefused,
    decisionSent,
    decisions,
    dismiss,
    emptyKeepsOwner,
    emptyKeepsStage,
    endConsequence,
    endConsequenceOwed,
    endNow,
    endsAt,
    example,
    exceptionType,
    extend,
    extendSend,
    extension,
    extensionApproved,
    extensionAsked,
    extensionLapsed,
    extensionRejected,
    extensionUntil,
    extensionWaits,
    extensionWithdrawn,
    extensionsLeft,
    factsMissing,
    filedByWorkflow,
    firstPage,
    furtherPeople,
    ground,
    handOver,
    handOverHint,
    handOverSend,
    handedOver,
    haveReady,
    headActive,
    headActiveOwed,
    headFinished,
    headInProgress,
    headLast,
    headNeedsAttention,
    headPending,
    headSubmitted,
    heldApprover,
    heldDetail,
    heldTitle,
    heldType,
    heldUntil,
    ifApproved,
    ifApprovedHold,
    ifConfirmed,
    ifExtended,
    ifNobodyDecides,
    ifNotExtended,
    inYourWords,
    inboxName,
    inboxTitle,
    isAsked,
    isBarred,
    keepIt,
    lastExtension,
    lastsAlready,
    leaveAsIs,
    leftAsItIs,
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
    notTold,
    notUnderstoodDetail,
    notUnderstoodTitle,
    nothing,
    nothingWaits,
    objectSend,
    objectTo,
    objectedBy,
    objection,
    objectionDecided,
    objections,
    objects,
    onlyOthers,
    openToDecide,
    orInTheirPlace,
    pathUnknown,
    person,
    platformRefusedDetail,
    platformRefusedTitle,
    policyVersion,
    problemCode,
    proposedOwner,
    proposedStage,
    reason,
    refresh,
    refuseIt,
    refusedTitle,
    reject,
    rejectExtension,
    rejectMany,
    rejected,
    requestAnother,
    requestException,
    requestRefused,
    requestedBy,
    retryStep,
    reviewConfirmed,
    reviewOwed,
    reviewReverted,
    ruleByRule,
    rulingConsequence,
    rulingHelp,
    searchPeople,
    selectRequest,
    sendAnswer,
    sentCount,
    sentWaiting,
    settledOn,
    soFar,
    standardPath,
    standingIn,
    standsIn,
    statusActive,
    statusActiveOwed,
    statusApproved,
    statusApprovedOwed,
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
    takeEffectAtOnce,
    tellThem,
    theRequest,
    thisOneAlone,
    tookEffectAtOnce,
    truthFalse,
    truthTrue,
    truthUnknown,
    tryAgain,
    typesUnreadable,
    unlessConfirmed,
    until,
    untilDecided,
    untilInPast,
    untilTheEndOf,
    uphold,
    wantedSaw,
    whatChanged,
    whatIsWrong,
    whatIsWrongHelp,
    whatItAskedFor,
    whatWasDecided,
    whatWasDone,
    whoDecidesAndWhy,
    whoWillBeAsked,
    whyAtOnce,
    whyHandOver,
    whyHandOverHelp,
    whyLonger,
    whyLongerHelp,
    whyYou,
    withdraw,
    withdrawConsequence,
    withdrawExtension,
    withdrawExtensionConsequence,
    wouldChange,
    writeSomething,
    yourAnswer,
    yourDecision,
    yourExtensionDecision,
    yourQuestion,
    yourQuestionOrAnswer,
    yourReview
});
