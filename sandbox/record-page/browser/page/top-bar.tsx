import { APP_NAME, type PageUser } from '../../wire.ts';

interface TopBarProps {
  readonly users: readonly PageUser[];
  readonly hasAppPage: boolean;
  readonly hasSettingsPage: boolean;
  readonly userId: number | null;
  readonly onUserChange: (userId: number) => void;
  readonly routingRuns: boolean;
  readonly onRunRouting: () => void;
}

/** People by team, for the switch's groups. */
function byTeam(users: readonly PageUser[]): [string, PageUser[]][] {
  const teams = new Map<string, PageUser[]>();
  for (const user of users) {
    const team = user.teams[0]?.name ?? 'No team';
    teams.set(team, [...(teams.get(team) ?? []), user]);
  }
  return [...teams].sort(([a], [b]) => a.localeCompare(b));
}

/** The page's top bar: where am I, who am I, and the button that lets the portal's workflows run. */
export function TopBar({
  users,
  hasAppPage,
  hasSettingsPage,
  userId,
  onUserChange,
  routingRuns,
  onRunRouting,
}: TopBarProps) {
  return (
    <header className="top-bar">
      <a className="brand" href="/deals">
        <span className="brand-mark" aria-hidden="true" />
        Sandbox CRM
      </a>
      <nav aria-label="Main">
        <a href="/deals">Deals</a>
        {hasAppPage ? <a href="/inbox">{APP_NAME}</a> : null}
        {hasSettingsPage ? <a href="/settings">App settings</a> : null}
      </nav>
      <div className="top-bar-actions">
        <label className="user-switch">
          <span>Signed in as</span>
          <select
            value={userId ?? ''}
            data-testid="user-switch"
            onChange={(event) => onUserChange(Number(event.target.value))}
          >
            {byTeam(users).map(([team, members]) => (
              <optgroup key={team} label={team}>
                {members.map((user) => (
                  <option key={user.userId} value={user.userId}>
                    {user.firstName} {user.lastName}
                  </option>
                ))}
              </optgroup>
            ))}
          </select>
        </label>
        <button
          type="button"
          className="hs-button hs-primary hs-size-sm"
          aria-busy={routingRuns}
          disabled={routingRuns}
          onClick={onRunRouting}
          data-testid="run-routing"
        >
          {routingRuns ? 'Routing runs…' : 'Let routing run'}
        </button>
      </div>
    </header>
  );
}
