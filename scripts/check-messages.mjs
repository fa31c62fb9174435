// Every message stands in all three languages, parses, takes the same values in each, and has every plural form of its
// language; every key that the code names exists, and the code names every key;
// every refusal that can reach a person has words.
import fs from 'node:fs';
import path from 'node:path';
import { parse, TYPE } from '@formatjs/icu-messageformat-parser';

const LANGS = ['ro', 'ru', 'en'];
const FORMS = { ro: ['one', 'few', 'other'], ru: ['one', 'few', 'many', 'other'], en: ['one', 'other'] };
/** What no message says, and what it says instead. */
const NEVER = [
  ['ro', /[şţŞŢ]/, 'ș and ț are written with a comma below'],
  ['ro', /(?<!\p{L})inspector/iu, 'who looks at the works for the association is a verificator'],
  ['ru', /(?<!\p{L})донор/iu, 'a donor is a даритель; a донор gives blood'],
  ['ru', /(?<!\p{L})инспектор/iu, 'who looks at the works for the association is a проверяющий'],
  ['ru', /(?<!\p{L})мэр(?!\p{L})|(?<!\p{L})мэри[яиюе]/iu, 'a mayor is a примар, a town hall a примэрия'],
  ['en', /\b(he|him|his|she|hers?)\b/i, 'nobody’s sex is known: they, their'],
  ['en', /[“”]/, 'quotation marks are ‘single’'],
];
const folder = 'libs/platform/messages';
const problems = [];
const keys = new Map();

for (const file of fs.readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  const area = JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8'));
  for (const [key, texts] of Object.entries(area)) {
    if (keys.has(key)) problems.push(`${file}: ${key} stands also in ${keys.get(key)}`);
    keys.set(key, file);
    checkMessage(`${file}: ${key}`, texts);
  }
}
for (const file of sources(['apps', 'libs'])) checkUses(file);
checkNamed();

function checkMessage(where, texts) {
  const seen = LANGS.map((lang) => {
    if (typeof texts[lang] !== 'string' || texts[lang].trim() === '')
      return (problems.push(`${where} is missing in ${lang}`), '');
    try {
      const values = new Set();
      walk(parse(texts[lang], { ignoreTag: true }), lang, where, values);
      return [...values].sort().join(', ');
    } catch (error) {
      return (problems.push(`${where} in ${lang} does not parse: ${error.message}`), '');
    }
  });
  for (const extra of Object.keys(texts))
    if (!LANGS.includes(extra)) problems.push(`${where} has an unknown language ${extra}`);
  if (new Set(seen).size > 1)
    problems.push(
      `${where} takes other values in other languages: ${LANGS.map((lang, i) => `${lang}(${seen[i]})`).join(' ')}`,
    );
  for (const [lang, word, instead] of NEVER)
    if (word.test(texts[lang] ?? '')) problems.push(`${where} in ${lang}: ${instead}`);
}

function walk(elements, lang, where, values) {
  for (const element of elements) {
    // {kind} only chooses between words; a language may not need it.
    if (element.type === TYPE.select) {
      if (!element.options.other) problems.push(`${where} in ${lang}: select without other`);
      for (const { value } of Object.values(element.options)) walk(value, lang, where, values);
    } else if (element.type === TYPE.plural) {
      values.add(element.value);
      const exact = Object.keys(element.options);
      const missing = FORMS[lang].filter((form) => !exact.includes(form));
      if (missing.length > 0)
        problems.push(`${where} in ${lang}: plural of ${element.value} lacks ${missing.join(', ')}`);
      for (const { value } of Object.values(element.options)) walk(value, lang, where, values);
    } else if ([TYPE.argument, TYPE.number, TYPE.date, TYPE.time].includes(element.type)) values.add(element.value);
  }
}

/** `say('key')`, `t('key')` and `refuse(kind, 'code', …)` with plain texts; `say(`prefix.${x}`)` needs one key of the prefix. */
function checkUses(file) {
  const text = fs.readFileSync(file, 'utf8');
  for (const [, key] of text.matchAll(/\b(?:say|t)\(\s*'([^'\n]+)'/g))
    if (!keys.has(key)) problems.push(`${file}: there is no message ${key}`);
  for (const [, prefix] of text.matchAll(/\b(?:say|t)\(\s*`([a-z0-9._-]+)\$\{/gi)) {
    if (![...keys.keys()].some((key) => key.startsWith(prefix)))
      problems.push(`${file}: there is no message ${prefix}…`);
  }
  if (/spec\.tsx?$/.test(file) || file.startsWith('apps/stripe-sandbox')) return;
  checkNoted(file, text);
  for (const [, code] of text.matchAll(/\brefuse\(\s*'[a-z-]+',\s*'([a-z-]+)'/g)) {
    if (!keys.has(`error.${code}`) && !keys.has(`error.${code.replaceAll('-', '_')}`))
      problems.push(`${file}: the refusal ${code} has no words (error.${code})`);
  }
}

/** What the audit trail notes (`action: 'tranche.asked'`, `note(tx, row, 'assembly.called', by)`) has words for the operator's log. */
function checkNoted(file, text) {
  if (!file.startsWith('libs')) return;
  for (const [, action] of text.matchAll(/(?:\baction: |\.note\([^;']*)'([a-z-]+\.[a-z-]+)'/g))
    if (!keys.has(`operator.log.act.${action}`)) problems.push(`${file}: the log has no words for ${action}`);
}

/**
 * A key is named in quotes, or made by a template such as `act.kind.${code}`. Refusals are named by their code alone, however
 * the template for their words looks; paragraphs (`terms.p1`, `terms.p2` …) by their number.
 */
function checkNamed() {
  const text = [...sources(['apps', 'libs'])].map((file) => fs.readFileSync(file, 'utf8')).join('\n');
  const quoted = new Set([...text.matchAll(/['"]([\w.-]+)['"]/g)].map(([, key]) => key));
  const templates = new Set(
    [...text.matchAll(/`([\w.-]*(?:\$\{[^{}`]*\}[\w.-]*)+)`/g)].map(([, template]) => template),
  );
  const made = [...templates]
    .map((template) => template.split(/\$\{[^{}]*\}/))
    .filter((parts) => /[a-z]/i.test(parts.join('')));
  const shapes = made.map(
    (parts) => new RegExp(`^${parts.map((part) => part.replaceAll('.', '\\.')).join('[\\w.-]*')}$`),
  );
  for (const [key, file] of keys) {
    const [, code] = /^error\.([\w-]+)$/.exec(key) ?? [];
    if (code && !quoted.has(key) && !quoted.has(code) && !quoted.has(code.replaceAll('_', '-')))
      problems.push(`${file}: nobody refuses with ${code}`);
    if (quoted.has(key) || /\.[pht]\d+$/.test(key) || shapes.some((shape) => shape.test(key))) continue;
    problems.push(`${file}: nothing says ${key}`);
  }
}

function* sources(folders) {
  for (const folder of folders) {
    for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (entry.isFile() && /\.tsx?$/.test(entry.name)) yield path.join(entry.parentPath ?? entry.path, entry.name);
    }
  }
}

for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
console.log(`${keys.size} messages in ${LANGS.length} languages`);
