interface Letter {
  readonly id: number;
  readonly subject: string;
  readonly text: string;
}

const PAUSE_MS = 100;

/** Reads the development mailbox, as a person reads his letters. */
export class LettersClient {
  constructor(private readonly base: string) {}

  /** The letters to an address, oldest first. */
  async to(address: string, after = 0): Promise<Letter[]> {
    const answer = await fetch(`${this.base}/letters.json?to=${encodeURIComponent(address)}&after=${after}`);
    return (await answer.json()) as Letter[];
  }

  /** The number of the newest letter to an address, so that one can wait for the next. */
  async newest(address: string): Promise<number> {
    return (await this.to(address)).at(-1)?.id ?? 0;
  }

  /** Waits for a letter that has a link of this form and gives the whole link. */
  async link(address: string, pattern: RegExp, { after = 0, seconds = 60 } = {}): Promise<string> {
    for (const until = performance.now() + seconds * 1000; performance.now() < until;) {
      const found = (await this.to(address, after))
        .reverse()
        .map(({ text }) => pattern.exec(text)?.[0])
        .find(Boolean);
      if (found) return found;
      await new Promise((resume) => setTimeout(resume, PAUSE_MS));
    }
    throw new Error(`no letter with ${String(pattern)} came to ${address}`);
  }
}
