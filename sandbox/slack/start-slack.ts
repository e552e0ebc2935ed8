import { once } from 'node:events';
import { createServer } from 'node:http';
import express from 'express';
import { slackApp } from './slack-app.ts';
import type { SlackState, SlackUser, SlackWeather } from './slack-state.ts';

/** How a workspace is set up. */
export interface SlackSetup {
  /** TCP port on 127.0.0.1; 0 or left out takes a free one. */
  readonly port?: number;
  /** The bot token that calls must carry; `xoxb-sandbox-token` when left out. */
  readonly token?: string;
  readonly users: readonly SlackUser[];
}

/** A workspace that answers. */
export interface RunningSlack {
  /** What `WebClient` takes as `slackApiUrl`. */
  readonly apiUrl: string;
  readonly token: string;
  /** Messages that reached somebody, oldest first. */
  readonly messages: SlackState['messages'];
  /** Calls of any kind so far. */
  readonly calls: number;
  setWeather(weather: SlackWeather): void;
  close(): Promise<void>;
}

/** Starts a stand-in for Slack's Web API on 127.0.0.1. @throws Error when the port is taken */
export async function startSlack({
  port = 0,
  token = 'xoxb-sandbox-token',
  users,
}: SlackSetup): Promise<RunningSlack> {
  const state: SlackState = { token, users, messages: [], calls: 0, weather: 'fine' };
  const server = createServer({ keepAliveTimeout: 65_000 }, express().use('/api', slackApp(state)));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address (this is a bug)');
  return {
    apiUrl: `http://127.0.0.1:${address.port}/api/`,
    token,
    messages: state.messages,
    get calls() {
      return state.calls;
    },
    setWeather(weather) {
      state.weather = weather;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, 'close');
    },
  };
}
