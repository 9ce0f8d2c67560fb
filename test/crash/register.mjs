// Loaded before the program (`--import`): its log is opened by `open.mjs` beside this, which kills the process at a named point.
import { register } from 'node:module'

register('./resolve.mjs', import.meta.url)
