/** The messages between the page and the worker that runs the card. Functions travel by `@remote-ui/rpc`. */
import type { RemoteChannel } from '@remote-ui/core';
import type { CardReply } from '../wire.ts';

/** A toast, as `actions.addAlert` takes it. */
export interface CardAlert {
  readonly type?: 'info' | 'warning' | 'success' | 'danger' | 'tip';
  readonly title?: string;
  readonly message: string;
}

/** A page in a dialog, as `actions.openIframeModal` takes it. */
export interface IframeModalRequest {
  readonly uri: string;
  readonly height: number;
  readonly width: number;
  readonly title?: string;
}

/** Property values of the record at hand. */
export type PropertyValues = Readonly<Record<string, string | null>>;

/** What HubSpot tells every extension about who looks at it and where. */
interface BaseContext {
  readonly user: {
    readonly id: number;
    readonly email: string;
    readonly emails: readonly string[];
    readonly firstName: string;
    readonly lastName: string;
    readonly roles: readonly never[];
    readonly teams: readonly {
      readonly id: number;
      readonly name: string;
      readonly teammates: readonly number[];
    }[];
    readonly locale: string;
    readonly language: string;
    readonly permissions: readonly never[];
  };
  readonly portal: { readonly id: number; readonly timezone: string; readonly dataHostingLocation: string };
  readonly extension: { readonly appId: number; readonly appName: string; readonly cardTitle: string };
  readonly variables: Readonly<Record<string, string>>;
}

/** What a card on a record is told besides. */
export interface RecordContext extends BaseContext {
  readonly location: 'crm.record.tab' | 'crm.record.sidebar';
  readonly crm: { readonly objectId: number; readonly objectTypeId: string };
}

/** What a page of the app is told. */
export interface AppPageContext extends BaseContext {
  readonly location: 'pages' | 'settings';
}

/** What an extension is told about where it runs. */
export type CardContext = RecordContext | AppPageContext;

/** `hubspot.fetch` options that reach the page. */
export interface CardFetchOptions {
  readonly method?: string;
  readonly timeout?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the page does for the card. Each call crosses from the worker to the page. */
export interface HostApi {
  addAlert(alert: CardAlert): void;
  reloadPage(): void;
  refreshObjectProperties(): void;
  fetchCrmObjectProperties(names: readonly string[] | '*'): Promise<PropertyValues>;
  onCrmPropertiesUpdate(
    names: readonly string[] | '*',
    callback: (values: PropertyValues) => void,
  ): Promise<() => void>;
  closeOverlay(id: string): void;
  copyTextToClipboard(text: string): Promise<void>;
  openIframeModal(request: IframeModalRequest, onClose?: () => void): void;
  fetch(url: string, options: CardFetchOptions): Promise<CardReply>;
  formatProperties(objectType: string, list: readonly PropertyValues[]): Promise<PropertyValues[]>;
  fetchAssociations(request: unknown): Promise<unknown>;
  fetchCrmSearch(request: unknown): Promise<unknown>;
}

/** What the worker offers to the page. */
export interface CardWorkerApi {
  /** Loads the card's bundle and renders it into `channel`. Rejects when the bundle fails or calls no `extend`. */
  start(args: {
    cardUrl: string;
    context: CardContext;
    host: HostApi;
    channel: RemoteChannel;
  }): Promise<void>;
}
