// A process of its own: what bare Node uses with as many workers that listen and have nothing to do.
import { open } from '../candidates/postmessage.mjs';
import { idleUse } from './idle-use.mjs';
import { Witness } from './witness.mjs';

// It stays until it is let go, so that what it says cannot be lost.
process.on('disconnect', () => process.exit());

const sizes = JSON.parse(process.argv[2]);
process.send(await idleUse({ pool: open(), witness: new Witness({ onMain: false }), sizes }));
