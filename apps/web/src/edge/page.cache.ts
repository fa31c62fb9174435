import { Injectable } from '@nestjs/common';
import type { Rendered } from './rendered.js';

interface Entry {
  readonly until: number;
  readonly rendered: Promise<Rendered>;
}

const ENTRIES_MAX = 2_000;

/**
 * Keeps rendered public pages for a moment: a thousand readers of one page in one second cost one rendering. Whoever
 * comes while a page is being made waits for that one. What is shown may be so old as `ttl` says, in milliseconds.
 */
@Injectable()
export class PageCache {
  ttl = 1_000;
  private readonly entries = new Map<string, Entry>();

  /** The page under this key, made by `render` when there is none or it is too old. A failed rendering is not kept. */
  get(key: string, render: () => Promise<Rendered>): Promise<Rendered> {
    const now = performance.now();
    const known = this.entries.get(key);
    if (known && known.until > now) return known.rendered;
    const rendered = render();
    if (this.ttl <= 0) return rendered;
    this.keep(key, { until: now + this.ttl, rendered });
    rendered.catch(() => this.entries.delete(key));
    return rendered;
  }

  private keep(key: string, entry: Entry): void {
    // The map is in the order of writing: the oldest go first. What nobody will be shown any more is not kept: large
    // pages under thousands of strange addresses would fill the memory for ever.
    this.entries.delete(key);
    this.entries.set(key, entry);
    const now = performance.now();
    for (const [oldest, { until }] of this.entries) {
      if (until > now && this.entries.size <= ENTRIES_MAX) break;
      this.entries.delete(oldest);
    }
  }
}
