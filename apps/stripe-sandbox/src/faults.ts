/** A trouble that a test ordered for the next calls of a path. */
export interface Fault {
  id: string;
  path: string;
  method: string | null;
  times: number;
  delayMs: number;
  /** Whether the work is done before things go wrong. */
  when: 'before' | 'after';
  status: number | null;
  code: string | null;
  disconnect: boolean;
}

/** Ordered troubles, first ordered first used. */
export class Faults {
  list: Fault[] = [];

  /** The trouble for this call, counted down; undefined when it may pass. */
  take(method: string, path: string): Fault | undefined {
    const fault = this.list.find(
      (one) => (one.path === '*' || path.startsWith(one.path)) && (one.method === null || one.method === method),
    );
    if (!fault) return undefined;
    fault.times -= 1;
    if (fault.times <= 0) this.list = this.list.filter((one) => one !== fault);
    return fault;
  }
}
