import { setImmediate as soon } from 'node:timers/promises';
import { isAway, isLost } from './away.js';

interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: unknown) => void;
}

const GROUP_MAX = 100;

/**
 * Does together what comes at once: whoever comes while a group is being done is in the next one, so the more there is to
 * do the larger are the groups, and who comes alone waits for nobody. Each has an answer of his own. A group that fails is
 * done one by one, so that nobody's fault is another's: the work must bear repetition. When the database is away it is
 * nobody's fault, and all are told so at once; when only the connection was lost the group is done once more.
 */
export class InGroups<Item, Answer> {
  private readonly lines = new Map<string, Waiting<Item, Answer>[]>();

  /** `work` answers each item of a group in its order; an error among the answers is that item's alone. */
  constructor(private readonly work: (items: readonly Item[]) => Promise<readonly (Answer | Error)[]>) {}

  /** One line has one group at a time; what is in other lines neither waits for it nor is done with it. */
  add(item: Item, line = ''): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const one = { item, resolve, reject };
      const waiting = this.lines.get(line);
      if (waiting) return void waiting.push(one);
      this.lines.set(line, [one]);
      void this.run(line, this.lines.get(line)!);
    });
  }

  private async run(line: string, waiting: Waiting<Item, Answer>[]): Promise<void> {
    await soon(); // who comes in the same moment comes along
    while (waiting.length > 0) await this.do(waiting.splice(0, GROUP_MAX));
    this.lines.delete(line);
  }

  private async do(group: readonly Waiting<Item, Answer>[], again = false): Promise<void> {
    try {
      const answers = await this.work(group.map(({ item }) => item));
      group.forEach(({ resolve, reject }, n) => {
        const answer = answers[n]!;
        if (answer instanceof Error) reject(answer);
        else resolve(answer);
      });
    } catch (error) {
      if (isLost(error) && !again) return this.do(group, true);
      if (group.length === 1 || isAway(error)) return group.forEach(({ reject }) => reject(error));
      for (const one of group) await this.do([one]);
    }
  }
}
