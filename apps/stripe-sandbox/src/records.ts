/** Which API call causes what happens now; none when a person or the clock does. */
export interface Cause {
  requestId: string | null;
  idempotencyKey: string | null;
}
/** What lies behind a payment method and never leaves: its test card or account, and what was done with it. */
export interface Secret {
  id: string;
  number: string;
  setUp: boolean;
  used: boolean;
  detached: boolean;
}
/** Secrets of a webhook endpoint: two while they are rotated. */
export interface EndpointSecret {
  id: string;
  secrets: string[];
}
/** An event as kept: its object as text, because it never changes again. */
export interface StoredEvent {
  id: string;
  type: string;
  created: number;
  object: string;
  previous: Record<string, unknown> | null;
  request: { id: string | null; idempotency_key: string | null };
}

/** One attempt to deliver: when, and what came back. */
export interface Attempt {
  at: number;
  status: number | null;
  error: string | null;
}
/** An event on its way to one endpoint. */
export interface StoredDelivery {
  /** Event and endpoint. */
  id: string;
  event: string;
  type: string;
  endpoint: string;
  state: 'queued' | 'held' | 'sending' | 'delivered' | 'failed' | 'dropped';
  attempts: Attempt[];
  /** When it is sent next, by the sandbox's clock in milliseconds. */
  due: number;
  /** How many times it is sent at once. */
  copies: number;
}
/** What was answered to an idempotency key. */
export interface StoredKey {
  /** The key itself. */
  id: string;
  created: number;
  endpoint: string;
  parameters: string;
  requestId: string;
  /** Null while the call is still being worked on. */
  answer: { status: number; body: string } | null;
}
