import { latinised, type Multilingual } from '#libs/platform/src/index.js';

const ALIKE = 0.3;
const SHOWN = 5;

/** Of what stands there already, what sounds like a new title in any spelling, the likest first; at most five. */
export function similar<Thing extends { readonly title: Multilingual }>(title: string, all: readonly Thing[]): Thing[] {
  const own = trigrams(title);
  return all
    .map((thing) => ({ thing, alike: Math.max(...texts(thing.title).map((text) => likeness(own, trigrams(text)))) }))
    .filter(({ alike }) => alike >= ALIKE)
    .sort((a, b) => b.alike - a.alike)
    .slice(0, SHOWN)
    .map(({ thing }) => thing);
}

function texts({ ro, ru, en }: Multilingual): string[] {
  return [ro, ru, en].filter((text) => text !== undefined);
}

/** Threes of letters, word by word with blanks around: "apă" and "apa la școală" share most of the shorter one. */
function trigrams(text: string): Set<string> {
  const words = latinised(text).split(' ').filter((word) => word.length > 2); // prettier-ignore
  return new Set(words.flatMap((word) => [...` ${word} `].map((_, n, all) => all.slice(n, n + 3).join('')).filter((three) => three.length === 3))); // prettier-ignore
}

function likeness(one: Set<string>, other: Set<string>): number {
  if (one.size === 0 || other.size === 0) return 0;
  const shared = [...one].filter((three) => other.has(three)).length;
  return shared / Math.min(one.size, other.size);
}
