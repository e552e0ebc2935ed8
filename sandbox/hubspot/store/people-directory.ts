import { notFound } from '../hubspot-error.ts';
import type { PortalPerson, PortalTeam } from './model.ts';

/** The portal's users, owners and teams. */
export class PeopleDirectory {
  readonly #people: PortalPerson[] = [];
  readonly #teams: PortalTeam[] = [];

  addTeam(team: PortalTeam): void {
    this.#teams.push(team);
  }

  addPerson(person: PortalPerson): void {
    this.#people.push(person);
  }

  /** Deactivates a user: they leave the user list and their owner becomes archived. */
  deactivate(userId: number): void {
    const at = this.#people.findIndex((person) => person.userId === userId);
    const person = this.#people[at];
    if (!person) throw notFound(`User ${userId} does not exist`);
    this.#people[at] = { ...person, active: false };
  }

  people(): readonly PortalPerson[] {
    return this.#people;
  }

  teams(): readonly PortalTeam[] {
    return this.#teams;
  }

  team(id: string): PortalTeam | undefined {
    return this.#teams.find((team) => team.id === id);
  }

  byOwnerId(ownerId: string): PortalPerson | undefined {
    return this.#people.find((person) => person.ownerId === ownerId);
  }

  byUserId(userId: number): PortalPerson | undefined {
    return this.#people.find((person) => person.userId === userId);
  }

  byEmail(email: string): PortalPerson | undefined {
    return this.#people.find((person) => person.email.toLowerCase() === email.toLowerCase());
  }

  /** The active people whose main team this is, in the order they joined the portal. */
  membersOf(teamId: string): PortalPerson[] {
    return this.#people.filter((person) => person.active && person.primaryTeamId === teamId);
  }
}
