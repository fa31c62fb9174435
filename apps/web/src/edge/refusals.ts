import type { DomainError, FieldRefusal } from '#libs/kernel/src/index.js';

/** A refusal that only a web server knows: not signed in, too many requests, a body too large. */
export class EdgeRefusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = 'EdgeRefusal';
  }
}

/** What is wrong with the query of a request, by parameter. */
export class QueryRefusal extends EdgeRefusal {
  constructor(
    code: string,
    readonly parameters: readonly FieldRefusal[],
  ) {
    super(400, code, parameters.map(({ pointer }) => pointer).join(', '));
  }
}

/** What a program told cannot be taken as it is: 400, with what the refusal says of it. */
export class HookRefusal extends EdgeRefusal {
  constructor(readonly refusal: DomainError) {
    super(400, refusal.code, refusal.message);
  }
}
