import 'reflect-metadata';
import { exitOf } from './command.js';
import { commands } from './commands.js';

const [name = 'help', ...args] = process.argv.slice(2);
const command = commands.find((one) => one.name === name);

if (!command) {
  console.log(
    ['Usage: npm run -s plai -- COMMAND', '', ...commands.map((one) => `  ${one.name.padEnd(18)} ${one.about}`)].join(
      '\n',
    ),
  );
  process.exitCode = name === 'help' ? 0 : 2;
} else {
  try {
    process.exitCode = await command.run(args);
  } catch (error) {
    const { says, code } = exitOf(error);
    console.error(says);
    process.exit(code); // what was opened before it failed would keep it
  }
}
