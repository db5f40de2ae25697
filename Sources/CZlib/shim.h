#include <zlib.h>

/* Swift cannot use C's macros with arguments. */

/* Begins to write gzip, whose header names no file and no time: the same bytes in give the same bytes out. */
static inline int czlib_begin_gzip(z_stream *stream) {
    return deflateInit2(stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}
