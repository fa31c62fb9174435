/** The environment of a process. */
export type Env = Readonly<Record<string, string | undefined>>;

/** Reads single variables and notes what is wrong with them. */
export class ConfigReader {
  constructor(
    private readonly env: Env,
    private readonly problems: string[],
  ) {}

  value(name: string): string | undefined {
    return this.env[name] || undefined;
  }

  problem(sentence: string): void {
    this.problems.push(sentence);
  }

  missing(name: string, what: string): string {
    this.problem(`${name} is missing: give ${what}`);
    return '';
  }

  text(name: string, shape = /./, what = 'a value'): string {
    const value = this.value(name);
    if (value && !shape.test(value)) this.problem(`${name} must be ${what}`);
    return value ?? this.missing(name, what);
  }

  list(name: string, shape: RegExp, what: string): string[] {
    const values = (this.value(name) ?? '').split(',').map((value) => value.trim()).filter(Boolean); // prettier-ignore
    if (values.length === 0) this.missing(name, what);
    if (!values.every((value) => shape.test(value))) this.problem(`${name} must be ${what}`);
    return values;
  }

  choice<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined {
    const value = this.value(name);
    const found = choices.find((choice) => choice === value);
    if (value && !found) this.problem(`${name} must be ${choices.join(' or ')}`);
    return found;
  }

  url(name: string, schemes: readonly string[]): string {
    return this.optionalUrl(name, schemes) ?? this.missing(name, `an address beginning with ${said(schemes)}`);
  }

  optionalUrl(name: string, schemes: readonly string[]): string | undefined {
    const value = this.value(name);
    if (value && !(URL.canParse(value) && schemes.includes(new URL(value).protocol)))
      this.problem(`${name} is not an address beginning with ${said(schemes)}`);
    return value;
  }

  /** An address without path, written as browsers write it: no slash at its end. */
  origin(name: string): string {
    const value = this.url(name, ['http:', 'https:']);
    if (!/^https?:/.test(value) || !URL.canParse(value)) return value;
    const { origin, pathname, search, hash, username } = new URL(value);
    if (pathname !== '/' || search || hash || username)
      this.problem(`${name} must be an address without path and user, for example https://plai.example.org`);
    return origin;
  }

  sender(name: string): string | undefined {
    const value = this.value(name);
    if (value && !/^[^<>@\s]+@[^<>@\s]+$|^[^<>\r\n]*<[^<>@\s]+@[^<>@\s]+>$/.test(value))
      this.problem(`${name} must be an e-mail address, or a name and one: Plai <plai@example.org>`);
    return value;
  }

  port(name: string, otherwise: number): number {
    const value = Number(this.value(name) ?? otherwise);
    if (!Number.isInteger(value) || value < 0 || value > 65_535)
      this.problem(`${name} must be a port number, 0 to 65535`);
    return value;
  }

  count(name: string): number | undefined {
    const text = this.value(name);
    if (text && !/^[1-9]\d{0,3}$/.test(text)) this.problem(`${name} must be a whole number from 1 to 9999`);
    return text ? Number(text) : undefined;
  }

  secretOrNone(name: string, least: number): string | undefined {
    const value = this.value(name);
    if (value && value.length < least) this.problem(`${name} must have at least ${least} characters`);
    return value;
  }
}

const said = (schemes: readonly string[]): string => schemes.map((scheme) => `${scheme}//`).join(' or ');
