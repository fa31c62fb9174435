import { newId } from './ids.js';

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

/** A trouble to be made; what is left out is usual. */
export type FaultOrder = Pick<Fault, 'path'> & Partial<Omit<Fault, 'id' | 'path'>>;

/** Ordered troubles, first ordered first used. */
export class Faults {
  list: Fault[] = [];

  /** Adds a trouble for the next calls of a path. Throws when there is no path. */
  order(order: FaultOrder): Fault {
    if (!order.path) throw new Error('path must be given, or *');
    const usual = { method: null, times: 1, delayMs: 0, when: 'before', status: null, code: null, disconnect: false };
    const fault = { ...usual, ...order, id: newId('fault', 10) } as Fault;
    this.list.push(fault);
    return fault;
  }

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
