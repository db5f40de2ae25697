#include "cre2.h"

#include <re2/re2.h>

#include <cstring>
#include <new>

struct cre2_regex {
    re2::RE2 engine;
    cre2_regex(const re2::StringPiece &pattern, const re2::RE2::Options &options) : engine(pattern, options) {}
};

// More groups than anyone writes; a pattern may have more, which then cannot be asked for.
static const int maximum_spans = 100;

cre2_regex *cre2_create(const char *pattern, size_t length, int64_t max_memory) {
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(max_memory);
    try {
        return new cre2_regex(re2::StringPiece(pattern, length), options);
    } catch (const std::bad_alloc &) {
        return nullptr;
    }
}

void cre2_destroy(cre2_regex *regex) { delete regex; }

const char *cre2_error(const cre2_regex *regex) {
    return regex->engine.ok() ? nullptr : regex->engine.error().c_str();
}

int cre2_group_count(const cre2_regex *regex) { return regex->engine.NumberOfCapturingGroups(); }

int cre2_match(const cre2_regex *regex, const char *text, size_t length, size_t start, int full, cre2_span *spans,
               int count) {
    re2::StringPiece pieces[maximum_spans];
    if (count > maximum_spans) count = maximum_spans;
    re2::RE2::Anchor anchor = full ? re2::RE2::ANCHOR_BOTH : re2::RE2::UNANCHORED;
    // An empty text may come with a null pointer, which RE2 takes for "took no part".
    const char *base = text ? text : "";
    if (!regex->engine.Match(re2::StringPiece(base, length), start, length, anchor, pieces, count)) return 0;
    for (int i = 0; i < count; i++) {
        if (pieces[i].data() == nullptr) {
            spans[i].start = spans[i].end = -1;
        } else {
            spans[i].start = pieces[i].data() - base;
            spans[i].end = spans[i].start + static_cast<int64_t>(pieces[i].size());
        }
    }
    return 1;
}

int64_t cre2_find(const void *hay, size_t hay_length, const void *needle, size_t needle_length) {
    const void *found = memmem(hay, hay_length, needle, needle_length);
    return found ? static_cast<const char *>(found) - static_cast<const char *>(hay) : -1;
}
