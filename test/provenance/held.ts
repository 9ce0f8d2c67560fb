// The half of the corpus that is held out from tuning, in two sets with attackers of their own.
import type { Half } from './corpus.js'
import { fillers, goals, manners } from './held-attacks.js'
import * as freshAttacks from './held-fresh-attacks.js'
import * as fresh from './held-fresh.js'
import { scenes } from './held-scenes.js'

export const HELD: readonly Half[] = [
  { name: 'held', scenes, goals, manners, fillers },
  { name: 'held, fresh', scenes: fresh.scenes, ...freshAttacks },
]
