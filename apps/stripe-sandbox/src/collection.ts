import { missing } from './errors.js';
import { type Line } from './journal.js';

/** Anything that has an id. */
export interface Entity {
  id: string;
}

/** All objects of one kind in the order of their making. Whoever changes one says `save`. */
export class Collection<T extends Entity> {
  private readonly items = new Map<string, T>();
  private readonly passing = new Set<string>();

  constructor(
    private readonly name: string,
    /** How an error calls it: "No such refund: …". */
    private readonly word: string,
    private readonly journal: { note: (line: Line) => void },
  ) {}

  /** Adds it, or notes that it changed. */
  save(item: T): T {
    this.passing.delete(item.id);
    this.items.set(item.id, item);
    this.journal.note({ c: this.name, id: item.id, o: item });
    return item;
  }

  /** The object, if there is one. */
  find(id: string): T | undefined {
    return this.items.get(id);
  }

  /** The object; refuses as Stripe does when there is none. */
  get(id: string, param?: string): T {
    const item = this.items.get(id);
    if (!item) throw missing(this.word, id, param);
    return item;
  }

  /** Keeps it while the sandbox runs, but no longer: over a restart it is forgotten. */
  saveForNow(item: T): T {
    if (!this.passing.has(item.id)) this.journal.note({ c: this.name, id: item.id, o: null });
    this.passing.add(item.id);
    this.items.set(item.id, item);
    return item;
  }

  /** Those that outlive a restart, oldest first. */
  lasting(): T[] {
    return this.all().filter((item) => !this.passing.has(item.id));
  }

  /** Forgets one. */
  remove(id: string): void {
    this.passing.delete(id);
    if (this.items.delete(id)) this.journal.note({ c: this.name, id, o: null });
  }

  /** Oldest first. */
  all(): T[] {
    return [...this.items.values()];
  }

  /** How many. */
  get size(): number {
    return this.items.size;
  }

  /** Forgets the oldest while there are more than `most`. */
  keepLast(most: number): void {
    for (const id of this.items.keys()) {
      if (this.items.size <= most) return;
      this.remove(id);
    }
  }

  /** Takes over what a former run kept. */
  restore(id: string, item: unknown): void {
    if (item === null) this.items.delete(id);
    else this.items.set(id, item as T);
  }

  /** Forgets all. */
  clear(): void {
    this.items.clear();
    this.passing.clear();
  }
}
