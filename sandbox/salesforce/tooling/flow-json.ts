import type { XmlNode } from '../metadata/xml-node.ts';

/**
 * A flow as the Tooling API shows it: the same names as in source format, but with types, with lists of one, and with
 * what is not set as null. A name has one type wherever it stands.
 *
 * Source: the Flow type of the Metadata and Tooling WSDL, as in `@salesforce/types`.
 */
export function flowJson(node: XmlNode): Readonly<Record<string, unknown>> {
  const told = objectOf(node);
  return { ...Object.fromEntries(ROOT_LISTS.map((name) => [name, []])), ...told };
}

function objectOf(node: XmlNode): Record<string, unknown> {
  return Object.fromEntries(
    node.names.map((name) => {
      const values = node.all(name).map((one) => scalarOf(name, one));
      return [name, LISTS.has(name) ? values : values[0]];
    }),
  );
}

function scalarOf(name: string, node: XmlNode): unknown {
  if (node.names.length > 0) return { ...(VALUES.has(name) && NO_VALUE), ...objectOf(node) };
  if (BOOLEANS.has(name)) return node.text === 'true';
  if (NUMBERS.has(name)) return Number(node.text);
  return node.text === '' ? null : node.text;
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

const ROOT_LISTS = words(`
  actionCalls apexPluginCalls assignments choices collectionProcessors constants customErrors customProperties decisions
  dynamicChoiceSets environments experiments formulas loops orchestratedStages processMetadataValues recordCreates
  recordDeletes recordLookups recordRollbacks recordUpdates screens stages steps subflows textTemplates transforms
  variables waits`);

const LISTS: ReadonlySet<string> = new Set([
  ...ROOT_LISTS,
  ...words(`
  actionCallPaths actions assignees assignmentItems attributes capabilityTypes choiceReferences collectionElements
  collectionFilterCriteria conditions connectors customErrorMessages dataLookups dataTypeMappings ends
  entryActionInputParameters entryActionOutputParameters entryConditions exitActionInputParameters
  exitActionOutputParameters exitConditions exitRules fields filterOptions filters groups inputAssignments
  inputParameters inputs mapItems outputAssignments outputConfigParams outputParameters paths queriedFields
  relatedRecords ruleActions rules scheduledPaths sortOptions stageSteps styleSettings transformValueActions
  transformValues triggers waitEvents`),
]);

const BOOLEANS: ReadonlySet<string> = new Set(
  words(`
  allowBack allowFinish allowPause areMetricsLoggedToDataCloud assignNullValuesIfNoRecordsFound booleanValue
  canAssigneeEdit doesPutEmptyStringAndNullFirst doesRequireRecordChangedToMeetCriteria doesUpsert doesUpsertAllOrNone
  getFirstRecordOnly isActive isAdditionalPermissionRequiredToRun isAsync isCollection isFieldError isGoTo
  isGroupedConditions isInput isOutput isOverridable isRequired isTemplate isViewedAsPlainText isVisible
  isWaitUntilCompleted nullsFirst requiresAsyncProcessing runAsUser shouldLock showFooter showHeader
  storeOutputAutomatically`),
);

const NUMBERS: ReadonlySet<string> = new Set(
  words(`
  apiVersion dayOfMonthToRun duration frequencyNumber limit locationX locationY maxBatchSize numberValue offset
  offsetNumber percentage ruleOrder scale stageOrder triggerOrder`),
);

/** Elements that hold one value of several kinds. */
const VALUES: ReadonlySet<string> = new Set(['value', 'rightValue', 'defaultValue']);
const NO_VALUE = {
  apexValue: null,
  booleanValue: null,
  dateTimeValue: null,
  dateValue: null,
  elementReference: null,
  numberValue: null,
  sobjectValue: null,
  stringValue: null,
};
