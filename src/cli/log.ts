// The program's own log: pino, JSON on stderr, pretty on a terminal.
import { pino, type Logger } from 'pino'
import pretty from 'pino-pretty'

/** Tokens and passwords never reach a log line. */
const SECRETS = ['*.token', '*.password', '*.sasl', '*.svid', 'token', 'password', 'sasl', 'svid']

export function createLog(level: string): Logger {
  const options = { level, base: null, redact: { paths: SECRETS, censor: '…' } }
  return process.stderr.isTTY
    ? pino(
        options,
        pretty({
          destination: 2,
          colorize: true,
          ignore: 'pid,hostname',
          translateTime: 'HH:MM:ss',
          sync: true,
        }),
      )
    : pino(options, pino.destination({ dest: 2, sync: true }))
}
