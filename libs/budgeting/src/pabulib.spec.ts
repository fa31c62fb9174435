import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PbError, readPb, writePb } from './pabulib.js';

const FILE = `META
key;value
budget;216829.41
vote_type;approval
PROJECTS
project_id;cost;name;category
7;75000;"""Bună"" ziua; Strada Păcii";public space,sport
10;3571.5;;
VOTES
voter_id;age;vote;sex
1;50;7,10;M
2;;;F
`;

it('reads quoted fields, further columns, empty ballots and broken sums', () => {
  const { election, projects, votes } = readPb(FILE);
  expect(election).toEqual({
    budget: 21_682_941n,
    unit: 100n,
    options: [
      { id: '7', cost: 7_500_000n },
      { id: '10', cost: 357_150n },
    ],
    ballots: [['7', '10'], []],
  });
  expect(projects[0]).toEqual({ project_id: '7', cost: '75000', name: '"Bună" ziua; Strada Păcii', category: 'public space,sport' }); // prettier-ignore
  expect(votes[1]).toEqual({ voter_id: '2', age: '', vote: '', sex: 'F' });
});

it('takes a mark of the byte order, ends of lines of Windows, a missing last one and a missing key;value', () => {
  const { election } = readPb(FILE);
  const others = [`\uFEFF${FILE}`, FILE.replaceAll('\n', '\r\n'), FILE.trimEnd(), FILE.replace('key;value\n', ''), `\n${FILE}\n\n`]; // prettier-ignore
  for (const other of others) expect(readPb(other).election).toEqual(election);
});

it('reads back what it wrote', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'ș', ';', '"', '\n', ',', ' '), maxLength: 6 });
  fc.assert(
    fc.property(
      fc.array(text, { minLength: 1, maxLength: 4 }),
      fc.array(fc.nat(3), { maxLength: 5 }),
      (names, ticks) => {
        const projects = names.map((name, place) => ({ project_id: `p${place}`, cost: `${place}.5`, name }));
        const votes = ticks.map((tick, place) => ({
          voter_id: `${place}`,
          vote: tick < names.length ? `p${tick}` : '',
        }));
        const file = { meta: { budget: '10.25', num_votes: `${votes.length}` }, projects, votes };
        const { election, ...read } = readPb(writePb(file));
        expect(read).toEqual(file);
        expect(election.budget).toBe(1025n);
      },
    ),
  );
});

it.each([
  ['', 1, 'no META'],
  [FILE.replace('budget;216829.41\n', ''), 1, 'no budget in META'],
  [FILE.replace('216829.41', '216.829,41'), 3, '"216.829,41" is no sum of money'],
  [FILE.replace('vote_type;approval', 'vote_type;ordinal'), 4, 'votes of type "ordinal", not approval'],
  [FILE.replace('project_id;cost', 'id;cost'), 6, 'no column project_id under PROJECTS'],
  [FILE.replace('10;3571.5', '7;3571.5'), 8, 'a second project "7"'],
  [FILE.replace('7,10', '7,11'), 11, 'a vote for "11", which is no project of the file'],
  [FILE.replace('1;50;', '1;2;3;4;50;'), 11, '7 fields under 4 columns'],
  [FILE.replace('VOTES', 'VOTE'), 12, 'no VOTES'],
  [FILE.replace('budget', 'num_votes;3\nbudget'), 3, '3 votes announced, 2 in the file'],
  [FILE.replace('Păcii"', 'Păcii'), 7, 'a quote that is not closed, or text after it'],
])('says in which line it cannot read (%#)', (text, line, reason) => {
  const read = () => readPb(text);
  expect(read).toThrow(PbError);
  expect(read).toThrow(`line ${line}: ${reason}`);
});
