import type { CardContext, HostApi, PropertyValues } from '../card-bridge.ts';

interface FetchHookOptions {
  readonly propertiesToFormat?: readonly string[] | 'all';
}

/** What HubSpot's hooks read from a runner: `json()` gives data or an error, and functions may travel in it. */
interface HookReply {
  json(): Promise<{ data?: unknown; error?: string; cleanup?: () => void }>;
}

const reply = (data: unknown, cleanup?: () => void): HookReply => ({
  json: async () => (cleanup ? { data, cleanup } : { data }),
});

/** Replaces the values the card wants formatted by their display form. */
async function formatted(host: HostApi, type: string, values: PropertyValues, options?: FetchHookOptions) {
  const wanted = options?.propertiesToFormat;
  if (!wanted || wanted.length === 0) return values;
  const [display] = await host.formatProperties(type, [values]);
  const entries = Object.entries(values).map(([name, value]) => {
    const format = wanted === 'all' || wanted.includes(name);
    return [name, format ? (display?.[name] ?? value) : value];
  });
  return Object.fromEntries(entries) as PropertyValues;
}

interface WithRows {
  readonly results: readonly { readonly properties: PropertyValues }[];
}

async function withFormattedRows(host: HostApi, type: string, data: unknown, options?: FetchHookOptions) {
  const page = data as WithRows;
  const results = await Promise.all(
    page.results.map(async (row) => ({
      ...row,
      properties: await formatted(host, type, row.properties, options),
    })),
  );
  return { ...page, results };
}

/** The one page this portal shows of an app. It stays the same object, as hooks compare it. */
const APP_HOME = { path: '/', params: {} };

/**
 * The runners behind HubSpot's hooks (`useExtensionContext`, `useCrmProperties`, `useAssociations`, `useCrmSearch`),
 * with the shapes `@hubspot/ui-extensions` 0.17 checks for.
 *
 * @param api - what `useExtensionApi` returns: context, actions and the serverless runner
 */
export function createWorkerApi(host: HostApi, api: { context: CardContext; actions: object }) {
  const { context } = api;
  return {
    useExtensionContext: () => context,
    useExtensionActions: () => api.actions,
    useExtensionApi: () => api,
    useAppPageLocation: () => {
      if (context.location !== 'pages') throw new Error('A record card has no app page location');
      return APP_HOME;
    },
    fetchCrmProperties: async (
      names: readonly string[],
      onUpdate: (values: PropertyValues) => void,
      options?: FetchHookOptions,
    ) => {
      if (!('crm' in context)) throw new Error('An app page stands on no record');
      const recordType = context.crm.objectTypeId;
      const values = await host.fetchCrmObjectProperties(names);
      const cleanup = await host.onCrmPropertiesUpdate(names, async (changed) => {
        onUpdate(await formatted(host, recordType, changed, options));
      });
      return reply(await formatted(host, recordType, values, options), cleanup);
    },
    fetchAssociations: async (request: { toObjectType: string }, options?: FetchHookOptions) =>
      reply(
        await withFormattedRows(host, request.toObjectType, await host.fetchAssociations(request), options),
      ),
    fetchCrmSearch: async (request: { objectType: string }, options?: FetchHookOptions) =>
      reply(await withFormattedRows(host, request.objectType, await host.fetchCrmSearch(request), options)),
    formatCrmProperties: async (request: { objectType: string; propertiesList: PropertyValues[] }) => {
      const list = await host.formatProperties(request.objectType, request.propertiesList);
      return { json: async () => list };
    },
    fetchHubSpotApi: () => {
      throw new Error('The experimental HubSpot API client is not offered on this page');
    },
  };
}
