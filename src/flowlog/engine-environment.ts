/** What the log engine's process gets of our environment: native code may read or leak all of it, so
 *  neither tokens nor what `${NAME}` in definitions stands for are in it. */
const kept =
  /^(PATH|HOME|TMPDIR|TMP|TEMP|TZ|LANG|LC_[A-Z]+|LD_LIBRARY_PATH|SystemRoot|NODE_OPTIONS|NODE_COMPILE_CACHE|NODE_V8_COVERAGE)$/

export function engineEnvironment(ours: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const passed = Object.entries(ours).filter(([name]) => kept.test(name))
  // questions run on several threads in turn; with a heap for each, glibc keeps 200 MiB more
  return { ...Object.fromEntries(passed), MALLOC_ARENA_MAX: '1' }
}
