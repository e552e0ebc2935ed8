import type { ReactNode } from 'react';
import { createContext, useContext } from 'react';
import { type BaseProps, classes } from './remote-props.ts';

interface ChildrenProps extends BaseProps {
  readonly children?: ReactNode;
}

/** Pairs of a label and a value. */
export function DescriptionList({
  direction = 'column',
  children,
  testId,
}: ChildrenProps & { direction?: 'row' | 'column' }) {
  return (
    <dl className={`hs-descriptions hs-descriptions-${direction}`} data-testid={testId}>
      {children}
    </dl>
  );
}

/** One pair of a `DescriptionList`. */
export function DescriptionListItem({ label, children, testId }: ChildrenProps & { label: string }) {
  return (
    <div className="hs-description" data-testid={testId}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Big numbers in a row. */
export function Statistics({ children, testId }: ChildrenProps) {
  return (
    <div className="hs-statistics" data-testid={testId}>
      {children}
    </div>
  );
}

/** One big number. */
export function StatisticsItem({ id, label, number, children, testId }: ChildrenProps & StatisticsItemProps) {
  return (
    <div id={id} className="hs-statistic" data-testid={testId}>
      <div className="hs-statistic-label">{label}</div>
      <div className="hs-statistic-number">{number}</div>
      {children}
    </div>
  );
}

interface StatisticsItemProps {
  readonly id?: string;
  readonly label: string;
  readonly number: string | number;
}

interface TrendProps extends BaseProps {
  readonly value: string;
  readonly direction: 'increase' | 'decrease';
  readonly color?: 'red' | 'green';
}

/** Whether a number went up or down. */
export function StatisticsTrend({ value, direction, color, testId }: TrendProps) {
  const tone = color ?? (direction === 'increase' ? 'green' : 'red');
  return (
    <div className={`hs-trend hs-trend-${tone}`} data-testid={testId}>
      <span aria-hidden="true">{direction === 'increase' ? '▲' : '▼'}</span>
      <span className="visually-hidden">{direction === 'increase' ? 'up' : 'down'}</span> {value}
    </div>
  );
}

interface TableProps extends ChildrenProps {
  readonly bordered?: boolean;
  readonly flush?: boolean;
  readonly density?: 'default' | 'condensed' | 'compact';
  readonly paginated?: boolean;
  readonly pageCount?: number;
  readonly page?: number;
  readonly onPageChange?: (page: number) => void;
}

/** A table, with page buttons when `paginated`. It scrolls by itself when it is wider than the card. */
export function Table({
  bordered = true,
  flush,
  density = 'default',
  children,
  testId,
  ...paging
}: TableProps) {
  const { page = 1, pageCount = 1 } = paging;
  return (
    <div className={classes('hs-table-box', flush && 'hs-flush')}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="hs-table-scroll" tabIndex={0} aria-label="Table">
        <table
          className={classes('hs-table', bordered && 'hs-bordered', `hs-${density}`)}
          data-testid={testId}
        >
          {children}
        </table>
      </section>
      {paging.paginated ? (
        <nav className="hs-pages" aria-label="Table pages">
          <button type="button" disabled={page <= 1} onClick={() => paging.onPageChange?.(page - 1)}>
            Prev
          </button>
          <span>
            Page {page} of {pageCount}
          </span>
          <button type="button" disabled={page >= pageCount} onClick={() => paging.onPageChange?.(page + 1)}>
            Next
          </button>
        </nav>
      ) : null}
    </div>
  );
}

const InTableHead = createContext(false);

/** The column labels. */
export function TableHead({ children, testId }: ChildrenProps) {
  return (
    <InTableHead.Provider value={true}>
      <thead data-testid={testId}>{children}</thead>
    </InTableHead.Provider>
  );
}

/** The rows. */
export function TableBody({ children, testId }: ChildrenProps) {
  return <tbody data-testid={testId}>{children}</tbody>;
}

/** The totals. */
export function TableFooter({ children, testId }: ChildrenProps) {
  return <tfoot data-testid={testId}>{children}</tfoot>;
}

/** One row. */
export function TableRow({ children, testId }: ChildrenProps) {
  return <tr data-testid={testId}>{children}</tr>;
}

interface CellProps extends ChildrenProps {
  readonly align?: 'left' | 'center' | 'right';
  readonly width?: 'min' | 'max' | 'auto' | number;
  readonly colSpan?: number;
}

interface HeaderProps extends CellProps {
  readonly sortDirection?: 'ascending' | 'descending' | 'none' | 'never';
  readonly disabled?: boolean;
  readonly onSortChange?: (direction: 'ascending' | 'descending' | 'none') => void;
}

const widthStyle = (width: CellProps['width']) => (typeof width === 'number' ? { width } : {});

/** A label: of a column in the head, of a row elsewhere. A click walks through the sort directions. */
export function TableHeader({
  align = 'left',
  width,
  sortDirection = 'never',
  children,
  testId,
  ...props
}: HeaderProps) {
  const inHead = useContext(InTableHead);
  const sortable = sortDirection !== 'never';
  const next =
    sortDirection === 'ascending' ? 'descending' : sortDirection === 'descending' ? 'none' : 'ascending';
  return (
    <th
      scope={inHead ? 'col' : 'row'}
      className={`hs-cell-${align} hs-col-${typeof width === 'number' ? 'fixed' : (width ?? 'auto')}`}
      style={widthStyle(width)}
      aria-sort={sortable ? sortDirection : undefined}
      data-testid={testId}
    >
      {sortable ? (
        <button
          type="button"
          className="hs-sort"
          disabled={props.disabled}
          onClick={() => props.onSortChange?.(next)}
        >
          {children}
          <span aria-hidden="true">
            {sortDirection === 'ascending' ? ' ▲' : sortDirection === 'descending' ? ' ▼' : ' ↕'}
          </span>
        </button>
      ) : (
        children
      )}
    </th>
  );
}

/** One value. */
export function TableCell({ align = 'left', width, colSpan, children, testId }: CellProps) {
  return (
    <td
      className={`hs-cell-${align} hs-col-${typeof width === 'number' ? 'fixed' : (width ?? 'auto')}`}
      style={widthStyle(width)}
      colSpan={colSpan}
      data-testid={testId}
    >
      {children}
    </td>
  );
}
