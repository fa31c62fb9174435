// Loaded into the processes that `npm start` starts: when it is killed without a word, they stop too.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
