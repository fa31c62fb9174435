import fs from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { fromRoot, LANGS, sayIn, type WordParams } from '#libs/platform/src/index.js';
import { fitting } from './letter-context.service.js';

const FOLDER = fromRoot('libs/platform/messages');
const KINDS = fs
  .readdirSync(FOLDER)
  .flatMap((name) => Object.keys(JSON.parse(fs.readFileSync(`${FOLDER}/${name}`, 'utf8')) as object))
  .flatMap((key) => /^letter\.(.+)\.subject$/.exec(key)?.[1] ?? []);
const LONG = 'Acoperiș nou și încălzire pentru grădinița „Ghiocel” din mahalaua de sus';
const PARAMS: WordParams = {
  ...{
    project: LONG,
    place: 'Mihăileni',
    body: 'Asociația băștinașilor din comuna Mihăilenii de Sus și Hîrtopul Mare',
    ref: 'PL-7K2M-Q4',
    sum: '21 201,10 lei',
    number: 2,
  },
  ...{
    cause: 'objections_over',
    at: '',
    kind: 'release',
    day: '24 noiembrie 2026',
    n: 12,
    late: '3',
    hidden: 'yes',
    outcome: 'refused',
    says: 'yes',
    back: 'no',
  },
};

describe('subjects of letters', () => {
  it.each(LANGS)('in %s fit a phone, name the matter, and cut only the longest name', (lang) => {
    const subjects = KINDS.map((kind) => fitting((words) => sayIn(lang)(`letter.${kind}.subject`, words), PARAMS));
    const long = subjects.filter((subject) => [...subject].length > 60 || /\s\s|undefined|[{}]/.test(subject));
    expect(long).toEqual([]);
    // Cut between words, and inside no quotation marks of the name.
    expect(subjects.filter((subject) => /[^\p{L}\p{N}]…/u.test(subject))).toEqual([]);
    const bare = KINDS.filter((kind, index) => !/invitation|sign-in|application/.test(kind) && /[„«‘]…/.test(subjects[index]!)); // prettier-ignore
    expect(bare).toEqual([]);
  });

  it('leave a short name whole', () => {
    const say = (words: WordParams) => sayIn('en')('letter.receipt.subject', words);
    const params = { ref: 'PL-7K2M-Q4', sum: '€50.00', project: 'Lumină pe strada Nucilor' };
    expect(fitting(say, params)).toBe('Receipt PL-7K2M-Q4: €50.00, ‘Lumină pe strada Nucilor’');
    expect(fitting(say, { ...params, project: LONG })).toBe('Receipt PL-7K2M-Q4: €50.00, ‘Acoperiș nou și încălzire…’');
  });
});
