// A C face of RE2, as much of it as conditions and edits need. Texts are UTF-8 with a length; offsets are bytes.
#ifndef RUNG_CRE2_H
#define RUNG_CRE2_H
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif

/// A regular expression, compiled when it is first used; safe to use from several threads at once.
typedef struct cre2_regex cre2_regex;

/// Where a group matched; `start` is -1 where it took no part.
typedef struct {
    int64_t start;
    int64_t end;
} cre2_span;

/// Reads a pattern; NULL only when memory is out. Ask `cre2_error` whether the pattern is well-formed.
cre2_regex *cre2_create(const char *pattern, size_t length, int64_t max_memory);
void cre2_destroy(cre2_regex *regex);

/// NULL for a good pattern, else what is wrong with it; it lives as long as the regex.
const char *cre2_error(const cre2_regex *regex);

/// The number of capturing groups, without the whole match.
int cre2_group_count(cre2_regex *regex);

/// Searches from byte `start`; `full` wants the whole rest to match. Fills up to `count` spans (0: only the answer).
int cre2_match(cre2_regex *regex, const char *text, size_t length, size_t start, int full, cre2_span *spans,
               int count);

/// Where a needle first occurs in a haystack, as memmem of the GNU library; -1 where it does not.
int64_t cre2_find(const void *hay, size_t hay_length, const void *needle, size_t needle_length);

#ifdef __cplusplus
}
#endif
#endif
