/**
 * What the spec's process and the phone's process tell each other. The phone runs in a process of its own,
 * because the component engine needs a window and the mini program must not see one.
 */
export interface HttpAsk {
  method: string;
  url: string;
  header: Record<string, string>;
  body?: unknown;
}

export interface HttpAnswer {
  status: number;
  body: unknown;
  header?: Record<string, string>;
}

/** A page that is open, the lowest first in a stack. */
export interface OpenPage {
  /** Without a leading slash. */
  path: string;
  query: Record<string, string>;
}

/** How WeChat opened the mini program. */
export interface EnterOptions {
  path: string;
  query: Record<string, string>;
  scene: number;
}

/** What the phone starts with. */
export interface PhoneSettings {
  /** Folder of the built package. */
  folder: string;
  /** BCP 47 tag with an underscore, as WeChat gives it. */
  language: string;
  fontSizeScaleFactor: number;
  /** What was kept from an earlier run. */
  storage: Record<string, unknown>;
}

/** Things the phone asks WeChat or the network for. */
export type Ask =
  | { kind: 'request'; request: HttpAsk }
  | { kind: 'login' }
  | { kind: 'pay'; params: Record<string, string> }
  | { kind: 'modal'; title: string; content: string }
  | { kind: 'address' };

/** Things that happened and that nobody answers. */
export type Note =
  | { kind: 'toast'; text: string }
  | { kind: 'clipboard'; text: string }
  | { kind: 'title'; text: string }
  /** Shown by its type, or handed on by its name. */
  | { kind: 'file'; name: string; content: string }
  | { kind: 'error'; text: string }
  | { kind: 'storage'; storage: Record<string, unknown> };

/** What the spec wants done, one at a time; each is answered when the screen has come to rest. */
export type Command =
  | { name: 'launch'; options: EnterOptions }
  | { name: 'show'; options: EnterOptions }
  | { name: 'hide' }
  | { name: 'tap'; target: string; nth: number }
  | { name: 'input'; target: string; value: string }
  | { name: 'switch'; target: string; on: boolean }
  | { name: 'back' }
  | { name: 'pull-down' }
  | { name: 'reach-bottom' }
  | { name: 'share' }
  | { name: 'wait-for'; text: string; gone: boolean; timeoutMs: number }
  | { name: 'count'; target: string }
  | { name: 'look' };

/** What is on screen after a command. */
export interface Look {
  text: string;
  stack: OpenPage[];
}

export interface CommandResult extends Look {
  /** The answer of `share` and `count`. */
  value?: unknown;
}

export type ToPhone =
  | { type: 'start'; settings: PhoneSettings }
  | { type: 'command'; id: number; command: Command }
  | { type: 'answer'; id: number; value?: unknown; failure?: string };

export type FromPhone =
  | { type: 'ready'; failure?: string }
  | { type: 'ask'; id: number; ask: Ask }
  | { type: 'note'; note: Note }
  | { type: 'done'; id: number; result?: CommandResult; failure?: string };
