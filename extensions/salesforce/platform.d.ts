/** What the components use of Salesforce's modules: the platform publishes no types for these. */

declare module 'lwc' {
  /** A component is no element: it has only what the framework gives it. */
  export class LightningElement {
    readonly template: ShadowRoot;
    dispatchEvent(event: Event): boolean;
  }
  export function api(target: object, key: string, descriptor?: PropertyDescriptor): void;
  export function wire(
    adapter: unknown,
    config?: Readonly<Record<string, unknown>>,
  ): (target: object, key: string, descriptor?: PropertyDescriptor) => void;
}

declare module 'lightning/graphql' {
  export const graphql: unknown;
  export function gql(strings: TemplateStringsArray): unknown;
}

declare module 'lightning/uiRecordApi' {
  export const getRecord: unknown;
  export function createRecord(record: {
    readonly apiName: string;
    readonly fields: Readonly<Record<string, unknown>>;
  }): Promise<{ readonly id: string }>;
  export function notifyRecordUpdateAvailable(
    records: readonly { readonly recordId: string }[],
  ): Promise<void>;
}

declare module 'lightning/uiObjectInfoApi' {
  export const getObjectInfo: unknown;
  export const getPicklistValues: unknown;
}

declare module '@salesforce/user/Id' {
  const id: string;
  export default id;
}

declare module '@salesforce/i18n/locale' {
  const locale: string;
  export default locale;
}

declare module '@salesforce/i18n/timeZone' {
  const timeZone: string;
  export default timeZone;
}

declare module '@salesforce/label/*' {
  const label: string;
  export default label;
}
