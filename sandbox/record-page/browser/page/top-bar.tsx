/** Somebody who can be chosen in the user switch. */
export interface SwitchUser {
  readonly id: string;
  readonly name: string;
  /** The team or role under which the switch lists them. */
  readonly group: string;
}

interface TopBarProps {
  readonly brand: string;
  /** The first is the home. */
  readonly links: readonly { readonly href: string; readonly label: string }[];
  readonly users: readonly SwitchUser[];
  readonly userId: string | null;
  readonly onUserChange: (id: string) => void;
  readonly routingRuns: boolean;
  readonly onRunRouting: () => void;
}

/** People by team, for the switch's groups. */
function byGroup(users: readonly SwitchUser[]): [string, SwitchUser[]][] {
  const groups = new Map<string, SwitchUser[]>();
  for (const user of users) groups.set(user.group, [...(groups.get(user.group) ?? []), user]);
  return [...groups].sort(([a], [b]) => a.localeCompare(b));
}

/** The page's top bar: where am I, who am I, and the button that lets the CRM's automation run. */
export function TopBar(props: TopBarProps) {
  const { brand, links, users, userId, onUserChange, routingRuns, onRunRouting } = props;
  return (
    <header className="top-bar">
      <a className="brand" href={links[0]?.href ?? '/'}>
        <span className="brand-mark" aria-hidden="true" />
        {brand}
      </a>
      <nav aria-label="Main">
        {links.map(({ href, label }) => (
          <a key={href} href={href}>
            {label}
          </a>
        ))}
      </nav>
      <div className="top-bar-actions">
        <label className="user-switch">
          <span>Signed in as</span>
          <select
            value={userId ?? ''}
            data-testid="user-switch"
            onChange={(event) => onUserChange(event.target.value)}
          >
            {byGroup(users).map(([group, members]) => (
              <optgroup key={group} label={group}>
                {members.map((user) => (
                  <option key={user.id} value={user.id}>
                    {user.name}
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
