// One folder for whatever the tests write, made before the first of them and gone after the last.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

let made = null

/** Jest calls it twice: before all tests, and after them. */
export default function folder() {
  if (made === null) process.env.TMPDIR = made = mkdtempSync(join(tmpdir(), 'ambit-test-'))
  else rmSync(made, { recursive: true, force: true, maxRetries: 5 })
}
