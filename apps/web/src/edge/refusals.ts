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
