// The half of the corpus that is held out from tuning.
import type { Half } from './corpus.js'
import { fillers, goals, manners } from './held-attacks.js'
import { scenes } from './held-scenes.js'

export const HELD: Half = { name: 'held', scenes, goals, manners, fillers }
