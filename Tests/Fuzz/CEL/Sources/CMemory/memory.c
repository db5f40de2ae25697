#include "memory.h"
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

size_t live_bytes(void) {
    struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

void refuse_input(const char *message) {
    fprintf(stderr, "%s\n", message);
    abort();
}
