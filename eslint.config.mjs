import tseslint from 'typescript-eslint';

const clock = "Ask the injected Clock: it is the database's time and tests can move it.";
const markup = 'Markup out of text is how scripts of strangers get in: write it as elements.';
const size = (max) => ['error', { max, skipBlankLines: true, skipComments: true }];

/** A service has at most so many things that one can ask of it; what Nest calls does not count. */
const publicMethods = {
  meta: {
    schema: [{ type: 'integer' }],
    messages: { many: '{{name}} has {{n}} public methods: cut it along a noun.' },
  },
  create: (context) => ({
    ClassBody(node) {
      const asked = node.body.filter(
        ({ type, kind, accessibility, key }) =>
          type === 'MethodDefinition' && kind === 'method' && accessibility !== 'private' && !/^on[A-Z]/.test(key.name),
      );
      if (asked.length > context.options[0])
        context.report({ node, messageId: 'many', data: { name: node.parent.id.name, n: asked.length } });
    },
  }),
};

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', 'apps/web/assets/**', '**/*.mjs', '**/*.cjs'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'max-lines': size(250),
      'max-lines-per-function': size(40),
      'max-params': ['error', 4],
      eqeqeq: 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-extraneous-class': 'off',
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'class-validator', importNames: ['IsUUID'], message: 'IsId: an id has one spelling.' }] },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
        { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: clock },
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: clock },
        {
          selector: "CallExpression[callee.object.name='jest'][callee.property.name='mock']",
          message: 'Use the real part.',
        },
        { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: markup },
        { selector: "Property[key.name='dangerouslySetInnerHTML']", message: markup },
      ],
    },
  },
  // A constructor lists the neighbours that Nest hands in; their number is not a parameter list a caller writes.
  {
    files: [
      '**/*.service.ts',
      '**/*.letters.ts',
      '**/*.handlers.ts',
      '**/*.queries.ts',
      'apps/**/*.api.ts',
      'apps/**/*.pages.ts',
    ],
    rules: { 'max-params': 'off' },
  },
  {
    files: ['**/*.service.ts'],
    plugins: { house: { rules: { 'public-methods': publicMethods } } },
    rules: { 'house/public-methods': ['error', 7] },
  },
  // Texts and figures only: length is no complexity here.
  { files: ['**/*.data.ts'], rules: { 'max-lines-per-function': 'off', 'max-lines': 'off' } },
  // The simulator keeps its own clock: it plays a company elsewhere.
  { files: ['apps/stripe-sandbox/**', 'apps/mailbox/**', 'test/**', '**/*spec.ts'], rules: { 'max-params': 'off' } },
  {
    files: ['**/*spec.ts', '**/*spec.tsx', 'test/**'],
    rules: { 'max-lines-per-function': 'off', 'max-lines': size(400), '@typescript-eslint/unbound-method': 'off' },
  },
);
