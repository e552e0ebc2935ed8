import type { KeyboardEvent, ReactNode } from 'react';
import { createContext, useContext, useEffect, useId, useMemo, useRef, useState } from 'react';
import { type BaseProps, classes } from './remote-props.ts';

type TabId = string | number;

interface KnownTab {
  readonly id: TabId;
  readonly title: string;
  readonly disabled: boolean;
  readonly element: HTMLElement;
}

interface TabsControl {
  readonly baseId: string;
  readonly selected: TabId | undefined;
  readonly announce: (tab: KnownTab) => () => void;
}

const TabsContext = createContext<TabsControl | null>(null);

interface TabsProps extends BaseProps {
  readonly children?: ReactNode;
  readonly selected?: TabId;
  readonly defaultSelected?: TabId;
  readonly variant?: 'default' | 'enclosed';
  readonly fill?: boolean;
  readonly onSelectedChange?: (id: TabId) => void;
}

/**
 * A row of tabs and the content of the chosen one. The tabs are remote nodes whose props this component cannot
 * read, so each `Tab` announces itself; their order is their order in the document.
 */
export function Tabs(props: TabsProps) {
  const baseId = useId();
  const [tabs, setTabs] = useState<readonly KnownTab[]>([]);
  const [ownSelected, setOwnSelected] = useState(props.defaultSelected);
  const selected = props.selected ?? ownSelected ?? tabs[0]?.id;
  const row = useRef<HTMLDivElement>(null);
  const control = useMemo<TabsControl>(
    () => ({
      baseId,
      selected,
      announce: (tab) => {
        setTabs((known) =>
          [...known.filter((other) => other.id !== tab.id), tab].sort((a, b) =>
            a.element.compareDocumentPosition(b.element) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1,
          ),
        );
        return () => setTabs((known) => known.filter((other) => other !== tab));
      },
    }),
    [baseId, selected],
  );
  const select = (id: TabId) => {
    setOwnSelected(id);
    props.onSelectedChange?.(id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return;
    const usable = tabs.filter((tab) => !tab.disabled);
    const at = usable.findIndex((tab) => tab.id === selected);
    const step = event.key === 'ArrowRight' ? 1 : -1;
    const next = usable[(at + step + usable.length) % usable.length];
    if (next === undefined) return;
    select(next.id);
    row.current?.querySelector<HTMLElement>(`#${CSS.escape(`${baseId}-tab-${next.id}`)}`)?.focus();
  };
  return (
    <div className={classes('hs-tabs', `hs-tabs-${props.variant ?? 'default'}`)} data-testid={props.testId}>
      {tabs.length > 0 ? (
        <div
          ref={row}
          role="tablist"
          className={classes('hs-tablist', props.fill && 'hs-fill')}
          onKeyDown={onKeyDown}
        >
          {tabs.map((tab) => (
            <button
              key={tab.id}
              type="button"
              role="tab"
              id={`${baseId}-tab-${tab.id}`}
              aria-controls={`${baseId}-panel-${tab.id}`}
              aria-selected={tab.id === selected}
              tabIndex={tab.id === selected ? 0 : -1}
              disabled={tab.disabled}
              className="hs-tab"
              onClick={() => select(tab.id)}
            >
              {tab.title}
            </button>
          ))}
        </div>
      ) : null}
      <TabsContext.Provider value={control}>{props.children}</TabsContext.Provider>
    </div>
  );
}

interface TabProps extends BaseProps {
  readonly tabId?: TabId;
  readonly title?: string;
  readonly disabled?: boolean;
  readonly children?: ReactNode;
}

/** One tab. */
export function Tab({ tabId, title = '', disabled = false, children, testId }: TabProps) {
  const tabs = useContext(TabsContext);
  const ownId = useId();
  const id = tabId ?? ownId;
  const element = useRef<HTMLDivElement>(null);
  const announce = useRef(tabs?.announce);
  useEffect(() => {
    if (element.current === null) return;
    return announce.current?.({ id, title, disabled, element: element.current });
  }, [id, title, disabled]);
  return (
    <div
      ref={element}
      role="tabpanel"
      id={`${tabs?.baseId}-panel-${id}`}
      aria-labelledby={`${tabs?.baseId}-tab-${id}`}
      hidden={tabs?.selected !== id}
      className="hs-tabpanel"
      data-testid={testId}
    >
      {children}
    </div>
  );
}
