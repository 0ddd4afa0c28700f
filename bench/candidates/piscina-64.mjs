import { open as openPiscina } from './piscina.mjs';

/** Piscina with its own switch for small tasks: up to 64 of them handed to a worker at a time. */
export const open = () => openPiscina({ concurrentTasksPerWorker: 64 });
