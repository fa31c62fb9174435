import { Courier, type Delivery } from '#libs/platform/src/index.js';
import type { Room } from './room.js';

/** A worker with a queue: takes what is in the outbox, and whatever is not done it tries again the next time. */
export class Tries {
  private undone: Delivery[] = [];

  constructor(private readonly room: Room) {}

  /** Deliveries that were taken and are not done. */
  get left(): number {
    return this.undone.length;
  }

  /** Tries everything once that is not done; gives what went wrong. */
  async work(): Promise<string[]> {
    const courier = this.room.get(Courier);
    const [wrong, again, mine]: [string[], Delivery[], Delivery[]] = [[], [], this.undone.splice(0)];
    const take = () => courier.relay((some) => Promise.resolve(void mine.push(...some))).catch(() => 1);
    while ((await take()) > 0 || mine.length > 0) {
      for (const delivery of mine.splice(0)) {
        await courier.deliver(delivery).catch((error: Error) => {
          wrong.push(error.message);
          again.push(delivery);
        });
      }
    }
    this.undone.push(...again);
    return wrong;
  }
}
