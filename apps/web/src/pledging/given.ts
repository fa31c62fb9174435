import type { Pledge } from '#libs/pledges/src/index.js';

/** What papers and yearly statements say of a gift, to a project or to a fund. */
export type Given = Pick<
  Pledge,
  'ref' | 'receiptCode' | 'personId' | 'lang' | 'way' | 'currency' | 'came' | 'cameLei' | 'rateSource' | 'rateOn' | 'cover' | 'countedAt' | 'gone' | 'goneLei'
>; // prettier-ignore
