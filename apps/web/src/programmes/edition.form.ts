import { Form } from '../edge/form.js';

type Value = string | number | boolean | object | null | undefined;
type Filled = [name: string, value: string | string[]];

/**
 * A form with what is given, each field by the names on the way to it: "conditions.0.percent"; words in a list also as ticks:
 * "reports[]".
 */
export function formOf(typed: object): Form {
  return Form.blank(Object.fromEntries(fieldsIn(typed, '')));
}

function fieldsIn(typed: object, at: string): Filled[] {
  return Object.entries(typed as Readonly<Record<string, Value>>).flatMap(([name, value]): Filled[] => {
    if (value === null || value === undefined) return [];
    if (typeof value !== 'object') return [[at + name, String(value)]];
    const ticks = Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
    return [...(ticks.length > 0 ? [[`${at}${name}[]`, ticks] as Filled] : []), ...fieldsIn(value, `${at}${name}.`)];
  }); // prettier-ignore
}
