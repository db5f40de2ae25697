#include "cre2.h"

#include <re2/re2.h>
#include <re2/set.h>

#include <cstring>
#include <memory>
#include <mutex>
#include <new>
#include <string>

// A pattern, whose engine is made when it is first asked for: most patterns of a runbook are only checked.
struct cre2_regex {
    const std::string pattern;
    const re2::RE2::Options options;
    std::string error;
    std::once_flag once;
    std::unique_ptr<re2::RE2> made;

    cre2_regex(const char *text, size_t length, const re2::RE2::Options &options)
        : pattern(text, length), options(options) {
        if (may_be_too_large()) {
            if (!engine().ok()) error = engine().error();
        } else {
            // A set parses what is added to it, and compiles nothing before it is told to.
            re2::RE2::Set(options, re2::RE2::UNANCHORED).Add(re2::StringPiece(pattern), &error);
        }
    }

    re2::RE2 &engine() {
        std::call_once(once, [this] { made = std::make_unique<re2::RE2>(re2::StringPiece(pattern), options); });
        return *made;
    }

  private:
    // Whether the engine may need more than its memory, which only making it shows: what is not long grows by counted
    // repetitions and classes of Unicode alone.
    bool may_be_too_large() const {
        return pattern.size() > 256 || options.max_mem() < (8 << 20) || pattern.find('{') != std::string::npos ||
               pattern.find("\\p") != std::string::npos || pattern.find("\\P") != std::string::npos;
    }
};

// More groups than anyone writes; a pattern may have more, which then cannot be asked for.
static const int maximum_spans = 100;

cre2_regex *cre2_create(const char *pattern, size_t length, int64_t max_memory) {
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(max_memory);
    try {
        return new cre2_regex(pattern ? pattern : "", length, options);
    } catch (const std::bad_alloc &) {
        return nullptr;
    }
}

void cre2_destroy(cre2_regex *regex) { delete regex; }

const char *cre2_error(const cre2_regex *regex) { return regex->error.empty() ? nullptr : regex->error.c_str(); }

int cre2_group_count(cre2_regex *regex) { return regex->engine().NumberOfCapturingGroups(); }

int cre2_match(cre2_regex *regex, const char *text, size_t length, size_t start, int full, cre2_span *spans,
               int count) {
    re2::StringPiece pieces[maximum_spans];
    if (count > maximum_spans) count = maximum_spans;
    re2::RE2::Anchor anchor = full ? re2::RE2::ANCHOR_BOTH : re2::RE2::UNANCHORED;
    // An empty text may come with a null pointer, which RE2 takes for "took no part".
    const char *base = text ? text : "";
    if (!regex->engine().Match(re2::StringPiece(base, length), start, length, anchor, pieces, count)) return 0;
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
