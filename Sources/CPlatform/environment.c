#include "rung_environment.h"

extern char **environ;

// Swift sees `environ` as mutable state that anybody shares; behind a function it is only read.
char **rung_environment(void) {
    static char *none[] = {0};
    return environ ? environ : none;
}
