#ifndef SPAWN_FLOOR_H
#define SPAWN_FLOOR_H

// Runs `sh -c true` so many times with posix_spawn and two pipes, as plainly as C can. Returns 0, or -1.
int spawn_floor(int count);

#endif
