/** The sandbox's own time: the machine's, moved forward by as much as the control API said. */
export class SandboxClock {
  private offsetMs = 0;

  /** Milliseconds since 1970. */
  millis(): number {
    // eslint-disable-next-line no-restricted-syntax -- Stripe's time is not our database's time: the sandbox plays a company elsewhere.
    return Date.now() + this.offsetMs;
  }

  /** Seconds since 1970, as Stripe writes every time. */
  now(): number {
    return Math.floor(this.millis() / 1000);
  }

  /** Seconds by which it is ahead. */
  get offset(): number {
    return this.offsetMs / 1000;
  }

  set offset(seconds: number) {
    this.offsetMs = seconds * 1000;
  }
}
