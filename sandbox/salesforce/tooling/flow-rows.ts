import type { KeptComponent, MetadataShelf } from '../metadata/metadata-shelf.ts';
import { readXml, type XmlNode } from '../metadata/xml-node.ts';
import type { Row } from '../soql/query-source.ts';
import type { Values } from '../store/field-value.ts';
import { flowJson } from './flow-json.ts';

/** One flow of the org with its versions. */
interface ShelvedFlow {
  readonly kept: KeptComponent;
  readonly flow: XmlNode;
  readonly activeId: string | null;
  readonly latestId: string;
  readonly latest: XmlNode;
}

const parsed = new WeakMap<KeptComponent, { readonly flow: XmlNode; readonly latest: XmlNode }>();

function flowsOf(shelf: MetadataShelf): readonly ShelvedFlow[] {
  return shelf.all('Flow').map((kept) => {
    const { flow, latest } = readOnce(kept);
    const current = kept.versionIds.at(kept.draft === undefined ? -1 : -2) ?? '';
    const definition = shelf.find('FlowDefinition', kept.fullName);
    const isSwitchedOff =
      definition && readXml(definition.content, 'FlowDefinition').textOf('activeVersionNumber') === '0';
    // A file that does not say so is deployed as active.
    const isActive = (flow.textOf('status') ?? 'Active') === 'Active' && !isSwitchedOff;
    return {
      kept,
      flow,
      latest,
      activeId: isActive ? current : null,
      latestId: kept.versionIds.at(-1) ?? '',
    };
  });
}

function readOnce(kept: KeptComponent) {
  const known = parsed.get(kept);
  if (known) return known;
  const flow = readXml(kept.content, 'Flow');
  const read = { flow, latest: kept.draft === undefined ? flow : readXml(kept.draft, 'Flow') };
  parsed.set(kept, read);
  return read;
}

/** The view of the normal API: one row a flow. `IsActive` speaks of the latest version, not of the flow. */
export function flowDefinitionRows(shelf: MetadataShelf): readonly Row[] {
  return flowsOf(shelf).map(({ kept, flow, latest, activeId, latestId }) => {
    const start = flow.one('start');
    const object = start?.textOf('object') ?? null;
    return row('FlowDefinitionView', {
      Id: kept.id,
      DurableId: kept.id,
      ApiName: kept.fullName,
      Label: flow.textOf('label') ?? kept.fullName,
      Description: flow.textOf('description') ?? null,
      ProcessType: flow.textOf('processType') ?? null,
      TriggerType: start?.textOf('triggerType') ?? null,
      RecordTriggerType: start?.textOf('recordTriggerType') ?? null,
      TriggerObjectOrEventId: object,
      TriggerObjectOrEventLabel: object,
      TriggerOrder: Number(flow.textOf('triggerOrder') ?? 0) || null,
      NamespacePrefix: kept.namespace ?? null,
      InstalledPackageName: kept.namespace ?? null,
      ManageableState: kept.namespace === undefined ? 'unmanaged' : 'installed',
      ActiveVersionId: activeId,
      LatestVersionId: latestId,
      IsActive: (latest.textOf('status') ?? 'Active') === 'Active' && activeId === latestId,
      IsTemplate: flow.flag('isTemplate'),
    });
  });
}

/** Tooling `FlowDefinition`. */
export function toolingDefinitionRows(shelf: MetadataShelf): readonly Row[] {
  return flowsOf(shelf).map(({ kept, flow, activeId, latestId }) =>
    row('FlowDefinition', {
      Id: kept.id,
      DeveloperName: bareName(kept),
      MasterLabel: flow.textOf('label') ?? kept.fullName,
      NamespacePrefix: kept.namespace ?? null,
      ActiveVersionId: activeId,
      LatestVersionId: latestId,
      FullName: kept.fullName,
    }),
  );
}

/** Tooling `Flow`: one row a version. What a managed package holds is hidden, unless it is a template. */
export function toolingFlowRows(shelf: MetadataShelf): readonly Row[] {
  return flowsOf(shelf).flatMap(({ kept, flow, latest, activeId, latestId }) => {
    const current = kept.versionIds.at(kept.draft === undefined ? -1 : -2) ?? '';
    const versions: readonly (readonly [string, XmlNode])[] =
      kept.draft === undefined
        ? [[current, flow]]
        : [
            [current, flow],
            [latestId, latest],
          ];
    return versions.map(([id, version]) =>
      row('Flow', {
        Id: id,
        DefinitionId: kept.id,
        MasterLabel: version.textOf('label') ?? kept.fullName,
        Description: version.textOf('description') ?? null,
        ProcessType: version.textOf('processType') ?? null,
        Status: id === activeId ? 'Active' : id === latestId ? 'Draft' : 'Obsolete',
        VersionNumber: kept.versionIds.indexOf(id) + 1,
        ManageableState: kept.namespace === undefined ? 'unmanaged' : 'installed',
        IsTemplate: version.flag('isTemplate'),
        FullName: `${kept.fullName}-${kept.versionIds.indexOf(id) + 1}`,
        get Metadata() {
          if (kept.told !== undefined) return JSON.stringify(kept.told);
          const isHidden = kept.namespace !== undefined && !version.flag('isTemplate');
          return isHidden ? null : JSON.stringify(flowJson(version));
        },
      }),
    );
  });
}

/** A component's name without that of its package. */
export function bareName({ fullName, namespace }: KeptComponent): string {
  return namespace === undefined ? fullName : fullName.replace(`${namespace}__`, '');
}

function row(objectName: string, values: Values): Row {
  return { objectName, values };
}
